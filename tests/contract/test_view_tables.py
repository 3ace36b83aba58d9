"""View tables: made once, keyed by tenant and generation, protected, never altered in place."""

from __future__ import annotations

from dataclasses import replace

import asyncpg
import pytest
from tests.things.thing_view import (
    STORY,
    THINGS,
    VIEW,
    Entry,
    Made,
    World,
    make_world,
    named,
    tenant,
    worker,
    world,
)

from wahana.platform import databases, installation, migrate
from wahana.platform.installation import ViewRefused
from wahana.platform.tables import AppendTable

__all__ = ["world"]

_SECURED = (
    "SELECT c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
    " WHERE c.oid = 'view.thing__v1'::regclass"
)


async def test_installing_again_changes_nothing(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()
    assert await installation.install(world.url, [VIEW]) == []
    assert await world.as_of(t)
    assert await world.admin(_SECURED)


async def test_a_remark_is_no_change_of_shape(world: World) -> None:
    remarked = AppendTable(Entry, key=["position"], table="thing_entry", about="Another remark.")
    same = replace(VIEW, tables=(THINGS, remarked))
    await installation.check(world.url, [same])
    assert await installation.install(world.url, [same]) == []


async def test_a_changed_shape_under_the_same_name_is_refused_with_the_cure(world: World) -> None:
    wider = AppendTable(Entry, key=["position", "thing_id"], table="thing_entry")
    changed = replace(VIEW, tables=(THINGS, wider))
    with pytest.raises(ViewRefused, match="raise the version"):
        await installation.install(world.url, [changed])
    with pytest.raises(ViewRefused, match="raise the version"):
        await installation.check(world.url, [changed])


async def test_a_view_without_tables_yet_keeps_the_service_from_starting(world: World) -> None:
    with pytest.raises(ViewRefused, match="run 'wahana migrate'"):
        await installation.check(world.url, [named(VIEW, "missing")])


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (
            "CREATE TABLE view.x (tenant_id uuid NOT NULL, generation int NOT NULL)",
            "no primary key",
        ),
        ("CREATE TABLE view.x (id uuid PRIMARY KEY, tenant_id uuid NOT NULL)", "starts with {id}"),
        (
            "CREATE TABLE view.x (generation int, tenant_id uuid, id int,"
            " PRIMARY KEY (generation, tenant_id, id))",
            "starts with {generation,tenant_id}",
        ),
        (
            "CREATE TABLE view.x (tenant_id uuid, generation int, id int, code text UNIQUE,"
            " PRIMARY KEY (tenant_id, generation, id))",
            "x_code_key",
        ),
        (
            "CREATE TABLE view.x (tenant_id text, generation int, id int,"
            " PRIMARY KEY (tenant_id, generation, id))",
            "Write tenant_id uuid NOT NULL, generation int NOT NULL",
        ),
    ],
)
async def test_a_table_that_is_not_keyed_by_tenant_and_generation_is_refused(
    world: World, table: str, complaint: str
) -> None:
    connection = await databases.connect(world.url)
    try:
        async with migrate.owner_transaction(connection):
            await connection.execute(table)
            with pytest.raises(asyncpg.PostgresError) as refused:
                await connection.fetchval("SELECT wahana.protect_view_table('view.x')")
            raise _Undo
    except _Undo:
        await connection.close()
    error = refused.value
    assert complaint in f"{error} {error.hint}"


async def test_no_role_sees_or_writes_another_tenants_rows(world: World) -> None:
    mine, theirs = tenant(), tenant()
    for t in (mine, theirs):
        await world.write(t, STORY)
    await worker(world).catch_up()
    async with world.database.reading(mine) as session:
        assert await session.fetchval("SELECT count(DISTINCT tenant_id) FROM view.thing__v1") == 1
        assert not await session.fetch("SELECT FROM view.thing__v1 WHERE tenant_id = $1", theirs)
        assert not await session.fetch("SELECT FROM wahana.projection WHERE tenant_id = $1", theirs)
    async with world.database.working(mine) as session:
        assert await session.execute("UPDATE view.thing__v1 SET label = ''") == "UPDATE 6"
        assert await session.execute("DELETE FROM wahana.projection_version") == "DELETE 1"
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with world.database.working(mine) as session:
            await session.execute(
                "INSERT INTO view.thing_entry__v1 VALUES ($1, 1, 99, $1, 1)", theirs
            )


async def test_without_a_tenant_the_tables_raise_instead_of_being_empty(world: World) -> None:
    for role in ("wahana_app_ro", "wahana_worker"):
        for table in ("view.thing__v1", "wahana.projection", "wahana.projection_act"):
            with pytest.raises(asyncpg.PostgresError, match=r"app\.tenant"):
                await world.database.pool(role).fetch(f"SELECT * FROM {table}")  # noqa: S608 - our own names


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("wahana_app_rw", "SELECT * FROM view.thing__v1"),
        ("wahana_app_ro", "DELETE FROM view.thing__v1"),
        ("wahana_app_ro", "SELECT * FROM wahana.followed('{}', '{}')"),
        ("wahana_app_rw", "SELECT * FROM wahana.followed('{}', '{}')"),
        ("wahana_app_ro", "SELECT * FROM wahana.projection_status('{}', NULL)"),
        ("wahana_app_ro", "SELECT * FROM wahana.lease"),
        ("wahana_worker", "UPDATE wahana.projection_act SET reason = ''"),
        ("wahana_worker", "DELETE FROM wahana.projection_act"),
        ("wahana_worker", "TRUNCATE view.thing__v1"),
        ("wahana_worker", "INSERT INTO wahana.view_version VALUES ('x', 1, '', false, now())"),
        ("wahana_worker", "SELECT wahana.protect_view_table('view.thing__v1')"),
        ("wahana_worker", "CREATE TABLE view.mine (x int)"),
    ],
)
async def test_a_role_can_do_no_more_than_its_part(world: World, role: str, statement: str) -> None:
    connection = await databases.connect(world.url, role=role)
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL app.tenant = '{tenant()}'")
            with pytest.raises(
                asyncpg.InsufficientPrivilegeError, match=r"permission denied|must be"
            ):
                await connection.execute(statement)
            raise _Undo
    except _Undo:
        await connection.close()


async def test_two_views_have_tables_of_their_own(world: World) -> None:
    both = await make_world(world.url, world.database, [VIEW, named(VIEW, "second_one")])
    tables = await both.admin(
        "SELECT array_agg(view || ' ' || relation ORDER BY view, name) FROM wahana.view_table"
    )
    assert tables == [
        "second_one view.second_one__v1", "thing view.thing__v1", "thing view.thing_entry__v1"
    ]  # fmt: skip


def test_a_view_says_what_it_needs() -> None:
    with pytest.raises(ValueError, match="use a-z"):
        replace(VIEW, name="Thing")
    with pytest.raises(ValueError, match="needs no topic"):
        replace(VIEW, topics=frozenset())
    with pytest.raises(ValueError, match="count from 1"):
        replace(VIEW, version=0)
    assert Made.TOPIC in (VIEW.topics or ())


class _Undo(Exception):
    pass
