"""The root key: wraps the tenants' keys and is kept outside every database.

Here it is a local file; a KMS, an HSM or Vault transit takes its place by fitting
:class:`RootKey`. The file is JSON, mode 0600, owned by the service's user::

    {"format": "wahana-root-key/1",
     "keys": [{"id": "root-5f0c1a2b", "secret": "<32 bytes in base64>"}]}

The last key of the list wraps; the others only unwrap what they once wrapped. The first one
also derives (:meth:`RootKey.derive`), so it stays when a new one is added.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import errors
from .envelope import KEY_BYTES
from .wrapping import Randomness, WrappingKey, system_randomness

_FILE_BYTES_MAX = 64 * 1024


class RootKey(Protocol):
    """The top of the key hierarchy. Names are associated data (a KMS's encryption context)."""

    @property
    def id(self) -> str:
        """Id of the key that wraps now; stored beside what it wrapped."""
        ...

    async def wrap(self, name: str, secret: bytes) -> bytes:
        """``secret`` wrapped with the key ``id`` for the place called ``name``."""
        ...

    async def unwrap(self, key_id: str, name: str, wrapped: bytes) -> bytes:
        """The secret that the key ``key_id`` wrapped. Raises :class:`~.errors.KeyDamaged`."""
        ...

    def derive(self, label: str) -> bytes:
        """32 bytes that only this deployment can make; the same ones for a label, for ever."""
        ...


class _Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    secret: bytes


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["wahana-root-key/1"]
    keys: tuple[_Key, ...]


class LocalRootKey:
    """The root key from a file. Make one with :meth:`create`, :meth:`read` or :meth:`obtain`."""

    def __init__(self, keys: tuple[_Key, ...], randomness: Randomness = system_randomness) -> None:
        self.id = keys[-1].id
        self._keys = {
            key.id: WrappingKey(f"root key {key.id}", key.secret, randomness) for key in keys
        }
        self._origin = keys[0].secret

    def __repr__(self) -> str:
        return f"LocalRootKey({self.id})"

    @classmethod
    def create(cls, path: Path, randomness: Randomness = system_randomness) -> LocalRootKey:
        """Make a new root key and its file. Raises ``FileExistsError``; it never overwrites.

        The file appears whole or not at all, also when two processes try at once.
        """
        key = _Key(id=f"root-{randomness(4).hex()}", secret=randomness(KEY_BYTES))
        content = msgspec.json.encode(_File(format="wahana-root-key/1", keys=(key,)))
        draft = path.with_name(f".{path.name}.{randomness(8).hex()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.format(content) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
        finally:
            draft.unlink()
        _sync_folder(path.parent)
        return cls((key,), randomness)

    @classmethod
    def read(cls, path: Path, randomness: Randomness = system_randomness) -> LocalRootKey:
        """Read the file. Raises :class:`~.errors.RootKeyRefused`; its message says how to fix
        it."""
        return cls(_parse(path, _read_private(path)), randomness)

    @classmethod
    def obtain(cls, path: Path, randomness: Randomness = system_randomness) -> LocalRootKey:
        """Read the file, or create it on first use: only for a key store that is still empty."""
        with contextlib.suppress(FileExistsError):
            return cls.create(path, randomness)
        return cls.read(path, randomness)

    async def wrap(self, name: str, secret: bytes) -> bytes:
        return self._keys[self.id].wrap(name, secret)

    async def unwrap(self, key_id: str, name: str, wrapped: bytes) -> bytes:
        key = self._keys.get(key_id)
        if key is None:
            raise errors.KeyDamaged(
                f"'{name}' was wrapped with the root key {key_id}, which is not in the root key "
                f"file (it has {', '.join(self._keys)}). Put back the file that belongs to this "
                "key store."
            )
        return key.unwrap(name, wrapped)

    def derive(self, label: str) -> bytes:
        hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label.encode())
        return hkdf.derive(self._origin)


def _read_private(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise errors.RootKeyRefused(
            f"the root key file {path} cannot be read: {error.strerror}. Without it no personal "
            "value can be opened: put it back from its backup, or set WAHANA_ROOT_KEY_FILE."
        ) from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise errors.RootKeyRefused(
                f"the root key file {path} is not an ordinary file. Set WAHANA_ROOT_KEY_FILE."
            )
        if found.st_mode & 0o077:
            raise errors.RootKeyRefused(
                f"the root key file {path} may be used by others (mode "
                f"{stat.S_IMODE(found.st_mode):04o}). Run: chmod 600 {path}"
            )
        return os.read(handle, _FILE_BYTES_MAX)
    finally:
        os.close(handle)


def _parse(path: Path, content: bytes) -> tuple[_Key, ...]:
    try:
        keys = msgspec.json.decode(content, type=_File).keys
    except msgspec.MsgspecError:
        # The decoder's message is omitted, because it may quote the file.
        raise errors.RootKeyRefused(
            f"the root key file {path} is not of the form wahana-root-key/1. "
            "Put it back from its backup."
        ) from None
    if not keys or len({key.id for key in keys}) != len(keys):
        raise errors.RootKeyRefused(
            f"the root key file {path} must name at least one key, and each id once. "
            "Put it back from its backup."
        )
    for key in keys:
        if len(key.secret) != KEY_BYTES:
            raise errors.RootKeyRefused(
                f"the root key {key.id} in {path} has {len(key.secret)} bytes instead of "
                f"{KEY_BYTES}. Put the file back from its backup."
            )
    return keys


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
