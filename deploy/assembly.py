"""How the parts are put together: one :class:`ServiceParts` per process. Everything is handed over
here: the engine gets the registry of the trade, the executor its writer, repository and sealer, the
authorizer its reference data. Nothing else in the project makes these objects, so this file is the
wiring diagram.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.refusal import Refused
from wahana.domain.reference.catalogue import REFERENCE
from wahana.platform import databases, installation, migrate, readers
from wahana.platform.claims import PostgresClaims
from wahana.platform.clock import Clock, system_clock
from wahana.platform.commands import Executor
from wahana.platform.database import Database, PoolSizes, Role
from wahana.platform.events import EventRegistry
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.mapper import AsyncMapper
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.projector import Projector
from wahana.platform.repository import Repository
from wahana.platform.settings import Settings
from wahana.platform.unique import UniqueValues
from wahana.platform.vault.digest import CommandDigest
from wahana.platform.vault.index import BlindIndex
from wahana.platform.vault.keyring import KeyRing
from wahana.platform.vault.opener import Opener
from wahana.platform.vault.postgres_keys import PostgresKeyStore
from wahana.platform.vault.root_key import RootKey
from wahana.platform.vault.sealer import Sealer
from wahana.platform.wakeups import NotifyBridge, Wakeups
from wahana.platform.writer import Writer
from wahana.projections.registry import VIEWS
from wahana.tenants.authorization import Authorizer
from wahana.tenants.directory import Directory, RefusalTable, TenantListing
from wahana.tenants.identity import HeldNumbers

from . import registry


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two databases are: libpq URLs, for setting up and for running."""

    events: str
    """The event database, as a login that may set it up."""
    vault: str
    """The key store, likewise."""
    service_password: str | None = None
    """Password for the login ``wahana_service``, which can become the service's roles and nothing
    more; ``None``: the given logins are used for running, too."""

    @property
    def roles(self) -> dict[Role, str]:
        """The event database for running, by role."""
        url = self._running(self.events)
        return dict.fromkeys(("wahana_app_ro", "wahana_app_rw", "wahana_worker"), url)

    @property
    def running_vault(self) -> str:
        """The key store for running."""
        return self._running(self.vault)

    def _running(self, url: str) -> str:
        if self.service_password is None:
            return url
        return databases.with_login(url, migrate.SERVICE_LOGIN, self.service_password)


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """The parts of a running process."""

    addresses: Addresses
    clock: Clock
    database: Database
    events: EventRegistry
    log: PostgresLog
    infrastructure: AsyncInfrastructureFactory
    wakeups: Wakeups
    writer: Writer
    repository: Repository
    sealer: Sealer
    opener: Opener
    directory: Directory
    refusals: RefusalTable
    authorizer: Authorizer
    executor: Executor
    unique: UniqueValues
    projector: Projector
    keys: PostgresKeyStore


async def prepare(addresses: Addresses) -> list[str]:
    """Bring both databases to this release; what was done, a line each. Repeatable."""
    done = [f"event database: {one.file}" for one in await migrate.migrate(addresses.events)]
    done += [
        f"key store: {one.file}"
        for one in await migrate.migrate(addresses.vault, migrate.VAULT_MIGRATIONS, schema="vault")
    ]
    done += [f"view: {name}" for name in await installation.install(addresses.events, VIEWS)]
    if addresses.service_password is not None:
        connection = await databases.connect(addresses.events)
        try:
            await migrate.open_service_login(connection, addresses.service_password)
        finally:
            await connection.close()
    return done


async def check(addresses: Addresses) -> None:
    """Refuse to start on a schema of another release; the message says what to do."""
    await migrate.check(addresses.events)
    await migrate.check(addresses.vault, migrate.VAULT_MIGRATIONS, schema="vault")
    await installation.check(addresses.events, VIEWS)


@contextlib.asynccontextmanager
async def opened(
    addresses: Addresses,
    root: RootKey,
    *,
    settings: Settings | None = None,
    clock: Clock = system_clock,
) -> AsyncIterator[ServiceParts]:
    """A service; when it closes, what is in flight is finished first.

    Raises ``DatabaseUnavailable`` and ``VaultError``, also if the root key is another key store's.
    """
    settings = settings or Settings()
    sizes = PoolSizes(
        read=settings.read_connections,
        append=settings.append_connections,
        work=settings.work_connections,
    )
    async with contextlib.AsyncExitStack() as stack:
        database = await Database.open(addresses.roles, sizes)
        stack.push_async_callback(database.close)
        await stack.enter_async_context(readers.announced(database, VIEWS))
        # Check again: from now on the tables stay as long as this process runs.
        await installation.check(addresses.events, VIEWS)
        keys = await PostgresKeyStore.open(addresses.running_vault, root, clock=clock)
        stack.push_async_callback(keys.close)
        await _must_fit(keys, await Directory(database).all())
        wakeups = Wakeups()
        bridge = NotifyBridge(addresses.roles["wahana_app_ro"], wakeups)
        await bridge.start()
        stack.push_async_callback(bridge.close)
        log = PostgresLog(database)
        writer = Writer(log, wakeups=wakeups)
        stack.push_async_callback(writer.close)
        yield _put_together(addresses, clock, database, log, writer, keys, root)


async def _must_fit(keys: PostgresKeyStore, entries: Sequence[TenantListing]) -> None:
    """Check that the root key opens this key store's keys before anything is sealed; one tenant is
    enough."""
    for entry in entries:
        if await keys.try_root_key(entry.tenant):
            return


def _put_together(
    addresses: Addresses,
    clock: Clock,
    database: Database,
    log: PostgresLog,
    writer: Writer,
    keys: PostgresKeyStore,
    root: RootKey,
) -> ServiceParts:
    events = registry.event_registry()
    ring = KeyRing(keys)
    sealer = Sealer(ring, open_type=Personal, sealed_type=Sealed)
    infrastructure = AsyncInfrastructureFactory(
        log, writer, AsyncMapper(events, sealer), wakeups=writer.wakeups
    )
    repository = Repository(infrastructure.event_store)
    opener = Opener(ring)
    directory = Directory(database)
    refusals = RefusalTable(database)
    authorizer = Authorizer(
        directory=directory,
        repository=repository,
        reference=REFERENCE,
        kinds=registry.KINDS,
        clock=clock,
    )
    held = HeldNumbers(repository=repository, stores=infrastructure.event_store, opener=opener)
    unique = UniqueValues(PostgresClaims(database), BlindIndex(root), held)
    executor = Executor(
        stores=infrastructure.event_store,
        repository=repository,
        refusals=refusals,
        digest=CommandDigest(root).digest,
        refusal_type=Refused,
        unique=unique,
    )
    return ServiceParts(
        addresses=addresses,
        clock=clock,
        database=database,
        events=events,
        log=log,
        infrastructure=infrastructure,
        wakeups=writer.wakeups,
        writer=writer,
        repository=repository,
        sealer=sealer,
        opener=opener,
        directory=directory,
        refusals=refusals,
        authorizer=authorizer,
        executor=executor,
        unique=unique,
        projector=Projector(database=database, registry=events, opener=opener.open, clock=clock),
        keys=keys,
    )
