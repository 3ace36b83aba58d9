"""Restore of a backup (:mod:`.backup`): whole and checked, or the target stays as it was.

Both databases are restored under other names. Only when the heads of the restored log equal the
manifest's do they replace the old ones, together with the root key (:mod:`.restore_switch`): all or
nothing, even if the process is killed in between.

A restored key store knows no destruction of keys that came after the backup: before traffic is
let in again, every later erasure must be carried out again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from . import databases, migrate, sql
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
from .restore_switch import RestoredDatabase, RestoreRefused, cure, pending, switch

__all__ = ["RestoreRefused", "restore"]

_SQL = sql.load(__file__, "backup.sql")


@dataclass(frozen=True, slots=True)
class _Target:
    """One database to restore."""

    database: RestoredDatabase
    schema: migrate.Schema
    dump: Path


async def restore(
    source: Path, *, event_url: str, vault_url: str, root_key: Path, replace: bool = False
) -> Manifest:
    """Restore the backup in ``source``; the databases are made if they are not there.

    With ``replace`` existing data is replaced; without it, a target that is not empty is refused.
    Stop the service first. The logins must be able to create databases and roles. Raises
    :class:`.backup.BackupDamaged`, :class:`RestoreRefused`, and :class:`.migrate.SchemaNewer` if
    the backup is of a newer release.
    """
    manifest = await asyncio.to_thread(verify, source)
    _must_know(manifest)
    targets = (
        _Target(RestoredDatabase(event_url), "wahana", source / EVENTS),
        _Target(RestoredDatabase(vault_url), "vault", source / KEYS),
    )
    secret = await asyncio.to_thread((source / ROOT_KEY).read_bytes)
    if not replace:
        await _must_be_empty(targets, root_key, secret)
    try:
        async with contextlib.AsyncExitStack() as stack:
            for target in targets:
                await stack.enter_async_context(_filled(target, root_key))
            await _must_equal(databases.at(event_url, targets[0].database.fresh), manifest.heads)
            await switch([target.database for target in targets], root_key, secret)
    except (ProgramFailed, OSError, asyncpg.PostgresError) as error:
        done = "the next start finishes it" if pending(root_key) else "nothing was restored"
        raise RestoreRefused(f"{done}: {error}{cure(error)}") from error
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
        f"the database '{target.database.name}'"
        for target in targets
        if await databases.exists(target.database.server, target.database.name)
        and await migrate.read_applied(target.database.url, schema=target.schema)
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
async def _filled(target: _Target, root_key: Path) -> AsyncIterator[None]:
    """Restore the dump under another name; at the end drop it if it replaced nothing."""
    database = target.database
    await databases.drop(database.server, database.fresh)
    await databases.create(database.server, database.fresh)
    try:
        url = databases.at(database.url, database.fresh)
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
        if not pending(root_key):
            await databases.drop(database.server, database.fresh)


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
