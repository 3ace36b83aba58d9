"""Date types of command fields, and date arithmetic that never leaves the calendar.

Every date of every command, the business date included, has one of the types below; a test finds
date fields of other types. A rule need not check again what a type bounds. A type also says whether
a day of it *books* a fact: then the entry is late if that day is long past (``timeliness``).

Events keep the dates they were accepted with, however odd; to calculate with a stored date, use
:func:`shifted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from msgspec import Meta

from .refusal import refuse

EARLIEST: Final = date(1945, 8, 17)
"""Independence day: no office of the republic did anything before it."""
OLDEST_YEARS: Final = 125
"""Nobody now alive, or recently deceased, was born more years ago."""


@dataclass(frozen=True, slots=True)
class Days:
    """The range of dates that a field accepts, relative to today."""

    ahead: int | None = None
    """Number of years: up to 31 December of that year ahead; ``None``: up to today."""
    back: int | None = None
    """Number of years: from 1 January of that year back; ``None``: from :data:`EARLIEST`."""
    unbooked: str | None = None
    """Why such a day books no fact; ``None``: it books one, and its lateness is judged."""

    def first(self, today: date) -> date:
        """The earliest day."""
        return EARLIEST if self.back is None else date(today.year - self.back, 1, 1)

    def last(self, today: date) -> date:
        """The latest day."""
        return today if self.ahead is None else date(today.year + self.ahead, 12, 31)

    def check(self, day: date, today: date, *, field: str) -> None:
        """Raises FUTURE_DATE, or DATE_RANGE with the first and the last day."""
        if self.ahead is None and day > today:
            refuse("FUTURE_DATE", field=field, day=day, today=today)
        first, last = self.first(today), self.last(today)
        if not first <= day <= last:
            refuse("DATE_RANGE", field=field, day=day, first=first, last=last)

    def __str__(self) -> str:
        """The range for descriptions: ``17 August 1945 to today``."""
        since = "17 August 1945" if self.back is None else f"{self.back} years ago"
        until = "today" if self.ahead is None else f"the end of the year {self.ahead} years ahead"
        return f"{since} to {until}"


PastDay = Annotated[date, Meta(extra={"days": Days()})]
"""A day on which something happened."""


@dataclass(frozen=True, slots=True)
class Years:
    """The range of years that a field accepts, relative to today."""

    ahead: int = 0
    """Number of years after this one."""
    back: int | None = None
    """Number of years before this one; ``None``: from that of :data:`EARLIEST`."""

    def check(self, year: int, today: date, *, field: str) -> None:
        """Raises FUTURE_DATE or DATE_RANGE, as for the year's first day."""
        days = Days(ahead=self.ahead or None, back=self.back)
        first = days.first(today).replace(month=1, day=1)
        last = date(today.year + self.ahead, 12, 31)
        if not self.ahead and year > today.year:
            refuse("FUTURE_DATE", field=field, day=date(year, 1, 1), today=today)
        if not first.year <= year <= last.year:
            refuse("DATE_RANGE", field=field, day=date(year, 1, 1), first=first, last=last)


StartDay = Annotated[date, Meta(extra={"days": Days(ahead=10)})]
"""The first day of something, or the day it ended: it may lie ahead, and once past it is a fact."""
EndedDay = Annotated[date, Meta(extra={"days": Days(ahead=25)})]
"""The day on which an office ends or ended, which may lie far ahead."""
PlannedDay = Annotated[
    date,
    Meta(extra={"days": Days(ahead=10, unbooked="a deadline or an end that is agreed beforehand")}),
]
"""A deadline or the agreed end of a term: it may lie in the future."""
DistantDay = Annotated[
    date,
    Meta(extra={"days": Days(ahead=25, unbooked="an end that is agreed when it begins")}),
]
"""The agreed end of an office or of a document's validity, which may lie far ahead."""
InForceDay = Annotated[
    date,
    Meta(extra={"days": Days(ahead=10, unbooked="since when a setting holds, no fact")}),
]
"""The first day on which a setting of the office is in force; it may lie before its entry."""
DocumentDay = Annotated[
    date,
    Meta(extra={"days": Days(unbooked="what a paper says; that it was received is the entry")}),
]
"""A date that a document bears, or up to which it goes."""
CoveredDay = Annotated[
    date,
    Meta(extra={"days": Days(unbooked="days a permit is for; what is entered is judged itself")}),
]
"""The first or the last day that a permit covers."""
BirthDay = Annotated[
    date,
    Meta(extra={"days": Days(back=OLDEST_YEARS, unbooked="of a person, not of an office")}),
]
"""A day of birth."""


def shifted(day: date, days: int) -> date:
    """The day ``days`` later (earlier if negative), limited to the calendar's first and
    last day."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
