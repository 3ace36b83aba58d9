"""Where the databases are: the ones the settings name, or the embedded ones.

Every command of the command line works beside a running demo: if another process runs the
embedded server on the data folder, it is used; otherwise it is started for as long as needed.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from wahana.platform import databases
from wahana.platform.embedded import EmbeddedPostgres, ServerAddress, running
from wahana.platform.settings import Settings
from wahana.platform.vault.root_key import LocalRootKey

from .assembly import Addresses

EVENTS_DATABASE = "wahana"
VAULT_DATABASE = "wahana_vault"


@contextlib.asynccontextmanager
async def addresses(settings: Settings, *, alone: bool = False) -> AsyncIterator[Addresses]:
    """The URLs of both databases, which are made if they are not there.

    ``alone``: the embedded server must be this process's own, as for the demo, whose end would
    take the server away from another one.
    Raises ``DataInUse``, ``CannotStart`` and ``DatabaseUnavailable``, each with its cure.
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
                server = await stack.enter_async_context(EmbeddedPostgres.start(settings.data))
            events, vault = server.url(EVENTS_DATABASE), server.url(VAULT_DATABASE)
            address = server if isinstance(server, ServerAddress) else server.address
            password = address.password
        for url in (events, vault):
            await databases.ensure(databases.at(url, "postgres"), databases.name_in(url))
        yield Addresses(events=events, vault=vault, service_password=password)


def root_key_file(settings: Settings) -> Path:
    """The file of the root key."""
    return settings.root_key_file or settings.data / "root.key"


def root_key(settings: Settings) -> LocalRootKey:
    """The root key, made at the first start."""
    path = root_key_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    return LocalRootKey.obtain(path)
