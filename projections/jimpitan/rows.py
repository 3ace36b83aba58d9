"""The rows of jimpitan: a round of a night, with its lines."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import AppendTable, ListIndex, LookupIndex

from .. import fund_enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..field import Field
from ..fund_book.rows import (
    EnteredBy,
    EventPosition,
    FundUnit,
    OfBook,
    PayerName,
    RecordedAt,
    ReversedBy,
)


class JimpitanRoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A night's house-to-house round: rice in grams or coins in rupiah, never added. With validOn:
    rounds up to that night."""

    book_id: OfBook
    entry_no: Annotated[int, Field("Number of its entry in the cash book.")]
    wksbm_id: OfWksbm
    position: EventPosition
    recorded_at: RecordedAt
    actor_id: EnteredBy
    night: Annotated[date, Field("The night.")]
    route: Annotated[str | None, Field("The round, if there are several in one night.")]
    unit: FundUnit
    amount: Annotated[BigInt, Field("The amount collected.")]
    households: Annotated[int, Field("Houses visited.")]
    gave: Annotated[int, Field("Houses that gave.")]
    measure: Annotated[
        str | None, lists.RICE_MEASURE, Field("Measure of the rice, if it was measured.")
    ]
    quantity: Annotated[str | None, Field("Quantity in that measure, such as 2.5.")]
    grams_each: Annotated[int | None, Field("Grams that one of them counted for.")]
    collectors: str
    lines: str
    corrects_no: Annotated[int | None, Field("The reversed round that it replaces.")]


class JimpitanRound(JimpitanRoundRow, frozen=True, kw_only=True):
    reversed_by: ReversedBy


class Collector(msgspec.Struct, frozen=True):
    """A person who collected."""

    book_id: UUID
    entry_no: int
    no: int
    wksbm_id: ids.WksbmId
    person_id: Annotated[ids.PersonId, Field("The person.")]


class JimpitanLine(msgspec.Struct, frozen=True):
    """The gift of one house in a round."""

    book_id: UUID
    entry_no: int
    no: int
    wksbm_id: ids.WksbmId
    payer_id: Annotated[ids.PersonId, Field("The payer of that house.")]
    payer_name: PayerName
    amount: Annotated[BigInt, Field("The gift, in the book's unit.")]
    unit: FundUnit


ROUNDS = AppendTable(
    JimpitanRoundRow,
    key=("book_id", "entry_no"),
    table="jimpitan_round",
    indexes=(
        ListIndex("by_night", "night", "book_id", "entry_no", "position"),
        LookupIndex("by_wksbm", "wksbm_id", "night", "book_id", "entry_no", "position"),
    ),
)
