"""Relations of cases: the case, its persons, categories, texts and history."""

from __future__ import annotations

from wahana.platform import sql

from ..case_reach import reach
from ..declared import ColumnFilter, RowOrder, declare, in_area, listed, one, paged
from ..relation import Filter
from ..row_source import TableRows
from ..trail.rows import CaseHistoryEntry
from . import rows
from .parts import PARTS, SUBJECT, VIEWS

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}

CASE = declare(
    "Case",
    rows.CaseRow,
    sql=_SQL,
    rows=TableRows(rows.CASES, since="reported_on"),
    views=VIEWS,
    key=("case_id",),
    node=True,
    orderings={
        "REPORTED": RowOrder("Newest report first.", ("reported_on",), descending=True),
        "OLDEST": RowOrder("Oldest report first.", ("reported_on",)),
        "URGENCY": RowOrder(
            "The most urgent first, then the oldest.", ("urgency_order", "reported_on")
        ),
        "UPDATED": RowOrder("Latest change first.", ("updated_at",), descending=True),
        "QUIET": RowOrder("Longest without a change first.", ("updated_at",)),
    },
    filters={
        "wksbmId": "Held by this WKSBM.",
        "inArea": in_area("In this area, a code of any level."),
        "villageCode": "In this village.",
        "districtCode": "In this kecamatan.",
        "stage": "Of this stage.",
        "isOpen": "Open, or not.",
        "urgency": "With this urgency.",
        "category": Filter(
            "text",
            "With this category, such as 2012/08, among those that you may see.",
            through=("categories", "code"),
        ),
        "personId": Filter(
            "id", "About this person.", statement="concerns_person", id_kind="person"
        ),
        "assignedTo": Filter(
            "id", "A service was given to this KPS.", statement="tasks_kps", id_kind="kps"
        ),
        "bodyKind": "The holder is of this kind.",
        "reportedFrom": ColumnFilter("reported_on", ">=", "Reported on or after."),
        "reportedTo": ColumnFilter("reported_on", "<=", "Reported by."),
    },
    scopes=reach.OPEN_TO,
    children={
        "wksbm": one("Wksbm", "The WKSBM.", "wksbm_id"),
        "subjects": listed("CaseSubject", "The persons concerned.", "case_id", expected=2),
        "categories": listed("CaseCategory", "Its categories.", "case_id", expected=2),
        "assessments": listed(
            "CaseAssessment", "Assessments, without their texts.", "case_id", expected=2
        ),
        "plan": listed("CasePlanItem", "The plan in force.", "case_id", expected=3),
        "capacities": listed(
            "CaseCapacity", "Declarations of local capacity.", "case_id", expected=2
        ),
        "services": listed("CaseService", "Its services.", "case_id", expected=4),
        "deliveries": listed("CaseDelivery", "The deliveries.", "case_id", expected=10),
        "outcomes": listed("CaseOutcome", "Its outcome.", "case_id", expected=2),
        "closings": listed(
            "CaseClosing", "Its ends, and whether the case was reopened.", "case_id", expected=1
        ),
        "texts": listed(
            "CaseText",
            "Texts about persons, shown to roles that may read them.",
            "case_id",
            expected=6,
        ),
        "referrals": listed("Referral", "Its referrals.", "case_id", expected=2),
        "history": paged("CaseHistoryEntry", "Every event that names the case.", "case_id"),
    },
)

_BY_NUMBER = {"NUMBER": RowOrder("By number.", ("no",))}

SUBJECTS = declare(
    "CaseSubject",
    rows.Subject,
    sql=_SQL,
    rows=TableRows(rows.SUBJECTS),
    views=VIEWS,
    key=("case_id", "person_id"),
    orderings=_BY_NUMBER,
    scopes=reach.TOLD_TO,
    children={
        "identity": one(
            "CaseIdentity", "Who they are, for roles that may see it.", "case_id", "person_id"
        ),
        "contact": one(
            "CaseContact",
            "Contact of the persons, for roles that may see it.",
            "case_id",
            "person_id",
        ),
    },
)

IDENTITY = declare(
    "CaseIdentity",
    rows.CaseIdentity,
    sql=_SQL,
    rows="identities",
    views=VIEWS,
    key=("case_id", "person_id"),
    orderings=_BY_NUMBER,
    scopes=reach.TOLD_TO,
)

CONTACT = declare(
    "CaseContact",
    rows.CaseContact,
    sql=_SQL,
    rows="contacts",
    views=VIEWS,
    key=("case_id", "person_id"),
    orderings=_BY_NUMBER,
    scopes=reach.TOLD_TO,
)

_AS_ENTERED = {"ENTERED": RowOrder("As entered.", ("entry",))}

CATEGORY = declare(
    "CaseCategory",
    rows.Category,
    sql=_SQL,
    rows=TableRows(rows.CATEGORY_ROWS, since="assigned_on", until="removed_on"),
    views=VIEWS,
    key=("case_id", "entry"),
    orderings=_AS_ENTERED,
    filters={
        "code": Filter(
            "text",
            "This category, such as 2012/08, if it is valid. Those of the most sensitive tier are "
            "found by roles that may see them.",
            statement="is_code",
            mask="CASE_TOP_TIER",
            instead="is_open_code",
        ),
    },
    scopes=reach.CATEGORY_TO,
    children={"subject": SUBJECT},
)

TEXT = declare(
    "CaseText",
    rows.CaseText,
    sql=_SQL,
    rows="texts",
    views=VIEWS,
    key=("case_id", "entry", "kind"),
    orderings=_AS_ENTERED,
    filters={"kind": "Of this kind."},
    scopes=reach.NOTES_TO,
    children={"subject": SUBJECT},
)

HISTORY = declare(
    "CaseHistoryEntry",
    CaseHistoryEntry,
    sql=_SQL,
    rows="history",
    views=(*VIEWS, "trail"),
    key=("case_id", "position"),
    orderings={
        "OLDEST": RowOrder("Oldest first.", ("position",)),
        "NEWEST": RowOrder("Newest first.", ("position",), descending=True),
    },
    scopes=reach.OPEN_TO,
    children={"actor": one("Member", "Who recorded it.", member_id="actor_id")},
)

RELATIONS = (CASE, SUBJECTS, IDENTITY, CONTACT, CATEGORY, TEXT, HISTORY, *PARTS)
