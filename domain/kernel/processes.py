"""The words of process managers: events in, commands out.

A process manager carries on what a rule of one stream begins in others: a plan becomes services,
a day that passes ends a referral. It is pure, as decisions are: it asks for the states it needs,
says which commands follow from an event, and what it has still to wait for. The runner
(``wahana.platform.processes``) gives it events in order, keeps its work list and gives its
commands, each exactly once; it knows these words by their shape only (decision record 0024).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Protocol
from uuid import UUID

from .model import Command, Event, Load

if TYPE_CHECKING:
    from .policies import Policies


class Happened(Protocol):
    """An event as it stands in the log (``wahana.platform.events.Recorded``)."""

    @property
    def data(self) -> Event: ...
    @property
    def event_id(self) -> UUID: ...
    @property
    def originator_id(self) -> UUID:
        """The stream it belongs to."""
        ...

    @property
    def version(self) -> int: ...
    @property
    def occurred_on(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """What a process manager has still to do about a stream: an entry of its work list."""

    id: UUID
    """The stream: a case, a referral."""
    due: date | None = None
    """First day on which :meth:`ProcessManager.due` has something to do; ``None``: no day."""
    links: tuple[UUID, ...] = ()
    """Ids by which :attr:`ProcessContext.linked` finds it."""
    done: bool = False
    """Nothing is left to do: it is taken off the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A command that follows."""

    command: Command
    about: UUID
    """The case it belongs to: the correlation of its events."""
    because: str | None = None
    """Names what led to it, the same for the same cause; ``None``: the event itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessContext:
    """What a process manager may know besides the event: no more than this."""

    tenant_id: UUID
    time_zone: str
    backlog_until: date | None
    """Until when the office brings in its past, if it does."""
    resolve_policies: Callable[[date], Policies]
    """Policies in force on a day."""
    load: Load
    """The state of a stream as the log has it now: it may be newer than the event."""
    linked: Callable[[UUID], Sequence[UUID]]
    """The streams on the own work list that are linked to an id, in order of their ids."""


class ProcessManager:
    """Events in, commands out. Stateless: what it has to remember stands on its work list."""

    NAME: ClassVar[str]
    """Stands with its position and its work list, so it stays for ever."""
    TOPICS: ClassVar[frozenset[str]]
    """Topics of the events it is given."""

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        """What the work list says after an event; ``None``: it does not concern the list."""
        return None

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        """What follows from an event. Those after it are decided when these are done."""
        return ()

    def due(self, item: UUID, on: date, context: ProcessContext) -> Sequence[Instruction]:
        """What a day brings on for an item of the list that is due."""
        return ()
