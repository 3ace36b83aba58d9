"""What comes in: an evening's dues, a jimpitan round, gifts; and no fee ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wahana.domain.care.case import Case
from wahana.domain.care.case_events import CaseClosed
from wahana.domain.kernel.policy_types import RiceMeasures
from wahana.domain.kernel.refusal import Refused
from wahana.domain.money.amounts import GoodsGiven, MeasuredRice, RiceGiven, measured
from wahana.domain.money.arrears import Accounts
from wahana.domain.money.fund_events import DonationReceived, DuesReceived, JimpitanRoundCollected
from wahana.domain.money.fund_terms import DuesPaid, JimpitanGiven, JimpitanLine
from wahana.domain.money.receipts import ReceiveDonation
from wahana.domain.money.rice import ConvertRice

DAY = date(2026, 3, 7)


@pytest.fixture
def iuran(rw):
    rw.open()
    rw.dues()
    rw.enrol("Sri", "Budi")
    return rw


def test_an_evening_is_one_event_with_numbered_lines(iuran):
    outcome = iuran.evening(
        iuran.line("Sri", receipt_no="A-017"),
        iuran.line("Sri"),
        iuran.line("Budi", period=date(2026, 3, 20), amount=20_000),
        on=DAY,
    )
    outcome.then(
        DuesReceived(
            booked_on=DAY,
            unit="IDR",
            total=50_000,
            lines=(
                DuesPaid(
                    entry_no=1,
                    payer=iuran.uid("Sri"),
                    period=date(2026, 1, 1),
                    amount=15_000,
                    receipt_no="A-017",
                ),
                DuesPaid(
                    entry_no=2, payer=iuran.uid("Sri"), period=date(2026, 2, 1), amount=15_000
                ),
                DuesPaid(
                    entry_no=3, payer=iuran.uid("Budi"), period=date(2026, 3, 1), amount=15_000
                ),
                DuesPaid(
                    entry_no=4, payer=iuran.uid("Budi"), period=date(2026, 4, 1), amount=5_000
                ),
            ),
        )
    )
    assert iuran.book().balance_on(DAY) == 50_000
    assert Accounts(iuran.book()).paid(iuran.uid("Budi")) == {
        date(2026, 3, 1): 15_000,
        date(2026, 4, 1): 5_000,
    }


def test_a_part_is_paid_and_then_the_rest(iuran):
    january = date(2026, 1, 1)
    iuran.evening(iuran.line("Sri", period=january, amount=5_000), on=DAY).accepted()
    rest = iuran.evening(iuran.line("Sri", period=january), on=DAY)
    assert rest.only(DuesReceived).total == 10_000
    iuran.evening(iuran.line("Sri", period=january), on=DAY).then_refused(
        "DUES_PAID", "lines", period=january
    )


def test_lines_name_payers_and_periods_that_are_owed(iuran):
    january = date(2026, 1, 1)
    iuran.evening(iuran.line("Wati"), on=DAY).then_refused("PAYER_UNKNOWN", "lines")
    twice = iuran.line("Sri", period=january)
    iuran.evening(twice, twice, on=DAY).then_refused("LINE_TWICE", "lines", period=january)
    many = [iuran.line("Sri") for _ in range(4)]
    iuran.evening(*many, on=DAY).then_refused("DUES_PAID", "lines")
    iuran.evening(*many[:3], on=DAY).accepted()
    before = date(2025, 5, 1)
    iuran.evening(iuran.line("Sri", period=before), on=DAY).then_refused(
        "DUES_UNSET", "lines", period=before
    )
    iuran.evening(iuran.line("Sri", period=date(2026, 4, 9)), on=DAY).accepted()


def test_voluntary_dues_say_how_much(rw):
    rw.open()
    rw.enrol("Sri")
    rw.evening(rw.line("Sri", period=DAY), on=DAY).then_refused("DUES_UNSET", "lines")
    given = rw.evening(rw.line("Sri", period=DAY, amount=7_000), on=DAY).only(DuesReceived)
    assert given.lines[0].period == date(2026, 3, 1)


def test_a_round_of_rice_keeps_the_measure_and_the_grams(rw):
    rw.open("JIMPITAN", "RICE_G")
    outcome = rw.round(rice=rw.rice("12.5"), households=110, gave=84, on=DAY)
    outcome.then(
        JimpitanRoundCollected(
            entry_no=1,
            booked_on=DAY,
            amount=12_500,
            unit="RICE_G",
            collectors=(rw.uid("night watch"),),
            households=110,
            gave=84,
            rice=MeasuredRice(measure="KG", quantity="12.5", grams_each=1000, grams=12_500),
        )
    )


def test_the_lines_of_a_round_make_its_total_unless_it_was_weighed(rw):
    rw.open("JIMPITAN", "RICE_G")
    rw.enrol("Sri", "Budi", kind="JIMPITAN", unit="RICE_G")
    lines = (rw.cups("Sri"), rw.cups("Budi", "2"))
    one = rw.round(lines=lines, gave=None, on=DAY).only(JimpitanRoundCollected)
    assert (one.amount, one.gave, one.rice) == (450, 2, None)
    assert one.lines[1] == JimpitanGiven(
        payer=rw.uid("Budi"),
        amount=300,
        rice=MeasuredRice(measure="CUP", quantity="2", grams_each=150, grams=300),
    )
    cups = rw.rice("2", "CUP")
    rw.round(lines=lines, rice=cups, on=DAY, route="RT2").then_refused(
        "LINES_TOTAL", "lines", total=300, lines=450
    )
    rw.round(lines=lines, rice=rw.rice("0.42"), on=DAY, route="RT2").accepted()
    assert rw.book("JIMPITAN", "RICE_G").balance == 870


def test_a_round_is_collected_once_a_night_and_route(rw):
    rw.open("JIMPITAN", "RICE_G")
    rw.round(rice=rw.rice("3"), on=DAY).accepted()
    rw.round(rice=rw.rice("3"), on=DAY).then_refused("ROUND_TWICE", "route", day=DAY)
    rw.round(rice=rw.rice("3"), on=DAY, route="RT2").accepted()
    rw.round(rice=rw.rice("3"), on=date(2026, 3, 8)).accepted()


def test_a_round_counts_its_houses(rw):
    rw.open("JIMPITAN", "RICE_G")
    rw.enrol("Sri", kind="JIMPITAN", unit="RICE_G")
    rw.round(rice=rw.rice("3"), gave=111).then_refused("HOUSEHOLDS", "gave", visited=110)
    rw.round(lines=(rw.cups("Sri"),), gave=0).then_refused("HOUSEHOLDS", "gave", lines=1)
    rw.round(lines=(rw.cups("Sri"), rw.cups("Sri"))).then_refused("PERSON_TWICE", "lines")
    rw.round(lines=(rw.cups("Wati"),)).then_refused("PAYER_UNKNOWN", "lines")
    rw.round(rice=rw.rice("3"), collectors=(rw.uid("x"),)).then_refused("NOT_FOUND", "collectors")


def test_rice_and_rupiah_are_never_mixed(rw):
    rw.open("JIMPITAN", "RICE_G")
    rw.open("JIMPITAN", "IDR")
    rw.enrol("Sri", kind="JIMPITAN")
    rw.round(unit="IDR", rice=rw.rice("3")).then_refused("UNIT_MIX", "rice", unit="IDR")
    rw.round(unit="RICE_G", amount=22_000).then_refused("UNIT_MIX", "amount", unit="RICE_G")
    rw.round(unit="IDR", amount=1, rice=rw.rice("3")).then_refused("ONE_OF", "amount")
    rw.round(unit="IDR").then_refused("ONE_OF", "amount")
    rw.round(unit="IDR", lines=(rw.cups("Sri"),)).then_refused("UNIT_MIX", "rice")
    rw.give(5, kind="JIMPITAN", unit="RICE_G").then_refused("UNIT_MIX", "amount")
    coins = JimpitanLine(payer_id=rw.uid("Sri"), amount=500)
    rw.round(unit="IDR", lines=(coins,), amount=500, gave=1).accepted()


@pytest.mark.parametrize(
    ("measure", "quantity", "grams"),
    [
        *(("CUP", "1", 150), ("GLASS", "3", 600), ("CAN", "2", 570), ("HANDFUL", "1", 50)),
        *(("LITRE", "1.5", 1200), ("KG", "0.001", 1), ("GRAM", "250", 250)),
        *(("CUP", "0.333", 50), ("CAN", "0.5", 143), ("CAN", "0.501", 143)),
    ],
)
def test_measures_become_whole_grams(rw, measure, quantity, grams):
    assert measured(rw.world.context(), rw.rice(quantity, measure)).grams == grams


def test_measures_are_the_tenants_own_and_never_nothing(rw):
    rw.open("JIMPITAN", "RICE_G")
    rw.policy(rice_measures=RiceMeasures(cup=170))
    assert measured(rw.world.context(), rw.rice("1", "CUP")).grams == 170
    rw.round(rice=rw.rice("0.002", "CUP")).then_refused("AMOUNT_ZERO", "quantity")


def test_gifts_come_from_persons_bodies_or_nobody_named(rw):
    rw.open("BANTUAN")
    person = rw.give(50_000, kind="BANTUAN", donor=rw.new("Pak Haji"), note="Untuk lansia")
    gift = person.only(DonationReceived)
    assert (gift.donor, gift.publishable, gift.note.subject) == (rw.uid("Pak Haji"),) * 1 + (
        False,
        rw.uid("Pak Haji"),
    )
    body = rw.give(75_000, kind="BANTUAN", donor_kind="BUSINESS", organisation="PT Maju")
    assert body.only(DonationReceived).organisation == "PT Maju"
    rw.give(1_000, kind="BANTUAN", donor_kind="CHARITY_BOX").accepted()
    rw.give(1, kind="BANTUAN", donor=rw.ref("Sri"), organisation="X").then_refused(
        "ONE_OF", "donor"
    )
    assert rw.book("BANTUAN").balance == 126_000


def test_a_larger_amount_pays_as_many_periods_as_it_is_enough_for(iuran):
    """Rp50,000 from somebody who owes three months of 15,000: those, and part of the next."""
    outcome = iuran.evening(
        iuran.line("Sri", amount=50_000, receipt_no="A-7"), iuran.line("Budi"), on=DAY
    )
    event = outcome.only(DuesReceived)
    assert [(item.entry_no, item.period.month, item.amount) for item in event.lines] == [
        (1, 1, 15_000), (2, 2, 15_000), (3, 3, 15_000), (4, 4, 5_000), (5, 1, 15_000),
    ]  # fmt: skip
    assert [item.receipt_no for item in event.lines] == ["A-7"] * 4 + [None]
    assert (event.total, iuran.book().balance) == (65_000, 65_000)
    # The same evening again, by a second tap: she owes nothing now, so nothing is paid ahead.
    iuran.evening(iuran.line("Sri", amount=50_000), on=DAY).then_refused("DUES_PAID", "lines")
    for amount, parts in ((20_000, [(2, 15_000), (3, 5_000)]), (12_000, [(3, 10_000), (4, 2_000)])):
        event = iuran.evening(iuran.line("Budi", amount=amount), on=DAY).only(DuesReceived)
        assert [(item.period.month, item.amount) for item in event.lines] == parts


def test_an_amount_above_the_year_is_looked_at_again(iuran):
    iuran.evening(iuran.line("Sri", amount=180_001), on=DAY).then_refused(
        "DUES_ABOVE", "lines", most=180_000
    )
    iuran.evening(iuran.line("Sri", amount=180_000), on=DAY).accepted()
    named = iuran.line("Budi", period=date(2026, 11, 1), amount=30_001)
    iuran.evening(named, on=DAY).then_refused("DUES_ABOVE", "lines", most=30_000)
    ahead = iuran.line("Budi", period=date(2027, 2, 1))
    iuran.evening(ahead, on=DAY).accepted()
    far = iuran.line("Budi", period=date(2028, 2, 1))
    iuran.evening(far, on=DAY).then_refused("DUES_FAR", "lines")


def test_goods_are_listed_and_move_no_money(rw):
    rw.open("BANTUAN")
    goods = (GoodsGiven(name="Kasur", quantity="2", measure="buah"),)
    gift = rw.give(None, kind="BANTUAN", goods=goods).only(DonationReceived)
    assert (gift.entry_no, gift.amount, gift.goods) == (1, 0, goods)
    rw.give(1, kind="BANTUAN", goods=goods).then_refused("ONE_OF", "goods")
    assert rw.give(5, kind="BANTUAN").only(DonationReceived).entry_no == 2


def test_no_charge_for_a_service(rw):
    rw.open("BANTUAN")
    rw.give(10_000, kind="BANTUAN", purpose="SERVICE_FEE").then_refused(
        "FEE_FORBIDDEN", "purpose", cause="SERVICE_FEE"
    )


def test_a_receipt_belongs_to_no_case(rw):
    rw.open("BANTUAN")
    gift = ReceiveDonation(wksbm_id=rw.id, kind="BANTUAN", donor_kind="RESIDENT", amount=1)
    case = rw.uid("case of a client")
    rw.world.given(Case, case, CaseClosed(reason="GOALS_MET"))

    def decide(command, **tie):
        context = rw.world.context(actor=rw.treasurer)
        return command.decide(replace(context, **tie))

    rw.open("JIMPITAN", "RICE_G")
    rw.open("JIMPITAN")
    rw.round(rice=RiceGiven(measure="KG", quantity="5")).accepted()
    sold = ConvertRice(wksbm_id=rw.id, rice=RiceGiven(measure="KG", quantity="1"), rupiah=12_000)
    for command in (gift, sold):
        for tie in ("correlation", "causation"):
            with pytest.raises(Refused) as refused:
                decide(command, **{tie: case})
            assert (refused.value.code, refused.value.field) == ("FEE_FORBIDDEN", tie)
            decide(command, **{tie: rw.uid("an app's undertaking")})
    assert len(decide(gift)) == 1


def test_two_pots_stay_apart(rw):
    rw.open("BANTUAN")
    rw.open("LAIN", may_pay_operations=True)
    rw.give(1, kind="BANTUAN", purpose="OPERATIONS").then_refused("POT_MIX", "purpose")
    rw.give(1, kind="LAIN").then_refused("POT_MIX", "purpose", cause="OTHER_POT")
    rw.give(1, kind="LAIN", purpose="OPERATIONS").accepted()


def test_an_entry_replaces_one_that_was_reversed(iuran):
    iuran.evening(iuran.line("Sri"), on=DAY).accepted()
    iuran.evening(iuran.line("Sri"), on=DAY, corrects=1).then_refused(
        "NOT_REVERSED", "corrects", no=1
    )
    iuran.evening(iuran.line("Sri"), on=DAY, corrects=7).then_refused("NOT_FOUND", "corrects")
