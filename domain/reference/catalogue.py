"""The reference data a decision may ask: areas and target groups, each by edition."""

from __future__ import annotations

from dataclasses import dataclass

from .areas import AREAS, Areas
from .categories import CATEGORIES, Categories


@dataclass(frozen=True, slots=True)
class Reference:
    """Areas and categories; immutable, shared by all tenants."""

    areas: Areas
    categories: Categories

    def label(self, edition: str | None) -> str:
        """What an event says about its editions: ``pmks/2012;wilayah/2025``."""
        areas = f"wilayah/{self.areas.edition}"
        return areas if edition is None else f"pmks/{edition};{areas}"


REFERENCE = Reference(areas=AREAS, categories=CATEGORIES)
"""The data that is shipped."""
