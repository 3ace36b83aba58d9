"""Rupiah, grams and measures of rice: whole numbers, never a fraction of a rupiah or gram.

A book has one unit for ever; rupiah and rice are never added (UNIT_MIX). Quantities keep the
measure as it was given ("2.5 cups") together with its grams. There is no floating point: a decimal
text is read as thousandths.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..kernel.fields import ClearText
from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, FundUnit

RiceMeasure = Literal["CUP", "GLASS", "CAN", "HANDFUL", "LITRE", "KG", "GRAM"]
"""Cangkir, gelas, kaleng, genggam, liter, kilogram, gram."""

WEIGHED = ("KG", "GRAM")
"""Measures by weight; if both are known, a weight takes precedence over cups."""

Amount = Annotated[
    int,
    Meta(ge=1, le=AMOUNT_MAX, description="In the book's unit: whole rupiah, or grams of rice."),
]
Rupiah = Annotated[int, Meta(ge=1, le=AMOUNT_MAX, description="Whole rupiah.")]
Grams = Annotated[int, Meta(ge=1, le=AMOUNT_MAX, description="Grams of rice.")]
Unit = Annotated[FundUnit, Meta(description="Unit of the book: IDR, or RICE_G for grams of rice.")]
Quantity = Annotated[
    str,
    Meta(
        pattern=r"^(0|[1-9]\d{0,5})(\.\d{1,3})?$",
        description="Quantity, as a decimal text such as 2 or 2.5.",
        extra={"clear": "a number", "text": "form"},
    ),
]


class RiceGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rice as it was given: a quantity of a measure."""

    measure: Annotated[RiceMeasure, Meta(description="The measure in which it was given.")]
    quantity: Quantity


class MeasuredRice(msgspec.Struct, frozen=True, kw_only=True):
    """Rice as it was given, and its grams by the policy of that day."""

    measure: RiceMeasure
    quantity: Quantity
    grams_each: int
    """Grams of one measure, from the policy ``rice_measures``."""
    grams: int
    """Quantity times grams, rounded to the nearest gram (half up)."""


class GoodsGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods in kind; they are listed in the book but are no amount."""

    name: Annotated[ClearText, Meta(description="Name of the goods: mattress, school bag, …")]
    quantity: Quantity
    measure: Annotated[ClearText, Meta(description="Its unit: pieces, boxes, …")]


Goods = Annotated[
    tuple[GoodsGiven, ...], Meta(max_length=50, description="Goods in kind instead of an amount.")
]


def measured(context: Context, given: RiceGiven) -> MeasuredRice:
    """The grams of rice in a measure. Raises AMOUNT_ZERO."""
    each = grams_each(context, given.measure)
    grams = (thousandths(given.quantity) * each + 500) // 1000
    if grams == 0:
        refuse("AMOUNT_ZERO", field="quantity")
    return MeasuredRice(
        measure=given.measure, quantity=given.quantity, grams_each=each, grams=grams
    )


def grams_each(context: Context, measure: RiceMeasure) -> int:
    """Grams of one measure, by the tenant's policy."""
    policy = context.policies.rice_measures
    return {
        "CUP": policy.cup,
        "GLASS": policy.glass,
        "CAN": policy.can,
        "HANDFUL": policy.handful,
        "LITRE": policy.litre,
        "KG": 1000,
        "GRAM": 1,
    }[measure]


def thousandths(quantity: str) -> int:
    """A decimal text as an exact number of thousandths."""
    whole, _, part = quantity.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def rice_or_rupiah(
    context: Context, unit: FundUnit, amount: int | None, rice: RiceGiven | None, *, field: str
) -> tuple[int, MeasuredRice | None]:
    """The amount in the book's unit, and the measured rice. Raises UNIT_MIX, ONE_OF, AMOUNT_ZERO.

    Rice belongs in a book of grams, rupiah in a book of rupiah; only ``ConvertRice`` converts one
    to the other. ``field``: the input that a refusal UNIT_MIX names.
    """
    if rice is not None and amount is not None:
        refuse("ONE_OF", field=field, options=("amount", "rice"))
    if rice is not None:
        if unit != "RICE_G":
            refuse("UNIT_MIX", field="rice", unit=unit, given="RICE_G")
        weight = measured(context, rice)
        return weight.grams, weight
    if amount is None:
        refuse("ONE_OF", field=field, options=("amount", "rice"))
    if unit != "IDR":
        refuse("UNIT_MIX", field=field, unit=unit, given="IDR")
    return amount, None
