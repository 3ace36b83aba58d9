"""A small cache in process memory: bounded, and nothing in it lives longer than its time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Seconds = Callable[[], float]
"""A monotonic clock, in seconds."""


class ExpiringCache(Generic[K, V]):
    """At most ``size`` entries, the least recently used go first; each for ``ttl_s`` seconds.

    The time runs from the moment an entry was put in, however often it is used: that is what
    bounds how long a destroyed key can live on in a process.
    """

    def __init__(self, size: int, ttl_s: float, seconds: Seconds = time.monotonic) -> None:
        self._size = size
        self._ttl_s = ttl_s
        self._seconds = seconds
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """The entry, if it is there and young enough."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if self._seconds() >= entry[0]:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def put(self, key: K, value: V) -> None:
        """Put an entry in; the oldest used one goes if the cache is full."""
        self._entries[key] = (self._seconds() + self._ttl_s, value)
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def forget(self, matches: Callable[[K], bool]) -> None:
        """Drop every entry whose key matches."""
        for key in [key for key in self._entries if matches(key)]:
            del self._entries[key]
