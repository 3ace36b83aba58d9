"""What happens to parcels."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import msgspec


class ParcelSent(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel was sent."""

    TOPIC: ClassVar[str] = "parcel.sent"
    SCHEMA: ClassVar[int] = 1

    thing: UUID
    content: str
