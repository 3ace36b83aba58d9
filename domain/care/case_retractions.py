"""Commands: retract entries of a case that were made by mistake.

Entries on which others depend are retracted last (ENTRY_IN_USE): a service after its deliveries, an
assessment after the plan. The claims of a service are retracted with it; retracting an end restores
them, and may meet another body's claim that was made since (OVERLAP).
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
    """Retracts an entry of a case that was made by mistake.

    Retracting a closing reopens the case and its services.
    """

    GROUP: ClassVar[str] = "CASE"
    RETRACTS = tuple(KINDS.values())

    entry: Annotated[CaseEntry, Meta(description="Kind of the entry.")]

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
    """Retracts a delivery that never took place; a liaison of the body that gives the service may
    do so too."""

    GROUP: ClassVar[str] = "DELIVERY"
    RETRACTS = (DELIVERY,)

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        delivery = CASE.fact(case, DELIVERY, self.of)
        service = existing_service(case, delivery.what.service_id)
        check_delivers(context, case, service, self.via)
        return CASE.retracted(context, case, self, DELIVERY, of=self.of)


class WithdrawCase(CaseCommand, frozen=True, kw_only=True):
    """Withdraws a whole case that was entered by mistake, or entered twice.

    Only the body that holds it may do so. Retract its deliveries first: what was given remains a
    fact. Its services no longer count as overlaps.
    """

    GROUP: ClassVar[str] = "CASE_RECORD"
    RETRACTS = (REPORT,)

    twin_case_id: Annotated[
        UUID | None, Meta(description="The case that is valid instead, if it was entered twice.")
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
            twin = context.existing(Case, self.twin_case_id, field="twinCaseId")
            if twin.withdrawn:
                refuse("CASE_STATE", field="twinCaseId", state="WITHDRAWN", needed="OPEN")
        return CASE.retracted(context, case, self, REPORT, of=1, twin=self.twin_case_id)
