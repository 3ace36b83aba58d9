"""Commands: assign services, record deliveries, end services. Each has claims in the registers of
its recipients.

A service is given by the board, a member body, or the body that accepted a referral. If the policy
says that it excludes another one, it is refused (OVERLAP) or, on demand, waits as a request for a
decision of the Dinas.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.board import check_mandate
from ..kernel.days import PastDay, PlannedDay, StartDay
from ..kernel.fields import NewId, case_text
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse, refuse_existing, refuse_missing
from ..kernel.timeline import after
from ..kernel.units import Ordinal
from ..kernel.vocabulary import NoteText, explained
from ..money.fund_book import FundBook
from ..money.ledger import Entry
from ..people.standing import check_lives, known_as
from .access import acting_body, check_delivers
from .assess import check_service_days
from .case import Case
from .case_command import CaseCommand, existing_case, subjects_among
from .case_events import (
    DeliveryParticulars,
    ServiceAssigned,
    ServiceDelivered,
    ServiceEnded,
    ServiceParticulars,
    ServiceRequested,
)
from .case_facts import DELIVERY, SERVICE, SERVICE_END, Delivery, Service
from .case_rules import CASE, check_open, sealed_under
from .claims import claim, claim_of, exclusive, follow, refuse_overlap, wait
from .kps import active_member, check_conflict
from .kps_commands import ServiceKind, check_service_kind
from .overlap import month_of
from .persons import all_claims, register_of
from .referral import Referral
from .vocabulary import Pillar, ServiceEndReason, ServiceProvider, ServiceUnit

QUANTITY_MAX = 2**31 - 1
"""The highest number that lists can show: about two billion rupiah, or two thousand tonnes in
grams."""

ServiceId = Annotated[UUID, Meta(description="The service.")]
FirstDay = Annotated[
    StartDay | None,
    Meta(description="First day; default: the first of the business date's month."),
]
DayAfter = Annotated[
    PlannedDay | None,
    Meta(description="First day after it; default: the first of the next month."),
]


class AssignService(CaseCommand, frozen=True, kw_only=True):
    """Assigns a service for persons of a case to the board, a member body or the body of a
    referral.

    Without days it is for the month of the business date. If it overlaps a service that excludes
    it, it is refused; with ``ask_override`` it is kept as a request for the Dinas to decide.
    """

    GROUP: ClassVar[str] = "SERVICE"
    MAKES = (SERVICE,)

    service_id: Annotated[NewId, Meta(description="Id of the new service.")]
    service_kind: ServiceKind
    provider: Annotated[ServiceProvider, Meta(description="Who gives it.")]
    kps_id: Annotated[UUID | None, Meta(description="The member body, for KPS.")] = None
    referral_id: Annotated[
        UUID | None, Meta(description="The accepted referral, for REFERRED.")
    ] = None
    recipients: Annotated[
        tuple[UUID, ...],
        names_person("RECEIVES", day="valid_from"),
        Meta(max_length=50, description="The recipients among the subjects; default: all of them."),
    ] = ()
    valid_from: FirstDay = None
    valid_to: DayAfter = None
    plan_item: Annotated[
        Annotated[int, Meta(ge=1, le=99)] | None,
        Meta(description="Number of the item of the plan that it carries out."),
    ] = None
    ask_override: Annotated[
        bool,
        Meta(description="If it overlaps, keep it as a request for the Dinas to decide on."),
    ] = False

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        if case.service(self.service_id) is not None:
            refuse_existing("service", self.service_id, field="serviceId")
        check_service_kind(context, self.service_kind, field="serviceKind")
        service = self._service(context, case)
        for person in service.recipients:
            check_lives(context, person, service.valid_from, field="recipients")
            _check_new(context, person, self.service_id)
        wanted = claim_of(case.id, service)
        fields = msgspec.structs.asdict(service)
        barred = exclusive(context, service.recipients, wanted)
        if not barred:
            claims = claim(context, service.recipients, wanted)
            return [*CASE.made(context, case, ServiceAssigned(**fields)), *claims]
        if not self.ask_override:
            person = next(iter(barred))
            refuse_overlap(context, person, barred[person], field="serviceKind")
        waiting = wait(context, barred, wanted)
        return [*CASE.made(context, case, ServiceRequested(**fields)), *waiting]

    def _service(self, context: Context, case: Case) -> ServiceParticulars:
        first, after = month_of(context.occurred_on)
        valid_from = self.valid_from or first
        valid_to = self.valid_to or max(after, month_of(valid_from)[1])
        check_service_days(valid_from, valid_to)
        return carry(
            ServiceParticulars,
            self,
            recipients=subjects_among(context, case, self.recipients, field="recipients")
            or case.subjects,
            valid_from=valid_from,
            valid_to=valid_to,
            **self._provider(context, case),
        )

    def _provider(self, context: Context, case: Case) -> dict[str, Any]:
        """The provider's fields. Raises PROVIDER_INCOMPLETE, KPS_UNKNOWN, KPS_CONFLICT,
        NOT_YOUR_CASE, REFERRAL_STATE."""
        complete = {
            "BOARD": self.kps_id is None and self.referral_id is None,
            "KPS": self.kps_id is not None and self.referral_id is None,
            "REFERRED": self.kps_id is None and self.referral_id is not None,
        }[self.provider]
        if not complete:
            refuse("PROVIDER_INCOMPLETE", field="provider", provider=self.provider)
        if self.referral_id is not None:
            _check_referral(context, case, self.referral_id)
            return {"referral": self.referral_id}
        wksbm = acting_body(context, case, self.via).wksbm or case.wksbm
        if wksbm is None:
            refuse("PROVIDER_INCOMPLETE", field="provider", provider=self.provider)
        if self.kps_id is not None:
            kps = active_member(context, self.kps_id, field="kpsId", wksbm=wksbm)
            check_conflict(context, kps, self.service_kind, field="kpsId")
        return {"wksbm": wksbm, "kps": self.kps_id}


class EndService(CaseCommand, frozen=True, kw_only=True):
    """Ends a service on the business date, or withdraws its request; its claims are released.

    A delivery counts as overlap for its whole month; if the provider withdrew or was refused before
    any delivery, nothing counts.
    """

    GROUP: ClassVar[str] = "SERVICE"
    MAKES = (SERVICE_END,)

    service_id: ServiceId
    reason: Annotated[ServiceEndReason, Meta(description="Why it ends.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        service = running(case, self.service_id)
        note = explained(self.reason, self.note, sealed_under(case, None))
        ended = carry(ServiceEnded, self, note=note)
        if service.state == "PENDING":
            return [(case, ended), *follow(context, case, after(context, case, ended))]
        return CASE.made(context, case, ended)


class DeliveryDescription(CaseCommand, frozen=True, kw_only=True):
    """A delivery, as a command gives it."""

    pillar: Annotated[Pillar, Meta(description="Pillar of UU 11/2009 it belongs to.")]
    quantity: Annotated[
        Annotated[int, Meta(ge=1, le=QUANTITY_MAX)],
        Meta(description="Quantity, in the given unit."),
    ]
    unit: Annotated[ServiceUnit, Meta(description="Its unit; whole numbers only.")]
    value_idr: Annotated[
        Annotated[int, Meta(ge=0, le=10**15)] | None,
        Meta(description="Its value in whole rupiah, if known. It is never charged."),
    ] = None
    fund_book_id: Annotated[
        UUID | None, Meta(description="The fund book that paid it, if one did.")
    ] = None
    fund_entry_no: Annotated[
        Ordinal | None,
        Meta(description="Number of the entry in that book."),
    ] = None
    recipients: Annotated[
        tuple[UUID, ...],
        names_person("RECEIVES", day="delivered_on"),
        Meta(max_length=50, description="The recipients; default: all recipients of the service."),
    ] = ()
    delivered_on: Annotated[
        PastDay | None, Meta(description="Day on which it was given; default: the business date.")
    ] = None

    def checked(
        self,
        context: Context,
        service: Service,
        *,
        day: date | None = None,
        old: Delivery | None = None,
    ) -> DeliveryParticulars:
        """As an event stores it; ``old``: the delivery that is corrected.

        Raises FUND_REF_INCOMPLETE, NOT_FOUND (book or entry), DELIVERY_PROOF, FUTURE_DATE,
        PERSON_DIED.
        """
        if (self.fund_book_id is None) != (self.fund_entry_no is None):
            refuse("FUND_REF_INCOMPLETE", field="fundEntryNo")
        if self.fund_book_id is not None and self.fund_entry_no is not None:
            book = context.existing(FundBook, self.fund_book_id, field="fundBookId")
            self._check_proof(
                context, book, book.entry(self.fund_entry_no, field="fundEntryNo"), old
            )
        what = service.what
        delivered_on = self.delivered_on or day or context.occurred_on
        named = (known_as(context, person, what.recipients) for person in self.recipients)
        recipients = tuple(dict.fromkeys(named)) or what.recipients
        for person in recipients:
            check_lives(context, person, delivered_on, field="recipients")
        return carry(
            DeliveryParticulars,
            what,
            self,
            fund_book=self.fund_book_id,
            fund_entry=self.fund_entry_no,
            recipients=recipients,
            delivered_on=delivered_on,
        )

    def _check_proof(
        self, context: Context, book: FundBook, entry: Entry, old: Delivery | None
    ) -> None:
        """Raises DELIVERY_PROOF if the entry is no valid payment for this case, or too small.

        An unchanged proof is not checked again.
        """
        if old is not None and (
            (old.what.fund_book, old.what.fund_entry) == (book.id, entry.no)
            and (self.value_idr or 0) <= (old.what.value_idr or 0)
        ):
            return
        case = existing_case(context, self.case_id)
        cause = None
        if entry.kind != "PAYMENT_OUT":
            cause = "NOT_A_PAYMENT"
        elif entry.reversed_by is not None:
            cause = "REVERSED"
        elif entry.case != case.id:
            cause = "OTHER_CASE"
        elif book.unit == "IDR" and entry.amount != 0:
            cited = sum(
                item.what.value_idr or 0
                for item in case.deliveries
                if (item.what.fund_book, item.what.fund_entry) == (book.id, entry.no)
                and item is not old
            )
            if cited + (self.value_idr or 0) > -entry.amount:
                cause = "MORE_THAN_PAID"
        if cause is not None:
            refuse("DELIVERY_PROOF", field="fundEntryNo", cause=cause, no=entry.no)


class RecordDelivery(DeliveryDescription, frozen=True, kw_only=True):
    """Records a delivery under a service: kind, quantity, value. It is free of charge. A liaison of
    the body that gives the service may record it too."""

    GROUP: ClassVar[str] = "DELIVERY"
    MAKES = (DELIVERY,)

    service_id: ServiceId
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = existing_case(context, self.case_id)
        check_open(case, context.occurred_on)
        service = existing_service(case, self.service_id)
        check_delivers(context, case, service, self.via)
        if case.wksbm is not None:
            check_mandate(context, case.wksbm)
        what = self.checked(context, service)
        about = sealed_under(case, what.recipients[0] if what.recipients else None)
        note = case_text(about, self.note) if self.note else None
        delivered = ServiceDelivered(note=note, **msgspec.structs.asdict(what))
        return CASE.made(context, case, delivered)


def existing_service(case: Case, service_id: UUID) -> Service:
    """A service of the case. Raises NOT_FOUND."""
    service = case.service(service_id)
    if service is None:
        refuse_missing("service", service_id, field="serviceId")
    return service


def running(case: Case, service_id: UUID) -> Service:
    """A service that is assigned or waits. Raises NOT_FOUND, SERVICE_STATE."""
    service = existing_service(case, service_id)
    if not service.running:
        refuse("SERVICE_STATE", field="serviceId", state=service.state)
    return service


def _check_new(context: Context, person: UUID, service_id: UUID) -> None:
    """Raises ALREADY_EXISTS if the service id is already that of a claim or a request of the
    person."""
    wished = any(item.claim_id == service_id for item in register_of(context, person).warnings)
    if wished or any(claim.claim_id == service_id for claim in all_claims(context, person)):
        refuse_existing("service", service_id, field="serviceId")


def _check_referral(context: Context, case: Case, referral_id: UUID) -> None:
    """Raises NOT_FOUND, NOT_YOUR_CASE (a referral of another case), REFERRAL_STATE (not
    accepted)."""
    referral = context.existing(Referral, referral_id, field="referralId")
    if referral.case_id != case.id:
        refuse("NOT_YOUR_CASE", field="referralId", role=context.actor.role)
    referral.must_be("ACCEPTED", "COMPLETED")
