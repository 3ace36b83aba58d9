"""One moment for the root fields of a request.

Each root field reads with a statement of its own, and each view has reached a position of its own.
So the fields that ask about now first meet here: the position that all their views have reached
together is looked up once, for the largest ``minPosition`` that any root field names, and every one
of them answers as of it. A field with ``asOf`` has a moment of its own, because it asks for one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wahana.projections import read
from wahana.projections.compile import Compiler
from wahana.projections.read import ReadTime

from .context import RequestContext
from .moments import RequestedTime


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """The moment that an answer shows."""

    position: int
    day: date
    """The business day: the one asked for, else the office's date at the moment."""


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What a resolver returns that answers from the log itself, once its moment is known."""

    compiler: Compiler
    context: RequestContext
    moment: RequestedTime
    answer: Callable[[ShownMoment], Awaitable[Any]]


class RequestMoment:
    """Where the root fields of one execution meet."""

    def __init__(self, fields: Iterable[str]) -> None:
        self._awaited = set(fields)
        self._met = asyncio.Event()
        self._look = asyncio.Lock()
        self._views: set[str] = set()
        self._sharing = 0
        self._at_least = 0
        self._found: int | None = None

    def arrive(
        self, name: str, moment: RequestedTime | None = None, views: Iterable[str] = ()
    ) -> None:
        """A root field reports what it reads (``moment`` and views), or that it ended without."""
        if name not in self._awaited:
            return
        self._awaited.discard(name)
        if moment is not None:
            self._at_least = max(self._at_least, moment.least)
            if not moment.pinned:
                self._sharing += 1
                self._views.update(views)
        if not self._awaited:
            self._met.set()

    async def of(
        self, moment: RequestedTime, compiler: Compiler, context: RequestContext
    ) -> ReadTime:
        """The moment at which a field that has arrived is to be read."""
        if moment.pinned:
            return moment.wanted
        await self._met.wait()
        wanted = replace(moment.wanted, at_least=self._at_least)
        if self._sharing < 2:
            return wanted
        async with self._look:
            if self._found is None:
                live = replace(wanted, valid_on=None)
                found = await read.moment(context.reading, compiler, live, self._views)
                self._found = found.position
        return replace(wanted, position=self._found)
