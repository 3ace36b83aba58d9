"""Wrapping one key with another: AES-256-GCM with the key's full name as associated data.

The name binds a wrapped key to its row: one that is moved to another row, tenant or epoch does
not open. Stored form: 12 bytes nonce, 32 bytes key, 16 bytes tag.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import errors
from .envelope import KEY_BYTES, NONCE_BYTES

WRAPPED_BYTES: Final = NONCE_BYTES + KEY_BYTES + 16

Randomness = Callable[[int], bytes]
"""Gives n bytes from a cryptographic source."""

system_randomness: Randomness = os.urandom


class WrappingKey:
    """A key that wraps keys (KEK). Its bytes can be used but not read back or printed."""

    __slots__ = ("_cipher", "_randomness", "name")

    def __init__(
        self, name: str, secret: bytes, randomness: Randomness = system_randomness
    ) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a wrapping key has {KEY_BYTES} bytes, not {len(secret)}")
        self.name = name
        self._cipher = AESGCM(secret)
        self._randomness = randomness

    def __repr__(self) -> str:
        return f"WrappingKey({self.name})"

    def wrap(self, name: str, secret: bytes) -> bytes:
        """``secret`` (32 bytes) wrapped for the place called ``name``: 60 bytes."""
        nonce = self._randomness(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, f"wahana-wrap/1|{name}".encode())

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """The secret. Raises :class:`~.errors.KeyDamaged` if it was wrapped otherwise."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, sealed, f"wahana-wrap/1|{name}".encode())
        except (InvalidTag, ValueError):
            raise errors.KeyDamaged(
                f"the stored key '{name}' does not open under {self.name}: the root key does not "
                "belong to this key store, or the row was altered. Restore both from one backup."
            ) from None
