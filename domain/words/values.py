"""How values are shown to people: by type, by a list, by a format, or two values together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import formats
from .catalogue import LABELS, Label, List, Words
from .formats import Language

UTC = ZoneInfo("UTC")

Value = Any
"""The value of a field: text, number, day, code, list, struct or ``None``."""

Show = Callable[[Value, Language], str | None]
"""Formats a value; ``None``: there is nothing to show."""

_PREFIX = re.compile(r"^(?:SK|Nomor|No\.?)\s+(?=\S)", re.IGNORECASE)
_KIND = re.compile(r"^(?:WKSBM|KPS|Arisan)\s+(?=\S)", re.IGNORECASE)

FORMATS: Mapping[str, Show] = {
    "number": formats.number,
    "day": formats.long_date,
    "plain": lambda value, _: str(value),  # an identifying number: a year, the version of an entry
    "month": lambda value, language: formats.month(value, language),
    "rupiah": lambda value, _: formats.rupiah(value),
    "document": lambda value, _: _PREFIX.sub("", value),  # the number, after "SK nomor"
    "named": lambda value, _: _KIND.sub("", value),  # the name, after "WKSBM"
    "grams": lambda value, _: formats.grams(value),
    "form": lambda value, _: formats.form_date(value),
    "rice": lambda value, language: formats.rice(value, language),
    "lastday": lambda value, language: formats.long_date(formats.last_day(value), language),
    "or": lambda value, language: formats.joined(
        (shown(item, language) or "" for item in value), language, choice=True
    ),
}
"""Formats that a placeholder can name, besides the lists of the catalogue."""


def shown(value: Value, language: Language, zone: ZoneInfo = UTC) -> str | None:
    """A value as a person reads it; ``None``: there is nothing to show.

    Raises ``TypeError`` for values that have no readable form: ids, objects, flags.
    """
    if value.__class__ is str:
        return value or None
    match value:
        case None | "" | ():
            return None
        case bool():
            raise TypeError("a flag is not shown; say what it means with {?flag}")
        case str():
            return value
        case int():
            return formats.number(value, language)
        case datetime():
            return formats.moment(value, zone, language)
        case date():
            return formats.long_date(value, language)
        case Words() | Label():
            return value.of(language)
        case tuple() | list():
            return formats.joined((shown(item, language, zone) or "" for item in value), language)
        case set() | frozenset():
            return shown(sorted(value), language, zone)
    raise TypeError(f"a sentence cannot show a {type(value).__name__}")


def labelled(labels: List, value: Value, language: Language, *, choice: bool) -> str | None:
    """Codes by their labels; words that are not codes are kept."""
    if not value:
        return None
    if isinstance(value, Words | Label):
        return value.of(language)
    if isinstance(value, str):
        return labels.word(value, language)
    ordered = sorted(value) if isinstance(value, set | frozenset) else value
    shown = (labelled(labels, one, language, choice=False) or "" for one in ordered)
    return formats.joined(shown, language, choice=choice)


def _of_list(value: Value, name: Value, language: Language) -> str | None:
    return labelled(LABELS[name], value, language, choice=True)


def _dues_period(start: Value, frequency: Value, language: Language) -> str | None:
    """The period of dues that begins on a day, by its frequency."""
    if start is None or frequency is None:
        return None
    match frequency:
        case "MONTHLY":
            return formats.month(start, language)
        case "YEARLY":
            return f"{'tahun' if language == 'id' else 'the year'} {start.year}"
        case "DAILY":
            return formats.long_date(start, language)
        case "ONCE":
            return "iuran awal" if language == "id" else "the entry fee"
    return (
        f"{'periode' if language == 'id' else 'the period'} {formats.period(start, None, language)}"
    )


def _amount(value: Value, unit: Value, language: Language) -> str | None:
    if value is None or not unit:
        return None
    if unit in ("IDR", "RICE_G"):
        return formats.amount_in_words(value, unit, language)
    noun = LABELS["ServiceUnit"].word(unit, language)
    count = formats.number(value, language)
    return f"{count} {noun if language == 'id' else formats.plural(noun, value)}"


PAIRS: Mapping[str, Callable[[Value, Value, Language], str | None]] = {
    "in": _amount,
    "of": _of_list,
    "per": _dues_period,
    "to": formats.period,
    "before": formats.half_open,
}
"""Formats for two values, by the word between them."""
