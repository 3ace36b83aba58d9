"""The site of a WKSBM: its level, its village, its area below the village, and the slot of that
area.

It is a kelurahan in Bontang (S0), a dusun or RW in DIY (S1), an RW in Kota Yogyakarta (S3). The
first digit of a village number gives the kind of village: 1 kelurahan, 2 desa, 3 desa adat
(Kepmendagri 300.2.2-2430/2025). The kalurahan of DIY is a desa by its code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ..kernel.model import Context, Event
from ..kernel.policies import WksbmLevel
from ..kernel.reference_checks import area_name, refuse_village, require_own_village
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, take
from ..office.local_area import LocalArea

SLOT_KIND = "wksbm-area"

RANK: Mapping[WksbmLevel, int] = {
    "RT": 1,
    "RW": 2,
    "DUSUN": 3,
    "KAMPUNG": 3,
    "DESA": 4,
    "KELURAHAN": 4,
}
"""Rank of each level: a parent must have a higher rank."""

LOCAL_KINDS: Mapping[WksbmLevel, tuple[str, ...]] = {
    "RT": ("RT",),
    "RW": ("RW",),
    "DUSUN": ("DUSUN", "PADUKUHAN", "LINGKUNGAN"),
    "KAMPUNG": ("KAMPUNG",),
}
"""The kinds of local areas that a WKSBM of a level below the village may have."""


@dataclass(frozen=True, slots=True)
class Site:
    """A level and an area of that level, checked to agree."""

    level: WksbmLevel
    village_code: str
    area_edition: str
    local_area: UUID | None

    @property
    def key(self) -> str:
        """The key of its slot: level and area; it names no person."""
        return f"{self.level}/{self.local_area or self.village_code}"


def site(
    context: Context, *, level: WksbmLevel, village_code: str, local_area: UUID | None
) -> Site:
    """The site that a command gives.

    Raises ``Refused``: LEVEL_SCOPE if the office may own no WKSBM (national or province), the
    policy does not allow the level, the village is of another kind, or the local area is of another
    kind or in another village; AREA_UNKNOWN, AREA_OUTSIDE, NOT_FOUND, AREA_CLOSED.
    """
    if context.level != "KABKOTA":
        refuse("LEVEL_SCOPE", field="level", given=context.level, allowed=("KABKOTA",))
    if level not in context.policies.wksbm_levels:
        refuse("LEVEL_SCOPE", field="level", given=level, allowed=context.policies.wksbm_levels)
    village = require_own_village(context, village_code, field="villageCode")
    if level in ("DESA", "KELURAHAN"):
        fits = "KELURAHAN" if village_code[9] == "1" else "DESA"
        if level != fits:
            refuse("LEVEL_SCOPE", field="level", given=level, allowed=(fits,))
        if local_area is not None:
            refuse("LEVEL_SCOPE", field="localAreaId", given="LOCAL_AREA", allowed=(level,))
        return Site(level, village_code, village.edition, None)
    kinds = LOCAL_KINDS[level]
    if local_area is None:
        refuse("LEVEL_SCOPE", field="localAreaId", given=area_name(village_code), allowed=kinds)
    below = context.existing(LocalArea, local_area, field="localAreaId")
    if below.closed:
        refuse("AREA_CLOSED", field="localAreaId")
    if below.village_code != village_code:
        refuse_village(below.village_code, village_code, field="localAreaId")
    if below.kind not in kinds:
        refuse("LEVEL_SCOPE", field="localAreaId", given=below.kind, allowed=kinds)
    return Site(level, village_code, village.edition, local_area)


def claim(
    context: Context, place: Site, holder: UUID
) -> tuple[UUID | None, list[tuple[Slot, Event]]]:
    """The slot of a site for a WKSBM, and the event that takes it; none if the policy requires
    none.

    Raises ``Refused`` ONE_PER_AREA if another WKSBM holds it.
    """
    if not context.policies.one_wksbm_per_area:
        return None, []
    taken = take(context, kind=SLOT_KIND, key=place.key, holder=holder)
    if isinstance(taken, UUID):
        field = "localAreaId" if place.local_area else "villageCode"
        refuse("ONE_PER_AREA", field=field, holder=About("wksbm", taken))
    return taken[0].id, [taken]


def give_back(context: Context, slot: UUID | None, holder: UUID) -> Sequence[tuple[Slot, Event]]:
    """The event that releases the slot of a WKSBM, if it holds one."""
    if slot is None:
        return []
    return [release(context, kind=SLOT_KIND, slot=slot, holder=holder)]
