"""The names of the areas in which a row lies, from the reference data, stored in the row.

Rows have codes and names of all levels, so a list filters by equality on the column of the level,
and shows names without a join. Names are those of the edition in this release.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wahana.domain.reference.areas import AREAS


@dataclass(frozen=True, slots=True)
class AreaNames:
    """Codes and names from the province down; ``None`` below the level of the code."""

    province_code: str | None = None
    province_name: str | None = None
    regency_code: str | None = None
    regency_name: str | None = None
    district_code: str | None = None
    district_name: str | None = None
    village_code: str | None = None
    village_name: str | None = None


_LEVELS = {2: "province", 5: "regency", 8: "district", 13: "village"}


@lru_cache(maxsize=16_384)
def place_of(code: str | None) -> AreaNames:
    """The codes and names for an area code of any level. An unknown code has codes
    without names."""
    if not code:
        return AreaNames()
    found: dict[str, str | None] = {}
    for length, level in _LEVELS.items():
        if len(code) >= length:
            part = code[:length]
            area = AREAS.find(part)
            found[f"{level}_code"] = part
            found[f"{level}_name"] = area.name if area else None
    return AreaNames(**found)
