"""Retracting entries of a case that should never have been made.

What others rest on is taken back last (ENTRY_IN_USE): a service after its deliveries, an
assessment after the plan. With a service go its claims; an end that is taken back brings them
again, and may meet another body's claim by now (OVERLAP).
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .access import check_delivers
from .case import Case
from .case_command import CaseCommand, CaseCorrection, existing_case
from .case_facts import DELIVERY, KINDS, REOPENING, REPORT, SERVICE_END
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


class WithdrawCase(CaseCommand, frozen=True, kw_only=True):
    """Takes a whole case back: it should never have been entered, or stands twice.

    By the body that holds it. What was delivered under it has to be retracted first: a thing that
    was given is a fact. Its services count in no overlap any more.
    """

    GROUP: ClassVar[str] = "CASE_RECORD"
    RETRACTS = (REPORT,)

    twin_case_id: Annotated[
        UUID | None, Meta(description="The case that stands instead, if it was entered twice.")
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        if self.via is not None:
            refuse("NOT_YOUR_CASE", field="via", role=context.actor.role)
        for delivery in case.deliveries:
            day = delivery.delivered_on
            refuse("ENTRY_IN_USE", field="caseId", entry="DELIVERY", day=day)
        if self.twin_case_id is not None:
            if self.twin_case_id == case.id:
                refuse("SAME_CASE", field="twinCaseId")
            context.existing(Case, self.twin_case_id, field="twinCaseId")
        return CASE.retracted(context, case, self, REPORT, of=1, twin=self.twin_case_id)
