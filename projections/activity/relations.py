"""Relations of activities: plan, programme, invitations, attendance, statements."""

from __future__ import annotations

from wahana.platform import sql

from .. import one_person
from ..declared import ColumnFilter, RowOrder, declare, history, in_area, listed, one, paged, starts
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **one_person.SQL}
_VIEWS = ("activity",)
_PERSON = one("PersonCard", "The person's card.", "person_id")
_AS_ENTERED = {"ENTERED": RowOrder("As entered.", ("entry",))}

ACTIVITY = declare(
    "Activity",
    rows.Activity,
    sql=_SQL,
    rows="activities",
    views=_VIEWS,
    key=("activity_id",),
    node=True,
    orderings={
        "DATE": RowOrder(
            "Latest first, after those without a day.", ("date_key",), descending=True
        ),
        "TITLE": RowOrder("By title.", ("title_key",)),
    },
    filters={
        "budgetYear": "Its budget year.",
        "status": "Its status.",
        "level": "Its level.",
        "kind": "Its kind.",
        "titlePrefix": starts("title_key", "Title begins with this text."),
        "inArea": in_area("The venue lies in this area, a code of any level."),
        "heldFrom": ColumnFilter("date_to", ">=", "Ends on or after."),
        "heldBefore": ColumnFilter("date_from", "<", "Begins before."),
        "partOfId": "Belongs to.",
    },
    children={
        "materials": listed("ActivityMaterial", "The topics.", "activity_id", expected=5),
        "speakers": listed("ActivitySpeaker", "The speakers.", "activity_id", expected=3),
        "invitations": listed("ActivityInvitation", "Who was invited.", "activity_id", expected=5),
        "statements": listed("ActivityStatement", "The statements.", "activity_id", expected=5),
        "attendance": paged("ActivityAttendee", "The attendance list.", "activity_id"),
        "attendanceByRegency": listed(
            "ActivityAttendanceCount",
            "Number of people by regency and role.",
            "activity_id",
            expected=8,
        ),
        "partOf": one("Activity", "The activity it is part of.", activity_id="part_of_id"),
        "parts": paged("Activity", "Activities that are part of it.", part_of_id="activity_id"),
        "history": history("activity_id"),
    },
)

MATERIAL = declare(
    "ActivityMaterial",
    rows.Material,
    sql=_SQL,
    rows=TableRows(rows.PROGRAMMES, each="materials"),
    views=_VIEWS,
    key=("activity_id", "no"),
    orderings={
        "NO": RowOrder("By number.", ("no",)),
    },
)

SPEAKER = declare(
    "ActivitySpeaker",
    rows.Speaker,
    sql=_SQL,
    rows=TableRows(rows.PROGRAMMES, each="speakers"),
    views=_VIEWS,
    key=("speaker_id",),
    orderings=_AS_ENTERED,
    children={"person": _PERSON},
)

INVITATION = declare(
    "ActivityInvitation",
    rows.Invitation,
    sql=_SQL,
    rows=TableRows(rows.PROGRAMMES, each="invitations"),
    views=_VIEWS,
    key=("invitation_id",),
    orderings=_AS_ENTERED,
    children={"person": _PERSON},
)

STATEMENT = declare(
    "ActivityStatement",
    rows.Statement,
    sql=_SQL,
    rows=TableRows(rows.PROGRAMMES, each="statements"),
    views=_VIEWS,
    key=("statement_id",),
    orderings=_AS_ENTERED,
    children={
        "person": _PERSON,
        "wksbm": one("Wksbm", "The WKSBM.", "wksbm_id"),
    },
)

ATTENDEE = declare(
    "ActivityAttendee",
    rows.AttendeeRow,
    sql=_SQL,
    rows="attendees",
    views=(*_VIEWS, one_person.VIEW),
    key=("activity_id", "person_id"),
    orderings=_AS_ENTERED,
    filters={
        "activityId": "Of this activity.",
        "personId": one_person.of_person("This person."),
        "wksbmId": "Of this WKSBM.",
        "role": "In which role.",
        "fromArea": Filter("text", "From this area.", statement="person_in_area"),
    },
    scopes={
        "area": Filter("text", "The actor's area.", statement="person_in_area"),
        "wksbm": ColumnFilter("wksbm_id", "among", "The actor's WKSBM."),
    },
    children={
        "person": _PERSON,
        "wksbm": one("Wksbm", "The person's WKSBM.", "wksbm_id"),
        "activity": one("Activity", "The activity.", "activity_id"),
    },
)

COUNT = declare(
    "ActivityAttendanceCount",
    rows.AttendanceCount,
    sql=_SQL,
    rows="attendance_by_regency",
    views=_VIEWS,
    key=("activity_id", "regency_code", "role"),
    orderings={
        "AREA": RowOrder("By area.", ("regency_code", "role")),
    },
)

RELATIONS = (ACTIVITY, MATERIAL, SPEAKER, INVITATION, STATEMENT, ATTENDEE, COUNT)
