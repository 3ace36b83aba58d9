"""Rules that check a code of a command against the reference data."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import NoReturn

from ..reference.areas import AREAS, VILLAGE_KINDS, Area, AreaKind, within
from ..reference.categories import Category
from .model import Context
from .refusal import Words, refuse


@lru_cache(maxsize=16_384)
def area_name(code: str) -> Words:
    """The name of an area: ``Kelurahan Loktuan``; an unknown code is returned as it is."""
    area = AREAS.find(code)
    if area is None:
        return Words(code, code)
    word = AREAS.label(code) or ""
    name = area.name if area.name.startswith(word) else f"{word} {area.name}"
    return Words(name, name)


def refuse_village(given: str, wanted: str, *, field: str) -> NoReturn:
    """Raise LEVEL_SCOPE: an area lies in another village than required."""
    refuse("LEVEL_SCOPE", field=field, given=area_name(given), allowed=(area_name(wanted),))


def require_area(
    context: Context,
    code: str,
    *,
    field: str,
    kinds: Collection[AreaKind] | None = None,
    inside_tenant: bool = False,
) -> Area:
    """The area with a code.

    Raises AREA_UNKNOWN, LEVEL_SCOPE if it is not one of ``kinds``, and, with ``inside_tenant``,
    AREA_OUTSIDE if it does not lie in the tenant's area.
    """
    area = context.reference.areas.find(code)
    if area is None:
        refuse("AREA_UNKNOWN", field=field, code=code, edition=context.reference.areas.edition)
    if kinds is not None and area.kind not in kinds:
        refuse("LEVEL_SCOPE", field=field, given=area.kind, allowed=tuple(sorted(kinds)))
    if inside_tenant and not within(code, context.area_code):
        own = area_name(context.area_code) if context.area_code else None
        refuse("AREA_OUTSIDE", field=field, area=area_name(code), tenant_area=own)
    return area


def require_own_village(context: Context, code: str, *, field: str) -> Area:
    """The kelurahan, desa or desa adat with a code, in the tenant's own area.

    Raises AREA_UNKNOWN, LEVEL_SCOPE or AREA_OUTSIDE.
    """
    return require_area(context, code, field=field, kinds=VILLAGE_KINDS, inside_tenant=True)


def require_category(context: Context, code: str, *, field: str) -> Category:
    """The target group with a code, in the edition the tenant has adopted on the business date.

    Raises CATEGORY_NOT_IN_LIST.
    """
    category = context.reference.categories.find(code)
    if category is None or category.edition != context.edition:
        refuse(
            "CATEGORY_NOT_IN_LIST",
            field=field,
            code=code,
            day=context.occurred_on,
            edition=context.edition,
        )
    return category


def require_regional(context: Context, *, field: str | None = None) -> None:
    """Raises LEVEL_SCOPE for a national tenant, which may hold activities only."""
    if context.level == "NATIONAL":
        refuse("LEVEL_SCOPE", field=field, given="NATIONAL", allowed=("PROV", "KABKOTA"))
