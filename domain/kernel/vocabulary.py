"""Recurring types of command fields, and small rules on them.

Clear event fields have their types in ``fields``; these are for commands, where personal text is
still plain text.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .checks import camel
from .days import BirthDay, Years
from .fields import Personal, note
from .refusal import refuse

PersonName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="Full name as written, with titles. Kept sealed.",
        extra={"text": "line"},
    ),
]
ContactText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        description="Phone or e-mail. Kept sealed.",
        extra={"text": "line"},
    ),
]
AddressText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        description="Address, in one or more lines. Kept sealed.",
        extra={"text": "prose"},
    ),
]
NikText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=30,
        description="NIK, 16 digits; spaces, dots and hyphens are left out. Kept sealed.",
        extra={"text": "line"},
    ),
]
KkText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=30,
        description="Number of the family card (KK), 16 digits. Kept sealed.",
        extra={"text": "line"},
    ),
]
BirthDate = Annotated[BirthDay, Meta(description="Date of birth. Kept sealed, except its year.")]
BirthYear = Annotated[
    int,
    Meta(ge=1850, le=2200, description="Year of birth, if the day is unknown."),
]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", extra={"text": "form"})]
"""SHA-256 of a document's bytes, as 64 hex digits."""
NoteText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4096,
        description="Free text of at most 4,096 characters (16 KiB). Kept sealed, never in lists.",
        extra={"text": "prose"},
    ),
]
AreaCode = Annotated[
    str,
    Meta(
        pattern=r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$",
        description="Dotted Kemendagri code of 2, 5, 8 or 13 characters, such as 64.74.01.1001.",
        extra={"clear": "code of an area", "text": "form"},
    ),
]
Year = Annotated[
    int,
    Meta(
        ge=1945,
        le=2200,
        description="Year of the budget (tahun anggaran), 1 Jan to 31 Dec.",
        extra={"years": Years(ahead=10)},
    ),
]

Funding = Literal["APBD", "APBN", "DEKON", "COMMUNITY", "OTHER"]
"""Regional budget, national budget, deconcentration funds, the community's own, another."""


def explained(reason: str, text: str | None, subject: UUID) -> Personal | None:
    """The sealed note on a reason. Raises NOTE_REQUIRED if the reason is OTHER and there is no
    note."""
    if reason == "OTHER" and not text:
        refuse("NOTE_REQUIRED", field="note")
    return note(subject, text)


def one_of(**options: object) -> None:
    """Raises ONE_OF unless exactly one option is not ``None``."""
    if sum(value is not None for value in options.values()) != 1:
        first = next(iter(options))
        refuse("ONE_OF", field=camel(first), options=tuple(options))
