"""The basic types of process managers: events in, commands out.

A process manager continues in other streams what an event of one stream requires: a plan becomes
services, a passed deadline ends a referral. It is pure, as decisions are: it reads the states it
needs, and returns the commands that follow from an event and what remains to be done. The runner
(``wahana.platform.processes``) passes it events in order, keeps its work list and executes its
commands exactly once; it knows these types only by their structure (decision record 0024).
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
    """An event as recorded in the log (``wahana.platform.events.Recorded``)."""

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
    """What a process manager still has to do about a stream: an item of its work list."""

    id: UUID
    """The stream: a case, a referral."""
    due: date | None = None
    """First day on which :meth:`ProcessManager.due` has something to do; ``None``: none
    is known."""
    links: tuple[UUID, ...] = ()
    """Ids by which :attr:`ProcessContext.linked` finds it."""
    done: bool = False
    """Nothing is left to do: the item is removed from the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A command that follows from an event or from a due date."""

    command: Command
    about: UUID
    """The case it belongs to: the correlation of its events."""
    because: str | None = None
    """Identifies the cause, the same for the same cause; ``None``: the event itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessContext:
    """All that a process manager may know besides the event."""

    tenant_id: UUID
    time_zone: str
    backlog_until: date | None
    """Last day on which the office may enter its past without limit; ``None``: there is none."""
    resolve_policies: Callable[[date], Policies]
    """Policies in force on a day."""
    load: Load
    """The state of a stream as it is in the log now: it may be newer than the event."""
    linked: Callable[[UUID], Sequence[UUID]]
    """The streams on its own work list that are linked to an id, ordered by id."""


class ProcessManager:
    """Events in, commands out. Stateless: what it has to remember is on its work list."""

    NAME: ClassVar[str]
    """Stored with its position and its work list, so it never changes."""
    TOPICS: ClassVar[frozenset[str]]
    """Topics of the events that it receives."""

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        """The work item after an event; ``None``: the event does not change the work list."""
        return None

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        """The commands that follow from an event. The next event waits until they are done."""
        return ()

    def due(self, item: UUID, on: date, context: ProcessContext) -> Sequence[Instruction]:
        """The commands for a work item that is due on the day ``on``."""
        return ()
