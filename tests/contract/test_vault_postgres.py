"""Guarantees of the key store's database alone: isolation, wrapped bytes, failure and recovery."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from wahana.domain.kernel.fields import Identity, Personal, Sealed, identity
from wahana.domain.kernel.model import Event
from wahana.platform import sql
from wahana.platform.ids import TenantId
from wahana.platform.vault import errors, postgres_keys
from wahana.platform.vault.keyring import KeyRing
from wahana.platform.vault.postgres_keys import PostgresKeyStore
from wahana.platform.vault.root_key import LocalRootKey
from wahana.platform.vault.sealer import Sealer

TENANT, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=2))
TABLES = ("tenant_key", "epoch_key", "subject_key")


class Named(Event):
    TOPIC = "test.named"
    name: Identity


@pytest.fixture
def root(tmp_path):
    return LocalRootKey.create(tmp_path / "root.key")


@pytest.fixture
async def store(vault_url, root):
    opened = await PostgresKeyStore.open(vault_url, root, connections=2)
    yield opened
    await opened.close()


@pytest.fixture
async def admin(vault_url):
    """Passes row-level security."""
    connection = await asyncpg.connect(vault_url)
    yield connection
    await connection.close()


@pytest.fixture
async def session(vault_url):
    """A bare session of the role that the service uses."""
    connection = await asyncpg.connect(vault_url, server_settings={"role": "wahana_vault"})
    yield connection
    await connection.close()


@pytest.fixture
async def bound(session):
    """The same, in a transaction of one tenant."""
    transaction = session.transaction()
    await transaction.start()
    await session.execute(f"SET LOCAL app.tenant = '{TENANT}'")
    yield session
    await transaction.rollback()


# --- the walls ------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
async def test_a_session_without_a_tenant_gets_an_error_not_an_empty_answer(store, session, table):
    await store.ensure(TENANT, [(uuid4(), "identity")])
    with pytest.raises(asyncpg.UndefinedObjectError, match=r"app\.tenant"):
        await session.fetch(f"TABLE vault.{table}")


@pytest.mark.parametrize("table", TABLES)
async def test_a_tenant_sees_and_adds_its_own_rows_only(store, bound, table):
    for tenant in (TENANT, OTHER):
        await store.ensure(tenant, [(uuid4(), "identity")])
    found = await bound.fetch(f"TABLE vault.{table}")
    assert [row["tenant_id"] for row in found] == [TENANT]
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await bound.execute("INSERT INTO vault.tenant_key VALUES ($1, 7, 'root', '', now())", OTHER)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "act", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET created_at = now()"]
)
async def test_no_row_can_be_removed_or_redated(store, bound, table, act):
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        await bound.execute(act.format(f"vault.{table}"))


async def test_row_security_is_forced_on_every_table_and_leads_every_key(admin):
    rows = await admin.fetch(
        """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               c.relowner::regrole::text AS owner,
               (SELECT a.attname FROM pg_index i
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = c.oid AND i.indisprimary) AS leading
          FROM pg_class c
         WHERE c.relnamespace = 'vault'::regnamespace AND c.relkind = 'r'
           AND c.relname LIKE '%\\_key'
        """
    )
    assert sorted(row["relname"] for row in rows) == sorted(TABLES)
    assert {(row["forced"], row["owner"], row["leading"]) for row in rows} == {
        (True, "wahana_owner", "tenant_id")
    }


async def test_a_connection_goes_back_to_the_pool_unbound(vault_url, root):
    store = await PostgresKeyStore.open(vault_url, root, connections=1)
    try:
        await store.ensure(TENANT, [(uuid4(), "identity")])
        await store.destroy(TENANT, uuid4(), "identity")
        async with store._pool.acquire() as connection:
            # A setting that was once made is empty afterwards, not undefined.
            with pytest.raises(asyncpg.InvalidTextRepresentationError, match="uuid"):
                await connection.fetch("TABLE vault.subject_key")
    finally:
        await store.close()


async def test_every_statement_can_be_prepared_and_takes_a_tenant_first(bound):
    statements = sql.load(postgres_keys.__file__, "keys.sql")
    of_the_store = {"answer", "holds_keys"}
    of_a_tenant = [text for name, text in statements.items() if name not in of_the_store]
    assert len(of_a_tenant) == len(statements) - len(of_the_store)
    for statement in of_a_tenant:
        prepared = await bound.prepare(statement)
        assert prepared.get_parameters()[0].name == "uuid"


# --- what is stored -------------------------------------------------------------------------


class Recorder:
    """A source of randomness that remembers every key it gave."""

    def __init__(self) -> None:
        self.secrets: list[bytes] = []

    def __call__(self, size: int) -> bytes:
        value = uuid4().bytes + uuid4().bytes
        if size == 32:
            self.secrets.append(value)
        return value[:size]


async def test_neither_keys_nor_values_stand_in_the_database_or_in_a_log_line(
    vault_url, root, admin, caplog
):
    caplog.set_level(logging.DEBUG)
    random = Recorder()
    canary = "6474010101809999"
    store = await PostgresKeyStore.open(vault_url, root, connections=1, randomness=random)
    sealer = Sealer(KeyRing(store), open_type=Personal, sealed_type=Sealed)
    await sealer.seal(TENANT, [(uuid4(), Named(name=identity(uuid4(), canary)))])
    await store.close()
    stored = caplog.text
    for table in TABLES:
        for row in await admin.fetch(f"TABLE vault.{table}"):
            stored += "".join(
                value.hex() if isinstance(value, bytes) else f" {value} " for value in row.values()
            )
    assert len(random.secrets) == 3, "a tenant's, an epoch's and a subject's key"
    assert not [secret for secret in random.secrets if secret.hex()[:16] in stored]
    assert canary not in stored
    assert canary.encode().hex() not in stored


async def test_a_destroyed_key_leaves_its_row_and_commitment(store, admin):
    person = uuid4()
    [key] = await store.ensure(TENANT, [(person, "identity")])
    await store.destroy(TENANT, person, "identity")
    row = await admin.fetchrow("SELECT * FROM vault.subject_key WHERE subject = $1", person)
    assert (row["wrapped"], row["state"]) == (None, "destroyed")
    assert row["commitment"] == key.commitment
    assert row["destroyed_at"] is not None


async def test_after_rewrapping_an_old_backup_gives_no_destroyed_key_back(vault_url, root, admin):
    november = datetime(2026, 11, 1, tzinfo=UTC)
    december = datetime(2026, 12, 1, tzinfo=UTC)
    store = await PostgresKeyStore.open(vault_url, root, connections=1, clock=lambda: november)
    person = uuid4()
    await store.ensure(TENANT, [(person, "identity")])
    await store.close()
    backup = await admin.fetchval("SELECT wrapped FROM vault.subject_key")
    store = await PostgresKeyStore.open(vault_url, root, connections=1, clock=lambda: december)
    await store.destroy(TENANT, person, "identity")
    assert await store.rewrap_epoch(TENANT, 202611) == 0
    assert await admin.fetchval("SELECT wrapped FROM vault.epoch_key WHERE epoch = 202611") is None
    # Somebody puts the row of the backup back: its wrapping key is gone.
    await admin.execute(
        "UPDATE vault.subject_key SET wrapped = $1, state = 'live', destroyed_at = NULL", backup
    )
    with pytest.raises(errors.KeyDamaged, match="old backup was put back"):
        await store.fetch(TENANT, [(person, "identity", 1)])
    await store.close()


async def test_a_key_moved_to_another_persons_row_does_not_open(store, admin):
    one, two = uuid4(), uuid4()
    await store.ensure(TENANT, [(one, "identity"), (two, "identity")])
    await admin.execute(
        "UPDATE vault.subject_key t SET wrapped = s.wrapped, commitment = s.commitment "
        "FROM vault.subject_key s WHERE t.subject = $1 AND s.subject = $2",
        one,
        two,
    )
    with pytest.raises(errors.KeyDamaged, match="altered"):
        await store.fetch(TENANT, [(one, "identity", 1)])


async def test_an_altered_commitment_is_found(store, admin):
    await store.ensure(TENANT, [(uuid4(), "identity")])
    person = await admin.fetchval(
        "UPDATE vault.subject_key SET commitment = decode(repeat('00', 16), 'hex') "
        "RETURNING subject"
    )
    with pytest.raises(errors.KeyDamaged, match="commitment"):
        await store.fetch(TENANT, [(person, "identity", 1)])


async def test_another_root_key_opens_nothing_and_says_which_one_is_missing(
    vault_url, store, root, tmp_path
):
    person = uuid4()
    await store.ensure(TENANT, [(person, "identity")])
    other = LocalRootKey.create(tmp_path / "other.key")
    stranger = await PostgresKeyStore.open(vault_url, other, connections=1)
    with pytest.raises(errors.KeyDamaged, match=root.id):
        await stranger.fetch(TENANT, [(person, "identity", 1)])
    with pytest.raises(errors.KeyDamaged, match=root.id):
        await stranger.ensure(TENANT, [(uuid4(), "identity")])
    await stranger.close()


async def test_nothing_is_written_for_keys_that_are_there(store, admin):
    wanted = [(uuid4(), "identity"), (uuid4(), "contact")]
    await store.ensure(TENANT, wanted)
    before = await admin.fetch("SELECT xmin::text, xmax::text FROM vault.epoch_key")
    rows = await admin.fetch("SELECT xmin::text, xmax::text FROM vault.subject_key")
    await store.ensure(TENANT, wanted)
    assert await admin.fetch("SELECT xmin::text, xmax::text FROM vault.epoch_key") == before
    assert await admin.fetch("SELECT xmin::text, xmax::text FROM vault.subject_key") == rows


async def test_a_batch_is_one_round_trip(vault_url, root):
    store = await PostgresKeyStore.open(vault_url, root, connections=1)
    known = [(uuid4(), "identity")]
    await store.ensure(TENANT, known)
    await store.fetch(TENANT, [(*known[0], 1)])
    statements: list[str] = []
    async with store._pool.acquire() as connection:
        connection._con.add_query_logger(lambda query: statements.append(query.query))
    wanted = known + [(uuid4(), "identity") for _ in range(50)]
    await store.ensure(TENANT, wanted)
    await store.fetch(TENANT, [(*pair, 1) for pair in wanted])
    await store.close()
    named = sql.load(postgres_keys.__file__, "keys.sql")
    assert statements == [named["ensure_keys"], named["read_keys"]]


async def test_a_call_touches_the_keys_it_names_and_no_others(vault_url, root, admin):
    store = await PostgresKeyStore.open(vault_url, root, connections=1)
    wanted = [(uuid4(), "identity") for _ in range(2000)]
    await store.ensure(TENANT, wanted)
    read = "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'subject_key_pkey'"

    async def tuples_read() -> int:
        async with store._pool.acquire() as connection:
            await connection.fetchval("SELECT pg_stat_force_next_flush()")
        return await admin.fetchval(read)

    before = await tuples_read()
    await store.ensure(TENANT, [*wanted[:9], (uuid4(), "identity")])
    await store.fetch(TENANT, [(*pair, 1) for pair in wanted[:10]])
    touched = await tuples_read() - before
    await store.close()
    assert 20 <= touched <= 60


# --- failing and coming back ----------------------------------------------------------------


async def test_a_store_that_cannot_be_reached_says_what_to_check(vault_url, root):
    with pytest.raises(errors.KeyStoreUnavailable, match="WAHANA_VAULT_URL"):
        await PostgresKeyStore.open("postgresql://nobody@127.0.0.1:1/none", root)


async def test_a_lost_connection_is_an_error_that_may_be_tried_again(store, admin):
    sealer = Sealer(KeyRing(store), open_type=Personal, sealed_type=Sealed)
    event = Named(name=identity(uuid4(), "Siti"))
    await sealer.seal(TENANT, [(uuid4(), Named(name=identity(uuid4(), "Budi")))])
    blocker = asyncio.Event()

    async def lock_and_cut() -> None:
        async with admin.transaction():
            await admin.execute("LOCK TABLE vault.subject_key")
            blocker.set()
            while not await admin.fetchval(  # noqa: ASYNC110 - the event is in the database
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ):
                await asyncio.sleep(0.01)

    cutting = asyncio.create_task(lock_and_cut())
    await blocker.wait()
    with pytest.raises(errors.KeyStoreUnavailable, match="again in a moment"):
        await sealer.seal(TENANT, [(uuid4(), event)])
    await cutting
    [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), event)])
    assert len(groups) == 1, "the same call made again does its work"


async def test_a_closed_store_is_unavailable_for_every_call(vault_url, root):
    store = await PostgresKeyStore.open(vault_url, root, connections=1)
    await store.close()
    person = uuid4()
    for call in (
        store.ensure(TENANT, [(person, "identity")]),
        store.fetch(TENANT, [(person, "identity", 1)]),
        store.destroy(TENANT, person, "identity"),
        store.hold(TENANT, person, "identity", held=True),
        store.rewrap_epoch(TENANT, 202601),
    ):
        with pytest.raises(errors.KeyStoreUnavailable):
            await call
