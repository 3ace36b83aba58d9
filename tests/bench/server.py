"""The service's API in a process of its own, in one of four ways to the same answers.

``python -m tests.bench.server PLACE ROAD``. Each way has the same handlers, writer, pools and
database, the same uvicorn with uvloop and httptools; only the code between HTTP and the handler
differs.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import strawberry
import uvicorn
import uvloop
from starlette.responses import Response
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from wahana.deploy import jobs, registry, serving
from wahana.deploy.assembly import ServiceParts
from wahana.graphql import app, planned, schema
from wahana.graphql.http import AuthFailure
from wahana.platform.settings import Settings

from . import loaders
from .stage import Place, answer, wishes

ROADS = {
    "wahana": "Wahana: planned mutations, compiled lists",
    "loaders": "Strawberry with DataLoaders and its caches",
    "strawberry-cached": "Strawberry, parser and validation caches",
    "strawberry": "Strawberry as it comes",
}


def application(road: str, service: ServiceParts) -> Any:
    """The ASGI application of a road."""
    if road == "wahana":
        return serving.application(service, Settings())
    made = loaders.SCHEMA if road == "loaders" else schema.make(registry.COMMANDS)
    planned.attach(made._schema)
    if road != "strawberry":
        made.extensions = [lambda: ParserCache(), lambda: ValidationCache()]
    return PlainStrawberry(made, app._authenticator(serving.parts(service)))


class PlainStrawberry(GraphQL[Any, Any]):
    """Strawberry's own ASGI application; a request is admitted as the API does it."""

    def __init__(self, made: strawberry.Schema, authenticate: Any) -> None:
        super().__init__(made)
        self._authenticate = authenticate

    async def get_context(self, request: Any, response: Response) -> Any:
        found = await self._authenticate(request.headers)
        if isinstance(found, AuthFailure):
            raise PermissionError(found.message)
        return loaders.Context(found) if self.schema is loaders.SCHEMA else found


@asynccontextmanager
async def listening(application: Any) -> AsyncIterator[str]:
    """The address of an application served as ``wahana serve`` does it."""
    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off",
        ws="websockets-sansio", server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def resident_mib() -> float:
    """Resident memory of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def main(place: str, road: str) -> None:
    """Serve until the caller is gone; answer what the process has used so far."""
    async with (
        Place.read(place).service() as service,
        listening(application(road, service)) as url,
    ):
        jobs.settle()  # as ``wahana serve`` does
        answer({"url": url})
        async for _ in wishes():
            used = resource.getrusage(resource.RUSAGE_SELF)
            answer({"cpu_s": used.ru_utime + used.ru_stime, "rss_mib": resident_mib()})


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2]))
