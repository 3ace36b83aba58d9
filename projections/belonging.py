"""Rows that belong to a WKSBM: filters by the WKSBM and its area, and scopes of who may see them.

Relations whose rows have a ``wksbm_id`` share them; they read the view ``wksbm_directory``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from .declared import ColumnFilter, Condition, one
from .field import Field
from .ids import WksbmId
from .relation import Filter

OfWksbm = Annotated[WksbmId, Field("The WKSBM.")]

SQL: Mapping[str, str] = {"wksbm_in_area": "{wksbm_in_area}"}
"""For the ``sql`` of the relation: the fragment of ``shared.sql`` as a condition."""

IN_AREA: Mapping[str, Condition] = {
    "inArea": Filter(
        "text", "Its WKSBM lies in this area, a code of any level.", statement="wksbm_in_area"
    )
}
FILTERS: Mapping[str, Condition] = {"wksbmId": "Of this WKSBM.", **IN_AREA}
SCOPES: Mapping[str, Condition] = {
    "area": Filter("text", "The actor's area.", statement="wksbm_in_area"),
    "wksbm": ColumnFilter("wksbm_id", "among", "The actor's WKSBM."),
}
WKSBM = one("Wksbm", "The WKSBM.", "wksbm_id")
