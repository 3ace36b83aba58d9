"""Where the databases are: the ones the settings name, or the embedded ones.

Every command of the command line works beside a running demo: if another process runs the
embedded server on the data folder, it is used; otherwise it is started for as long as needed.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from wahana.platform import databases
from wahana.platform.database import DatabaseUnavailable
from wahana.platform.embedded import (
    CannotStart,
    EmbeddedPostgres,
    ServerAddress,
    holds_cluster,
    running,
)
from wahana.platform.restore_switch import RestoredDatabase, finish
from wahana.platform.settings import Settings
from wahana.platform.vault.errors import RootKeyRefused
from wahana.platform.vault.postgres_keys import holds_keys
from wahana.platform.vault.root_key import LocalRootKey

from .assembly import Addresses

EVENTS_DATABASE = "wahana"
VAULT_DATABASE = "wahana_vault"


@contextlib.asynccontextmanager
async def addresses(
    settings: Settings, *, alone: bool = False, make: bool = True
) -> AsyncIterator[Addresses]:
    """The URLs of both databases, which are made if they are not there.

    ``alone``: the embedded server must be this process's own, as for the demo, whose end would
    take the server away from another one. Without ``make`` nothing is made: a mistyped folder is
    reported, not filled. An interrupted restore is finished first. Raises ``DataInUse``,
    ``CannotStart``, ``DatabaseUnavailable`` and ``RestoreRefused``, each with a message that says
    what to do.
    """
    async with contextlib.AsyncExitStack() as stack:
        password: str | None = None
        if settings.database_url is not None:
            events = settings.database_url.get_secret_value()
            name = f"{databases.name_in(events)}_vault"
            vault = (
                settings.vault_url.get_secret_value()
                if settings.vault_url is not None
                else databases.at(events, name)
            )
        else:
            server: ServerAddress | EmbeddedPostgres | None = (
                None if alone else running(settings.data)
            )
            if server is None:
                if not make and not holds_cluster(settings.data):
                    raise CannotStart(
                        f"there is no database in the data folder {settings.data.resolve()}: give "
                        "the right one with --data or WAHANA_DATA, or make one here: wahana migrate"
                    )
                server = await stack.enter_async_context(EmbeddedPostgres.start(settings.data))
            events, vault = server.url(EVENTS_DATABASE), server.url(VAULT_DATABASE)
            address = server if isinstance(server, ServerAddress) else server.address
            password = address.password
        # First: else a database that is not renamed yet would be created again, empty.
        await finish([RestoredDatabase(events), RestoredDatabase(vault)], root_key_file(settings))
        for url in (events, vault):
            server_url, name = databases.at(url, "postgres"), databases.name_in(url)
            if make:
                await databases.ensure(server_url, name)
            elif not await databases.exists(server_url, name):
                raise DatabaseUnavailable(
                    f"the server has no database '{name}'; make it here: wahana migrate"
                )
        yield Addresses(events=events, vault=vault, service_password=password)


def root_key_file(settings: Settings) -> Path:
    """The file of the root key."""
    return settings.root_key_file or settings.data / "root.key"


async def root_key(settings: Settings, addresses: Addresses) -> LocalRootKey:
    """The root key; made only where the key store is empty, at the first start.

    Raises ``RootKeyRefused``, and writes nothing, if the file is gone.
    """
    path = root_key_file(settings)
    if not path.exists() and await holds_keys(addresses.vault):
        raise RootKeyRefused(
            f"the root key file {path} is not there, but the key store holds keys that only it "
            "opens: put it back (a folder made by 'wahana backup' has it as root.key), or set "
            "WAHANA_ROOT_KEY_FILE to where it is. No new one was made: it would open nothing."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return LocalRootKey.obtain(path)
