"""The basic types of the domain: event, aggregate, command, context, decision.

Everything here is pure: no clock, no randomness, no I/O. The rest of ``domain`` and the two
aggregates of ``tenants`` are built on these types; the engine (``wahana.platform``) knows them only
by their structure. Decision records 0003 and 0004 give the reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    Protocol,
    Self,
    TypeVar,
)
from uuid import UUID, uuid5

import msgspec

from . import checks
from .refusal import refuse_existing, refuse_missing

if TYPE_CHECKING:
    from ..reference.catalogue import Reference
    from .policies import Policies

Level = Literal["NATIONAL", "PROV", "KABKOTA"]
"""Level of a tenant. A NATIONAL tenant may hold activities only."""

# --- events and aggregates ------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened. ``TOPIC`` and ``SCHEMA`` are stored with it and never change
    meaning.

    When a field changes its meaning, ``SCHEMA`` is raised and an upcaster, the static method
    ``upcast_v1_v2(data: dict) -> dict``, converts the old stored object on read.
    """

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1
    FINAL: ClassVar[str] = ""
    """Why the event can be neither corrected nor retracted; empty if a person can enter
    it wrongly."""
    RELEASES: ClassVar[tuple[str, ...]] = ()
    """Kinds of unique values (:data:`.fields.Unique`) that its subject gives up with it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is recorded with an event besides its data."""

    event_id: UUID
    version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: UUID
    role: str


class Aggregate(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one stream: a pure fold of its events.

    ``version`` 0: the stream does not exist yet; below 0: the id belongs to a stream of another
    kind. Every field but ``id`` has a default, so ``Kind(id=…)`` is the state before the first
    event. ``version`` is set by the code that folds, never by ``evolve``.
    """

    TYPE: ClassVar[str]
    """Prefix of the topics of this stream."""

    id: UUID
    version: int = 0

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        """The state after ``event``. Pure; an event that is not relevant to it changes nothing."""
        return self

    @property
    def exists(self) -> bool:
        """Whether the stream has events."""
        return self.version > 0


A = TypeVar("A", bound=Aggregate)

Decision = Sequence[tuple[Aggregate, Event]]
"""The result of a command: pairs of stream (the state decided on) and new event, in order."""


def derive(*parts: object) -> UUID:
    """The id of a singleton stream: UUIDv5 of non-personal keys, the first being the UUID of the
    tenant or parent. Raises ``TypeError`` if it is not."""
    head, *rest = parts
    if not isinstance(head, UUID):
        raise TypeError("the first part of a derived id is the UUID of its tenant or parent")
    return _derived(head, "/".join(str(part) for part in rest))


@lru_cache(maxsize=16_384)
def _derived(head: UUID, name: str) -> UUID:
    """Cached: the same few ids are derived often, and hashing costs more than the rest
    of a fold."""
    return uuid5(head, name)


# --- commands -------------------------------------------------------------------------------


class Load(Protocol):
    """Gives the state of a stream, and records that it was read.

    Each stream that a decision reads is either written at the version read or guarded at it, so
    decisions are serialisable. If a state is not loaded yet, the engine's exception passes through
    ``decide``, the state is fetched, and ``decide`` runs again, which is safe because it is pure.
    """

    def __call__(self, kind: type[A], stream_id: UUID, /) -> A: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member of the tenant in one role, within an area."""

    id: UUID
    role: str
    area: str | None = None
    """Area code prefix to which the role is limited; ``None``: the whole tenant."""
    wksbm_ids: tuple[UUID, ...] = ()
    """The WKSBM to which the role is limited, for roles that act for a WKSBM."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that a decision may know besides the command."""

    tenant_id: UUID
    level: Level
    area_code: str
    """Area of the tenant: ``64.74`` for Kota Bontang, ``34`` for DIY, ``""`` for a national one."""
    actor: Actor
    occurred_on: date
    """Business date of the act, in the tenant's time zone, entered by a person; never in the
    future."""
    today: date
    policies: Policies
    """Policies in force on ``occurred_on``."""
    edition: str | None
    """Category edition the tenant has adopted on ``occurred_on`` (``2007``, ``2012``), if any."""
    reference: Reference
    """Areas and categories, by edition."""
    load: Load
    on_behalf_of: UUID | None = None
    """The person whose act it is, if somebody else enters it for them."""
    resolve_policies: Callable[[date], Policies] | None = None
    """Policies in force on another day (the start of a term, a planned day)."""
    correlation: UUID | None = None
    """The correlation id, if given: the case or undertaking to which the command belongs."""
    causation: UUID | None = None
    """The causation id, if given; for a process manager's command the id of the causing event."""
    kinds: Mapping[str, type[Aggregate]] = field(default_factory=dict)
    """All kinds of streams by ``TYPE``. A room uses it to refer to a kind of a room above itself,
    and may only ask whether such a stream exists."""

    def policies_on(self, day: date) -> Policies:
        """The policies in force on another day than the business date."""
        return self.policies if self.resolve_policies is None else self.resolve_policies(day)

    def existing(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must exist; else NOT_FOUND (also for another
        tenant's stream)."""
        state = self.load(kind, stream_id)
        if not state.exists:
            refuse_missing(kind.TYPE, stream_id, field=field)
        return state

    def fresh(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must not exist yet, of any kind; else ALREADY_EXISTS."""
        state = self.load(kind, stream_id)
        if state.version:
            refuse_existing(kind.TYPE, stream_id, field=field)
        return state


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command acts; compared with the extent of the actor's role."""

    area_code: str | None = None
    wksbm_id: UUID | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something, with its decision. The docstring is the mutation's
    description.

    Fields carry their description as ``Annotated[..., Meta(description=…)]``. Personal values are
    plain text here: a command is never stored; ``decide`` wraps them in ``Personal``.
    """

    MAKES: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it enters (``kernel/facts.py``)."""
    CORRECTS: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it corrects."""
    RETRACTS: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it retracts."""
    REPLAYS: ClassVar[bool] = False
    """Whether the decision goes through its states again for each fact in them, as corrections and
    retractions do: its time grows with the square of their size (``platform/apart.py``)."""
    GROUP: ClassVar[str]
    """Command group of the role table (``domain/kernel/roles.py``)."""

    def __post_init__(self) -> None:
        """Normalises the texts, so a retry, the decision and the stored event compare the same
        values. Raises INVALID_INPUT, NIK_IN_CLEAR."""
        checks.normalise(self)

    @classmethod
    def replays(cls) -> bool:
        """Whether its time grows with the square of what it reads."""
        return cls.REPLAYS or bool(cls.CORRECTS or cls.RETRACTS)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        """The stream to which ``expectedVersion`` refers."""
        raise TypeError(f"{type(self).__name__} does not say which stream it is about")

    def place(self, context: Context) -> Place:
        """Where it acts, compared with the extent of the actor's role; default: the
        whole tenant."""
        return Place()

    def acted_on(self, context: Context) -> date | None:
        """The day on which the persons it names act, unless their fields give one.

        It is the business date; for a correction the day of the corrected fact, if it is found.
        """
        if not self.CORRECTS:
            return context.occurred_on
        days: list[date | None] = [kind.day(fact) for kind, fact in self.corrected(context)]
        return days[-1] if days else None

    def days_booked(self, context: Context) -> dict[str, date]:
        """The days on which it books facts, beside the business date, by field: the entry is late
        if one of them is. A correction books only what it moves to before the fact it corrects.
        """
        days = checks.booked_days(self)
        if not days or not self.CORRECTS:
            return days
        known = [kind.day(fact) for kind, fact in self.corrected(context)]
        stood = [day for day in known if day is not None]
        return {field: day for field, day in days.items() if stood and day < min(stood)}

    def corrected(self, context: Context) -> list[tuple[Any, Any]]:
        """The facts that a correction may be about, each with its kind: the one that it names, or
        all of its kinds where it names none."""
        if not self.CORRECTS:
            return []
        kind, stream = self.target(context)
        state, of = context.load(kind, stream), getattr(self, "of", None)
        if not state.exists:
            return []
        return [
            (each, fact)
            for each in self.CORRECTS
            for entry, fact in each.found(state)
            if of is None or entry == of
        ]

    def decide(self, context: Context) -> Decision:
        """The new events. Raises :class:`.refusal.Refused`. Pure: it may run several times."""
        raise TypeError(f"{type(self).__name__} does not decide anything")
