"""Payers and dues: enrolled, exempted, leaving; who owes what (S3 "iuran warga")."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.money.arrears import Accounts, owing
from wahana.domain.money.fund_corrections import CorrectDues, CorrectPayer, RetractFundEntry
from wahana.domain.money.fund_events import DuesReceived
from wahana.domain.money.fund_record_events import (
    DuesCorrected,
    DuesSet,
    FundEntryRetracted,
    PayerCorrected,
    PayerEnrolled,
    PayerExempted,
    PayerLeft,
)
from wahana.domain.money.fund_terms import DuesLine, Owed
from wahana.domain.money.payers import EnrolPayer, ExemptPayer, RecordPayerLeaving, SetDues
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.person_events import PersonRegistered

MARCH = date(2026, 3, 15)


@pytest.fixture
def book(rw):
    rw.open()
    rw.dues()
    rw.enrol("Sri")
    return rw


def owes(rw, name, on=MARCH, **options):
    book = rw.book()
    return [
        (owed.period.month, owed.amount)
        for owed in Accounts(book).arrears(book.payer(rw.uid(name)), on, **options)
    ]


def test_a_new_neighbour_is_registered_with_the_enrolment(rw):
    rw.open()
    outcome = rw.run(EnrolPayer, kind="IURAN", payer=rw.new("Tini"), pledge=20_000)
    outcome.only(PersonRegistered)
    assert outcome.only(PayerEnrolled) == PayerEnrolled(
        payer=rw.uid("Tini"), enrolled_from=date(2026, 11, 21), pledge=20_000
    )


def test_a_payer_is_enrolled_once_at_a_time(book):
    again = {"kind": "IURAN", "payer": book.ref("Sri")}
    book.run(EnrolPayer, **again).then_refused("PAYER_TWICE", "payer")
    book.run(RecordPayerLeaving, kind="IURAN", payer_id=book.uid("Sri"), reason="MOVED").accepted()
    book.run(EnrolPayer, **again).accepted()
    other = {"kind": "IURAN", "payer": book.ref("Budi")}
    book.run(EnrolPayer, **other, household_id=book.uid("kk")).then_refused(
        "NOT_FOUND", "householdId"
    )
    late = date(2027, 1, 1)
    book.run(EnrolPayer, **other, enrolled_from=late).then_refused("BOOK_DAY", "enrolledFrom")


def test_who_leaves_and_comes_again_owes_what_was_due_before(book):
    sri = book.uid("Sri")
    gone = {"kind": "IURAN", "payer_id": sri, "reason": "MOVED"}
    book.run(RecordPayerLeaving, **gone, left_on=date(2026, 3, 10)).accepted()
    before = [(1, 15_000), (2, 15_000), (3, 15_000)]
    assert owes(book, "Sri", date(2026, 8, 31)) == before
    again = {"kind": "IURAN", "payer": book.ref("Sri")}
    book.run(EnrolPayer, **again, enrolled_from=date(2026, 8, 1)).accepted()
    assert owes(book, "Sri", date(2026, 8, 31)) == [*before, (8, 15_000)]
    book.evening(book.line("Sri"), on=date(2026, 8, 2)).accepted()
    assert owes(book, "Sri", date(2026, 8, 31)) == [*before[1:], (8, 15_000)]


def test_who_comes_again_in_the_period_in_which_they_left_owes_it_once(book):
    gone = {"kind": "IURAN", "payer_id": book.uid("Sri"), "reason": "MOVED"}
    book.run(RecordPayerLeaving, **gone, left_on=date(2026, 3, 10)).accepted()
    again = {"kind": "IURAN", "payer": book.ref("Sri"), "enrolled_from": date(2026, 3, 12)}
    entry = book.run(EnrolPayer, **again).accepted() and book.book().version
    assert owes(book, "Sri") == [(1, 15_000), (2, 15_000), (3, 15_000)]
    # Enrolled again by mistake: the payer is as they had left.
    back = {"entry": "PAYER", "payer_id": book.uid("Sri"), "reason": "TYPING_ERROR"}
    book.run(RetractFundEntry, kind="IURAN", of=entry, **back).accepted()
    assert book.book().payer(book.uid("Sri")).left_on == date(2026, 3, 10)
    assert owes(book, "Sri", date(2026, 6, 1)) == [(1, 15_000), (2, 15_000), (3, 15_000)]


def test_a_payer_whose_record_was_merged_is_the_person_they_are(book):
    """The book goes on naming the record that was enrolled; commands may name the survivor."""
    sri, survivor = book.uid("Sri"), book.person("Sri Rahayu")
    suspicion = SuspectDuplicate(person_id=survivor, other_id=sri, score=90, basis=("NAME",))
    book.do(suspicion).accepted()
    book.do(MergePersons(person_id=survivor, merged_id=sri), by=book.chair).accepted()
    of = {"kind": "IURAN", "payer_id": survivor}
    book.run(EnrolPayer, kind="IURAN", payer=book.ref("Sri Rahayu")).then_refused(
        "PAYER_TWICE", "payer"
    )
    line = DuesLine(payer_id=survivor)
    paid = book.evening(line, DuesLine(payer_id=sri), on=MARCH).only(DuesReceived)
    assert [(item.payer, item.period.month) for item in paid.lines] == [(sri, 1), (sri, 2)]
    assert owes(book, "Sri") == [(3, 15_000)]
    book.run(RetractFundEntry, of=2, entry="PAYER", reason="TYPING_ERROR", **of).then_refused(
        "NOT_FOUND", "of"
    )
    days = {"valid_from": date(2026, 3, 1), "valid_to": date(2026, 4, 1)}
    exempted = book.run(ExemptPayer, reason="WIDOW", **of, **days).only(PayerExempted)
    assert exempted.payer == sri
    assert owes(book, "Sri") == []
    book.run(RecordPayerLeaving, reason="MOVED", **of).accepted()


def test_dues_fall_due_month_by_month(book):
    assert owes(book, "Sri") == [(1, 15_000), (2, 15_000), (3, 15_000)]
    assert owes(book, "Sri", over=True) == [(1, 15_000), (2, 15_000)]
    book.dues(20_000, valid_from=date(2026, 3, 1))
    assert owes(book, "Sri") == [(1, 15_000), (2, 15_000), (3, 20_000)]
    book.enrol("Budi", pledge=5_000, enrolled_from=date(2026, 2, 20))
    assert owes(book, "Budi") == [(2, 5_000), (3, 5_000)]


@pytest.mark.parametrize(
    ("frequency", "from_day", "first_days"),
    [
        ("WEEKLY", date(2026, 3, 3), [date(2026, 3, 2), date(2026, 3, 9)]),
        ("SELAPANAN", date(2026, 2, 3), [date(2026, 2, 3), date(2026, 3, 10)]),
        ("YEARLY", date(2026, 2, 3), [date(2026, 1, 1)]),
        ("DAILY", date(2026, 3, 14), [date(2026, 3, 14), date(2026, 3, 15)]),
        ("ONCE", date(2026, 1, 1), [date(2026, 1, 5)]),
    ],
)
def test_dues_have_their_own_rhythm(rw, frequency, from_day, first_days):
    rw.open()
    rw.dues(1_000, frequency=frequency, valid_from=from_day)
    rw.enrol("Sri", enrolled_from=date(2026, 1, 5))
    book = rw.book()
    found = Accounts(book).arrears(book.payer(rw.uid("Sri")), MARCH)
    assert found == [Owed(period=day, amount=1_000) for day in first_days]


def test_exempted_and_gone_payers_owe_nothing(book):
    free = {"kind": "IURAN", "payer_id": book.uid("Sri"), "reason": "WIDOW"}
    days = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 3, 1)}
    book.run(ExemptPayer, **free, **days).then(
        PayerExempted(payer=book.uid("Sri"), reason="WIDOW", **days)
    )
    assert owes(book, "Sri") == [(1, 15_000), (3, 15_000)]
    wrong = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 2, 1)}
    book.run(ExemptPayer, **free, **wrong).then_refused("PERIOD_EMPTY", "validTo")
    gone = {"kind": "IURAN", "payer_id": book.uid("Sri"), "reason": "MOVED"}
    book.run(RecordPayerLeaving, **gone, left_on=date(2026, 3, 1)).then(
        PayerLeft(payer=book.uid("Sri"), left_on=date(2026, 3, 1), reason="MOVED")
    )
    assert owes(book, "Sri") == [(1, 15_000)]
    book.run(RecordPayerLeaving, **gone).then_refused("PAYER_UNKNOWN", "payerId")


def test_only_payers_are_exempted_or_leave(book):
    who = {"kind": "IURAN", "payer_id": book.person("Budi"), "reason": "WIDOW"}
    book.run(ExemptPayer, **who).then_refused("PAYER_UNKNOWN", "payerId")
    book.run(RecordPayerLeaving, **who).then_refused("PAYER_UNKNOWN", "payerId")
    early = {"kind": "IURAN", "payer_id": book.uid("Sri"), "reason": "MOVED"}
    book.run(RecordPayerLeaving, **early, left_on=date(2025, 12, 1)).then_refused(
        "DATE_ORDER", "leftOn"
    )


def test_a_payer_is_mended(book):
    right = {
        "kind": "IURAN",
        "payer_id": book.uid("Sri"),
        "enrolled_from": date(2026, 2, 1),
        "reason": "WRONG_DATE",
    }
    book.run(CorrectPayer, **right).then(
        PayerCorrected(
            of=3, payer=book.uid("Sri"), enrolled_from=date(2026, 2, 1), reason="WRONG_DATE"
        )
    )
    assert owes(book, "Sri") == [(2, 15_000), (3, 15_000)]
    book.run(CorrectPayer, **right).then_refused("NO_CHANGE")
    leaving = {"kind": "IURAN", "payer_id": book.uid("Sri"), "reason": "MOVED"}
    book.run(RecordPayerLeaving, **leaving, left_on=date(2026, 3, 1)).accepted()
    later = right | {"enrolled_from": date(2026, 4, 1)}
    book.run(CorrectPayer, **later).then_refused("DATE_ORDER", "enrolledFrom")


def test_dues_are_set_once_from_a_day_and_mended(book):
    twice = {"kind": "IURAN", "amount": 1, "valid_from": date(2026, 1, 1)}
    book.run(SetDues, **twice).then_refused("DUES_TWICE", "validFrom", day=date(2026, 1, 1))
    book.run(SetDues, kind="IURAN", amount=9, valid_from=date(2026, 7, 1)).then(
        DuesSet(amount=9, unit="IDR", frequency="MONTHLY", valid_from=date(2026, 7, 1))
    )
    right = {"kind": "IURAN", "of": 2, "frequency": "MONTHLY", "reason": "TYPING_ERROR"}
    first = {"amount": 16_000, "valid_from": date(2026, 1, 1)}
    book.run(CorrectDues, **right, **first).then(
        DuesCorrected(of=2, unit="IDR", frequency="MONTHLY", reason="TYPING_ERROR", **first)
    )
    book.run(CorrectDues, **right, **first).then_refused("NO_CHANGE")
    clash = {"amount": 16_000, "valid_from": date(2026, 7, 1)}
    book.run(CorrectDues, **right, **clash).then_refused("DUES_TWICE", "validFrom")
    assert owes(book, "Sri", date(2026, 1, 31)) == [(1, 16_000)]


def test_a_new_amount_begins_with_the_next_period(book):
    raised = {"kind": "IURAN", "amount": 20_000, "valid_from": date(2026, 2, 15)}
    assert book.run(SetDues, **raised).only(DuesSet).valid_from == date(2026, 3, 1)
    assert owes(book, "Sri") == [(1, 15_000), (2, 15_000), (3, 20_000)]
    late = raised | {"valid_from": date(2026, 12, 2)}
    book.run(SetDues, **late).then_refused("BOOK_DAY", "validFrom", day=date(2027, 1, 1))


def test_another_frequency_begins_after_the_running_period(book):
    """No day lies in two periods or in none: the week of the change is a short one."""
    weekly = {"kind": "IURAN", "amount": 4_000, "frequency": "WEEKLY"}
    done = book.run(SetDues, **weekly, valid_from=date(2026, 3, 10)).only(DuesSet)
    assert done.valid_from == date(2026, 4, 1)
    sri = book.book().payer(book.uid("Sri"))
    periods = owing(book.book(), sri, date(2026, 4, 14))
    assert list(periods)[2:] == [
        date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 6), date(2026, 4, 13),
    ]  # fmt: skip
    starts = list(periods)
    assert [due.ends_on for due in periods.values()][:-1] == starts[1:]
    named = book.line("Sri", period=date(2026, 4, 3))
    (line,) = book.evening(named).accepted().events[0].lines
    assert (line.period, line.amount) == (date(2026, 4, 1), 4_000)


def test_a_frequency_is_not_changed_under_what_was_paid(book):
    book.evening(book.line("Sri", period=date(2026, 3, 1))).accepted()
    weekly = {"kind": "IURAN", "amount": 4_000, "frequency": "WEEKLY"}
    early = weekly | {"valid_from": date(2026, 2, 3)}
    book.run(SetDues, **early).then_refused("DUES_PAID", "validFrom")
    right = weekly | {"of": 2, "valid_from": date(2026, 1, 1), "reason": "TYPING_ERROR"}
    book.run(CorrectDues, **right).then_refused("ENTRY_IN_USE", "of")
    assert owes(book, "Sri") == [(1, 15_000), (2, 15_000)]


def test_what_moves_no_money_is_taken_back(book):
    who = {"kind": "IURAN", "payer_id": book.uid("Sri")}
    book.run(ExemptPayer, **who, reason="ELDER").accepted()
    book.run(RecordPayerLeaving, **who, reason="MOVED").accepted()
    back = who | {"reason": "WRONG_PERSON"}
    book.run(RetractFundEntry, **back, of=4, entry="EXEMPTION").accepted()
    book.run(RetractFundEntry, **back, of=5, entry="LEAVING").accepted()
    assert len(owes(book, "Sri", date(2026, 11, 21))) == 11
    book.run(RetractFundEntry, **back, of=2, entry="DUES").accepted()
    assert owes(book, "Sri") == []
    book.run(RetractFundEntry, **back, of=3, entry="PAYER").then(
        FundEntryRetracted(of=3, entry="PAYER", payer=book.uid("Sri"), reason="WRONG_PERSON")
    )
    for entry in ("PAYER", "EXEMPTION", "LEAVING", "DUES", "COUNT"):
        book.run(RetractFundEntry, **back, of=3, entry=entry).then_refused("NOT_FOUND", "of")


def test_a_payer_whose_dues_stand_stays(book):
    book.evening(book.line("Sri")).accepted()
    gone = {"kind": "IURAN", "payer_id": book.uid("Sri"), "of": 3, "entry": "PAYER"}
    book.run(RetractFundEntry, **gone, reason="WRONG_PERSON").then_refused("PAYER_PAID", "payerId")
