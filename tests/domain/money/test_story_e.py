"""Story E: dues, thirty jimpitan nights, rice sold, one death benefit, twelve arisan rounds."""

from __future__ import annotations

from datetime import date, timedelta

from wahana.domain.money.arisan_commands import CloseCycle, CollectRound, PayPot, SharePayment
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.closing import SealMonth
from wahana.domain.money.payments import PayDeathBenefit
from wahana.domain.money.rice import ConvertRice

JUNE = date(2026, 6, 1)


def test_a_year_of_the_treasurer(rw):
    rw.world.today = date(2026, 7, 10)
    for kind, unit in (("IURAN", "IDR"), ("JIMPITAN", "RICE_G"), ("DANA_KEMATIAN", "IDR")):
        rw.open(kind, unit)
    rw.dues()
    names = [f"warga {number}" for number in range(12)]
    rw.enrol(*names)
    rw.evening(*(rw.line(name) for name in names for _ in range(6)), on=JUNE).accepted()
    assert rw.book().balance == 12 * 6 * 15_000

    for night in range(30):
        rw.round(rice=rw.rice("80", "CUP"), on=JUNE + timedelta(days=night)).accepted()
    assert rw.book("JIMPITAN", "RICE_G").balance == 30 * 80 * 150
    sold = {"rice": rw.rice("360"), "rupiah": 4_320_000, "into": "DANA_KEMATIAN"}
    rw.run(ConvertRice, on=date(2026, 6, 30), **sold).accepted()
    assert rw.book("JIMPITAN", "RICE_G").balance == 0

    rw.enrol(names[0], kind="DANA_KEMATIAN")
    benefit = {
        "deceased": (rw.ref("almarhum"),),
        "payer_id": rw.uid(names[0]),
        "paid_to": rw.ref("ahli waris"),
        "on": date(2026, 6, 30),
    }
    rw.run(PayDeathBenefit, **benefit).accepted()
    rw.run(PayDeathBenefit, **benefit).then_refused("DEATH_TWICE", "deceased")
    assert rw.book("DANA_KEMATIAN").balance == 4_320_000 - 750_000

    for month in range(1, 7):
        rw.run(SealMonth, year=2026, month=month).accepted()
    rw.give(10_000, on=date(2026, 6, 30)).then_refused("PERIOD_SEALED", "occurredOn")
    rw.give(10_000, purpose="SERVICE_FEE").then_refused("FEE_FORBIDDEN", "purpose")


def test_twelve_members_and_twelve_rounds(rw):
    names = [f"anggota {number}" for number in range(1, 13)]
    cycle = rw.uid("cycle")
    members = tuple(rw.new(name) for name in names)
    opened = {"cycle_id": cycle, "title": "Arisan", "contribution": 100_000, "members": members}
    rw.run(OpenCycle, **opened).accepted()
    payments = tuple(SharePayment(share=number) for number in range(1, 13))
    winners = []
    for number in range(1, 13):
        rw.do(CollectRound(cycle_id=cycle, payments=payments)).accepted()
        if winners:
            again = DrawWinner(cycle_id=cycle, share=winners[0])
            rw.do(again).then_refused("ARISAN_TWICE", "share", share=winners[0])
        seen = (rw.person("Pak RT"), rw.person("Pak RW"))
        draw = DrawWinner(cycle_id=cycle, seed=f"putaran-{number}", witnesses=seen)
        won = rw.do(draw).accepted().events[0]
        winners.append(won.share)
        paid = rw.do(PayPot(cycle_id=cycle, round=number)).accepted().events[0]
        assert paid.amount == 1_200_000
    assert sorted(winners) == list(range(1, 13))
    rw.do(CloseCycle(cycle_id=cycle)).accepted()
