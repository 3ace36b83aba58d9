"""Events of an activity: its plan, its people, how it was held, and corrections of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.days import PlannedDay, StartDay
from ..kernel.fields import ClearText, Code, Note
from ..kernel.model import Event
from ..kernel.vocabulary import Funding, Year

ActivityLevel = Literal["NATIONAL", "PROV", "KABKOTA", "KECAMATAN", "KELURAHAN"]
"""The level at which it is held: from the ministry's meeting (S4) to a session in one kelurahan
(S0)."""

ParticipantKind = Literal[
    "BOARD_CANDIDATE", "BOARD", "WKSBM_CHAIR", "KASI", "KASUBDIN", "LURAH", "CAMAT", "TKSK",
    "PENYULUH", "LK3_MANAGER", "PROVINCE_DELEGATE", "OFFICIAL", "COMMUNITY", "OTHER",
]  # fmt: skip
"""The kind of people invited or taking part (S0 candidates, Kasi, lurah, camat; S3 chairs; S4
delegates)."""

ChangeReason = Literal[
    "BUDGET", "VENUE", "SPEAKERS", "PARTICIPANTS", "DISASTER", "HEALTH", "OFFICIAL_AGENDA",
    "ENTERED_WRONGLY", "OTHER",
]  # fmt: skip
"""Why a plan is changed, cancelled or reinstated."""

AddressKind = Literal["OPENING", "REPORT", "ADDRESS", "CLOSING"]

CommittedBy = Literal["PARTICIPANTS", "BOARD", "OFFICE", "PARTNER"]

TopicNo = Annotated[int, Meta(ge=1, le=999, description="Number of the topic on the programme.")]


class ActivityPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The plan of an activity: kind, title, organiser, place, days and budget."""

    kind: Annotated[Code, Meta(description="Kind, from the policy activity_kinds: BIMTEK, …")]
    title: Annotated[ClearText, Meta(description="Title, as on the invitation.")]
    organiser_unit: Annotated[
        ClearText, Meta(description="Section or office that holds it, as it was then called.")
    ]
    level: Annotated[ActivityLevel, Meta(description="Level at which it is held.")]
    venue: Annotated[ClearText | None, Meta(description="Building and address.")] = None
    area_code: Annotated[Code | None, Meta(description="Area of the venue (dotted code).")] = None
    date_from: Annotated[StartDay | None, Meta(description="First day; null if unknown.")] = None
    date_to: Annotated[
        PlannedDay | None, Meta(description="Last day; with the first, or neither.")
    ] = None
    budget_year: Annotated[Year | None, Meta(description="Year of the budget.")] = None
    funding: Annotated[Funding | None, Meta(description="The source of the money.")] = None
    part_of: Annotated[
        UUID | None, Meta(description="The activity it belongs to or continues.")
    ] = None


class NewDays(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """New days of an activity, and a new place if it changes."""

    date_from: Annotated[StartDay, Meta(description="New first day.")]
    date_to: Annotated[PlannedDay, Meta(description="New last day.")]
    venue: Annotated[ClearText | None, Meta(description="New venue, if it changes.")] = None
    area_code: Code | None = None


class Invitee(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An invitation, without the person: a number of people of a kind."""

    invitation_id: UUID
    invitee_kind: Annotated[ParticipantKind, Meta(description="Kind of the people invited.")]
    count: Annotated[int, Meta(ge=1, le=100_000, description="Number of people.")] | None = None
    from_area: Code | None = None
    organisation: Annotated[ClearText | None, Meta(description="Their body.")] = None


class Talk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A talk, without the speaker: the body and the topic."""

    speaker_id: UUID
    institution: Annotated[
        ClearText | None, Meta(description="The speaker's body (BBPPKS Banjarmasin).")
    ] = None
    topic_no: TopicNo | None = None


class Topic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A talk or topic of the programme."""

    no: TopicNo
    title: Annotated[ClearText, Meta(description="Title of the talk or topic.")]


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


class Course(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an activity was held."""

    headcount: Annotated[
        Annotated[int, Meta(ge=0, le=100_000)] | None,
        Meta(description="People present; none if nobody counted."),
    ] = None
    health_protocol: Annotated[
        Code | None, Meta(description="Code of the health protocol kept, such as COVID19 (S3).")
    ] = None


class ActivityScheduled(ActivityPlan, Event, frozen=True, kw_only=True):
    """An activity was planned, or a past one was entered."""

    TOPIC: ClassVar[str] = "activity.scheduled"


class ActivityRescheduled(NewDays, Event, frozen=True, kw_only=True):
    """The activity was moved to other days, and to another place if one is given."""

    TOPIC: ClassVar[str] = "activity.rescheduled"

    reason: ChangeReason
    note: Note | None = None


class ActivityCancelled(Event, frozen=True, kw_only=True):
    """The activity was cancelled."""

    TOPIC: ClassVar[str] = "activity.cancelled"

    reason: ChangeReason
    note: Note | None = None


class ActivityReinstated(Event, frozen=True, kw_only=True):
    """The cancellation of the activity was retracted: it was a mistake, or the activity is held
    after all."""

    TOPIC: ClassVar[str] = "activity.reinstated"

    of: int
    reason: ChangeReason
    note: Note | None = None


class ActivityCorrected(ActivityPlan, Event, frozen=True, kw_only=True):
    """The plan was entered wrongly; this is the complete corrected plan."""

    TOPIC: ClassVar[str] = "activity.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class InvitationIssued(Invitee, Event, frozen=True, kw_only=True):
    """A person, or a number of people of one kind, was invited."""

    TOPIC: ClassVar[str] = "activity.invitation_issued"

    person_id: UUID | None = None


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    """An invitation is no longer valid."""

    TOPIC: ClassVar[str] = "activity.invitation_withdrawn"

    of: int
    invitation_id: UUID
    reason: ChangeReason
    note: Note | None = None


class SpeakerAssigned(Talk, Event, frozen=True, kw_only=True):
    """A speaker was assigned; unnamed if only the institution is known (S0)."""

    TOPIC: ClassVar[str] = "activity.speaker_assigned"

    person_id: UUID | None = None


class SpeakerRemoved(Event, frozen=True, kw_only=True):
    """A speaker was removed, or had been entered wrongly."""

    TOPIC: ClassVar[str] = "activity.speaker_removed"

    of: int
    speaker_id: UUID
    reason: ChangeReason
    note: Note | None = None


class MaterialAdded(Topic, Event, frozen=True, kw_only=True):
    """A talk or topic was added to the programme."""

    TOPIC: ClassVar[str] = "activity.material_added"


class MaterialRemoved(Event, frozen=True, kw_only=True):
    """A topic was removed from the programme, or had been entered wrongly."""

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


class ActivityHeld(Course, Event, frozen=True, kw_only=True):
    """The activity was held; with its headcount."""

    TOPIC: ClassVar[str] = "activity.held"


class HeadcountCorrected(Course, Event, frozen=True, kw_only=True):
    """Headcount and health protocol were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "activity.headcount_corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class HoldingRetracted(Event, frozen=True, kw_only=True):
    """The activity had been entered as held by mistake; it is planned again."""

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
    """Participants or an office made a commitment (S0, S1, S4)."""

    TOPIC: ClassVar[str] = "activity.commitment_recorded"

    statement_id: UUID
    by: CommittedBy
    person_id: UUID | None = None
    wksbm_id: UUID | None = None
    text: Note


class TestimonyGiven(Event, frozen=True, kw_only=True):
    """A WKSBM presented its work (S1)."""

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
