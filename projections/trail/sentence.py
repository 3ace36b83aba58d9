"""A sentence with places for an event's clear fields; dates and codes in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal

from wahana.domain.words.catalogue import LABELS

Language = Literal["id", "en"]

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip

_ANY = {code: label for one in LABELS.values() for code, label in one.items()}

NOTHING = "–"
"""Stands where an event says nothing."""

_PLACE = re.compile(r"\{([a-z_.]+)(#?)\}")


class Sentence:
    """A template, parsed once. ``{a.b}`` is a field, ``{a#}`` how many it holds."""

    def __init__(self, template: str, language: Language) -> None:
        self._language: Language = language
        self._texts: list[str] = []
        self._places: list[tuple[tuple[str, ...], bool]] = []
        end = 0
        for found in _PLACE.finditer(template):
            self._texts.append(template[end : found.start()])
            self._places.append((tuple(found[1].split(".")), found[2] == "#"))
            end = found.end()
        self._texts.append(template[end:])

    @property
    def fields(self) -> frozenset[str]:
        """The first names of its places: fields of the event."""
        return frozenset(path[0] for path, _ in self._places)

    def of(self, data: Any) -> str:
        """The sentence about an event."""
        parts = [self._texts[0]]
        for (path, counted), text in zip(self._places, self._texts[1:], strict=True):
            value = data
            for name in path:
                value = None if value is None else getattr(value, name)
            parts.append(self._word(len(value or ()) if counted else value))
            parts.append(text)
        return " ".join("".join(parts).split())

    def _word(self, value: Any) -> str:
        match value:
            case None:
                return NOTHING
            case bool():
                words = {"id": ("tidak", "ya"), "en": ("no", "yes")}
                return words[self._language][value]
            case datetime():
                return f"{self._word(value.date())} {value:%H:%M} UTC"
            case date():
                return f"{value.day} {MONTHS[self._language][value.month - 1]} {value.year}"
            case tuple():
                return ", ".join(self._word(item) for item in value) or NOTHING
            case str():
                label = _ANY.get(value)
                return label.of(self._language) if label else value
        return str(value)
