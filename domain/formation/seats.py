"""Seats over time: who held which seat on which day, and the rules for a valid history.

Pure arithmetic over half-open intervals ``[valid_from, valid_to)`` of business dates, so the order
of entry does not matter: a seat that is entered late or corrected is judged by its days alone.
``None`` as an end means: until the term ends. Sources of the rules: S1 (boards that run
themselves), domain page section 4 (SEAT_TAKEN, DUAL_TREASURER, MANDATE_ENDED).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from ..kernel.refusal import refuse
from .board_facts import Holding, Term

KETUA = "KETUA"
BENDAHARA = "BENDAHARA"


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a person held a seat: limited by the term, an acting one by its
    successor."""

    entry: int
    seat: str
    person: UUID
    start: date
    end: date | None
    acting: bool

    def covers(self, day: date) -> bool:
        """Whether ``day`` is one of these days."""
        return self.start <= day and (self.end is None or day < self.end)

    def shares_a_day_with(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return overlap(self.start, self.end, other.start, other.end)


@dataclass(frozen=True, slots=True)
class Mandate:
    """The seats of a person in a board on a day."""

    seats: tuple[str, ...]
    """Seats held on that day."""
    ended_on: date | None
    """First day without a seat, if the person had one before that day and none since."""
    known: bool
    """Whether the person ever had, or will have, a seat here."""


def overlap(a_from: date, a_to: date | None, b_from: date, b_to: date | None) -> bool:
    """Whether two half-open intervals share a day."""
    return (b_to is None or a_from < b_to) and (a_to is None or b_from < a_to)


def earliest(*ends: date | None) -> date | None:
    """The first of several ends; ``None`` is no end."""
    return min((end for end in ends if end is not None), default=None)


def spans(terms: Sequence[Term], holdings: Iterable[Holding]) -> tuple[Span, ...]:
    """The days of every holding, by seat and start.

    An acting officer's days end when a holder is seated; all end with the term.
    """
    held = list(holdings)
    ends = {term.no: term.valid_to for term in terms}
    result = []
    for holding in held:
        successor = None
        if holding.acting:
            successor = earliest(
                *(
                    other.valid_from
                    for other in held
                    if other.seat == holding.seat
                    and not other.acting
                    and other.valid_from > holding.valid_from
                )
            )
        end = earliest(holding.valid_to, ends[holding.term_no], successor)
        result.append(
            Span(
                holding.entry, holding.seat, holding.person, holding.valid_from, end, holding.acting
            )
        )
    return tuple(sorted(result, key=lambda span: (span.seat, span.start)))


def mandate(days: Iterable[Span], person: Collection[UUID], on: date) -> Mandate:
    """The seats of ``person`` on the day ``on``, and when the mandate ended."""
    own = [span for span in days if span.person in person]
    seats = tuple(span.seat for span in own if span.covers(on))
    past = [span.end for span in own if span.end is not None and span.end <= on]
    return Mandate(seats=seats, ended_on=max(past) if past and not seats else None, known=bool(own))


def judge(terms: Sequence[Term], holdings: Sequence[Holding]) -> None:
    """Checks a history of terms and seats.

    Raises ``Refused`` with PERIOD_EMPTY, TERM_OVERLAP, BEFORE_TERM, MANDATE_ENDED, SEAT_TAKEN or
    DUAL_TREASURER.
    """
    for first, second in combinations(terms, 2):
        if overlap(first.valid_from, first.valid_to, second.valid_from, second.valid_to):
            earlier = min(first, second, key=lambda term: term.entry)
            refuse(
                "TERM_OVERLAP",
                field="validFrom",
                valid_from=earlier.valid_from,
                valid_to=earlier.valid_to,
            )
    for term in terms:
        _not_empty(term.valid_from, term.valid_to)
    _within_terms(terms, holdings)
    days = spans(terms, holdings)
    _one_holder(days)
    _treasurer_apart(days)


def _not_empty(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        refuse("PERIOD_EMPTY", field="validTo", valid_from=valid_from, valid_to=valid_to)


def _within_terms(terms: Sequence[Term], holdings: Sequence[Holding]) -> None:
    by_no = {term.no: term for term in terms}
    for holding in holdings:
        term = by_no[holding.term_no]
        _not_empty(holding.valid_from, holding.valid_to)
        if holding.valid_from < term.valid_from:
            refuse("BEFORE_TERM", field="validFrom", seat=holding.seat, term_from=term.valid_from)
        if term.valid_to is not None and holding.valid_from >= term.valid_to:
            refuse("MANDATE_ENDED", field="validFrom", ended_on=term.valid_to)


def _one_holder(days: Sequence[Span]) -> None:
    for first, second in combinations(days, 2):
        if first.seat == second.seat and first.shares_a_day_with(second):
            refuse("SEAT_TAKEN", field="seat", seat=first.seat, day=max(first.start, second.start))


def _treasurer_apart(days: Sequence[Span]) -> None:
    for chair in (span for span in days if span.seat == KETUA):
        for treasurer in (span for span in days if span.seat == BENDAHARA):
            if chair.person == treasurer.person and chair.shares_a_day_with(treasurer):
                refuse("DUAL_TREASURER", field="person")


def term_end(valid_from: date, years: int) -> date:
    """The first day after a term of ``years`` years; for a term from 29 February it is 1 March."""
    try:
        return valid_from.replace(year=valid_from.year + years)
    except ValueError:
        return date(valid_from.year + years, 3, 1)


def check_days(valid_from: date, valid_to: date | None) -> None:
    """Raises PERIOD_EMPTY unless ``valid_to`` is after ``valid_from``."""
    _not_empty(valid_from, valid_to)
