"""NIK, KK number and phone: what is refused, what gives a warning, and their normal form.

A NIK has 16 digits: six for the area where it was first issued (province, regency, district), six
for the birth date (day + 40 for a woman), four for a serial number from 0001. There is no check
digit. It never changes, neither by a move nor by a corrected birth date, so an area, date or sex
that differs gives a warning, never a refusal (PP 40/2019; PP 37/2007 ps 37). No refusal quotes a
number.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..kernel.refusal import refuse
from ..reference.areas import Areas

NikWarning = Literal["REGION_UNKNOWN", "BIRTH_DATE_DIFFERS", "SEX_DIFFERS"]
"""REGION_UNKNOWN: the edition has no such area; old numbers keep the codes of regions since
divided."""

DIGITS = 16
FEMALE_DAYS = 40
_CENTURIES = (1900, 2000)
_PUNCTUATION = str.maketrans("", "", " .-()/")
_PHONE_DIGITS = range(7, 13)
"""Digits of an Indonesian number without its 0: a short landline to a long mobile number."""
_FOREIGN_DIGITS = range(7, 16)


def checked_nik(text: str, *, field: str) -> str:
    """The NIK as 16 digits. Raises NIK_FORMAT with the reason, never with the number."""
    nik = text.translate(_PUNCTUATION)
    if len(nik) != DIGITS or not _digits(nik):
        refuse("NIK_FORMAT", field=field, cause="NOT_16_DIGITS")
    if nik[12:] == "0000":
        refuse("NIK_FORMAT", field=field, cause="SERIAL_ZERO")
    if not birth_dates(nik):
        refuse("NIK_FORMAT", field=field, cause="NO_SUCH_DATE")
    return nik


def checked_kk(text: str, *, field: str) -> str:
    """The KK number as 16 digits. Raises KK_FORMAT.

    It contains area, date of issue and a serial number; the date is not checked, because the
    issuing offices treat it more freely than in a NIK.
    """
    kk = text.translate(_PUNCTUATION)
    if len(kk) != DIGITS or not _digits(kk):
        refuse("KK_FORMAT", field=field, cause="NOT_16_DIGITS")
    if kk[12:] == "0000":
        refuse("KK_FORMAT", field=field, cause="SERIAL_ZERO")
    return kk


def birth_dates(nik: str) -> tuple[date, ...]:
    """The dates that the six digits of a NIK can mean, one per century; empty if it is no date."""
    day = int(nik[6:8])
    day -= FEMALE_DAYS if day > FEMALE_DAYS else 0
    found = []
    for century in _CENTURIES:
        try:
            found.append(date(century + int(nik[10:12]), int(nik[8:10]), day))
        except ValueError:
            continue
    return tuple(found)


def nik_warnings(
    nik: str, *, areas: Areas, birth_date: date | None, sex: str | None
) -> tuple[NikWarning, ...]:
    """Where a well-formed NIK differs from other data about the person."""
    found: list[NikWarning] = []
    if not areas.exists(f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"):
        found.append("REGION_UNKNOWN")
    if birth_date is not None and birth_date not in birth_dates(nik):
        found.append("BIRTH_DATE_DIFFERS")
    if sex is not None and sex != ("F" if int(nik[6:8]) > FEMALE_DAYS else "M"):
        found.append("SEX_DIFFERS")
    return tuple(found)


def checked_phone(text: str, *, field: str) -> str:
    """The phone number in E.164: ``0812…`` and ``62812…`` become ``+62812…``.

    Raises PHONE_FORMAT. For another country, give the number with its ``+`` or ``00``.
    """
    bare = text.translate(_PUNCTUATION)
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    if not bare.startswith("+"):
        bare = f"+62{bare.removeprefix('62').removeprefix('0')}"
    bare = bare.replace("+620", "+62", 1)
    digits = bare[1:]
    if not _digits(digits):
        refuse("PHONE_FORMAT", field=field)
    home = digits.startswith("62")
    if len(digits) - 2 * home not in (_PHONE_DIGITS if home else _FOREIGN_DIGITS):
        refuse("PHONE_FORMAT", field=field)
    return bare


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
