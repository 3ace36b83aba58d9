"""What can be asked of activities: plan, programme, invitations, attendance, what was said."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("activity",)
POINTS_MAX = 5
"""Points of an address that are shown; a longer one is read in its event."""

_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_PERSON_ID = Column("id", "The person, if named.", nullable=True, id_kind="person")
_PERSON = Child("PersonCard", "one", "The person's card.", {"person_id": "person_id"})
_LINK = {"activity_id": "activity_id"}
_IN_AREA = Filter("text", "The venue lies in this area, of any level.", statement="in_area")

ACTIVITY = Relation(
    name="Activity",
    description="An activity of the office: sosialisasi, bimtek, penyuluhan, pengukuhan, …; with "
    "validOn: that had begun by that day.",
    sql=_SQL,
    rows="activities",
    views=_VIEWS,
    key=(SortKey("activity_id", "id"),),
    node="activity",
    columns={
        "id": Column("id", "Global id.", sql="activity_id", id_kind="activity"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "kind": Column("text", "Kind, from the office's list: BIMTEK, SOSIALISASI, …"),
        "title": Column("text", "Title, as on the invitation."),
        "organiserUnit": Column("text", "Section or office that holds it."),
        "level": Column("enum", "For whom it is held.", enumeration=lists.ACTIVITY_LEVEL),
        "venue": Column("text", "Building and address.", nullable=True),
        "areaCode": Column("text", "Area of the venue.", nullable=True),
        "provinceCode": Column("text", "Code of its province.", nullable=True),
        "provinceName": Column("text", "Name of its province.", nullable=True),
        "regencyCode": Column("text", "Code of its kabupaten or kota.", nullable=True),
        "regencyName": Column("text", "Name of its kabupaten or kota.", nullable=True),
        "districtCode": Column("text", "Code of its kecamatan.", nullable=True),
        "districtName": Column("text", "Name of its kecamatan.", nullable=True),
        "villageCode": Column("text", "Code of its desa or kelurahan.", nullable=True),
        "villageName": Column("text", "Name of its desa or kelurahan.", nullable=True),
        "dateFrom": Column("date", "First day, if known.", nullable=True),
        "dateTo": Column("date", "Last day, if known.", nullable=True),
        "budgetYear": Column("int", "Year of the budget.", nullable=True),
        "funding": Column(
            "enum", "Where the money comes from.", nullable=True, enumeration=lists.FUNDING
        ),
        "partOfId": Column("id", "The activity it belongs to.", nullable=True, id_kind="activity"),
        "status": Column("enum", "How it stands.", enumeration=lists.ACTIVITY_STATUS),
        "healthProtocol": Column("text", "Health protocol it was held under.", nullable=True),
        "headcount": Column("int", "How many took part, as counted.", nullable=True),
        "invitedCount": Column("int", "How many were invited."),
        "attendedCount": Column("int", "How many are on the attendance list."),
        "speakerCount": Column("int", "How many speakers."),
        "evidenceMarks": Column("texts", "What its facts rest on: marks of all its events."),
    },
    orderings={
        "DATE": Ordering(
            "Latest first; those without a day stand before.",
            (SortKey("date_key", "date"),),
            descending=True,
        ),
        "TITLE": Ordering("By title.", (SortKey("title_key", "text"),)),
    },
    filters={
        "budgetYear": Filter("int", "Its budget year.", column="budget_year"),
        "status": Filter(
            "enum", "How it stands.", column="status", enumeration=lists.ACTIVITY_STATUS
        ),
        "level": Filter("enum", "Its level.", column="level", enumeration=lists.ACTIVITY_LEVEL),
        "kind": Filter("text", "Its kind.", column="kind"),
        "titlePrefix": Filter("text", "Its title begins so.", statement="title_prefix"),
        "inArea": _IN_AREA,
        "heldFrom": Filter("date", "Ends on or after.", column="date_to", operator=">="),
        "heldBefore": Filter("date", "Begins before.", column="date_from", operator="<"),
        "partOfId": Filter("id", "Belongs to.", column="part_of_id", id_kind="activity"),
    },
    children={
        "materials": Child("ActivityMaterial", "list", "The topics.", _LINK, expected=5),
        "speakers": Child("ActivitySpeaker", "list", "The speakers.", _LINK, expected=3),
        "invitations": Child("ActivityInvitation", "list", "Who was invited.", _LINK, expected=5),
        "statements": Child("ActivityStatement", "list", "What was said.", _LINK, expected=5),
        "attendance": Child("ActivityAttendee", "connection", "The attendance list.", _LINK),
        "attendanceByRegency": Child(
            "ActivityAttendanceCount", "list", "How many, by regency and role.", _LINK, expected=8
        ),
        "partOf": Child("Activity", "one", "What it belongs to.", {"activity_id": "part_of_id"}),
        "parts": Child(
            "Activity", "connection", "What belongs to it.", {"part_of_id": "activity_id"}
        ),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "activity_id"},
        ),
    },
)

MATERIAL = Relation(
    name="ActivityMaterial",
    description="A topic of an activity's programme.",
    sql=_SQL,
    rows="materials",
    views=_VIEWS,
    key=(SortKey("activity_id", "id"), SortKey("no", "int")),
    columns={"no": Column("int", "Its number."), "title": Column("text", "Its title.")},
    orderings={"NO": Ordering("By number.", (SortKey("no", "int"),))},
)

SPEAKER = Relation(
    name="ActivitySpeaker",
    description="A speaker; unnamed if only the institution is known.",
    sql=_SQL,
    rows="speakers",
    views=_VIEWS,
    key=(SortKey("speaker_id", "id"),),
    columns={
        "id": Column("id", "Its id.", sql="speaker_id", id_kind="speaker"),
        "entry": _ENTRY,
        "personId": _PERSON_ID,
        "institution": Column("text", "Where the speaker comes from.", nullable=True),
        "topicNo": Column("int", "Number of the topic.", nullable=True),
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    children={"person": _PERSON},
)

INVITATION = Relation(
    name="ActivityInvitation",
    description="Somebody, or a number of people of a kind, who were invited.",
    sql=_SQL,
    rows="invitations",
    views=_VIEWS,
    key=(SortKey("invitation_id", "id"),),
    columns={
        "id": Column("id", "Its id.", sql="invitation_id", id_kind="invitation"),
        "entry": _ENTRY,
        "inviteeKind": Column("enum", "Who.", enumeration=lists.PARTICIPANT_KIND),
        "count": Column("int", "How many.", nullable=True),
        "personId": _PERSON_ID,
        "fromArea": Column("text", "Area they come from.", nullable=True),
        "organisation": Column("text", "Organisation they come from.", nullable=True),
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    children={"person": _PERSON},
)

STATEMENT = Relation(
    name="ActivityStatement",
    description="An opening, a commitment or a testimony. Its words are sealed and opened only "
    "for who may read notes.",
    sql=_SQL,
    rows="statements",
    views=_VIEWS,
    key=(SortKey("statement_id", "id"),),
    columns={
        "id": Column("id", "Its id.", sql="statement_id", id_kind="statement"),
        "entry": _ENTRY,
        "kind": Column("enum", "What it is.", enumeration=lists.STATEMENT_KIND),
        "committedBy": Column(
            "enum", "Who undertook it.", nullable=True, enumeration=lists.COMMITTED_BY
        ),
        "office": Column("text", "Office that spoke.", nullable=True),
        "personId": _PERSON_ID,
        "wksbmId": Column("id", "The WKSBM it is about.", nullable=True, id_kind="wksbm"),
        "wksbmName": Column("text", "Name of another office's WKSBM.", nullable=True),
        "pointCount": Column("int", "How many points an address has.", sql="points"),
        "text": Column(
            "sealed", "Words of a commitment.", True, sql="words", mask="NOTES", path="text"
        ),
        "summary": Column(
            "sealed", "Words of a testimony.", True, sql="words", mask="NOTES", path="summary"
        ),
        **{
            f"point{no}": Column(
                "sealed",
                f"Point {no} of an address.",
                True,
                sql="words",
                mask="NOTES",
                path=f"points.{no - 1}",
            )
            for no in range(1, POINTS_MAX + 1)
        },
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    children={
        "person": _PERSON,
        "wksbm": Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"}),
    },
)

ATTENDEE = Relation(
    name="ActivityAttendee",
    description="A line of an attendance list; with validOn: who was there on that day.",
    sql=_SQL,
    rows="attendees",
    views=_VIEWS,
    key=(SortKey("activity_id", "id"), SortKey("person_id", "id")),
    columns={
        "activityId": Column("id", "The activity.", id_kind="activity"),
        "personId": Column("id", "Who took part.", id_kind="person"),
        "entry": _ENTRY,
        "role": Column("enum", "As what.", enumeration=lists.PARTICIPANT_KIND),
        "areaCode": Column("text", "Area the person comes from.", nullable=True),
        "regencyCode": Column("text", "Code of that kabupaten or kota.", nullable=True),
        "regencyName": Column("text", "Its name.", nullable=True),
        "wksbmId": Column("id", "The person's WKSBM.", nullable=True, id_kind="wksbm"),
        "wksbmName": Column("text", "Name of another office's WKSBM.", nullable=True),
        "days": Column("texts", "Days attended; empty: the whole activity."),
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    filters={
        "activityId": Filter("id", "Of this activity.", column="activity_id", id_kind="activity"),
        "personId": Filter("id", "This person.", column="person_id", id_kind="person"),
        "wksbmId": Filter("id", "Of this WKSBM.", column="wksbm_id", id_kind="wksbm"),
        "role": Filter("enum", "As what.", column="role", enumeration=lists.PARTICIPANT_KIND),
        "fromArea": Filter("text", "From this area.", statement="person_in_area"),
    },
    scopes={
        "area": Filter("text", "The actor's area.", statement="person_in_area"),
        "wksbm": Filter(
            "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
        ),
    },
    children={
        "person": _PERSON,
        "wksbm": Child("Wksbm", "one", "The person's WKSBM.", {"wksbm_id": "wksbm_id"}),
        "activity": Child("Activity", "one", "The activity.", _LINK),
    },
)

COUNT = Relation(
    name="ActivityAttendanceCount",
    description="How many took part in an activity, by kabupaten or kota and role.",
    sql=_SQL,
    rows="attendance_by_regency",
    views=_VIEWS,
    key=(SortKey("activity_id", "id"), SortKey("regency_code", "text"), SortKey("role", "text")),
    columns={
        "regencyCode": Column("text", "Code, empty if not known."),
        "regencyName": Column("text", "Its name.", nullable=True),
        "role": Column("enum", "As what.", enumeration=lists.PARTICIPANT_KIND),
        "attended": Column("int", "How many."),
    },
    orderings={
        "AREA": Ordering("By area.", (SortKey("regency_code", "text"), SortKey("role", "text")))
    },
)

RELATIONS = (ACTIVITY, MATERIAL, SPEAKER, INVITATION, STATEMENT, ATTENDEE, COUNT)
