"""Days: which ones a field of a command takes, and arithmetic that never leaves the calendar.

Every date of every command has one of the types below, the business date included. A test finds
a date field of another type. What is bounded here need not be bounded again by a rule.

Events keep the dates they were accepted with, however odd: who reckons with a stored date uses
:func:`shifted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from msgspec import Meta

from .refusal import refuse

EARLIEST: Final = date(1945, 8, 17)
"""No office of the republic did anything before this day."""
OLDEST_YEARS: Final = 125
"""Nobody alive or lately dead was born longer ago."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a field takes, told from today."""

    ahead: int | None = None
    """To the end of the year that many years ahead; ``None``: to today."""
    back: int | None = None
    """From the beginning of the year that many years ago; ``None``: from :data:`EARLIEST`."""

    def first(self, today: date) -> date:
        """The earliest day."""
        return EARLIEST if self.back is None else date(today.year - self.back, 1, 1)

    def last(self, today: date) -> date:
        """The latest day."""
        return today if self.ahead is None else date(today.year + self.ahead, 12, 31)

    def check(self, day: date, today: date, *, field: str) -> None:
        """Raises FUTURE_DATE, or DATE_RANGE with both ends."""
        if self.ahead is None and day > today:
            refuse("FUTURE_DATE", field=field, day=day, today=today)
        first, last = self.first(today), self.last(today)
        if not first <= day <= last:
            refuse("DATE_RANGE", field=field, day=day, first=first, last=last)

    def __str__(self) -> str:
        """For descriptions: ``17 August 1945 to today``."""
        since = "17 August 1945" if self.back is None else f"{self.back} years ago"
        until = "today" if self.ahead is None else f"the end of the year {self.ahead} years ahead"
        return f"{since} to {until}"


PastDay = Annotated[date, Meta(extra={"days": Days()})]
"""A day on which something happened."""
PlannedDay = Annotated[date, Meta(extra={"days": Days(ahead=10)})]
"""A day of a plan, a deadline or a term: it may lie ahead."""
DistantDay = Annotated[date, Meta(extra={"days": Days(ahead=25)})]
"""The end of an office or of a document's validity, which may lie far ahead."""
BirthDay = Annotated[date, Meta(extra={"days": Days(back=OLDEST_YEARS)})]
"""A day of birth."""


def shifted(day: date, days: int) -> date:
    """The day so many days later (earlier, below 0); the calendar's last or first at its ends."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
