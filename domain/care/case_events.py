"""Events of a case, from the report to its end (stages of PP 39/2012; S1, S2).

Corrections are in :mod:`.case_correction_events`. Texts about a person are sealed under that
person; the category of need is stored in clear beside a random id, and roles decide who sees it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PlannedDay, StartDay
from ..kernel.fields import CaseText, ChildData, ClearText, Code, Health, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person
from ..kernel.policy_types import Urgency
from .bodies import Body
from .vocabulary import (
    AgreedWith,
    AssessmentMethod,
    AssessorRole,
    CapacityReason,
    CapacityVerdict,
    CaseCloseReason,
    CaseNoteKind,
    CaseReopenReason,
    CaseResult,
    CaseTarget,
    CategoryRemovalReason,
    LocalAttempt,
    Pillar,
    PlanDoer,
    ReportChannel,
    ReporterRole,
    ServiceEndReason,
    ServiceProvider,
    ServiceUnit,
)


class CaseParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose need it is, where, and how it became known."""

    target: CaseTarget
    subjects: tuple[UUID, ...] = ()
    """The persons concerned; texts that name nobody are about the first."""
    group_name: ClearText | None = None
    """Name of a group or community."""
    group_size: int | None = None
    """Number of people concerned, if they are not named."""
    village_code: Code
    area_edition: Code
    local_area: UUID | None = None
    channel: ReportChannel
    reporter_role: ReporterRole
    urgency: Urgency = "NORMAL"
    contexts: tuple[Code, ...] = ()


class CaseReported(CaseParticulars, Event, frozen=True, kw_only=True):
    """A need was reported; a body holds the case."""

    TOPIC: ClassVar[str] = "case.reported"

    body: Body
    """The body that holds the case."""
    wksbm: UUID | None = None
    narrative: CaseText | None = None


class CaseSubjectAdded(Event, frozen=True, kw_only=True):
    """Another person was added to the case."""

    TOPIC: ClassVar[str] = "case.subject_added"

    person: UUID


class CategoryAssigned(Event, frozen=True, kw_only=True):
    """A category of the edition in force was assigned to the case, or to one of its persons."""

    TOPIC: ClassVar[str] = "case.category_assigned"

    code: Code
    """``edition/number``, so it names its edition."""
    subject: UUID | None = None


class CategoryRemoved(Event, frozen=True, kw_only=True):
    """A category no longer applies from the business date on."""

    TOPIC: ClassVar[str] = "case.category_removed"

    of: int
    code: Code
    reason: CategoryRemovalReason
    note: Note | None = None


class AssessmentParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who assessed, and how: shared by command, event and fact."""

    by_role: Annotated[
        AssessorRole, Meta(description="Who assessed, as a role; LK3 only by its counsellor.")
    ]
    method: Annotated[AssessmentMethod, Meta(description="How it was found out.")]


class CaseAssessed(AssessmentParticulars, Event, frozen=True, kw_only=True):
    """The case was assessed (asesmen): need, strengths and risks."""

    TOPIC: ClassVar[str] = "case.assessed"

    subject: UUID | None = None
    findings: CaseText
    health: Health | None = None
    child: ChildData | None = None
    urgency: Urgency


class CasePlanItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of a plan: which service, by whom, for whom, when."""

    no: Annotated[
        Annotated[int, Meta(ge=1, le=99)], Meta(description="Number of the item in the plan.")
    ]
    service_kind: Annotated[Code, Meta(description="Kind, from the policy service_kinds.")]
    pillar: Annotated[Pillar, Meta(description="Pillar of UU 11/2009 it belongs to.")]
    doer: Annotated[PlanDoer, Meta(description="Who does it.")]
    kps: Annotated[UUID | None, Meta(description="The member body, if one does it.")] = None
    recipients: Annotated[
        tuple[UUID, ...],
        names_person("RECEIVES"),
        Meta(max_length=50, description="The recipients among the subjects; empty: all."),
    ] = ()
    valid_from: Annotated[StartDay, Meta(description="First day.")]
    valid_to: Annotated[PlannedDay, Meta(description="First day after it.")]


class PlanAgreed(Event, frozen=True, kw_only=True):
    """A plan was agreed with those concerned; it replaces the previous plan."""

    TOPIC: ClassVar[str] = "case.plan_agreed"

    items: tuple[CasePlanItem, ...]
    agreed_with: AgreedWith
    goals: CaseText | None = None


class CapacityParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the community can do itself: shared by command, event and fact."""

    verdict: Annotated[
        CapacityVerdict,
        Meta(description="SUFFICIENT: the community can help. EXCEEDED: it cannot."),
    ]
    tried: Annotated[
        tuple[LocalAttempt, ...],
        Meta(max_length=8, description="What the community tried before; needed for EXCEEDED."),
    ] = ()
    cause: Annotated[
        CapacityReason | None, Meta(description="Why it does not suffice; needed for EXCEEDED.")
    ] = None


class LocalCapacityDeclared(CapacityParticulars, Event, frozen=True, kw_only=True):
    """Whether the community can help by itself was declared, and what it tried (S1)."""

    TOPIC: ClassVar[str] = "case.local_capacity_declared"

    note: Note | None = None


class ServiceParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service in the period ``[valid_from, valid_to)``: what, by whom, for whom."""

    service_id: UUID
    """Also the id of its claim in each recipient's register."""
    service_kind: Code
    provider: ServiceProvider
    wksbm: UUID | None = None
    """The WKSBM whose board or member body gives it."""
    kps: UUID | None = None
    referral: UUID | None = None
    """The referral by which another body gives it."""
    recipients: tuple[UUID, ...] = ()
    valid_from: date
    valid_to: date
    plan_item: int | None = None


class ServiceRequested(ServiceParticulars, Event, frozen=True, kw_only=True):
    """A service was requested that overlaps another; it waits for a decision of the Dinas."""

    TOPIC: ClassVar[str] = "case.service_requested"


class ServiceAssigned(ServiceParticulars, Event, frozen=True, kw_only=True):
    """A service was assigned to a body; its claims are made."""

    TOPIC: ClassVar[str] = "case.service_assigned"


class ServiceRefused(Event, frozen=True, kw_only=True):
    """A requested service was refused: it overlaps another."""

    TOPIC: ClassVar[str] = "case.service_refused"
    FINAL: ClassVar[str] = "it follows from the decision on an overlap"

    service_id: UUID


class ServiceEnded(Event, frozen=True, kw_only=True):
    """A service ended, or its request was withdrawn; its claims are released."""

    TOPIC: ClassVar[str] = "case.service_ended"

    service_id: UUID
    reason: ServiceEndReason
    note: Note | None = None


class DeliveryParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was delivered: kind, quantity, value."""

    service_id: UUID
    service_kind: Code
    pillar: Pillar
    quantity: int
    unit: ServiceUnit
    value_idr: int | None = None
    """Value in whole rupiah, if known. Not a price: services are free (S1, S2, S4)."""
    fund_book: UUID | None = None
    """The fund book that paid it."""
    fund_entry: int | None = None
    """Number of the entry in that book."""
    recipients: tuple[UUID, ...] = ()
    delivered_on: date


class ServiceDelivered(DeliveryParticulars, Event, frozen=True, kw_only=True):
    """Something was delivered under a service."""

    TOPIC: ClassVar[str] = "case.service_delivered"

    note: CaseText | None = None


class CaseNoteAdded(Event, frozen=True, kw_only=True):
    """A note was added, sealed under the person it is about."""

    TOPIC: ClassVar[str] = "case.note_added"

    kind: CaseNoteKind
    subject: UUID | None = None
    text: CaseText | None = None
    health: Health | None = None
    child: ChildData | None = None


class OutcomeRecorded(Event, frozen=True, kw_only=True):
    """An outcome so far was recorded (monitoring and evaluation)."""

    TOPIC: ClassVar[str] = "case.outcome_recorded"

    result: CaseResult
    subject: UUID | None = None
    note: CaseText | None = None


class CaseClosed(Event, frozen=True, kw_only=True):
    """The case was closed (terminasi); its services end with it."""

    TOPIC: ClassVar[str] = "case.closed"

    reason: CaseCloseReason
    note: Note | None = None


class CaseReopened(Event, frozen=True, kw_only=True):
    """The case was reopened: the need is there again (bimbingan lanjut)."""

    TOPIC: ClassVar[str] = "case.reopened"

    reason: CaseReopenReason
    note: Note | None = None
