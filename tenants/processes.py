"""The service itself as an actor: what process managers know of an office, and their commands.

Their commands are judged like any other: by the role table as PROCESS, and by every rule. A refusal
is recorded with the refused commands, and the process manager continues.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID, uuid5

import structlog
from eventsourcing.persistence import OperationalError

from wahana.domain.kernel import policy_editions, roles
from wahana.domain.kernel.model import Actor
from wahana.domain.kernel.processes import ProcessContext
from wahana.platform.execution import (
    Accepted,
    CommandRequest,
    Conflict,
    ExecutableCommand,
    LoadState,
    Result,
)
from wahana.platform.ids import TenantId
from wahana.platform.processes.manager import Instruction

from .authorization import Authorizer, ServiceActor, canonical
from .tenant import Tenant

_LOG = structlog.get_logger(__name__)

PROCESS = ServiceActor(
    Actor(uuid5(UUID(int=0), "wahana/process"), roles.PROCESS), client="wahana process manager"
)
"""The same id in every installation."""


class StreamsBusy(OperationalError):
    """The streams of a command are being written by others. It is sent again shortly."""


class Executes(Protocol):
    """Executes orders (``wahana.platform.commands.Executor``)."""

    async def execute(self, order: ExecutableCommand) -> Result: ...


def process_context(
    tenant: TenantId, load: LoadState, linked: Callable[[UUID], Sequence[UUID]]
) -> ProcessContext:
    """What process managers may know of an office. Raises what ``load`` raises."""
    office: Tenant = load(Tenant, tenant)
    return ProcessContext(
        tenant_id=tenant,
        time_zone=office.time_zone,
        backlog_until=office.backlog_until,
        resolve_policies=lambda day: policy_editions.resolve(office.policy_versions, day),
        load=load,
        linked=linked,
    )


class ProcessCommands:
    """Sends commands as the actor PROCESS; fits ``platform.processes.manager.CommandSender``."""

    def __init__(self, authorizer: Authorizer, executor: Executes) -> None:
        self._authorizer = authorizer
        self._executor = executor

    async def give(
        self,
        tenant: TenantId,
        instruction: Instruction,
        key: str,
        *,
        cause: UUID | None = None,
        on: date | None = None,
    ) -> bool:
        """Send a command; return whether it was accepted, now or when its key was first used.

        Raises :class:`StreamsBusy`, and as ``Executor.execute``.
        """
        command = instruction.command
        request = CommandRequest(
            key=key,
            occurred_on=on,
            source="process",
            correlation=instruction.about,
            causation=cause,
        )
        body = canonical(command, request)
        order = self._authorizer.order_of_service(tenant, PROCESS, command, request, body)
        result = await self._executor.execute(order)
        if isinstance(result, Conflict):
            raise StreamsBusy("the streams of the command are being written by others")
        if isinstance(result, Accepted):
            return True
        _LOG.info(
            "process_command_refused",
            tenant=str(tenant),
            operation=type(command).__name__,
            code=result.code,
        )
        return False
