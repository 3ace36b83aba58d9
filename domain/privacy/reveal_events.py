"""The event of opening sealed data."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from ..kernel.fields import Code, DocumentNo, Note
from ..kernel.model import Event

AccessReason = Literal[
    "CASE_HANDLING", "EMERGENCY", "VERIFICATION", "SUBJECT_REQUEST", "AUDIT", "LEGAL_ORDER",
    "OTHER",
]  # fmt: skip
"""Why sealed data are opened."""


class AccessRevealed(Event, frozen=True, kw_only=True):
    """A person opened sealed data of a record."""

    TOPIC: ClassVar[str] = "access.revealed"
    FINAL: ClassVar[str] = "that somebody looked cannot be undone"

    kind: Code
    subject: UUID
    """The record whose data were opened."""
    fields: tuple[Code, ...]
    reason: Code
    letter: DocumentNo | None = None
    note: Note | None = None
