"""The sentence of a correction: the old value, the new value, and why.

"Mengoreksi jumlah penyaluran beras dari 5.000 gram menjadi 12.500 gram. Alasan: salah ketik." The
catalogue says what the event is about; this module finds the fields that differ.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.model import Event
from wahana.domain.words.catalogue import LABELS, Words, WrongText, words
from wahana.domain.words.formats import LANGUAGES, Language
from wahana.domain.words.page_texts import PAGES
from wahana.domain.words.template import Template
from wahana.domain.words.values import UTC

from .forms import FORMATS, forms_of, kinds_of

RENAMED = {"closed_for": "reason"}
"""Field of a correction → its other name in the fact."""
NOT_TOLD = frozenset(
    {
        *("of", "reason", "note", "unit", "slot", "area_edition", "warnings", "review"),
        *("entry_no", "no", "conflict_id", "service_id", "claim_id", "grant_id"),
    }
)
"""Fields that follow from others, or give the reason or the corrected entry."""
PARTIAL = frozenset({"person.corrected", "household.corrected"})
"""Corrections that contain only the changed fields; missing fields are unchanged."""

_TEXT: Mapping[Language, Mapping[str, str]] = {
    language: {name: text.of(language) for name, text in PAGES["correction"].items()}
    for language in LANGUAGES
}


_UNKNOWN = object()
"""The old value, if it is unknown."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a correction that its sentences may mention."""

    name: str
    called: Words
    protected: bool
    """Its values are sealed: sentences say that they changed, without the values."""
    shows: Mapping[Language, Template] | None
    """How its values are shown; ``None`` for ids and structures, which are not shown."""

    def before(self, before: Mapping[str, Any]) -> Any:
        """Its old value."""
        key = RENAMED.get(self.name, self.name)
        if key not in before and key == self.name and key.endswith("_on"):
            key = "day"
        return before.get(key, _UNKNOWN)

    def told(self, value: Any, data: Any, language: Language) -> str | None:
        """A value as text, in ``data``; ``None`` if it is empty, or is not shown."""
        if isinstance(value, bool):
            return LABELS["YesNo"].word("YES" if value else "NO", language)
        return None if self.shows is None else self.shows[language].of_phrase(data) or None


class CorrectionSentences:
    """The sentences of one topic of corrections."""

    def __init__(self, event: type[Event], text: Mapping[str, Any]) -> None:
        if not {"object"} <= text.keys() <= {"object", "fields", "show"}:
            raise WrongText(f"{event.TOPIC}: a correction has object, fields and show")
        self._partial = event.TOPIC in PARTIAL
        told = words(text["object"], f"{event.TOPIC}.object")
        named, shown = text.get("fields", {}), text.get("show", {})
        forms = forms_of(event)

        def both(source: Callable[[Language], str]) -> dict[Language, Template]:
            return {
                language: Template(source(language), language, more=FORMATS, forms=forms)
                for language in LANGUAGES
            }

        self._object = both(told.of)
        hints = typing.get_type_hints(event, include_extras=True)
        self._fields = []
        for name in event.__struct_fields__:
            if name in NOT_TOLD:
                continue
            kinds = tuple(kinds_of(hints[name]))
            plain = f"{{{name}}}"
            source = shown.get(name, plain)
            hidden = source == plain and any(map(_is_inner, kinds))
            shows = both(lambda _, source=source: source)  # type: ignore[misc]
            protected = any(kind in (Personal, Sealed) for kind in kinds)
            called = _name(event, name, named)
            self._fields.append(_Field(name, called, protected, None if hidden else shows))
        if strange := (named.keys() | shown.keys()) - self.names:
            raise WrongText(f"{event.TOPIC}: it has no fields {sorted(strange)}")
        self._why = _why(event)

    @property
    def names(self) -> frozenset[str]:
        """The fields that the sentences show."""
        return frozenset(field.name for field in self._fields)

    def of(self, event: Event, before: Mapping[str, Any], zone: ZoneInfo = UTC) -> Words:
        """The sentences about an event; ``before``: the old values."""
        changes = []
        for field in self._fields:
            new = getattr(event, field.name)
            if field.protected:
                if new is not None and new != ():
                    changes.append((field, new, None))
            elif new is not None or not self._partial:
                old = field.before(before)
                if new != old and not (new is None and old is _UNKNOWN):
                    changes.append((field, new, old))
        return Words(*(self._told(event, before, changes, language) for language in LANGUAGES))

    def _told(
        self,
        event: Any,
        before: Mapping[str, Any],
        changes: Sequence[tuple[_Field, Any, Any]],
        language: Language,
    ) -> str:
        text, about = _TEXT[language], self._object[language].of_phrase(event)
        parts: list[str] = []
        for field, new, old in changes:
            change = _change(field, event, new, before, old, language)
            if change is not None:
                what = field.called.of(language)
                start = text["of"].format(what=what, object=about) if not parts else what
                parts.append(f"{start} {change}".rstrip())
        sentence = f"{text['verb']} {'; '.join(parts) or about}"
        if self._why is not None and getattr(event, "reason", None):
            why = LABELS[self._why].word(event.reason, language)
            sentence += f". {text['why'].format(why=why)}"
        return f"{sentence}."


def _change(
    field: _Field, event: Any, new: Any, before: Mapping[str, Any], old: Any, language: Language
) -> str | None:
    """The text after the name of a field: its values, or an empty text if none can be shown;
    ``None``: the field is unchanged.
    """
    text = _TEXT[language]
    if field.protected:
        return text["protected"]
    shown = field.told(new, event, language)
    if old is _UNKNOWN:
        return None if shown is None else text["to"].format(new=shown)
    former = field.told(old, {**before, field.name: old}, language)
    if former == shown:
        return ""
    return text["from"].format(old=former or text["none"], new=shown or text["empty"])


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
