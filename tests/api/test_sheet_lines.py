"""The lines of the sheet: in words, in order, each balance right, and never more than fit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.domain.words import formats
from wahana.graphql import sheet
from wahana.graphql.sheet_lines import LINES_MAX, lines

NOTHING: dict[str, Any] = dict.fromkeys(sheet._ENTRY)


def entry(no: int, kind: str, amount: int, day: str = "2026-11-05", **more: Any) -> dict[str, Any]:
    """An entry as the relation gives it."""
    received, paid = (str(amount), None) if amount > 0 else (None, str(-amount) if amount else None)
    basic = {"entryNo": no, "kind": kind, "day": day, "received": received, "paid": paid}
    return NOTHING | {"position": str(no)} | basic | more


@pytest.mark.parametrize(
    ("kind", "facts", "text"),
    [
        ("DUES_IN", {"period": "2026-11-01"}, "Iuran November 2026"),
        ("JIMPITAN_IN", {"gave": 100, "households": 110}, "Jimpitan, 100 dari 110 rumah"),
        ("DONATION_IN", {"donorKind": "RESIDENT"}, "Sumbangan warga"),
        (
            "DONATION_IN",
            {"donorKind": "BUSINESS", "publishedDonor": "CV Maju", "organisation": "CV Maju"},
            "Sumbangan CV Maju",
        ),
        (
            "DONATION_IN",
            {"donorKind": "BUSINESS", "organisation": "CV Diam"},
            "Sumbangan dunia usaha",
        ),
        ("RICE_OUT", {"twinAmount": "240000"}, "Beras dijual seharga Rp240.000"),
        ("PROCEEDS_IN", {"twinAmount": "20000"}, "Hasil penjualan beras 20.000 g"),
        ("PAYMENT_OUT", {"purpose": "EDUCATION"}, "Pengeluaran: pendidikan"),
        ("PAYMENT_OUT", {"purpose": "OTHER"}, "Pengeluaran lain-lain"),
        (
            "PAYMENT_OUT",
            {"purpose": "FOOD", "organisation": "CV Maju"},
            "Pengeluaran: pangan, CV Maju",
        ),
        ("DEATH_BENEFIT_OUT", {}, "Santunan kematian"),
        ("COUNT_DIFFERENCE", {}, "Selisih opname kas"),
        ("CARRIED_OVER", {}, "Saldo pindahan dari tahun lalu"),
        (
            "REVERSAL",
            {"reversesNo": 3, "reversesDay": "2026-10-30", "reason": "WRONG_PERSON"},
            "Entri pembalik atas no. 3, 30-10-2026 (salah orang)",
        ),
        (
            "DONATION_IN",
            {
                "donorKind": "RESIDENT",
                "goods": [{"name": "Kasur", "quantity": "2", "measure": "buah"}],
                "correctsNo": 2,
                "reversedBy": 9,
            },
            "Sumbangan warga (2 buah Kasur), pengganti no. 2; dibatalkan, lihat no. 9",
        ),
    ],
)
def test_an_entry_in_words(kind: str, facts: dict[str, Any], text: str) -> None:
    (line,) = lines([entry(1, kind, 0, **facts)], 0)
    assert line.text == text


def test_an_evening_of_dues_is_one_line() -> None:
    evening = [
        entry(no, "DUES_IN", 15_000, position="7", period="2026-11-01", receiptNo=f"A-{no}")
        for no in (4, 5, 6)
    ]
    (line,) = lines(evening, 100)
    assert (line.numbers, line.receipt, line.text) == ("4–6", "A-4–A-6", "Iuran, 3 setoran")
    assert (line.received, line.balance) == (45_000, 45_100)


amounts = st.integers(1, 10**9)


def test_nights_that_stand_together_are_counted_as_nights() -> None:
    days = [date(2026, 11, 1) + timedelta(days=number) for number in range(27)]
    month = [
        entry(no, "JIMPITAN_IN", 500, day.isoformat(), gave=1, households=2)
        for no, day in enumerate(days * 3, start=1)
    ]
    month.sort(key=lambda one: one["day"])
    assert lines(month, 0)[0].text == "Jimpitan, 3 malam"


entries = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.one_of(
            st.tuples(st.just("DUES_IN"), amounts),
            st.tuples(st.just("JIMPITAN_IN"), amounts),
            st.tuples(st.just("DEATH_BENEFIT_OUT"), amounts.map(lambda amount: -amount)),
        ),
    ),
    max_size=400,
)


@given(entries, st.integers(0, 10**12))
def test_any_month_fits_and_adds_up(
    given_: list[tuple[int, tuple[str, int]]], opening: int
) -> None:
    month = [
        entry(no, kind, amount, f"2026-11-{day:02}", period="2026-11-01", gave=1, households=2)
        for no, (day, (kind, amount)) in enumerate(sorted(given_, key=lambda one: one[0]), start=1)
    ]
    found = lines(month, opening)
    assert len(found) <= LINES_MAX
    balance = opening
    for line in found:
        balance += line.received - line.paid
        assert line.balance == balance
    assert balance == opening + sum(amount for _, (_, amount) in given_)
    if len(month) <= LINES_MAX:
        assert len(found) == len(month)


def test_money_and_dates_as_they_are_written() -> None:
    assert formats.rupiah(1_250_000) == "Rp1.250.000"
    assert formats.rupiah(0) == "Rp0"
    assert formats.rupiah(-500) == "-Rp500"
    assert formats.amount(12_500, "RICE_G") == "12.500 g"
    assert formats.amount(12_500, "IDR") == "Rp12.500"
    assert formats.long_date(date(2026, 11, 21)) == "21 November 2026"
    assert formats.long_date(date(2026, 8, 1)) == "1 Agustus 2026"
    assert formats.form_date(date(2026, 8, 1)) == "01-08-2026"
    assert formats.month(date(2026, 2, 1)) == "Februari 2026"


def test_who_signs() -> None:
    members = [
        {"seat": "BENDAHARA", "acting": False, "person": {"name": "Sri"}},
        {"seat": "SEKRETARIS", "acting": True, "person": {"name": None}},
    ]
    signing = [(one["title"], one["name"]) for one in sheet._signing(members)]
    assert signing == [("Bendahara", "Sri"), ("Pjs. Sekretaris", ""), ("Ketua", "")]
