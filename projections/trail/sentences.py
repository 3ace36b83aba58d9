"""The sentence of each event, in Indonesian and in English, from the catalogue of texts.

A sentence shows clear fields of its event, never sealed values or ids of persons: an actor who may
see a name reads it from the person's card. Some sentences also show old values (:mod:`.earlier`). A
test compares the registered topics with the catalogue (``words/trail/``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from wahana.domain.kernel.model import Event
from wahana.domain.words.catalogue import Words, WrongText, read, words
from wahana.domain.words.formats import LANGUAGES
from wahana.domain.words.template import Template
from wahana.domain.words.values import UTC
from wahana.platform.events import Recorded

from .correction import CorrectionSentences
from .derived import DERIVED
from .earlier import LOGGED, NEEDS, EarlierEvent, was
from .forms import FORMATS, forms_of

EVENTS: Mapping[str, type[Event]] = MappingProxyType({event.TOPIC: event for event in LOGGED})
"""All events that can be in a log, by topic."""


class TopicSentences:
    """The sentences of one topic."""

    def __init__(self, event: type[Event], text: Words) -> None:
        forms = forms_of(event)
        indonesian, english = (
            Template(f"{text.of(language)}.", language, more=FORMATS, forms=forms)
            for language in LANGUAGES
        )
        self._templates = (indonesian, english)
        self._derived = DERIVED.get(event)
        first = {name.split(".")[0] for name in self.names}
        self._fields = tuple(name for name in event.__struct_fields__ if name in first)
        self._looks_back = event.TOPIC in NEEDS
        tells = any(name.startswith("was.") for name in self.names)
        if tells != self._looks_back:
            raise WrongText(f"{event.TOPIC}: the sentence shows an old value that is not looked up")

    @property
    def names(self) -> frozenset[str]:
        """The fields that the sentences show, with dots."""
        return frozenset(place.name for template in self._templates for place in template.places)

    @property
    def shown(self) -> Mapping[str, str]:
        """The format of each of them: the list of its codes, or another format."""
        return {place.name: place.form for place in self._templates[0].places}

    def of(self, event: Event, before: Mapping[str, Any], zone: ZoneInfo = UTC) -> Words:
        """The sentences about an event. ``before``: the old values, if they are looked up."""
        data: Any = event
        if self._derived is not None or self._looks_back:
            data = {name: getattr(event, name) for name in self._fields}
            data |= self._derived(event) if self._derived is not None else {}
            data["was"] = before
        indonesian, english = self._templates
        return Words(indonesian.of(data, zone), english.of(data, zone))


def told(event: Recorded, past: Iterable[EarlierEvent], zone: ZoneInfo = UTC) -> Words:
    """An event as a sentence. ``past``: the earlier events of its stream, oldest first, if
    :data:`.earlier.NEEDS` has its topic."""
    topic = event.row.topic
    before = was(event, past) if topic in NEEDS else {}
    return ACTS[topic].of(event.data, before, zone)


def _act(topic: str, text: Any) -> TopicSentences | CorrectionSentences:
    event = EVENTS.get(topic)
    if event is None:
        raise WrongText(f"the trail tells of {topic}, which is no event")
    if isinstance(text, dict):
        return CorrectionSentences(event, text)
    return TopicSentences(event, words(text, topic))


ACTS: Mapping[str, TopicSentences | CorrectionSentences] = MappingProxyType(
    {
        topic: _act(topic, text)
        for kind, table in read("trail").items()
        for name, text in table.items()
        for topic in (f"{kind}.{name}",)
    }
)
"""The sentences of every topic."""
