"""Refusals: how a decision rejects a command, and what a person reads about it.

A decision raises :class:`Refused` with a code and parameters. The rule behind the code and its
source are a :class:`Rule` in the room's ``refusals.py``; those of all rooms are in
:mod:`.refusals`; ``registry.REFUSALS`` is the complete table. Message and hint are in the catalogue
of texts (``words/refusals/``) under the code, in both languages. A test reads every ``refuse(…)``
in the sources and checks that codes, parameters and texts agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, NoReturn
from uuid import UUID

from ..words.catalogue import Words, WrongText, read, words
from ..words.formats import LANGUAGES, Language
from ..words.template import Template


class About(NamedTuple):
    """A parameter of a refusal that is an object. No text shows its id; clients get it
    separately."""

    kind: str
    """Its kind, as in the prefix of global ids: ``wksbm``."""
    id: UUID


class Refused(Exception):
    """A business rule rejects the command. Not a fault: it has a code, a field and parameters."""

    def __init__(self, code: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(code, field, params)
        self.code = code
        self.field = field
        self.params = params

    def at(self, field: str | None) -> Refused:
        """The same refusal, pointing at another field."""
        return Refused(self.code, field=field, **self.params)


def refuse(code: str, /, *, field: str | None = None, **params: object) -> NoReturn:
    """Raise :class:`Refused`."""
    raise Refused(code, field=field, **params)


class in_line:  # noqa: N801 - read as a sentence: ``with in_line(3): …``
    """Refusals raised inside concern item ``n`` of a list; the innermost list counts."""

    __slots__ = ("_nth",)

    def __init__(self, nth: int) -> None:
        self._nth = nth

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused):
            error.params.setdefault("nth", self._nth)


def refuse_missing(kind: str, which: UUID | int | None, /, *, field: str | None = None) -> NoReturn:
    """Refuse a reference to something that does not exist (or is another tenant's): NOT_FOUND.

    ``which``: its id, or the number by which people know it.
    """
    refuse("NOT_FOUND", field=field, **_which(kind, which))


def refuse_existing(
    kind: str, which: UUID | int | None, /, *, field: str | None = None
) -> NoReturn:
    """Refuse to create something that exists already: ALREADY_EXISTS."""
    refuse("ALREADY_EXISTS", field=field, **_which(kind, which))


def _which(kind: str, which: UUID | int | None) -> dict[str, object]:
    if isinstance(which, UUID):
        return {"kind": kind, "no": None, "object": About(kind, which)}
    return {"kind": kind, "no": which}


@dataclass(frozen=True, slots=True)
class Text:
    """What the person reads: what could not be done, and what to do about it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Message and hint of a code in one language, as templates."""

    message: Template
    hint: Template

    @property
    def names(self) -> frozenset[str]:
        """The parameters that they show."""
        return frozenset(place.name for part in self.parts for place in part.places)

    @property
    def needed(self) -> frozenset[str]:
        """The parameters outside optional parts."""
        places = (place for part in self.parts for place in part.places)
        return frozenset(place.name for place in places if not place.optional)

    @property
    def parts(self) -> tuple[Template, Template]:
        return self.message, self.hint

    def of(self, params: Mapping[str, Any]) -> Text:
        """The texts with the parameters put in. Raises ``KeyError`` if one is missing."""
        if missing := self.needed - params.keys():
            raise KeyError(f"a refusal needs {sorted(missing)}")
        return Text(self.message.of(params), self.hint.of(params))


def _texts(code: str, table: Mapping[str, Any]) -> Mapping[Language, Texts]:
    if table.keys() != {"message", "hint"}:
        raise WrongText(f"refusal {code}: give message and hint, not {sorted(table)}")
    message, hint = (words(table[part], f"{code}.{part}") for part in ("message", "hint"))
    return {
        language: Texts(
            Template(message.of(language), language), Template(hint.of(language), language)
        )
        for language in LANGUAGES
    }


TEXTS: Mapping[str, Mapping[Language, Texts]] = MappingProxyType(
    {code: _texts(code, table) for code, table in read("refusals").items()}
)
"""The texts of refusals, by code and language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal code: its rule in English, and its source."""

    code: str
    rule: str
    """The rule in one English sentence."""
    source: str
    """Source of the rule: seed S0–S4, a regulation, or the service itself."""
    raised_by: Literal["domain", "engine"] = "domain"
    """``engine``: raised outside ``domain`` (by the API, the authorization or the writer)."""
    answered_as: str | None = None
    """The code that is shown instead, with its texts, so that the two cases look the same."""

    @property
    def texts(self) -> Mapping[Language, Texts]:
        """Its texts. Raises ``KeyError`` if the catalogue has none."""
        return TEXTS[self.answered_as or self.code]

    @property
    def params(self) -> frozenset[str]:
        """Names of all parameters that the texts use."""
        return frozenset().union(*(texts.names for texts in self.texts.values()))

    @property
    def needed(self) -> frozenset[str]:
        """Names of the parameters without which the texts cannot be rendered."""
        return frozenset().union(*(texts.needed for texts in self.texts.values()))

    def outline(self, language: Language) -> Text:
        """Its texts with ``…`` in place of values, for lists of rules."""
        texts = self.texts[language]
        return Text(texts.message.outline, texts.hint.outline)


def table(*rules: Rule) -> Mapping[str, Rule]:
    """The rules by code. Raises ``ValueError`` for a duplicate code."""
    found = {rule.code: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("a refusal code is twice in the table")
    return MappingProxyType(found)


def merge(tables: Iterable[Mapping[str, Rule]]) -> Mapping[str, Rule]:
    """Several tables as one. Raises ``ValueError`` for a duplicate code."""
    return table(*(rule for one in tables for rule in one.values()))


def render(refused: Refused, language: Language, rules: Mapping[str, Rule]) -> Text:
    """The text of a refusal in a language. ``rules``: ``registry.REFUSALS``.

    Raises ``KeyError`` if the code or a parameter is unknown.
    """
    return rules[refused.code].texts[language].of(refused.params)


def objects(refused: Refused) -> tuple[About, ...]:
    """The objects that a refusal is about, in the order of its parameters."""
    return tuple(value for value in refused.params.values() if isinstance(value, About))


__all__ = [
    "About",
    "Language",
    "Refused",
    "Rule",
    "Text",
    "Words",
    "merge",
    "objects",
    "refuse",
    "render",
    "table",
]
