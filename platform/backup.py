"""Backup of everything that cannot be rebuilt, into one folder.

``events.dump`` and ``keys.dump`` (``pg_dump`` custom format), ``root.key`` and ``manifest.json``
with the checksum of each, the schemas' numbers and each tenant's head. The folder can decrypt every
sealed value, so it has mode 0700 and its files 0600; protect it like the key store.

The service may run meanwhile. The event database is dumped first, then the key store: keys are
written before the events that use them, and no row of a key is ever deleted, so the later dump has
every key of the earlier events. A key that was destroyed in between can open nothing, as intended.
The heads in the manifest are read in the snapshot that is dumped.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from . import databases, migrate, private_files, sql
from .clock import Clock, system_clock
from .postgres_programs import ProgramFailed, run

EVENTS, KEYS, ROOT_KEY, MANIFEST = "events.dump", "keys.dump", "root.key", "manifest.json"

_SQL = sql.load(__file__, "backup.sql")


class BackupFailed(Exception):
    """A backup could not be made; nothing was written. The message says how to fix it."""


class BackupDamaged(Exception):
    """A backup is not what its manifest says; take another one."""


class BackupFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a backup."""

    sha256: str
    """Hex."""
    size: int
    """Bytes."""


class TenantHead(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a tenant's log."""

    tenant: UUID
    head: int
    """Last position."""
    events: int
    """Rows in the log; equal to the last position unless the log is damaged."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds: ``manifest.json``."""

    format: Literal["wahana-backup/1"] = "wahana-backup/1"
    release: str
    created_at: datetime
    migrations: dict[migrate.Schema, int]
    """Number of the newest migration of each schema."""
    heads: list[TenantHead]
    files: dict[str, BackupFile]


async def backup(
    target: Path, *, event_url: str, vault_url: str, root_key: Path, clock: Clock = system_clock
) -> Manifest:
    """Back up both databases and the root key into the new folder ``target``.

    The logins must see every row (superuser or BYPASSRLS). Raises :class:`BackupFailed`.
    """
    partial = target.with_name(f"{target.name}.partial-{os.getpid()}")
    try:
        _begin(target, partial)
        heads = await _dump_events(event_url, partial / EVENTS)
        await _dump_keys(vault_url, partial / KEYS)
        private_files.write(partial / ROOT_KEY, await asyncio.to_thread(root_key.read_bytes))
        manifest = Manifest(
            release=importlib.metadata.version("wahana"),
            created_at=clock(),
            migrations={
                "wahana": await _newest(event_url, "wahana"),
                "vault": await _newest(vault_url, "vault"),
            },
            heads=heads,
            files=await asyncio.to_thread(_measure, partial),
        )
        private_files.write(
            partial / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        )
        await asyncio.to_thread(_settle, partial, target)
    except (OSError, ProgramFailed) as error:
        raise BackupFailed(f"no backup was made: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def verify(source: Path) -> Manifest:
    """Verify a backup's files against its manifest. Raises :class:`BackupDamaged`."""
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupDamaged(f"{source} is no backup: it has no {MANIFEST}") from None
    except msgspec.ValidationError as error:
        raise BackupDamaged(f"{source / MANIFEST} cannot be read: {error}") from error
    if missing := {EVENTS, KEYS, ROOT_KEY} - set(manifest.files):
        raise BackupDamaged(f"{source / MANIFEST} does not name {', '.join(sorted(missing))}")
    found = _measure(source)
    for name in (EVENTS, KEYS, ROOT_KEY):
        if found.get(name) != manifest.files[name]:
            raise BackupDamaged(f"{source / name} is not the file that the manifest describes")
    return manifest


async def read_heads(event_url: str) -> list[TenantHead]:
    """Each tenant's head in an event database, by tenant id."""
    connection = await databases.connect(event_url)
    try:
        return await _heads(connection)
    finally:
        await connection.close()


async def _dump_events(url: str, file: Path) -> list[TenantHead]:
    connection = await databases.connect(url)
    try:
        await _must_see_every_row(connection, url)
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval(_SQL["export_snapshot"])
            heads = await _heads(connection)
            await _dump(connection, url, file, f"--snapshot={snapshot}")
    finally:
        await connection.close()
    return heads


async def _dump_keys(url: str, file: Path) -> None:
    connection = await databases.connect(url)
    try:
        await _must_see_every_row(connection, url)
        await _dump(connection, url, file)
    finally:
        await connection.close()


async def _dump(connection: asyncpg.Connection[Any], url: str, file: Path, *options: str) -> None:
    output = private_files.open_descriptor(file, os.O_WRONLY | os.O_EXCL)
    try:
        await run(
            "pg_dump",
            ["--format=custom", "--exclude-schema=public", *options],
            url,
            server_major=connection.get_server_version().major,
            output=output,
        )
        os.fsync(output)
    finally:
        os.close(output)


async def _must_see_every_row(connection: asyncpg.Connection[Any], url: str) -> None:
    if not await connection.fetchval(_SQL["sees_every_row"]):
        raise BackupFailed(
            f"row-level security hides rows of '{databases.name_in(url)}' from this login: run "
            "ALTER ROLE … BYPASSRLS as an administrator, or back up with another login"
        )


async def _heads(connection: asyncpg.Connection[Any]) -> list[TenantHead]:
    rows: list[Mapping[str, Any]] = await connection.fetch(_SQL["heads"])
    return [
        TenantHead(tenant=UUID(int=row["tenant"].int), head=row["head"], events=row["events"])
        for row in rows
    ]


async def _newest(url: str, schema: migrate.Schema) -> int:
    applied = await migrate.read_applied(url, schema=schema)
    if not applied:
        raise BackupFailed(
            f"the database '{databases.name_in(url)}' has no schema '{schema}'; is it the right "
            "one? Run 'wahana migrate' on it first"
        )
    return applied[-1].number


def _begin(target: Path, partial: Path) -> None:
    if target.exists():
        raise BackupFailed(f"{target} is there already; give the backup another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.mkdir(mode=0o700)


def _measure(folder: Path) -> dict[str, BackupFile]:
    measured: dict[str, BackupFile] = {}
    for name in (EVENTS, KEYS, ROOT_KEY):
        path = folder / name
        if path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            measured[name] = BackupFile(sha256=digest, size=path.stat().st_size)
    return measured


def _settle(partial: Path, target: Path) -> None:
    """Rename the finished folder to its final name, and flush both to disk."""
    _flush(partial)
    partial.rename(target)
    _flush(target.parent)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
