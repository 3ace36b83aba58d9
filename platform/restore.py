"""Restore of a backup (:mod:`.backup`): whole and checked, or the target stays as it was.

Both databases are filled under other names; only when the restored log's heads equal the
manifest's do they take their places, by renaming, together with the root key.

A restored key store knows no destruction of keys that came after the backup: before traffic is
let in again, every later erasure must be carried out anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from . import databases, migrate, private_files, sql
from .backup import (
    EVENTS,
    KEYS,
    ROOT_KEY,
    BackupDamaged,
    Manifest,
    TenantHead,
    read_heads,
    verify,
)
from .postgres_programs import ProgramFailed, run

_SQL = sql.load(__file__, "backup.sql")


class RestoreRefused(Exception):
    """Nothing was changed; the message says what stands in the way and how to mend it."""


@dataclass(frozen=True, slots=True)
class _Target:
    """One database to restore."""

    url: str
    schema: migrate.Schema
    dump: Path

    @property
    def name(self) -> str:
        return databases.name_in(self.url)

    @property
    def server(self) -> str:
        """The same server's own database, from where others are made and renamed."""
        return databases.at(self.url, "postgres")

    @property
    def fresh(self) -> str:
        return f"{self.name}.restoring"

    @property
    def replaced(self) -> str:
        return f"{self.name}.replaced"


async def restore(
    source: Path, *, event_url: str, vault_url: str, root_key: Path, replace: bool = False
) -> Manifest:
    """Restore the backup in ``source``; the databases are made if they are not there.

    With ``replace`` what is there is given up for it, else a target that holds anything is
    refused. Stop the service first. The logins must be able to create databases and roles.
    Raises :class:`.backup.BackupDamaged`, :class:`RestoreRefused`, and
    :class:`.migrate.SchemaNewer` if the backup is of a newer release.
    """
    manifest = await asyncio.to_thread(verify, source)
    _must_know(manifest)
    targets = (
        _Target(event_url, "wahana", source / EVENTS),
        _Target(vault_url, "vault", source / KEYS),
    )
    secret = await asyncio.to_thread((source / ROOT_KEY).read_bytes)
    if not replace:
        await _must_be_empty(targets, root_key, secret)
    try:
        async with contextlib.AsyncExitStack() as stack:
            for target in targets:
                await stack.enter_async_context(_filled(target))
            await _must_equal(databases.at(event_url, targets[0].fresh), manifest.heads)
            replaced = await _take_places(targets, root_key, secret)
    except (ProgramFailed, OSError, asyncpg.PostgresError) as error:
        raise RestoreRefused(f"nothing was restored: {error}{_cure(error)}") from error
    # Outside of the try: from here on the restore stands, whatever happens.
    for target in replaced:
        await databases.drop(target.server, target.replaced)
    return manifest


def _must_know(manifest: Manifest) -> None:
    folders: dict[migrate.Schema, Path] = {
        "wahana": migrate.EVENT_MIGRATIONS,
        "vault": migrate.VAULT_MIGRATIONS,
    }
    for schema, folder in folders.items():
        known = migrate.read_folder(folder)
        if manifest.migrations[schema] > (known[-1].number if known else 0):
            raise migrate.SchemaNewer(
                f"the backup was made by release {manifest.release}, whose schema '{schema}' is "
                f"newer than ours; install {manifest.release} or a later one"
            )


async def _must_be_empty(targets: tuple[_Target, ...], root_key: Path, secret: bytes) -> None:
    occupied = [
        f"the database '{target.name}'"
        for target in targets
        if await databases.exists(target.server, target.name)
        and await migrate.read_applied(target.url, schema=target.schema)
    ]
    if await asyncio.to_thread(_is_another_file, root_key, secret):
        occupied.append(f"another root key in {root_key}")
    if occupied:
        raise RestoreRefused(
            f"the target holds {' and '.join(occupied)}: restore into an empty data folder, "
            "or add --replace to give up what is there"
        )


def _is_another_file(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


@contextlib.asynccontextmanager
async def _filled(target: _Target) -> AsyncIterator[None]:
    """The dump in a database of its own; dropped at the end unless it took its place."""
    await databases.drop(target.server, target.fresh)
    await databases.create(target.server, target.fresh)
    try:
        url = databases.at(target.url, target.fresh)
        connection = await databases.connect(url)
        try:
            await migrate.make_roles(connection, target.schema)
            await run(
                "pg_restore",
                [
                    "--exit-on-error",
                    f"--jobs={min(4, os.cpu_count() or 1)}",
                    str(target.dump),
                ],
                url,
                server_major=connection.get_server_version().major,
            )
            await connection.execute(_SQL["refresh_statistics"])
        finally:
            await connection.close()
        yield
    finally:
        await databases.drop(target.server, target.fresh)


async def _must_equal(event_url: str, wanted: list[TenantHead]) -> None:
    found = await read_heads(event_url)
    if found != wanted:
        differing = {head.tenant for head in found} ^ {head.tenant for head in wanted} or {
            mine.tenant for mine, theirs in zip(found, wanted, strict=True) if mine != theirs
        }
        raise BackupDamaged(
            "the restored log does not end where the manifest says, for tenant(s) "
            + ", ".join(sorted(map(str, differing)))
        )


async def _take_places(
    targets: tuple[_Target, ...], root_key: Path, secret: bytes
) -> list[_Target]:
    """Swap names and give those whose old database is left; whatever fails is swapped back."""
    replaced: list[_Target] = []
    async with contextlib.AsyncExitStack() as undo:
        for target in targets:
            if await databases.exists(target.server, target.name):
                await databases.drop(target.server, target.replaced)
                await databases.rename(target.server, target.name, target.replaced)
                undo.push_async_callback(
                    databases.rename, target.server, target.replaced, target.name
                )
                replaced.append(target)
            await databases.rename(target.server, target.fresh, target.name)
            undo.push_async_callback(databases.rename, target.server, target.name, target.fresh)
        private_files.write(root_key, secret)
        undo.pop_all()
    return replaced


def _cure(error: BaseException) -> str:
    if isinstance(error, asyncpg.ObjectInUseError):
        return "; stop the service first, and whatever else is connected to the database"
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return "; use a login that may create databases and roles"
    return ""
