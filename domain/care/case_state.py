"""The state of a case: a need, its assessments, plans, services, deliveries and outcomes, and its
end.

The state keeps entries and corrections; it never holds texts about a person. It is folded in
:mod:`.case_fold`; the commands are in modules named after what they do.
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
"""Stages of a case; steps may be skipped, "sederhana dan alami" (S2)."""


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
        """The persons concerned, the first being the main person."""
        assert self.what is not None
        return (*self.what.subjects, *(item.person for item in self.added))

    @property
    def closing(self) -> Closing | None:
        """The closing in force; ``None`` while the case is open."""
        last = self.closings[-1] if self.closings else None
        return last if last is not None and last.reopened is None else None

    @property
    def open(self) -> bool:
        """Whether it is open."""
        return not self.withdrawn and self.closing is None

    @property
    def urgency(self) -> Urgency:
        """Its urgency by the latest assessment, else by the report."""
        assert self.what is not None
        return self.assessments[-1].urgency if self.assessments else self.what.urgency

    @property
    def plan(self) -> CasePlan | None:
        """The plan in force."""
        return self.plans[-1] if self.plans else None

    @property
    def stage(self) -> CaseStage:
        """The latest stage that it has reached."""
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
        """The id of the service that is assigned automatically for an item of a plan."""
        return derive(self.id, "plan", plan.entry, no)

    def wanted_by(self, service_id: UUID) -> frozenset[UUID]:
        """Who requested a service: its author, and the author of the plan that it comes from."""
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
        """The deliveries under a service."""
        return tuple(item for item in self.deliveries if item.what.service_id == service_id)

    def last_delivery(self, service_id: UUID) -> date | None:
        """The day of the latest delivery under a service."""
        return max((item.what.delivered_on for item in self.delivered(service_id)), default=None)

    def capacity_on(self, day: date) -> CapacityVerdict | None:
        """The latest declaration of the local capacity up to and including a day."""
        known = [item for item in self.capacities if item.declared_on <= day]
        return (
            max(known, key=lambda item: (item.declared_on, item.entry)).verdict if known else None
        )
