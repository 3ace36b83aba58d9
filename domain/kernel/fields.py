"""The types of event fields: which values are personal, which are clear, and why.

An event is never rewritten, so its personal values are sealed before it is stored. The type of a
field decides: an id, number, date or code is clear by its type; a clear text states why it may be
clear; everything else is personal. A test goes through all fields.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Category = Literal["identity", "contact", "health", "case", "child", "note"]
"""Categories of personal data; each has a key of its own per person (audit page, V2)."""

Unique = Literal["nik"]
"""Kinds of personal values that must be unique within a tenant."""


class Personal(msgspec.Struct, frozen=True, tag_field="$", tag="open"):
    """A personal value between decision and sealing; it is never stored in this form."""

    subject: UUID
    category: Category
    value: str
    unique: Unique | None = None
    """Set if no two subjects of a tenant may have the same value; the engine enforces it."""

    def __repr__(self) -> str:
        """Without the value: what is printed may end up in a log file."""
        return f"Personal({self.subject}, {self.category!r}, …)"


class Sealed(msgspec.Struct, frozen=True, tag_field="$", tag="sealed"):
    """Replaces a personal value: the index of its sealed group in the event's payload."""

    group: int


Identity = Annotated[Personal | Sealed, Meta(extra={"personal": "identity"})]
"""Name, NIK, KK, birth date of a person."""
Contact = Annotated[Personal | Sealed, Meta(extra={"personal": "contact"})]
"""Address, phone, e-mail of a person."""
Health = Annotated[Personal | Sealed, Meta(extra={"personal": "health"})]
"""Information about a person's health, HIV and disability included."""
CaseText = Annotated[Personal | Sealed, Meta(extra={"personal": "case"})]
"""Text of a case: findings, narrative, violence suffered or committed."""
ChildData = Annotated[Personal | Sealed, Meta(extra={"personal": "child"})]
"""Information about a child: names of parents and guardians, school, circumstances."""
Note = Annotated[Personal | Sealed, Meta(extra={"personal": "note"})]
"""Free text; its subject is the person it is about, or else the stream itself."""

ClearText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        extra={"clear": "names no person: organisation, place, title", "text": "line"},
    ),
]
"""A text that, by its field, names an organisation, a place, a document or a title."""
Code = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$",
        extra={"clear": "a code from a list", "text": "code"},
    ),
]
"""A code from a list (reason, kind, seat, area)."""
DocumentNo = Annotated[
    str,
    Meta(min_length=1, max_length=100, extra={"clear": "number of a document", "text": "line"}),
]
"""Number of a decree, letter or permit, as written on it."""

NewId = Annotated[UUID, Meta(extra={"new": True})]
"""The id of what a command creates: a UUIDv7 from the client, or else from the API."""


def identity(subject: UUID, value: str, *, unique: Unique | None = None) -> Personal:
    """A name or number that identifies ``subject``; ``unique``: no other subject may have it."""
    return Personal(subject=subject, category="identity", value=value, unique=unique)


def contact(subject: UUID, value: str) -> Personal:
    """An address, phone or e-mail of ``subject``."""
    return Personal(subject=subject, category="contact", value=value)


def health(subject: UUID, value: str) -> Personal:
    """Information about the health of ``subject``."""
    return Personal(subject=subject, category="health", value=value)


def case_text(subject: UUID, value: str) -> Personal:
    """Findings or narrative of a case, about ``subject``."""
    return Personal(subject=subject, category="case", value=value)


def child_data(subject: UUID, value: str) -> Personal:
    """Information about the child ``subject``."""
    return Personal(subject=subject, category="child", value=value)


def note(subject: UUID, value: str | None) -> Personal | None:
    """Free text about ``subject`` (a person's id, or else the stream's own id); ``None`` stays
    ``None``.
    """
    return None if not value else Personal(subject=subject, category="note", value=value)
