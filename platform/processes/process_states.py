"""The states that a process manager reads while it decides.

It asks by ``context.load`` and ``context.linked``. What is not loaded yet interrupts the question;
it is fetched, and the question is asked again, as with a command's decision (decision record 0004).
States are read from the log at that moment, never from the cache, which may be older than the
event. Many questions are gathered first, so that they share their round trips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from ..database import Database
from ..ids import TenantId
from ..workspace import NotLoaded
from . import work_list
from .manager import MakeContext, ProcessManager, WorkItem

T = TypeVar("T")

Question = Callable[[Any], T]
"""A question: it reads the states it needs from a context."""


class StateReader(Protocol):
    """Reads aggregates as the log has them now (``wahana.platform.repository.Repository``)."""

    async def refresh(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]: ...


class NotFetched(Exception):
    """The items of a link are not loaded yet."""

    def __init__(self, link: UUID) -> None:
        super().__init__(link)
        self.link = link


class ProcessStates:
    """What is loaded for one process manager of one tenant, for the length of a batch."""

    def __init__(
        self,
        database: Database,
        states: StateReader,
        make_context: MakeContext,
        tenant: TenantId,
        process: ProcessManager,
    ) -> None:
        self._database = database
        self._repository = states
        self._make_context = make_context
        self._tenant = tenant
        self._process = process
        self._states: dict[tuple[type[Any], UUID], Any] = {}
        self._links: dict[UUID, list[UUID]] = {}
        self._changed: dict[UUID, WorkItem] = {}

    async def ask(self, question: Question[T]) -> T:
        """The answer to a question. Raises what the question raises, and the database."""
        while True:
            try:
                return question(self._context())
            except NotLoaded as missing:
                await self._fetch({(missing.kind, missing.stream_id)}, set())
            except NotFetched as missing:
                await self._fetch(set(), {missing.link})

    async def gather(self, questions: Iterable[Question[Any]]) -> None:
        """Fetch what some questions need, together."""
        open_questions = list(questions)
        while open_questions:
            left: list[Question[Any]] = []
            streams: set[tuple[type[Any], UUID]] = set()
            links: set[UUID] = set()
            for question in open_questions:
                try:
                    question(self._context())
                except NotLoaded as missing:
                    streams.add((missing.kind, missing.stream_id))
                except NotFetched as missing:
                    links.add(missing.link)
                else:
                    continue
                left.append(question)
            await self._fetch(streams, links)
            open_questions = left

    def change(self, items: Iterable[WorkItem]) -> None:
        """Apply these changes to the work list that later questions see."""
        self._changed |= {item.id: item for item in items}

    def forget_states(self) -> None:
        """Drop the loaded states: commands were sent since."""
        self._states = {}

    def _context(self) -> Any:
        return self._make_context(self._tenant, self._load, self._linked)

    def _load(self, kind: type[Any], stream_id: UUID, /) -> Any:
        state = self._states.get((kind, stream_id))
        if state is None:
            raise NotLoaded(kind, stream_id)
        return state

    def _linked(self, link: UUID, /) -> Sequence[UUID]:
        listed = self._links.get(link)
        if listed is None:
            raise NotFetched(link)
        kept = [item for item in listed if item not in self._changed]
        new = [item.id for item in self._changed.values() if not item.done and link in item.links]
        return sorted([*kept, *new])

    async def _fetch(self, streams: set[tuple[type[Any], UUID]], links: set[UUID]) -> None:
        if streams:
            wanted = list(streams)
            states = await self._repository.refresh(self._tenant, wanted)
            self._states |= dict(zip(wanted, states, strict=True))
        if links:
            self._links |= await work_list.linked(
                self._database, self._tenant, self._process.NAME, links
            )
