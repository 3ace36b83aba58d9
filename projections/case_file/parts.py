"""The relations of what was found, planned, given and achieved in a case."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from ..case_reach import lists, reach
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}

VIEWS = (*reach.VIEWS, "office", "wksbm_directory")
CASE_ID = Column("id", "The case.", id_kind="case")
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_BY_ENTRY = SortKey("entry", "int")


SUBJECT = Child(
    "CaseSubject",
    "one",
    "Whom it is about, for who may know.",
    {"case_id": "case_id", "person_id": "person_id"},
)
"""Of a row with a person: who may not know who it is gets no id either, to look up elsewhere."""


def of_case(relation: str, description: str, expected: int) -> Child:
    """The rows of a relation that belong to a case."""
    return Child(relation, "list", description, {"case_id": "case_id"}, expected=expected)


def _texts(description: str) -> Mapping[str, Child]:
    link = {"case_id": "case_id", "entry": "entry"}
    return {"texts": Child("CaseText", "list", description, link, expected=1)}


def _part(
    name: str,
    rows: str,
    description: str,
    columns: Mapping[str, Column],
    *,
    order: tuple[SortKey, ...] = (_BY_ENTRY,),
    children: Mapping[str, Child] | None = None,
    scopes: Mapping[str, Filter] = reach.OPEN_TO,
) -> Relation:
    return Relation(
        name=name,
        description=description,
        sql=_SQL,
        rows=rows,
        views=VIEWS,
        key=(SortKey("case_id", "id"), *order),
        columns={"caseId": CASE_ID, **columns},
        orderings={"ENTERED": Ordering("In their order.", order)},
        scopes=scopes,
        children=children or {},
    )


_SERVICE = {
    "serviceId": Column("id", "The service, also the id of its claims.", id_kind="service"),
    "serviceKind": Column("text", "Kind, from the policy service_kinds."),
}

_WHO = {
    "identity": Child(
        "CaseIdentity",
        "one",
        "Who they are, for who may know.",
        {"case_id": "case_id", "person_id": "person_id"},
    )
}

PARTS = (
    _part(
        "CaseAssessment",
        "assessments",
        "An assessment (asesmen). Findings are sealed texts.",
        {
            "entry": _ENTRY,
            "assessedOn": Column("date", "When.", sql="happened_on"),
            "byRole": Column("enum", "By whom.", enumeration=lists.ASSESSOR_ROLE),
            "method": Column("enum", "How.", enumeration=lists.METHOD),
            "urgency": Column("enum", "How urgent it was found.", enumeration=lists.URGENCY),
        },
        children={**_texts("Findings, for who may read them."), "subject": SUBJECT},
    ),
    _part(
        "CasePlanItem",
        "plan_items",
        "An item of the plan that stands.",
        {
            "entry": _ENTRY,
            "no": Column("int", "Its number."),
            "agreedOn": Column("date", "When the plan was agreed.", sql="happened_on"),
            "agreedWith": Column("enum", "With whom.", enumeration=lists.AGREED_WITH),
            "serviceKind": _SERVICE["serviceKind"],
            "pillar": Column("enum", "The pillar it belongs to.", enumeration=lists.PILLAR),
            "doer": Column("enum", "Who does it.", enumeration=lists.DOER),
            "kpsId": Column("id", "The member body.", nullable=True, id_kind="kps"),
            "validFrom": Column("date", "First day."),
            "validTo": Column("date", "First day after it."),
        },
        order=(SortKey("no", "int"),),
    ),
    _part(
        "CaseCapacity",
        "capacities",
        "Whether the community can help by itself, and what it tried.",
        {
            "entry": _ENTRY,
            "declaredOn": Column("date", "When.", sql="happened_on"),
            "verdict": Column("enum", "Whether it can.", enumeration=lists.VERDICT),
            "cause": Column(
                "enum", "Why it cannot.", nullable=True, enumeration=lists.CAPACITY_REASON
            ),
            "tried": Column("texts", "What it tried, as codes."),
        },
    ),
    _part(
        "CaseService",
        "services",
        "A service: wished, assigned, refused or ended.",
        {
            **_SERVICE,
            "entry": _ENTRY,
            "state": Column("enum", "How it stands.", enumeration=lists.SERVICE_STATE),
            "provider": Column("enum", "Who gives it.", enumeration=lists.PROVIDER),
            "wksbmId": Column("id", "The WKSBM that gives it.", nullable=True, id_kind="wksbm"),
            "kpsId": Column("id", "The member body that does.", nullable=True, id_kind="kps"),
            "referralId": Column(
                "id", "The referral by which another does.", nullable=True, id_kind="referral"
            ),
            "validFrom": Column("date", "First day."),
            "validTo": Column("date", "First day after it."),
            "planItem": Column("int", "Number of the item of the plan.", nullable=True),
            "askedById": Column("id", "Who asked for it.", sql="asked_by", id_kind="member"),
            "endedOn": Column("date", "When it ended.", nullable=True),
            "endReason": Column(
                "enum", "Why it ended.", nullable=True, enumeration=lists.END_REASON
            ),
        },
        order=(_BY_ENTRY, SortKey("service_id", "id")),
        children={
            "kps": Child("Kps", "one", "The member body.", {"kps_id": "kps_id"}),
            "recipients": Child(
                "CaseServiceRecipient",
                "list",
                "For whom.",
                {"case_id": "case_id", "service_id": "service_id"},
                expected=2,
            ),
            "deliveries": Child(
                "CaseDelivery",
                "list",
                "What was given under it.",
                {"case_id": "case_id", "service_id": "service_id"},
                expected=6,
            ),
        },
    ),
    _part(
        "CaseServiceRecipient",
        "recipients",
        "For whom a service is.",
        {
            "serviceId": _SERVICE["serviceId"],
            "personId": Column("id", "The person.", id_kind="person"),
        },
        order=(SortKey("service_id", "id"), SortKey("no", "int")),
        children=_WHO,
        scopes=reach.TOLD_TO,
    ),
    _part(
        "CaseDelivery",
        "deliveries",
        "Something that was given.",
        {
            "entry": _ENTRY,
            **_SERVICE,
            "deliveredOn": Column("date", "When."),
            "pillar": Column("enum", "The pillar it belongs to.", enumeration=lists.PILLAR),
            "quantity": Column("int", "How much."),
            "unit": Column("enum", "Of what.", enumeration=lists.UNIT),
            "valueIdr": Column("bigint", "Worth in whole rupiah, if known.", nullable=True),
            "fundBookId": Column(
                "id", "The book that paid.", nullable=True, sql="fund_book", id_kind="fund_book"
            ),
            "fundEntry": Column("int", "Number of the entry in it.", nullable=True),
            "people": Column("int", "For how many people."),
        },
        children={
            **_texts("The note beside it, for who may read it."),
            "recipients": Child(
                "CaseDeliveryRecipient",
                "list",
                "To whom.",
                {"case_id": "case_id", "entry": "entry"},
                expected=2,
            ),
        },
    ),
    _part(
        "CaseDeliveryRecipient",
        "delivered_to",
        "To whom something was given.",
        {"entry": _ENTRY, "personId": Column("id", "The person.", id_kind="person")},
        order=(_BY_ENTRY, SortKey("no", "int")),
        children=_WHO,
        scopes=reach.TOLD_TO,
    ),
    _part(
        "CaseOutcome",
        "outcomes",
        "What came of a case on a day.",
        {
            "entry": _ENTRY,
            "recordedOn": Column("date", "When.", sql="happened_on"),
            "result": Column("enum", "What.", enumeration=lists.RESULT),
        },
        children={**_texts("The note beside it, for who may read it."), "subject": SUBJECT},
    ),
    _part(
        "CaseClosing",
        "closings",
        "An end of a case, and whether it was taken up again.",
        {
            "entry": _ENTRY,
            "closedOn": Column("date", "When.", sql="happened_on"),
            "reason": Column("enum", "Why.", enumeration=lists.CLOSE_REASON),
            "reopenedOn": Column("date", "When it was taken up again.", nullable=True),
        },
    ),
)
