"""Topics of events: ``kind.what_happened``, where the kind is that of the event's stream."""

from __future__ import annotations

from types import ModuleType

from .model import Event


def stream_type(topic: str) -> str:
    """The type of a stream: the part of its topics before the dot."""
    return topic.partition(".")[0]


def topics(*modules: ModuleType) -> frozenset[str]:
    """The topics of all event classes that some modules define."""
    return frozenset(
        value.TOPIC
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Event)
        and value.__module__ == module.__name__
        and "TOPIC" in vars(value)
    )
