"""Numbers, amounts, dates and periods as people read them, in Indonesian and in English.

They follow rules of their own, without a locale: locale data disagree (``Rp1.250.000,00``, a space
after Rp), and rupiah have no sen. Amounts of money look the same in both languages, as on paper.
Everything that a person reads is formatted here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, Language] = ("id", "en")
"""Indonesian first, as in the texts of the catalogue."""

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"}
_ZONES |= {"Asia/Jayapura": "WIT"}


def number(value: int, language: Language = "id") -> str:
    """1250000 → ``1.250.000``, in English ``1,250,000``; a minus sign comes first."""
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def rupiah(value: int) -> str:
    """1250000 → ``Rp1.250.000``, -500 → ``-Rp500``."""
    return f"{'-' if value < 0 else ''}Rp{number(abs(value))}"


def grams(value: int) -> str:
    """12500 → ``12.500 g``, for columns."""
    return f"{number(value)} g"


def rice(value: int, language: Language = "id") -> str:
    """12500 → ``12.500 gram beras``, for sentences."""
    if language == "id":
        return f"{number(value)} gram beras"
    return f"{number(value, 'en')} {plural('gram', value)} of rice"


def amount(value: int, unit: str) -> str:
    """An amount in the unit of its book (``IDR`` or ``RICE_G``), for columns."""
    return rupiah(value) if unit == "IDR" else grams(value)


def amount_in_words(value: int, unit: str, language: Language = "id") -> str:
    """An amount in the unit of its book, for sentences."""
    return rupiah(value) if unit == "IDR" else rice(value, language)


def plural(noun: str, count: int) -> str:
    """The English noun for a count: ``1 package``, ``2 packages``."""
    if count == 1:
        return noun
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


@lru_cache(maxsize=16_384)
def long_date(day: date, language: Language = "id") -> str:
    """``21 November 2026``."""
    return f"{day.day} {month(day, language)}"


def form_date(day: date) -> str:
    """``21-11-2026``, for forms."""
    return day.strftime("%d-%m-%Y")


def month(day: date, language: Language = "id") -> str:
    """``November 2026``."""
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def moment(at: datetime, zone: ZoneInfo, language: Language = "id") -> str:
    """``21 November 2026 pukul 08.30 WIB``: in the office's time zone, never in UTC."""
    local = at.astimezone(zone)
    name = _ZONES.get(zone.key) or local.tzname() or zone.key
    day = long_date(local.date(), language)
    if language == "en":
        return f"{day} at {local:%H:%M} {name}"
    return f"{day} pukul {local:%H.%M} {name}"


@lru_cache(maxsize=16_384)
def period(first: date | None, last: date | None, language: Language = "id") -> str | None:
    """A period, both days included: ``23–25 Oktober 2018``.

    A missing end is omitted: ``mulai 1 Januari 2027``. ``None`` if both are missing.
    """
    if first is None or first == date.min:
        return None if last is None else f"{_words(language)[1]} {long_date(last, language)}"
    if last is None or last == date.max:
        return f"{_words(language)[0]} {long_date(first, language)}"
    if first >= last:
        return long_date(first, language)
    shown = long_date(last, language)
    if first.year != last.year:
        return f"{long_date(first, language)} – {shown}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[language][first.month - 1]} – {shown}"
    return f"{first.day}–{shown}"


def half_open(first: date | None, end: date | None, language: Language = "id") -> str | None:
    """A period that ends before ``end``, shown with its last day."""
    return period(first, None if end is None else last_day(end), language)


def last_day(end: date) -> date:
    """The last day of a period that ends before ``end``."""
    return end - timedelta(days=1) if end > date.min else end


def joined(items: Iterable[str], language: Language = "id", *, choice: bool = False) -> str:
    """``nama, NIK, dan alamat``; as a choice ``nama, NIK, atau alamat``."""
    parts = list(items)
    words = {"id": ("dan", "atau"), "en": ("and", "or")}[language]
    word = words[choice]
    if len(parts) < 3:
        return f" {word} ".join(parts)
    return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return f"{text[:1].upper()}{text[1:]}"


def _words(language: Language) -> tuple[str, str]:
    return ("mulai", "sampai dengan") if language == "id" else ("from", "until")
