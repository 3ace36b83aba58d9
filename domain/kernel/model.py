"""The words in which the domain speaks: event, aggregate, command, context, decision.

Everything here is pure: no clock, no randomness, no I/O. The rest of ``domain`` and the two
aggregates of ``tenants`` are written in these words; the engine (``wahana.platform``) knows
them by their shape only. Decision records 0003 and 0004 tell why.
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
    """Something that happened. ``TOPIC`` and ``SCHEMA`` are stored with it and stay for ever.

    When a field changes its meaning, ``SCHEMA`` goes up and a static method
    ``upcast_v1_v2(data: dict) -> dict`` turns the old stored object into the new one on read.
    """

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1
    FINAL: ClassVar[str] = ""
    """Why nothing corrects or retracts it; empty for what a person can enter wrongly."""
    RELEASES: ClassVar[tuple[str, ...]] = ()
    """Kinds of unique values (:data:`Unique`) that the stream's subject has no more after it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the record says about an event besides its data."""

    event_id: UUID
    version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: UUID
    role: str


class Aggregate(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one stream: a pure fold of its events. ``version`` 0 means: not there yet;
    below 0: the id is that of a stream of another kind.

    Every field but ``id`` has a default, so that ``Kind(id=…)`` is the state before the first
    event. ``version`` is set by whoever folds, never by ``evolve``.
    """

    TYPE: ClassVar[str]
    """Prefix of the topics of this stream."""

    id: UUID
    version: int = 0

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        """The state after ``event``. Pure; an event it does not care about changes nothing."""
        return self

    @property
    def exists(self) -> bool:
        """Whether the stream has any event."""
        return self.version > 0


A = TypeVar("A", bound=Aggregate)

Decision = Sequence[tuple[Aggregate, Event]]
"""What a command makes happen: the stream (by the state that was decided on) and the event."""


def derive(*parts: object) -> UUID:
    """The id of a singleton: UUIDv5 of non-personal keys, the tenant's or parent's id first."""
    head, *rest = parts
    if not isinstance(head, UUID):
        raise TypeError("the first part of a derived id is the UUID of its tenant or parent")
    return _derived(head, "/".join(str(part) for part in rest))


@lru_cache(maxsize=16_384)
def _derived(head: UUID, name: str) -> UUID:
    """The same few are asked for again and again, and a hash costs more than all of a fold."""
    return uuid5(head, name)


# --- commands -------------------------------------------------------------------------------


class Load(Protocol):
    """Gives the state of a stream, and remembers that it was asked for.

    What a decision read is either written at its version or guarded at it, so decisions are
    serialisable. If the state is not at hand, the engine's exception passes through ``decide``,
    the state is fetched, and ``decide`` runs again: it is pure, so that is safe.
    """

    def __call__(self, kind: type[A], stream_id: UUID, /) -> A: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member of the tenant in one role, within an area."""

    id: UUID
    role: str
    area: str | None = None
    """Area code prefix the role is limited to; ``None``: the whole tenant."""
    wksbm_ids: tuple[UUID, ...] = ()
    """The WKSBM the role is limited to, for roles that act for a WKSBM."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know besides the command: no more than this."""

    tenant_id: UUID
    level: Level
    area_code: str
    """Area of the tenant: ``64.74`` for Kota Bontang, ``34`` for DIY, ``""`` for a national one."""
    actor: Actor
    occurred_on: date
    """Business date of the act, in the tenant's zone, given by the person; never in the future."""
    today: date
    policies: Policies
    """Policies in force on ``occurred_on``."""
    edition: str | None
    """Category edition the tenant has adopted on ``occurred_on`` (``2007``, ``2012``), if any."""
    reference: Reference
    """Areas and categories, by edition."""
    load: Load
    on_behalf_of: UUID | None = None
    """The person whose act is entered, when somebody enters it for them."""
    resolve_policies: Callable[[date], Policies] | None = None
    """Policies in force on another day (a term's start, a plan's date)."""
    correlation: UUID | None = None
    """What the command belongs to, if it says so: a case, an undertaking."""
    causation: UUID | None = None
    """What led to the command, if it says so; for a process manager the event."""
    kinds: Mapping[str, type[Aggregate]] = field(default_factory=dict)
    """All kinds of streams by ``TYPE``: a room names by it what stands in a room above its own,
    and may ask no more of it than whether it is there."""

    def policies_on(self, day: date) -> Policies:
        """The policies in force on another day than the business date."""
        return self.policies if self.resolve_policies is None else self.resolve_policies(day)

    def existing(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must be there; else NOT_FOUND (so is another tenant's)."""
        state = self.load(kind, stream_id)
        if not state.exists:
            refuse_missing(kind.TYPE, stream_id, field=field)
        return state

    def fresh(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must not be there yet, of any kind; else ALREADY_EXISTS."""
        state = self.load(kind, stream_id)
        if state.version:
            refuse_existing(kind.TYPE, stream_id, field=field)
        return state


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command acts, for the scope of the actor's role."""

    area_code: str | None = None
    wksbm_id: UUID | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish in the imperative, with its decision. The docstring is the mutation's description.

    Fields carry their description as ``Annotated[..., Meta(description=…)]``. Personal values
    stand here as plain text: a command is never stored; ``decide`` wraps them in ``Personal``.
    """

    MAKES: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it enters (``kernel/facts.py``)."""
    CORRECTS: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it corrects."""
    RETRACTS: ClassVar[tuple[Any, ...]] = ()
    """The kinds of facts that it retracts."""
    GROUP: ClassVar[str]
    """Command group of the role table (``domain/kernel/roles.py``)."""

    def __post_init__(self) -> None:
        """Its texts are brought into their normal form, whoever made it: what is compared with a
        retry, decided and stored is the same. Raises INVALID_INPUT, NIK_IN_CLEAR."""
        checks.normalise(self)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        """The stream that ``expectedVersion`` concerns."""
        raise TypeError(f"{type(self).__name__} does not say which stream it is about")

    def place(self, context: Context) -> Place:
        """Where it acts, for the actor's scope; default: the whole tenant."""
        return Place()

    def decide(self, context: Context) -> Decision:
        """What happens, or :class:`Refused`. Pure: it may be run several times."""
        raise TypeError(f"{type(self).__name__} does not decide anything")
