"""Commands that receive: an evening of dues, a jimpitan round, a donation.

An evening or a round is one event with its lines. A donation for the needy never goes into a book
that pays operations, nor the other way round (two pots).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..kernel.fields import ClearText, Code, note
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, in_line, refuse
from ..kernel.units import AMOUNT_MAX
from ..kernel.vocabulary import NoteText
from ..people.registration import PersonRef, person_of
from .amounts import WEIGHED, Goods, MeasuredRice, RiceGiven, rice_or_rupiah
from .arrears import Accounts, dues_on, owing, period_of
from .fees import check_free
from .fund_book import FundBook
from .fund_command import FundCommand, Kind, check_day, check_replaces, check_room, entered
from .fund_events import DonationReceived, DuesReceived, JimpitanRoundCollected
from .fund_opening import check_permit
from .fund_terms import (
    Corrects,
    DonorKind,
    DuesLine,
    DuesPaid,
    JimpitanGiven,
    JimpitanLine,
    Owed,
    Payer,
    ReceiptNo,
    ReceiptPurpose,
)
from .paper_receipts import Shared, check_receipt
from .payers import payer_of

Rice = Annotated[RiceGiven | None, Meta(description="Rice, in the given measure.")]
Coins = (
    Annotated[int, Meta(ge=1, le=AMOUNT_MAX, description="Whole rupiah; rice is given as rice.")]
    | None
)


class ReceiveDues(FundCommand, frozen=True, kw_only=True):
    """Records dues received: one evening with its lines, each with the number of its paper receipt.

    A line without a period is for the payer's oldest unpaid one; without an amount it pays all of
    that period; a larger amount also pays the following periods, each as an entry of its own.
    """

    GROUP: ClassVar[str] = "FUND"

    lines: Annotated[
        tuple[DuesLine, ...],
        Meta(min_length=1, max_length=500, description="Payer, period and amount."),
    ]
    corrects: Corrects = None

    def decide(self, context: Context) -> Decision:
        check_free(context)
        book = self.book(context)
        day = context.occurred_on
        check_day(book, day)
        check_permit(book, day)
        check_replaces(book, self.corrects)
        evening = _Evening(context, book)
        for nth, line in enumerate(self.lines, 1):
            with in_line(nth):
                evening.pay(line)
        lines = evening.lines
        total = sum(line.amount for line in lines)
        check_room(book, total, field="lines")
        received = carry(
            DuesReceived, self, booked_on=day, unit=book.unit, total=total, lines=tuple(lines)
        )
        return [(book, received)]


class CollectJimpitan(FundCommand, frozen=True, kw_only=True):
    """Records a night's jimpitan round: rice by its measure, or coins; with a line per house if
    noted.

    It is counted the same night. A weight takes precedence; otherwise the lines make the total, and
    a given total must equal theirs.
    """

    GROUP: ClassVar[str] = "FUND"

    kind: Kind = "JIMPITAN"
    collectors: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(min_length=1, max_length=30, description="Who collected, by person."),
    ]
    households: Annotated[int, Meta(ge=1, le=5000, description="Number of houses visited.")]
    gave: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=5000,
                description="Number of houses that gave; default: the number of lines.",
            ),
        ]
        | None
    ) = None
    route: Annotated[
        Code | None, Meta(description="The round, if there are several in one night (RT1, RT2).")
    ] = None
    amount: Coins = None
    rice: Rice = None
    lines: Annotated[
        tuple[JimpitanLine, ...], Meta(max_length=2000, description="The gift of each house.")
    ] = ()
    corrects: Corrects = None

    def decide(self, context: Context) -> Decision:
        check_free(context)
        book = self.book(context)
        day = context.occurred_on
        check_day(book, day)
        check_permit(book, day)
        check_replaces(book, self.corrects)
        if any(
            entry.day == day
            and entry.kind == "JIMPITAN_IN"
            and entry.route == self.route
            and entry.reversed_by is None
            for entry in book.entries
        ):
            refuse("ROUND_TWICE", field="route", day=day, route=self.route)
        collectors = registered(context, self.collectors, field="collectors")
        lines = _given(context, book, self.lines)
        amount, rice = _round_total(context, book, self, lines)
        check_room(book, amount)
        gave = len(lines) if self.gave is None else self.gave
        if not len(lines) <= gave <= self.households:
            refuse("HOUSEHOLDS", field="gave", gave=gave, lines=len(lines), visited=self.households)
        collected = entered(
            book,
            JimpitanRoundCollected,
            self,
            on=day,
            amount=amount,
            collectors=collectors,
            gave=gave,
            rice=rice,
            lines=lines,
        )
        return [(book, collected)]


class ReceiveDonation(FundCommand, frozen=True, kw_only=True):
    """Records a donation: rupiah, rice or goods, from a person, a body or an unnamed donor.

    Donors are published by name only if they agree; otherwise only totals are.
    """

    GROUP: ClassVar[str] = "FUND"

    donor_kind: Annotated[
        DonorKind, Meta(description="Kind of the donor; GOVERNMENT: state money.")
    ]
    donor: Annotated[
        PersonRef | None,
        names_person("ACTS"),
        Meta(description="The donor; default: anonymous or a body."),
    ] = None
    organisation: Annotated[ClearText | None, Meta(description="The body that gives.")] = None
    publishable: Annotated[
        bool, Meta(description="Whether the donor agrees to be named publicly.")
    ] = False
    purpose: Annotated[
        ReceiptPurpose, Meta(description="Purpose of the receipt; a fee for a service is refused.")
    ] = "SOCIAL"
    amount: Coins = None
    rice: Rice = None
    goods: Goods = ()
    receipt_no: ReceiptNo = None
    receipt_shared: Shared = False
    note: NoteText | None = None
    corrects: Corrects = None

    def decide(self, context: Context) -> Decision:
        check_free(context, self.purpose)
        book = self.book(context)
        day = context.occurred_on
        check_day(book, day)
        check_permit(book, day)
        check_replaces(book, self.corrects)
        check_receipt(book, self.receipt_no, shared=self.receipt_shared)
        if self.donor is not None and self.organisation is not None:
            refuse("ONE_OF", field="donor", options=("donor", "organisation"))
        donor, registrations = person_or_none(context, self.donor, field="donor")
        if (self.purpose == "OPERATIONS") != book.terms.may_pay_operations:
            refuse("POT_MIX", field="purpose", cause="OTHER_POT")
        amount, rice = amount_or_goods(context, book, self.amount, self.rice, self.goods)
        check_room(book, amount)
        received = entered(
            book,
            DonationReceived,
            self,
            on=day,
            amount=amount,
            donor=donor,
            rice=rice,
            note=note(donor or book.id, self.note),
        )
        return [*registrations, (book, received)]


def person_or_none(
    context: Context, ref: PersonRef | None, *, field: str
) -> tuple[UUID | None, Decision]:
    """The person, if one is given, and the registration of a new one."""
    return (None, []) if ref is None else person_of(context, ref, field=field)


def amount_or_goods(
    context: Context,
    book: FundBook,
    amount: int | None,
    rice: RiceGiven | None,
    goods: Sequence[object],
) -> tuple[int, MeasuredRice | None]:
    """The amount in the book's unit; 0 for goods. Raises ONE_OF, UNIT_MIX, AMOUNT_ZERO."""
    if goods:
        if amount is not None or rice is not None:
            refuse("ONE_OF", field="goods", options=("amount", "rice", "goods"))
        return 0, None
    return rice_or_rupiah(context, book.unit, amount, rice, field="amount")


class _Evening:
    """The lines of an evening of dues, added one by one."""

    def __init__(self, context: Context, book: FundBook) -> None:
        self._context = context
        self._book = book
        self._accounts = Accounts(book)
        self._periods: dict[UUID, set[date]] = {}
        """The periods paid on this evening, by payer."""
        self.lines: list[DuesPaid] = []

    def pay(self, line: DuesLine) -> None:
        """Adds the payments of a line, one for each period that it pays.

        Raises PAYER_UNKNOWN, DUES_UNSET, DUES_PAID, DUES_ABOVE, LINE_TWICE.
        """
        payer = payer_of(self._context, self._accounts, line.payer_id, field="lines")
        check_receipt(self._book, line.receipt_no, shared=line.receipt_shared, field="lines")
        mine = self._periods.setdefault(payer.payer, set())
        if line.period is None:
            parts = self._oldest(payer, line.amount, mine)
        else:
            parts = self._for_period(payer, line.period, line.amount, mine)
        mine.update(part.period for part in parts)
        self.lines += (
            DuesPaid(
                entry_no=no,
                payer=payer.payer,
                period=part.period,
                amount=part.amount,
                receipt_no=line.receipt_no,
            )
            for no, part in enumerate(parts, self._book.next_no + len(self.lines))
        )

    def _for_period(
        self, payer: Payer, of: date, amount: int | None, mine: set[date]
    ) -> list[Owed]:
        """What is paid for a period that the line names, and what is left for those that follow;
        where nothing is due, what the line says."""
        book, day = self._book, self._context.occurred_on
        period = period_of(book, payer, of)
        dues = dues_on(book, of)
        about: dict[str, object] = {
            "person": About("person", payer.payer),
            "period": period,
            "frequency": "MONTHLY" if dues is None else dues.frequency,
        }
        if period in mine:
            refuse("LINE_TWICE", field="lines", **about)
        if period.year > book.year + 1:
            last = date(book.year + 1, 12, 31)
            refuse(
                "DUES_FAR", field="lines", period=period, frequency=about["frequency"], last=last
            )
        due = owing(book, payer, max(day, period)).get(period)
        owed = 0 if due is None else due.amount
        given = self._accounts.paid(payer.payer).get(period, 0)
        if owed <= given and given:
            refuse("DUES_PAID", field="lines", **about)
        amount = amount or owed - given
        if amount <= 0:
            refuse("DUES_UNSET", field="lines", **about)
        if not owed:
            return [Owed(period=period, amount=amount)]
        until = max(date(book.year, 12, 31), period)
        unpaid = self._accounts.arrears(payer, until, ahead=True)
        return self._in_order(
            payer, amount, [it for it in unpaid if it.period >= period and it.period not in mine]
        )

    def _oldest(self, payer: Payer, amount: int | None, mine: set[date]) -> list[Owed]:
        """The payment for the oldest unpaid period; with an amount, for as many periods as it pays.

        A payer without unpaid periods cannot pay in advance, so the same evening sent twice is
        refused.
        """
        day, year_end = self._context.occurred_on, date(self._book.year, 12, 31)
        unpaid = [it for it in self._accounts.arrears(payer, day) if it.period not in mine]
        if not unpaid:
            refuse("DUES_PAID", field="lines", person=About("person", payer.payer))
        if amount is None:
            return unpaid[:1]
        to_come = self._accounts.arrears(payer, year_end)
        return self._in_order(payer, amount, [it for it in to_come if it.period not in mine])

    def _in_order(self, payer: Payer, amount: int, unpaid: Sequence[Owed]) -> list[Owed]:
        """An amount, laid out over unpaid periods one after another. Raises DUES_ABOVE."""
        found: list[Owed] = []
        rest = amount
        for owed in unpaid:
            if rest:
                part = min(rest, owed.amount)
                found.append(Owed(period=owed.period, amount=part))
                rest -= part
        if rest:
            refuse(
                "DUES_ABOVE",
                field="lines",
                person=About("person", payer.payer),
                most=amount - rest,
                unit=self._book.unit,
            )
        return found


def _given(
    context: Context, book: FundBook, lines: Sequence[JimpitanLine]
) -> tuple[JimpitanGiven, ...]:
    """The lines of a round, each house once. Raises PAYER_UNKNOWN, PERSON_TWICE, UNIT_MIX."""
    found: dict[UUID, JimpitanGiven] = {}
    accounts = Accounts(book)
    for nth, line in enumerate(lines, 1):
        with in_line(nth):
            payer = payer_of(context, accounts, line.payer_id, field="lines").payer
            if payer in found:
                refuse("PERSON_TWICE", field="lines", person=About("person", payer))
            amount, rice = rice_or_rupiah(context, book.unit, line.amount, line.rice, field="lines")
        found[payer] = JimpitanGiven(payer=payer, amount=amount, rice=rice)
    return tuple(found.values())


def _round_total(
    context: Context,
    book: FundBook,
    command: CollectJimpitan,
    lines: Sequence[JimpitanGiven],
) -> tuple[int, MeasuredRice | None]:
    """The round's amount. Raises ONE_OF, UNIT_MIX, LINES_TOTAL."""
    together = sum(line.amount for line in lines)
    if lines and command.amount is None and command.rice is None:
        return together, None
    amount, rice = rice_or_rupiah(context, book.unit, command.amount, command.rice, field="amount")
    weighed = rice is not None and rice.measure in WEIGHED
    if lines and amount != together and not weighed:
        refuse("LINES_TOTAL", field="lines", total=amount, lines=together, unit=book.unit)
    return amount, rice
