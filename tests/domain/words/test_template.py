"""How a translator's text is filled: places, lists, optional parts, choices, amounts, periods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.domain.words import formats
from wahana.domain.words.catalogue import Words, WrongText, readable, words
from wahana.domain.words.formats import Language
from wahana.domain.words.template import Template

DAY, END = date(2026, 11, 1), date(2026, 12, 1)


class Decree(msgspec.Struct):
    no: str
    issued_on: date | None = None


@pytest.mark.parametrize(
    ("text", "data", "told"),
    [
        ("dari {name}", {"name": "Melati"}, "Dari Melati"),
        ("SK {decree.no}", {"decree": Decree("12")}, "SK 12"),
        ("SK[ tanggal {decree.issued_on}]", {"decree": Decree("12")}, "SK"),
        ("SK[ {decree.no}]", {"decree": None}, "SK"),
        ("{stage:WksbmStage}", {"stage": "TRAINED"}, "Pembekalan"),
        ("{seats:Seat}", {"seats": ("KETUA", "WAKIL", "SEKSI:BARU")},
         "Ketua, wakil ketua, dan seksi baru"),
        ("{seats:Seat:or}", {"seats": ("KETUA", "WAKIL")}, "Ketua atau wakil ketua"),
        ("{codes of list}", {"codes": ("KETUA", "WAKIL"), "list": "Seat"},
         "Ketua atau wakil ketua"),
        ("{seat:Seat}", {"seat": Words("Ketua Umum", "President")}, "Ketua Umum"),
        ("{year:plain}", {"year": 2026}, "2026"),
        ("{count}", {"count": 12_500}, "12.500"),
        ("{lines#} baris", {"lines": (1, 2)}, "2 baris"),
        ("a[, {lines#} baris]", {"lines": ()}, "A"),
        ("{amount in unit}", {"amount": 1_250_000, "unit": "IDR"}, "Rp1.250.000"),
        ("{amount in unit}", {"amount": -500, "unit": "IDR"}, "-Rp500"),
        ("{amount in unit}", {"amount": 12_500, "unit": "RICE_G"}, "12.500 gram beras"),
        ("{amount in unit}", {"amount": 3, "unit": "PACKAGE"}, "3 paket"),
        ("a[ {amount in unit}]", {"amount": None, "unit": "IDR"}, "A"),
        ("{first to last}", {"first": DAY, "last": date(2026, 11, 3)}, "1–3 November 2026"),
        ("{start before end}", {"start": DAY, "end": END}, "1–30 November 2026"),
        ("{start before end}", {"start": DAY, "end": None}, "Mulai 1 November 2026"),
        ("a[ {start before end}]", {"start": None, "end": None}, "A"),
        ("{end:lastday}", {"end": END}, "30 November 2026"),
        ("{day per f}", {"day": DAY, "f": "MONTHLY"}, "November 2026"),
        ("{day per f}", {"day": DAY, "f": "YEARLY"}, "Tahun 2026"),
        ("{day per f}", {"day": DAY, "f": "WEEKLY"}, "Periode mulai 1 November 2026"),
        ("[{?open}buka|tutup]", {"open": True}, "Buka"),
        ("[{?open}buka|tutup]", {"open": False}, "Tutup"),
        ("[{!open}tutup|buka]", {"open": False}, "Tutup"),
        ("[{a}|{b}|c]", {"a": None, "b": "x"}, "X"),
        ("[{a}|{b}|c]", {"a": None, "b": None}, "C"),
        ("a[ {b}[ ({c})]]", {"b": "x", "c": None}, "A x"),
        ("a[ {b}[ ({c})]]", {"b": "x", "c": "y"}, "A x (y)"),
        ("a[ {b}[ ({c})]]", {"b": None, "c": "y"}, "A"),
        ("{no:document}", {"no": "SK 12/2012"}, "12/2012"),
        ("WKSBM {name:named}", {"name": "WKSBM Guntung"}, "WKSBM Guntung"),
        ("WKSBM {name:named}", {"name": "Melati"}, "WKSBM Melati"),
    ],
)  # fmt: skip
def test_a_place_is_filled(text: str, data: dict[str, Any], told: str) -> None:
    assert Template(text, "id").of(data) == told


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 item"), (2, "2 items"), (0, "0 items"), (1_250, "1,250 items")]
)
def test_english_counts_have_a_plural(count: int, told: str) -> None:
    assert Template("{n item|items}", "en").of({"n": count}) == told


def test_a_moment_is_told_in_the_zone_of_the_office() -> None:
    at = {"at": datetime(2026, 11, 21, 1, 30, tzinfo=UTC)}
    for zone, told in (
        ("Asia/Jakarta", "21 November 2026 pukul 08.30 WIB"),
        ("Asia/Makassar", "21 November 2026 pukul 09.30 WITA"),
        ("Asia/Jayapura", "21 November 2026 pukul 10.30 WIT"),
    ):
        assert Template("{at}", "id").of(at, ZoneInfo(zone)) == told
    assert (
        Template("{at}", "en").of(at, ZoneInfo("Asia/Jakarta")) == "21 November 2026 at 08:30 WIB"
    )


@pytest.mark.parametrize(
    "text", ["[a", "a]", "a|b", "{a b c}", "{}", "{Name}", "{a:Nothing}", "{a:Seat:and}", "[a|b"]
)
def test_a_text_that_means_nothing_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(WrongText):
        Template(text, "id")


def test_what_has_no_words_is_a_mistake() -> None:
    for value in (True, object(), {"a": 1}):
        with pytest.raises(TypeError):
            Template("{value}", "id").of({"value": value})


def test_a_text_is_given_in_both_languages() -> None:
    assert words(["satu", "one"], "x") == ("satu", "one")
    for wrong in (["satu"], "satu", ["satu", ""], ["satu", " one"], ["a", "b", "c"]):
        with pytest.raises(WrongText, match="x: a text is"):
            words(wrong, "x")


def test_an_outline_has_dots_for_values() -> None:
    template = Template("ada {n} dari[ {name}|{?flag} lain][, pada {day}].", "id")
    assert template.outline == "Ada … dari …, pada …."


def test_codes_of_an_offices_own_are_read_as_words() -> None:
    assert readable("SEKSI:USAHA_DANA") == "seksi usaha dana"


@given(st.integers(-(10**15), 10**15))
def test_amounts_have_dots_for_thousands_and_no_sen(value: int) -> None:
    text = formats.rupiah(value)
    assert text.removeprefix("-").startswith("Rp")
    digits = text.removeprefix("-").removeprefix("Rp")
    assert int(digits.replace(".", "")) == abs(value)
    assert all(len(part) == 3 for part in digits.split(".")[1:])
    assert text.startswith("-") == (value < 0)


@given(
    st.dates(date(1945, 8, 17), date(2200, 1, 1)),
    st.integers(0, 2_000),
    st.sampled_from(["id", "en"]),
)
def test_a_half_open_period_is_told_with_its_last_day(
    first: date, days: int, language: Language
) -> None:
    end = date.fromordinal(first.toordinal() + days + 1)
    last = date.fromordinal(first.toordinal() + days)
    told = formats.half_open(first, end, language)
    assert told == formats.period(first, last, language)
    assert told is not None
    assert told.endswith(formats.long_date(last, language))
    assert str(first.day) in told


def test_periods_are_short() -> None:
    assert formats.period(date(2018, 10, 23), date(2018, 10, 25)) == "23–25 Oktober 2018"
    assert formats.period(date(2018, 10, 30), date(2018, 11, 2)) == "30 Oktober – 2 November 2018"
    assert formats.period(date(2018, 12, 30), date(2019, 1, 2)) == (
        "30 Desember 2018 – 2 Januari 2019"
    )
    assert formats.period(DAY, DAY) == "1 November 2026"
    assert formats.period(None, DAY) == "sampai dengan 1 November 2026"
    assert formats.period(DAY, date.max, "en") == "from 1 November 2026"
    assert formats.joined(["nama"]) == "nama"
    assert formats.joined(["nama", "NIK"]) == "nama dan NIK"
    assert formats.joined(["nama", "NIK", "alamat"]) == "nama, NIK, dan alamat"
    assert formats.joined(["a", "b", "c"], "en", choice=True) == "a, b, or c"
    assert formats.plural("glass", 2) == "glasses"
