"""Random batches: stale, repeated, guarded commands, judged as if written one after the other."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from tests.logs.building import OTHER_DIGEST, SequentialModel, command, comparable, event

from wahana.platform.append import Append, Guard, Log
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log


@pytest.mark.parametrize("seed", range(12))
async def test_random_batches_agree_with_writing_one_after_the_other(
    log: Log, tenant: TenantId, seed: int
) -> None:
    chance = random.Random(seed)
    model = SequentialModel()
    streams = [UUID(int=chance.getrandbits(128)) for _ in range(4)]
    sent: list[Append] = []
    for _ in range(25):
        batch = [_random_command(chance, model, streams, sent) for _ in range(chance.randint(1, 6))]
        sent += batch
        outcomes = await log.append(tenant, batch)
        assert [comparable(outcome) for outcome in outcomes] == [
            model.append(append) for append in batch
        ]
        assert await log.versions(tenant, streams) == {
            name: model.versions.get(name, 0) for name in streams
        }
    rows = [row async for row in log.read_log(tenant)]
    assert [row.event_id for row in rows] == [new.event_id for new in model.events]
    assert await check_log(log, tenant) is None


def _random_command(
    chance: random.Random, model: SequentialModel, streams: list[UUID], sent: list[Append]
) -> Append:
    """A command that is mostly right for the state before its batch, else stale or a repetition."""
    if sent and chance.random() < 0.1:
        again = chance.choice(sent)
        if chance.random() < 0.3:
            return command(*again.events, key=again.key.key, digest=OTHER_DIGEST)
        return again
    events = []
    for name in chance.sample(streams, chance.randint(1, 2)):
        slip = chance.choice([0, 0, 0, 0, 0, -1, 1])
        start = max(model.versions.get(name, 0) + slip, 0) + 1
        events += [event(name, start + n) for n in range(chance.randint(1, 3))]
    guards = [
        Guard(name, max(model.versions.get(name, 0) + chance.choice([0, 0, 0, 1, -1]), 0))
        for name in chance.sample(streams, chance.choice([0, 0, 1, 2]))
    ]
    return command(*events, guards=guards)
