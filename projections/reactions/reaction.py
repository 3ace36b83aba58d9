"""Process managers: they read events like a view, and give commands like anybody.

A reaction has its own checkpoint per tenant, lease, stop and ``wahana status`` line, because it
*is* run as a view: its tables are the list of what it has still to do (referrals that are open,
services that end), written in the transaction that moves its checkpoint. Its commands go through
the executor as the actor PROCESS, judged like all others, each under a key made of the causing
event and the command: a batch that runs again after a crash gives them again, and each gets its
first result. So what follows from an event happens exactly once.

A refusal is an answer too: it stands in the record of refused commands, and the reaction goes on.
An event that cannot be reacted to stops that reaction of that tenant, as it would stop a view.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid5

import msgspec
import structlog

from wahana.domain.kernel.model import Actor, Command
from wahana.platform.append import QueueFull
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.ids import TenantId
from wahana.platform.orders import Accepted, CommandRequest, Conflict, Order, Rejected, Result
from wahana.platform.tables import AnyTable
from wahana.platform.views import Batch, View
from wahana.tenants.scope import Authorizer, ServiceActor, canonical

_LOG = structlog.get_logger(__name__)

PROCESS = ServiceActor(
    Actor(uuid5(UUID(int=0), "wahana/process"), "PROCESS"), client="wahana process manager"
)
"""The service itself as an actor: the same id in every installation."""
BATCH_EVENTS = 50
"""Events of one transaction: its commands are given while the checkpoint is held."""
_ENCODER = msgspec.json.Encoder(order="sorted")


class NotNow(TimeoutError):
    """The command could not be given just now; the batch is tried again."""


class Commands(Protocol):
    """Executes orders (``wahana.platform.commands.Executor``)."""

    async def execute(self, order: Order) -> Result: ...


class States(Protocol):
    """Reads aggregates as the log has them now (``wahana.platform.repository.Repository``)."""

    async def refresh(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Hands:
    """What a reaction acts with."""

    authorizer: Authorizer
    commands: Commands
    states: States

    async def give(
        self,
        tenant: TenantId,
        command: Command,
        *,
        because: str,
        about: UUID,
        cause: UUID | None = None,
        on: date | None = None,
    ) -> Result:
        """Give a command as the actor PROCESS; again under the same key it is not done twice.

        ``because`` names what led to it and never changes for it, ``about`` is the case it
        belongs to, ``cause`` the event, ``on`` the business date (default today). Raises
        :class:`NotNow`, and what the database raises.
        """
        request = CommandRequest(
            key=_key(because, command),
            occurred_on=on,
            source="process",
            correlation=about,
            causation=cause,
        )
        body = canonical(command, request)
        order = self.authorizer.order_of_service(tenant, PROCESS, command, request, body)
        try:
            result = await self.commands.execute(order)
        except QueueFull as error:
            raise NotNow("the tenant's queue of commands is full") from error
        if isinstance(result, Conflict):
            raise NotNow("the streams of the command are being written by others")
        if isinstance(result, Rejected):
            _LOG.info(
                "reaction_refused",
                tenant=str(tenant),
                command=type(command).__name__,
                code=result.code,
                because=because,
            )
        return result


def _key(because: str, command: Command) -> str:
    """The same for the same wish: cause, command, and what exactly is asked."""
    asked = hashlib.sha256(_ENCODER.encode(command)).hexdigest()[:24]
    return f"{because}/{type(command).__name__}/{asked}"


def accepted(result: Result) -> bool:
    """Whether a command was accepted, now or the first time."""
    return isinstance(result, Accepted)


def because_of(event: Recorded) -> str:
    """The name of an event as a cause."""
    return f"event/{event.event_id}"


React = Callable[[WorkSession, Batch, Hands], Awaitable[None]]
"""Writes the reaction's own list and gives what commands follow from the batch's events."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reaction:
    """A process manager: which events it needs, its list, and what it does."""

    name: str
    """Unique among views and reactions; also the folder's name."""
    version: int
    """As of a view; but a reaction is never rebuilt: what it did was done."""
    topics: frozenset[str]
    tables: tuple[AnyTable, ...]
    react: React

    @property
    def definition(self) -> View:
        """Its tables and name, for installing and for ``wahana status``; it does nothing."""
        return self._as_view(_nobody)

    def by(self, hands: Hands) -> View:
        """The reaction at work, to be run beside the views."""

        async def apply(session: WorkSession, batch: Batch) -> None:
            await self.react(session, batch, hands)

        return self._as_view(apply)

    def _as_view(self, apply: Callable[[WorkSession, Batch], Awaitable[None]]) -> View:
        return View(
            name=self.name,
            version=self.version,
            topics=self.topics,
            tables=self.tables,
            apply=apply,
            ahead=False,
            batch_events=BATCH_EVENTS,
        )


async def _nobody(session: WorkSession, batch: Batch) -> None:
    raise NotNow("this process gives no commands; 'wahana work' does")
