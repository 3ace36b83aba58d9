"""If the vault rejects a command, the answer is a refusal, not an error of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.logs.building import ACTOR
from tests.logs.counting import META, REGISTRY, Counted, Counter

from wahana.deploy import registry
from wahana.platform.append import Log
from wahana.platform.commands import Executor
from wahana.platform.execution import (
    Accepted,
    CommandRequest,
    DecisionResult,
    ExecutableCommand,
    Rejected,
)
from wahana.platform.ids import TenantId
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.mapper import AsyncMapper
from wahana.platform.repository import Repository
from wahana.platform.vault.errors import SubjectErased, ValueTooLong
from wahana.platform.writer import Writer

SAID = (SubjectErased(UUID(int=5), "contact"), ValueTooLong("private_note", 16_384))


class Sealer:
    """Seals nothing while it has something to say."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    async def seal(self, tenant: TenantId, happened: Sequence[tuple[UUID, Any]]) -> list[Any]:
        if self.error is not None:
            raise self.error
        return [(data, ()) for _, data in happened]

    def unique_values(self, happened: Sequence[Any]) -> list[Any]:
        return []


class Refusals:
    def __init__(self) -> None:
        self.codes: list[tuple[str, str | None]] = []

    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None:
        self.codes.append((code, field))


@pytest.mark.parametrize("error", SAID, ids=[error.code for error in SAID])
async def test_what_cannot_be_sealed_is_refused_and_the_key_stays_free(
    log: Log, tenant: TenantId, error: SubjectErased | ValueTooLong
) -> None:
    sealer, refusals, own = Sealer(), Refusals(), uuid4()
    made = AsyncInfrastructureFactory(log, Writer(log), AsyncMapper(REGISTRY, sealer))
    executor = Executor(
        stores=made.event_store,
        repository=Repository(made.event_store),
        refusals=refusals,
        digest=lambda *_: bytes(32),
        refusal_type=LookupError,
    )
    order = ExecutableCommand(
        tenant=tenant,
        actor_id=ACTOR,
        client="test",
        name="Count",
        body=b"",
        request=CommandRequest(key="1"),
        decide=lambda load: DecisionResult(
            (Counter, own), [(load(Counter, own), Counted(1))], META, ACTOR
        ),
        target=lambda load: (Counter, own),
    )
    sealer.error = error
    assert await executor.execute(order) == Rejected(error.code, error.field, error.params)
    assert refusals.codes == [(error.code, error.field)]
    assert error.code in registry.RULES, "it has a text"
    assert await log.head(tenant) == 0
    sealer.error = None
    assert isinstance(await executor.execute(order), Accepted)
    sealer.error = error
    again = await executor.execute(order)
    assert isinstance(again, Accepted), "a retry is answered with the first result"
    assert again.repeated


def test_the_field_is_named_as_the_api_has_it() -> None:
    assert ValueTooLong("candidates.3.private_note", 1).field == "candidates.3.privateNote"
