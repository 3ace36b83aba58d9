"""What happens to an activity: its plan, its people, its course, and corrections of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.days import PlannedDay
from ..kernel.fields import ClearText, Code, Note
from ..kernel.model import Event
from ..kernel.vocabulary import Funding, Year

ActivityLevel = Literal["NATIONAL", "PROV", "KABKOTA", "KECAMATAN", "KELURAHAN"]
"""For whom it is held: the ministry's meeting (S4) to the session in one kelurahan (S0)."""

ParticipantKind = Literal[
    "BOARD_CANDIDATE", "BOARD", "WKSBM_CHAIR", "KASI", "KASUBDIN", "LURAH", "CAMAT", "TKSK",
    "PENYULUH", "LK3_MANAGER", "PROVINCE_DELEGATE", "OFFICIAL", "COMMUNITY", "OTHER",
]  # fmt: skip
"""Who is invited or takes part (S0 candidates, Kasi, lurah, camat; S3 chairs; S4 delegates)."""

ChangeReason = Literal[
    "BUDGET", "VENUE", "SPEAKERS", "PARTICIPANTS", "DISASTER", "HEALTH", "OFFICIAL_AGENDA",
    "ENTERED_WRONGLY", "OTHER",
]  # fmt: skip
"""Why a plan is changed, cancelled or taken up again."""

AddressKind = Literal["OPENING", "REPORT", "ADDRESS", "CLOSING"]

CommittedBy = Literal["PARTICIPANTS", "BOARD", "OFFICE", "PARTNER"]


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is planned: an activity's kind, title, organiser, place, days and money."""

    kind: Annotated[Code, Meta(description="Kind, from the policy activity_kinds: BIMTEK, …")]
    title: Annotated[ClearText, Meta(description="Title, as on the invitation.")]
    organiser_unit: Annotated[
        ClearText, Meta(description="Section or office that holds it, as it was then called.")
    ]
    level: Annotated[ActivityLevel, Meta(description="For whom it is held.")]
    venue: Annotated[ClearText | None, Meta(description="Building and address.")] = None
    area_code: Annotated[Code | None, Meta(description="Area of the venue (dotted code).")] = None
    date_from: Annotated[PlannedDay | None, Meta(description="First day; none if not known.")] = (
        None
    )
    date_to: Annotated[
        PlannedDay | None, Meta(description="Last day; with the first, or neither.")
    ] = None
    budget_year: Annotated[Year | None, Meta(description="Year of the budget.")] = None
    funding: Annotated[Funding | None, Meta(description="Where the money comes from.")] = None
    part_of: Annotated[
        UUID | None, Meta(description="The activity it belongs to or continues.")
    ] = None


class Attendee(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the attendance list."""

    person_id: UUID
    role: ParticipantKind
    area_code: Code | None = None
    wksbm_id: UUID | None = None
    wksbm_name: ClearText | None = None
    """Name of a WKSBM of another tenant, as text (S1: a province trains boards of regencies)."""
    days: tuple[date, ...] = ()
    """Days attended; empty: the whole activity."""


class ActivityScheduled(Plan, Event, frozen=True, kw_only=True):
    """An activity is planned, or known to have been held."""

    TOPIC: ClassVar[str] = "activity.scheduled"


class ActivityRescheduled(Event, frozen=True, kw_only=True):
    """It moves to other days, and perhaps to another place."""

    TOPIC: ClassVar[str] = "activity.rescheduled"

    date_from: date
    date_to: date
    venue: ClearText | None = None
    area_code: Code | None = None
    reason: ChangeReason
    note: Note | None = None


class ActivityCancelled(Event, frozen=True, kw_only=True):
    """It will not be held."""

    TOPIC: ClassVar[str] = "activity.cancelled"

    reason: ChangeReason
    note: Note | None = None


class ActivityReinstated(Event, frozen=True, kw_only=True):
    """It stands again after it was cancelled, by mistake or not."""

    TOPIC: ClassVar[str] = "activity.reinstated"

    of: int
    reason: ChangeReason
    note: Note | None = None


class ActivityCorrected(Plan, Event, frozen=True, kw_only=True):
    """The plan was entered wrongly; this is the whole plan as it should have been."""

    TOPIC: ClassVar[str] = "activity.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class InvitationIssued(Event, frozen=True, kw_only=True):
    """Somebody, or a number of people of a kind, was invited."""

    TOPIC: ClassVar[str] = "activity.invitation_issued"

    invitation_id: UUID
    invitee_kind: ParticipantKind
    count: int | None = None
    person_id: UUID | None = None
    from_area: Code | None = None
    organisation: ClearText | None = None


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    """An invitation is no longer valid."""

    TOPIC: ClassVar[str] = "activity.invitation_withdrawn"

    of: int
    invitation_id: UUID
    reason: ChangeReason
    note: Note | None = None


class SpeakerAssigned(Event, frozen=True, kw_only=True):
    """A speaker is to give a talk; unnamed if only the institution is known (S0)."""

    TOPIC: ClassVar[str] = "activity.speaker_assigned"

    speaker_id: UUID
    person_id: UUID | None = None
    institution: ClearText | None = None
    topic_no: int | None = None


class SpeakerRemoved(Event, frozen=True, kw_only=True):
    """A speaker does not speak, or was entered wrongly."""

    TOPIC: ClassVar[str] = "activity.speaker_removed"

    of: int
    speaker_id: UUID
    reason: ChangeReason
    note: Note | None = None


class MaterialAdded(Event, frozen=True, kw_only=True):
    """A talk or topic of the programme."""

    TOPIC: ClassVar[str] = "activity.material_added"

    no: int
    title: ClearText


class MaterialRemoved(Event, frozen=True, kw_only=True):
    """A topic is not on the programme, or was entered wrongly."""

    TOPIC: ClassVar[str] = "activity.material_removed"

    of: int
    no: int
    reason: ChangeReason
    note: Note | None = None


class AttendanceRecorded(Event, frozen=True, kw_only=True):
    """These people took part."""

    TOPIC: ClassVar[str] = "activity.attendance_recorded"

    attendees: tuple[Attendee, ...]
    area_edition: Code | None = None


class AttendanceCorrected(Event, frozen=True, kw_only=True):
    """A line of the attendance list was wrong; without ``attendee`` the person was not there."""

    TOPIC: ClassVar[str] = "activity.attendance_corrected"

    of: int
    person_id: UUID
    attendee: Attendee | None = None
    reason: CorrectionReason
    note: Note | None = None


class ActivityHeld(Event, frozen=True, kw_only=True):
    """It took place, with so many people."""

    TOPIC: ClassVar[str] = "activity.held"

    headcount: int | None = None
    health_protocol: Code | None = None


class HeadcountCorrected(Event, frozen=True, kw_only=True):
    """Headcount and health protocol as they should have been entered."""

    TOPIC: ClassVar[str] = "activity.headcount_corrected"

    of: int
    headcount: int | None = None
    health_protocol: Code | None = None
    reason: CorrectionReason
    note: Note | None = None


class HoldingRetracted(Event, frozen=True, kw_only=True):
    """It was entered as held by mistake; it is planned again."""

    TOPIC: ClassVar[str] = "activity.holding_retracted"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class OpeningGiven(Event, frozen=True, kw_only=True):
    """An office opened or addressed the activity (S3's head, S4's secretary general)."""

    TOPIC: ClassVar[str] = "activity.opening_given"

    statement_id: UUID
    kind: AddressKind
    office: ClearText
    person_id: UUID | None = None
    points: tuple[Note, ...] = ()


class CommitmentRecorded(Event, frozen=True, kw_only=True):
    """What participants or an office undertook (S0, S1, S4)."""

    TOPIC: ClassVar[str] = "activity.commitment_recorded"

    statement_id: UUID
    by: CommittedBy
    person_id: UUID | None = None
    wksbm_id: UUID | None = None
    text: Note


class TestimonyGiven(Event, frozen=True, kw_only=True):
    """A WKSBM told how it works (S1)."""

    TOPIC: ClassVar[str] = "activity.testimony_given"

    statement_id: UUID
    wksbm_id: UUID | None = None
    wksbm_name: ClearText | None = None
    person_id: UUID | None = None
    summary: Note | None = None


class StatementRetracted(Event, frozen=True, kw_only=True):
    """An opening, commitment or testimony was entered wrongly and is no longer valid."""

    TOPIC: ClassVar[str] = "activity.statement_retracted"

    of: int
    statement_id: UUID
    reason: CorrectionReason
    note: Note | None = None
