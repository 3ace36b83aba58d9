"""The format of an event's fields in sentences, by their types."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal
from uuid import UUID

import msgspec

from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.reference_checks import area_name
from wahana.domain.words import formats
from wahana.domain.words.catalogue import LABELS, Words, WrongText, readable
from wahana.domain.words.formats import LANGUAGES, Language
from wahana.domain.words.values import FORMATS as PLAIN
from wahana.domain.words.values import Show

_CODE = "code"
"""The format of a code that is in no list of the catalogue: an office's own words."""
_NEVER = "never"
"""The format of values that no sentence shows: sealed values, and ids."""


def _refused(value: Any, language: Language) -> str:
    raise WrongText("a sentence shows neither sealed values nor ids")


def policy_value(name: str, value: Any) -> Words | None:
    """The value of a policy in words: an amount, a number, codes, yes or no, parts."""
    told = [_policy(name, value, language) for language in LANGUAGES]
    return Words(*(text for text in told if text)) if all(told) else None


def policy_unit(name: str, value: Any) -> Words | None:
    """The unit that follows a plain number, if the policy has one."""
    if isinstance(value, bool) or not isinstance(value, int) or name not in LABELS["PolicyUnit"]:
        return None
    label = LABELS["PolicyUnit"][name]
    return Words(label.indonesian, label.english)


def _policy(name: str, value: Any, language: Language) -> str | None:
    match value:
        case bool():
            return LABELS["YesNo"].word("YES" if value else "NO", language)
        case int() if name in ("spending_limit_idr", "death_benefit_totals"):
            return formats.rupiah(value)
        case int() if name == "spending_limit_rice_g":
            return formats.rice(value, language)
        case int():
            return formats.number(value, language)
        case str():
            return _code(value, language)
        case list() | tuple():
            shown = (_policy(name, one, language) or "" for one in value)
            return formats.joined(shown, language) or None
        case Mapping():
            parts = LABELS["PolicyPart"]
            told = (
                f"{parts.word(part, language)} {text}"
                for part, one in value.items()
                if (text := _policy(name, one, language))
            )
            return "; ".join(told) or None
    return None


_CODES = {
    code: label
    for name in (
        *("Seat", "MaturityGrade", "ActivityKind", "Indicator", "LocalAreaKind", "KpsKind"),
        *("ServiceKind", "CaseContext", "WksbmLevel", "Judgement"),
    )
    for code, label in LABELS[name].items()
}
"""The codes in values of policies."""


def _code(code: str, language: Language) -> str:
    label = _CODES.get(code)
    return label.of(language) if label is not None else readable(code)


FORMATS: Mapping[str, Show] = MappingProxyType(
    {
        **PLAIN,
        _NEVER: _refused,
        _CODE: lambda value, language: _code(value, language),
        "area": lambda value, language: area_name(value).of(language),
    }
)
"""Formats of the trail, besides those of all templates."""


@cache
def forms_of(event: type[msgspec.Struct]) -> Mapping[str, str]:
    """The format of each field, and of fields inside it, as far as their type determines it."""
    return MappingProxyType(dict(_forms(event, "")))


def _forms(struct: type[msgspec.Struct], before: str) -> typing.Iterator[tuple[str, str]]:
    hints = typing.get_type_hints(struct, include_extras=True)
    for name in struct.__struct_fields__:
        kinds = list(kinds_of(hints[name]))
        place = f"{before}{name}"
        if _is_code(hints[name]):
            yield place, _CODE
        for kind in kinds:
            if typing.get_origin(kind) is Literal:
                yield place, LABELS[kind].name
            elif kind in (Personal, Sealed, UUID):
                yield place, _NEVER
            elif kind in _SIMPLE and len(kinds) == 1 and not _is_list(hints[name]):
                yield place, _SIMPLE[kind]
            elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and not before:
                yield from _forms(kind, f"{place}.")


_SIMPLE = {int: "number", date: "day"}
"""The formats of fields with a single value of a type."""


def _is_list(hint: Any) -> bool:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    return origin in (tuple, list, frozenset) or any(_is_list(one) for one in arguments)


def _is_code(hint: Any) -> bool:
    """Whether a field holds codes of lists that an office may extend."""
    metas = getattr(hint, "__metadata__", ())
    if any((getattr(meta, "extra", None) or {}).get("clear") == _CODES_OF_LISTS for meta in metas):
        return True
    return any(_is_code(argument) for argument in typing.get_args(hint))


_CODES_OF_LISTS = "a code from a list"
"""The description in the type of such fields (``domain/kernel/fields.py``)."""


def kinds_of(hint: Any) -> typing.Iterator[Any]:
    """The types in an annotation: ``Literal``, structs, ``str`` … without what encloses them."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        yield from kinds_of(typing.get_args(hint)[0])
    elif origin in (typing.Union, UnionType, tuple, frozenset, list):
        for argument in typing.get_args(hint):
            if argument is not Ellipsis:
                yield from kinds_of(argument)
    elif hint is not type(None):
        yield hint


def default_of(policy: str) -> Any:
    """The default of a policy, in the form of event data."""
    return _DEFAULTS.get(policy)


_DEFAULTS: Mapping[str, Any] = msgspec.to_builtins(Policies())
