"""What goes out: limits and decisions, four eyes, two pots, the balance, the death benefit."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.care.case import Case
from wahana.domain.care.case_events import CaseClosed
from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_events import BoardTermOpened, HandoverRecorded
from wahana.domain.kernel.fields import identity
from wahana.domain.kernel.policy_types import GoodStanding
from wahana.domain.kernel.slot_events import SlotTaken
from wahana.domain.money.amounts import GoodsGiven
from wahana.domain.money.fund_events import DeathBenefitPaid, Disbursed
from wahana.domain.money.fund_terms import DecisionRef
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_events import DecisionSpent
from wahana.domain.money.payers import RecordPayerLeaving
from wahana.domain.money.payments import Disburse, PayDeathBenefit
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import RetractDeath
from wahana.domain.people.person_events import PersonDied, PersonRegistered, PersonsMerged
from wahana.domain.people.registration import PersonRef

DAY = date(2026, 11, 10)


@pytest.fixture
def kas(rw):
    rw.open(opening_balance=10_000_000)
    return rw


@pytest.fixture
def rukem(rw):
    rw.open("DANA_KEMATIAN", opening_balance=10_000_000)
    rw.dues(10_000, kind="DANA_KEMATIAN", valid_from=date(2026, 8, 1))
    rw.enrol("Sri", kind="DANA_KEMATIAN", enrolled_from=date(2026, 8, 1))
    return rw


def benefit(rw, *names, on=DAY, **fields):
    given = {
        "deceased": tuple(rw.ref(name) for name in names),
        "payer_id": rw.uid("Sri"),
        "paid_to": rw.ref("Budi"),
    } | fields
    return rw.run(PayDeathBenefit, on=on, **given)


def test_a_small_payment_needs_no_decision(kas):
    tini = kas.uid("Bu Tini")
    kas.pay(500_000, on=DAY, payee=kas.new("Bu Tini"), purpose="EDUCATION", receipt_no="B-7").then(
        PersonRegistered(
            name=identity(tini, "Bu Tini"),
            legal_basis="PUBLIC_TASK",
            legal_proof="UU 11/2009 ps 38",
        ),
        Disbursed(
            entry_no=2,
            booked_on=DAY,
            amount=500_000,
            unit="IDR",
            purpose="EDUCATION",
            payee=tini,
            receipt_no="B-7",
        ),
    )


def test_a_large_payment_cites_a_decision_and_uses_it_up(kas):
    kas.pay(500_001, on=DAY).then_refused(
        "DECISION_REQUIRED", "decision", amount=500_001, cause="NO_DECISION"
    )
    ref = kas.decision(2_000_000)
    paid = kas.pay(1_500_000, on=DAY, decision=ref)
    assert paid.only(Disbursed).approved_by == kas.chair.id
    assert paid.only(DecisionSpent) == DecisionSpent(
        no=1, book=kas.book().id, entry_no=2, amount=1_500_000, unit="IDR"
    )
    assert kas.state(Meeting, ref.meeting_id).spent(1) == 1_500_000
    kas.pay(500_001, on=DAY, decision=ref).then_refused(
        "DECISION_REQUIRED", "decision", cause="LIMIT_EXCEEDED"
    )
    kas.pay(500_000, on=DAY, decision=ref).accepted()


def test_a_payment_is_not_cut_into_small_ones(kas):
    kas.pay(300_000, on=DAY, payee=kas.ref("Sri")).accepted()
    kas.pay(300_000, on=DAY, payee=kas.ref("Sri")).then_refused(
        "DECISION_REQUIRED", "decision", amount=600_000
    )
    kas.pay(300_000, on=DAY, payee=kas.ref("Budi")).accepted()
    kas.pay(300_000, on=date(2026, 11, 11), payee=kas.ref("Sri")).accepted()


def test_a_payment_to_a_shop_is_not_cut_into_small_ones(kas):
    kas.pay(300_000, on=DAY, organisation="Toko Makmur").accepted()
    kas.pay(300_000, on=DAY, organisation=" toko  MAKMUR").then_refused(
        "DECISION_REQUIRED", "decision", amount=600_000
    )
    kas.pay(300_000, on=DAY, organisation="Toko Jaya").accepted()


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"votes_for": 10, "votes_against": 12}, "NOT_CARRIED"),
        ({"kind": "PROGRAMME", "limit": None, "unit": None}, "OTHER_KIND"),
        ({"unit": "RICE_G"}, "OTHER_KIND"),
        ({"on": date(2026, 11, 20)}, "DECIDED_LATER"),
    ],
)
def test_a_decision_covers_what_was_decided(kas, changes, cause):
    ref = kas.decision(**({"limit": 9_000_000} | changes))
    kas.pay(900_000, on=DAY, decision=ref).then_refused(
        "DECISION_REQUIRED", "decision", cause=cause
    )


def test_who_pays_is_not_who_approved(kas):
    ref = kas.decision(by=kas.treasurer)
    kas.pay(900_000, on=DAY, decision=ref).then_refused("SELF_APPROVAL", "decision")
    payment = Disburse(
        wksbm_id=kas.id,
        kind="IURAN",
        purpose="FOOD",
        organisation="Toko",
        amount=900_000,
        decision=ref,
    )
    kas.do(payment, on=DAY, by=kas.chair).accepted()


def test_a_decision_is_one_of_the_own_meetings(kas):
    nowhere = DecisionRef(meeting_id=kas.uid("nowhere"), no=1)
    kas.pay(900_000, decision=nowhere).then_refused("NOT_FOUND", "decision")
    ref = kas.decision()
    other = DecisionRef(meeting_id=ref.meeting_id, no=2)
    kas.pay(900_000, decision=other).then_refused("NOT_FOUND", "decision", kind="decision")


def test_no_balance_falls_below_zero_on_that_day_or_later(rw):
    rw.open()
    rw.give(100_000, on=date(2026, 11, 5)).accepted()
    rw.pay(60_000, on=date(2026, 11, 15)).accepted()
    rw.pay(1, on=date(2026, 11, 4)).then_refused("FUND_NEGATIVE", "amount", day=date(2026, 11, 4))
    rw.pay(50_000, on=date(2026, 11, 6)).then_refused(
        "FUND_NEGATIVE", "amount", day=date(2026, 11, 15), missing=10_000, available=40_000
    )
    rw.pay(40_000, on=date(2026, 11, 6)).accepted()
    book = rw.book()
    days = [date(2026, 11, day) for day in (4, 5, 6, 14, 15, 21)]
    assert [book.balance_on(day) for day in days] == [0, 100_000, 60_000, 60_000, 0, 0]


def test_donation_money_pays_no_operations(kas):
    kas.pay(10_000, purpose="OPERATIONS").then_refused(
        "POT_MIX", "purpose", cause="NOT_FOR_OPERATIONS"
    )
    kas.open("LAIN", may_pay_operations=True, opening_balance=10_000)
    kas.pay(10_000, kind="LAIN", purpose="OPERATIONS").accepted()


def test_a_payment_goes_to_one_payee(kas):
    kas.pay(1, payee=kas.ref("Sri"), organisation="Toko").then_refused("ONE_OF", "payee")
    kas.pay(1, organisation=None).then_refused("ONE_OF", "payee")


def test_a_payment_may_name_the_case_it_helps_in(kas):
    kas.pay(1, case_id=kas.uid("case")).then_refused("NOT_FOUND", "caseId", kind="case")
    kas.world.given(Case, kas.uid("case"), CaseClosed(reason="GOALS_MET"))
    assert kas.pay(1, case_id=kas.uid("case")).only(Disbursed).case == kas.uid("case")


def test_rice_and_goods_are_given_out(rw):
    rw.open("JIMPITAN", "RICE_G", opening_balance=30_000)
    given = {"kind": "JIMPITAN", "unit": "RICE_G", "payee": rw.ref("Sri"), "purpose": "FOOD"}
    rw.pay(None, **given, rice=rw.rice("25.001")).then_refused(
        "DECISION_REQUIRED", "decision", unit="RICE_G"
    )
    rice = rw.pay(None, **given, rice=rw.rice("10")).only(Disbursed)
    assert (rice.amount, rice.unit) == (10_000, "RICE_G")
    goods = (GoodsGiven(name="Tas sekolah", quantity="1", measure="buah"),)
    assert rw.pay(None, **given, goods=goods).only(Disbursed).amount == 0
    assert rw.book("JIMPITAN", "RICE_G").balance == 20_000


def test_after_a_change_of_board_the_handover_comes_first(kas):
    board = board_id(kas.id)
    terms = [(1, date(2021, 1, 1), date(2026, 1, 1)), (2, date(2026, 1, 1), None)]
    for no, valid_from, valid_to in terms:
        term = BoardTermOpened(wksbm=kas.id, term_no=no, valid_from=valid_from, valid_to=valid_to)
        kas.world.given(Board, board, term)
    kas.pay(10_000).then_refused("HANDOVER_MISSING", "wksbmId", term_no=1)
    handover = HandoverRecorded(
        term_no=1,
        handed_over_by=(kas.uid("old"),),
        received_by=(kas.uid("new"),),
        books=(),
        balances=(),
        witnesses=(),
    )
    kas.world.given(Board, board, handover)
    kas.pay(10_000).accepted()


def test_a_death_benefit_follows_the_table(rukem):
    outcome = benefit(rukem, "Pak Karto")
    assert outcome.only(DeathBenefitPaid) == DeathBenefitPaid(
        entry_no=2,
        booked_on=DAY,
        amount=750_000,
        unit="IDR",
        deceased=(rukem.uid("Pak Karto"),),
        payer=rukem.uid("Sri"),
        paid_to=rukem.uid("Budi"),
        tabled=750_000,
        unpaid_periods=3,
    )
    assert outcome.only(SlotTaken).kind == "death-benefit"
    benefit(rukem, "Bu Karto", "Karto kecil", amount=1_500_000).then_refused(
        "BENEFIT_TABLE", "amount", tabled=1_250_000
    )
    ref = rukem.decision(1_500_000)
    more = benefit(rukem, "Bu Karto", "Karto kecil", amount=1_500_000, decision=ref)
    assert more.only(DeathBenefitPaid).approved_by == rukem.chair.id
    assert len([event for event in more.events if isinstance(event, SlotTaken)]) == 2


def test_there_is_one_benefit_for_each_deceased(rukem):
    benefit(rukem, "Pak Karto").accepted()
    benefit(rukem, "Pak Karto").then_refused(
        "DEATH_TWICE", "deceased", person=str(rukem.uid("Pak Karto"))
    )
    benefit(rukem, "Bu Karto", "Bu Karto").then_refused("PERSON_TWICE", "deceased")
    benefit(rukem, "Budi").then_refused("PERSON_TWICE", "paidTo")


def test_another_book_does_not_pay_it_again(rukem):
    benefit(rukem, "Pak Karto").accepted()
    rukem.open("LAIN", opening_balance=900_000)
    rukem.enrol("Sri", kind="LAIN")
    benefit(rukem, "Pak Karto", kind="LAIN").then_refused("DEATH_TWICE", "deceased")


def test_a_merged_record_does_not_get_a_second_benefit(rukem):
    benefit(rukem, "Karto (lama)").accepted()
    survivor, merged = rukem.person("Pak Karto"), rukem.uid("Karto (lama)")
    event = PersonsMerged(
        survivor=survivor,
        merged=merged,
        suspected_by=rukem.uid("officer"),
        approver=rukem.uid("head"),
        nik_state="NONE",
    )
    for stream in (survivor, merged):
        rukem.world.given(Person, stream, event)
    benefit(rukem, "Pak Karto").then_refused("DEATH_TWICE", "deceased", person=str(survivor))


def test_no_benefit_is_paid_before_a_death_that_is_recorded(rukem):
    rukem.world.given(Person, rukem.person("Pak Karto"), PersonDied(died_on=date(2026, 11, 11)))
    benefit(rukem, "Pak Karto").then_refused("DATE_ORDER", "occurredOn")
    benefit(rukem, "Pak Karto", on=date(2026, 11, 11)).accepted()
    alive = RetractDeath(person_id=rukem.uid("Pak Karto"), reason="ALIVE")
    rukem.world.when(alive, on=date(2026, 11, 12)).then_refused(
        "ENTRY_IN_USE", "personId", entry="DEATH_BENEFIT"
    )


def test_the_household_pays_its_dues(rukem):
    rukem.policy(good_standing=GoodStanding(unpaid_periods_max=2))
    benefit(rukem, "Pak Karto").then_refused(
        "NOT_STANDING", "payerId", cause="IN_ARREARS", unpaid=3, allowed=2
    )
    rukem.evening(rukem.line("Sri"), kind="DANA_KEMATIAN", on=DAY).accepted()
    benefit(rukem, "Pak Karto").accepted()
    rukem.policy(good_standing=GoodStanding(waiting_days=180))
    benefit(rukem, "Bu Karto").then_refused("NOT_STANDING", "payerId", cause="WAITING")
    rukem.policy(good_standing=GoodStanding())
    leaving = {"kind": "DANA_KEMATIAN", "payer_id": rukem.uid("Sri"), "reason": "MOVED"}
    rukem.run(RecordPayerLeaving, **leaving, left_on=date(2026, 11, 1)).accepted()
    benefit(rukem, "Bu Karto").then_refused("NOT_STANDING", "payerId", cause="LEFT")
    benefit(rukem, "Bu Karto", payer_id=rukem.person("Wati")).then_refused(
        "PAYER_UNKNOWN", "payerId"
    )


def test_a_benefit_is_paid_from_what_is_there(rw):
    rw.open("DANA_KEMATIAN", opening_balance=749_999)
    rw.enrol("Sri", kind="DANA_KEMATIAN")
    benefit(rw, "Pak Karto").then_refused("FUND_NEGATIVE", "amount", missing=1)


def test_a_paper_receipt_proves_one_entry_unless_it_is_shared(kas):
    kas.pay(1_000, on=DAY, receipt_no="B-7", receipt_sha256="ab" * 32).accepted()
    first = kas.book().entries[-1].no
    again = kas.pay(2_000, on=DAY, receipt_no=" b-7")
    again.then_refused("RECEIPT_TWICE", "receiptNo", no=first)
    kas.pay(2_000, on=DAY, receipt_sha256="ab" * 32).then_refused("RECEIPT_TWICE", "receiptNo")
    kas.give(2_000, on=DAY, receipt_no="B-7").then_refused("RECEIPT_TWICE", "receiptNo")
    kas.pay(2_000, on=DAY, receipt_no="B-7", receipt_shared=True).accepted()


def test_nobody_pays_themselves_without_a_decision(kas):
    me = kas.person("Bendahara")
    own = {"wksbm_id": kas.id, "kind": "IURAN", "purpose": "SANTUNAN", "amount": 1_000}
    paid = Disburse(payee=PersonRef(person_id=me), **own)
    kas.world.when(paid, on=DAY, actor=kas.treasurer, on_behalf_of=me).then_refused(
        "DECISION_REQUIRED", "decision"
    )
    kas.world.when(paid, on=DAY, actor=kas.treasurer, on_behalf_of=kas.person("Sri")).accepted()
