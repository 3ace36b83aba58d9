"""Rows that belong to a WKSBM: how they are found by it and where it stands, and who may see them.

Relations whose rows have a ``wksbm_id`` share these; they read the view ``wksbm_directory``.
"""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from ..declared import Compared, Condition, one
from ..relation import Filter

SQL: Mapping[str, str] = {
    name: text
    for name, text in sql.load(__file__, "read.sql").items()
    if name == "of_wksbm_in_area"
}

IN_AREA: Mapping[str, Condition] = {
    "inArea": Filter(
        "text", "Its WKSBM stands in this area, a code of any level.", statement="of_wksbm_in_area"
    )
}
FILTERS: Mapping[str, Condition] = {"wksbmId": "Of this WKSBM.", **IN_AREA}
SCOPES: Mapping[str, Condition] = {
    "area": Filter("text", "The actor's area.", statement="of_wksbm_in_area"),
    "wksbm": Compared("wksbm_id", "among", "The actor's WKSBM."),
}
WKSBM = one("Wksbm", "The WKSBM.", "wksbm_id")
