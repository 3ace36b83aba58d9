"""The parts of a case's state: what was entered and still counts.

``entry`` is the version, in the case's stream, of the event that made the fact; corrections and
retractions name it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from ..kernel.policy_types import Urgency
from .case_events import CasePlanItem, DeliveryParticulars, ServiceParticulars
from .vocabulary import (
    AgreedWith,
    AssessmentMethod,
    AssessorRole,
    CapacityReason,
    CapacityVerdict,
    CaseCloseReason,
    CaseNoteKind,
    CaseResult,
    LocalAttempt,
    ServiceEndReason,
)

ServiceState = Literal["PENDING", "ASSIGNED", "REFUSED", "ENDED"]
"""PENDING: it overlaps another and waits for the Dinas."""


class AddedSubject(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was added later."""

    entry: int
    person: UUID


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A category of need, from a day and perhaps until a day."""

    entry: int
    code: str
    subject: UUID | None
    assigned_on: date
    removed_on: date | None = None
    removal: int | None = None
    """Version of the event that removed it."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """An assessment, without its sealed findings."""

    entry: int
    by_role: AssessorRole
    method: AssessmentMethod
    subject: UUID | None
    urgency: Urgency
    assessed_on: date


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An agreed plan."""

    entry: int
    items: tuple[CasePlanItem, ...]
    agreed_with: AgreedWith
    agreed_on: date
    agreed_by: UUID | None = None
    """Who entered it; unknown only in states that were kept before this was."""


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration of what the community can do itself."""

    entry: int
    verdict: CapacityVerdict
    tried: tuple[LocalAttempt, ...]
    cause: CapacityReason | None
    declared_on: date


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service: as it is wished or assigned, and how far it is."""

    entry: int
    what: ServiceParticulars
    state: ServiceState
    asked_by: UUID
    recorded_on: date | None = None
    """Day (UTC) on which it was entered; unknown only in states kept before this was."""
    ended_on: date | None = None
    end_reason: ServiceEndReason | None = None
    end: int | None = None
    """Version of the event that ended it."""

    @property
    def service_id(self) -> UUID:
        return self.what.service_id

    @property
    def over_when_entered(self) -> bool:
        """Whether its period was over already on the day it was entered: the past."""
        return self.recorded_on is not None and self.what.valid_to <= self.recorded_on

    @property
    def running(self) -> bool:
        """Whether it has claims, or a wish that waits."""
        return self.state in ("PENDING", "ASSIGNED")


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was given."""

    entry: int
    what: DeliveryParticulars


class CaseNote(msgspec.Struct, frozen=True, kw_only=True):
    """That there is a note; its text is sealed."""

    entry: int
    kind: CaseNoteKind


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it on a day."""

    entry: int
    result: CaseResult
    subject: UUID | None
    recorded_on: date


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """An end of the case, and whether it was taken up again."""

    entry: int
    reason: CaseCloseReason
    closed_on: date
    reopened: int | None = None
    """Version of the event that reopened it."""
    reopened_on: date | None = None
