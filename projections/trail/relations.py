"""What can be asked of the trail: every event, and every event that names an object."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_POSITION = SortKey("position", "bigint")
_NEWEST = Ordering("Newest first.", (_POSITION,), descending=True)
_OLDEST = Ordering("Oldest first.", (_POSITION,))

_COLUMNS = {
    "position": Column("bigint", "Position in the office's log: 1, 2, 3 …"),
    "eventId": Column("id", "Id of the event.", id_kind="event"),
    "recordedAt": Column("datetime", "When the server recorded it."),
    "occurredOn": Column("date", "Business date, as given."),
    "lateDays": Column("int", "Days from the business date to the recording."),
    "isLate": Column("bool", "Recorded on a later day than it happened."),
    "actorId": Column("id", "Who recorded it.", id_kind="member"),
    "role": Column("text", "In which role."),
    "client": Column("text", "App or token it came through."),
    "source": Column("enum", "Where it came from.", enumeration=lists.SOURCE),
    "onBehalfOfId": Column(
        "id",
        "The person whose act was entered.",
        nullable=True,
        sql="on_behalf_of",
        id_kind="person",
    ),
    "permitId": Column("id", "Late-entry permit relied on.", nullable=True, id_kind="late_entry"),
    "correlationId": Column("id", "What belongs together.", id_kind="correlation"),
    "causationId": Column("id", "The event that caused it.", nullable=True, id_kind="event"),
    "streamType": Column("text", "Kind of the object: wksbm, board, activity, …"),
    "streamId": Column("text", "Global id of the object.", sql="object"),
    "streamVersion": Column("int", "Version of the object after it."),
    "topic": Column("text", "What happened, as a code: wksbm.proposed."),
    "actId": Column("text", "What happened, in Indonesian."),
    "actEn": Column("text", "What happened, in English."),
    "data": Column(
        "json",
        "The event's data; personal values stand as sealed references. The category of a case is "
        "left out for who may not see those of the most sensitive tier.",
        mask="CASE_TOP_TIER",
        instead="open_data",
    ),
    "policyVersion": Column("int", "Version of the office's settings that judged it."),
    "catalogue": Column("text", "Editions of the reference data."),
    "evidence": Column("json", "What it rests on: mark, ref, sha256."),
}

_FILTERS = {
    "streamId": Filter("id", "Of this object.", column="stream_id"),
    "streamType": Filter("text", "Of objects of this kind.", column="stream_type"),
    "actorId": Filter("id", "Recorded by.", column="actor_id", id_kind="member"),
    "topic": Filter("text", "Of this topic.", column="topic"),
    "topics": Filter("text", "Of these topics.", column="topic", operator="among"),
    "role": Filter("text", "Recorded in this role.", column="role"),
    "recordedFrom": Filter(
        "datetime", "Recorded at or after.", column="recorded_at", operator=">="
    ),
    "recordedBefore": Filter("datetime", "Recorded before.", column="recorded_at", operator="<"),
    "occurredFrom": Filter("date", "Happened on or after.", column="occurred_on", operator=">="),
    "occurredBefore": Filter("date", "Happened before.", column="occurred_on", operator="<"),
    "isLate": Filter("bool", "Recorded late, or not.", column="is_late"),
    "evidence": Filter("enum", "Rests on.", statement="rests_on", enumeration=lists.EVIDENCE_MARK),
    "afterPosition": Filter("bigint", "After this position.", column="position", operator=">"),
}

_SCOPES = {
    "area": Filter("text", "The actor's area.", statement="names_wksbm_in_area"),
    "wksbm": Filter(
        "id", "The actor's WKSBM.", column=None, operator="among", statement="names_one_of",
        id_kind="wksbm",
    ),
    "apart": Filter(
        "text", "Of no object of these kinds.", operator="among", statement="of_other_kinds"
    ),
}  # fmt: skip

_CHILDREN = {
    "actor": Child("Member", "one", "Who recorded it.", {"member_id": "actor_id"}),
    "onBehalfOf": Child(
        "PersonCard", "one", "Whose act was entered.", {"person_id": "on_behalf_of"}
    ),
    "permit": Child("LatePermit", "one", "The permit.", {"permit_id": "permit_id"}),
}

_VIEWS = ("trail", "wksbm_directory")
"""Scopes ask the directory where a WKSBM stands."""

ENTRY = Relation(
    name="TrailEntry",
    description="An event of the office's log, readable: who, when, what, on what evidence.",
    sql=_SQL,
    rows="entries",
    views=_VIEWS,
    key=(_POSITION,),
    columns=_COLUMNS,
    orderings={"NEWEST": _NEWEST, "OLDEST": _OLDEST},
    filters={
        **_FILTERS,
        "objectId": Filter("id", "Names this object.", statement="names_object"),
    },
    scopes=_SCOPES,
    children=_CHILDREN,
)

OBJECT_ENTRY = Relation(
    name="TrailObjectEntry",
    description="An event that names an object, as its own stream or in its data.",
    sql=_SQL,
    rows="object_entries",
    views=_VIEWS,
    key=(SortKey("object_id", "id"), _POSITION),
    columns=_COLUMNS,
    orderings={"NEWEST": _NEWEST, "OLDEST": _OLDEST},
    filters={
        **_FILTERS,
        "objectId": Filter("id", "The object.", column="object_id"),
    },
    scopes=_SCOPES,
    children=_CHILDREN,
)

RELATIONS = (ENTRY, OBJECT_ENTRY)
