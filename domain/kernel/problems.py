"""What does not fit a field, in both languages.

The checks of types and lengths are msgspec's and speak English, with paths and regular
expressions of the machine; so do those of ids and texts in the API. Their sentences are few and
known: they are recognised by their form, and replaced by texts of the catalogue
(``words/problems/``), as what follows the name of the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from ..words.catalogue import LABELS, Words, WrongText, read, words
from ..words.formats import LANGUAGES
from ..words.template import Template
from .refusal import refuse


class Problem(NamedTuple):
    """What does not fit, and where: the names that lead to it from the outside in."""

    words: Words
    path: tuple[str, ...]

    @property
    def name(self) -> Words | None:
        """The innermost field, as a form names it."""
        return field_name(self.path)


def field_name(path: tuple[str, ...]) -> Words | None:
    """The name of the innermost field of a path, as a form shows it; ``None``: of none."""
    names = [step for step in path if not step.isdigit()]
    if not names:
        return None
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", names[-1]).lower()
    labels = LABELS["Field"]
    return Words(*(labels.word(snake, language) for language in LANGUAGES))


def phrase(key: str, /, **params: Any) -> Words:
    """A phrase of the catalogue about a field, with its values put in."""
    return Words(*(template.of_phrase(params) for template in PHRASES[key]))


def refuse_field(field: str, key: str, /, **params: Any) -> NoReturn:
    """Raise INVALID_INPUT: what a phrase of the catalogue says of a field."""
    name = field_name(steps(field))
    refuse("INVALID_INPUT", field=field, name=name, problem=phrase(key, **params))


def refuse_check(field: str, said: str) -> NoReturn:
    """Raise INVALID_INPUT: what the sentence of a check says of a field."""
    found = problem(said)
    name = field_name((*steps(field), *found.path))
    refuse("INVALID_INPUT", field=field, name=name, problem=found.words)


def problem(text: str) -> Problem:
    """A sentence of a check: what is wrong, and where."""
    said, _, place = text.partition(" - at ")
    path = steps(place)
    for pattern, told in _FORMS:
        found = pattern.fullmatch(said)
        if found is not None:
            words = told(found)
            missing = found.groupdict().get("field")
            return Problem(words, (*path, missing) if missing else path)
    return Problem(phrase("other"), path)


def steps(place: str) -> tuple[str, ...]:
    """The names of a path such as ``lines[...].amount``, from the outside in."""
    return tuple(_STEPS.findall(place))


_STEPS = re.compile(r"[A-Za-z_]\w*|\d+")

PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        r"\S": "blank",
        r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$": "code",
        r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$": "area_code",
        r"^(\d\d(\.\d\d)?)?$": "tenant_area",
        r"^(0|[1-9]\d{0,5})(\.\d{1,3})?$": "quantity",
        r"^[0-9a-f]{64}$": "sha256",
        r"^0*[1-9]\d{0,2}[A-Za-z]?$": "area_number",
        r"^[!-~]{1,200}$": "key",
        r"^[a-z][a-z0-9-]{1,40}$": "slug",
    }
)
"""The forms of texts, and the phrase for each; a test holds every pattern of a type to them."""


def _limit(key: str) -> Callable[[re.Match[str]], Words]:
    return lambda found: phrase(key, limit=int(found["limit"]))


def _length(key: str) -> Callable[[re.Match[str]], Words]:
    def told(found: re.Match[str]) -> Words:
        what = "text" if found["kind"] == "str" else "list"
        return phrase(f"{what}_{key}", limit=int(found["limit"]))

    return told


def _plain(key: str) -> Callable[[re.Match[str]], Words]:
    return lambda _: phrase(key)


def _form(found: re.Match[str]) -> Words:
    return phrase(PATTERNS.get(found["pattern"].replace("\\\\", "\\"), "other"))


_KIND, _LIMIT = r"`(?P<kind>\w+)`", r"(?P<limit>-?\d+)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Words]], ...] = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (rf"Expected {_KIND} of length <= {_LIMIT}", _length("long")),
        (rf"Expected {_KIND} of length >= {_LIMIT}", _length("short")),
        (rf"Expected {_KIND} of length {_LIMIT}", _length("length")),
        (rf"Expected `\w+` <= {_LIMIT}(?:\.0)?", _limit("most")),
        (rf"Expected `\w+` >= {_LIMIT}(?:\.0)?", _limit("least")),
        (rf"Expected `\w+` < {_LIMIT}(?:\.0)?", _limit("below")),
        (rf"Expected `\w+` > {_LIMIT}(?:\.0)?", _limit("above")),
        (r"Expected `str` matching regex '(?P<pattern>.+)'", _form),
        (r"Invalid enum value '?(?P<value>.+?)'?", lambda f: phrase("choice", value=f["value"])),
        (r"Invalid UUID", _plain("id")),
        (r"Invalid RFC3339 encoded .+|month must be .+|day is out of .+", _plain("date")),
        (r"Expected `datetime` with a timezone component", _plain("zone")),
        (r"Object missing required field `(?P<field>.+)`", _plain("missing")),
        (r"Object contains unknown field `.+`", _plain("unknown")),
        (r"Expected `(?P<kind>\w+)(?: \| null)?`, got `.+`", lambda f: _kind(f["kind"])),
        (
            r"'?(?P<value>.+?)'? is not an id; an id looks like .+",
            lambda f: phrase("id_form", value=f["value"]),
        ),
    )
)


def _kind(kind: str) -> Words:
    return phrase("type", kind=kind) if kind in LABELS["DataKind"] else phrase("other")


def _phrases() -> Mapping[str, tuple[Template, ...]]:
    found = {}
    for key, table in read("problems").items():
        if table.keys() != {"text"}:
            raise WrongText(f"problem {key}: give its text, not {sorted(table)}")
        text = words(table["text"], f"problem {key}")
        found[key] = tuple(Template(text.of(language), language) for language in LANGUAGES)
    return MappingProxyType(found)


PHRASES = _phrases()
"""The phrases about fields, by key: Indonesian, then English."""
