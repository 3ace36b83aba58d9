"""What the view keeps of a member body and of a partner: the domain's own state, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import msgspec

from wahana.domain.care.kps import Kps
from wahana.domain.care.network_partner import NetworkPartner
from wahana.domain.kernel.model import Stamp
from wahana.platform.events import Recorded


class KpsRecord(Kps, frozen=True, kw_only=True):
    """A membership as the rules see it."""

    updated_at: datetime | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        return msgspec.structs.replace(super().evolve(event, stamp), updated_at=stamp.recorded_at)


class PartnerRecord(NetworkPartner, frozen=True, kw_only=True):
    """A partner as the rules see it."""

    updated_at: datetime | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        return msgspec.structs.replace(super().evolve(event, stamp), updated_at=stamp.recorded_at)
