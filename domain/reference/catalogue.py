"""The reference data that decisions use: areas and target groups, each by edition."""

from __future__ import annotations

from dataclasses import dataclass

from .areas import AREAS, Areas
from .categories import CATEGORIES, Categories


@dataclass(frozen=True, slots=True)
class Reference:
    """Areas and categories; immutable and shared by all tenants."""

    areas: Areas
    categories: Categories

    def label(self, edition: str | None) -> str:
        """The editions as an event names them: ``pmks/2012;wilayah/2025``."""
        areas = f"wilayah/{self.areas.edition}"
        return areas if edition is None else f"pmks/{edition};{areas}"


REFERENCE = Reference(areas=AREAS, categories=CATEGORIES)
"""The reference data of this release."""
