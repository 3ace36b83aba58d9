"""What each event says, as a sentence in Indonesian and in English, out of the catalogue of texts.

A sentence shows clear fields of its event; sealed ones and ids of persons never stand in one: who
may see a name reads it from the person's card. Where it tells what stood before (:mod:`.past`) it
shows that too. A test holds every registered topic to the catalogue (``words/trail/``).
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
"""Every event that can stand in a log, by topic."""


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
            raise WrongText(f"{event.TOPIC}: what stood before is told, but not looked up")

    @property
    def names(self) -> frozenset[str]:
        """The fields that the sentences show, with dots."""
        return frozenset(place.name for template in self._templates for place in template.places)

    @property
    def shown(self) -> Mapping[str, str]:
        """How each of them is shown: the list of its codes, or another form."""
        return {place.name: place.form for place in self._templates[0].places}

    def of(self, event: Event, before: Mapping[str, Any], zone: ZoneInfo = UTC) -> Words:
        """The sentences about an event. ``before``: what stood before, where it is looked up."""
        data: Any = event
        if self._derived is not None or self._looks_back:
            data = {name: getattr(event, name) for name in self._fields}
            data |= self._derived(event) if self._derived is not None else {}
            data["was"] = before
        indonesian, english = self._templates
        return Words(indonesian.of(data, zone), english.of(data, zone))


def told(event: Recorded, past: Iterable[EarlierEvent], zone: ZoneInfo = UTC) -> Words:
    """An event as a sentence. ``past``: the events of its stream before it, oldest first, if
    :data:`.past.NEEDS` has its topic."""
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
