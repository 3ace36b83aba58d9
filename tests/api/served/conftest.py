"""A schema with mutations and subscriptions over the sample, and a server of it on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import pytest
import strawberry
import uvicorn
from starlette.applications import Starlette
from tests.patience import PATIENCE_S

from wahana.graphql.engine import Engine, root_type
from wahana.graphql.handler import RequestHandler
from wahana.graphql.http import AuthFailure, cors
from wahana.graphql.limits import Limits
from wahana.graphql.planned import handled
from wahana.graphql.routes import routes
from wahana.graphql.scalars import BigInt


@strawberry.type(description="Where it was written.")
class Receipt:
    position: BigInt = strawberry.field(description="Position.")
    hashes: list[str] = strawberry.field(description="Hashes.")


@strawberry.enum(description="Which.")
class Outcome(Enum):
    NEW = "new"
    OLD = "old"


@strawberry.type(description="Done.")
class Accepted:
    position: BigInt = strawberry.field(description="Position.")
    version: int = strawberry.field(description="Version.")
    stage: Outcome | None = strawberry.field(description="Which.", default=None)
    receipt: Receipt | None = strawberry.field(description="Receipt.", default=None)


@strawberry.type(description="Refused.")
class Rejected:
    code: str = strawberry.field(description="Code.")
    field: str | None = strawberry.field(description="Field.", default=None)


@strawberry.type(description="Too late.")
class Conflict:
    current_version: int = strawberry.field(description="Version.")
    changed_fields: list[str] = strawberry.field(description="Fields.")


CommandResult = Annotated[
    Accepted | Rejected | Conflict, strawberry.union("CommandResult", description="Outcome.")
]


@strawberry.input(description="What to do.")
class ActInput:
    idempotency_key: str = strawberry.field(description="Key.")
    outcome: str = strawberry.field(description="What the test wants to happen.")
    amount: BigInt | None = strawberry.field(description="Amount.", default=strawberry.UNSET)


OUTCOMES: dict[str, Callable[[], Any]] = {
    "accepted": lambda: Accepted(
        position=7, version=1, stage=Outcome.NEW, receipt=Receipt(position=2**40, hashes=["a", "b"])
    ),
    "bare": lambda: Accepted(position=8, version=2),
    "rejected": lambda: Rejected(code="SEAT_TAKEN", field="seat"),
    "conflict": lambda: Conflict(current_version=3, changed_fields=["name"]),
    "null": lambda: None,
    "big": lambda: Accepted(position=1, version=2**31),
    "holes": lambda: Conflict(current_version=1, changed_fields=["a", None]),  # type: ignore
    "stranger": lambda: Receipt(position=1, hashes=[]),
}
ACTED: list[tuple[str, Any]] = []


async def act(context: Any, arguments: dict[str, Any]) -> Any:
    given = arguments["input"]
    ACTED.append((given["idempotencyKey"], given.get("amount")))
    await asyncio.sleep(0)
    if given["outcome"] == "fault":
        raise RuntimeError("secret detail")
    return OUTCOMES.get(given["outcome"], OUTCOMES["accepted"])()


@pytest.fixture(scope="session")
def acts() -> list[tuple[str, Any]]:
    """What the handler was called with: keys and amounts."""
    return ACTED


@pytest.fixture
def revoked() -> Iterator[list[int]]:
    """What the revocable token is refused with, for one test."""
    yield REVOKED
    REVOKED.clear()


@pytest.fixture(scope="session")
def stopped() -> list[str]:
    """The subscriptions that were stopped."""
    return STOPPED


@pytest.fixture(scope="session")
def mutation() -> type[Any]:
    arguments = {"input": (ActInput, "What to do.")}
    return root_type(
        "Mutation",
        [
            handled("act", act, CommandResult, "Act.", arguments),
            handled("tryToAct", act, CommandResult | None, "Act, maybe.", arguments),
        ],
        "What can be done.",
    )


@strawberry.type(description="What can be followed.")
class Subscription:
    @strawberry.subscription(description="Counts up.")
    async def count(self, info: strawberry.Info, upTo: int) -> AsyncGenerator[int, None]:  # noqa: N803
        for number in range(upTo):
            yield number
            await asyncio.sleep(0.01)
        if upTo == 3:
            raise RuntimeError("secret detail")

    @strawberry.subscription(description="Waits for ever; says so when it is stopped.")
    async def wait(self, info: strawberry.Info) -> AsyncGenerator[int, None]:
        try:
            yield 0
            await asyncio.sleep(3600)
        finally:
            STOPPED.append("wait")


STOPPED: list[str] = []
REVOKED: list[int] = []
"""The status with which the revocable token is refused, once it is revoked."""


@pytest.fixture(scope="session")
def subscription(engine: Engine) -> type[Any]:
    """The subscriptions, and one whose events are rows of a relation."""

    async def changes(
        context: Any, given: Mapping[str, Any]
    ) -> AsyncGenerator[tuple[UUID, int], None]:
        identity = UUID(given["id"].rpartition("_")[2])
        for position in (999, 1000):
            yield identity, position
        yield UUID(int=0), 1000

    followed = engine.subscription(
        "groupChanged",
        "Group",
        changes,
        "A group as it changes.",
        {"id": (strawberry.ID, "Which.")},
    )
    others = Subscription.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return root_type("Subscription", [*others, followed], "What can be followed.")


@pytest.fixture(scope="session")
def schema(
    engine: Engine, query: type[Any], mutation: type[Any], subscription: type[Any]
) -> strawberry.Schema:
    return engine.schema(query=query, mutation=mutation, subscription=subscription)


@pytest.fixture(scope="session")
def handler(schema: strawberry.Schema) -> RequestHandler:
    patient = {"timeout_s": PATIENCE_S, "init_wait_s": PATIENCE_S}
    return RequestHandler(schema, Limits(operations_per_socket=2, recheck_s=0.1, **patient))


@pytest.fixture(scope="session")
async def served(handler: RequestHandler, context: Callable[..., Any]) -> AsyncIterator[str]:
    """The address of a server of the sample schema on loopback."""
    async with serving(handler, context) as address:
        yield address


@contextlib.asynccontextmanager
async def serving(handler: RequestHandler, context: Callable[..., Any]) -> AsyncIterator[str]:
    """The address of a server of a handler, while it lasts."""

    async def authenticate(headers: Mapping[str, str]) -> Any:
        match headers.get("authorization", "").removeprefix("Bearer "):
            case "wrong":
                return AuthFailure("this token is unknown; get a new one")
            case "forbidden":
                return AuthFailure("this token may not do that", code="FORBIDDEN", status=403)
            case "short":
                return context(expires_at=datetime.now(UTC) + timedelta(seconds=1.5))
            case "revocable" if REVOKED:
                return AuthFailure("this token was revoked; ask for a new one", status=REVOKED[0])
        return context()

    application = Starlette(
        routes=routes(handler, authenticate, development=True),
        middleware=cors(["https://konsol.example"]),
    )
    server = uvicorn.Server(
        uvicorn.Config(
            application, port=0, log_level="warning", lifespan="off", ws="websockets-sansio"
        )
    )
    server.install_signal_handlers = lambda: None  # type: ignore[method-assign]
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/graphql"
    server.should_exit = True
    await running
