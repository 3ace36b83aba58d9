"""Texts have one normal form and one search key, whatever is sent."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.domain.kernel.problems import phrase
from wahana.domain.kernel.texts import Unfit, names_a_nik, normal, search_key
from wahana.domain.people.numbers import birth_dates
from wahana.domain.reference.catalogue import REFERENCE

EVERY = [
    char
    for point in range(sys.maxunicode + 1)
    if unicodedata.category(char := chr(point)) not in ("Lo", "Cn", "Co") or point % 199 == 0
]
"""All characters but letters without case, what is not assigned, and private use: of these some."""
WIDE = {"Cf": 22}
"""Characters of the category Cf that are seen, such as the Arabic sign of a number."""


def kept(text: str, kind: str = "line") -> str | None:
    try:
        return normal(text, prose=kind == "prose")
    except Unfit:
        return None


def test_every_character_is_kept_folded_left_out_or_refused():
    """By its Unicode category: so a character that nobody thought of is found."""
    seen = 0
    for char in EVERY:
        text = kept(f"a{char}b")
        match unicodedata.category(char):
            case "Cc":
                assert text == ("a b" if char == "\t" else None), hex(ord(char))
            case "Cs" | "Co":
                assert text is None, hex(ord(char))
            case "Zl" | "Zp":
                assert text is None, hex(ord(char))
                assert kept(f"a{char}b", "prose") == "a\nb"
            case "Zs":
                assert text == "a b", hex(ord(char))
            case "Cf":
                turning = unicodedata.bidirectional(char) in BIDI or char in "\u200e\u200f\u061c"
                assert turning <= (text is None), hex(ord(char))
                seen += text not in (None, "ab")
    assert seen == WIDE["Cf"]


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(max_size=40), st.sampled_from(["line", "prose"]))
def test_the_normal_form_is_that_of_itself(text: str, kind: str):
    once = kept(text, kind)
    if once is not None:
        assert kept(once, kind) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once == once.strip()
        assert search_key(once) == search_key(text)


def test_a_key_is_that_of_itself_and_of_the_normal_form():
    for char in EVERY:
        text = f"a{char}b"
        key = search_key(text)
        assert search_key(key) == key, hex(ord(char))
        if (form := kept(text)) is not None:
            assert search_key(form) == key, hex(ord(char))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ma’arif", "Ma'arif"),
        ("MA`ARIF", "Maʼarif"),
        ("“Melati”", '"melati"'),
        ("RW\u00a008", "rw 08"),
        (" RW   08 ", "RW 08"),
        ("Lk.\u20132", "lk.-2"),
        ("Si\u200bti", "Siti"),
        ("ＭＥＬＡＴＩ", "melati"),
        ("e\u0301", "é"),
    ],
)
def test_what_reads_alike_has_one_key(typed: str, stored: str):
    assert search_key(typed) == search_key(stored) != ""


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b", "\t", "\u3164", "\u2800", "\u0301"])
def test_what_shows_nothing_is_blank(blank: str):
    with pytest.raises(Unfit, match="blank"):
        normal(blank, prose=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [("Siti\0", "U+0000"), ("Siti\x85", "U+0085"), ("\u202eitiS", "U+202E"), ("a\ufffe", "U+FFFE")],
)
def test_what_is_refused_is_named_in_both_languages(text: str, told: str):
    with pytest.raises(Unfit) as refused:
        normal(text, prose=True)
    said = phrase(refused.value.phrase, **refused.value.params)
    assert told in said.indonesian
    assert told in said.english


def test_a_line_break_is_for_prose():
    assert normal("Jl. Mawar\r\nNo. 3\r", prose=True) == "Jl. Mawar\nNo. 3"
    for text in ("Siti\nAminah", "Siti\rAminah", "Siti\u2028Aminah"):
        with pytest.raises(Unfit, match="line_break"):
            normal(text, prose=False)


AREAS = REFERENCE.areas
DISTRICTS = [
    district.code.replace(".", "")
    for province in AREAS.children("")
    for regency in AREAS.children(province.code)[:3]
    for district in AREAS.children(regency.code)[:3]
]


@given(
    st.sampled_from(DISTRICTS),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.booleans(),
    st.integers(1, 9999),
    st.sampled_from(["", " ", ".", "-", ". "]),
    st.sampled_from(["{}", "No. {}", "x{}y", "12/{}/2012", "0812 {}", "({})"]),
)
def test_a_nik_is_found_wherever_it_stands(
    district: str, born: date, female: bool, serial: int, gap: str, place: str
):
    day = born.day + 40 * female
    nik = f"{district}{day:02}{born:%m%y}{serial:04}"
    assert birth_dates(nik)
    written = gap.join((nik[:4], nik[4:8], nik[8:12], nik[12:]))
    assert names_a_nik(place.format(written))
    assert names_a_nik("".join(chr(ord(char) + 0xFEE0) for char in nik))


@pytest.mark.parametrize(
    "number",
    [
        "460/123/SK/2012",
        "0812 3456 7890 1234",
        "9999888877776666",
        "6474010203120000",
        "64740102031200012",
        "6474011313120001",
        "64.74.01.1001/2012/06/15/0001",
        "+6281234567890",
    ],
)
def test_the_number_of_a_document_is_no_nik(number: str):
    assert not names_a_nik(number)
