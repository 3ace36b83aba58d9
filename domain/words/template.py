"""Sentence templates: what a translator writes, and how it is filled.

===========================  ===================================================================
``{name}``                   a value, shown by its type; ``{decree.no}``: a field of a field
``{stage:WksbmStage}``       a code, by its label in that list
``{codes:ConsentPart:or}``   several codes as a choice: "nama atau NIK"
``{day:month}``              another format: see :data:`FORMATS`
``{lines#}``                 the number of items of a list; an empty list has no value
``{lines# item|items}``      the same with the English noun: ``1 item``, ``2 items``
``{amount in unit}``         an amount in the unit that another field gives
``{codes of list}``          codes of the list that another field names, as a choice
``{day per frequency}``      the period of dues that begins on a day: "November 2026"
``{first to last}``          a period, both days included
``{start before end}``       a period that ends before ``end``, shown with its last day
``{?flag}``, ``{!flag}``     shows nothing; has a value if the flag is set, or is not set
``[…]``                      omitted as a whole if one of its placeholders has no value
``[…|…]``                    the first of these options whose placeholders all have a value
===========================  ===================================================================

Brackets are omitted with the punctuation in them, so no sentence has a gap. Labels are in lower
case in the catalogue; the first letter of a sentence is made a capital here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from . import formats
from .catalogue import LABELS, List, WrongText
from .formats import Language
from .values import FORMATS, PAIRS, UTC, Show, Value, labelled, shown

_TOKEN = re.compile(r"\{([^{}]*)\}|([\[\]|])")
_NAME = r"[a-z_]\w*(?:\.[a-z_]\w*)*"
_PLACE = re.compile(rf"({_NAME})(?::([A-Za-z]+)(:or)?)?")
_COUNT = re.compile(rf"({_NAME})(#)? ([^|]+)\|(.+)|({_NAME})#")
_PAIR = re.compile(rf"({_NAME}) (in|of|per|to|before) ({_NAME})")
_FLAG = re.compile(rf"([?!])({_NAME})")


_Part = Callable[[Any, ZoneInfo], str | None]
"""A part of a sentence: a function of the data and a time zone; ``None``: it has no value."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of a template, for checks of the texts."""

    name: str
    """Name of the field, with dots."""
    form: str
    """How it is shown: a list, a format, ``#``, ``in``, ``to``, ``before``, ``?``, or empty."""
    optional: bool
    """Whether it is in brackets, so that it may be without a value."""


class Template:
    """A sentence in one language, parsed once.

    ``more`` adds formats; ``forms`` gives, by field, the format or list that applies where the
    placeholder names none.
    """

    def __init__(
        self,
        text: str,
        language: Language,
        *,
        more: Mapping[str, Show] | None = None,
        forms: Mapping[str, str] | None = None,
    ) -> None:
        self.text = text
        self.language: Language = language
        self.places: list[Placeholder] = []
        self._shows = {**FORMATS, **(more or {})}
        self._forms = forms or {}
        tokens = _Tokens(text)
        self._parts = self._sequence(tokens, depth=0)
        if tokens.ahead is not None:
            raise WrongText(f"{text!r}: a bracket too many")
        first = self._parts[0] if self._parts else ""
        self._begins = isinstance(first, str) and first == formats.capital(first)

    def of(self, data: Any, zone: ZoneInfo = UTC) -> str:
        """The sentence filled from ``data``: a dict, or an object with the fields."""
        text = self.of_phrase(data, zone)
        return text if self._begins else formats.capital(text)

    def of_phrase(self, data: Any, zone: ZoneInfo = UTC) -> str:
        """The same as part of a sentence: the case of its first letter is kept."""
        return "".join(
            [
                part if part.__class__ is str else part(data, zone) or ""  # type: ignore[operator]
                for part in self._parts
            ]
        )

    @property
    def outline(self) -> str:
        """The text with ``…`` for values and the first option of every choice."""
        return formats.capital(_outline(self.text))

    def _sequence(self, tokens: _Tokens, depth: int) -> list[str | _Part]:
        parts: list[str | _Part] = []
        while (token := tokens.take()) is not None:
            kind, content = token
            if kind == "text":
                parts.append(content)
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

        def chosen(data: Any, zone: ZoneInfo) -> str:
            for option in options:
                text = _whole(option, data, zone)
                if text is not None:
                    return text
            return ""

        return chosen

    def _place(self, content: str, *, optional: bool) -> _Part:
        def note(name: str, form: str) -> str:
            self.places.append(Placeholder(name, form, optional))
            return name

        language = self.language
        if found := _FLAG.fullmatch(content):
            wanted = found[1] == "?"
            path = _path(note(found[2], "?"))
            return lambda data, _: "" if bool(path(data)) is wanted else None
        if found := _PAIR.fullmatch(content):
            first, second = _path(note(found[1], found[2])), _path(note(found[3], found[2]))
            pair = PAIRS[found[2]]
            return lambda data, _: pair(first(data), second(data), language)
        if found := _COUNT.fullmatch(content):
            path = _path(note(found[1] or found[5], "#"))
            counts = bool(found[2] or found[5])
            return _counted(path, counts, (found[3], found[4]) if found[3] else None, language)
        if found := _PLACE.fullmatch(content):
            form = found[2] or self._forms.get(found[1])
            path = _path(note(found[1], form or ""))
            return self._shown(path, form, choice=bool(found[3]))
        raise WrongText(f"{self.text!r}: what is {{{content}}}?")

    def _shown(self, path: Callable[[Any], Value], form: str | None, *, choice: bool) -> _Part:
        language = self.language
        if form is None:
            return lambda data, zone: shown(path(data), language, zone)
        if form in LABELS:
            return _label(LABELS[form], path, language, choice=choice)
        show = self._shows.get(form)
        if show is None:
            raise WrongText(f"{self.text!r}: there is no list or format called {form}")

        def part(data: Any, _: ZoneInfo) -> str | None:
            value = path(data)
            return None if value is None or value == () else show(value, language)

        return part


def _outline(text: str) -> str:
    """A template without values: the first option of every choice."""
    shown, depth, skipped = [], 0, 0
    for kind, content in _pieces(text):
        if kind == "mark":
            depth += {"[": 1, "]": -1}.get(content, 0)
            if content == "|" and not skipped:
                skipped = depth
            elif content == "]" and depth < skipped:
                skipped = 0
        elif not skipped:
            flag = kind == "place" and content[:1] in "?!"
            shown.append("" if flag else "…" if kind == "place" else content)
    return "".join(shown)


class _Tokens:
    """The pieces of a template, with one piece of lookahead."""

    def __init__(self, text: str) -> None:
        self._pieces = list(_pieces(text))
        self._at = 0

    @property
    def ahead(self) -> tuple[str, str] | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def take(self) -> tuple[str, str] | None:
        """The next piece of a sequence; ``None`` at its end."""
        found = self.ahead
        if found is None or (found[0] == "mark" and found[1] != "["):
            return None
        self._at += 1
        return found

    def next_is(self, mark: str) -> bool:
        """Whether the next piece is this mark; if so, consumes it."""
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


def _whole(parts: Sequence[str | _Part], data: Any, zone: ZoneInfo) -> str | None:
    """The text of the parts if all have a value, else ``None``."""
    texts = []
    for part in parts:
        text = part if isinstance(part, str) else part(data, zone)
        if text is None:
            return None
        texts.append(text)
    return "".join(texts)


def _path(name: str) -> Callable[[Any], Value]:
    steps = name.split(".")
    if len(steps) == 1:
        return lambda data: data.get(name) if data.__class__ is dict else getattr(data, name)

    def follow(data: Any) -> Value:
        for step in steps:
            if data is None:
                return None
            data = _field(data, step)
        return data

    return follow


def _field(data: Any, name: str) -> Value:
    return data.get(name) if isinstance(data, dict) else getattr(data, name)


def _counted(
    path: Callable[[Any], Value], counts: bool, nouns: tuple[str, str] | None, language: Language
) -> _Part:
    def part(data: Any, _: ZoneInfo) -> str | None:
        value = path(data)
        count = len(value or ()) if counts else value
        if count is None or (counts and not count):
            return None
        text = formats.number(count, language)
        return text if nouns is None else f"{text} {nouns[count != 1]}"

    return part


def _label(
    labels: List, path: Callable[[Any], Value], language: Language, *, choice: bool
) -> _Part:
    """A placeholder that shows codes by their labels in a list."""
    texts = {code: label.of(language) for code, label in labels.items()}

    def part(data: Any, _: ZoneInfo) -> str | None:
        value = path(data)
        if value.__class__ is str and value in texts:
            return texts[value]
        return labelled(labels, value, language, choice=choice)

    return part
