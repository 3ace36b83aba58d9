"""What can be asked of cases: the case, whom it concerns, its categories, texts and history."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations
from ..case_reach import lists, reach
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey
from .parts import CASE_ID, PARTS, VIEWS, of_case
from .parts import SUBJECT as OF_SUBJECT

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}

_PERSON_ID = Column("id", "The person.", id_kind="person")
_REPORTED = (SortKey("reported_on", "date"),)
_URGENT = (SortKey("urgency_order", "int"), SortKey("reported_on", "date"))
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_TOP_TIER = Column(
    "bool", "Of the most sensitive tier: opened only by `reveal`, which is recorded."
)

CASE = Relation(
    name="Case",
    description="A need that became known, and what is done about it. Who the persons are stands "
    "in `subjects`, what is told about them in `texts`.",
    sql=_SQL,
    rows="cases",
    views=VIEWS,
    key=(SortKey("case_id", "id"),),
    node="case",
    columns={
        "id": Column("id", "Global id.", sql="case_id", id_kind="case"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "stage": Column("enum", "How far it has come.", enumeration=lists.STAGE),
        "isOpen": Column("bool", "It is worked on."),
        "urgency": Column("enum", "How urgent it is.", enumeration=lists.URGENCY),
        "target": Column("enum", "Whose need it is.", enumeration=lists.TARGET),
        "groupName": Column("text", "Name of the group or community.", nullable=True),
        "people": Column("int", "How many people it is about."),
        "topTier": Column("bool", "A category is of the most sensitive tier."),
        "villageCode": Column("text", "Code of the desa or kelurahan."),
        "villageName": Column("text", "Desa or kelurahan.", nullable=True),
        "districtName": Column("text", "Kecamatan.", nullable=True),
        "regencyName": Column("text", "Kabupaten or kota.", nullable=True),
        "localAreaId": Column(
            "id", "The area below.", nullable=True, sql="local_area", id_kind="local_area"
        ),
        "channel": Column("enum", "How it became known.", enumeration=lists.CHANNEL),
        "reporterRole": Column("enum", "Who told it.", enumeration=lists.REPORTER_ROLE),
        "contexts": Column("texts", "Circumstances, as codes: PANDEMIC, …"),
        "bodyKind": Column("enum", "The body that holds it.", enumeration=lists.BODY_KIND),
        "wksbmId": Column("id", "The WKSBM that holds it.", nullable=True, id_kind="wksbm"),
        "reportedOn": Column("date", "When it was reported."),
        "reportedById": Column("id", "Who entered it.", sql="reported_by", id_kind="member"),
        "capacity": Column(
            "enum", "What the community can do itself.", nullable=True, enumeration=lists.VERDICT
        ),
        "lastDeliveryOn": Column(
            "date", "When something was last given.", nullable=True, sql="last_delivery"
        ),
        "result": Column(
            "enum", "What came of it so far.", nullable=True, enumeration=lists.RESULT
        ),
        "closedOn": Column("date", "When it ended.", nullable=True),
        "closeReason": Column(
            "enum", "Why it ended.", nullable=True, enumeration=lists.CLOSE_REASON
        ),
    },
    orderings={
        "REPORTED": Ordering("Newest report first.", _REPORTED, descending=True),
        "OLDEST": Ordering("Oldest report first.", _REPORTED),
        "URGENCY": Ordering("The most urgent first, then the oldest.", _URGENT),
        "UPDATED": Ordering(
            "Latest change first.", (SortKey("updated_at", "datetime"),), descending=True
        ),
        "QUIET": Ordering("Longest without a change first.", (SortKey("updated_at", "datetime"),)),
    },
    filters={
        "wksbmId": Filter("id", "Held by this WKSBM.", column="wksbm_id", id_kind="wksbm"),
        "inArea": Filter("text", "In this area, a code of any level.", statement="in_area"),
        "villageCode": Filter("text", "In this village.", column="village_code"),
        "districtCode": Filter("text", "In this kecamatan.", column="district_code"),
        "stage": Filter("enum", "Of this stage.", column="stage", enumeration=lists.STAGE),
        "isOpen": Filter("bool", "Worked on, or not.", column="is_open"),
        "urgency": Filter("enum", "So urgent.", column="urgency", enumeration=lists.URGENCY),
        "category": Filter(
            "text",
            "With this category, such as 2012/08, of those that are told to you.",
            through=("categories", "code"),
        ),
        "personId": Filter(
            "id", "About this person.", statement="concerns_person", id_kind="person"
        ),
        "assignedTo": Filter(
            "id", "A service was given to this KPS.", statement="tasks_kps", id_kind="kps"
        ),
        "bodyKind": Filter(
            "enum", "Held by such a body.", column="body_kind", enumeration=lists.BODY_KIND
        ),
        "reportedFrom": Filter(
            "date", "Reported on or after.", column="reported_on", operator=">="
        ),
        "reportedTo": Filter("date", "Reported by.", column="reported_on", operator="<="),
    },
    scopes=reach.OPEN_TO,
    children={
        "wksbm": Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"}),
        "subjects": of_case("CaseSubject", "The persons concerned.", 2),
        "categories": of_case("CaseCategory", "Its categories.", 2),
        "assessments": of_case("CaseAssessment", "What was found, without the texts.", 2),
        "plan": of_case("CasePlanItem", "The plan that stands.", 3),
        "capacities": of_case("CaseCapacity", "Declarations of local capacity.", 2),
        "services": of_case("CaseService", "Its services.", 4),
        "deliveries": of_case("CaseDelivery", "What was given.", 10),
        "outcomes": of_case("CaseOutcome", "What came of it.", 2),
        "closings": of_case("CaseClosing", "Its ends, and whether it was taken up again.", 1),
        "texts": of_case("CaseText", "What is told about persons, opened for who may.", 6),
        "referrals": of_case("Referral", "Its referrals.", 2),
        "history": Child(
            "CaseHistoryEntry",
            "connection",
            "Every event that names the case.",
            {"case_id": "case_id"},
        ),
    },
)

SUBJECT = Relation(
    name="CaseSubject",
    description="A person that a case is about: for who holds the case, and for the receiver of a "
    "referral that discloses who it is.",
    sql=_SQL,
    rows="subjects",
    views=VIEWS,
    key=(SortKey("case_id", "id"), SortKey("person_id", "id")),
    columns={
        "caseId": CASE_ID,
        "personId": _PERSON_ID,
        "no": Column("int", "Their number; the first is the one spoken about."),
        "entry": Column("int", "Version of the event that added them; 0: the report."),
    },
    orderings={"NUMBER": Ordering("By number.", (SortKey("no", "int"),))},
    scopes=reach.TOLD_TO,
    children={
        "identity": Child(
            "CaseIdentity",
            "one",
            "Who they are, for who may know.",
            {"case_id": "case_id", "person_id": "person_id"},
        ),
        "contact": Child(
            "CaseContact",
            "one",
            "Where they are found, for who may know.",
            {"case_id": "case_id", "person_id": "person_id"},
        ),
    },
)

_TOLD_VIEWS = (*VIEWS, "person_registry")
_TOLD_KEY = (SortKey("case_id", "id"), SortKey("person_id", "id"))
_BY_NUMBER = {"NUMBER": Ordering("By number.", (SortKey("no", "int"),))}

IDENTITY = Relation(
    name="CaseIdentity",
    description="Who a person of a case is: for who holds the case, and for the receiver of a "
    "referral that discloses it.",
    sql=_SQL,
    rows="identities",
    views=_TOLD_VIEWS,
    key=_TOLD_KEY,
    columns={
        "personId": _PERSON_ID,
        "name": Column("sealed", "Full name.", True, mask="CASE_IDENTITY", path="name"),
        "birthYear": Column("int", "Year of birth.", nullable=True, mask="CASE_IDENTITY"),
        "sex": Column("text", "F or M.", nullable=True, mask="CASE_IDENTITY"),
        "topTier": _TOP_TIER,
    },
    orderings=_BY_NUMBER,
    scopes=reach.TOLD_TO,
)

CONTACT = Relation(
    name="CaseContact",
    description="Where a person of a case is found, as `CaseIdentity`.",
    sql=_SQL,
    rows="contacts",
    views=_TOLD_VIEWS,
    key=_TOLD_KEY,
    columns={
        "personId": _PERSON_ID,
        "phone": Column("sealed", "Phone.", True, mask="CASE_IDENTITY", path="phone"),
        "address": Column("sealed", "Address.", True, mask="CASE_IDENTITY", path="address"),
        "topTier": _TOP_TIER,
    },
    orderings=_BY_NUMBER,
    scopes=reach.TOLD_TO,
)

CATEGORY = Relation(
    name="CaseCategory",
    description="A category of need (PMKS) of a case.",
    sql=_SQL,
    rows="categories",
    views=VIEWS,
    key=(SortKey("case_id", "id"), SortKey("entry", "int")),
    columns={
        "caseId": CASE_ID,
        "entry": _ENTRY,
        "code": Column(
            "text",
            "Edition and code: 2012/08. Null if it is of the most sensitive tier and you need "
            "not know it.",
            nullable=True,
            mask="CASE_TOP_TIER",
            instead="open_code",
        ),
        "topTier": Column("bool", "Of the most sensitive tier."),
        "assignedOn": Column("date", "Since when."),
        "removedOn": Column("date", "Until when.", nullable=True),
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    filters={
        "code": Filter(
            "text",
            "This one, such as 2012/08, if it counts. Those of the most sensitive tier are found "
            "by roles that may see them.",
            statement="is_code",
            mask="CASE_TOP_TIER",
            instead="is_open_code",
        ),
    },
    scopes=reach.CATEGORY_TO,
    children={"subject": OF_SUBJECT},
)

TEXT = Relation(
    name="CaseText",
    description="A sealed text of a case: narrative, findings, notes. Opened for who holds the "
    "case, for a receiver who accepted a referral that discloses it, and for who wrote it.",
    sql=_SQL,
    rows="texts",
    views=VIEWS,
    key=(SortKey("case_id", "id"), SortKey("entry", "int"), SortKey("kind", "text")),
    columns={
        "caseId": CASE_ID,
        "entry": _ENTRY,
        "kind": Column("enum", "What text it is.", enumeration=lists.TEXT_KIND),
        "happenedOn": Column("date", "Business date of the entry."),
        "text": Column("sealed", "The text.", True, sql="sealed", mask="CASE_NOTES", path="*"),
        "topTier": _TOP_TIER,
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    filters={"kind": Filter("enum", "Of this kind.", column="kind", enumeration=lists.TEXT_KIND)},
    scopes=reach.NOTES_TO,
    children={"subject": OF_SUBJECT},
)

HISTORY = Relation(
    name="CaseHistoryEntry",
    description="An event that names a case, as a sentence.",
    sql=_SQL,
    rows="history",
    views=(*VIEWS, "trail"),
    key=(SortKey("case_id", "id"), SortKey("position", "bigint")),
    columns={
        "position": Column("bigint", "Position in the office's log."),
        "recordedAt": Column("datetime", "When the server recorded it."),
        "occurredOn": Column("date", "Business date, as given."),
        "lateDays": Column("int", "Days from the business date to the recording."),
        "actorId": Column("id", "Who recorded it.", id_kind="member"),
        "role": Column("text", "In which role."),
        "source": Column("enum", "Where it came from.", enumeration=enumerations.SOURCE),
        "streamId": Column("text", "Global id of the object.", sql="object"),
        "streamVersion": Column("int", "Version of the object after it."),
        "topic": Column("text", "What happened, as a code: case.reported."),
        "actId": Column("text", "What happened, in Indonesian."),
        "actEn": Column("text", "What happened, in English."),
    },
    orderings={
        "OLDEST": Ordering("Oldest first.", (SortKey("position", "bigint"),)),
        "NEWEST": Ordering("Newest first.", (SortKey("position", "bigint"),), descending=True),
    },
    scopes=reach.OPEN_TO,
    children={"actor": Child("Member", "one", "Who recorded it.", {"member_id": "actor_id"})},
)

RELATIONS = (CASE, SUBJECT, IDENTITY, CONTACT, CATEGORY, TEXT, HISTORY, *PARTS)
