"""What a field shows where a business day is asked for."""

from __future__ import annotations

from enum import StrEnum, auto


class ValidOnSupport(StrEnum):
    """What a field shows where a business day is asked for (``validOn``)."""

    TIMELESS = auto()
    """The same on every day on which its row is there: what one fact says, an id, a version."""
    VALID_TIME = auto()
    """As of that day: computed from the dated facts up to it."""
    REFUSES_VALID_ON = auto()
    """As it is known now, whatever the day: it has no answer for a day."""
