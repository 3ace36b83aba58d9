"""Commands: correct facts of a case.

Each gives the complete corrected fact and is judged by ``kernel/timeline.py``. A closed case can be
corrected too. Retractions are in :mod:`.case_retractions`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay, PlannedDay, StartDay
from ..kernel.fields import case_text
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from ..people.standing import check_lives
from .access import check_delivers
from .assess import AssessmentDescription, CapacityDescription, Findings, check_service_days
from .case import Case
from .case_command import (
    CaseCommand,
    CaseCorrection,
    CaseId,
    Via,
    existing_case,
    held,
    place_at,
    subject_of,
)
from .case_correction_events import (
    AssessmentCorrected,
    CaseCorrected,
    ClosingCorrected,
    DeliveryCorrected,
    LocalCapacityCorrected,
    OutcomeCorrected,
    ServiceCorrected,
)
from .case_facts import ASSESSMENT, CAPACITY, CLOSING, DELIVERY, OUTCOME, REPORT, SERVICE
from .case_rules import CASE, sealed_under
from .kps import Kps, check_conflict
from .kps_commands import ServiceKind, check_service_kind
from .persons import SubjectId, subjects_of
from .report import CaseDescription
from .services import DeliveryDescription, ServiceId, existing_service
from .vocabulary import CaseCloseReason, CaseResult

ReportedOn = Annotated[PastDay | None, Meta(description="Day it was reported; default: unchanged.")]


class CorrectCase(CaseDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects the particulars of a case: whose need it is, where, how it became known. Send the
    complete corrected entry.

    Persons who were added later are kept; the narrative is kept if none is given.
    """

    GROUP: ClassVar[str] = "CASE_RECORD"
    CORRECTS = (REPORT,)

    case_id: CaseId
    via: Via = None
    reported_on: ReportedOn = None
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Case, self.case_id

    def place(self, context: Context) -> Place:
        return place_at(context, self.case_id, self.via)

    def decide(self, context: Context) -> Decision:
        case = held(context, self.case_id, self.via)
        assert case.what is not None
        assert case.reported_on is not None
        subjects, registrations = subjects_of(context, self.subjects, field="subjects")
        reported_on = self.reported_on or case.reported_on
        described = self.checked(context, subjects, case.what.village_code, on=reported_on)
        about = subjects[0] if subjects else case.id
        corrected = CASE.corrected(
            context,
            case,
            self,
            CaseCorrected,
            of=1,
            field="subjects",
            unchanged=None,
            reported_on=reported_on,
            narrative=case_text(about, self.narrative) if self.narrative else None,
            **msgspec.structs.asdict(described),
        )
        return [*registrations, *corrected]


class CorrectAssessment(AssessmentDescription, frozen=True, kw_only=True):
    """Corrects an assessment of a case. Send the complete corrected entry; the old one stays
    readable.

    Its texts are kept if no findings are given; new findings replace all of them.
    """

    GROUP: ClassVar[str] = "CASE_ASSESSMENT"
    CORRECTS = (ASSESSMENT,)

    of: EntryVersion
    reason: Why
    note: NoteText | None = None
    findings: Findings | None = None
    assessed_on: Annotated[
        PastDay | None, Meta(description="Day of the assessment; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        day = self.assessed_on or CASE.fact(case, ASSESSMENT, self.of).assessed_on
        before = CASE.before(case, self.of)
        fields = self.checked(context, before)
        if self.findings is None:
            if fields["health"] is not None or fields["child"] is not None:
                refuse("NOTE_REQUIRED", field="findings")
        else:
            about = sealed_under(before, fields["subject"])
            fields["findings"] = case_text(about, self.findings)
        return CASE.corrected(
            context, case, self, AssessmentCorrected, of=self.of, assessed_on=day, **fields
        )


class CorrectLocalCapacity(CapacityDescription, frozen=True, kw_only=True):
    """Corrects a declaration of the local capacity."""

    GROUP: ClassVar[str] = "CASE"
    CORRECTS = (CAPACITY,)

    of: EntryVersion
    reason: Why
    declared_on: Annotated[
        PastDay | None, Meta(description="Day of the declaration; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        day = self.declared_on or CASE.fact(case, CAPACITY, self.of).declared_on
        fields = self.checked()
        return CASE.corrected(
            context, case, self, LocalCapacityCorrected, of=self.of, declared_on=day, **fields
        )


class CorrectService(CaseCommand, frozen=True, kw_only=True):
    """Corrects kind or period of a service; its claims change too, so it may now overlap others.
    For another provider, end or retract this service and assign a new one."""

    GROUP: ClassVar[str] = "SERVICE"
    CORRECTS = (SERVICE,)

    service_id: ServiceId
    service_kind: ServiceKind
    valid_from: Annotated[StartDay, Meta(description="First day.")]
    valid_to: Annotated[PlannedDay, Meta(description="First day after it.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        service = existing_service(case, self.service_id)
        if service.state != "ASSIGNED":
            refuse("SERVICE_STATE", field="serviceId", state=service.state)
        check_service_kind(context, self.service_kind, field="serviceKind")
        if service.what.kps is not None:
            kps = context.load(Kps, service.what.kps)
            check_conflict(context, kps, self.service_kind, field="serviceKind")
        check_service_days(self.valid_from, self.valid_to)
        for person in service.what.recipients:
            check_lives(context, person, self.valid_from, field="validFrom")
        return CASE.corrected(
            context,
            case,
            self,
            ServiceCorrected,
            of=service.entry,
            field="serviceId",
        )


class CorrectDelivery(DeliveryDescription, frozen=True, kw_only=True):
    """Corrects a delivery: what was given, how much, its value, to whom, when."""

    GROUP: ClassVar[str] = "DELIVERY"
    CORRECTS = (DELIVERY,)

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        old = CASE.fact(case, DELIVERY, self.of)
        service = existing_service(case, old.what.service_id)
        check_delivers(context, case, service, self.via)
        what = self.checked(context, service, day=old.delivered_on, old=old)
        fields = msgspec.structs.asdict(what)
        return CASE.corrected(context, case, self, DeliveryCorrected, of=self.of, **fields)


class CorrectOutcome(CaseCorrection, frozen=True, kw_only=True):
    """Corrects an outcome of a case."""

    GROUP: ClassVar[str] = "CASE"
    CORRECTS = (OUTCOME,)

    result: Annotated[CaseResult, Meta(description="Its outcome.")]
    subject_id: SubjectId = None
    recorded_on: Annotated[
        PastDay | None, Meta(description="Day it was found; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        day = self.recorded_on or CASE.fact(case, OUTCOME, self.of).recorded_on
        subject = subject_of(
            context, CASE.before(case, self.of), self.subject_id, field="subjectId"
        )
        return CASE.corrected(
            context,
            case,
            self,
            OutcomeCorrected,
            of=self.of,
            subject=subject,
            recorded_on=day,
        )


class CorrectClosing(CaseCorrection, frozen=True, kw_only=True):
    """Corrects why or when a case was closed. If it was not closed, retract the closing."""

    GROUP: ClassVar[str] = "CASE_RECORD"
    CORRECTS = (CLOSING,)

    closed_for: Annotated[CaseCloseReason, Meta(description="Why it ended.")]
    closed_on: Annotated[
        PastDay | None,
        Meta(description="Day it ended; default: unchanged."),
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        day = self.closed_on or CASE.fact(case, CLOSING, self.of).closed_on
        return CASE.corrected(
            context,
            case,
            self,
            ClosingCorrected,
            of=self.of,
            closed_on=day,
        )
