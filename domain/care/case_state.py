"""A case: a need that became known, what was found, planned, given, and how it ended.

The state keeps what was entered and corrected; it never holds what is told about a person. It
is folded in :mod:`.case_fold`; the commands stand in modules named after what they do.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ..kernel.model import Aggregate, derive
from ..kernel.policy_types import Urgency
from .bodies import Body
from .case_events import CaseParticulars
from .case_facts import (
    AddedSubject,
    Assessment,
    Capacity,
    CaseNote,
    CasePlan,
    Closing,
    Delivery,
    Kind,
    Outcome,
    Service,
)
from .vocabulary import CapacityVerdict

CaseStage = Literal["REPORTED", "ASSESSED", "PLANNED", "SERVED", "OUTCOME", "CLOSED", "WITHDRAWN"]
"""How far a case has come; steps may be left out, "sederhana dan alami" (S2)."""


class CaseState(Aggregate, frozen=True, kw_only=True):
    """State of one case."""

    what: CaseParticulars | None = None
    body: Body | None = None
    wksbm: UUID | None = None
    reported_on: date | None = None
    reported_by: UUID | None = None
    added: tuple[AddedSubject, ...] = ()
    categories: tuple[Kind, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    plans: tuple[CasePlan, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    services: tuple[Service, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    notes: tuple[CaseNote, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    closings: tuple[Closing, ...] = ()
    withdrawn: bool = False

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The persons concerned, the one spoken about first."""
        assert self.what is not None
        return (*self.what.subjects, *(item.person for item in self.added))

    @property
    def closing(self) -> Closing | None:
        """The end that stands."""
        last = self.closings[-1] if self.closings else None
        return last if last is not None and last.reopened is None else None

    @property
    def open(self) -> bool:
        """Whether it is worked on."""
        return not self.withdrawn and self.closing is None

    @property
    def urgency(self) -> Urgency:
        """How urgent it is by the latest assessment, else by the report."""
        assert self.what is not None
        return self.assessments[-1].urgency if self.assessments else self.what.urgency

    @property
    def plan(self) -> CasePlan | None:
        """The plan in force."""
        return self.plans[-1] if self.plans else None

    @property
    def stage(self) -> CaseStage:
        """How far it has come."""
        if self.withdrawn:
            return "WITHDRAWN"
        if self.closing is not None:
            return "CLOSED"
        if self.outcomes:
            return "OUTCOME"
        if any(service.state != "PENDING" for service in self.services) or self.deliveries:
            return "SERVED"
        if self.plans:
            return "PLANNED"
        return "ASSESSED" if self.assessments else "REPORTED"

    def service(self, service_id: UUID) -> Service | None:
        """A service by its id."""
        return next((item for item in self.services if item.service_id == service_id), None)

    def planned_service(self, plan: CasePlan, no: int) -> UUID:
        """The id of the service that carries out an item of a plan by itself."""
        return derive(self.id, "plan", plan.entry, no)

    def wanted_by(self, service_id: UUID) -> frozenset[UUID]:
        """Who wanted a service: who asked for it, and who entered the plan it comes from."""
        service = self.service(service_id)
        asked = set() if service is None else {service.asked_by}
        planners = {
            plan.agreed_by
            for plan in self.plans
            for item in plan.items
            if self.planned_service(plan, item.no) == service_id
        }
        return frozenset(asked | planners)

    def delivered(self, service_id: UUID) -> tuple[Delivery, ...]:
        """What was given under a service."""
        return tuple(item for item in self.deliveries if item.what.service_id == service_id)

    def last_delivery(self, service_id: UUID) -> date | None:
        """The last day on which something was given under a service."""
        return max((item.what.delivered_on for item in self.delivered(service_id)), default=None)

    def capacity_on(self, day: date) -> CapacityVerdict | None:
        """What was last declared about the local capacity up to and including a day."""
        known = [item for item in self.capacities if item.declared_on <= day]
        return (
            max(known, key=lambda item: (item.declared_on, item.entry)).verdict if known else None
        )
