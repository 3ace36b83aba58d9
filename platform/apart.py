"""Long pure work runs outside the event loop, so that it does not delay other requests.

Small work runs on the loop, because handing it over would cost more than doing it. Large work runs
in one of a few threads; the interpreter switches back to the loop every few milliseconds
(``sys.setswitchinterval``). There are few threads, because each of them may run before the loop
does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import (
    Any,
    Final,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import msgspec

P = ParamSpec("P")
T = TypeVar("T")

INLINE_MAX: Final = 1_000
"""The largest size that is processed on the loop: some milliseconds, at a few microseconds per
item."""
REPLAY_MAX: Final = 40
"""The same for work whose time grows with the square of the size, such as a correction, which
judges all later facts again."""
BYTES_OF_ONE: Final = 64
"""Bytes of a stored event that cost as much as an item of a list."""
HELD_OF_ONE: Final = 4
"""Items in a state that cost as much as an item of a command: a rule passes them, most of the
time, where it checks, seals and encodes the others."""
CHARACTERS_OF_ONE: Final = 32
"""Characters of a text, checked and brought into its normal form, that cost as much."""
THREADS: Final = 2

_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="wahana-apart")


async def run(size: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run ``work`` and return its result. ``size``: roughly how many items it processes."""
    if size <= INLINE_MAX:
        return work(*args, **kwargs)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_POOL, lambda: work(*args, **kwargs))


def size_of_state(state: Any) -> int:
    """The approximate size of a state: the items in its lists, and one for itself.

    The size of those items is estimated from the first and the last of each list.
    """
    size = HELD_OF_ONE
    kind: type[msgspec.Struct] = type(state)
    for name in _lists(kind):
        value = getattr(state, name)
        if type(value) is tuple and value:
            size += len(value) * (1 + max(_held(value[0]), _held(value[-1])))
        elif type(value) in _COLLECTIONS:
            size += len(value)
    return size // HELD_OF_ONE


@cache
def _lists(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that may hold lists."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if _may_hold(hints[name]))


def _may_hold(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return any(map(_may_hold, get_args(hint)))
    kind = get_origin(hint) or hint
    return kind not in _SINGLE and not (isinstance(kind, type) and issubclass(kind, msgspec.Struct))


def _held(item: Any) -> int:
    """Number of items in the lists inside an item of a list."""
    size = 0
    if isinstance(item, msgspec.Struct):
        for name in _lists(type(item)):
            value = getattr(item, name)
            if type(value) in _COLLECTIONS:
                size += len(value)
    return size


def size_of_json(value: Any) -> int:
    """The number of items for which a JSON value counts: its values, and its texts by their length.

    Counting stops soon after what runs on the loop.
    """
    size, waiting = 0, [value]
    while waiting and size <= INLINE_MAX:
        value = waiting.pop()
        if isinstance(value, str):
            size += len(value) // CHARACTERS_OF_ONE
            continue
        if isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            size += len(inner)
            waiting.extend(one for one in inner if isinstance(one, dict | list | str))
    return size


def size_of_stored(payloads: Sequence[bytes]) -> int:
    """The size, in items, of the events with these payloads."""
    return sum(map(len, payloads)) // BYTES_OF_ONE


_SINGLE = frozenset({str, int, bool, UUID, date, datetime, type(None), Literal})
_COLLECTIONS = frozenset({tuple, dict, frozenset, list, set})
