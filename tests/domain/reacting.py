"""Runs the process managers on the events of a world of the domain's tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from wahana.domain.kernel.model import Actor, Event
from wahana.domain.kernel.processes import ProcessContext, ProcessManager

from .conftest import Scenario, uid

EVENT = uid("event")
PROCESS = Actor(id=uid("process"), role="PROCESS")


@dataclass
class Happening:
    """An event as a process manager gets it."""

    data: Event
    originator_id: UUID
    occurred_on: date
    version: int = 1
    event_id: UUID = EVENT
    recorded_at: datetime = datetime(2012, 1, 1, tzinfo=UTC)


def process_context(world: Scenario, linked: tuple[UUID, ...] = ()) -> ProcessContext:
    return ProcessContext(
        tenant_id=world.tenant_id,
        time_zone="Asia/Jakarta",
        backlog_until=None,
        resolve_policies=lambda _: world.policies,
        load=world.state,
        linked=lambda _: linked,
    )


def reacted(
    world: Scenario,
    manager: ProcessManager,
    written: Iterable[tuple[Any, Event]],
    on: date,
    *,
    linked: tuple[UUID, ...] = (),
) -> int:
    """Run the process managers on events; return the number of commands."""
    given = 0
    for state, event in written:
        if event.TOPIC not in manager.TOPICS:
            continue
        happening = Happening(event, state.id, on)
        for instruction in manager.react(happening, process_context(world, linked)):
            world.when(instruction.command, on=on, actor=PROCESS).accepted()
            given += 1
    return given
