"""Money, weights and dates as people in Indonesia write them: by own rule, without a locale.

Locale data disagree (``Rp1.250.000,00``, a space after Rp), and rupiah have no sen. Source: the
facts page on formats; months in full, days without a leading zero.
"""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


def number(value: int) -> str:
    """1250000 → ``1.250.000``; the minus sign stands in front."""
    return f"{value:,}".replace(",", ".")


def rupiah(value: int) -> str:
    """1250000 → ``Rp1.250.000``, -500 → ``-Rp500``."""
    return f"{'-' if value < 0 else ''}Rp{number(abs(value))}"


def grams(value: int) -> str:
    """12500 → ``12.500 g``."""
    return f"{number(value)} g"


def amount(value: int, unit: str) -> str:
    """An amount in the unit of its book: ``IDR`` or ``RICE_G``."""
    return rupiah(value) if unit == "IDR" else grams(value)


def long_date(day: date) -> str:
    """``21 November 2026``."""
    return f"{day.day} {month(day)}"


def form_date(day: date) -> str:
    """``21-11-2026``, as on forms."""
    return day.strftime("%d-%m-%Y")


def month(day: date) -> str:
    """``November 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"
