"""Serving the API with uvicorn: the application on a service, until told to stop.

Stopping is graceful: the listener closes, requests in flight are answered, then the service
closes its writer, which answers what was taken. A second signal does not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import structlog
import uvicorn

from wahana.domain.reference.catalogue import REFERENCE
from wahana.graphql import app, schema
from wahana.graphql.app import Check
from wahana.graphql.request import RequestServices
from wahana.platform import positions
from wahana.platform.processes import process_status
from wahana.platform.settings import Settings
from wahana.projections.registry import VIEWS

from . import assembly, jobs, registry
from .assembly import ServiceParts
from .processes import NAMES

GRACE_SECONDS = 20
"""How long requests in flight may take once the process was told to stop."""

_log = structlog.get_logger(__name__)


def parts(service: ServiceParts) -> RequestServices:
    """What the API is given of a service."""
    return RequestServices(
        clock=service.clock,
        database=service.database,
        events=service.events,
        log=service.log,
        infrastructure=service.infrastructure,
        opener=service.opener,
        directory=service.directory,
        refusals=service.refusals,
        authorizer=service.authorizer,
        executor=service.executor,
        unique=service.unique,
        reference=REFERENCE,
        rules=registry.RULES,
    )


def application(service: ServiceParts, settings: Settings) -> Any:
    """The ASGI application on a service."""
    return app.application(
        parts(service),
        schema.make(registry.COMMANDS),
        checks=checks(service),
        origins=settings.cors_origins,
        development=settings.development,
    )


def checks(service: ServiceParts) -> dict[str, Check]:
    """What has to work before requests are sent here."""

    async def events() -> str | None:
        await service.directory.find("readiness")
        return None

    async def keys() -> str | None:
        await service.keys.check()
        return None

    async def schemas() -> str | None:
        await assembly.check(service.addresses)
        return None

    async def views() -> str | None:
        database, clock = service.database, service.clock
        rows = await positions.status(database, VIEWS, clock=clock)
        stopped = {row.view for row in rows if row.state == "stopped" and row.follows}
        found = await process_status.status(database, NAMES, clock=clock)
        stopped |= {row.name for row in found if row.state == "stopped"}
        # A stopped view answers with stale: true; the rest goes on, so it is reported, not refused.
        if stopped:
            _log.warning("views are stopped", view=", ".join(sorted(stopped)))
        return None

    return {"event database": events, "key store": keys, "schema": schemas, "views": views}


@contextlib.asynccontextmanager
async def serving(
    service: ServiceParts, settings: Settings
) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """A listening server and its address, for as long as the context lasts.

    Raises ``OSError`` if the address cannot be listened on; its message says how to fix it.
    """
    listener = listening(settings)
    config = uvicorn.Config(
        application(service, settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="api")
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(0.02)
        port = listener.getsockname()[1]
        yield server, f"http://{settings.host}:{port}"
    finally:
        server.should_exit = True
        await task


def listening(settings: Settings) -> socket.socket:
    """A socket on the address of the settings. Raises ``OSError``; its message says how to fix
    it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        raise OSError(
            f"cannot listen on {settings.host}:{settings.port}: {error}. Is the port in use, or "
            "the address of another machine? Choose others with --port and --host"
        ) from error


class _Server(uvicorn.Server):
    """Leaves the signals to the caller, which runs several things in this process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


async def serve_until_stopped(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = jobs.stop_event()
    async with jobs.service(settings) as service, serving(service, settings) as (_, url):
        jobs.settle()
        _log.info("serving", path=url)
        await stop.wait()
        _log.info("stopping: what is in flight is finished")
