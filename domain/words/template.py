"""Sentences with places: what a translator writes, and how it is filled.

===========================  ===================================================================
``{name}``                   a value, shown by its type; ``{decree.no}``: one inside another
``{stage:WksbmStage}``       a code, by its label in that list
``{day:month}``              another way of showing: see :data:`FORMATS`
``{lines#}``                 how many a list holds; none is nothing
``{lines# item|items}``      the same with the English noun: ``1 item``, ``2 items``
``{amount in unit}``         an amount in the unit that another field names
``{first to last}``          days, both of them included
``{start before end}``       days until before ``end``, shown with the last day of them
``{?flag}``, ``{!flag}``     shows nothing; is there if the flag is set, or is not
``[…]``                      falls away as a whole if one of its places has no value
``[…|…]``                    the first of these whose places all have a value
===========================  ===================================================================

A part without a value is left out with its comma, so no sentence has a gap. Labels are lower case
in the catalogue; the first letter of a sentence becomes a capital here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import formats
from .catalogue import LABELS, Label, Words, WrongText
from .formats import Language

UTC = ZoneInfo("UTC")

Value = Any
"""What stands in a field: text, number, day, code, list, struct or nothing."""

Show = Callable[[Value, Language], str | None]
"""How a value is shown; ``None``: it is empty."""

FORMATS: Mapping[str, Show] = {
    "plain": lambda value, _: str(value),  # a number that counts nothing: a year, an entry's
    "month": lambda value, language: formats.month(value, language),
    "rupiah": lambda value, _: formats.rupiah(value),
    "rice": lambda value, language: formats.rice(value, language),
    "lastday": lambda value, language: formats.long_date(formats.last_day(value), language),
    "or": lambda value, language: formats.joined(
        (shown(item, language) or "" for item in value), language, choice=True
    ),
}
"""Ways of showing that a place can ask for, beside the lists of the catalogue."""

_TOKEN = re.compile(r"\{([^{}]*)\}|([\[\]|])")
_NAME = r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*"
_PLACE = re.compile(rf"({_NAME})(?::([A-Za-z]+))?")
_COUNT = re.compile(rf"({_NAME})(#)? ([^|]+)\|(.+)|({_NAME})#")
_PAIR = re.compile(rf"({_NAME}) (in|to|before) ({_NAME})")
_FLAG = re.compile(rf"([?!])({_NAME})")


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a sentence is filled from."""

    data: Any
    zone: ZoneInfo


_Part = Callable[[_Filled], str | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a template, for those who check texts."""

    name: str
    """Name of the field, with dots."""
    form: str
    """How it is shown: a list, a format, ``#``, ``in``, ``to``, ``before``, ``?``, or nothing."""
    optional: bool
    """Whether it stands in a part that falls away."""


class Template:
    """A sentence in one language, read once. ``formats`` adds ways of showing."""

    def __init__(
        self, text: str, language: Language, more: Mapping[str, Show] | None = None
    ) -> None:
        self.text = text
        self.language: Language = language
        self.places: list[Place] = []
        self._shows = {**FORMATS, **(more or {})}
        tokens = _Tokens(text)
        self._parts = self._sequence(tokens, depth=0)
        if tokens.ahead is not None:
            raise WrongText(f"{text!r}: a bracket too many")

    def of(self, data: Any, zone: ZoneInfo = UTC) -> str:
        """The sentence about ``data``: a mapping, or an object with the fields."""
        filled = _Filled(data, zone)
        return formats.capital("".join([part(filled) or "" for part in self._parts]))

    def _sequence(self, tokens: _Tokens, depth: int) -> list[_Part]:
        parts: list[_Part] = []
        while (token := tokens.take(depth)) is not None:
            kind, content = token
            if kind == "text":
                parts.append(_constant(content))
            elif kind == "place":
                parts.append(self._place(content, optional=depth > 0))
            else:
                parts.append(self._choice(tokens, depth + 1))
        return parts

    def _choice(self, tokens: _Tokens, depth: int) -> _Part:
        options = [self._sequence(tokens, depth)]
        while tokens.next_is("|"):
            options.append(self._sequence(tokens, depth))
        if not tokens.next_is("]"):
            raise WrongText(f"{self.text!r}: a bracket is not closed")
        return lambda filled: next(
            (text for option in options if (text := _whole(option, filled)) is not None), ""
        )

    def _place(self, content: str, *, optional: bool) -> _Part:
        def note(name: str, form: str) -> str:
            self.places.append(Place(name, form, optional))
            return name

        language = self.language
        if found := _FLAG.fullmatch(content):
            wanted = found[1] == "?"
            path = _path(note(found[2], "?"))
            return lambda filled: "" if bool(path(filled.data)) is wanted else None
        if found := _PAIR.fullmatch(content):
            first, second = _path(note(found[1], found[2])), _path(note(found[3], found[2]))
            pair = _PAIRS[found[2]]
            return lambda filled: pair(first(filled.data), second(filled.data), language)
        if found := _COUNT.fullmatch(content):
            path = _path(note(found[1] or found[5], "#"))
            counts = bool(found[2] or found[5])
            return _counted(path, counts, (found[3], found[4]) if found[3] else None, language)
        if found := _PLACE.fullmatch(content):
            path = _path(note(found[1], found[2] or ""))
            return self._shown(path, found[2])
        raise WrongText(f"{self.text!r}: what is {{{content}}}?")

    def _shown(self, path: Callable[[Any], Value], form: str | None) -> _Part:
        language = self.language
        if form is None:
            return lambda filled: shown(path(filled.data), language, filled.zone)
        if form in LABELS:
            labels = LABELS[form]
            return lambda filled: _labelled(labels.word, path(filled.data), language)
        show = self._shows.get(form)
        if show is None:
            raise WrongText(f"{self.text!r}: there is no list or format called {form}")

        def part(filled: _Filled) -> str | None:
            value = path(filled.data)
            return None if value is None or value == () else show(value, language)

        return part


def shown(value: Value, language: Language, zone: ZoneInfo = UTC) -> str | None:
    """A value as a person reads it; ``None``: there is nothing to read.

    Raises ``TypeError`` for what has no words of its own: ids, objects, flags.
    """
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


class _Tokens:
    """The pieces of a template, looked at one ahead."""

    def __init__(self, text: str) -> None:
        self._pieces = list(_pieces(text))
        self._at = 0

    @property
    def ahead(self) -> tuple[str, str] | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def take(self, depth: int) -> tuple[str, str] | None:
        """The next piece of a sequence; ``None`` at its end. At depth 0 ``|`` is a text."""
        found = self.ahead
        if found is None or (found[0] == "mark" and found[1] != "["):
            return None
        self._at += 1
        return found

    def next_is(self, mark: str) -> bool:
        """Whether the next piece is this mark; it is taken then."""
        if self.ahead != ("mark", mark):
            return False
        self._at += 1
        return True


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            yield "text", text[end : found.start()]
        yield ("mark", found[2]) if found[2] else ("place", found[1])
        end = found.end()
    if end < len(text):
        yield "text", text[end:]


def _constant(text: str) -> _Part:
    return lambda filled: text


def _whole(parts: Sequence[_Part], filled: _Filled) -> str | None:
    """The text of parts that all have a value, else ``None``."""
    texts = []
    for part in parts:
        text = part(filled)
        if text is None:
            return None
        texts.append(text)
    return "".join(texts)


def _path(name: str) -> Callable[[Any], Value]:
    steps = name.split(".")
    if len(steps) == 1:
        return lambda data: _field(data, name)

    def follow(data: Any) -> Value:
        for step in steps:
            if data is None:
                return None
            data = _field(data, step)
        return data

    return follow


def _field(data: Any, name: str) -> Value:
    return data.get(name) if isinstance(data, Mapping) else getattr(data, name)


def _counted(
    path: Callable[[Any], Value], counts: bool, nouns: tuple[str, str] | None, language: Language
) -> _Part:
    def part(filled: _Filled) -> str | None:
        value = path(filled.data)
        count = len(value or ()) if counts else value
        if count is None or (counts and not count):
            return None
        text = formats.number(count, language)
        return text if nouns is None else f"{text} {nouns[count != 1]}"

    return part


def _labelled(word: Callable[[str, Language], str], value: Value, language: Language) -> str | None:
    if not value:
        return None
    if isinstance(value, str):
        return word(value, language)
    return formats.joined((word(code, language) for code in value), language)


def _amount(value: Value, unit: Value, language: Language) -> str | None:
    if value is None or not unit:
        return None
    if unit in ("IDR", "RICE_G"):
        return formats.amount_in_words(value, unit, language)
    noun = LABELS["ServiceUnit"].word(unit, language)
    count = formats.number(value, language)
    return f"{count} {noun if language == 'id' else formats.plural(noun, value)}"


_PAIRS: Mapping[str, Callable[[Value, Value, Language], str | None]] = {
    "in": _amount,
    "to": formats.period,
    "before": formats.half_open,
}
