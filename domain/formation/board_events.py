"""Events of a board: terms, seats, handovers, and the corrections of each.

Intervals are half-open: ``valid_to`` is the first day after them. ``of`` is the version, in this
stream, of the event that a correction corrects.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.days import DocumentDay
from ..kernel.fields import Code, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person
from ..kernel.units import BOOK_MAX, FundUnit
from .legality import Decree

EndReason = Literal["RESIGNED", "DIED", "MOVED", "REMOVED", "TERM_END"]
"""Why a holder left a seat."""

BoardEntry = Literal["TERM", "SEAT", "VACANCY", "HANDOVER", "CLOSING"]
"""Kinds of entries of a board that can be retracted."""


class HandedBook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A book that is handed over."""

    kind: Annotated[Code, Meta(description="Kind of book: CASH, MINUTES, DUES, INVENTORY, …")]
    volumes: Annotated[int, Meta(ge=1, le=1000, description="Number of volumes.")] = 1
    kept_up_to: Annotated[DocumentDay | None, Meta(description="Day of its last entry.")] = None


class HandedBalance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fund's balance at the handover."""

    fund: Annotated[Code, Meta(description="Kind of fund: IURAN, DANA_KEMATIAN, JIMPITAN, …")]
    unit: Annotated[FundUnit, Meta(description="Whole rupiah, or grams of rice.")]
    amount: Annotated[
        int,
        Meta(
            ge=0,
            le=2**63 - 1,
            description="Balance handed over, in that unit.",
            extra={"most": BOOK_MAX},
        ),
    ]


class BoardTermOpened(Event, frozen=True, kw_only=True):
    """A term began, by a decree if there is one."""

    TOPIC: ClassVar[str] = "board.term_opened"

    wksbm: UUID
    term_no: int
    valid_from: date
    valid_to: date | None = None
    decree: Decree | None = None


class SeatFilled(Event, frozen=True, kw_only=True):
    """A person took a seat."""

    TOPIC: ClassVar[str] = "board.seat_filled"

    term_no: int
    seat: Code
    person: UUID
    valid_from: date
    valid_to: date | None = None


class SeatVacated(Event, frozen=True, kw_only=True):
    """A person left a seat before the term's end."""

    TOPIC: ClassVar[str] = "board.seat_vacated"

    of: int
    seat: Code
    person: UUID
    valid_to: date
    reason: EndReason
    note: Note | None = None


class ActingOfficerNamed(Event, frozen=True, kw_only=True):
    """An acting officer was named for an empty seat, until a day or until it is filled."""

    TOPIC: ClassVar[str] = "board.acting_officer_named"

    term_no: int
    seat: Code
    person: UUID
    valid_from: date
    valid_to: date


class HandoverParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a handover: from whom, to whom, what, and before which witnesses."""

    handed_over_by: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(min_length=1, max_length=20, description="Persons of the board."),
    ]
    received_by: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(min_length=1, max_length=20, description="Persons of the board."),
    ]
    books: Annotated[
        tuple[HandedBook, ...], Meta(max_length=50, description="Books that change hands.")
    ] = ()
    balances: Annotated[
        tuple[HandedBalance, ...], Meta(max_length=50, description="Balances that change hands.")
    ] = ()
    witnesses: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(max_length=20, description="Witnesses; none of the officers."),
    ] = ()


class HandoverRecorded(HandoverParticulars, Event, frozen=True, kw_only=True):
    """Books and balances were handed over to other officers, before witnesses."""

    TOPIC: ClassVar[str] = "board.handover_recorded"

    term_no: int
    note: Note | None = None


class BoardTermClosed(Event, frozen=True, kw_only=True):
    """A term ended, at its planned end or earlier; all its seats end with it."""

    TOPIC: ClassVar[str] = "board.term_closed"

    term_no: int
    valid_to: date
    reason: Code


class SeatCorrected(Event, frozen=True, kw_only=True):
    """A seat was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "board.seat_corrected"

    of: int
    seat: Code
    person: UUID
    valid_from: date
    valid_to: date | None = None
    end_reason: EndReason | None = None
    reason: CorrectionReason
    note: Note | None = None


class TermCorrected(Event, frozen=True, kw_only=True):
    """A term's days were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "board.term_corrected"

    of: int
    valid_from: date
    valid_to: date | None = None
    reason: CorrectionReason
    note: Note | None = None


class BoardDecreeCorrected(Event, frozen=True, kw_only=True):
    """A term's decree was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "board.decree_corrected"

    of: int
    decree: Decree
    reason: CorrectionReason
    note: Note | None = None


class HandoverCorrected(HandoverParticulars, Event, frozen=True, kw_only=True):
    """A handover was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "board.handover_corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class BoardEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry was made here by mistake and is not valid. A term is retracted with its seats."""

    TOPIC: ClassVar[str] = "board.entry_retracted"

    of: int
    entry: BoardEntry
    reason: CorrectionReason
    note: Note | None = None
