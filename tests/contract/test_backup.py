"""A backup holds everything, and a restore brings back exactly that or changes nothing."""

from __future__ import annotations

import asyncio
import stat
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from wahana.platform import backup, databases, migrate, restore
from wahana.platform.postgres_programs import ProgramFailed, run

pytestmark = pytest.mark.takes(6)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TENANTS = (uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3))


@dataclass(frozen=True)
class Deployment:
    """Both databases and the root key of one service."""

    event_url: str
    vault_url: str
    root_key: Path

    @property
    def places(self) -> dict[str, Any]:
        return {
            "event_url": self.event_url,
            "vault_url": self.vault_url,
            "root_key": self.root_key,
        }


@pytest.fixture
async def full(
    postgres: Any, event_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[Deployment]:
    """A deployment with three tenants, of 0, 1 and 25 events, and a key."""
    made = [f"wahana_test_{uuid.uuid4().hex}" for _ in range(2)]
    event_url, vault_url = map(postgres.url, made)
    for name, template in zip(made, (event_template, vault_template), strict=True):
        await databases.create(postgres.server, name, template=template)
    await migrate.migrate(event_url)
    await migrate.migrate(vault_url, migrate.VAULT_MIGRATIONS, schema="vault")
    await fill(event_url)
    await execute(
        vault_url,
        "INSERT INTO vault.tenant_key VALUES ($1, 1, 'root-1', '\\x01', now())",
        TENANTS[0],
    )
    root_key = tmp_path / "root.key"
    root_key.write_bytes(b"the root key")
    yield Deployment(event_url, vault_url, root_key)
    for name in made:
        await databases.drop(postgres.server, name)


@pytest.fixture
async def nothing(postgres: Any, tmp_path: Path) -> AsyncIterator[Deployment]:
    """Places where a deployment could be restored; the databases are not there."""
    names = [f"wahana_test_{uuid.uuid4().hex}" for _ in range(2)]
    (tmp_path / "other").mkdir()
    yield Deployment(*map(postgres.url, names), tmp_path / "other" / "root.key")
    for name in names:
        await databases.drop(postgres.server, name)


async def execute(url: str, statement: str, *binds: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(statement, *binds)
    finally:
        await connection.close()


async def fill(url: str) -> None:
    for tenant, count in zip(TENANTS, (0, 1, 25), strict=True):
        await execute(url, "INSERT INTO wahana.tenant_head VALUES ($1, $2, now())", tenant, count)
        await execute(
            url,
            "INSERT INTO wahana.event SELECT $1, n, gen_random_uuid(), gen_random_uuid(), 1, "
            "'wksbm.proposed', 1, gen_random_uuid(), now(), '{}', "
            "convert_to('{\"n\":' || n || '}', 'UTF8') FROM generate_series(1, $2::int) n",
            tenant,
            count,
        )


async def contents(url: str) -> dict[str, list[str]]:
    """Every row, grant and policy of a database, as text."""
    names = await execute(
        url,
        "select format('%I.%I', schemaname, tablename) as name from pg_tables "
        "where schemaname not in ('pg_catalog', 'information_schema') order by 1",
    )
    found = {
        name: [
            row[0]
            for row in await execute(url, f"select t::text from {name} t order by 1")  # noqa: S608 - a table's quoted name
        ]
        for (name,) in names
    }
    found["grants"] = [
        row[0]
        for row in await execute(
            url,
            "select concat(n.nspname, c.relname, c.relacl, c.relowner::regrole, c.relrowsecurity, "
            "c.relforcerowsecurity) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where nspname in ('wahana', 'view', 'vault') order by 1",
        )
    ]
    found["routines"] = [
        row[0]
        for row in await execute(
            url,
            "select concat(p.proname, p.proacl, p.proowner::regrole, p.prosecdef, p.proconfig, md5("
            "p.prosrc)) from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
            "where nspname in ('wahana', 'view', 'vault') order by 1",
        )
    ]
    found["policies"] = [
        row[0] for row in await execute(url, "select p::text from pg_policies p order by 1")
    ]
    found["connect"] = [
        row[0]
        for row in await execute(
            url, "select datacl::text from pg_database where datname = current_database()"
        )
    ]
    found["schemas"] = [
        row[0]
        for row in await execute(
            url,
            "select concat(nspname, nspowner::regrole, nspacl) from pg_namespace "
            "where nspname in ('wahana', 'view', 'vault') order by 1",
        )
    ]
    return found


async def test_a_restore_brings_back_every_row_and_right(
    full: Deployment, nothing: Deployment, tmp_path: Path
) -> None:
    made = await backup.backup(tmp_path / "b", **full.places, clock=lambda: NOW)
    assert made.created_at == NOW
    assert [(head.tenant, head.head, head.events) for head in made.heads] == [
        (TENANTS[0], 0, 0),
        (TENANTS[1], 1, 1),
        (TENANTS[2], 25, 25),
    ]
    assert await restore.restore(tmp_path / "b", **nothing.places) == made
    assert await contents(nothing.event_url) == await contents(full.event_url)
    assert await contents(nothing.vault_url) == await contents(full.vault_url)
    assert nothing.root_key.read_bytes() == b"the root key"
    assert stat.S_IMODE(nothing.root_key.stat().st_mode) == 0o600
    await migrate.check(nothing.event_url)
    await migrate.check(nothing.vault_url, migrate.VAULT_MIGRATIONS, schema="vault")
    assert await migrate.migrate(nothing.event_url) == []


async def test_only_the_owner_can_read_a_backup(full: Deployment, tmp_path: Path) -> None:
    await backup.backup(tmp_path / "b", **full.places)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "b").iterdir()}
    assert modes == dict.fromkeys(("events.dump", "keys.dump", "root.key", "manifest.json"), 0o600)


async def test_the_heads_are_those_of_the_dumped_snapshot(
    full: Deployment, nothing: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events written between the reading of the heads and the dump are in neither."""

    async def late(*arguments: Any, **options: Any) -> None:
        if options["output"] and arguments[2] == full.event_url:
            await execute(full.event_url, "update wahana.tenant_head set head = head + 1")
        await run(*arguments, **options)

    monkeypatch.setattr(backup, "run", late)
    made = await backup.backup(tmp_path / "b", **full.places)
    assert [head.head for head in await backup.read_heads(full.event_url)] == [1, 2, 26]
    await restore.restore(tmp_path / "b", **nothing.places)
    assert await backup.read_heads(nothing.event_url) == made.heads
    assert [head.head for head in made.heads] == [0, 1, 25]


async def test_a_target_that_holds_something_is_refused_until_told(
    full: Deployment, tmp_path: Path
) -> None:
    made = await backup.backup(tmp_path / "b", **full.places)
    await execute(full.event_url, "delete from wahana.event where position > 20")
    full.root_key.write_bytes(b"another root key")
    with pytest.raises(restore.RestoreRefused, match=r"another root key.*--replace"):
        await restore.restore(tmp_path / "b", **full.places)
    assert [head.events for head in await backup.read_heads(full.event_url)] == [0, 1, 20]
    await restore.restore(tmp_path / "b", **full.places, replace=True)
    assert await backup.read_heads(full.event_url) == made.heads
    assert full.root_key.read_bytes() == b"the root key"
    left = await execute(
        databases.at(full.event_url, "postgres"),
        "select datname from pg_database where datname like '%.replaced' or datname like "
        "'%.restoring'",
    )
    assert left == []


@pytest.mark.parametrize("name", ["events.dump", "keys.dump", "root.key"])
async def test_a_flipped_byte_is_found_before_anything_is_touched(
    full: Deployment, nothing: Deployment, tmp_path: Path, name: str
) -> None:
    await backup.backup(tmp_path / "b", **full.places)
    path = tmp_path / "b" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(backup.BackupDamaged, match=name):
        await restore.restore(tmp_path / "b", **nothing.places)
    assert not nothing.root_key.exists()
    server = databases.at(nothing.event_url, "postgres")
    assert not await databases.exists(server, databases.name_in(nothing.event_url))


async def test_a_log_that_ends_elsewhere_than_the_manifest_is_refused(
    full: Deployment, tmp_path: Path
) -> None:
    made = await backup.backup(tmp_path / "b", **full.places)
    longer = [msgspec.structs.replace(head, head=head.head + 1) for head in made.heads]
    (tmp_path / "b" / "manifest.json").write_bytes(
        msgspec.json.encode(msgspec.structs.replace(made, heads=longer))
    )
    with pytest.raises(backup.BackupDamaged, match=str(TENANTS[2])):
        await restore.restore(tmp_path / "b", **full.places, replace=True)
    assert await backup.read_heads(full.event_url) == made.heads


async def test_a_backup_of_a_newer_release_is_refused(full: Deployment, tmp_path: Path) -> None:
    made = await backup.backup(tmp_path / "b", **full.places)
    newer = msgspec.structs.replace(made, release="9.9.9", migrations={"wahana": 9999, "vault": 1})
    (tmp_path / "b" / "manifest.json").write_bytes(msgspec.json.encode(newer))
    with pytest.raises(migrate.SchemaNewer, match=r"install 9\.9\.9"):
        await restore.restore(tmp_path / "b", **full.places, replace=True)


async def test_a_connected_service_bars_the_restore_and_loses_nothing(
    full: Deployment, tmp_path: Path
) -> None:
    made = await backup.backup(tmp_path / "b", **full.places)
    service = await asyncpg.connect(full.vault_url)
    try:
        with pytest.raises(restore.RestoreRefused, match="stop the service first"):
            await restore.restore(tmp_path / "b", **full.places, replace=True)
    finally:
        await service.close()
    assert await backup.read_heads(full.event_url) == made.heads
    assert len(await execute(full.vault_url, "select * from vault.tenant_key")) == 1


async def test_a_failed_backup_leaves_nothing(full: Deployment, tmp_path: Path) -> None:
    full.root_key.unlink()
    with pytest.raises(backup.BackupFailed, match=r"root\.key"):
        await backup.backup(tmp_path / "c" / "b", **full.places)
    assert list((tmp_path / "c").iterdir()) == []


async def test_an_older_backup_is_never_overwritten(full: Deployment, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(backup.BackupFailed, match="another name"):
        await backup.backup(tmp_path / "b", **full.places)


async def test_a_login_that_does_not_see_every_row_is_refused(
    full: Deployment, tmp_path: Path
) -> None:
    name = f"wahana_login_{uuid.uuid4().hex[:12]}"
    await execute(full.event_url, f"CREATE ROLE {name} LOGIN PASSWORD 'x' IN ROLE wahana_owner")
    try:
        head, _, tail = full.event_url.partition("@")
        login = f"{head.partition('://')[0]}://{name}:x@{tail}"
        with pytest.raises(backup.BackupFailed, match="BYPASSRLS"):
            await backup.backup(tmp_path / "b", **full.places | {"event_url": login})
    finally:
        await execute(full.event_url, f"DROP ROLE {name}")


async def test_a_folder_that_is_no_backup_is_named(nothing: Deployment, tmp_path: Path) -> None:
    with pytest.raises(backup.BackupDamaged, match="is no backup"):
        await restore.restore(tmp_path, **nothing.places)


async def test_the_password_is_on_no_command_line(
    full: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    start = asyncio.create_subprocess_exec

    async def spy(*command: Any, **options: Any) -> Any:
        seen.extend(map(str, command))
        return await start(*command, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    await backup.backup(tmp_path / "b", **full.places)
    password = full.event_url.partition("://")[2].partition("@")[0].partition(":")[2]
    assert password
    assert any("--dbname=" in word for word in seen)
    assert not any(password in word for word in seen)


async def test_a_missing_program_names_the_package(full: Deployment) -> None:
    with pytest.raises(ProgramFailed, match="postgresql-client-99"):
        await run("pg_dump", [], full.event_url, server_major=99)
