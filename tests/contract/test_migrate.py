"""Migrations: once each, in order, whole or not at all, and never changed afterwards."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from wahana.platform import databases, migrate
from wahana.platform.database import Database, DatabaseUnavailable, PoolSizes, open_pool

ROLES = ("wahana_app_ro", "wahana_app_rw", "wahana_worker")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations."""
    add(tmp_path, 1, "area", "CREATE TABLE wahana.area (code text PRIMARY KEY);")
    add(
        tmp_path,
        2,
        "village",
        "CREATE TABLE wahana.village (code text PRIMARY KEY REFERENCES wahana.area (code));\n"
        "GRANT SELECT ON wahana.village TO wahana_app_ro;",
    )
    return tmp_path


def add(folder: Path, number: int, name: str, text: str) -> Path:
    path = folder / f"{number:04}_{name}.sql"
    path.write_text(text, encoding="utf-8")
    return path


async def fetch(url: str, statement: str, *binds: object) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement, *binds)
    finally:
        await connection.close()


async def tables(url: str) -> list[str]:
    return await fetch(
        url,
        "select coalesce(array_agg(tablename::text order by tablename), '{}') from pg_tables "
        "where schemaname = 'wahana' and tablename <> 'migration'",
    )


async def test_applies_once_in_order_and_records(empty_url: str, folder: Path) -> None:
    first = await migrate.migrate(empty_url, folder, release="1.2.3")
    assert [migration.file for migration in first] == ["0001_area.sql", "0002_village.sql"]
    assert await migrate.migrate(empty_url, folder) == []
    applied = await migrate.check(empty_url, folder)
    assert [(row.number, row.name, row.release) for row in applied] == [
        (1, "area", "1.2.3"),
        (2, "village", "1.2.3"),
    ]
    assert [row.checksum for row in applied] == [migration.checksum for migration in first]


async def test_the_owner_role_owns_what_is_made(empty_url: str, folder: Path) -> None:
    await migrate.migrate(empty_url, folder)
    owners = await fetch(
        empty_url,
        "select array_agg(distinct tableowner::text) from pg_tables where schemaname = 'wahana'",
    )
    assert owners == ["wahana_owner"]


async def test_a_failing_migration_leaves_nothing_and_names_its_line(
    empty_url: str, folder: Path
) -> None:
    bad = add(
        folder,
        3,
        "bad",
        "CREATE TABLE wahana.half (id int);\nINSERT INTO wahana.half VALUES (1);\nCREATE TABEL x;",
    )
    with pytest.raises(migrate.MigrationFailed, match=r"0003_bad\.sql, line 3, failed and was"):
        await migrate.migrate(empty_url, folder)
    assert await tables(empty_url) == ["area", "village"]
    assert len(await migrate.read_applied(empty_url)) == 2
    bad.write_text("CREATE TABLE wahana.half (id int);")
    assert [migration.number for migration in await migrate.migrate(empty_url, folder)] == [3]


async def test_a_migration_must_name_its_schema(empty_url: str, tmp_path: Path) -> None:
    add(tmp_path, 1, "area", "CREATE TABLE area (code text);")
    with pytest.raises(migrate.MigrationFailed, match="no schema has been selected"):
        await migrate.migrate(empty_url, tmp_path)


@pytest.mark.parametrize("control", ["COMMIT;", "begin ;", "  Rollback work;"])
def test_a_migration_may_not_end_its_transaction(tmp_path: Path, control: str) -> None:
    add(tmp_path, 1, "area", f"CREATE TABLE wahana.area (code text);\n{control}\n")
    with pytest.raises(ValueError, match="must go"):
        migrate.read_folder(tmp_path)


@pytest.mark.parametrize("name", ["area.sql", "1_area.sql", "0001_Area.sql", "0001_other.sql"])
def test_file_names_are_held_to_their_form(tmp_path: Path, name: str) -> None:
    add(tmp_path, 1, "area", "SELECT 1;")
    (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(ValueError, match="a number of its own"):
        migrate.read_folder(tmp_path)


def test_the_checksum_is_that_of_the_text_whatever_the_line_ends(tmp_path: Path) -> None:
    path = add(tmp_path, 1, "area", "SELECT 1;\nSELECT 2;\n")
    (unix,) = migrate.read_folder(tmp_path)
    path.write_bytes(b"SELECT 1;\r\nSELECT 2;\r\n")
    (windows,) = migrate.read_folder(tmp_path)
    assert unix.checksum == windows.checksum
    assert len(unix.checksum) == 64


async def test_behind_newer_and_altered_are_told_apart_with_the_cure(
    empty_url: str, folder: Path
) -> None:
    with pytest.raises(migrate.SchemaBehind, match="run 'wahana migrate'"):
        await migrate.check(empty_url, folder)
    await migrate.migrate(empty_url, folder, release="7.0.0")

    add(folder, 3, "later", "SELECT 1;")
    with pytest.raises(migrate.SchemaBehind, match=r"the first is 0003_later\.sql"):
        await migrate.check(empty_url, folder)
    (folder / "0003_later.sql").unlink()

    village = folder / "0002_village.sql"
    text = village.read_text()
    village.unlink()
    for act in (migrate.check, migrate.migrate):
        with pytest.raises(migrate.SchemaNewer, match=r"install 7\.0\.0 or a later one"):
            await act(empty_url, folder)

    village.write_text(text + "-- a remark")
    for act in (migrate.check, migrate.migrate):
        with pytest.raises(migrate.SchemaAltered, match=r"0002_village\.sql"):
            await act(empty_url, folder)


async def test_code_starts_on_a_later_schema_that_works_with_it(
    empty_url: str, folder: Path
) -> None:
    """While a service is upgraded, processes of the release before are started again."""
    later = [
        add(folder, 3, "hamlet", "-- works with: 0002\nCREATE TABLE wahana.hamlet ();"),
        add(folder, 4, "lane", "-- Wider.\n-- works with: 0001\nCREATE TABLE wahana.lane ();"),
    ]
    await migrate.migrate(empty_url, folder, release="7.0.0")
    for path in later:
        path.unlink()
    assert await migrate.migrate(empty_url, folder) == []
    applied = await migrate.check(empty_url, folder)
    assert [row.works_with for row in applied] == [1, 2, 2, 1]

    (folder / "0002_village.sql").unlink()
    with pytest.raises(migrate.SchemaNewer, match="0002_village"):
        await migrate.check(empty_url, folder)


async def test_a_schema_of_the_first_release_says_nothing_of_older_code(
    empty_url: str, folder: Path
) -> None:
    await migrate.migrate(empty_url, folder, release="0.1.0")
    await fetch(empty_url, "ALTER TABLE wahana.migration DROP COLUMN works_with")
    assert len(await migrate.check(empty_url, folder)) == 2
    assert await migrate.migrate(empty_url, folder) == []
    assert [row.works_with for row in await migrate.check(empty_url, folder)] == [1, 2]
    (folder / "0002_village.sql").unlink()
    with pytest.raises(migrate.SchemaNewer):
        await migrate.check(empty_url, folder)


async def test_a_migration_cannot_work_with_a_later_one_only(tmp_path: Path) -> None:
    add(tmp_path, 1, "area", "-- works with: 0002\nSELECT 1;")
    with pytest.raises(ValueError, match="works with"):
        migrate.read_folder(tmp_path)


async def test_a_migration_slipped_in_below_is_altered(empty_url: str, tmp_path: Path) -> None:
    add(tmp_path, 2, "area", "CREATE TABLE wahana.area (code text);")
    await migrate.migrate(empty_url, tmp_path)
    add(tmp_path, 1, "earlier", "SELECT 1;")
    with pytest.raises(migrate.SchemaAltered):
        await migrate.migrate(empty_url, tmp_path)


async def test_two_runners_take_turns(empty_url: str, tmp_path: Path) -> None:
    for number in range(1, 6):
        add(
            tmp_path,
            number,
            "step",
            f"CREATE TABLE wahana.step_{number} (id int); SELECT pg_sleep(0.05);",
        )
    done = await asyncio.gather(*(migrate.migrate(empty_url, tmp_path) for _ in range(3)))
    assert sorted(migration.number for part in done for migration in part) == [1, 2, 3, 4, 5]
    assert len(await tables(empty_url)) == 5


async def test_a_killed_runner_blocks_nobody(empty_url: str, folder: Path) -> None:
    slow = add(folder, 3, "slow", "CREATE TABLE wahana.slow (id int); SELECT pg_sleep(30);")
    runner = asyncio.create_task(migrate.migrate(empty_url, folder))
    while True:
        killed = await fetch(
            empty_url,
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where datname = current_database() and query like '%pg_sleep(30)%' "
            "and pid <> pg_backend_pid()",
        )
        if killed:
            break
        await asyncio.sleep(0.02)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, migrate.MigrationFailed)):
        await runner
    slow.write_text("CREATE TABLE wahana.slow (id int);")
    assert [migration.number for migration in await migrate.migrate(empty_url, folder)] == [3]


async def test_a_table_in_use_is_given_up_with_the_cure(
    empty_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_WAIT_S", 1)
    await migrate.migrate(empty_url, folder)
    add(folder, 3, "alter", "ALTER TABLE wahana.area ADD COLUMN name text;")
    user = await asyncpg.connect(empty_url)
    try:
        async with user.transaction():
            await user.execute("LOCK TABLE wahana.area IN ACCESS SHARE MODE")
            with pytest.raises(migrate.MigrationFailed, match="again at a calm time"):
                await migrate.migrate(empty_url, folder)
    finally:
        await user.close()
    await migrate.migrate(empty_url, folder)


async def test_setting_up_again_changes_nothing(empty_url: str, folder: Path) -> None:
    await migrate.migrate(empty_url, folder)
    privileges = (
        "select coalesce(nspacl::text, '') || (select datacl::text from pg_database "
        "where datname = current_database()) from pg_namespace where nspname = 'wahana'"
    )
    before = await fetch(empty_url, privileges)
    await migrate.migrate(empty_url, folder)
    assert await fetch(empty_url, privileges) == before


async def test_roles_neither_log_in_nor_pass_row_security(empty_url: str, folder: Path) -> None:
    await migrate.migrate(empty_url, folder)
    mighty = await fetch(
        empty_url,
        "select count(*) from pg_roles where rolname like 'wahana\\_%' and rolname not in "
        "('wahana_admin') and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole)"
        " and rolname = any($1::text[])",
        [*ROLES, "wahana_owner", "wahana_vault"],
    )
    assert mighty == 0
    public = "select has_schema_privilege('public', 'public', 'usage')"
    assert await fetch(empty_url, public) is False


async def test_each_pool_acts_as_its_role(empty_url: str, folder: Path) -> None:
    await migrate.migrate(empty_url, folder)
    pools = await Database.open(dict.fromkeys(ROLES, empty_url), PoolSizes(1, 1, 1))
    try:
        for role in ROLES:
            assert await pools.pool(role).fetchval("select current_user::text") == role
        assert await pools.pool("wahana_app_ro").fetch("select * from wahana.village") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pools.pool("wahana_app_rw").fetch("select * from wahana.village")
    finally:
        await pools.close()


async def test_the_services_login_is_nothing_but_a_member(empty_url: str, folder: Path) -> None:
    await migrate.migrate(empty_url, folder)
    admin = await asyncpg.connect(empty_url)
    try:
        await migrate.open_service_login(admin, "a password of the tests")
    finally:
        await admin.close()
    service = databases.with_login(empty_url, "wahana_service", "a password of the tests")
    pools = await Database.open(dict.fromkeys(ROLES, service), PoolSizes(1, 1, 1))
    try:
        for role in ROLES:
            assert await pools.pool(role).fetchval("select current_user::text") == role
        assert await pools.pool("wahana_app_ro").fetch("select * from wahana.village") == []
        async with pools.pool("wahana_app_ro").acquire() as connection:
            await connection.execute("RESET ROLE; SET ROLE NONE")
            assert await connection.fetchval("select current_user::text") == "wahana_service"
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetch("select * from wahana.village")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("SET ROLE wahana_owner")
    finally:
        await pools.close()


@pytest.fixture
async def plain_login(empty_url: str) -> AsyncIterator[str]:
    """The URL of a login that is no superuser: it owns the database and may create roles."""
    name = f"wahana_login_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(empty_url)
    try:
        await admin.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'secret'")
        await admin.execute(f"ALTER DATABASE {databases.name_in(empty_url)} OWNER TO {name}")
        for role in ("wahana_owner", "wahana_service", *ROLES):
            # The server's roles may be there already, made by another test's administrator.
            await admin.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
                "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            await admin.execute(f"GRANT {role} TO {name} WITH ADMIN OPTION")
        head, _, tail = empty_url.partition("@")
        scheme = head.partition("://")[0]
        yield f"{scheme}://{name}:secret@{tail}"
    finally:
        await admin.execute(f"ALTER DATABASE {databases.name_in(empty_url)} OWNER TO CURRENT_USER")
        await admin.execute(f"DROP OWNED BY {name}")
        await admin.execute(f"DROP ROLE {name}")
        await admin.close()


async def test_an_ordinary_login_that_is_a_member_suffices(plain_login: str, folder: Path) -> None:
    await migrate.migrate(plain_login, folder)
    await migrate.migrate(plain_login, folder)
    assert len(await migrate.check(plain_login, folder)) == 2
    pools = await Database.open(dict.fromkeys(ROLES, plain_login), PoolSizes(1, 1, 1))
    try:
        for role in ROLES:
            assert await pools.pool(role).fetchval("select current_user::text") == role
    finally:
        await pools.close()


async def test_a_login_without_the_right_is_told_so(
    plain_login: str, empty_url: str, folder: Path
) -> None:
    admin = await asyncpg.connect(empty_url)
    await admin.execute(f"ALTER DATABASE {databases.name_in(empty_url)} OWNER TO CURRENT_USER")
    await admin.close()
    with pytest.raises(migrate.MigrationFailed, match="that owns the database"):
        await migrate.migrate(plain_login, folder)


async def test_the_key_store_keeps_its_own_book(empty_url: str, tmp_path: Path) -> None:
    add(tmp_path, 1, "key", "CREATE TABLE vault.key (id int);")
    await migrate.migrate(empty_url, tmp_path, schema="vault")
    assert [row.name for row in await migrate.check(empty_url, tmp_path, schema="vault")] == ["key"]
    with pytest.raises(migrate.SchemaBehind):
        await migrate.check(empty_url, tmp_path)
    pool = await open_pool(empty_url, "wahana_vault", 1)
    try:
        assert await pool.fetchval("select current_user::text") == "wahana_vault"
    finally:
        await pool.close()


async def test_the_shipped_migrations_apply(event_template: str, vault_template: str) -> None:
    for folder in (migrate.EVENT_MIGRATIONS, migrate.VAULT_MIGRATIONS):
        assert migrate.read_folder(folder), f"{folder} is empty"
    assert event_template != vault_template


async def test_an_unreachable_database_is_named_without_its_password(postgres: Any) -> None:
    url = databases.at(postgres.server, "no_such_database")
    with pytest.raises(DatabaseUnavailable, match="'no_such_database'") as caught:
        await migrate.check(url)
    password = url.partition("://")[2].partition("@")[0].partition(":")[2]
    assert password
    assert password not in str(caught.value)


async def test_databases_are_made_renamed_and_dropped(postgres: Any) -> None:
    name, other = (f'wahana "{uuid.uuid4().hex}"' for _ in range(2))
    assert await databases.ensure(postgres.server, name)
    assert not await databases.ensure(postgres.server, name)
    url = databases.at(postgres.server, name)
    assert databases.name_in(url) == name
    assert await fetch(url, "select current_database()::text") == name
    await databases.rename(postgres.server, name, other)
    assert not await databases.exists(postgres.server, name)
    await databases.drop(postgres.server, other)
    assert not await databases.exists(postgres.server, other)
