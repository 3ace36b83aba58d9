"""What each role may do with the tables of the event store: almost nothing, and only its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.conftest import FreshDatabase
from tests.logs.building import a_tenant, command, event

from wahana.platform.append import Appended
from wahana.platform.database import Role
from wahana.platform.ids import TenantId
from wahana.platform.postgres_log import PostgresLog

ROLES: tuple[Role, ...] = ("wahana_app_rw", "wahana_app_ro", "wahana_worker")
READERS: tuple[Role, ...] = ("wahana_app_ro", "wahana_worker")
TABLES = ("event", "tenant_head", "command_log")
ALL = "SELECT * FROM wahana.{table}"
WRITES = {
    "INSERT": "INSERT INTO wahana.{table} SELECT * FROM wahana.{table}",
    "UPDATE": "UPDATE wahana.{table} SET tenant_id = tenant_id",
    "DELETE": "DELETE FROM wahana.{table}",
    "TRUNCATE": "TRUNCATE wahana.{table}",
}


class As:
    """One connection that takes a role, with the tenant set as the service sets it."""

    def __init__(self, connection: asyncpg.Connection[Any]) -> None:
        self.connection = connection

    async def run(self, role: str, tenant: UUID | None, statement: str, *binds: Any) -> list[Any]:
        transaction = self.connection.transaction()
        await transaction.start()
        try:
            await self.connection.execute(f"SET LOCAL ROLE {role}")
            if tenant is not None:
                await self.connection.execute(f"SET LOCAL app.tenant = '{tenant}'")
            return await self.connection.fetch(statement, *binds)
        finally:
            await transaction.rollback()


@pytest.fixture
async def acting(shared_database: FreshDatabase) -> AsyncIterator[As]:
    connection = await asyncpg.connect(shared_database.url)
    yield As(connection)
    await connection.close()


@pytest.fixture
async def written(shared_database: FreshDatabase) -> TenantId:
    """A tenant with one event."""
    tenant = a_tenant()
    log = PostgresLog(shared_database.database)
    await log.open_log(tenant)
    (outcome,) = await log.append(tenant, [command(event(uuid4(), 1))])
    assert isinstance(outcome, Appended)
    return tenant


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("write", WRITES)
async def test_nobody_writes_past_the_append_function(
    acting: As, written: TenantId, role: Role, table: str, write: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError) as caught:
        await acting.run(role, written, WRITES[write].format(table=table))
    assert str(caught.value) == f"permission denied for table {table}"


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("table", TABLES)
async def test_readers_see_their_tenant_and_no_other(
    acting: As, written: TenantId, role: Role, table: str
) -> None:
    statement = ALL.format(table=table)
    assert {row["tenant_id"] for row in await acting.run(role, written, statement)} == {written}
    asked = f"{statement} WHERE tenant_id = $1"
    assert len(await acting.run(role, written, asked, written)) == 1
    assert await acting.run(role, a_tenant(), asked, written) == []


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("table", TABLES)
async def test_reading_without_a_tenant_is_an_error_not_an_empty_answer(
    acting: As, written: TenantId, role: Role, table: str
) -> None:
    # Once set and gone, the setting is empty on this connection, which is no UUID either.
    with pytest.raises(
        (asyncpg.UndefinedObjectError, asyncpg.InvalidTextRepresentationError),
        match=r"configuration parameter \"app.tenant\"|invalid input syntax for type uuid",
    ):
        await acting.run(role, None, ALL.format(table=table))


@pytest.mark.parametrize("table", TABLES)
async def test_the_appending_role_reads_nothing(acting: As, written: TenantId, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await acting.run("wahana_app_rw", written, ALL.format(table=table))


_CALL = """SELECT * FROM wahana.append(
    $1, $2, $3, $4, $5, '{}', '{}', '{}', $6, $7, $8, $9, $10, $11, $12, $13)"""


def _binds(tenant: UUID) -> list[Any]:
    one = event(uuid4(), 1)
    columns = [[uuid4()], ["k"], [bytes(32)], [1], [one.event_id], [one.stream_id], [one.version]]
    return [tenant, *columns, [one.topic], [1], [one.actor_id], [one.meta], [one.payload]]


@pytest.mark.parametrize("role", ["wahana_app_rw", "wahana_worker"])
async def test_the_writer_and_process_managers_may_append(
    acting: As, written: TenantId, role: Role
) -> None:
    (row,) = await acting.run(role, None, _CALL, *_binds(written))
    assert (row["outcome"], row["first_position"]) == ("appended", 2)


async def test_readers_may_not_append(acting: As, written: TenantId) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="function append"):
        await acting.run("wahana_app_ro", written, _CALL, *_binds(written))


@pytest.mark.parametrize("role", ["wahana_app_ro", "wahana_worker"])
async def test_only_the_appending_role_opens_logs(acting: As, role: Role) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="function open_log"):
        await acting.run(role, None, "SELECT wahana.open_log($1)", uuid4())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OR REPLACE FUNCTION wahana.now() RETURNS timestamptz LANGUAGE sql "
        "AS $$ SELECT 'epoch'::timestamptz $$",
        "CREATE FUNCTION wahana.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE wahana.event DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_read ON wahana.event",
        "ALTER FUNCTION wahana.append SET search_path = public",
        "SELECT wahana.now()",
        "SELECT wahana.append_events($1, 0, now(), 1, 1, '{}', '{}', '{}', '{}', '{}', '{}', '{}', "
        "'{}')",
    ],
)
async def test_no_production_role_touches_the_clock_the_walls_or_the_inner_functions(
    acting: As, written: TenantId, role: Role, statement: str
) -> None:
    binds = [written] if "$1" in statement else []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await acting.run(role, written, statement, *binds)


async def test_a_setting_of_the_session_does_not_change_what_the_function_calls(
    acting: As, written: TenantId
) -> None:
    """A schema of one's own in front of the search path shadows nothing in the function."""
    await acting.connection.execute("CREATE TEMP TABLE tenant_head (tenant_id uuid, head bigint)")
    await acting.connection.execute("SET search_path = pg_temp, public")
    (row,) = await acting.run("wahana_app_rw", None, _CALL, *_binds(written))
    assert row["outcome"] == "appended"


async def test_tables_and_functions_belong_to_the_owner_who_cannot_log_in(acting: As) -> None:
    owners = await acting.connection.fetch("""
        SELECT DISTINCT r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls
        FROM pg_roles r
        WHERE r.oid IN (
            SELECT relowner FROM pg_class
            WHERE relnamespace = 'wahana'::regnamespace AND relkind = 'r'
            UNION
            SELECT proowner FROM pg_proc WHERE pronamespace = 'wahana'::regnamespace
        )
    """)
    assert [tuple(owner) for owner in owners] == [("wahana_owner", False, False, False)]


async def test_row_security_is_on_and_exempts_only_the_owner(acting: As) -> None:
    rows = await acting.connection.fetch(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'wahana'::regnamespace AND relname = ANY ($1)",
        [*TABLES, "tracking"],
    )
    assert {tuple(row) for row in rows} == {
        ("event", True, False),
        ("tenant_head", True, False),
        ("command_log", True, False),
        ("tracking", True, True),
    }
