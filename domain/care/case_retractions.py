"""Taking back entries of a case that should never have been made.

What others rest on is taken back last (ENTRY_IN_USE): a service after its deliveries, an
assessment after the plan. With a service go its claims; an end that is taken back brings them
again, and may meet another body's claim by now (OVERLAP).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse
from .access import check_delivers
from .case import Case
from .case_command import CaseCorrection, existing_case
from .case_correction_events import CaseEntryRetracted
from .case_facts import Service
from .case_fold import ENTRY_LISTS
from .claims import restore, together, void, wish
from .services import existing_service
from .vocabulary import CaseEntry

Moves = list[tuple[Aggregate, Event]]


class RetractCaseEntry(CaseCorrection, frozen=True, kw_only=True):
    """Takes back an entry of a case that should never have been made.

    A closing that is taken back lets the case and its services go on.
    """

    GROUP: ClassVar[str] = "CASE"

    entry: Annotated[CaseEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        if self.of not in _entries(case, self.entry):
            refuse("NOT_FOUND", field="of", kind="entry", id=str(self.of))
        _check_unused(case, self.entry, self.of)
        retracted = CaseEntryRetracted(of=self.of, entry=self.entry, **self.why())
        return [(case, retracted), *together(_claims(context, case, self.entry, self.of))]


class RetractDelivery(CaseCorrection, frozen=True, kw_only=True):
    """Takes back a delivery that never took place; the liaison of the tasked body may too."""

    GROUP: ClassVar[str] = "DELIVERY"

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        delivery = next((item for item in case.deliveries if item.entry == self.of), None)
        if delivery is None:
            refuse("NOT_FOUND", field="of", kind="entry", id=str(self.of))
        service = existing_service(case, delivery.what.service_id)
        check_delivers(context, case, service, self.via)
        return [(case, CaseEntryRetracted(of=self.of, entry="DELIVERY", **self.why()))]


def _entries(case: Case, entry: CaseEntry) -> tuple[int | None, ...]:
    """Versions of the entries of a kind that stand."""
    match entry:
        case "CATEGORY_REMOVAL":
            return tuple(kind.removal for kind in case.categories)
        case "SERVICE_END":
            return tuple(service.end for service in case.services if case.open)
        case "CLOSING":
            return () if case.closing is None else (case.closing.entry,)
        case "REOPENING":
            return () if not case.closings else (case.closings[-1].reopened,)
        case listed:
            return tuple(fact.entry for fact in getattr(case, ENTRY_LISTS[listed]))


def _check_unused(case: Case, entry: CaseEntry, of: int) -> None:
    """Raises ENTRY_IN_USE if something else rests on the entry."""
    used: CaseEntry | None = None
    match entry:
        case "SUBJECT":
            person = next(item.person for item in case.added if item.entry == of)
            if any(person in service.what.recipients for service in case.services):
                used = "SERVICE"
            elif any(kind.subject == person for kind in case.categories):
                used = "CATEGORY"
            elif any(item.subject == person for item in case.assessments):
                used = "ASSESSMENT"
            elif any(item.subject == person for item in case.outcomes):
                used = "OUTCOME"
        case "ASSESSMENT":
            if len(case.assessments) == 1 and case.plans:
                used = "PLAN"
        case "PLAN":
            if any(item.running and item.what.plan_item for item in case.services):
                used = "SERVICE"
        case "SERVICE":
            service = _service(case, of)
            used = "DELIVERY" if case.delivered(service.service_id) else None
        case "OUTCOME":
            met = case.closing is not None and case.closing.reason == "GOALS_MET"
            used = "CLOSING" if met and len(case.outcomes) == 1 else None
        case "REOPENING":
            used = _since(case, of)
    if used is not None:
        refuse("ENTRY_IN_USE", field="of", entry=used)


def _since(case: Case, reopening: int) -> CaseEntry | None:
    """The kind of an entry that a reopened case has got since; it would follow its end else."""
    if any(item.running for item in case.services):
        return "SERVICE"
    for kind, name in ENTRY_LISTS.items():
        facts = () if kind in ("NOTE", "CLOSING") else getattr(case, name)
        if any(fact.entry > reopening for fact in facts):
            return kind
    return None


def _claims(context: Context, case: Case, entry: CaseEntry, of: int) -> Moves:
    """What taking the entry back does to claims."""
    match entry:
        case "SERVICE":
            return void(context, _service(case, of).what, "NOT_NEEDED")
        case "SERVICE_END" | "CLOSING":
            return [
                move
                for service in case.services
                if service.end == of
                for move in restore(context, service.what.recipients, wish(case.id, service.what))
            ]
    return []


def _service(case: Case, of: int) -> Service:
    return next(item for item in case.services if item.entry == of)
