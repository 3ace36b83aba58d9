"""The event by which sealed data are opened."""

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
    """Somebody had sealed data of a record opened."""

    TOPIC: ClassVar[str] = "access.revealed"
    FINAL: ClassVar[str] = "that somebody looked cannot be undone"

    kind: Code
    subject: UUID
    """The record that was looked at."""
    fields: tuple[Code, ...]
    reason: Code
    letter: DocumentNo | None = None
    note: Note | None = None
