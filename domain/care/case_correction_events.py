"""Corrections of a case's entries: each gives the complete corrected fact and names its entry."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import CaseText, ChildData, Code, Health, Note
from ..kernel.model import Event
from ..kernel.policy_types import Urgency
from .case_events import (
    AssessmentParticulars,
    CapacityParticulars,
    CaseParticulars,
    DeliveryParticulars,
)
from .vocabulary import CaseCloseReason, CaseEntry, CaseResult


class CaseCorrected(CaseParticulars, Event, frozen=True, kw_only=True):
    """The particulars of the case were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "case.corrected"

    of: int
    reported_on: date
    narrative: CaseText | None = None
    """Replaces the narrative, if given."""
    reason: CorrectionReason
    note: Note | None = None


class AssessmentCorrected(AssessmentParticulars, Event, frozen=True, kw_only=True):
    """An assessment was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "case.assessment_corrected"

    of: int
    subject: UUID | None = None
    findings: CaseText | None = None
    """Replaces all texts of the assessment, if given."""
    health: Health | None = None
    child: ChildData | None = None
    urgency: Urgency
    assessed_on: date
    reason: CorrectionReason
    note: Note | None = None


class LocalCapacityCorrected(CapacityParticulars, Event, frozen=True, kw_only=True):
    """A declaration of local capacity was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "case.local_capacity_corrected"

    of: int
    declared_on: date
    reason: CorrectionReason
    note: Note | None = None


class ServiceCorrected(Event, frozen=True, kw_only=True):
    """Kind or period of a service was entered wrongly; its claims change with it."""

    TOPIC: ClassVar[str] = "case.service_corrected"

    service_id: UUID
    service_kind: Code
    valid_from: date
    valid_to: date
    reason: CorrectionReason
    note: Note | None = None


class DeliveryCorrected(DeliveryParticulars, Event, frozen=True, kw_only=True):
    """A delivery was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "case.delivery_corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class OutcomeCorrected(Event, frozen=True, kw_only=True):
    """An outcome was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "case.outcome_corrected"

    of: int
    result: CaseResult
    subject: UUID | None = None
    recorded_on: date
    reason: CorrectionReason
    note: Note | None = None


class ClosingCorrected(Event, frozen=True, kw_only=True):
    """Reason or day of the closing was entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "case.closing_corrected"

    of: int
    closed_for: CaseCloseReason
    closed_on: date
    reason: CorrectionReason
    note: Note | None = None


class CaseEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry was made here by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "case.entry_retracted"

    of: int
    entry: CaseEntry
    reason: CorrectionReason
    note: Note | None = None


class CaseWithdrawn(Event, frozen=True, kw_only=True):
    """The case was entered by mistake: no need, of another person, or entered twice."""

    TOPIC: ClassVar[str] = "case.withdrawn"

    twin: UUID | None = None
    """The case that is valid instead."""
    reason: CorrectionReason
    note: Note | None = None
