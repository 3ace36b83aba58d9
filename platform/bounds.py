"""How much one command may write: counted before it is sealed and encoded, never timed.

A command's list is bounded by its type, but what is decided from it can be larger: dues of an
evening become an entry for each period that they pay. What is counted here bounds the work of
sealing, encoding, folding and showing what a command wrote, whatever the command is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

EVENTS_MAX: Final = 2_000
"""Events of one command: a list of five hundred people who are all new makes five hundred."""
ITEMS_MAX: Final = 100_000
"""Items of all lists in its events, those inside other items too."""
EVENT_BYTES_MAX: Final = 1_048_576
"""Bytes of one event as it is stored; the table takes no more."""
BYTES_MAX: Final = 4 * EVENT_BYTES_MAX
"""Bytes of all its events."""
ITEMS_OF_AN_EVENT: Final = 20
"""An event by itself costs as much to seal and encode as so many items of a list."""

SCALAR_BYTES: Final[dict[Any, int]] = {
    type(None): 4,
    bool: 5,
    date: 12,
    int: 20,
    UUID: 38,
    datetime: 40,
}
"""Bytes that a value has at most."""
SEALED_BYTES: Final = 600
"""Bytes of the group that a sealed value may need for itself."""
PAYLOAD_BYTES: Final = 80
"""Bytes that are stored with the data of an event."""
OPEN_TAG: Final = "open"
"""Tag of an open personal value."""


class TooLarge(Exception):
    """A command would write more than one command may. Send it in parts."""

    code = "COMMAND_TOO_LARGE"
    field: str | None = None

    def __init__(self, limit: str, most: int) -> None:
        super().__init__(f"a command writes at most {most} {limit}; send it in parts")
        self.params: dict[str, object] = dict.fromkeys(("events", "items", "bytes"))
        self.params[limit] = most


def check_size(events: list[Any]) -> int:
    """How large events are, counted in items of lists. Raises :class:`TooLarge` with the limit.

    Stops counting at it. Bytes are the most that the events can have when they are sealed.
    """
    if len(events) > EVENTS_MAX:
        raise TooLarge("events", EVENTS_MAX)
    count = _Count()
    for event in events:
        before = count.bytes
        count.bytes += PAYLOAD_BYTES
        count.add(event)
        if count.bytes - before > EVENT_BYTES_MAX:
            raise TooLarge("bytes", EVENT_BYTES_MAX)
        if count.bytes > BYTES_MAX:
            raise TooLarge("bytes", BYTES_MAX)
    return count.items + len(events) * ITEMS_OF_AN_EVENT


class _Count:
    """Items and bytes that were counted so far. Raises :class:`TooLarge`."""

    __slots__ = ("bytes", "items")

    def __init__(self) -> None:
        self.items = 0
        self.bytes = 0

    def add(self, value: Any) -> None:
        """Count a value of an event, or the whole of it."""
        if isinstance(value, str):
            self.bytes += len(msgspec.json.encode(value))
        elif isinstance(value, msgspec.Struct):
            fixed, names = _parts(type(value))
            self.bytes += fixed
            for name in names:
                inner = getattr(value, name)
                if inner is not None:
                    self.add(inner)
        elif isinstance(value, Mapping):
            self._add_list(tuple(value.keys()))
            self._add_list(tuple(value.values()))
        elif isinstance(value, Collection):
            self._add_list(value)
        else:
            self.bytes += SCALAR_BYTES.get(type(value), 40)

    def _add_list(self, values: Collection[Any]) -> None:
        self.items += len(values)
        if self.items > ITEMS_MAX:
            raise TooLarge("items", ITEMS_MAX)
        for value in values:
            self.bytes += 1
            self.add(value)
        if self.bytes > BYTES_MAX:
            raise TooLarge("bytes", BYTES_MAX)


@cache
def _parts(struct: type[msgspec.Struct]) -> tuple[int, tuple[str, ...]]:
    """The bytes that each value of a class has at most, besides the fields that are named."""
    hints = get_type_hints(struct)
    names = struct.__struct_fields__
    sizes = {name: _scalar_bytes(hints[name]) for name in names}
    open_ended = tuple(name for name in names if sizes[name] is None)
    null = SCALAR_BYTES[type(None)]
    fixed = 2 + sum(len(name) + 4 + (sizes[name] or null) for name in names)
    if struct.__struct_config__.tag == OPEN_TAG:
        return fixed + SEALED_BYTES, open_ended * 2  # a sealed text is longer by a third
    return fixed, open_ended


def _scalar_bytes(hint: Any) -> int | None:
    """The bytes that a value of a type has at most; ``None``: that depends on the value."""
    if get_origin(hint) not in (Union, UnionType):
        return SCALAR_BYTES.get(hint)
    sizes = [_scalar_bytes(part) for part in get_args(hint)]
    return None if None in sizes else max(size for size in sizes if size is not None)
