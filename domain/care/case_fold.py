"""How each event changes the state of a case. Pure; a table from event class to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from ..kernel.model import Event, Stamp
from . import case_correction_events as corrected
from . import case_events as events
from .case_events import CaseParticulars, DeliveryParticulars, ServiceParticulars
from .case_facts import (
    AddedSubject,
    Assessment,
    Capacity,
    CaseNote,
    Closing,
    Delivery,
    Kind,
    Outcome,
    Plan,
    Service,
)
from .case_state import CaseState
from .vocabulary import CaseEntry, ServiceEndReason

Change = dict[str, Any]
F = TypeVar("F", bound=msgspec.Struct)
S = TypeVar("S", bound=msgspec.Struct)

replace = msgspec.structs.replace


def part(kind: type[S], source: msgspec.Struct) -> S:
    """The fields of ``kind`` out of an event that says more."""
    return kind(**{name: getattr(source, name) for name in kind.__struct_fields__})


def _fields(event: Event, *names: str) -> Change:
    return {name: getattr(event, name) for name in names}


def _mend(facts: Iterable[F], of: int, **change: Any) -> tuple[F, ...]:
    """The facts, the one of entry ``of`` changed."""
    return tuple(
        replace(fact, **change) if fact.entry == of else fact  # type: ignore[attr-defined]
        for fact in facts
    )


def _without(facts: Iterable[F], of: int) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.entry != of)  # type: ignore[attr-defined]


# --- the work ------------------------------------------------------------------------------


def _reported(case: CaseState, event: events.CaseReported, stamp: Stamp) -> Change:
    return {
        "what": part(CaseParticulars, event),
        "body": event.body,
        "wksbm": event.wksbm,
        "reported_on": stamp.occurred_on,
        "reported_by": stamp.actor_id,
    }


def _subject_added(case: CaseState, event: events.CaseSubjectAdded, stamp: Stamp) -> Change:
    return {"added": (*case.added, AddedSubject(entry=stamp.version, person=event.person))}


def _category(case: CaseState, event: events.CategoryAssigned, stamp: Stamp) -> Change:
    kind = Kind(
        entry=stamp.version,
        code=event.code,
        subject=event.subject,
        assigned_on=stamp.occurred_on,
    )
    return {"categories": (*case.categories, kind)}


def _category_removed(case: CaseState, event: events.CategoryRemoved, stamp: Stamp) -> Change:
    return {
        "categories": _mend(
            case.categories, event.of, removed_on=stamp.occurred_on, removal=stamp.version
        )
    }


def _assessed(case: CaseState, event: events.CaseAssessed, stamp: Stamp) -> Change:
    found = Assessment(
        entry=stamp.version,
        assessed_on=stamp.occurred_on,
        **_fields(event, "by_role", "method", "subject", "urgency"),
    )
    return {"assessments": (*case.assessments, found)}


def _planned(case: CaseState, event: events.PlanAgreed, stamp: Stamp) -> Change:
    plan = Plan(
        entry=stamp.version,
        agreed_on=stamp.occurred_on,
        agreed_by=stamp.actor_id,
        **_fields(event, "items", "agreed_with"),
    )
    return {"plans": (*case.plans, plan)}


def _capacity(case: CaseState, event: events.LocalCapacityDeclared, stamp: Stamp) -> Change:
    declared = Capacity(
        entry=stamp.version,
        declared_on=stamp.occurred_on,
        **_fields(event, "verdict", "tried", "cause"),
    )
    return {"capacities": (*case.capacities, declared)}


def _requested(case: CaseState, event: events.ServiceRequested, stamp: Stamp) -> Change:
    service = Service(
        entry=stamp.version,
        what=part(ServiceParticulars, event),
        state="PENDING",
        asked_by=stamp.actor_id,
        recorded_on=stamp.recorded_at.date(),
    )
    return {"services": (*case.services, service)}


def _assigned(case: CaseState, event: events.ServiceAssigned, stamp: Stamp) -> Change:
    if case.service(event.service_id) is not None:
        return _service(case, event.service_id, state="ASSIGNED")
    service = Service(
        entry=stamp.version,
        what=part(ServiceParticulars, event),
        state="ASSIGNED",
        asked_by=stamp.actor_id,
        recorded_on=stamp.recorded_at.date(),
    )
    return {"services": (*case.services, service)}


def _service(case: CaseState, service_id: UUID, **change: Any) -> Change:
    return {
        "services": tuple(
            replace(item, **change) if item.service_id == service_id else item
            for item in case.services
        )
    }


def _service_refused(case: CaseState, event: events.ServiceRefused, stamp: Stamp) -> Change:
    return _service(case, event.service_id, state="REFUSED")


def _service_ended(case: CaseState, event: events.ServiceEnded, stamp: Stamp) -> Change:
    return {
        "services": tuple(
            _ended(item, event.reason, stamp) if item.service_id == event.service_id else item
            for item in case.services
        )
    }


def _ended(service: Service, reason: ServiceEndReason, stamp: Stamp) -> Service:
    """A service that ends; a wish that fell is not taken up again by a retraction."""
    return replace(
        service,
        state="ENDED",
        ended_on=stamp.occurred_on,
        end_reason=reason,
        end=stamp.version if service.state == "ASSIGNED" else None,
    )


def _all_ended(case: CaseState, stamp: Stamp) -> tuple[Service, ...]:
    return tuple(
        _ended(item, "CASE_CLOSED", stamp) if item.running else item for item in case.services
    )


def _delivered(case: CaseState, event: events.ServiceDelivered, stamp: Stamp) -> Change:
    delivery = Delivery(entry=stamp.version, what=part(DeliveryParticulars, event))
    return {"deliveries": (*case.deliveries, delivery)}


def _noted(case: CaseState, event: events.CaseNoteAdded, stamp: Stamp) -> Change:
    return {"notes": (*case.notes, CaseNote(entry=stamp.version, kind=event.kind))}


def _outcome(case: CaseState, event: events.OutcomeRecorded, stamp: Stamp) -> Change:
    outcome = Outcome(
        entry=stamp.version,
        recorded_on=stamp.occurred_on,
        **_fields(event, "result", "subject"),
    )
    return {"outcomes": (*case.outcomes, outcome)}


def _closed(case: CaseState, event: events.CaseClosed, stamp: Stamp) -> Change:
    closing = Closing(entry=stamp.version, reason=event.reason, closed_on=stamp.occurred_on)
    return {"closings": (*case.closings, closing), "services": _all_ended(case, stamp)}


def _reopened(case: CaseState, event: events.CaseReopened, stamp: Stamp) -> Change:
    return _last_closing(case, reopened=stamp.version, reopened_on=stamp.occurred_on)


def _last_closing(case: CaseState, **change: Any) -> Change:
    *before, last = case.closings
    return {"closings": (*before, replace(last, **change))}


# --- corrections ---------------------------------------------------------------------------


def _corrected(case: CaseState, event: corrected.CaseCorrected, stamp: Stamp) -> Change:
    return {
        "what": part(CaseParticulars, event),
        "reported_on": event.reported_on,
        "added": tuple(item for item in case.added if item.person not in event.subjects),
    }


def _assessment(case: CaseState, event: corrected.AssessmentCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "by_role", "method", "subject", "urgency", "assessed_on")
    return {"assessments": _mend(case.assessments, event.of, **change)}


def _capacity_mended(
    case: CaseState, event: corrected.LocalCapacityCorrected, stamp: Stamp
) -> Change:
    change = _fields(event, "verdict", "tried", "cause", "declared_on")
    return {"capacities": _mend(case.capacities, event.of, **change)}


def _service_mended(case: CaseState, event: corrected.ServiceCorrected, stamp: Stamp) -> Change:
    service = case.service(event.service_id)
    assert service is not None
    change = _fields(event, "service_kind", "valid_from", "valid_to")
    return _service(case, event.service_id, what=replace(service.what, **change))


def _delivery_mended(case: CaseState, event: corrected.DeliveryCorrected, stamp: Stamp) -> Change:
    what = part(DeliveryParticulars, event)
    return {"deliveries": _mend(case.deliveries, event.of, what=what)}


def _outcome_mended(case: CaseState, event: corrected.OutcomeCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "result", "subject", "recorded_on")
    return {"outcomes": _mend(case.outcomes, event.of, **change)}


def _closing_mended(case: CaseState, event: corrected.ClosingCorrected, stamp: Stamp) -> Change:
    return {
        "closings": _mend(
            case.closings, event.of, reason=event.closed_for, closed_on=event.closed_on
        )
    }


def _withdrawn(case: CaseState, event: corrected.CaseWithdrawn, stamp: Stamp) -> Change:
    return {"withdrawn": True, "services": _all_ended(case, stamp)}


ENTRY_LISTS: dict[CaseEntry, str] = {
    "SUBJECT": "added",
    "CATEGORY": "categories",
    "ASSESSMENT": "assessments",
    "PLAN": "plans",
    "CAPACITY": "capacities",
    "SERVICE": "services",
    "DELIVERY": "deliveries",
    "NOTE": "notes",
    "OUTCOME": "outcomes",
    "CLOSING": "closings",
}


def _retracted(case: CaseState, event: corrected.CaseEntryRetracted, stamp: Stamp) -> Change:
    match event.entry:
        case "CATEGORY_REMOVAL":
            kinds = tuple(
                replace(item, removed_on=None, removal=None) if item.removal == event.of else item
                for item in case.categories
            )
            return {"categories": kinds}
        case "SERVICE_END":
            return {"services": tuple(_resumed(item, event.of) for item in case.services)}
        case "REOPENING":
            return _last_closing(case, reopened=None, reopened_on=None)
        case "CLOSING":
            services = tuple(_resumed(item, event.of) for item in case.services)
            return {"closings": _without(case.closings, event.of), "services": services}
        case listed:
            name = ENTRY_LISTS[listed]
            return {name: _without(getattr(case, name), event.of)}


def _resumed(service: Service, end: int) -> Service:
    if service.end != end:
        return service
    return replace(service, state="ASSIGNED", ended_on=None, end_reason=None, end=None)


FOLD: dict[type[Event], Callable[[CaseState, Any, Stamp], Change]] = {
    events.CaseReported: _reported,
    events.CaseSubjectAdded: _subject_added,
    events.CategoryAssigned: _category,
    events.CategoryRemoved: _category_removed,
    events.CaseAssessed: _assessed,
    events.PlanAgreed: _planned,
    events.LocalCapacityDeclared: _capacity,
    events.ServiceRequested: _requested,
    events.ServiceAssigned: _assigned,
    events.ServiceRefused: _service_refused,
    events.ServiceEnded: _service_ended,
    events.ServiceDelivered: _delivered,
    events.CaseNoteAdded: _noted,
    events.OutcomeRecorded: _outcome,
    events.CaseClosed: _closed,
    events.CaseReopened: _reopened,
    corrected.CaseCorrected: _corrected,
    corrected.AssessmentCorrected: _assessment,
    corrected.LocalCapacityCorrected: _capacity_mended,
    corrected.ServiceCorrected: _service_mended,
    corrected.DeliveryCorrected: _delivery_mended,
    corrected.OutcomeCorrected: _outcome_mended,
    corrected.ClosingCorrected: _closing_mended,
    corrected.CaseWithdrawn: _withdrawn,
    corrected.CaseEntryRetracted: _retracted,
}
