"""Mending what was entered wrongly in a case: what it is, what was found, given, and its end.

Each command gives the whole corrected fact. A closed case can be mended too: history stays
readable. Taking entries back stands in :mod:`.case_retractions`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why, entry_of
from ..kernel.dates import not_future
from ..kernel.fields import case_text
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .access import check_delivers
from .assess import AssessmentDescription, CapacityDescription
from .case import Case
from .case_command import (
    CaseCommand,
    CaseCorrection,
    CaseId,
    Via,
    day_of,
    existing_case,
    held,
    place_at,
    subject_of,
    why,
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
from .claims import move, together, wish
from .kps import Kps, check_conflict
from .kps_commands import ServiceKind, check_service_kind
from .persons import SubjectId, standing, subjects_of
from .report import CaseDescription
from .services import DeliveryDescription, ServiceId, check_days, existing_service
from .vocabulary import CaseCloseReason, CaseResult

REPORT = 1
"""Version of the entry that reported a case: the first of its stream."""

ReportedOn = Annotated[date | None, Meta(description="Day it was reported; left out: it stays.")]


class CorrectCase(CaseDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mends what a case is: whose need, where, how it became known. Give the whole of it.

    Persons who were added later stay; the narrative stays if none is given.
    """

    GROUP: ClassVar[str] = "CASE_RECORD"

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
        described = self.checked(context, subjects, case.what.village_code)
        later = {item.person for item in case.added}
        _check_still_there(context, case, later | set(subjects))
        reported_on = self.reported_on or case.reported_on
        not_future(context, reported_on, field="reportedOn")
        _check_first_day(case, reported_on)
        if (described, reported_on, self.narrative) == (case.what, case.reported_on, None):
            refuse("NO_CHANGE")
        about = subjects[0] if subjects else case.id
        corrected = CaseCorrected(
            of=REPORT,
            reported_on=reported_on,
            narrative=case_text(about, self.narrative) if self.narrative else None,
            **why(self.reason, self.note, case.id),
            **msgspec.structs.asdict(described),
        )
        return [*registrations, (case, corrected)]


class CorrectAssessment(AssessmentDescription, frozen=True, kw_only=True):
    """Mends an assessment of a case. Give the whole of it; the old one stays readable."""

    GROUP: ClassVar[str] = "CASE_ASSESSMENT"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None
    assessed_on: Annotated[
        date | None, Meta(description="Day of the assessment; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        old = entry_of(case.assessments, self.of)
        day = day_of(context, case, self.assessed_on or old.assessed_on, field="assessedOn")
        fields = self.checked(context, case)
        mended = why(self.reason, self.note, case.id)
        corrected = AssessmentCorrected(of=self.of, assessed_on=day, **fields, **mended)
        return [(case, corrected)]


class CorrectLocalCapacity(CapacityDescription, frozen=True, kw_only=True):
    """Mends a declaration of what the community can do itself."""

    GROUP: ClassVar[str] = "CASE"

    of: EntryVersion
    reason: Why
    declared_on: Annotated[
        date | None, Meta(description="Day of the declaration; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        old = entry_of(case.capacities, self.of)
        self.check()
        day = day_of(context, case, self.declared_on or old.declared_on, field="declaredOn")
        given = (self.verdict, tuple(self.attempts()), self.cause, day)
        if given == (old.verdict, old.tried, old.cause, old.declared_on):
            refuse("NO_CHANGE", field="of")
        corrected = LocalCapacityCorrected(
            of=self.of,
            verdict=self.verdict,
            tried=tuple(self.attempts()),
            cause=self.cause,
            declared_on=day,
            **why(self.reason, self.note, case.id),
        )
        return [(case, corrected)]


class CorrectService(CaseCommand, frozen=True, kw_only=True):
    """Mends kind or days of a service; its claims change with it, so it may overlap now.

    Another provider is another service: end this one, or retract it, and assign anew.
    """

    GROUP: ClassVar[str] = "SERVICE"

    service_id: ServiceId
    service_kind: ServiceKind
    valid_from: Annotated[date, Meta(description="First day.")]
    valid_to: Annotated[date, Meta(description="First day after it.")]
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
            check_conflict(kps, self.service_kind, field="serviceKind")
        check_days(context, self.valid_from, self.valid_to)
        for delivery in case.delivered(self.service_id):
            day = delivery.what.delivered_on
            other_kind = delivery.what.service_kind != self.service_kind
            if other_kind or not self.valid_from <= day < self.valid_to:
                refuse("ENTRY_IN_USE", field="serviceId", entry="DELIVERY")
        change: dict[str, Any] = {
            "service_kind": self.service_kind,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }
        what = msgspec.structs.replace(service.what, **change)
        if what == service.what:
            refuse("NO_CHANGE", field="serviceId")
        corrected = ServiceCorrected(
            service_id=self.service_id,
            reason=self.reason,
            note=explained(self.reason, self.note, case.id),
            **change,
        )
        moves = together(move(context, what.recipients, wish(case.id, what)))
        return [(case, corrected), *moves]


class CorrectDelivery(DeliveryDescription, frozen=True, kw_only=True):
    """Mends what was entered as given: how much, of what worth, to whom, when."""

    GROUP: ClassVar[str] = "DELIVERY"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        old = entry_of(case.deliveries, self.of)
        service = existing_service(case, old.what.service_id)
        check_delivers(context, case, service, self.via)
        what = self.checked(context, case, service, day=old.what.delivered_on)
        if what == old.what:
            refuse("NO_CHANGE", field="of")
        fields = msgspec.structs.asdict(what) | why(self.reason, self.note, case.id)
        return [(case, DeliveryCorrected(of=self.of, **fields))]


class CorrectOutcome(CaseCorrection, frozen=True, kw_only=True):
    """Mends what came of a case."""

    GROUP: ClassVar[str] = "CASE"

    result: Annotated[CaseResult, Meta(description="What came of it.")]
    subject_id: SubjectId = None
    recorded_on: Annotated[
        date | None, Meta(description="Day it was found; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        old = entry_of(case.outcomes, self.of)
        day = day_of(context, case, self.recorded_on or old.recorded_on, field="recordedOn")
        subject = subject_of(case, self.subject_id, field="subjectId")
        if (self.result, subject, day) == (old.result, old.subject, old.recorded_on):
            refuse("NO_CHANGE", field="of")
        corrected = OutcomeCorrected(
            of=self.of, result=self.result, subject=subject, recorded_on=day, **self.why()
        )
        return [(case, corrected)]


class CorrectClosing(CaseCorrection, frozen=True, kw_only=True):
    """Mends why or when a case ended. That it did not end is a retraction of its closing."""

    GROUP: ClassVar[str] = "CASE_RECORD"

    closed_for: Annotated[CaseCloseReason, Meta(description="Why it ended.")]
    closed_on: Annotated[date | None, Meta(description="Day it ended; left out: it stays.")] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        old = entry_of(case.closings, self.of)
        day = day_of(context, case, self.closed_on or old.closed_on, field="closedOn")
        if old.reopened_on is not None and old.reopened_on < day:
            refuse("STAGE_DATE", field="closedOn", stage="REOPENED", day=old.reopened_on)
        if self.closed_for == "GOALS_MET" and not case.outcomes:
            refuse("CASE_STAGE", field="closedFor", stage=case.stage, needed="OUTCOME")
        if (self.closed_for, day) == (old.reason, old.closed_on):
            refuse("NO_CHANGE", field="of")
        corrected = ClosingCorrected(
            of=self.of, closed_for=self.closed_for, closed_on=day, **self.why()
        )
        return [(case, corrected)]


def _check_still_there(context: Context, case: Case, subjects: set[UUID]) -> None:
    """Raises ENTRY_IN_USE: a person who was given a service, or found in need, stays named.

    The record into which theirs was merged names them too.
    """

    def named(person: UUID) -> bool:
        return person in subjects or standing(context, person).id in subjects

    if not all(named(person) for item in case.services for person in item.what.recipients):
        refuse("ENTRY_IN_USE", field="subjects", entry="SERVICE")
    if not all(kind.subject is None or named(kind.subject) for kind in case.categories):
        refuse("ENTRY_IN_USE", field="subjects", entry="CATEGORY")


def _check_first_day(case: Case, reported_on: date) -> None:
    """Raises STAGE_DATE: nothing was done in the case before the day it was reported."""
    days = (
        *(item.assigned_on for item in case.categories),
        *(item.assessed_on for item in case.assessments),
        *(item.agreed_on for item in case.plans),
        *(item.declared_on for item in case.capacities),
        *(item.what.delivered_on for item in case.deliveries),
        *(item.recorded_on for item in case.outcomes),
        *(item.closed_on for item in case.closings),
    )
    first = min(days, default=None)
    if first is not None and first < reported_on:
        refuse("STAGE_DATE", field="reportedOn", stage="FIRST_ENTRY", day=first)
