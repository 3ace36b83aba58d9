"""Units of what is counted."""

from __future__ import annotations

from typing import Literal

FundUnit = Literal["IDR", "RICE_G"]
"""Units of a balance: whole rupiah, grams of rice."""
