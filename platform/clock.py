"""The clock of the process, as a parameter.

``recorded_at`` does not come from it: the append function sets that. It gives today's date in a
tenant's time zone and the time for token expiry and leases; tests replace it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns the current instant, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def today(clock: Clock, zone: str) -> date:
    """The date it is now in ``zone`` (an IANA name, such as ``Asia/Makassar``)."""
    return clock().astimezone(ZoneInfo(zone)).date()
