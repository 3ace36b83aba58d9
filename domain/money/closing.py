"""Commands: count the box, seal and approve months.

All books of a WKSBM are sealed together. A sealed month never changes. When twelve months are
sealed, the year is closed (:mod:`.year_end`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..formation.wksbm_command import WksbmId, place_of, recorded
from ..kernel.corrections import EntryVersion
from ..kernel.days import Years, shifted
from ..kernel.fields import note
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse, refuse_missing
from ..kernel.units import AMOUNT_MAX
from ..kernel.vocabulary import NoteText
from ..people.standing import is_among, known_as
from .fund_book import FundBook, book_id
from .fund_command import FundCommand, approval, check_covered, check_day, check_room, entered
from .fund_events import CountDifferenceBooked
from .fund_facts import COUNT
from .fund_record_events import CashCounted, MonthApproved, MonthSealed
from .fund_rules import FUNDS
from .fund_terms import BOOKS
from .ledger import Entry, digest, sides
from .payments import DecisionCited

Month = Annotated[int, Meta(ge=1, le=12, description="The month, 1 to 12.")]
SealYear = Annotated[int, Meta(ge=1945, le=2200, description="Its year.", extra={"years": Years()})]


class CountCash(FundCommand, frozen=True, kw_only=True):
    """Records a cash count before witnesses (opname kas), or the weight of the rice; it books
    nothing."""

    GROUP: ClassVar[str] = "FUND"
    SETTLES: ClassVar[bool] = True
    MAKES = (COUNT,)

    counted: Annotated[
        int, Meta(ge=0, le=AMOUNT_MAX, description="The amount counted, in the book's unit.")
    ]
    witnesses: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(min_length=1, max_length=20, description="Who saw it, by person."),
    ]

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        day = context.occurred_on
        check_day(book, day)
        witnesses = registered(context, self.witnesses, field="witnesses")
        if context.on_behalf_of is not None and is_among(context, context.on_behalf_of, witnesses):
            person = known_as(context, context.on_behalf_of, witnesses)
            refuse(
                "WITNESS_NOT_APART",
                field="witnesses",
                person=About("person", person),
                nth=witnesses.index(person) + 1,
            )
        balance = book.balance_on(day)
        counted = carry(
            CashCounted,
            self,
            counted_on=day,
            unit=book.unit,
            balance=balance,
            difference=self.counted - balance,
            witnesses=witnesses,
        )
        return FUNDS.made(context, book, counted)


class BookCountDifference(FundCommand, frozen=True, kw_only=True):
    """Books the difference between the book and a cash count; a shortage above the limit requires a
    decision.

    It is the amount counted less the present balance of the book for that day: late entries and
    reversals are taken into account. A later count replaces the earlier ones.
    """

    GROUP: ClassVar[str] = "FUND"
    SETTLES: ClassVar[bool] = True

    of: EntryVersion
    decision: DecisionCited = None
    note: NoteText

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        count = next((item for item in book.counts if item.entry == self.of), None)
        if count is None:
            refuse_missing("entry", self.of, field="of")
        later = max(book.counts, key=lambda item: (item.counted_on, item.entry))
        if later is not count:
            refuse("COUNT_REPLACED", field="of", day=later.counted_on)
        if count.booked is not None:
            settled = book.entries[count.booked - 1].amount
            refuse("COUNT_SETTLED", field="of", difference=settled, unit=book.unit)
        difference = count.counted - counted_balance(book, count.counted_on)
        if difference == 0:
            refuse("COUNT_SETTLED", field="of", difference=0, unit=book.unit)
        day = context.occurred_on
        if day < count.counted_on:
            refuse("REVERSAL_EARLY", field="occurredOn", day=day, entry_day=count.counted_on)
        check_day(book, day)
        missing = max(-difference, 0)
        approved = approval(context, book, self.decision, missing)
        check_covered(book, day, difference, field="of")
        check_room(book, max(difference, 0), field="of")
        booked = entered(
            book,
            CountDifferenceBooked,
            self,
            on=day,
            amount=difference,
            approved_by=approved.approved_by,
            note=note(book.id, self.note),
        )
        return [(book, booked), *approved.spent(book, booked.entry_no, missing)]


def counted_balance(book: FundBook, day: date) -> int:
    """The balance at the end of a day by all entries made so far.

    A reversal counts on the day of the reversed entry, a booked difference on the day of its count,
    whatever the day for which they are booked.
    """
    return sum(entry.amount for entry in book.entries if _true_day(book, entry) <= day)


def _true_day(book: FundBook, entry: Entry) -> date:
    """The day for whose balance an entry counts."""
    if entry.reverses is not None:
        return _true_day(book, book.entries[entry.reverses - 1])
    if entry.kind == "REVERSAL":
        return book.opens_on  # of a closed year's entry
    if entry.count is not None:
        return next((one.counted_on for one in book.counts if one.entry == entry.count), entry.day)
    return entry.day


class _MonthCommand(Command, frozen=True, kw_only=True):
    """A command about a month of all books of a WKSBM."""

    wksbm_id: WksbmId
    year: SealYear
    month: Month

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def books(self, context: Context) -> list[FundBook]:
        """The open books of the year, ordered by kind."""
        loaded = (
            context.load(FundBook, book_id(self.wksbm_id, kind, unit, self.year))
            for kind, unit in BOOKS
        )
        return [book for book in loaded if book.open or book.closed]

    def first(self, books: list[FundBook]) -> tuple[type[Aggregate], UUID]:
        """The target: the first of the books that the command writes."""
        if books:
            return FundBook, books[0].id
        kind, unit = BOOKS[0]
        return FundBook, book_id(self.wksbm_id, kind, unit, self.year)


class SealMonth(_MonthCommand, frozen=True, kw_only=True):
    """Seals a month that is over in all books of a WKSBM; later mistakes are corrected by
    reversals.

    Months are sealed in order, and last year's book is closed before this year's first month.
    """

    GROUP: ClassVar[str] = "FUND"

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return self.first(self.due(context))

    def due(self, context: Context) -> list[FundBook]:
        """The books in which the month is not sealed yet."""
        return [
            book for book in self.books(context) if book.open and month_to_seal(book) <= self.month
        ]

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        if not self.books(context):
            refuse_missing("fund", None, field="year")
        last = last_day(self.year, self.month)
        if context.occurred_on <= last:
            refuse("MONTH_RUNNING", field="month", last=last)
        due = self.due(context)
        if not due:
            refuse("PERIOD_SEALED", field="month", day=last, sealed_to=last)
        for book in due:
            if month_to_seal(book) < self.month:
                missing = date(self.year, month_to_seal(book), 1)
                refuse("SEAL_ORDER", field="month", kind=book.kind, month=missing)
        for kind, unit in BOOKS:
            before = context.load(FundBook, book_id(self.wksbm_id, kind, unit, self.year - 1))
            if before.open:
                refuse("SEAL_ORDER", field="year", kind=kind, year=before.year)
        return [(book, seal(book, self.month)) for book in due]


class ApproveMonth(_MonthCommand, frozen=True, kw_only=True):
    """The chair approves the sheets of a sealed month; the person who sealed it may not."""

    GROUP: ClassVar[str] = "FUND_APPROVAL"

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return self.first([book for book, _ in self.waiting(context)])

    def waiting(self, context: Context) -> list[tuple[FundBook, MonthApproved]]:
        """The books whose seal of that month is not approved yet, with the approval."""
        return [
            (book, carry(MonthApproved, self, digest=sealed.digest))
            for book in self.books(context)
            for sealed in book.seals
            if sealed.month == self.month and sealed.approved_by is None
        ]

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        waiting = self.waiting(context)
        if not waiting:
            refuse("NOT_SEALED", field="month", month=date(self.year, self.month, 1))
        for book, _ in waiting:
            if any(
                item.month == self.month and item.sealed_by == context.actor.id
                for item in book.seals
            ):
                refuse("SELF_APPROVAL", field="month")
        happened: list[tuple[Aggregate, Event]] = list(waiting)
        return happened


def month_to_seal(book: FundBook) -> int:
    """The month that is sealed next; 13 when all are."""
    return book.sealed_months + 1 if book.seals else book.opens_on.month


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return shifted(date(year + month // 12, month % 12 + 1, 1), -1)


def seal(book: FundBook, month: int) -> MonthSealed:
    """The seal of a month: its figures, and a hash over its entries."""
    first, last = date(book.year, month, 1), last_day(book.year, month)
    entries = [entry for entry in book.entries if first <= entry.day <= last]
    return MonthSealed(
        year=book.year,
        month=month,
        unit=book.unit,
        opening=book.balance_on(shifted(first, -1)),
        received=sum(sides(entry.kind, entry.amount)[0] for entry in entries),
        paid=sum(sides(entry.kind, entry.amount)[1] for entry in entries),
        closing=book.balance_on(last),
        entries=len(entries),
        last_entry_no=book.next_no - 1,
        digest=digest(entries),
    )
