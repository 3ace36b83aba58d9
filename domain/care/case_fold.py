"""How each event changes the state of a case. Pure; a table from event class to change.

Making, correcting and retracting facts follows from the declaration of their kinds
(:mod:`.case_facts`); this module has the rest.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..kernel.facts import Changed, Fold, changed, folds
from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from . import case_correction_events as corrected
from . import case_events as events
from .case_events import CaseParticulars
from .case_facts import CLOSING, KINDS, SERVICE, Service, ServiceState
from .case_state import CaseState
from .vocabulary import ServiceEndReason

replace = msgspec.structs.replace


def _reported(case: CaseState, event: events.CaseReported, stamp: Stamp) -> Changed:
    return {
        "what": carry(CaseParticulars, event),
        "body": event.body,
        "wksbm": event.wksbm,
        "reported_on": stamp.occurred_on,
        "reported_by": stamp.actor_id,
    }


def _corrected(case: CaseState, event: corrected.CaseCorrected, stamp: Stamp) -> Changed:
    return {
        "what": carry(CaseParticulars, event),
        "reported_on": event.reported_on,
        "added": tuple(item for item in case.added if item.person not in event.subjects),
    }


def _category_removed(case: CaseState, event: events.CategoryRemoved, stamp: Stamp) -> Changed:
    ended = {"removed_on": stamp.occurred_on, "removal": stamp.version}
    return {"categories": changed(case.categories, event.of, **ended)}


def _assigned(case: CaseState, event: events.ServiceAssigned, stamp: Stamp) -> Changed:
    """A new service, or a requested one that is now assigned."""
    if case.service(event.service_id) is None:
        return SERVICE.fold[events.ServiceAssigned](case, event, stamp)
    return {"services": _with(case, event, lambda service: _decided(service, "ASSIGNED", stamp))}


def _service_refused(case: CaseState, event: events.ServiceRefused, stamp: Stamp) -> Changed:
    return {"services": _with(case, event, lambda service: _decided(service, "REFUSED", stamp))}


def _decided(service: Service, state: ServiceState, stamp: Stamp) -> Service:
    return replace(service, state=state, decided_on=stamp.occurred_on, decision=stamp.version)


def _service_ended(case: CaseState, event: events.ServiceEnded, stamp: Stamp) -> Changed:
    return {"services": _with(case, event, lambda item: _ended(item, event.reason, stamp))}


def _with(case: CaseState, event: Any, change: Any) -> tuple[Service, ...]:
    return tuple(
        change(item) if item.service_id == event.service_id else item for item in case.services
    )


def _ended(service: Service, reason: ServiceEndReason, stamp: Stamp) -> Service:
    """A service that ends; retracting the end does not renew a request that ended unassigned."""
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


def _closed(case: CaseState, event: events.CaseClosed, stamp: Stamp) -> Changed:
    return CLOSING.fold[events.CaseClosed](case, event, stamp) | {
        "services": _all_ended(case, stamp)
    }


def _reopened(case: CaseState, event: events.CaseReopened, stamp: Stamp) -> Changed:
    *before, last = case.closings
    again = replace(last, reopened=stamp.version, reopened_on=stamp.occurred_on)
    return {"closings": (*before, again)}


def _withdrawn(case: CaseState, event: corrected.CaseWithdrawn, stamp: Stamp) -> Changed:
    return {"withdrawn": True, "services": _all_ended(case, stamp)}


def _closing_corrected(case: CaseState, event: corrected.ClosingCorrected, stamp: Stamp) -> Changed:
    """The services that ended with the case get the corrected day too."""
    services = (
        replace(item, ended_on=event.closed_on) if item.end == event.of else item
        for item in case.services
    )
    return CLOSING.fold[corrected.ClosingCorrected](case, event, stamp) | {
        "services": tuple(services)
    }


FOLD: dict[type[Event], Fold] = {
    **folds(*KINDS.values()),
    events.CaseReported: _reported,
    events.CategoryRemoved: _category_removed,
    events.ServiceAssigned: _assigned,
    events.ServiceRefused: _service_refused,
    events.ServiceEnded: _service_ended,
    events.CaseClosed: _closed,
    events.CaseReopened: _reopened,
    corrected.CaseCorrected: _corrected,
    corrected.ClosingCorrected: _closing_corrected,
    corrected.CaseWithdrawn: _withdrawn,
}
