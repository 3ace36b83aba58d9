"""Units of balances, and the highest amounts.

The ceilings are far above anything that a village or an office handles, and low enough for the sum
over a whole office to fit into 64 bits: see decision 0027.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

FundUnit = Literal["IDR", "RICE_G"]
"""Units of a balance: whole rupiah, grams of rice."""

AMOUNT_MAX: Final = 10**11
"""The highest single amount: a hundred billion rupiah, or a hundred thousand tonnes of rice."""

BOOK_MAX: Final = 10**12
"""The highest balance of a box: ten times the highest amount."""

ORDINAL_MAX: Final = 2**31 - 1

Ordinal = Annotated[int, Meta(ge=1, le=ORDINAL_MAX)]
"""A number in a sequence: the version of an entry, the number of a term, a round, a share."""
