"""Jimpitan by night: each round with its amount, its collectors, and the gift of each house.

A round is one event with lines, and one row here: 40,000 houses need 365 rows a year. Rounds are
only added; whether one was reversed is shown by the entries of the cash book.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Aggregate, Stamp
from wahana.domain.money.fund_events import FundOpened, JimpitanRoundCollected
from wahana.platform.database import WorkSession
from wahana.platform.views import Batch, View

from ..streams import FoldedEvent, Streams, json_text
from .rows import ROUNDS, JimpitanRoundRow


class JimpitanRecord(Aggregate, frozen=True, kw_only=True):
    """The state of a book that rounds need."""

    TYPE: ClassVar[str] = "fund"

    wksbm: UUID | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        if isinstance(event, FundOpened):
            return msgspec.structs.replace(self, wksbm=event.wksbm)
        return self


STREAMS = Streams(JimpitanRecord, table="jimpitan_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Add the batch's rounds."""
    folding = await STREAMS.load(session, batch)
    rounds = [row async for step in folding.steps() for row in _rounds(step)]
    await ROUNDS.add(session, batch, rounds)
    await folding.save(session)


def _rounds(step: FoldedEvent) -> Iterator[JimpitanRoundRow]:
    event, book = step.event.data, step.after
    if not isinstance(event, JimpitanRoundCollected):
        return
    yield JimpitanRoundRow(
        book_id=book.id,
        entry_no=event.entry_no,
        wksbm_id=book.wksbm,
        position=step.event.position,
        recorded_at=step.event.recorded_at,
        actor_id=step.event.actor_id,
        night=event.booked_on,
        route=event.route,
        unit=event.unit,
        amount=event.amount,
        households=event.households,
        gave=event.gave,
        measure=event.rice.measure if event.rice else None,
        quantity=event.rice.quantity if event.rice else None,
        grams_each=event.rice.grams_each if event.rice else None,
        collectors=json_text(event.collectors),
        lines=json_text(event.lines),
        corrects_no=event.corrects,
    )


VIEW = View(
    name="jimpitan",
    version=3,
    topics=frozenset({FundOpened.TOPIC, JimpitanRoundCollected.TOPIC}),
    tables=(STREAMS.table, ROUNDS),
    apply=apply,
)
