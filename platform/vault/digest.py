"""The digest of a command, which distinguishes a retry from another command under the same key.

It is keyed: a plain hash of a command would confirm guesses of the personal values in it to
whoever reads the event database. The key never leaves the process.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from .root_key import RootKey

_LABEL = "wahana/command-digest/1"


class CommandDigest:
    """HMAC-SHA256 of commands under a key derived from the deployment's root key."""

    __slots__ = ("_key",)

    def __init__(self, root: RootKey) -> None:
        self._key = root.derive(_LABEL)

    def digest(self, tenant: UUID, client: UUID, command_name: str, body: bytes) -> bytes:
        """32 bytes: HMAC over tenant (16 bytes), client (16), length of the name (2), name, body.

        ``body`` is the command as the client sent it, byte for byte.
        """
        name = command_name.encode()
        head = tenant.bytes + client.bytes + len(name).to_bytes(2, "big") + name
        return hmac.digest(self._key, head + body, "sha256")
