"""Protocols of process managers and of the sender of their commands.

The classes themselves are the domain's (``wahana.domain.kernel.processes``); the engine knows them
only by these protocols.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol
from uuid import UUID

import msgspec

from ..events import Recorded
from ..execution import LoadState
from ..ids import TenantId

_ENCODER = msgspec.json.Encoder(order="sorted")


class WorkItem(Protocol):
    """An entry of a work list: a stream, when it is due, and the links by which it is found."""

    @property
    def id(self) -> UUID: ...
    @property
    def due(self) -> date | None: ...
    @property
    def links(self) -> tuple[UUID, ...]: ...
    @property
    def done(self) -> bool: ...


class Instruction(Protocol):
    """A command that a process manager asks for, its correlation id, and its cause if no event."""

    @property
    def command(self) -> Any: ...
    @property
    def about(self) -> UUID: ...
    @property
    def because(self) -> str | None: ...


class ProcessManager(Protocol):
    """Pure: each method may be asked again, and may raise what ``context`` raises."""

    NAME: ClassVar[str]
    TOPICS: ClassVar[frozenset[str]]

    def work_item(self, event: Recorded, context: Any) -> WorkItem | None: ...
    def react(self, event: Recorded, context: Any) -> Sequence[Instruction]: ...
    def due(self, item: UUID, on: date, context: Any) -> Sequence[Instruction]: ...


class LinkedStreams(Protocol):
    """The streams on a work list that are linked to an id."""

    def __call__(self, link: UUID, /) -> Sequence[UUID]: ...


MakeContext = Callable[[TenantId, LoadState, LinkedStreams], Any]
"""What a process manager may read of a tenant; made for each question, from the loaded states."""


class CommandSender(Protocol):
    """Sends commands as the actor of the service (``wahana.tenants.processes``)."""

    async def give(
        self,
        tenant: TenantId,
        instruction: Instruction,
        key: str,
        *,
        cause: UUID | None = None,
        on: date | None = None,
    ) -> bool:
        """Send a command; return whether it was accepted, now or the first time its key was used.

        ``cause`` is the event that led to it, ``on`` the business date (default: today). A refusal
        is a result, no exception. Raises one of ``errors.TRANSIENT`` if there is none for the
        moment.
        """
        ...


def cause_of(event: Recorded) -> str:
    """The name of an event as a cause."""
    return f"event/{event.event_id}"


def key_of(cause: str, instruction: Instruction) -> str:
    """The idempotency key of an instruction: cause, command, and what exactly is asked.

    The same instruction for the same cause has the same key, whenever it is sent again.
    """
    command = instruction.command
    asked = hashlib.sha256(_ENCODER.encode(command)).hexdigest()[:24]
    return f"{instruction.because or cause}/{type(command).__name__}/{asked}"
