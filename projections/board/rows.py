"""The rows of boards: terms, seats and handovers."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..by_day import by_day
from ..field import (
    GLOBAL_ID,
    VALID_TIME,
    Entry,
    Field,
    Json,
    OpenEnd,
    Sealed,
    UpdatedAt,
    Version,
)

OfBoard = Annotated[ids.BoardId, Field("The board.")]
ValidFrom = Annotated[date, Field("First day.")]
ValidTo = Annotated[
    OpenEnd, VALID_TIME, Field("First day after the end; null while no end is known.")
]
DecreeNo = Annotated[str | None, Field("Number of the term's decree.")]
DecreeIssuedOn = Annotated[date | None, Field("Date of the decree.")]
DecreeIssuerRole = Annotated[str | None, Field("Role of the signer.")]
Person = Annotated[ids.PersonId, Field("The person.")]


class BoardRow(msgspec.Struct, frozen=True):
    """The board of a WKSBM, with the term of the day (validOn, else today)."""

    board_id: Annotated[ids.BoardId, GLOBAL_ID]
    wksbm_id: OfWksbm
    version: Version
    updated_at: UpdatedAt


class Board(BoardRow, frozen=True):
    term_no: Annotated[int | None, VALID_TIME, Field("Number of the term of the day.")]
    term_from: Annotated[date | None, VALID_TIME, Field("First day of that term.")]
    term_to: Annotated[OpenEnd, VALID_TIME, Field("First day after it, if an end is set.")]
    decree_no: Annotated[DecreeNo, VALID_TIME]
    decree_issued_on: Annotated[DecreeIssuedOn, VALID_TIME]
    decree_issuer_role: Annotated[DecreeIssuerRole, VALID_TIME]


class TermRow(msgspec.Struct, frozen=True):
    """A term of a board."""

    board_id: OfBoard
    term_no: Annotated[int, Field("Its number, in order of entry.")]
    wksbm_id: OfWksbm
    entry: Entry
    valid_from: ValidFrom
    valid_to: ValidTo
    closed: Annotated[bool, VALID_TIME, Field("It was closed by an act of its own.")]
    decree_no: DecreeNo
    decree_issued_on: DecreeIssuedOn
    decree_issuer_role: DecreeIssuerRole


class SeatRow(msgspec.Struct, frozen=True):
    """A person in a seat, past, present or future; with validOn: on that day."""

    board_id: OfBoard
    entry: Entry
    wksbm_id: OfWksbm
    term_no: Annotated[int, Field("Number of the term.")]
    seat: Annotated[str, Field("The seat: KETUA, SEKRETARIS, SEKSI:HUMAS, …")]
    seat_rank: int
    person_id: Annotated[ids.PersonId, Field("Who holds it.")]
    valid_from: ValidFrom
    valid_to: ValidTo
    acting: Annotated[bool, Field("Acting holder of an empty seat.")]
    end_reason: Annotated[str | None, lists.END_REASON, VALID_TIME, Field("Why the person left.")]
    decree_no: DecreeNo
    decree_issued_on: DecreeIssuedOn
    decree_issuer_role: DecreeIssuerRole


class BoardContact(msgspec.Struct, frozen=True):
    """The contact of a person who holds a seat of a board now: for the board itself, its district's
    social worker and the office."""

    wksbm_id: ids.WksbmId
    person_id: Person
    phone: Annotated[Sealed | None, Field("Phone.", mask="PERSON_CONTACTS")]
    address: Annotated[Sealed | None, Field("Address.", mask="PERSON_CONTACTS")]
    email: Annotated[Sealed | None, Field("E-mail.", mask="PERSON_CONTACTS")]


class HandoverRow(msgspec.Struct, frozen=True):
    """A handover of books and balances to other officers."""

    board_id: OfBoard
    entry: Entry
    wksbm_id: OfWksbm
    term_no: Annotated[int, Field("Term in which it was held.")]
    held_on: Annotated[date, Field("Day of the handover.")]
    handed_over_by: str
    """Ids of persons as a JSON array; the next two as well."""
    received_by: str
    witnesses: str
    books: Annotated[Json, Field("Books: kind, volumes, kept_up_to.")]
    balances: Annotated[Json, Field("Balances: fund, unit (IDR, RICE_G), amount.")]


class HandoverPerson(msgspec.Struct, frozen=True):
    """A person who took part in a handover."""

    board_id: UUID
    entry: int
    no: int
    person_id: Person
    part: Annotated[str, lists.HANDOVER_PART, Field("How.")]


BOARDS = VersionedTable(
    BoardRow,
    key=("board_id",),
    table="board",
    indexes=(LookupIndex("by_wksbm", "wksbm_id"),),
)
TERMS = VersionedTable(
    TermRow,
    key=("board_id", "term_no"),
    table="board_term",
    indexes=(
        ListIndex("by_end", "valid_to", "board_id", "term_no"),
        LookupIndex("by_wksbm", "wksbm_id", "valid_to", "valid_from"),
    ),
)
SEATS = VersionedTable(
    SeatRow,
    key=("board_id", "entry"),
    table="board_seat",
    indexes=(
        LookupIndex("by_wksbm", "wksbm_id", "valid_to", "valid_from"),
        LookupIndex("by_person", "person_id", "valid_from"),
    ),
)
TERMS_BY_DAY, SEATS_BY_DAY = by_day(TERMS, whole=True), by_day(SEATS, whole=True)
HANDOVERS = VersionedTable(
    HandoverRow,
    key=("board_id", "entry"),
    table="board_handover",
    indexes=(LookupIndex("by_wksbm", "wksbm_id", "held_on"),),
)
