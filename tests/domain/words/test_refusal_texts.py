"""Every refusal reads as a sentence in both languages, with all of its parameters and with few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.domain.words import lint

from wahana.domain.kernel.refusal import TEXTS, Texts
from wahana.domain.words.catalogue import LABELS, Words
from wahana.domain.words.template import Placeholder

DAY = date(2026, 11, 21)
NAMES = {
    "area": Words("Kelurahan Loktuan", "Kelurahan Loktuan"),
    "tenant_area": Words("Kota Bontang", "Kota Bontang"),
    "code": "64.99",
    "edition": "2025",
    "holder_name": "Melati",
    "other_name": "Mawar",
    "label": "Kasir RW",
    "name": Words("jumlah", "amount"),
    "part": Words("tahap pengusulan", "stage of proposal"),
    "problem": Words("harus berupa bilangan bulat", "must be a whole number"),
    "route": "Selatan",
}
"""Texts in refusals, by the name of the parameter."""
DAYS = {
    *("date_from", "date_to", "day", "due", "ended_on", "entry_day", "first", "last"),
    *("term_from", "today", "valid_from", "valid_to", "closed_on", "month", "period"),
    *("day_from", "day_to", "permit_until"),
}
NUMBERS = {
    *("actual", "allowed", "amount", "available", "by", "candidates", "difference", "entries"),
    *("events", "items", "bytes"),
    *("expected", "gave", "given", "headcount", "lines", "missing", "months", "most", "named"),
    *("needed", "no", "nth", "present", "round", "share", "share_percent", "spent", "tabled"),
    *("term_no", "total", "trained", "unpaid", "visited", "votes", "window_days", "year"),
}


def example(place: Placeholder, number: int) -> Any:
    """A value for a place. A parameter of a new name must be put into the tables above."""
    name = place.name
    if place.form in LABELS:
        return next(iter(LABELS[place.form]))
    if name in NAMES:
        return NAMES[name]
    if name in DAYS:
        return DAY
    if place.form == "plain":
        return 2026
    if name in NUMBERS:
        return number
    fixed = {"unit": "IDR", "frequency": "MONTHLY", "list": "Seat", "open": True}
    flags = {"has_nik": True, "dead": True}
    return {**fixed, **flags}[name]


def filled(texts: Texts) -> Iterator[dict[str, Any]]:
    """Parameters: all of them with one and with many, only the needed, and every code."""
    places = {place.name: place for part in texts.parts for place in part.places}
    for number in (1, 12_500):
        whole = {name: example(place, number) for name, place in places.items()}
        if any(place.form == "of" for place in places.values()):
            whole["allowed"] = ("KETUA", "SEKSI:BARU")
        yield whole
        yield {name: value for name, value in whole.items() if name in texts.needed}
        yield {**whole, **{name: False for name in ("has_nik", "dead") if name in whole}}
        for unit in ("IDR", "RICE_G"):
            yield {**whole, "unit": unit} if "unit" in whole else whole
    for frequency in LABELS["DuesFrequency"]:
        if "frequency" in whole:
            yield {**whole, "frequency": frequency}
    for name, place in places.items():
        if place.form in LABELS:
            yield from ({**whole, name: code} for code in LABELS[place.form])


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", list(TEXTS))
def test_a_refusal_reads_as_a_sentence(code: str, language: lint.Language) -> None:
    texts = TEXTS[code][language]
    for params in filled(texts):
        said = texts.of(params)
        for text in (said.message, said.hint):
            assert list(lint.problems(text, language)) == [], text
            assert text[0].isupper() or text[0].isdigit()
            assert text[-1] == "."
            assert ".." not in text


@pytest.mark.parametrize("code", list(TEXTS))
def test_an_outline_for_lists_of_rules_has_no_places(code: str) -> None:
    for language in ("id", "en"):
        for part in TEXTS[code][language].parts:
            assert not set("{}[]|") & set(part.outline), part.outline


@pytest.mark.parametrize("code", list(TEXTS))
def test_a_hint_begins_with_what_to_do(code: str) -> None:
    """Imperative first, and no courtesy in place of a cure."""
    first = TEXTS[code]["id"].hint.text.split()[0].strip(",;:").lower()
    assert first not in ("anda", "mohon", "silakan", "sebaiknya", "harap", "coba")
