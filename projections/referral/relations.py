"""What can be asked of referrals, and what waits for whom."""

from __future__ import annotations

from wahana.platform import sql

from ..case_reach import lists, reach
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("case_file", "referral", "office")
_TODAY = "on the day (validOn, else today)"


_REFERRAL_ID = Column("id", "The referral.", id_kind="referral")
_CASE_ID = Column("id", "The case.", id_kind="case")
_CASE = Child("Case", "one", "The case, for whom it is open.", {"case_id": "case_id"})
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_BY_ENTRY = Ordering("As entered.", (SortKey("entry", "int"),))
_IN_AREA = Filter("text", "Of cases in this area, a code of any level.", statement="case_in_area")


def _body(side: str, what: str) -> dict[str, Column]:
    return {
        f"{side}Kind": Column("enum", f"Kind of the {what}.", enumeration=lists.BODY_KIND),
        f"{side}WksbmId": Column(
            "id",
            "The WKSBM it is or belongs to.",
            nullable=True,
            sql=f"{side}_wksbm",
            id_kind="wksbm",
        ),
        f"{side}AreaCode": Column(
            "text", "The area of an office.", nullable=True, sql=f"{side}_area"
        ),
        f"{side}Name": Column("text", "Name of a body outside the service.", nullable=True),
    }


REFERRAL = Relation(
    name="Referral",
    description="A case sent to another body (rujukan), seen by both sides: by the receiver as "
    "its referral, by the sender while the case is open to it.",
    sql={**_SQL, **reach.SQL},
    rows="referrals",
    views=_VIEWS,
    key=(SortKey("referral_id", "id"),),
    node="referral",
    columns={
        "id": Column("id", "Global id.", sql="referral_id", id_kind="referral"),
        "caseId": _CASE_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "state": Column("enum", "Where it stands.", enumeration=lists.REFERRAL_STATE),
        "isLive": Column("bool", "Something can still come of it."),
        **_body("from", "sender"),
        **_body("to", "receiver"),
        "viaId": Column(
            "id",
            "The referral by which the sender has the case.",
            nullable=True,
            sql="via",
            id_kind="referral",
        ),
        "basis": Column("enum", "On what ground.", enumeration=lists.BASIS),
        "urgency": Column("enum", "How urgent it is.", enumeration=lists.URGENCY),
        "people": Column("int", "How many persons it is about."),
        "disclosed": Column("texts", "What of them is disclosed, as codes."),
        "override": Column(
            "enum",
            "The ground on which data go without consent.",
            nullable=True,
            sql="override_reason",
            enumeration=lists.OVERRIDE_REASON,
        ),
        "overrideById": Column(
            "id", "Who let them go.", nullable=True, sql="override_by", id_kind="member"
        ),
        "review": Column("texts", "What passed and somebody else has to look at, as codes."),
        "finding": Column(
            "enum", "What the review of it found.", nullable=True, enumeration=lists.FINDING
        ),
        "requestedOn": Column("date", "When it was asked for."),
        "requestedById": Column("id", "Who did.", sql="requested_by", id_kind="member"),
        "stateSince": Column("date", "Since when it stands so."),
        "due": Column("date", "Last day for what is awaited.", nullable=True),
        "isOverdue": Column("bool", f"That day has passed {_TODAY}."),
        "acceptedBy": Column("text", "Unit or post that takes care.", nullable=True),
        "reason": Column("text", "Why it stands so, as a code.", nullable=True),
    },
    orderings={
        "REQUESTED": Ordering("Newest first.", (SortKey("requested_on", "date"),), descending=True),
        "URGENCY": Ordering(
            "The most urgent first, then the oldest.",
            (SortKey("urgency_order", "int"), SortKey("requested_on", "date")),
        ),
    },
    filters={
        "caseId": Filter("id", "Of this case.", column="case_id", id_kind="case"),
        "state": Filter("enum", "So far.", column="state", enumeration=lists.REFERRAL_STATE),
        "isLive": Filter("bool", "Something can still come of it, or not.", column="is_live"),
        "isOverdue": Filter("bool", f"Overdue {_TODAY}, or not.", statement="is_overdue"),
        "needsReview": Filter(
            "bool", "Somebody else has still to look at it, or not.", statement="to_be_reviewed"
        ),
        "toKind": Filter("enum", "To such a body.", column="to_kind", enumeration=lists.BODY_KIND),
        "toWksbmId": Filter("id", "To this WKSBM.", column="to_wksbm", id_kind="wksbm"),
        "toAreaCode": Filter("text", "To the office of this area.", column="to_area"),
        "fromKind": Filter(
            "enum", "From such a body.", column="from_kind", enumeration=lists.BODY_KIND
        ),
        "fromWksbmId": Filter("id", "From this WKSBM.", column="from_wksbm", id_kind="wksbm"),
        "inArea": _IN_AREA,
        "requestedFrom": Filter(
            "date", "Asked for on or after.", column="requested_on", operator=">="
        ),
        "requestedTo": Filter("date", "Asked for by.", column="requested_on", operator="<="),
    },
    scopes={
        "area": reach.in_area("Of cases in the actor's area.", "case_in_area"),
        "wksbm": reach.among("Of the actor's WKSBM.", "at_wksbm"),
        "district": reach.among("Of the actor's office.", "at_district"),
        "lk3": reach.among("Of the LK3.", "at_lk3"),
    },
    children={
        "case": _CASE,
        "steps": Child(
            "ReferralStep", "list", "Its steps.", {"referral_id": "referral_id"}, expected=4
        ),
        "texts": Child(
            "ReferralText",
            "list",
            "What is told, for who may read it.",
            {"referral_id": "referral_id"},
            expected=2,
        ),
    },
)

STEP = Relation(
    name="ReferralStep",
    description="A change of state of a referral.",
    sql=_SQL,
    rows="steps",
    views=_VIEWS,
    key=(SortKey("referral_id", "id"), SortKey("entry", "int")),
    columns={
        "referralId": _REFERRAL_ID,
        "entry": _ENTRY,
        "state": Column("enum", "To which state.", enumeration=lists.REFERRAL_STATE),
        "happenedOn": Column("date", "When."),
        "due": Column("date", "Last day for the next step.", nullable=True),
        "reason": Column("text", "Why, as a code.", nullable=True),
        "unit": Column("text", "Unit or post that takes care.", nullable=True),
    },
    orderings={"ENTERED": _BY_ENTRY},
)

TEXT = Relation(
    name="ReferralText",
    description="A sealed text of a referral. Opened for who holds the case, for the receiver "
    "while it is before them, and for who wrote it.",
    sql={**_SQL, **reach.SQL},
    rows="texts",
    views=_VIEWS,
    key=(SortKey("referral_id", "id"), SortKey("entry", "int"), SortKey("kind", "text")),
    columns={
        "referralId": _REFERRAL_ID,
        "entry": _ENTRY,
        "kind": Column("enum", "What text it is.", enumeration=lists.REFERRAL_TEXT_KIND),
        "happenedOn": Column("date", "Business date of the entry."),
        "text": Column("sealed", "The text.", True, sql="sealed", mask="CASE_NOTES", path="*"),
        "topTier": Column(
            "bool", "Of the most sensitive tier: opened only by `reveal`, which is recorded."
        ),
    },
    orderings={"ENTERED": _BY_ENTRY},
    scopes={
        "area": reach.in_area("Of cases in the actor's area.", "case_in_area"),
        "wksbm": reach.among("What the actor's WKSBM knows.", "text_at_wksbm"),
        "district": reach.among("What the actor's office knows.", "text_at_district"),
        "lk3": reach.among("What the LK3 knows.", "text_at_lk3"),
        "dinas": reach.among("What the Dinas needs for its own.", "text_at_dinas"),
    },
)

_URGENT = (SortKey("urgency_order", "int"), SortKey("since", "date"))

INBOX = Relation(
    name="CaseInboxItem",
    description="A case that waits for a body: because it holds the case, or because the case was "
    "referred to it. Everybody sees what waits for their own body.",
    sql={**_SQL, **reach.SQL},
    rows="inbox",
    views=(*_VIEWS, "kps"),
    key=(SortKey("item_id", "id"),),
    columns={
        "caseId": _CASE_ID,
        "referralId": Column("id", "The referral, if it is one.", True, id_kind="referral"),
        "part": Column("enum", "Why it waits.", enumeration=lists.INBOX_PART),
        "bodyKind": Column("enum", "For which kind of body.", enumeration=lists.BODY_KIND),
        "wksbmId": Column("id", "For which WKSBM.", nullable=True, id_kind="wksbm"),
        "villageCode": Column("text", "Village of the case."),
        "urgency": Column("enum", "How urgent it is.", enumeration=lists.URGENCY),
        "state": Column("text", "Stage of the case, or state of the referral."),
        "since": Column("date", "Since when it waits."),
        "due": Column("date", "Last day for what is awaited.", nullable=True),
        "isOverdue": Column("bool", f"That day has passed {_TODAY}."),
    },
    orderings={
        "URGENCY": Ordering("The most urgent first, then the oldest.", _URGENT),
        "SINCE": Ordering("The longest waiting first.", (SortKey("since", "date"),)),
    },
    filters={
        "part": Filter("enum", "Waiting so.", column="part", enumeration=lists.INBOX_PART),
        "urgency": Filter("enum", "So urgent.", column="urgency", enumeration=lists.URGENCY),
        "isOverdue": Filter("bool", f"Overdue {_TODAY}, or not.", statement="is_overdue"),
        "wksbmId": Filter("id", "For this WKSBM.", column="wksbm_id", id_kind="wksbm"),
        "bodyKind": Filter(
            "enum", "For such a body.", column="body_kind", enumeration=lists.BODY_KIND
        ),
    },
    scopes={
        "village": reach.in_area("For the office of the actor's village.", "inbox_of_village"),
        "wksbm": reach.among("For the actor's WKSBM.", "inbox_of_wksbm"),
        "district": reach.among("For the actor's office.", "inbox_of_district"),
        "lk3": reach.among("For the LK3.", "inbox_of_lk3"),
        "dinas": reach.among("For the Dinas.", "inbox_of_dinas"),
        "liaison": reach.OPEN_TO["liaison"],
    },
    children={
        "case": _CASE,
        "referral": Child("Referral", "one", "The referral.", {"referral_id": "referral_id"}),
    },
)

RELATIONS = (REFERRAL, STEP, TEXT, INBOX)
