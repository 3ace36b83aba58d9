"""Within how many days a body answers a referral, by its urgency: a setting of the tenant."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from .vocabulary import Urgency


class AnswerDays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days within which a referral that was sent is to be answered, by its urgency."""

    normal: Annotated[int, Meta(ge=1, le=365)] = 14
    urgent: Annotated[int, Meta(ge=1, le=365)] = 3
    emergency: Annotated[int, Meta(ge=1, le=365)] = 1

    def of(self, urgency: Urgency) -> int:
        """The days for an urgency."""
        return {"NORMAL": self.normal, "URGENT": self.urgent, "EMERGENCY": self.emergency}[urgency]
