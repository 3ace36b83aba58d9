"""A history of an office to run the views on: domain events, sealed in form, in a real log.

Sealing is pretended: the "ciphertext" is the JSON of the values, so that a test can be its own
key store and forget a person. Everything else is what the service does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.conftest import SMALL_POOLS, Postgres, role_urls
from tests.domain.conftest import Outcome, uid

from wahana.domain import registry
from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.model import Event
from wahana.platform import databases, following, installation
from wahana.platform.append import Append, Appended, IdempotencyKey
from wahana.platform.database import Database
from wahana.platform.events import (
    EventMeta,
    EventRegistry,
    Evidence,
    NewEvent,
    SealedGroup,
    encode_meta,
    encode_payload,
)
from wahana.platform.ids import TenantId
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.projector import Projector
from wahana.platform.vault.sealer import PersonalFields
from wahana.platform.views import View
from wahana.projections.registry import VIEWS
from wahana.tenants import member_events, tenant_events
from wahana.tenants.tenant_events import TenantRegistered

REGISTRY = EventRegistry([*registry.EVENTS, *tenant_events.EVENTS, *member_events.EVENTS])
OFFICER = uid("officer")
_FIELDS = PersonalFields(Personal, Sealed)


@pytest.fixture(scope="module")
async def house(postgres: Postgres, event_template: str) -> AsyncIterator[Database]:
    """A database with the tables of all views; every test takes tenants of its own."""
    name = f"wahana_test_{uuid4().hex}"
    await databases.create(postgres.server, name, template=event_template)
    url = postgres.url(name)
    await installation.install(url, VIEWS)
    database = await Database.open(role_urls(url), SMALL_POOLS)
    yield database
    await database.close()
    await databases.drop(postgres.server, name)


@dataclass
class KeyStore:
    """Opens what :func:`seal` closed, except for those who were forgotten."""

    forgotten: set[UUID] = field(default_factory=set)
    opened: list[UUID] = field(default_factory=list)
    """Subjects whose groups were opened, in order."""

    async def open(
        self, tenant: TenantId, groups: Sequence[SealedGroup]
    ) -> list[Mapping[str, str] | None]:
        self.opened += [group.s for group in groups]
        return [
            None if group.s in self.forgotten else msgspec.json.decode(group.ct) for group in groups
        ]


def seal(event: Any, event_id: UUID) -> tuple[Any, list[SealedGroup]]:
    """The event with references, and its groups, one per subject and category."""
    values: dict[tuple[UUID, str], dict[str, str]] = {}
    for path, value in _FIELDS.paths(event):
        if isinstance(value, Personal):
            values.setdefault((value.subject, value.category), {})[path] = value.value
    order = list(values)

    def reference(path: str, value: Any) -> Any:
        if isinstance(value, Personal):
            return Sealed(group=order.index((value.subject, value.category)))
        return value

    groups = [
        SealedGroup(
            e=event_id, s=subject, c=category, k=1, n=bytes(12),
            ct=msgspec.json.encode(values[subject, category]), kc=bytes(16),
        )
        for subject, category in order
    ]  # fmt: skip
    return _FIELDS.replace(event, reference), groups


class Added(NamedTuple):
    """An event that was added to a history, as it was given."""

    stream_id: UUID
    event: Event
    on: date
    version: int
    actor: UUID


class History:
    """Events of one tenant in order; :meth:`write` puts them into the log."""

    def __init__(self, database: Database, *, zone: str = "Asia/Makassar") -> None:
        self.database = database
        self.tenant = TenantId(uuid4())
        self.keys = KeyStore()
        self.position = 0
        self._versions: dict[UUID, int] = {}
        self._pending: list[NewEvent] = []
        self.added: list[Added] = []
        self.add(
            self.tenant,
            TenantRegistered(
                name="Dinas Sosial dan Tenaga Kerja Kota Bontang", slug="bontang",
                level="KABKOTA", area_code="64.74", time_zone=zone, origin="test/t/1",
            ),
            on=date(2012, 1, 2),
        )  # fmt: skip

    def add(
        self,
        stream_id: UUID,
        event: Event,
        *,
        on: date = date(2012, 6, 14),
        role: str = "DINAS_OFFICER",
        actor: UUID = OFFICER,
        marks: Iterable[str] = (),
        on_behalf_of: UUID | None = None,
    ) -> int:
        """Add an event; gives its version in its stream."""
        version = self._versions.get(stream_id, 0) + 1
        self._versions[stream_id] = version
        self.added.append(Added(stream_id, event, on, version, actor))
        event_id = uuid4()
        data, groups = seal(event, event_id)
        meta = EventMeta(
            role=role, client="uji", occurred_on=on, policy=1, catalogue="wilayah/2025",
            correlation=uuid4(), source="web", on_behalf_of=on_behalf_of,
            evidence=tuple(Evidence(mark=mark, ref="S0") for mark in marks),  # type: ignore[arg-type]
        )  # fmt: skip
        self._pending.append(
            NewEvent(
                event_id, stream_id, version, event.TOPIC, event.SCHEMA, actor,
                encode_meta(meta), encode_payload(data, groups, bytes(16)),
            )
        )  # fmt: skip
        return version

    def record(self, outcome: Outcome, *, on: date) -> None:
        """Add what a command of the domain decided."""
        for state, event in outcome.accepted().written:
            self.add(state.id, event, on=on)

    async def write(self) -> int:
        """Append what was added; gives the head."""
        log = PostgresLog(self.database)
        await log.open_log(self.tenant)
        batch = [
            Append(IdempotencyKey(OFFICER, str(uuid4()), bytes(32)), (event,))
            for event in self._pending
        ]
        for outcome in await log.append(self.tenant, batch):
            assert isinstance(outcome, Appended), outcome
            self.position = outcome.last
        self._pending.clear()
        return self.position

    def projector(self, batch_events: int = 1000) -> Projector:
        """What applies the views to this history."""
        return Projector(
            database=self.database,
            registry=REGISTRY,
            opener=self.keys.open,
            batch_events=batch_events,
            retry_s=0.001,
        )

    async def run(
        self,
        *,
        views: Sequence[View] = VIEWS,
        batch_events: int = 1000,
        up_to: int | None = None,
    ) -> History:
        """Write what is pending and apply it to the views until they have caught up."""
        await self.write()
        projector = self.projector(batch_events)
        for view in views:
            await following.begin(projector, self.tenant, view)
            async with aclosing(projector.steps(self.tenant, view, 1, up_to=up_to)) as steps:
                async for step in steps:
                    assert step.outcome in ("applied", "idle"), (view.name, step)
        return self


def twice(view: View) -> View:
    """The view that applies every batch two times."""

    async def apply(session: Any, batch: Any) -> None:
        await view.apply(session, batch)
        await view.apply(session, batch)

    return replace(view, apply=apply)
