"""Limits on what one command may write, counted before it is sealed and encoded.

A command's lists are bounded by their types, but its events can be larger: dues of an evening
become an entry for each period that they pay. These limits bound the work of sealing, encoding,
folding and showing the events of any command.
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
"""Events of one command: a list of 500 new people makes 500."""
ITEMS_MAX: Final = 100_000
"""Items of all lists in its events, nested ones included."""
EVENT_BYTES_MAX: Final = 1_048_576
"""Bytes of one stored event; the table's limit."""
BYTES_MAX: Final = 4 * EVENT_BYTES_MAX
"""Bytes of all its events."""
ITEMS_OF_AN_EVENT: Final = 20
"""The cost of sealing and encoding one event, in items of a list."""

SCALAR_BYTES: Final[dict[Any, int]] = {
    type(None): 4,
    bool: 5,
    date: 12,
    int: 20,
    UUID: 38,
    datetime: 40,
}
"""The most bytes that a value can have."""
SEALED_BYTES: Final = 600
"""Bytes of a sealed group, if a value has one of its own."""
PAYLOAD_BYTES: Final = 80
"""Bytes that are stored besides the data of an event."""
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

    Counting stops at the limit. Bytes are an upper bound of the sealed events.
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
        """Count an event, or a value in it."""
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
    """The upper bound of bytes of a struct without some fields, and the names of those fields."""
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
    """The most bytes that a value of a type can have; ``None``: it depends on the value."""
    if get_origin(hint) not in (Union, UnionType):
        return SCALAR_BYTES.get(hint)
    sizes = [_scalar_bytes(part) for part in get_args(hint)]
    return None if None in sizes else max(size for size in sizes if size is not None)
