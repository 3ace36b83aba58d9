"""The switch of a restore: two databases and the root key are replaced as one step.

The names of databases on two servers and a file cannot change in one transaction. So the intended
state is noted in a file beside the root key; from then on the restore is decided, and the next
start (:func:`finish`) completes it if the process was killed. Each step checks the current state,
so it can be repeated. On any other error everything is undone before it is raised.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import asyncpg
import msgspec

from . import databases, private_files


class RestoreRefused(Exception):
    """A restore is not possible; the message says why and how to fix it."""


@dataclass(frozen=True, slots=True)
class RestoredDatabase:
    """One database: its URL, and the names around it while it is restored."""

    url: str

    @property
    def name(self) -> str:
        return databases.name_in(self.url)

    @property
    def server(self) -> str:
        """The server's maintenance database, from which others are created and renamed."""
        return databases.at(self.url, "postgres")

    @property
    def fresh(self) -> str:
        """The restored database, until it replaces the old one."""
        return f"{self.name}.restoring"

    @property
    def replaced(self) -> str:
        """The database that it replaces."""
        return f"{self.name}.replaced"


class _SwitchNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is noted of a switch: the databases by name, and the root key that opens them."""

    format: Literal["wahana-restore/1"]
    databases: tuple[str, ...]
    root_key: bytes


async def switch(restored: Sequence[RestoredDatabase], root_key: Path, secret: bytes) -> None:
    """Put the restored databases and root key in place.

    Raises what the databases or the file system raise, after undoing everything. If undoing fails
    too, the note stays, and the next start completes the switch.
    """
    for database in restored:
        await databases.drop(database.server, database.replaced)
    note = _SwitchNote("wahana-restore/1", tuple(database.name for database in restored), secret)
    path = _note_file(root_key)
    private_files.write(path, msgspec.json.encode(note))
    async with _locked(path) as ours:
        if not ours:
            return
        try:
            await _take_their_places(restored, root_key, secret)
        except BaseException:
            for database in reversed(restored):
                await _give_back(database)
            _strike(path)
            raise
        await _settle(restored, path)


def pending(root_key: Path) -> bool:
    """Whether a switch was noted that is neither completed nor undone."""
    return _note_file(root_key).exists()


async def finish(restored: Sequence[RestoredDatabase], root_key: Path) -> bool:
    """Complete an interrupted switch; return whether there was one. Call it before any start.

    Raises :class:`RestoreRefused` if it cannot be completed here; its message says what to do.
    """
    path = _note_file(root_key)
    async with _locked(path) as unfinished:
        if not unfinished:
            return False
        note = msgspec.json.decode(path.read_bytes(), type=_SwitchNote)
        names = tuple(database.name for database in restored)
        if note.databases != names:
            raise RestoreRefused(
                f"a restore into the databases {', '.join(note.databases)} was cut short, and the "
                f"settings name {', '.join(names)}: start once with those of the restore"
            )
        try:
            await _take_their_places(restored, root_key, note.root_key)
        except (OSError, asyncpg.PostgresError) as error:
            raise RestoreRefused(
                f"a restore was cut short and cannot be finished: {error}{cure(error)}"
            ) from error
        await _settle(restored, path)
    return True


def cure(error: BaseException) -> str:
    """What to do about an error of the databases, as the end of a sentence."""
    if isinstance(error, asyncpg.ObjectInUseError):
        return "; stop the service first, and whatever else is connected to the database"
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return "; use a login that may create databases and roles"
    return ""


async def _take_their_places(
    restored: Sequence[RestoredDatabase], root_key: Path, secret: bytes
) -> None:
    for database in restored:
        if not await databases.exists(database.server, database.fresh):
            continue  # it has taken its place already
        if await databases.exists(database.server, database.name):
            await databases.drop(database.server, database.replaced)
            await databases.rename(database.server, database.name, database.replaced)
        await databases.rename(database.server, database.fresh, database.name)
    private_files.write(root_key, secret)


async def _give_back(database: RestoredDatabase) -> None:
    if not await databases.exists(database.server, database.fresh):
        await databases.rename(database.server, database.name, database.fresh)
    if await databases.exists(database.server, database.replaced):
        await databases.rename(database.server, database.replaced, database.name)


async def _settle(restored: Sequence[RestoredDatabase], path: Path) -> None:
    for database in restored:
        await databases.drop(database.server, database.replaced)
    _strike(path)


def _strike(path: Path) -> None:
    path.unlink()


def _note_file(root_key: Path) -> Path:
    return root_key.with_name(f"{root_key.name}.restoring")


@contextlib.asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[bool]:
    """The note, for one process at a time; whether it is still there."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        yield False
        return
    try:
        await asyncio.to_thread(fcntl.flock, handle, fcntl.LOCK_EX)
        # The process that held it before may have removed it.
        yield os.fstat(handle).st_nlink > 0
    finally:
        os.close(handle)
