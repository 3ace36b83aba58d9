"""``python -m tests.bench.decisions``: how long the largest accepted commands are worked on.

For each: the decision on large states, and encoding what it writes. What is small is done on the
event loop, and must take less than 50 ms there (the exit code says so); the rest is done in a
thread, which leaves the loop its turn every few milliseconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from rich.console import Console
from rich.table import Table
from tests.domain.conftest import Scenario, sealed
from tests.domain.money.books import DAY, OTHERS, large
from tests.domain.money.conftest import Neighbourhood

from wahana.domain.formation.activity_attendance_commands import Participant, RecordAttendance
from wahana.domain.formation.activity_plan_commands import ScheduleActivity
from wahana.domain.kernel.model import Command
from wahana.domain.money.arisan_commands import CollectRound, PayPot, SharePayment
from wahana.domain.money.arisan_events import SharePaid
from wahana.domain.money.arisan_facts import Collection, Draw
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.closing import SealMonth
from wahana.domain.money.fund_corrections import CorrectDues, RetractFundEntry
from wahana.domain.money.fund_terms import DuesLine, JimpitanLine
from wahana.domain.money.ledger import Seal
from wahana.domain.money.meeting_commands import HoldMeeting
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDues
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.year_end import CloseYear
from wahana.domain.people.registration import NewPerson, PersonRef
from wahana.platform import apart, bounds
from wahana.platform.commands import BODY_BYTES_MAX

LOOP_MS_MAX = 50
ENTRIES = 20_000


@dataclass(frozen=True)
class Case:
    """A command on a day, in a world that is ready for it."""

    what: str
    world: Any
    command: Command
    actor: Any = None
    on: date = DAY


def cases() -> Iterator[Case]:
    """The largest commands that are accepted."""
    rw = neighbourhood()
    people = [rw.person(f"person {n}") for n in range(500)]
    about: dict[str, Any] = {"wksbm_id": rw.id, "kind": "IURAN", "year": 2026}

    def in_book(what: str, command: Command, on: date = DAY) -> Case:
        return Case(f"{what}, book of {ENTRIES:,} entries", rw.world, command, rw.treasurer, on)

    large(rw, entries=ENTRIES, payers=500, paid=True)
    lines = tuple(DuesLine(payer_id=one) for one in OTHERS[:500])
    yield in_book("dues, 500 lines", ReceiveDues(**about, lines=lines))
    months = tuple(msgspec.structs.replace(one, amount=15_000 * 3) for one in lines)
    yield in_book("dues, 500 lines of three months", ReceiveDues(**about, lines=months))
    houses = tuple(JimpitanLine(payer_id=one, amount=500) for one in OTHERS[:500])
    night = CollectJimpitan(**about, collectors=(people[0],), households=5_000, lines=houses)
    yield in_book("jimpitan, 500 lines", night)
    yield in_book("reversal", ReverseEntry(**about, entry_no=9, reason="TYPING_ERROR"))
    why = {"reason": "TYPING_ERROR", **about}
    dues = CorrectDues(**why, of=2, amount=20_000, frequency="MONTHLY", valid_from=date(2026, 1, 1))
    yield in_book("dues corrected", dues)
    gone = RetractFundEntry(**why, of=2, entry="PAYER", payer_id=OTHERS[3])
    yield in_book("payer retracted (refused)", gone)
    yield in_book("month sealed", SealMonth(wksbm_id=rw.id, year=2026, month=1))
    large(rw, entries=ENTRIES, payers=1_000, paid=True)
    seals = tuple(
        Seal(month=month, opening=0, closing=0, digest="", sealed_by=rw.chair.id)
        for month in range(1, 13)
    )
    rw.world.put(msgspec.structs.replace(rw.book(), seals=seals))
    rw.world.today = date(2027, 1, 10)
    yield in_book("year closed, 1,000 payers", CloseYear(**about), date(2027, 1, 5))
    rw.world.today = DAY
    met = HoldMeeting(meeting_id=rw.uid("met"), wksbm_id=rw.id, present=tuple(people))
    yield Case("meeting, 500 present", rw.world, met, rw.chair)
    yield from of_arisan(people)
    yield attendance()


def neighbourhood() -> Neighbourhood:
    world = Scenario(area_code="34.71", today=DAY, edition="2012")
    return Neighbourhood(world)


def of_arisan(people: list[UUID]) -> Iterator[Case]:
    rw = neighbourhood()
    members = tuple(rw.ref(f"person {n}") for n in range(300))
    cycle = rw.uid("cycle")
    opened = OpenCycle(
        cycle_id=cycle, wksbm_id=rw.id, title="Arisan", contribution=50_000, members=members
    )
    yield Case("arisan opened, 300 shares", rw.world, opened, rw.treasurer)
    rw.do(opened, on=date(2026, 1, 1)).accepted()
    paid = tuple(SharePaid(share=share, amount=50_000) for share in range(1, 300))
    collections = tuple(
        Collection(entry=no, round=no, collected_on=DAY, payments=paid) for no in range(1, 300)
    )
    draws = tuple(
        Draw(
            entry=no,
            round=no,
            drawn_on=DAY,
            share=no,
            member=people[no - 1],
            method="RANDOM",
            candidates=(),
            pot=15_000_000,
        )
        for no in range(1, 300)
    )
    drawn = msgspec.structs.replace(rw.cycle(), collections=collections, draws=draws, version=300)
    rw.world.put(drawn)
    shares = tuple(SharePayment(share=no) for no in range(1, 301))
    yield Case(
        "arisan, 300 shares paid in round 300",
        rw.world,
        CollectRound(cycle_id=cycle, payments=shares),
        rw.treasurer,
    )
    yield Case("arisan, pot paid", rw.world, PayPot(cycle_id=cycle, round=7), rw.treasurer)


def attendance() -> Case:
    world = Scenario(level="PROV", area_code="34", today=DAY, edition="2012")
    session = world.uid("bimtek")
    planned = ScheduleActivity(
        activity_id=session,
        kind="BIMTEK",
        title="Bimbingan Teknis",
        organiser_unit="Seksi Tenaga",
        level="PROV",
        venue="Hotel",
        area_code="34.71",
        date_from=DAY,
        date_to=DAY,
        budget_year=2026,
    )
    world.run(planned)
    lines = tuple(
        Participant(
            person=PersonRef(new=NewPerson(person_id=world.uid(f"new {n}"), name=f"Warga {n}")),
            role="BOARD",
        )
        for n in range(500)
    )
    return Case(
        "attendance, 500 new people", world, RecordAttendance(activity_id=session, attendees=lines)
    )


def measured(case: Case) -> dict[str, Any]:
    """Milliseconds, and where the service would do it."""
    read: dict[UUID, Any] = {}
    context = case.world.context(on=case.on, actor=case.actor)
    load = context.load

    def noted(kind: type[Any], stream_id: UUID) -> Any:
        read[stream_id] = load(kind, stream_id)
        return read[stream_id]

    context = replace(context, load=noted)
    ms, happened = timed(lambda: case.command.decide(context))
    events = [event for _, event in happened]
    counted, size = timed(lambda: bounds.check_size(events)) if events else (0.0, 0)
    encoded, _ = timed(lambda: [msgspec.json.encode(sealed(event)) for event in events])
    body = len(msgspec.json.encode(case.command))
    reads = sum(map(apart.size_of_state, read.values()))
    decides = "loop" if body <= BODY_BYTES_MAX and reads <= apart.INLINE_MAX else "thread"
    return {
        "command": case.what,
        "read": reads,
        "decide ms": ms,
        "count ms": counted,
        "encode ms": encoded,
        "decided in": decides,
        "encoded in": "loop" if size <= apart.INLINE_MAX else "thread",
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    try:
        found: Any = work()
    except Exception as refused:
        if not hasattr(refused, "code"):
            raise
        found = []
    return (time.perf_counter() - begun) * 1_000, found


def main() -> None:
    """Measure, print, and fail if the loop would be held for too long."""
    table = Table(title="The largest commands, in milliseconds", title_justify="left")
    held = []
    for case in cases():
        row = min((measured(case) for _ in range(3)), key=lambda row: row["decide ms"])
        if not table.columns:
            for name in row:
                table.add_column(name, justify="right" if "ms" in name else "left")
        table.add_row(*(f"{v:.1f}" if isinstance(v, float) else str(v) for v in row.values()))
        on_loop = [
            ms
            for ms, where in (
                (row["decide ms"] + row["count ms"], row["decided in"]),
                (row["encode ms"], row["encoded in"]),
            )
            if where == "loop"
        ]
        held += [case.what] if sum(on_loop) > LOOP_MS_MAX else []
    console = Console(width=max(Console().width, 130))
    console.print(table)
    if held:
        console.print(f"more than {LOOP_MS_MAX} ms on the event loop: {', '.join(held)}")
    sys.exit(bool(held))


if __name__ == "__main__":
    main()
