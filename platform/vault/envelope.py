"""The envelope: the personal values of one event, subject and category, sealed together.

Exact bytes, so that anybody with a released key can open one without this program:

- names: UUIDs as 36 lower-case characters, the key version as a decimal number, all ASCII;
- key commitment ``kc = HMAC-SHA256(DEK, "erx-kc/1|<tenant>|<subject>|<category>|<version>")``,
  its first 16 bytes (AES-GCM alone does not bind a ciphertext to one key);
- associated data ``<tenant>|<event>|<subject>|<category>|<version>``;
- plaintext: a UTF-8 JSON object ``{path in the event's data: value}``, followed by spaces up to
  the next multiple of 32 bytes. White space after a JSON value is part of JSON, so the object
  delimits itself and any JSON reader takes the padded bytes;
- ``ct`` = AES-256-GCM(DEK, nonce of 12 random bytes), the 16-byte tag at its end.

Pure: nonce and key are parameters. A key never leaves :class:`DataKey`.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wahana.platform.events import SealedGroup

from . import errors

ENVELOPE_VERSION: Final = 1
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
COMMITMENT_BYTES: Final = 16
PADDING_BYTES: Final = 32
"""Plaintexts are padded to multiples of this, so that a length says little about a value."""

_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_ENCODER = msgspec.json.Encoder(order="sorted")
_VALUES = msgspec.json.Decoder(dict[str, str])
_GROUP_ENCODER = msgspec.json.Encoder()
_GROUP_DECODER = msgspec.json.Decoder(SealedGroup)


class KeyName(NamedTuple):
    """Which key: of one tenant, one subject, one category, in one version (from 1)."""

    tenant: UUID
    subject: UUID
    category: str
    version: int

    def __str__(self) -> str:
        """``<tenant>|<subject>|<category>|<version>``: part of the sealed and committed bytes."""
        return f"{self.tenant}|{self.subject}|{self.category}|{self.version}"


class DataKey:
    """One data encryption key (DEK). Its bytes can be used but not read back or printed.

    ``secret`` is 32 random bytes, never derived: what can be derived cannot be destroyed.
    Raises ``ValueError`` on another length, a version below 1 or a category with other
    characters than ``a-z 0-9 _`` (they would make the associated data ambiguous).
    """

    __slots__ = ("_cipher", "commitment", "name")

    def __init__(self, name: KeyName, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a data key has {KEY_BYTES} bytes, not {len(secret)}")
        if name.version < 1 or _CATEGORY.fullmatch(name.category) is None:
            raise ValueError(f"no key can be named {name}")
        self.name = name
        self.commitment = commitment(name, secret)
        self._cipher = AESGCM(secret)

    def __repr__(self) -> str:
        return f"DataKey({self.name})"

    def seal(self, event_id: UUID, values: Mapping[str, str], nonce: bytes) -> SealedGroup:
        """Seal the values of one event. ``nonce`` is 12 random bytes, never used again.

        Raises ``ValueError`` for a nonce of another length.
        """
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce has {NONCE_BYTES} bytes, not {len(nonce)}")
        name = self.name
        sealed = self._cipher.encrypt(nonce, _pad(_ENCODER.encode(values)), _bound(name, event_id))
        return SealedGroup(
            e=event_id,
            s=name.subject,
            c=name.category,
            k=name.version,
            n=nonce,
            ct=sealed,
            kc=self.commitment,
        )

    def open(self, group: SealedGroup) -> dict[str, str]:
        """The values by path.

        Raises :class:`~.errors.UnknownEnvelope`, :class:`~.errors.WrongKey`,
        :class:`~.errors.CommitmentMismatch` (checked before anything is decrypted) or
        :class:`~.errors.SealBroken`.
        """
        name = self.name
        if group.v != ENVELOPE_VERSION:
            raise errors.UnknownEnvelope(
                f"event {group.e} has an envelope of version {group.v}; this release knows "
                f"version {ENVELOPE_VERSION}. Deploy the release that wrote it."
            )
        if (group.s, group.c, group.k) != name[1:]:
            raise errors.WrongKey(
                f"the group of event {group.e} names the key {group.s}|{group.c}|{group.k}, "
                f"but was given {name}"
            )
        if not hmac.compare_digest(self.commitment, group.kc):
            raise errors.CommitmentMismatch(
                f"the key {name} is not the one that event {group.e} was sealed with. Compare "
                "the key store with its backup: one of the two was altered or replaced."
            )
        try:
            padded = self._cipher.decrypt(group.n, group.ct, _bound(name, group.e))
        except (InvalidTag, ValueError):
            raise errors.SealBroken(
                f"the sealed group {group.s}|{group.c} of event {group.e} was altered or moved "
                "here from another event. Verify the log; restore the event from its backup."
            ) from None
        return _VALUES.decode(padded)


def commitment(name: KeyName, secret: bytes) -> bytes:
    """The 16 bytes that bind an envelope to its key (``kc``)."""
    return hmac.digest(secret, f"erx-kc/1|{name}".encode("ascii"), "sha256")[:COMMITMENT_BYTES]


def encode_group(group: SealedGroup) -> bytes:
    """A group as JSON, for a view that holds a sealed copy; the same form as in the payload."""
    return _GROUP_ENCODER.encode(group)


def decode_group(stored: bytes) -> SealedGroup:
    """The group that :func:`encode_group` wrote. Raises ``msgspec.ValidationError``."""
    return _GROUP_DECODER.decode(stored)


def _bound(name: KeyName, event_id: UUID) -> bytes:
    return f"{name.tenant}|{event_id}|{name.subject}|{name.category}|{name.version}".encode("ascii")


def _pad(text: bytes) -> bytes:
    return text.ljust(-(-len(text) // PADDING_BYTES) * PADDING_BYTES, b" ")
