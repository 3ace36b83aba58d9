"""The moment that a root field's ``asOf``, ``validOn`` and ``minPosition`` ask for.

An answer *as of* a moment is the same for ever. So it shows whole commands, it reads only what
nothing can be added to (up to a position of the log, or an instant that is over), and its day,
unless ``validOn`` names one, is the office's date at that moment, not the date of the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from wahana.platform.views import NOW
from wahana.projections.cursor import Cursor
from wahana.projections.read import ReadTime

from .context import RequestContext
from .errors import BadInput

DAYS = (date(1800, 1, 1), date(2200, 12, 31))
"""The first and the last day that can be asked about."""


@dataclass(frozen=True, slots=True)
class RequestedTime:
    """The moment of a request, and whether it is pinned (``asOf``, or a cursor's page)."""

    wanted: ReadTime
    pinned: bool = False
    least: int = 0
    """``minPosition``: it holds for all root fields that ask about now."""

    def at(self, position: int) -> RequestedTime:
        """The same, fixed to a position that an answer has shown."""
        return replace(self, wanted=replace(self.wanted, position=position, at_least=0))

    @property
    def day(self) -> date:
        """The business day that is asked about."""
        day = self.wanted.valid_on or self.wanted.today
        assert day is not None, "whoever asks says which day it is"
        return day


async def moment_of(arguments: Mapping[str, Any], context: RequestContext) -> RequestedTime:
    """The moment that arguments ask for. Raises :class:`BadInput` for one that is not over."""
    valid_on = day_argument("validOn", arguments.get("validOn"))
    as_of, at_least = arguments.get("asOf"), arguments.get("minPosition") or 0
    if as_of is None:
        wanted = ReadTime(valid_on=valid_on, at_least=at_least, today=context.today())
        return RequestedTime(wanted, least=at_least)
    if as_of.recorded_at:
        moment = await at_instant(as_of.recorded_at, context)
    else:
        moment = await at_position(as_of.position, context)
    return replace(moment, wanted=replace(moment.wanted, valid_on=valid_on), least=at_least)


async def at_position(position: int | None, context: RequestContext) -> RequestedTime:
    """The end of the command that wrote a position. Raises :class:`BadInput`."""
    if position is None or not 0 <= position < NOW:
        raise BadInput("asOf.position counts from 0; leave asOf out to ask about now")
    found = await context.moment_of(position)
    if found is None:
        raise BadInput(
            f"position {position} is not recorded yet, this log has not come so far; "
            "leave asOf out to ask about now"
        )
    return _pinned(found.position, context.day_of(found.recorded_at))


async def at_instant(instant: datetime, context: RequestContext) -> RequestedTime:
    """What was recorded up to an instant that is over. Raises :class:`BadInput`."""
    try:
        day = day_argument("asOf.recordedAt", context.day_of(instant))
    except OverflowError:
        day = None
    if day is None:
        raise BadInput("asOf.recordedAt is at an end of time; give an instant of the log")
    position = await context.position_at(instant)
    if position is None:
        raise BadInput(
            "asOf.recordedAt is not over yet, so what is recorded next could change the answer; "
            "give an instant of the past, or leave asOf out to ask about now"
        )
    # The last event up to it may be inside a command: that command is shown whole.
    found = await context.moment_of(position)
    return _pinned(0 if found is None else found.position, day)


def _pinned(position: int, day: date) -> RequestedTime:
    return RequestedTime(ReadTime(position=position, at_least=position, today=day), pinned=True)


def continued(moment: RequestedTime, cursor: Cursor | None) -> RequestedTime:
    """The moment of a page that a cursor continues."""
    if cursor is None:
        return moment
    if moment.pinned and moment.wanted.position < cursor.position:
        raise BadInput(
            f"the cursor's pages are as of position {cursor.position}, later than asOf; "
            "use the asOf of the first page, or start without the cursor"
        )
    wanted = replace(moment.wanted, position=cursor.position, today=cursor.today)
    return replace(moment, wanted=wanted, pinned=True)


def day_argument(name: str, day: date | None) -> date | None:
    """A day that is asked about: one that facts can have, so that calculations with it do not
    fail."""
    if day is not None and not DAYS[0] <= day <= DAYS[1]:
        raise BadInput(f"{name} takes a day from {DAYS[0]} to {DAYS[1]}, not {day}")
    return day
