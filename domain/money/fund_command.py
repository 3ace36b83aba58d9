"""Parts that the commands about a book share: the book, its state, and checks of an entry."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import WksbmId, living, place_of, recorded
from ..kernel.corrections import Why
from ..kernel.days import Years, shifted
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.texts import search_key
from ..kernel.units import BOOK_MAX, FundUnit
from ..kernel.vocabulary import NoteText, explained
from ..people.standing import standing
from .fund_book import FundBook, book_id
from .fund_events import Posting
from .fund_terms import DecisionRef, FundKind
from .ledger import lowest_from, posted
from .meeting import Meeting, spend
from .meeting_events import DecisionSpent

ENTRIES_MAX = 100_000
"""Maximum of entries in one book: twice as many as a thousand houses that pay every week."""
_AMOUNT = attrgetter("amount")

P = TypeVar("P", bound=Posting)

Kind = Annotated[FundKind, Meta(description="Which fund: dues, death fund, jimpitan, aid, other.")]
BookYear = (
    Annotated[
        int,
        Meta(
            ge=1945,
            le=2200,
            description="Year of the book; default: that of the business date.",
            extra={"years": Years(ahead=1)},
        ),
    ]
    | None
)
PayerId = Annotated[
    UUID, names_person("PAYER"), Meta(description="The payer: a registered person.")
]


class FundCommand(Command, frozen=True, kw_only=True):
    """A command about one book of a WKSBM, identified by fund, unit and year."""

    SETTLES: ClassVar[bool] = False
    """Whether it is left to a WKSBM that was merged or dissolved, so that no money is stranded."""

    wksbm_id: WksbmId
    kind: Kind
    unit: Annotated[
        FundUnit, Meta(description="Unit of the book: whole rupiah, or grams of rice.")
    ] = "IDR"
    year: BookYear = None

    def book_id(self, context: Context) -> UUID:
        return book_id(self.wksbm_id, self.kind, self.unit, self.year or context.occurred_on.year)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return FundBook, self.book_id(context)

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def book(self, context: Context) -> FundBook:
        """The open book of a living WKSBM; to settle, also of one that has ended.

        Raises NOT_FOUND, WKSBM_STATE, MANDATE_ENDED, BOOK_STATE.
        """
        (recorded if self.SETTLES else living)(context, self.wksbm_id)
        return open_book(context, self.book_id(context))


class FundCorrection(FundCommand, frozen=True, kw_only=True):
    """A correction in a book; possible after the end of the WKSBM too."""

    reason: Why
    note: NoteText | None = None

    def book(self, context: Context) -> FundBook:
        """The open book, even if its WKSBM has ended."""
        recorded(context, self.wksbm_id)
        return open_book(context, self.book_id(context))

    def why(self, context: Context) -> dict[str, Any]:
        """Reason and note, the fields of every correcting event."""
        subject = self.book_id(context)
        return {"reason": self.reason, "note": explained(self.reason, self.note, subject)}


def open_book(context: Context, stream_id: UUID, *, field: str = "kind") -> FundBook:
    """A book that accepts entries. Raises NOT_FOUND, BOOK_STATE."""
    book = context.existing(FundBook, stream_id, field=field)
    if not book.open:
        refuse("BOOK_STATE", field=field, state="CLOSED" if book.closed else "WITHDRAWN")
    return book


def book_of(
    context: Context, wksbm_id: UUID, kind: FundKind, unit: FundUnit, *, field: str
) -> FundBook:
    """The open book of the business date's year."""
    return open_book(context, book_id(wksbm_id, kind, unit, context.occurred_on.year), field=field)


def entered(book: FundBook, event: type[P], command: Command, *, on: date, **given: Any) -> P:
    """The next entry of a book on a day, with the fields that command and event share."""
    posting: dict[str, Any] = {"entry_no": book.next_no, "booked_on": on, "unit": book.unit}
    return carry(event, command, **(posting | given))


def check_day(book: FundBook, day: date, *, field: str = "occurredOn") -> None:
    """Raises BOOK_FULL, BOOK_DAY or PERIOD_SEALED unless an entry of that day may be booked."""
    if len(book.entries) >= ENTRIES_MAX:
        refuse("BOOK_FULL", field="kind", most=ENTRIES_MAX)
    last = date(book.year, 12, 31)
    if not book.opens_on <= day <= last:
        refuse("BOOK_DAY", field=field, day=day, day_from=book.opens_on, day_to=last)
    if book.is_sealed(day):
        refuse("PERIOD_SEALED", field=field, day=day, sealed_to=sealed_to(book))


def open_day(context: Context, book: FundBook, day: date) -> date:
    """The day for which something about ``day`` is booked: the same day if its month is open, else
    the first open day. Raises PERIOD_SEALED if that day is in the future, or the whole year is
    sealed."""
    if not book.is_sealed(day):
        return max(day, book.opens_on)
    first = shifted(sealed_to(book), 1)
    if first.year > book.year or first > context.occurred_on:
        sealed = day if first.year > book.year else context.occurred_on
        refuse("PERIOD_SEALED", field="occurredOn", day=sealed, sealed_to=sealed_to(book))
    return first


def sealed_to(book: FundBook) -> date:
    """The last sealed day."""
    following = date(book.year + book.sealed_months // 12, book.sealed_months % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def check_room(book: FundBook, amount: int, *, field: str = "amount") -> None:
    """Raises BOOK_LIMIT if a receipt would bring the balance of any day above the ceiling."""
    highest = max(map(_AMOUNT, book.closings), default=0)
    if highest + amount > BOOK_MAX:
        refuse("BOOK_LIMIT", field=field, most=BOOK_MAX, unit=book.unit)


def check_covered(book: FundBook, day: date, amount: int, *, field: str = "amount") -> None:
    """Raises FUND_NEGATIVE if a balance would fall below zero on that day or a later one.

    ``amount``: signed; a receipt lowers no balance and is not checked.
    """
    if amount >= 0:
        return
    lowest = lowest_from(posted(book.closings, day, amount), day)
    if lowest.amount < 0:
        refuse(
            "FUND_NEGATIVE",
            field=field,
            day=lowest.day,
            missing=-lowest.amount,
            available=lowest.amount - amount,
            unit=book.unit,
        )


def check_replaces(book: FundBook, no: int | None) -> None:
    """Raises NOT_FOUND or NOT_REVERSED unless the replaced entry was reversed."""
    if no is not None and book.entry(no, field="corrects").reversed_by is None:
        refuse("NOT_REVERSED", field="corrects", no=no)


def limit_of(context: Context, unit: FundUnit) -> int:
    """The highest amount that may be paid without a meeting's decision, by policy."""
    policies = context.policies
    return policies.spending_limit_idr if unit == "IDR" else policies.spending_limit_rice_g


class Approval:
    """The decision that approves a payment; ``None`` in its fields if none is needed or given."""

    def __init__(self, meeting: Meeting | None, ref: DecisionRef | None, by: UUID | None) -> None:
        self.meeting = meeting
        self.ref = ref
        self.approved_by = by

    def spent(
        self, book: FundBook, entry_no: int, amount: int
    ) -> list[tuple[Aggregate, DecisionSpent]]:
        """The event that the payment adds to the meeting's stream, if there is a decision."""
        if self.meeting is None or self.ref is None:
            return []
        event = DecisionSpent(
            no=self.ref.no, book=book.id, entry_no=entry_no, amount=amount, unit=book.unit
        )
        return [(self.meeting, event)]


def approval(
    context: Context,
    book: FundBook,
    ref: DecisionRef | None,
    amount: int,
    *,
    already: int = 0,
    always: bool = False,
) -> Approval:
    """Checks that a payment is approved: a small one needs no decision, others name one.

    ``already``: the sum that the same payee got that day, so that a payment cannot be split into
    small ones. ``always``: a decision is needed whatever the amount. Raises DECISION_REQUIRED,
    SELF_APPROVAL.
    """
    if ref is None:
        if always or amount + already > limit_of(context, book.unit):
            refuse(
                "DECISION_REQUIRED",
                field="decision",
                amount=amount + already,
                unit=book.unit,
                cause="NO_DECISION",
            )
        return Approval(None, None, None)
    assert book.wksbm is not None
    meeting, decision = spend(
        context,
        wksbm_id=book.wksbm,
        meeting_id=ref.meeting_id,
        no=ref.no,
        amount=amount,
        unit=book.unit,
    )
    return Approval(meeting, ref, decision.entered_by)


def paid_that_day(context: Context, book: FundBook, payee: UUID | str | None, day: date) -> int:
    """The sum that a payee got from the book on a day, without decision and not reversed."""
    if payee is None:
        return 0
    wanted = _same(context, payee)
    return -sum(
        entry.amount
        for entry in book.entries
        if entry.day == day
        and entry.kind == "PAYMENT_OUT"
        and entry.meeting is None
        and entry.reversed_by is None
        and _same(context, entry.person or entry.organisation) == wanted
    )


def _same(context: Context, payee: UUID | str | None) -> UUID | str | None:
    """A payee as it is compared: a shop stays the same however its name is spaced and cased, a
    person whichever of their records is named."""
    if isinstance(payee, UUID):
        return standing(context, payee).id
    return None if payee is None else search_key(payee)
