"""``leaf/1``: the bytes that represent an event in the Merkle log, for ever.

A leaf is a pure function of the event's row and the log's origin: a JSON object of exactly
fifteen keys, sorted, without spaces, every value a string of ASCII. It holds the SHA-256 of the
stored ``meta`` and ``payload``, not their content, so it can be proved who recorded what kind of
event, when, and in which order, even after the payload is purged. Every column of the row is in it
or inside one of the two hashes. The same bytes come out of SQL's ``format`` and ``sha256``. This
form must never change: a new one would be ``leaf/2``, in another module.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from uuid import UUID

from ..events import ENCODING, EventRow

FORM = "leaf/1"
"""Value of ``v``: which form of leaf this is."""
LEAF_BYTES_MAX = 750
"""The widest row under the longest names; a usual leaf has about 530 bytes."""

_LOG_NAME = re.compile(r"[a-z0-9](?:[a-z0-9./-]{0,98}[a-z0-9])?")
_TOPIC = re.compile(r"[a-z][a-z0-9_.-]{0,99}")


def origin(log_name: str, tenant: UUID) -> str:
    """The origin of a tenant's log: ``<log name>/t/<tenant uuid>``, fixed when it is added.

    ``log_name`` looks like a host with an optional path (``log.example.id``), in lower case:
    a schema-less URL, as C2SP's tlog-checkpoint asks of an origin. Raises ``ValueError``.
    """
    if not _LOG_NAME.fullmatch(log_name):
        raise ValueError(
            f"'{log_name[:100]}' cannot name a log; use 1–100 of a–z, 0–9, '.', '/', '-'"
        )
    return f"{log_name}/t/{tenant}"


def leaf(row: EventRow, log_origin: str) -> bytes:
    """The leaf of an event.

    ``pos`` is the leaf's index: the position less one. ``rec`` is RFC 3339 in UTC with six
    digits. Raises ``ValueError`` if the origin is of another tenant, or the row could not be in the
    event table.
    """
    name, separator, tenant = log_origin.rpartition("/t/")
    if not separator or not _LOG_NAME.fullmatch(name) or tenant != str(row.tenant_id):
        raise ValueError(f"'{log_origin}' is not the origin of tenant {row.tenant_id}")
    if row.position < 1 or not _TOPIC.fullmatch(row.topic) or row.recorded_at.tzinfo is None:
        raise ValueError(f"position {row.position} ({row.topic!a}) is not a row of an event table")
    # No value needs escaping: each is a number, a UUID, hex, or checked above.
    members = (
        ("actor", row.actor_id),
        ("enc", ENCODING),
        ("event", row.event_id),
        ("log", log_origin),
        ("meta_len", len(row.meta)),
        ("meta_sha256", hashlib.sha256(row.meta).hexdigest()),
        ("payload_len", len(row.payload)),
        ("payload_sha256", hashlib.sha256(row.payload).hexdigest()),
        ("pos", row.position - 1),
        ("rec", row.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("schema", row.schema_version),
        ("stream", row.stream_id),
        ("topic", row.topic),
        ("v", FORM),
        ("ver", row.version),
    )
    return b"{%s}" % ",".join(f'"{key}":"{value}"' for key, value in members).encode("ascii")


def leaf_hash(leaf_bytes: bytes) -> bytes:
    """The leaf's hash in the tree: ``SHA256(0x00 ‖ leaf)`` (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + leaf_bytes).digest()
