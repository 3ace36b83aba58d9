"""What can be asked of the registers: claims, who receives what this month, warnings."""

from __future__ import annotations

from wahana.platform import sql

from ..case_reach import lists, reach
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}
_VIEWS = ("overlap", *reach.VIEWS, "person_registry", "office")

_CLAIM = {
    "claimId": Column("id", "Id of the claim and of its service.", id_kind="service"),
    "personId": Column("id", "For whom, as a random id.", id_kind="person"),
    "caseId": Column("id", "In which case.", id_kind="case"),
    "wksbmId": Column("id", "The WKSBM that gives it.", nullable=True, id_kind="wksbm"),
    "kpsId": Column("id", "The member body that does.", nullable=True, id_kind="kps"),
    "serviceKind": Column("text", "Kind of service."),
    "validFrom": Column("date", "First day."),
    "validTo": Column("date", "First day after it."),
}
_RELEASED = Column(
    "enum", "Why it ended early.", nullable=True, sql="released", enumeration=lists.END_REASON
)
_CHILDREN = {
    "case": Child("Case", "one", "The case, for whom it is open.", {"case_id": "case_id"}),
    "kps": Child("Kps", "one", "The member body.", {"kps_id": "kps_id"}),
    "identity": Child(
        "CaseIdentity",
        "one",
        "Who it is, for who may know.",
        {"case_id": "case_id", "person_id": "person_id"},
    ),
}
_FILTERS = {
    "personId": Filter(
        "id",
        "For this person, also under records that were merged into theirs.",
        statement="of_person",
        id_kind="person",
    ),
    "wksbmId": Filter("id", "Given by this WKSBM.", column="wksbm_id", id_kind="wksbm"),
    "kpsId": Filter("id", "Given by this member body.", column="kps_id", id_kind="kps"),
    "serviceKind": Filter("text", "Of this kind.", column="service_kind"),
    "inArea": Filter("text", "In this area, a code of any level.", statement="of_case_in_area"),
}
_SCOPES = {
    "area": Filter("text", "In the actor's area.", statement="of_case_in_area"),
    "wksbm": Filter(
        "id", "Of the actor's WKSBM.", statement="of_wksbm", operator="among", id_kind="wksbm"
    ),
    "district": reach.TOLD_TO["district"],
}
_KEY = (SortKey("register_id", "id"), SortKey("claim_id", "id"))
_BY_DAY = {"VALID_FROM": Ordering("By first day.", (SortKey("valid_from", "date"),))}

CLAIM = Relation(
    name="ServiceClaim",
    description="A service that is claimed for a person in their register.",
    sql=_SQL,
    rows="claims",
    views=_VIEWS,
    key=_KEY,
    columns=_CLAIM | {"released": _RELEASED},
    orderings=_BY_DAY,
    filters=_FILTERS,
    scopes=_SCOPES,
    children=_CHILDREN,
)

RECEIVED = Relation(
    name="ServiceReceived",
    description="Who receives what in the month of a day (validOn, else today), and what they were "
    "given so far in it.",
    sql=_SQL,
    rows="this_month",
    views=_VIEWS,
    key=_KEY,
    columns=_CLAIM
    | {
        "released": _RELEASED,
        "month": Column("date", "First day of the month."),
        "deliveries": Column("int", "How often something was given."),
        "quantity": Column(
            "bigint", "How much in all; null if several units were given.", nullable=True
        ),
        "unit": Column("enum", "In what, if it is one.", nullable=True, enumeration=lists.UNIT),
        "lastDeliveryOn": Column("date", "When last.", nullable=True, sql="last_day"),
    },
    orderings=_BY_DAY,
    filters=_FILTERS,
    scopes=_SCOPES,
    children=_CHILDREN,
)

WARNING = Relation(
    name="OverlapWarning",
    description="A service that meets others of the same person: it waits for a decision of the "
    "Dinas, or somebody should look.",
    sql=_SQL,
    rows="warnings",
    views=_VIEWS,
    key=(SortKey("register_id", "id"), SortKey("warning_id", "id")),
    columns=_CLAIM
    | {
        "warningId": Column("id", "Its id, for the decision.", id_kind="warning"),
        "rule": Column("enum", "What the policy says.", enumeration=lists.JUDGEMENT),
        "waits": Column("bool", "The service is not given before a decision."),
        "state": Column("enum", "How it stands.", enumeration=lists.WARNING_STATE),
        "otherPersonId": Column(
            "id",
            "The record that was merged, if the other service is in its register.",
            nullable=True,
            sql="other_person",
            id_kind="person",
        ),
        "askedById": Column("id", "Who asked for the service.", sql="asked_by", id_kind="member"),
        "raisedAt": Column("datetime", "When it came up."),
        "decidedById": Column(
            "id", "Who decided.", nullable=True, sql="decided_by", id_kind="member"
        ),
        "decidedAt": Column("datetime", "When.", nullable=True),
        "reason": Column("text", "Why so, as a code.", nullable=True),
    },
    orderings={
        "RAISED": Ordering("Oldest first.", (SortKey("raised_at", "datetime"),)),
        "NEWEST": Ordering("Newest first.", (SortKey("raised_at", "datetime"),), descending=True),
    },
    filters=_FILTERS
    | {
        "state": Filter("enum", "How it stands.", column="state", enumeration=lists.WARNING_STATE),
        "rule": Filter("enum", "By this rule.", column="rule", enumeration=lists.JUDGEMENT),
    },
    scopes=_SCOPES,
    children=_CHILDREN
    | {
        "others": Child(
            "OverlapMet",
            "list",
            "The services it meets.",
            {"warning_id": "warning_id"},
            expected=2,
        )
    },
)

MET = Relation(
    name="OverlapMet",
    description="A service that a warning is about beside its own.",
    sql=_SQL,
    rows="met",
    views=_VIEWS,
    key=(SortKey("warning_id", "id"), *_KEY),
    columns=_CLAIM | {"released": _RELEASED},
    orderings=_BY_DAY,
    children={"kps": _CHILDREN["kps"]},
)

RELATIONS = (CLAIM, RECEIVED, WARNING, MET)
