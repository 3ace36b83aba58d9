"""When a fact of a case is allowed: one rule for each kind, for commands and corrections alike.

A rule receives the state before its fact, with corrections entered later included, and the fact.
Everything else that a command gives (codes of a list, bodies, who acts) is checked with the
command.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..kernel.model import Context
from ..kernel.refusal import About, refuse, refuse_missing
from ..kernel.timeline import Timeline
from ..people.standing import is_among, same_person
from .case import Case
from .case_facts import (
    ASSESSMENT,
    CAPACITY,
    CATEGORY,
    CATEGORY_REMOVAL,
    CLOSING,
    DELIVERY,
    NOTE,
    OUTCOME,
    PLAN,
    REOPENING,
    REPORT,
    SERVICE,
    SERVICE_END,
    SUBJECT,
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
from .claims import follow


def check_open(case: Case, day: date, *, field: str = "occurredOn") -> None:
    """Raises CASE_STATE if it is closed, STAGE_DATE for a day before it was reported."""
    if case.closing is not None:
        refuse("CASE_STATE", field="caseId", state="CLOSED", needed="OPEN")
    not_before(case, day, field=field)


def check_closed(case: Case) -> None:
    """Raises CASE_STATE unless it is closed."""
    if case.closing is None:
        refuse("CASE_STATE", field="caseId", state="OPEN", needed="CLOSED")


def not_before(case: Case, day: date, *, field: str) -> None:
    """Raises STAGE_DATE if a day is before the report of the case."""
    assert case.reported_on is not None
    if day < case.reported_on:
        refuse("STAGE_DATE", field=field, stage="REPORTED", day=case.reported_on)


def sealed_under(case: Case, subject: UUID | None) -> UUID:
    """The subject under which a text is sealed: the person, else the first one, else the case
    itself."""
    return subject or (case.subjects[0] if case.subjects else case.id)


def _named(context: Context, case: Case, persons: Iterable[UUID | None], *, field: str) -> None:
    """Raises NOT_A_SUBJECT for a person who is not of the case, unless their surviving
    record is."""
    for person in persons:
        if person is not None and not is_among(context, person, case.subjects):
            refuse("NOT_A_SUBJECT", field=field, person=About("person", person))


def _subject(context: Context, case: Case, added: AddedSubject) -> None:
    check_open(case, added.added_on)
    assert case.what is not None
    if case.what.target == "INDIVIDUAL":
        given = len(case.subjects) + 1
        refuse("CASE_SUBJECTS", field="person", target="INDIVIDUAL", given=given)
    if is_among(context, added.person, case.subjects):
        refuse("PERSON_TWICE", field="person", person=About("person", added.person))


def _category(context: Context, case: Case, found: Kind) -> None:
    check_open(case, found.assigned_on)
    _named(context, case, (found.subject,), field="subjectId")
    for other in case.categories:
        same = other.subject is found.subject or same_person(context, other.subject, found.subject)
        if (other.code, other.removed_on) == (found.code, None) and same:
            refuse("NO_CHANGE", field="code")


def _category_removal(context: Context, case: Case, found: Kind) -> None:
    assert found.removed_on is not None
    check_open(case, found.removed_on)
    if found.removed_on < found.assigned_on:
        refuse("STAGE_DATE", field="occurredOn", stage="CATEGORY", day=found.assigned_on)


def _assessment(context: Context, case: Case, found: Assessment) -> None:
    check_open(case, found.assessed_on)
    _named(context, case, (found.subject,), field="subjectId")


def _plan(context: Context, case: Case, plan: CasePlan) -> None:
    check_open(case, plan.agreed_on)
    if not case.assessments and case.urgency != "EMERGENCY":
        refuse("CASE_STAGE", field="caseId", stage=case.stage, needed="ASSESSED")
    for item in plan.items:
        _named(context, case, item.recipients, field="items")


def _capacity(context: Context, case: Case, declared: Capacity) -> None:
    check_open(case, declared.declared_on)


def _service(context: Context, case: Case, service: Service) -> None:
    check_open(case, service.assigned_on)
    _named(context, case, service.what.recipients, field="recipients")
    item = service.what.plan_item
    if item is None:
        return
    if case.plan is None or all(planned.no != item for planned in case.plan.items):
        refuse_missing("plan_item", item, field="planItem")
    if any(other.running and other.what.plan_item == item for other in case.services):
        refuse("NO_CHANGE", field="planItem")


def _service_end(context: Context, case: Case, service: Service) -> None:
    assert service.ended_on is not None
    check_open(case, service.ended_on)
    last = case.last_delivery(service.service_id)
    if last is not None and service.ended_on < last:
        refuse("STAGE_DATE", field="occurredOn", stage="DELIVERY", day=last)


def _delivery(context: Context, case: Case, delivery: Delivery) -> None:
    what, day = delivery.what, delivery.delivered_on
    check_open(case, day, field="deliveredOn")
    service = case.service(what.service_id)
    if service is None:
        refuse_missing("service", what.service_id, field="serviceId")
    if service.state in ("PENDING", "REFUSED"):
        refuse("SERVICE_STATE", field="serviceId", state=service.state)
    if what.service_kind != service.what.service_kind:
        refuse(
            "KIND_UNKNOWN",
            field="serviceKind",
            code=what.service_kind,
            list="ServiceKind",
            allowed=(service.what.service_kind,),
        )
    for nth, person in enumerate(what.recipients, 1):
        if not is_among(context, person, service.what.recipients):
            refuse("NOT_A_SUBJECT", field="recipients", person=About("person", person), nth=nth)
    first, after = service.what.valid_from, service.what.valid_to
    if not first <= day < after:
        refuse("SERVICE_PERIOD", field="deliveredOn", day=day, valid_from=first, valid_to=after)
    if service.ended_on is not None and day > service.ended_on:
        refuse("SERVICE_STATE", field="serviceId", state=service.state)


def _note(context: Context, case: Case, note: CaseNote) -> None:
    if case.closing is not None and note.kind != "AFTER_CARE":
        refuse("CASE_STATE", field="kind", state="CLOSED", needed="OPEN")
    not_before(case, note.noted_on, field="occurredOn")
    _named(context, case, (note.subject,), field="subjectId")


def _outcome(context: Context, case: Case, outcome: Outcome) -> None:
    check_open(case, outcome.recorded_on)
    _named(context, case, (outcome.subject,), field="subjectId")


def _closing(context: Context, case: Case, closing: Closing) -> None:
    check_open(case, closing.closed_on)
    if closing.reason == "GOALS_MET" and not case.outcomes:
        refuse("CASE_STAGE", field="reason", stage=case.stage, needed="OUTCOME")
    for kind, name in _DONE:
        days = (kind.day(fact) for _, fact in kind.found(case))
        last = max((day for day in days if day is not None), default=None)
        if last is not None and closing.closed_on < last:
            refuse("STAGE_DATE", field="occurredOn", stage=name, day=last)


def _reopening(context: Context, case: Case, closing: Closing) -> None:
    check_closed(case)
    assert closing.reopened_on is not None
    if closing.reopened_on < closing.closed_on:
        refuse("STAGE_DATE", field="occurredOn", stage="CLOSED", day=closing.closed_on)


_DONE = tuple(
    (kind, kind.code)
    for kind in (DELIVERY, CATEGORY, CATEGORY_REMOVAL, ASSESSMENT, PLAN, CAPACITY, OUTCOME)
)
"""Kinds of facts that may not be later than the closing."""

CASE: Timeline[Case] = Timeline(
    {
        REPORT: None,
        SUBJECT: _subject,
        CATEGORY: _category,
        CATEGORY_REMOVAL: _category_removal,
        ASSESSMENT: _assessment,
        PLAN: _plan,
        CAPACITY: _capacity,
        SERVICE: _service,
        SERVICE_END: _service_end,
        DELIVERY: _delivery,
        NOTE: _note,
        OUTCOME: _outcome,
        CLOSING: _closing,
        REOPENING: _reopening,
    },
    about=lambda case: sealed_under(case, None),
    follows=follow,
)
"""The facts of a case and their rules."""
