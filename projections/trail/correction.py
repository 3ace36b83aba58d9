"""The sentence of a correction: what was, what is now, and why.

"Mengoreksi jumlah penyaluran beras dari 5.000 gram menjadi 12.500 gram. Alasan: salah ketik." The
catalogue says what the event is about; which fields differ is found here.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.model import Event
from wahana.domain.words.catalogue import LABELS, Words, WrongText, words
from wahana.domain.words.formats import LANGUAGES, Language
from wahana.domain.words.template import Template
from wahana.domain.words.values import UTC

from .forms import FORMATS, forms_of, kinds_of

RENAMED = {"closed_for": "reason"}
"""Fields of corrections whose fact calls them otherwise."""
NOT_TOLD = frozenset(
    {
        *("of", "reason", "note", "unit", "slot", "area_edition", "warnings", "review"),
        *("entry_no", "no", "conflict_id", "service_id", "claim_id", "grant_id"),
    }
)
"""Fields that follow from others, say why, or say of what."""
PARTIAL = frozenset({"person.corrected", "household.corrected"})
"""Corrections that give only what changes: what they leave out stays."""

_TEXT: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "verb": "Mengoreksi", "of": "{what} {object}", "from": " dari {old} menjadi {new}",
        "to": " menjadi {new}", "none": "belum diisi", "empty": "kosong",
        "protected": " (isi terlindung)", "why": ". Alasan: {why}", "yes": "ya", "no": "tidak",
    },
    "en": {
        "verb": "Corrected", "of": "{what} of {object}", "from": " from {old} to {new}",
        "to": " to {new}", "none": "nothing", "empty": "nothing",
        "protected": " (protected)", "why": ". Reason: {why}", "yes": "yes", "no": "no",
    },
}  # fmt: skip


class CorrectionSentences:
    """The sentences of one topic that corrects."""

    def __init__(self, event: type[Event], text: Mapping[str, Any]) -> None:
        if not {"object"} <= text.keys() <= {"object", "fields", "show"}:
            raise WrongText(f"{event.TOPIC}: a correction has object, fields and show")
        self._topic = event.TOPIC
        hints = typing.get_type_hints(event, include_extras=True)
        self._kinds = {
            name: tuple(kinds_of(hints[name]))
            for name in event.__struct_fields__
            if name not in NOT_TOLD
        }
        told = words(text["object"], f"{event.TOPIC}.object")
        named, shown = text.get("fields", {}), text.get("show", {})
        if strange := (named.keys() | shown.keys()) - self._kinds.keys():
            raise WrongText(f"{event.TOPIC}: it has no fields {sorted(strange)}")
        forms = forms_of(event)
        self._names = {name: _name(event, name, named) for name in self._kinds}
        self._object: dict[Language, Template] = {}
        self._shows: dict[Language, dict[str, Template]] = {}
        for language in LANGUAGES:

            def made(source: str, language: Language = language) -> Template:
                return Template(source, language, more=FORMATS, forms=forms)

            self._object[language] = made(told.of(language))
            self._shows[language] = {
                name: made(shown.get(name, f"{{{name}}}")) for name in self._kinds
            }
        self._why = _why(event)

    @property
    def names(self) -> frozenset[str]:
        """The fields that the sentences show."""
        return frozenset(self._kinds)

    def of(self, event: Event, before: Mapping[str, Any], zone: ZoneInfo = UTC) -> Words:
        """The sentences about an event; ``before``: what stood before it."""
        return Words(*(self._told(event, before, language) for language in LANGUAGES))

    def _told(self, event: Any, before: Mapping[str, Any], language: Language) -> str:
        text, about = _TEXT[language], self._object[language].of_phrase(event)
        parts: list[str] = []
        for name in self._kinds:
            change = self._change(name, event, before, language)
            if change is not None:
                what = self._names[name].of(language)
                start = text["of"].format(what=what, object=about) if not parts else what
                parts.append(f"{start}{change}")
        sentence = f"{text['verb']} {'; '.join(parts) or about}"
        if self._why is not None and getattr(event, "reason", None):
            why = LABELS[self._why].word(event.reason, language)
            sentence += text["why"].format(why=why)
        return f"{sentence}."

    def _change(
        self, name: str, event: Any, before: Mapping[str, Any], language: Language
    ) -> str | None:
        """What follows the name of a field: its values, or nothing to show; ``None``: it stays."""
        text, new = _TEXT[language], getattr(event, name)
        kinds = self._kinds[name]
        if any(kind in (Personal, Sealed) for kind in kinds):
            return None if new in (None, ()) else text["protected"]
        if new is None and self._topic in PARTIAL:
            return None
        key = RENAMED.get(name, name)
        if key not in before and name.endswith("_on") and "day" in before:
            key = "day"
        known = key in before
        old = before.get(key)
        if old == new:
            return None
        shown = self._value(name, {name: new, **_beside(event)}, language)
        if not known:
            return None if shown is None else text["to"].format(new=shown)
        former = self._value(name, {**before, name: old}, language)
        if former == shown:
            return ""
        return text["from"].format(old=former or text["none"], new=shown or text["empty"])

    def _value(self, name: str, data: Mapping[str, Any], language: Language) -> str | None:
        """A value as it is read; ``None`` if it is empty, or of a kind that is not shown."""
        value = data[name]
        if isinstance(value, bool):
            return _TEXT[language]["yes" if value else "no"]
        template = self._shows[language][name]
        simple = template.text == f"{{{name}}}"
        if simple and any(_is_inner(kind) for kind in self._kinds[name]):
            return None
        return template.of_phrase(data) or None


def _beside(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def _is_inner(kind: Any) -> bool:
    """Whether values of a type are not shown: ids and structures."""
    return kind is UUID or (isinstance(kind, type) and issubclass(kind, msgspec.Struct))


def _name(event: type[Event], name: str, named: Mapping[str, Any]) -> Words:
    """The name of a field in a sentence; English has its article."""
    if name in named:
        found = words(named[name], f"{event.TOPIC}.fields.{name}")
    else:
        label = LABELS["Field"].get(name)
        if label is None:
            raise WrongText(f"{event.TOPIC}: the field {name} has no name; give it one")
        found = Words(label.indonesian, label.english)
    english = found.english
    return Words(found.indonesian, english if english.startswith("the ") else f"the {english}")


def _why(event: type[Event]) -> str | None:
    """The list of the reasons that the event gives."""
    if "reason" not in event.__struct_fields__:
        return None
    form = forms_of(event)["reason"]
    return form if form in LABELS else "OpenReason"
