"""What a person reads of a refusal: its texts in a language, with the parameters put in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from .kernel.refusal import Language, Refused, Rule, Text, Words
from .labels import LABELS


def render(refused: Refused, language: Language, rules: Mapping[str, Rule]) -> Text:
    """What the person reads of a refusal. ``rules``: ``registry.REFUSALS``.

    Raises ``KeyError`` if the code or a parameter is unknown.
    """
    rule = rules[refused.code]
    if rule.answered_as is not None:
        rule = rules[rule.answered_as]
    return text(rule, refused.params, language)


def text(rule: Rule, params: Mapping[str, object], language: Language) -> Text:
    """The texts of a rule in a language. Raises ``KeyError`` if a parameter is missing."""
    shown = {name: show(params[name], language) for name in rule.params}
    if language == "id":
        return Text(rule.message_id.format_map(shown), rule.hint_id.format_map(shown))
    return Text(rule.message_en.format_map(shown), rule.hint_en.format_map(shown))


_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def show(value: object, language: Language) -> str:
    """A parameter as text: dates as ``14 Juni 2012``, codes by their label, lists joined."""
    match value:
        case None:
            return "–"
        case date():
            return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
        case str():
            labels = LABELS.get(value)
            return value if labels is None else labels[0 if language == "id" else 1]
        case UUID() | int():
            return str(value)
        case Words():
            return value.indonesian if language == "id" else value.english
        case tuple() | list() | frozenset() | set():
            items = list(value) if isinstance(value, tuple | list) else sorted(value, key=str)
            return ", ".join(show(item, language) for item in items) or "–"
        case _:
            raise TypeError(f"a refusal cannot show a {type(value).__name__}")
