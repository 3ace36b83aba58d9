"""API tokens: their form, their check digits, their hash.

``wah_`` + 30 random characters + 6 characters of CRC-32, all base 62: secret scanners recognise
them by prefix and checksum, and a mistyped one is refused without a look-up. Only the SHA-256 is
stored; 30 random characters (178 bits) need no slow hash.
"""

from __future__ import annotations

import hashlib
import secrets
import string
import zlib

PREFIX = "wah_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_CHARACTERS = 30
_CHECK_CHARACTERS = 6


def new_secret() -> str:
    """A new token, shown once to its holder."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return PREFIX + body + _check(body)


def well_formed(secret: str) -> bool:
    """Whether the text has the form and the check characters of a token."""
    body = secret[len(PREFIX) : -_CHECK_CHARACTERS]
    return (
        secret.startswith(PREFIX)
        and len(body) == _RANDOM_CHARACTERS
        and secret.isascii()
        and secret.endswith(_check(body))
    )


def digest(secret: str) -> bytes:
    """The SHA-256 under which the token is looked up, 32 bytes."""
    return hashlib.sha256(secret.encode("ascii")).digest()


def _check(body: str) -> str:
    rest = zlib.crc32(body.encode("utf-8", "replace"))
    letters = []
    for _ in range(_CHECK_CHARACTERS):
        rest, index = divmod(rest, len(_ALPHABET))
        letters.append(_ALPHABET[index])
    return "".join(reversed(letters))
