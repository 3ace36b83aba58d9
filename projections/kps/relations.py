"""What can be asked of member bodies: their services, liaisons, conflicts; and of partners."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations
from ..case_reach import lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("kps", "office", "wksbm_directory")
"""Scopes ask the directory where a WKSBM stands; today is a day of the office's zone."""

_SCOPES = {
    "area": Filter("text", "The actor's area.", statement="of_wksbm_in_area"),
    "wksbm": Filter(
        "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
    ),
}
_FILTERS = {
    "wksbmId": Filter("id", "Of this WKSBM.", column="wksbm_id", id_kind="wksbm"),
    "inArea": Filter(
        "text",
        "Its WKSBM stands in this area, a code of any level.",
        statement="of_wksbm_in_area",
    ),
}
_WKSBM_ID = Column("id", "The WKSBM it belongs to.", id_kind="wksbm")
_WKSBM = Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"})
_KPS_ID = Column("id", "The body.", id_kind="kps")
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")

KPS = Relation(
    name="Kps",
    description="A member body of a WKSBM (keperangkatan pelayanan sosial).",
    sql=_SQL,
    rows="bodies",
    views=_VIEWS,
    key=(SortKey("kps_id", "id"),),
    node="kps",
    columns={
        "id": Column("id", "Global id.", sql="kps_id", id_kind="kps"),
        "wksbmId": _WKSBM_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "name": Column("text", "Its name."),
        "kpsKind": Column("text", "Kind, from the policy kps_kinds."),
        "isFormal": Column("bool", "It has a legal form."),
        "legalNo": Column("text", "Number of the document of that form.", nullable=True),
        "origin": Column("enum", "How it came into being.", enumeration=enumerations.ORIGIN),
        "pillars": Column("texts", "The pillars it serves."),
        "localAreaId": Column(
            "id", "Where it works.", nullable=True, sql="local_area", id_kind="local_area"
        ),
        "people": Column("int", "How many belong to it.", nullable=True),
        "joinedOn": Column("date", "Since when it is a member."),
        "leftOn": Column("date", "Since when no more.", nullable=True),
        "leaveReason": Column("enum", "Why.", nullable=True, enumeration=lists.LEAVE_REASON),
        "isMember": Column("bool", "It is a member on the day (validOn, else today)."),
    },
    orderings={"NAME": Ordering("By name.", (SortKey("name_key", "text"),))},
    filters=_FILTERS
    | {
        "namePrefix": Filter("text", "Its name begins so.", statement="name_prefix"),
        "kpsKind": Filter("text", "Of this kind.", column="kps_kind"),
        "isFormal": Filter("bool", "With a legal form, or without.", column="is_formal"),
        "isMember": Filter("bool", "A member on the day, or not.", column="is_member"),
        "offers": Filter("text", "Offers this kind of service.", statement="offers_service"),
    },
    scopes=_SCOPES,
    children={
        "wksbm": _WKSBM,
        "services": Child(
            "KpsService", "list", "What it offers.", {"kps_id": "kps_id"}, expected=3
        ),
        "liaisons": Child(
            "KpsLiaison", "list", "Who acts for it.", {"kps_id": "kps_id"}, expected=1
        ),
        "conflicts": Child(
            "KpsConflict", "list", "Conflicts of interest.", {"kps_id": "kps_id"}, expected=1
        ),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "kps_id"},
        ),
    },
)

OFFER = Relation(
    name="KpsService",
    description="A kind of service that a member body offers.",
    sql=_SQL,
    rows="offers",
    views=_VIEWS,
    key=(SortKey("kps_id", "id"), SortKey("entry", "int")),
    columns={
        "kpsId": _KPS_ID,
        "entry": _ENTRY,
        "serviceKind": Column("text", "Kind, from the policy service_kinds."),
        "pillar": Column("enum", "The pillar it serves.", enumeration=lists.PILLAR),
        "validFrom": Column("date", "First day."),
        "validTo": Column("date", "First day no more.", nullable=True),
    },
    orderings={"VALID_FROM": Ordering("By first day.", (SortKey("valid_from", "date"),))},
    scopes=_SCOPES,
)

LIAISON = Relation(
    name="KpsLiaison",
    description="A member of the office who acts for a body.",
    sql=_SQL,
    rows="liaisons",
    views=_VIEWS,
    key=(SortKey("kps_id", "id"), SortKey("no", "int")),
    columns={"kpsId": _KPS_ID, "memberId": Column("id", "The member.", id_kind="member")},
    orderings={"NUMBER": Ordering("As named.", (SortKey("no", "int"),))},
    scopes=_SCOPES,
    children={"member": Child("Member", "one", "The member.", {"member_id": "member_id"})},
)

CONFLICT = Relation(
    name="KpsConflict",
    description="Two member bodies get in each other's way in a matter; it stands on both.",
    sql=_SQL,
    rows="conflicts",
    views=_VIEWS,
    key=(SortKey("kps_id", "id"), SortKey("conflict_id", "id")),
    columns={
        "conflictId": Column("id", "Its id, for the settlement.", id_kind="conflict"),
        "kpsId": _KPS_ID,
        "otherId": Column("id", "The other body.", id_kind="kps"),
        "matter": Column("text", "Kind of service it is about, or ANY."),
        "state": Column("enum", "How it stands.", enumeration=lists.CONFLICT_STATE),
        "how": Column("enum", "How it ended.", nullable=True, enumeration=lists.SETTLEMENT),
        "declaredOn": Column("date", "Since when."),
        "settledOn": Column("date", "Until when.", nullable=True),
    },
    orderings={"DECLARED": Ordering("By day.", (SortKey("declared_on", "date"),))},
    filters=_FILTERS
    | {"state": Filter("enum", "How it stands.", column="state", enumeration=lists.CONFLICT_STATE)},
    scopes=_SCOPES,
    children={
        "kps": Child("Kps", "one", "The body.", {"kps_id": "kps_id"}),
        "other": Child("Kps", "one", "The other body.", {"kps_id": "other_id"}),
    },
)

PARTNER = Relation(
    name="NetworkPartner",
    description="A company, university, institution, LK3 or other WKSBM that supports a WKSBM.",
    sql=_SQL,
    rows="partners",
    views=_VIEWS,
    key=(SortKey("partner_id", "id"),),
    node="network_partner",
    columns={
        "id": Column("id", "Global id.", sql="partner_id", id_kind="network_partner"),
        "wksbmId": Column("id", "The WKSBM it supports.", id_kind="wksbm"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "kind": Column("enum", "What kind of partner.", enumeration=lists.PARTNER_KIND),
        "name": Column("text", "Its name.", nullable=True),
        "otherWksbmId": Column(
            "id", "The other WKSBM.", nullable=True, sql="other_wksbm", id_kind="wksbm"
        ),
        "scope": Column("texts", "The pillars it helps with; none: any."),
        "agreementNo": Column("text", "Number of the agreement.", nullable=True),
        "linkedOn": Column("date", "Since when."),
        "unlinkedOn": Column("date", "Until when.", nullable=True),
    },
    orderings={"LINKED": Ordering("By day.", (SortKey("linked_on", "date"),))},
    filters=_FILTERS
    | {"kind": Filter("enum", "Of this kind.", column="kind", enumeration=lists.PARTNER_KIND)},
    scopes=_SCOPES,
    children={"wksbm": _WKSBM},
)

RELATIONS = (KPS, OFFER, LIAISON, CONFLICT, PARTNER)
