"""Identifiers: time-ordered random UUIDs, and the printable form that people cite.

A stream's id is a UUIDv7 (RFC 9562, section 5.7) or a UUIDv5 of non-personal keys; never
derived from a person's number. ``wksbm_0193…`` is the same id with the kind in front.
"""

from __future__ import annotations

import os
import time
from typing import NewType
from uuid import UUID

TenantId = NewType("TenantId", UUID)
"""A tenant's id that was looked up: by the directory of ``wahana.tenants`` or by a worker in the
table of heads. No other module creates one (tested)."""


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (time.time_ns() // 1_000_000) << 80 | random
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)


def global_id(kind: str, value: UUID) -> str:
    """The id with its kind in front: ``wksbm_<uuid>``."""
    return f"{kind}_{value}"


def parse_global_id(text: str) -> tuple[str, UUID]:
    """The kind and the id of a global id. Raises ``ValueError`` with the expected form."""
    kind, separator, tail = text.rpartition("_")
    if not separator or not kind:
        raise ValueError(f"'{text[:80]}' is not an id; an id looks like wksbm_<uuid>")
    try:
        return kind, UUID(tail)
    except ValueError:
        raise ValueError(f"'{text[:80]}' is not an id; an id looks like {kind}_<uuid>") from None
