"""The rows of activities: plan, programme, attendance."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import SearchKey
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations as lists
from .. import ids
from ..by_day import by_day
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    VALID_TIME,
    Entry,
    Field,
    Sealed,
    UpdatedAt,
    Version,
)

NamedPerson = Annotated[ids.PersonId | None, Field("The person, if named.")]
OtherWksbm = Annotated[str | None, Field("Name of another office's WKSBM.")]
POINTS_MAX = 5
"""The first points of an address are shown; for the others, read its event."""
_POINTS = tuple(
    Field(f"Point {n} of an address.", f"point{n}", "NOTES", path=f"points.{n - 1}")
    for n in range(1, POINTS_MAX + 1)
)


class ActivityRow(msgspec.Struct, frozen=True):
    """An activity of the office: sosialisasi, bimtek, penyuluhan, pengukuhan, …; with validOn:
    those that had begun by that day."""

    activity_id: Annotated[ids.ActivityId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    kind: Annotated[str, VALID_TIME, Field("Kind, from the office's list: BIMTEK, SOSIALISASI, …")]
    title: Annotated[str, VALID_TIME, Field("Title, as on the invitation.")]
    title_key: Annotated[SearchKey, VALID_TIME]
    organiser_unit: Annotated[str, VALID_TIME, Field("Section or office that holds it.")]
    level: Annotated[str, lists.ACTIVITY_LEVEL, VALID_TIME, Field("Level at which it is held.")]
    venue: Annotated[str | None, VALID_TIME, Field("Building and address.")]
    area_code: Annotated[str | None, VALID_TIME, Field("Area of the venue.")]
    province_code: Annotated[str | None, VALID_TIME, Field("Code of its province.")]
    province_name: Annotated[str | None, VALID_TIME, Field("Name of its province.")]
    regency_code: Annotated[str | None, VALID_TIME, Field("Code of its kabupaten or kota.")]
    regency_name: Annotated[str | None, VALID_TIME, Field("Name of its kabupaten or kota.")]
    district_code: Annotated[str | None, VALID_TIME, Field("Code of its kecamatan.")]
    district_name: Annotated[str | None, VALID_TIME, Field("Name of its kecamatan.")]
    village_code: Annotated[str | None, VALID_TIME, Field("Code of its desa or kelurahan.")]
    village_name: Annotated[str | None, VALID_TIME, Field("Name of its desa or kelurahan.")]
    date_from: Annotated[date | None, VALID_TIME, Field("First day, if known.")]
    date_to: Annotated[date | None, VALID_TIME, Field("Last day, if known.")]
    budget_year: Annotated[int | None, VALID_TIME, Field("Year of the budget.")]
    funding: Annotated[str | None, lists.FUNDING, VALID_TIME, Field("The source of the money.")]
    part_of_id: Annotated[ids.ActivityId | None, VALID_TIME, Field("The activity it belongs to.")]
    status: Annotated[str, lists.ACTIVITY_STATUS, VALID_TIME, Field("Its status.")]
    health_protocol: Annotated[str | None, VALID_TIME, Field("Health protocol it was held under.")]
    headcount: Annotated[int | None, VALID_TIME, Field("Headcount of those who took part.")]
    invited_count: Annotated[int, VALID_TIME, Field("Number of people invited.")]
    attended_count: Annotated[int, VALID_TIME, Field("Number of people on the attendance list.")]
    speaker_count: Annotated[int, VALID_TIME, Field("Number of speakers.")]
    evidence_marks: Annotated[
        tuple[str, ...], REFUSES_VALID_ON, Field("Evidence of its facts: marks of all its events.")
    ]


class Activity(ActivityRow, frozen=True):
    date_key: date


class Programme(msgspec.Struct, frozen=True):
    """The small sets of an activity, each as a JSON array."""

    activity_id: UUID
    materials: str
    speakers: str
    invitations: str
    statements: str


class AttendeeRow(msgspec.Struct, frozen=True):
    """A line of an attendance list; with validOn: who attended on that day."""

    activity_id: Annotated[ids.ActivityId, Field("The activity.")]
    person_id: Annotated[ids.PersonId, Field("Who took part.")]
    entry: Entry
    role: Annotated[str, lists.PARTICIPANT_KIND, Field("In which role.")]
    area_code: Annotated[str | None, Field("Area the person comes from.")]
    province_code: str | None
    regency_code: Annotated[str | None, Field("Code of that kabupaten or kota.")]
    regency_name: Annotated[str | None, Field("Its name.")]
    wksbm_id: Annotated[ids.WksbmId | None, Field("The person's WKSBM.")]
    wksbm_name: OtherWksbm
    days: Annotated[tuple[date, ...], Field("Days attended; empty: the whole activity.")]


ROWS = VersionedTable(
    ActivityRow,
    key=("activity_id",),
    table="activity",
    indexes=(
        ListIndex("by_date", "coalesce(date_from, 'infinity'::date)", "activity_id"),
        ListIndex("by_title", "title_key", "activity_id"),
        ListIndex("by_year", "budget_year", "activity_id"),
        LookupIndex("by_part", "part_of_id", where="part_of_id IS NOT NULL"),
    ),
)
PROGRAMMES = VersionedTable(Programme, key=("activity_id",), table="activity_programme")
ROWS_BY_DAY = by_day(ROWS)
ATTENDEES = VersionedTable(
    AttendeeRow,
    key=("activity_id", "person_id"),
    table="activity_attendee",
    indexes=(
        LookupIndex("by_entry", "activity_id", "entry", "person_id"),
        LookupIndex("by_person", "person_id"),
        LookupIndex("by_wksbm", "wksbm_id", where="wksbm_id IS NOT NULL"),
    ),
)


class Material(msgspec.Struct, frozen=True):
    """A topic of an activity's programme."""

    activity_id: UUID
    no: Annotated[int, Field("Its number.")]
    title: Annotated[str, Field("Its title.")]


class Speaker(msgspec.Struct, frozen=True):
    """A speaker; unnamed if only the institution is known."""

    activity_id: UUID
    speaker_id: Annotated[ids.SpeakerId, Field("Its id.", name="id")]
    entry: Entry
    person_id: NamedPerson
    institution: Annotated[str | None, Field("Organisation of the speaker.")]
    topic_no: Annotated[int | None, Field("Number of the topic.")]


class Invitation(msgspec.Struct, frozen=True):
    """An invited person, or a number of invited people of one kind."""

    activity_id: UUID
    invitation_id: Annotated[ids.InvitationId, Field("Its id.", name="id")]
    entry: Entry
    invitee_kind: Annotated[str, lists.PARTICIPANT_KIND, Field("Who.")]
    count: Annotated[int | None, Field("Number of people.")]
    person_id: NamedPerson
    from_area: Annotated[str | None, Field("Area they come from.")]
    organisation: Annotated[str | None, Field("Their organisation.")]


class Statement(msgspec.Struct, frozen=True):
    """An opening, a commitment or a testimony. Its text is sealed and opened only for roles that
    may read notes."""

    activity_id: UUID
    statement_id: Annotated[ids.StatementId, Field("Its id.", name="id")]
    entry: Entry
    kind: Annotated[str, lists.STATEMENT_KIND, Field("Kind of the statement.")]
    committed_by: Annotated[str | None, lists.COMMITTED_BY, Field("Who undertook it.")]
    office: Annotated[str | None, Field("Office that spoke.")]
    person_id: NamedPerson
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM it is about.")]
    wksbm_name: OtherWksbm
    points: Annotated[int, Field("Number of points of an address.", name="pointCount")]
    words: Annotated[
        Sealed | None,
        Field("Words of a commitment.", name="text", mask="NOTES", path="text"),
        Field("Words of a testimony.", name="summary", mask="NOTES", path="summary"),
        *_POINTS,
    ]


class AttendanceCount(msgspec.Struct, frozen=True):
    """Number of people who took part in an activity, by kabupaten or kota and role."""

    activity_id: UUID
    regency_code: Annotated[str, Field("Code, empty if not known.")]
    role: Annotated[str, lists.PARTICIPANT_KIND, Field("In which role.")]
    regency_name: Annotated[str | None, Field("Its name.")]
    attended: Annotated[int, Field("Number of people.")]
