"""Retracting entries of a case that should never have been made.

What others rest on is taken back last (ENTRY_IN_USE): a service after its deliveries, an
assessment after the plan. With a service go its claims; an end that is taken back brings them
again, and may meet another body's claim by now (OVERLAP).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from .access import check_delivers
from .case_command import CaseCorrection, existing_case
from .case_facts import DELIVERY, KINDS, REOPENING, SERVICE_END
from .case_rules import CASE
from .services import existing_service
from .vocabulary import CaseEntry


class RetractCaseEntry(CaseCorrection, frozen=True, kw_only=True):
    """Takes back an entry of a case that should never have been made.

    A closing that is taken back lets the case and its services go on.
    """

    GROUP: ClassVar[str] = "CASE"
    RETRACTS = tuple(KINDS.values())

    entry: Annotated[CaseEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        kind = KINDS[self.entry]
        if kind is SERVICE_END and not case.open:
            refuse("CASE_STATE", field="of", state="CLOSED", needed="OPEN")
        retracted = CASE.retracted(context, case, self, kind, of=self.of)
        if kind is REOPENING and any(item.running for item in case.services):
            refuse("ENTRY_IN_USE", field="of", entry="SERVICE", day=context.occurred_on)
        return retracted


class RetractDelivery(CaseCorrection, frozen=True, kw_only=True):
    """Takes back a delivery that never took place; the liaison of the tasked body may too."""

    GROUP: ClassVar[str] = "DELIVERY"
    RETRACTS = (DELIVERY,)

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        delivery = CASE.fact(case, DELIVERY, self.of)
        service = existing_service(case, delivery.what.service_id)
        check_delivers(context, case, service, self.via)
        return CASE.retracted(context, case, self, DELIVERY, of=self.of)
