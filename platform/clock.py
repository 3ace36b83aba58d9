"""The clock of the process, as a parameter.

``recorded_at`` never comes from here: the append function sets it. This clock tells today's
date in a tenant's zone, token expiry and lease ends, and tests put their own in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the current instant, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def today(clock: Clock, zone: str) -> date:
    """The date it is now in ``zone`` (an IANA name, such as ``Asia/Makassar``)."""
    return clock().astimezone(ZoneInfo(zone)).date()
