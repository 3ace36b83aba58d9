"""Relations of referrals, and of cases that wait for a body."""

from __future__ import annotations

from wahana.platform import sql

from ..case_reach import reach
from ..declared import ColumnFilter, RowOrder, declare, listed, one
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}
_VIEWS = ("case_file", "referral", "office")
_OVERDUE = "Overdue on the day (validOn, else today), or not."
_CASE = one("Case", "The case, for whom it is open.", "case_id")
_AS_ENTERED = {"ENTERED": RowOrder("As entered.", ("entry",))}

REFERRAL = declare(
    "Referral",
    rows.Referral,
    sql=_SQL,
    rows="referrals",
    views=_VIEWS,
    key=("referral_id",),
    node=True,
    orderings={
        "REQUESTED": RowOrder("Newest first.", ("requested_on",), descending=True),
        "URGENCY": RowOrder(
            "The most urgent first, then the oldest.", ("urgency_order", "requested_on")
        ),
    },
    filters={
        "caseId": "Of this case.",
        "state": "So far.",
        "isLive": "Whether it is still open.",
        "isOverdue": _OVERDUE,
        "needsReview": Filter(
            "bool", "Whether a review is still pending.", statement="to_be_reviewed"
        ),
        "toKind": "The receiver is of this kind.",
        "toWksbmId": "To this WKSBM.",
        "toAreaCode": "To the office of this area.",
        "fromKind": "The sender is of this kind.",
        "fromWksbmId": "From this WKSBM.",
        "inArea": Filter(
            "text", "Of cases in this area, a code of any level.", statement="case_in_area"
        ),
        "requestedFrom": ColumnFilter("requested_on", ">=", "Asked for on or after."),
        "requestedTo": ColumnFilter("requested_on", "<=", "Asked for by."),
    },
    scopes={
        "area": reach.in_area("Of cases in the actor's area.", "case_in_area"),
        "wksbm": reach.among("Of the actor's WKSBM.", "at_wksbm"),
        "district": reach.among("Of the actor's office.", "at_district"),
        "lk3": reach.among("Of the LK3.", "at_lk3"),
    },
    children={
        "case": _CASE,
        "steps": listed("ReferralStep", "Its steps.", "referral_id", expected=4),
        "texts": listed(
            "ReferralText", "The text, for roles that may read it.", "referral_id", expected=2
        ),
    },
)

STEP = declare(
    "ReferralStep",
    rows.StepRow,
    sql=_SQL,
    rows=TableRows(rows.STEPS, since="happened_on"),
    views=_VIEWS,
    key=("referral_id", "entry"),
    orderings=_AS_ENTERED,
)

TEXT = declare(
    "ReferralText",
    rows.ReferralText,
    sql=_SQL,
    rows="texts",
    views=_VIEWS,
    key=("referral_id", "entry", "kind"),
    orderings=_AS_ENTERED,
    scopes={
        "area": reach.in_area("Of cases in the actor's area.", "case_in_area"),
        "wksbm": reach.among(
            "Data about persons of the cases of the actor's WKSBM.", "text_at_wksbm"
        ),
        "district": reach.among("Data disclosed to the actor's office.", "text_at_district"),
        "lk3": reach.among("Data about persons of the cases of the LK3.", "text_at_lk3"),
        "dinas": reach.among("Data of the Dinas's own referrals.", "text_at_dinas"),
    },
)

INBOX = declare(
    "CaseInboxItem",
    rows.InboxItem,
    sql=_SQL,
    rows="inbox",
    views=(*_VIEWS, "kps"),
    key=("item_id",),
    orderings={
        "URGENCY": RowOrder("The most urgent first, then the oldest.", ("urgency_order", "since")),
        "SINCE": RowOrder("The longest waiting first.", ("since",)),
    },
    filters={
        "part": "Waiting for this reason.",
        "urgency": "With this urgency.",
        "isOverdue": _OVERDUE,
        "wksbmId": "For this WKSBM.",
        "bodyKind": "The body is of this kind.",
    },
    scopes={
        "village": reach.in_area("For the office of the actor's village.", "inbox_of_village"),
        "wksbm": reach.among("For the actor's WKSBM.", "inbox_of_wksbm"),
        "district": reach.among("For the actor's office.", "inbox_of_district"),
        "lk3": reach.among("For the LK3.", "inbox_of_lk3"),
        "dinas": reach.among("For the Dinas.", "inbox_of_dinas"),
        "liaison": reach.OPEN_TO["liaison"],
    },
    children={"case": _CASE, "referral": one("Referral", "The referral.", "referral_id")},
)

RELATIONS = (REFERRAL, STEP, TEXT, INBOX)
