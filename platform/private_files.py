"""Files that hold secrets: mode 0600, written atomically."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 in one step: a reader sees all of it or the one before."""
    descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            _give_to_owner_of(path.parent, descriptor)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
        _flush(path.parent)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def open_descriptor(path: Path, flags: int) -> int:
    """Open or make a file of mode 0600 that the owner of its folder owns; follows no link."""
    # O_NOFOLLOW: the folder may belong to an account whose links root must not follow.
    descriptor = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    _give_to_owner_of(path.parent, descriptor)
    return descriptor


def _flush(folder: Path) -> None:
    """The name of a file is the folder's: it is lost with the power unless that is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_to_owner_of(folder: Path, descriptor: int) -> None:
    """As root, in a folder of an ordinary user: that user must be able to go on without root."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
