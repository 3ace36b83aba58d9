"""A line costs the same in a large book as in a small one: counted in steps, not in time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from types import FrameType
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.domain.money.books import DAY, OTHERS, large

from wahana.domain.money.fund_terms import DuesLine, JimpitanLine
from wahana.domain.money.ledger import Seal
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDues
from wahana.domain.money.year_end import CloseYear


def steps(work: Callable[[], Any]) -> int:
    """Number of lines of Python that are run."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def dues(rw: Any, people: list[UUID]) -> ReceiveDues:
    lines = tuple(DuesLine(payer_id=one) for one in people)
    return ReceiveDues(wksbm_id=rw.id, kind="IURAN", year=2026, lines=lines)


def coins(rw: Any, people: list[UUID]) -> CollectJimpitan:
    lines = tuple(JimpitanLine(payer_id=one, amount=500) for one in people)
    return CollectJimpitan(
        wksbm_id=rw.id,
        kind="IURAN",
        year=2026,
        collectors=(rw.person("Sri"),),
        households=5_000,
        lines=lines,
    )


@pytest.mark.parametrize("command", [dues, coins])
def test_a_line_of_an_evening_costs_the_same_in_a_large_book(rw: Any, command: Any) -> None:
    def a_line(entries: int, payers: int) -> float:
        large(rw, entries=entries, payers=payers)
        context = rw.world.context(on=DAY, actor=rw.treasurer)
        few, many = (command(rw, OTHERS[:lines]) for lines in (20, 60))
        # Both go through the entries of the book.
        return (steps(partial(many.decide, context)) - steps(partial(few.decide, context))) / 40

    assert a_line(5_000, 60) <= 1.05 * a_line(100, 60)


@pytest.mark.parametrize("command", [dues, coins])
def test_a_line_costs_the_same_in_a_long_list(rw: Any, command: Any) -> None:
    large(rw, entries=10, payers=400)
    context = rw.world.context(on=DAY, actor=rw.treasurer)
    wishes = [command(rw, OTHERS[:lines]) for lines in (100, 200, 400)]
    hundred, two, four = (steps(partial(wish.decide, context)) for wish in wishes)
    assert four - two <= 2.1 * (two - hundred)


def test_a_payer_of_a_closed_year_costs_the_same_in_a_large_book(rw: Any) -> None:
    """Of twice as many payers and entries the steps are twice as many, not four times."""

    def to_close(size: int) -> int:
        large(rw, entries=size * 10, payers=size, paid=True)
        seals = tuple(
            Seal(month=month, opening=0, closing=0, digest="", sealed_by=rw.chair.id)
            for month in range(1, 13)
        )
        rw.world.put(msgspec.structs.replace(rw.book(), seals=seals))
        context = rw.world.context(on=date(2027, 1, 5), actor=rw.treasurer)
        command = CloseYear(wksbm_id=rw.id, kind="IURAN", year=2026)
        return steps(partial(command.decide, context))

    assert to_close(200) <= 2.1 * to_close(100)
