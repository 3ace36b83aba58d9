"""A neighbourhood's money through the commands of the domain, into a history for the views.

Whatever a command decides, and whatever the world is given, is added to the history in the order
in which it happened. The story has every event that a view of money, meetings or arisan folds in
a way of its own, late entries and reversals among them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood
from tests.views.history import History

from wahana.domain.kernel.model import Actor, Aggregate, Event
from wahana.domain.money.amounts import GoodsGiven
from wahana.domain.money.arisan_commands import (
    CollectRound,
    PayPot,
    SettleDebt,
    SharePayment,
    SubstituteMember,
)
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.arisan_events import Cover
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.closing import ApproveMonth, BookCountDifference, CountCash, SealMonth
from wahana.domain.money.fund_corrections import CorrectReceipt
from wahana.domain.money.fund_opening import RecordOpeningBalance
from wahana.domain.money.fund_terms import DecisionRef, DuesLine
from wahana.domain.money.meeting_commands import AttachMinutes, HoldMeeting, TakeDecision
from wahana.domain.money.meeting_events import Guest
from wahana.domain.money.payers import ExemptPayer, RecordPayerLeaving
from wahana.domain.money.receipts import CollectJimpitan
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.rice import ConvertRice
from wahana.domain.money.year_end import CloseYear

JANUARY = date(2026, 1, 1)
NAMES = ("Sri", "Budi", "Tini", "Karto")
ROUNDS = 4


class Recorded(Scenario):
    """A world that adds its events to a history."""

    def __init__(self, history: History, **properties: Any) -> None:
        self._history = history
        super().__init__(**properties)

    def _fold(
        self, kind: type[Aggregate], stream_id: UUID, event: Event, on: date, actor: Actor
    ) -> None:
        super()._fold(kind, stream_id, event, on, actor)
        self._history.add(stream_id, event, on=on, role=actor.role, actor=actor.id)


def neighbourhood(history: History, *, today: date = date(2026, 11, 21)) -> Neighbourhood:
    """RW 08 of Sorosutan, whose commands are recorded."""
    world = Recorded(history, area_code="34.71", today=today, edition="2012", tenant="kota yogya")
    return Neighbourhood(world)


def half_a_year(history: History) -> Neighbourhood:
    """January to June 2026: dues, jimpitan, meetings, payments, an arisan, sealed months."""
    rw = neighbourhood(history)
    for kind, unit in (("IURAN", "IDR"), ("JIMPITAN", "RICE_G"), ("DANA_KEMATIAN", "IDR")):
        rw.open(kind, unit)
    rw.run(RecordOpeningBalance, kind="IURAN", amount=250_000, on=JANUARY).accepted()
    dues(rw)
    jimpitan(rw)
    spending(rw)
    sealed(rw)
    arisan(rw)
    return rw


def dues(rw: Neighbourhood) -> None:
    """Four payers, one exempt and one gone; an evening, a late one, a reversed line."""
    rw.dues()
    rw.enrol(*NAMES)
    for kind in ("JIMPITAN", "DANA_KEMATIAN"):
        unit = {"unit": "RICE_G"} if kind == "JIMPITAN" else {}
        rw.enrol("Sri", kind=kind, **unit)
    evening = (rw.line("Sri", receipt_no="A-1"), rw.line("Budi"), rw.line("Sri", amount=5_000))
    rw.evening(*evening, on=date(2026, 3, 5)).accepted()
    rw.evening(rw.line("Tini"), on=date(2026, 2, 10)).accepted()
    rw.run(ReverseEntry, kind="IURAN", entry_no=3, reason="WRONG_PERSON", on=date(2026, 3, 6))
    rw.run(
        ExemptPayer,
        kind="IURAN",
        payer_id=rw.uid("Karto"),
        valid_from=JANUARY,
        reason="ELDER",
        on=date(2026, 3, 7),
    ).accepted()
    gone = {"payer_id": rw.uid("Tini"), "reason": "MOVED", "on": date(2026, 4, 1)}
    rw.run(RecordPayerLeaving, kind="IURAN", **gone).accepted()
    rw.run(CorrectReceipt, kind="IURAN", entry_no=2, receipt_no="A-7", reason="TYPING_ERROR")


def jimpitan(rw: Neighbourhood) -> None:
    """Rounds of rice, one of them with lines, one reversed; rice is sold for the death fund."""
    for night in range(5):
        rice = rw.rice("80", "CUP")
        rw.round(rice=rice, route="RT-1", on=JANUARY + timedelta(days=night)).accepted()
    rw.run(
        CollectJimpitan,
        unit="RICE_G",
        collectors=(rw.person("Budi"),),
        households=2,
        gave=1,
        lines=(rw.cups("Sri", "2"),),
        on=date(2026, 1, 10),
    ).accepted()
    wrong = {"kind": "JIMPITAN", "unit": "RICE_G", "entry_no": 2, "reason": "TYPING_ERROR"}
    rw.run(ReverseEntry, on=date(2026, 1, 11), **wrong).accepted()
    sold = {"rice": rw.rice("20"), "rupiah": 240_000, "into": "DANA_KEMATIAN", "buyer": "Toko"}
    rw.run(ConvertRice, on=date(2026, 2, 1), **sold).accepted()


def spending(rw: Neighbourhood) -> None:
    """A gift, a gift in kind, a meeting that decides, what is paid by it; a count that misses."""
    goods = GoodsGiven(name="Kasur", quantity="2", measure="buah")
    rw.give(600_000, donor_kind="BUSINESS", organisation="CV Maju", publishable=True,
            on=date(2026, 3, 8)).accepted()  # fmt: skip
    rw.give(None, goods=(goods,), donor_kind="RESIDENT", on=date(2026, 3, 9)).accepted()
    meeting = rw.uid("rapat")
    held = HoldMeeting(
        meeting_id=meeting,
        wksbm_id=rw.id,
        kind="ROUTINE",
        present=(rw.person("Sri"), rw.person("Budi")),
        headcount=40,
        guests=(Guest(kind="TKSK", organisation="Kecamatan"),),
        place_name="Balai RW",
    )
    rw.do(held, on=date(2026, 3, 10), by=rw.chair).accepted()
    taken = TakeDecision(
        meeting_id=meeting, title="Santunan", text="untuk keluarga", kind="SPEND", votes_for=40,
        limit=400_000, unit="IDR",
    )  # fmt: skip
    rw.do(taken, on=date(2026, 3, 10), by=rw.chair).accepted()
    minutes = AttachMinutes(meeting_id=meeting, sha256="ab" * 32)
    rw.do(minutes, on=date(2026, 3, 11), by=rw.chair).accepted()
    decided = DecisionRef(meeting_id=meeting, no=1)
    rw.pay(150_000, decision=decided, note="lima paket", on=date(2026, 3, 12)).accepted()
    rw.pay(100_000, decision=decided, on=date(2026, 3, 12)).accepted()
    rw.run(ReverseEntry, kind="IURAN", entry_no=10, reason="DUPLICATE", on=date(2026, 3, 13))
    counted = rw.book().balance - 2_000
    rw.run(
        CountCash, kind="IURAN", counted=counted, witnesses=(rw.person("Budi"),),
        on=date(2026, 3, 14),
    ).accepted()  # fmt: skip
    count = rw.book().counts[0].entry
    rw.run(
        BookCountDifference, kind="IURAN", of=count, note="selisih", on=date(2026, 3, 15)
    ).accepted()


def sealed(rw: Neighbourhood) -> None:
    """January and February are sealed, January is approved; then March goes on, late."""
    rw.run(SealMonth, year=2026, month=1).accepted()
    rw.do(ApproveMonth(wksbm_id=rw.id, year=2026, month=1), by=rw.chair).accepted()
    rw.run(SealMonth, year=2026, month=2).accepted()
    rw.evening(rw.line("Budi", amount=10_000), on=date(2026, 3, 1)).accepted()
    rw.evening(DuesLine(payer_id=rw.uid("Sri"), period=date(2026, 12, 1)), on=date(2026, 6, 1))


def arisan(rw: Neighbourhood) -> None:
    """Four shares; a covered round, a substitution, a debt settled and one that stays."""
    cycle = rw.uid("cycle")
    members = tuple(rw.ref(name) for name in NAMES)
    opened = {"cycle_id": cycle, "title": "Arisan RT 1", "contribution": 50_000}
    rw.run(OpenCycle, members=members, on=date(2026, 2, 1), **opened).accepted()
    collect = [SharePayment(share=number) for number in (1, 2, 3)]
    cover = Cover(source="ORGANISER", amount=50_000, person=rw.person("Sri"))
    first = CollectRound(cycle_id=cycle, payments=tuple(collect), cover=cover)
    rw.do(first, on=date(2026, 2, 2)).accepted()
    seen = (rw.person("Sri"), rw.person("Budi"))
    rw.do(DrawWinner(cycle_id=cycle, seed="satu", witnesses=seen), on=date(2026, 2, 2)).accepted()
    rw.do(PayPot(cycle_id=cycle, round=1), on=date(2026, 2, 3)).accepted()
    paid = {"round": 1, "share": 4, "amount": 20_000}
    rw.do(SettleDebt(cycle_id=cycle, **paid), on=date(2026, 2, 9)).accepted()
    other = SubstituteMember(cycle_id=cycle, share=2, member=rw.new("Wati"), reason="MOVED")
    rw.do(other, on=date(2026, 2, 10)).accepted()
    second = CollectRound(cycle_id=cycle, payments=tuple(collect[:2]))
    rw.do(second, on=date(2026, 3, 2)).accepted()


def closed_year(rw: Neighbourhood) -> None:
    """The year is sealed and closed; next year's book takes over and has a reversal."""
    rw.world.today = date(2027, 1, 10)
    for month in range(rw.book().sealed_months + 1, 13):
        rw.run(SealMonth, year=2026, month=month).accepted()
    rw.run(CloseYear, kind="IURAN", year=2026).accepted()
    line = rw.book().entries[2]
    wrong = {"kind": "IURAN", "year": 2026, "entry_no": 2, "reason": "TYPING_ERROR"}
    assert line.kind == "DUES_IN"
    rw.run(ReverseEntry, on=date(2027, 1, 9), **wrong).accepted()
