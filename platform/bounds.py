"""How much one command may write: counted before it is sealed and encoded, never timed.

A command's list is bounded by its type, but what is decided from it can be larger: dues of an
evening become an entry for each period that they pay. What is counted here bounds the work of
sealing, encoding, folding and showing what a command wrote, whatever the command is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

EVENTS_MAX: Final = 2_000
"""Events of one command: a list of five hundred people who are all new makes five hundred."""
ITEMS_MAX: Final = 100_000
"""Items of all lists in its events, those inside other items too."""


class TooLarge(Exception):
    """A command would write more than one command may. Send it in parts."""

    code = "COMMAND_TOO_LARGE"
    field: str | None = None

    def __init__(self, **params: object) -> None:
        super().__init__(f"a command writes at most {params}; send it in parts")
        self.params: dict[str, object] = params


def check_size(events: list[Any]) -> None:
    """Raises :class:`TooLarge` with the limit. Stops counting at it."""
    if len(events) > EVENTS_MAX:
        raise TooLarge(events=EVENTS_MAX, items=None)
    left = ITEMS_MAX
    for event in events:
        left -= _items(event, left)
        if left < 0:
            raise TooLarge(events=None, items=ITEMS_MAX)


def _items(value: msgspec.Struct, most: int) -> int:
    """How many items the lists in a struct hold; counted up to a little more than ``most``."""
    count = 0
    for name in _lists(type(value)):
        found = getattr(value, name)
        inside: Iterable[Any] = ()
        if isinstance(found, msgspec.Struct):
            inside = (found,)
        elif isinstance(found, Collection) and not isinstance(found, str | bytes):
            inside, count = found, count + len(found)
        for item in inside:
            if count > most or not isinstance(item, msgspec.Struct) or not _lists(type(item)):
                break
            count += _items(item, most - count)
    return count


@cache
def _lists(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a class that hold lists, or structs with lists in them."""
    hints = get_type_hints(struct)
    return tuple(name for name in struct.__struct_fields__ if _holds_list(hints[name]))


def _holds_list(hint: Any) -> bool:
    if get_origin(hint) in (tuple, list, frozenset, set, dict):
        return True
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return bool(_lists(hint))
    return any(_holds_list(part) for part in get_args(hint))
