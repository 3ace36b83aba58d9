"""Commands that meet on a stream which neither is about (a slot): both get through."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

from tests.logs.building import ACTOR
from tests.logs.counting import META, Counted, Counter, infrastructure

from wahana.platform.append import Log
from wahana.platform.commands import Executor
from wahana.platform.execution import (
    Accepted,
    CommandRequest,
    DecisionResult,
    ExecutableCommand,
    LoadState,
)
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log
from wahana.platform.repository import Repository


class NoRefusals:
    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None:
        raise AssertionError(f"{order.name} was refused: {code}")


def _executor(log: Log) -> Executor:
    stores = infrastructure(log).event_store
    return Executor(
        stores=stores,
        repository=Repository(stores),
        refusals=NoRefusals(),
        digest=lambda tenant, client, name, body: bytes(32),
        refusal_type=LookupError,
    )


def _takes(tenant: TenantId, own: UUID, slot: UUID) -> ExecutableCommand:
    """An order that writes to its own stream and to the slot."""

    def decide(load: LoadState) -> DecisionResult:
        happened = [(load(Counter, own), Counted(1)), (load(Counter, slot), Counted(1))]
        return DecisionResult((Counter, own), happened, META, ACTOR)

    return ExecutableCommand(
        tenant=tenant,
        actor_id=ACTOR,
        client="test",
        name="Take",
        body=b"",
        request=CommandRequest(key=str(uuid4())),
        decide=decide,
        target=lambda load: (Counter, own),
    )


async def test_a_state_read_before_another_command_moved_it_is_read_again(
    log: Log, tenant: TenantId
) -> None:
    executor, slot = _executor(log), uuid4()
    results = await asyncio.gather(
        *(executor.execute(_takes(tenant, uuid4(), slot)) for _ in range(6))
    )
    assert all(isinstance(result, Accepted) for result in results)
    assert await log.versions(tenant, [slot]) == {slot: 6}
    assert await check_log(log, tenant) is None


async def test_a_state_in_memory_that_another_process_has_moved_is_read_again(
    log: Log, tenant: TenantId
) -> None:
    ours, theirs, slot = _executor(log), _executor(log), uuid4()
    for executor in (ours, theirs, ours, theirs):
        result = await executor.execute(_takes(tenant, uuid4(), slot))
        assert isinstance(result, Accepted)
    assert await log.versions(tenant, [slot]) == {slot: 4}
