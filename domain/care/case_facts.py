"""The facts of a case: its valid entries, and their kinds.

``entry`` is the version, in the case's stream, of the event that made the fact; corrections and
retractions name it. The kinds say which events make, correct and retract each fact; their rules are
in :mod:`.case_rules`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, FactKind, changed, ending, identity_of, left_out, listed
from ..kernel.model import Stamp
from ..kernel.particulars import carry
from ..kernel.policy_types import Urgency
from . import case_correction_events as corrected
from . import case_events as events
from .case_events import (
    AssessmentParticulars,
    CapacityParticulars,
    CaseParticulars,
    CasePlanItem,
    DeliveryParticulars,
    ServiceParticulars,
)
from .vocabulary import AgreedWith, CaseCloseReason, CaseNoteKind, CaseResult, ServiceEndReason

replace = msgspec.structs.replace

ServiceState = Literal["PENDING", "ASSIGNED", "REFUSED", "ENDED"]
"""PENDING: it overlaps another service and waits for the Dinas."""


class Reported(NamedTuple):
    """The particulars of a case and the day of the report, from the first event of its stream."""

    what: CaseParticulars
    reported_on: date


class AddedSubject(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was added after the report."""

    entry: int
    person: UUID
    added_on: date


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A category of need, from a day and, if removed, until a day."""

    entry: int
    code: str
    subject: UUID | None
    assigned_on: date
    removed_on: date | None = None
    removal: int | None = None
    """Version of the event that removed it."""


class Assessment(AssessmentParticulars, frozen=True, kw_only=True):
    """An assessment, without its sealed findings."""

    entry: int
    subject: UUID | None
    urgency: Urgency
    assessed_on: date


class CasePlan(msgspec.Struct, frozen=True, kw_only=True):
    """An agreed plan."""

    entry: int
    items: tuple[CasePlanItem, ...]
    agreed_with: AgreedWith
    agreed_on: date
    agreed_by: UUID
    """Who entered it."""


class Capacity(CapacityParticulars, frozen=True, kw_only=True):
    """A declaration of what the community can do itself."""

    entry: int
    declared_on: date


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service as requested or assigned, with its present state."""

    entry: int
    what: ServiceParticulars
    state: ServiceState
    asked_by: UUID
    assigned_on: date
    """Business day on which it was assigned, or requested."""
    recorded_on: date
    """Day (UTC) on which it was entered."""
    ended_on: date | None = None
    end_reason: ServiceEndReason | None = None
    end: int | None = None
    """Version of the event that ended it."""
    decided_on: date | None = None
    """Business day on which a request was assigned or refused."""
    decision: int | None = None
    """Version of the event that did so."""

    @property
    def service_id(self) -> UUID:
        return self.what.service_id

    @property
    def assigned(self) -> bool:
        """Whether it is or was assigned, not only requested."""
        return self.state == "ASSIGNED" or self.end is not None

    @property
    def over_when_entered(self) -> bool:
        """Whether its period was already over on the day it was entered."""
        return self.what.valid_to <= self.recorded_on

    @property
    def running(self) -> bool:
        """Whether it has claims, or is waiting as a request."""
        return self.state in ("PENDING", "ASSIGNED")


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was given."""

    entry: int
    what: DeliveryParticulars

    @property
    def delivered_on(self) -> date:
        return self.what.delivered_on


class CaseNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note; its text is sealed."""

    entry: int
    kind: CaseNoteKind
    subject: UUID | None
    noted_on: date


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome, with its day."""

    entry: int
    result: CaseResult
    subject: UUID | None
    recorded_on: date


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """A closing of the case, and whether the case was reopened since."""

    entry: int
    reason: CaseCloseReason
    closed_on: date
    reopened: int | None = None
    """Version of the event that reopened it."""
    reopened_on: date | None = None


# --- kinds -----------------------------------------------------------------------------------

RETRACTED = corrected.CaseEntryRetracted


def _planned(event: events.PlanAgreed, stamp: Stamp) -> CasePlan:
    day, who = stamp.occurred_on, stamp.actor_id
    return carry(CasePlan, event, entry=stamp.version, agreed_on=day, agreed_by=who)


def _service(event: events.ServiceRequested | events.ServiceAssigned, stamp: Stamp) -> Service:
    return Service(
        entry=stamp.version,
        what=carry(ServiceParticulars, event),
        state="ASSIGNED" if isinstance(event, events.ServiceAssigned) else "PENDING",
        asked_by=stamp.actor_id,
        assigned_on=stamp.occurred_on,
        recorded_on=stamp.recorded_at.date(),
    )


def _service_corrected(case: Any, event: corrected.ServiceCorrected, stamp: Stamp) -> Changed:
    days = {"valid_from": event.valid_from, "valid_to": event.valid_to}
    return {
        "services": tuple(
            replace(item, what=replace(item.what, service_kind=event.service_kind, **days))
            if item.service_id == event.service_id
            else item
            for item in case.services
        )
    }


def _delivered(event: events.ServiceDelivered, stamp: Stamp) -> Delivery:
    return Delivery(entry=stamp.version, what=carry(DeliveryParticulars, event))


def _delivery_corrected(case: Any, event: corrected.DeliveryCorrected, stamp: Stamp) -> Changed:
    what = carry(DeliveryParticulars, event)
    return {"deliveries": changed(case.deliveries, event.of, what=what)}


RESUMED: Changed = {"state": "ASSIGNED", "ended_on": None, "end_reason": None, "end": None}
"""The fields of a service after its end is retracted."""


def _unclosed(case: Any, of: int) -> Changed:
    """A case without one of its closings: the services that ended with it continue."""
    services = (replace(it, **RESUMED) if it.end == of else it for it in case.services)
    return {"closings": left_out(case.closings, of), "services": tuple(services)}


REPORT = identity_of(
    "REPORT",
    made_by=events.CaseReported,
    corrected_by=corrected.CaseCorrected,
    retracted_by=corrected.CaseWithdrawn,
    fact=lambda case: Reported(case.what, case.reported_on),
    day=lambda fact: fact.reported_on,
    day_field="reported_on",
)
SUBJECT = listed(
    "SUBJECT",
    AddedSubject,
    "added",
    made_by=events.CaseSubjectAdded,
    retracted_by=RETRACTED,
    day="added_on",
)
CATEGORY = listed(
    "CATEGORY",
    Kind,
    "categories",
    made_by=events.CategoryAssigned,
    retracted_by=RETRACTED,
    day="assigned_on",
)
CATEGORY_REMOVAL = ending(
    "CATEGORY_REMOVAL",
    "categories",
    made_by=events.CategoryRemoved,
    retracted_by=RETRACTED,
    entry="removal",
    day="removed_on",
    restored={"removed_on": None, "removal": None},
)
ASSESSMENT = listed(
    "ASSESSMENT",
    Assessment,
    "assessments",
    made_by=events.CaseAssessed,
    corrected_by=corrected.AssessmentCorrected,
    retracted_by=RETRACTED,
    day="assessed_on",
)
PLAN = listed(
    "PLAN",
    CasePlan,
    "plans",
    made_by=events.PlanAgreed,
    retracted_by=RETRACTED,
    day="agreed_on",
    build=_planned,
)
CAPACITY = listed(
    "CAPACITY",
    Capacity,
    "capacities",
    made_by=events.LocalCapacityDeclared,
    corrected_by=corrected.LocalCapacityCorrected,
    retracted_by=RETRACTED,
    day="declared_on",
)
SERVICE = listed(
    "SERVICE",
    Service,
    "services",
    made_by=(events.ServiceAssigned, events.ServiceRequested),
    corrected_by=corrected.ServiceCorrected,
    retracted_by=RETRACTED,
    day="assigned_on",
    about=lambda fact: next(iter(fact.what.recipients), None),
    build=_service,
    correct=_service_corrected,
)
SERVICE_END = ending(
    "SERVICE_END",
    "services",
    made_by=events.ServiceEnded,
    retracted_by=RETRACTED,
    entry="end",
    day="ended_on",
    restored=RESUMED,
    about=SERVICE.about,
)
_PENDING: Changed = {"state": "PENDING", "decided_on": None, "decision": None}
DECISION = ending(
    "SERVICE_DECISION",
    "services",
    made_by=(events.ServiceAssigned, events.ServiceRefused),
    entry="decision",
    day="decided_on",
    restored=_PENDING,
)
"""That a requested service was assigned or refused: known by a day, never retracted."""
REQUEST_END = FactKind(
    code="REQUEST_END",
    made_by=(events.CaseClosed, events.ServiceEnded),
    found=lambda case: (
        (item.entry, item)
        for item in case.services
        if item.ended_on is not None and item.end is None
    ),
    day=lambda item: item.ended_on,
    without=lambda case, of: {
        "services": changed(case.services, of, state="PENDING", ended_on=None, end_reason=None)
    },
)
"""That a request ended unassigned: known by a day, never retracted."""
DELIVERY = listed(
    "DELIVERY",
    Delivery,
    "deliveries",
    made_by=events.ServiceDelivered,
    corrected_by=corrected.DeliveryCorrected,
    retracted_by=RETRACTED,
    day="delivered_on",
    about=SERVICE.about,
    build=_delivered,
    correct=_delivery_corrected,
)
NOTE = listed(
    "NOTE",
    CaseNote,
    "notes",
    made_by=events.CaseNoteAdded,
    retracted_by=RETRACTED,
    day="noted_on",
)
OUTCOME = listed(
    "OUTCOME",
    Outcome,
    "outcomes",
    made_by=events.OutcomeRecorded,
    corrected_by=corrected.OutcomeCorrected,
    retracted_by=RETRACTED,
    day="recorded_on",
)
CLOSING = listed(
    "CLOSING",
    Closing,
    "closings",
    made_by=events.CaseClosed,
    corrected_by=corrected.ClosingCorrected,
    retracted_by=RETRACTED,
    day="closed_on",
    renamed={"reason": "closed_for"},
    without=_unclosed,
)
REOPENING = ending(
    "REOPENING",
    "closings",
    made_by=events.CaseReopened,
    retracted_by=RETRACTED,
    entry="reopened",
    day="reopened_on",
    restored={"reopened": None, "reopened_on": None},
)
KINDS = {
    kind.code: kind
    for kind in (
        *(SUBJECT, CATEGORY, CATEGORY_REMOVAL, ASSESSMENT, PLAN, CAPACITY, SERVICE, SERVICE_END),
        *(DELIVERY, NOTE, OUTCOME, CLOSING, REOPENING),
    )
}
"""The kinds of facts that are retracted one by one, by their codes in the API."""
