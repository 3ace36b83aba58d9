"""Relations of the trail: every event, and every event that names an object."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import enumerations as lists
from .. import one_person
from ..declared import ColumnFilter, Condition, RowOrder, declare, one
from ..relation import Filter
from . import rows

_SQL = sql.load(__file__, "read.sql")
_ORDERINGS = {
    "NEWEST": RowOrder("Newest first.", ("position",), descending=True),
    "OLDEST": RowOrder("Oldest first.", ("position",)),
}
_FILTERS: Mapping[str, Condition] = {
    "streamId": ColumnFilter("stream_id", "=", "Of this object."),
    "streamType": "Of objects of this kind.",
    "actorId": "Recorded by.",
    "topic": "Of this topic.",
    "topics": ColumnFilter("topic", "among", "Of these topics."),
    "role": "Recorded in this role.",
    "recordedFrom": ColumnFilter("recorded_at", ">=", "Recorded at or after."),
    "recordedBefore": ColumnFilter("recorded_at", "<", "Recorded before."),
    "occurredFrom": ColumnFilter("occurred_on", ">=", "Happened on or after."),
    "occurredBefore": ColumnFilter("occurred_on", "<", "Happened before."),
    "isLate": "Recorded late, or not.",
    "evidence": Filter("enum", "Rests on.", statement="rests_on", enumeration=lists.EVIDENCE_MARK),
    "afterPosition": ColumnFilter("position", ">", "After this position."),
}
_SCOPES = {
    "area": Filter("text", "The actor's area.", statement="names_wksbm_in_area"),
    "wksbm": Filter(
        "id", "The actor's WKSBM.", operator="among", statement="names_one_of", id_kind="wksbm"
    ),
    "apart": Filter(
        "text", "Of no object of these kinds.", operator="among", statement="of_other_kinds"
    ),
}
_CHILDREN = {
    "actor": one("Member", "Who recorded it.", member_id="actor_id"),
    "onBehalfOf": one("PersonCard", "The person whose act it was.", person_id="on_behalf_of"),
    "permit": one("LatePermit", "The permit.", "permit_id"),
}
_VIEWS = ("trail", one_person.VIEW, "wksbm_directory")
"""Scopes look up the area of a WKSBM in the directory."""

ENTRY = declare(
    "TrailEntry",
    rows.TrailEntry,
    sql=_SQL,
    rows="entries",
    views=_VIEWS,
    key=("position",),
    orderings=_ORDERINGS,
    filters={
        **_FILTERS,
        "objectId": Filter("id", "Names this object.", statement="names_object"),
    },
    scopes=_SCOPES,
    children=_CHILDREN,
)

OBJECT_ENTRY = declare(
    "TrailObjectEntry",
    rows.TrailObjectEntry,
    sql=_SQL,
    rows="object_entries",
    views=_VIEWS,
    key=("object_id", "position"),
    orderings=_ORDERINGS,
    filters={**_FILTERS, "objectId": "The object."},
    scopes=_SCOPES,
    children=_CHILDREN,
)

RELATIONS = (ENTRY, OBJECT_ENTRY)
