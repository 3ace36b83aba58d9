"""Given events, when a command, then events or a refusal: decisions without a database.

``scenario()`` makes a tenant's little world: streams folded from events, a day, policies. Every
decision runs twice (it is pure, the engine may repeat it); what it yields is sealed in form,
encoded, decoded and folded, as the engine would do, before the next command sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_type_hints
from uuid import UUID, uuid5

import msgspec
import pytest
from tests.domain.words import lint

from wahana.domain.kernel.checks import check_days
from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.kernel.model import Actor, Aggregate, Command, Context, Event
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.refusal import About, Refused, render
from wahana.domain.people.standing import check_living, settled
from wahana.domain.reference.catalogue import REFERENCE
from wahana.domain.registry import AGGREGATES, REFUSALS

SPACE = UUID("5eed0000-0000-4000-8000-000000000000")


def uid(name: str) -> UUID:
    """The same id for the same name, in every test."""
    return uuid5(SPACE, name)


def sealed(value: Any) -> Any:
    """``value`` with every open personal value replaced by a reference, as the vault does."""
    if isinstance(value, Personal):
        return Sealed(group=0)
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        return msgspec.structs.replace(value, **{n: sealed(getattr(value, n)) for n in names})
    if isinstance(value, tuple):
        return tuple(sealed(item) for item in value)
    return value


@dataclass(frozen=True)
class Stamp:
    event_id: UUID
    version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: UUID
    role: str


@dataclass
class Outcome:
    """What a command did: its events by stream, or its refusal, and what it read."""

    written: list[tuple[Aggregate, Event]] = field(default_factory=list)
    refused: Refused | None = None
    read: dict[UUID, int] = field(default_factory=dict)
    """Every stream it asked for, with the version it saw."""
    target: tuple[type[Aggregate], UUID] | None = None

    @property
    def events(self) -> list[Event]:
        return [event for _, event in self.written]

    @property
    def guards(self) -> dict[UUID, int]:
        """Streams that were read and not written."""
        ids = {state.id for state, _ in self.written}
        return {stream: version for stream, version in self.read.items() if stream not in ids}

    def accepted(self) -> Outcome:
        """The command was accepted; raises its refusal otherwise."""
        if self.refused is not None:
            raise self.refused
        return self

    def then(self, *expected: Event) -> Outcome:
        """Exactly these events, in this order."""
        assert self.accepted().events == list(expected)
        return self

    def only(self, kind: type[Any]) -> Any:
        """The one event of a class."""
        found = [event for event in self.accepted().events if isinstance(event, kind)]
        assert len(found) == 1, f"{len(found)} events of {kind.__name__}"
        return found[0]

    def then_refused(self, code: str, field: str | None = None, /, **params: Any) -> Outcome:
        """Refused with this code, field and at least these parameters; both texts are complete."""
        assert self.refused is not None, f"accepted: {self.events}"
        assert (self.refused.code, self.refused.field) == (code, field), self.refused
        for name, value in params.items():
            assert _bare(self.refused.params[name]) == _bare(value)
        for language in ("id", "en"):
            text = render(self.refused, language, REFUSALS)
            for part in (text.message, text.hint):
                assert part[-1:] == "."
                assert list(lint.problems(part, language)) == [], part
        return self


def _bare(value: object) -> object:
    """An object that a refusal is about, and an id, as the id's text."""
    found = value.id if isinstance(value, About) else value
    return str(found) if isinstance(found, UUID) else found


class Scenario:
    """A tenant with its streams. Change ``today``, ``on``, ``policies``, ``edition`` at will."""

    def __init__(
        self,
        *,
        level: Any = "KABKOTA",
        area_code: str = "64.74",
        today: date = date(2012, 6, 20),
        edition: str | None = "2007",
        policies: Policies | None = None,
        tenant: str = "tenant",
    ) -> None:
        self.level = level
        self.area_code = area_code
        self.today = today
        self.edition = edition
        self.policies = policies or Policies()
        self.tenant_id = uid(tenant)
        self.actor = Actor(id=uid("officer"), role="DINAS_OFFICER")
        self.uid = uid
        self._streams: dict[tuple[type[Aggregate], UUID], Aggregate] = {}

    # --- given

    def given(
        self,
        kind: type[Aggregate],
        stream_id: UUID,
        *events: Event,
        on: date | None = None,
        actor: Actor | None = None,
    ) -> Scenario:
        """These events happened on a stream."""
        for event in events:
            self._fold(kind, stream_id, event, on or self.today, actor or self.actor)
        return self

    def put(self, state: Aggregate) -> None:
        """This is the state of its stream, without its events."""
        self._streams[type(state), state.id] = state

    def fork(self) -> Scenario:
        """An independent copy; states are shared, because nothing changes them."""
        made = copy(self)
        made._streams = dict(self._streams)
        return made

    def states(self) -> list[Aggregate]:
        """The states of all streams now."""
        return list(self._streams.values())

    def state(self, kind: type[Any], stream_id: UUID) -> Any:
        """The state of a stream now."""
        return self._streams.get((kind, stream_id)) or kind(id=stream_id)

    def context(
        self,
        *,
        on: date | None = None,
        actor: Actor | None = None,
        on_behalf_of: UUID | None = None,
        read: dict[UUID, int] | None = None,
    ) -> Context:
        """The context that a decision gets."""

        def load(kind: type[Any], stream_id: UUID, /) -> Any:
            state = self.state(kind, stream_id)
            if read is not None:
                read[stream_id] = state.version
            return state

        return Context(
            tenant_id=self.tenant_id,
            level=self.level,
            area_code=self.area_code,
            actor=actor or self.actor,
            occurred_on=on or self.today,
            today=self.today,
            policies=self.policies,
            edition=self.edition,
            reference=REFERENCE,
            load=load,
            on_behalf_of=on_behalf_of,
            resolve_policies=lambda _: self.policies,
            kinds={kind.TYPE: kind for kind in AGGREGATES},
        )

    # --- when

    def when(
        self,
        command: Command,
        *,
        on: date | None = None,
        actor: Actor | None = None,
        role: str | None = None,
        on_behalf_of: UUID | None = None,
    ) -> Outcome:
        """Decide a command on a business day (default: today); what is accepted is folded in."""
        command = msgspec.json.decode(msgspec.json.encode(command), type=type(command))
        actor = actor or self.actor
        actor = replace(actor, role=role) if role else actor
        outcome = Outcome()
        context = self.context(on=on, actor=actor, on_behalf_of=on_behalf_of, read=outcome.read)
        try:
            context, command = settled(context, command)
            command.place(context)
            check_days(command, context.today)
            check_living(context, command)
            outcome.target = command.target(context)
            decision = list(command.decide(context))
            assert decision == list(command.decide(context)), "a decision must be pure"
        except Refused as refused:
            outcome.refused = refused
            return outcome
        assert decision, "an accepted command makes something happen"
        outcome.written = decision
        self._check(outcome)
        check_ids(command, outcome, self.known(outcome))
        for state, event in decision:
            self._fold(type(state), state.id, event, context.occurred_on, actor)
        return outcome

    def run(self, *commands: Command, on: date | None = None) -> Scenario:
        """Several commands in a row, all of them accepted."""
        for command in commands:
            self.when(command, on=on).accepted()
        return self

    def known(self, outcome: Outcome) -> str:
        """The states of the streams that a command read."""
        read = [state for (_, stream), state in self._streams.items() if stream in outcome.read]
        return msgspec.json.encode(read).decode()

    def _check(self, outcome: Outcome) -> None:
        seen: list[UUID] = []
        for state, _ in outcome.written:
            assert state == self.state(type(state), state.id), "decided on another state"
            assert state.id in outcome.read, "written without having been loaded"
            if not seen or seen[-1] != state.id:
                assert state.id not in seen, "events of one stream stand together"
                seen.append(state.id)
        assert outcome.target is not None
        assert outcome.target[1] in seen, "the target stream is not written"

    def _fold(
        self, kind: type[Aggregate], stream_id: UUID, event: Event, on: date, actor: Actor
    ) -> None:
        prefix = event.TOPIC.partition(".")[0]
        assert prefix == kind.TYPE, f"{event.TOPIC} does not belong on {kind.TYPE}"
        stored = msgspec.json.decode(msgspec.json.encode(sealed(event)), type=type(event))
        state = self.state(kind, stream_id)
        version = state.version + 1
        noon = datetime.combine(self.today, time(12), tzinfo=UTC)
        stamp = Stamp(
            event_id=uid(f"{stream_id}/{version}"),
            version=version,
            occurred_on=on,
            recorded_at=noon + timedelta(microseconds=version),
            actor_id=actor.id,
            role=actor.role,
        )
        folded = state.evolve(stored, stamp)
        self._streams[kind, stream_id] = msgspec.structs.replace(folded, version=version)


NOT_LOOKED_UP = {
    # What a permit is given for may itself be entered late.
    "AllowLateEntry.wksbm_id",
    # Members are not the domain's: the tenants' room is above it.
    "NameKpsLiaison.member_id",
}


def check_ids(command: Command, outcome: Outcome, known: str) -> None:
    """Every id that a command takes is that of something new, and its type says so, or it is
    looked up: a stream, or a part of one. So nobody can choose the id of something that the
    service derives."""
    new = {state.id for state, _ in outcome.written if not state.exists}
    for path, value, is_new in ids_in(command):
        told = f"{type(command).__name__}.{path}"
        if told in NOT_LOOKED_UP:
            continue
        if value in new:
            assert is_new, f"{told} is the id of something new; its type is NewId"
        elif not is_new:
            assert value in outcome.read or str(value) in known, f"{told} is not looked up"


def ids_in(value: Any, path: str = "") -> Iterator[tuple[str, UUID, bool]]:
    """The ids in a command: where, which, and whether the field is of something new."""
    hints = get_type_hints(type(value), include_extras=True)
    for name in value.__struct_fields__:
        found = getattr(value, name)
        for one in found if isinstance(found, tuple | frozenset) else (found,):
            if isinstance(one, msgspec.Struct):
                yield from ids_in(one, f"{path}{name}.")
            elif isinstance(one, UUID):
                yield f"{path}{name}", one, "'new': True" in str(hints[name])


@pytest.fixture
def scenario() -> type[Scenario]:
    """Call it with the tenant's properties to get a :class:`Scenario`."""
    return Scenario
