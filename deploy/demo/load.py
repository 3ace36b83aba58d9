"""Loading the demo: five offices, each with its story, through the public commands.

Offices load beside each other, chains of a chapter too. Every act has an idempotency key of its
own, so an interrupted load is finished by the next one and nothing is entered twice; a story whose
last act is recorded is skipped. Any refusal stops the load with its text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wahana.platform import clock as clocks
from wahana.platform.append import Duplicate, IdempotencyKey
from wahana.platform.events import Evidence
from wahana.platform.execution import CommandRequest
from wahana.platform.ids import TenantId
from wahana.platform.settings import Settings
from wahana.tenants.tenant import Tenant
from wahana.tenants.tenant_commands import OpenBacklog

from .. import provision
from ..assembly import ServiceParts
from ..provision import CommandRefused
from . import bontang_2012, diy_2018, national_2009, sleman_2018, yogyakarta_2021
from .marks import sample
from .story import DemoMember, KeyedAct, Story

BACKLOG_DAYS = 30
"""How long the past of the offices may be entered: long enough to finish an interrupted load."""

AT_ONCE = 64
"""Commands of an office in flight: enough to fill group commits, few enough to stay fair."""

Progress = Callable[[int, int], None]
"""Called after every act with the number of acts done and of all acts."""


class OtherDemo(CommandRefused):
    """The data folder holds the demo of another release. Start again with ``--fresh``."""


class Stopped(Exception):
    """Loading was told to stop; acts in flight are finished, the next load does the rest."""


@dataclass(frozen=True, slots=True)
class CitedPosition:
    """A position of an office's log that is worth a query."""

    tenant: TenantId
    position: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of loading."""

    stories: tuple[Story, ...]
    tenants: dict[str, TenantId]
    """The offices by slug."""
    positions: dict[str, CitedPosition]
    """Positions worth citing, by their name (``bontang_2012.BEFORE_INAUGURATION``)."""
    commands: int
    """Acts of all stories."""
    fresh: bool
    """Whether anything was missing before."""


def stories() -> tuple[Story, ...]:
    """All stories of the demo; the same at every call."""
    told = (bontang_2012, diy_2018, sleman_2018, yogyakarta_2021, national_2009)
    return tuple(module.story() for module in told)


async def load(
    service: ServiceParts,
    progress: Progress | None = None,
    *,
    log_name: str | None = None,
    told: tuple[Story, ...] | None = None,
    stop: asyncio.Event | None = None,
) -> Loaded:
    """Load what is missing of the demo; safe to repeat after any failure.

    ``log_name`` as in the settings; ``told``: other stories than those of the demo; ``stop``: no
    act is begun once it is set. Raises :class:`~wahana.deploy.provision.CommandRefused`,
    :class:`OtherDemo`, :class:`Stopped`, ``SlugTaken``.
    """
    stop = stop or asyncio.Event()
    told = stories() if told is None else told
    count = _Count(sum(len(chain) for story in told for part in story.steps() for chain in part))
    loaders = [_Loader(service, story, count, progress, stop) for story in told]
    name = log_name or Settings().log_name
    await _together(loader.load(name) for loader in loaders)
    if stop.is_set() and count.done < count.all:
        raise Stopped
    positions: dict[str, CitedPosition] = {}
    for loader in loaders:
        positions |= await loader.citations()
    return Loaded(
        stories=told,
        tenants={loader.story.office.slug: loader.tenant for loader in loaders},
        positions=positions,
        commands=count.all,
        fresh=any(loader.fresh for loader in loaders),
    )


@dataclass(slots=True)
class _Count:
    all: int
    done: int = 0


class _Loader:
    """Loads one story."""

    def __init__(
        self,
        service: ServiceParts,
        story: Story,
        count: _Count,
        progress: Progress | None,
        stop: asyncio.Event,
    ) -> None:
        self.story = story
        self.fresh = False
        self._service = service
        self._count = count
        self._progress = progress
        self._stop = stop
        self._tenant: TenantId | None = None
        self._chapters = story.steps()
        self._slots = asyncio.Semaphore(AT_ONCE)

    @property
    def tenant(self) -> TenantId:
        """The office, once it is registered."""
        assert self._tenant is not None
        return self._tenant

    async def load(self, log_name: str) -> None:
        """Register the office and enter its chapters, unless all is recorded."""
        self._tenant = await provision.add_tenant(
            self._service,
            self.story.office,
            log_name=log_name,
            tenant_id=self.story.tenant_id,
            evidence=self.story.basis,
        )
        closing = self._chapters[-1][-1][-1]
        if await self._found(closing) is not None:
            self._advance(sum(len(chain) for part in self._chapters for chain in part))
            return
        self.fresh = True
        admission, *plot = self._chapters
        await _together(self._chain(chain) for chain in admission)
        if self._stop.is_set():
            return
        await self._open_backlog(self.story.members[0])
        for chapter in plot:
            await _together(self._chain(chain) for chain in chapter)

    async def citations(self) -> dict[str, CitedPosition]:
        """The positions of the acts that are worth citing."""
        cited: dict[str, CitedPosition] = {}
        for step in (step for part in self._chapters for chain in part for step in chain):
            if step.act.cite is not None and (found := await self._found(step)):
                cited[step.act.cite] = CitedPosition(self.tenant, found.last)
        return cited

    async def _chain(self, chain: Iterable[KeyedAct]) -> None:
        for step in chain:
            if self._stop.is_set():
                return
            await self._act(step)
            self._advance(1)

    async def _act(self, step: KeyedAct) -> None:
        act = step.act
        request = self._request(step.key, act.on, act.evidence)
        try:
            async with self._slots:
                await provision.run(
                    self._service, self.tenant, act.service_actor, act.command, request
                )
        except CommandRefused as refused:
            if refused.code == "KEY_REUSED":
                problem = "the data folder holds half a demo of another release"
                raise OtherDemo(f"{problem}; start again with --fresh", refused.code) from None
            raise CommandRefused(f"{step.key}: {refused}", refused.code) from None

    async def _open_backlog(self, admin: DemoMember) -> None:
        """Let the office's past be entered, if it may not be already."""
        office = await self._service.repository.get(self.tenant, Tenant, self.tenant)
        today = clocks.today(self._service.clock, office.time_zone)
        if office.backlog_until is not None and today <= office.backlog_until:
            return
        command = OpenBacklog(until=today + timedelta(days=BACKLOG_DAYS))
        # The day is part of the key: a load that is finished much later opens it once more.
        key = f"demo/{self.story.office.slug}/backlog/{today}"
        request = self._request(key, None, (sample("the office brings its past"),))
        await provision.run(self._service, self.tenant, admin.service_actor, command, request)

    def _request(self, key: str, on: date | None, evidence: tuple[Evidence, ...]) -> CommandRequest:
        return CommandRequest(
            key=key,
            occurred_on=on,
            source="import",
            evidence=evidence,
            correlation=self.story.correlation,
        )

    async def _found(self, step: KeyedAct) -> Duplicate | None:
        """Position of an act in the log, if it is there."""
        actor: UUID = step.act.service_actor.actor.id
        return await self._service.log.lookup(self.tenant, IdempotencyKey(actor, step.key, b""))

    def _advance(self, acts: int) -> None:
        self._count.done += acts
        if self._progress is not None:
            self._progress(self._count.done, self._count.all)


async def _together(jobs: Iterable[Awaitable[None]]) -> None:
    """Do several things at once; the first failure ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(_awaited(job))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _awaited(job: Awaitable[None]) -> None:
    await job
