"""Rules about the dates of commands. None reads a clock: today's date comes with the context."""

from __future__ import annotations

from datetime import date

from .model import Context
from .refusal import refuse

PERIOD_DAYS_MAX = 3 * 366


def not_future(context: Context, day: date, *, field: str) -> None:
    """Raises FUTURE_DATE if ``day`` is after today."""
    if day > context.today:
        refuse("FUTURE_DATE", field=field, day=day, today=context.today)


def check_period(date_from: date, date_to: date, *, field: str) -> None:
    """Raises DATE_ORDER or DATE_IMPLAUSIBLE if the two days do not make a plausible period."""
    if date_to < date_from:
        refuse("DATE_ORDER", field=field, date_from=date_from, date_to=date_to)
    if (date_to - date_from).days > PERIOD_DAYS_MAX:
        refuse("DATE_IMPLAUSIBLE", field=field, day=date_to, cause="TOO_LONG")
