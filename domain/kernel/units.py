"""Units of what is counted, and how much of it there can be.

The ceilings lie far above anything a village or an office handles, and far below what would make
a sum over all of an office leave 64 bits: see decision 0027.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

FundUnit = Literal["IDR", "RICE_G"]
"""Units of a balance: whole rupiah, grams of rice."""

AMOUNT_MAX: Final = 10**11
"""No single amount is larger: a hundred billion rupiah, or a hundred thousand tonnes of rice."""

BOOK_MAX: Final = 10**12
"""No box holds more: ten of the largest amounts."""

ORDINAL_MAX: Final = 2**31 - 1

Ordinal = Annotated[int, Meta(ge=1, le=ORDINAL_MAX)]
"""A place in a row: the version of an entry, the number of a term, a round, a share."""
