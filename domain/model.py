"""The words in which the domain speaks: event, aggregate, command, refusal, personal field.

Everything here is pure: no clock, no randomness, no I/O. The rest of ``domain`` and the two
aggregates of ``tenants`` are written in these words; the engine (``wahana.platform``) knows
them by their shape only. Decision records 0003 and 0004 tell why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    NoReturn,
    Protocol,
    Self,
    TypeVar,
)
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from .policies import Policies
    from .reference.catalogue import Reference

Level = Literal["NATIONAL", "PROV", "KABKOTA"]
"""Level of a tenant. A NATIONAL tenant may hold activities only."""

Category = Literal["identity", "contact", "health", "case", "child", "note"]
"""Categories of personal data; each has a key of its own per person (audit page, V2)."""

Unique = Literal["nik"]
"""Kinds of personal values of which a tenant has each but once."""


# --- the classes of an event's fields -------------------------------------------------------
#
# An event is never rewritten, so its personal values are sealed from the first one on. The
# type of a field says which class it is: an id, number, date or code is clear by its type; a
# clear text says why it may be clear; everything else is personal. A test walks all fields.


class Personal(msgspec.Struct, frozen=True, tag_field="$", tag="open"):
    """A personal value between the decision and the sealer; never stored like this."""

    subject: UUID
    category: Category
    value: str
    unique: Unique | None = None
    """Set where no two subjects of a tenant may have the same value: the engine sees to that."""

    def __repr__(self) -> str:
        """Never the value: what is printed may end up in a log."""
        return f"Personal({self.subject}, {self.category!r}, …)"


class Sealed(msgspec.Struct, frozen=True, tag_field="$", tag="sealed"):
    """Where a personal value stood: the index of its sealed group in the event's payload."""

    group: int


Identity = Annotated[Personal | Sealed, Meta(extra={"personal": "identity"})]
"""Name, NIK, KK, birth date of a person."""
Contact = Annotated[Personal | Sealed, Meta(extra={"personal": "contact"})]
"""Address, phone, e-mail of a person."""
Health = Annotated[Personal | Sealed, Meta(extra={"personal": "health"})]
"""What is known of a person's health, HIV and disability included."""
CaseText = Annotated[Personal | Sealed, Meta(extra={"personal": "case"})]
"""Findings, narrative, violence suffered or done: the text of a case."""
ChildData = Annotated[Personal | Sealed, Meta(extra={"personal": "child"})]
"""What belongs to a child: parents' and guardians' names, school, circumstances."""
Note = Annotated[Personal | Sealed, Meta(extra={"personal": "note"})]
"""Free text; the subject is the person it is about, else the stream itself."""

ClearText = Annotated[
    str,
    Meta(
        min_length=1, max_length=300, extra={"clear": "names no person: organisation, place, title"}
    ),
]
"""A text that by its field names an organisation, a place, a document or a title."""
Code = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$", extra={"clear": "a code from a list"}),
]
"""A code from a list (reason, kind, seat, area)."""
DocumentNo = Annotated[
    str, Meta(min_length=1, max_length=100, extra={"clear": "number of a document"})
]
"""Number of a decree, letter or permit, as written on it."""

NewId = Annotated[UUID, Meta(extra={"new": True})]
"""The id of what a command creates: the client may supply it, else the door does (UUIDv7)."""


def identity(subject: UUID, value: str, *, unique: Unique | None = None) -> Personal:
    """A name or number that identifies ``subject``; ``unique``: it identifies nobody else."""
    return Personal(subject=subject, category="identity", value=value, unique=unique)


def contact(subject: UUID, value: str) -> Personal:
    """An address, phone or e-mail of ``subject``."""
    return Personal(subject=subject, category="contact", value=value)


def health(subject: UUID, value: str) -> Personal:
    """Something about the health of ``subject``."""
    return Personal(subject=subject, category="health", value=value)


def case_text(subject: UUID, value: str) -> Personal:
    """Findings or narrative of a case, about ``subject``."""
    return Personal(subject=subject, category="case", value=value)


def child_data(subject: UUID, value: str) -> Personal:
    """Something that belongs to the child ``subject``."""
    return Personal(subject=subject, category="child", value=value)


def note(subject: UUID, value: str | None) -> Personal | None:
    """Free text about ``subject`` (a person's id, else the stream's own id), if there is any."""
    return None if not value else Personal(subject=subject, category="note", value=value)


# --- events and aggregates ------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened. ``TOPIC`` and ``SCHEMA`` are stored with it and stay for ever.

    When a field changes its meaning, ``SCHEMA`` goes up and a static method
    ``upcast_v1_v2(data: dict) -> dict`` turns the old stored object into the new one on read.
    """

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1
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


# --- refusals -------------------------------------------------------------------------------


class Words(NamedTuple):
    """A parameter of a refusal that is a phrase: each language shows its own."""

    indonesian: str
    english: str


class Refused(Exception):
    """A business rule says no. Data, not a fault: code, field and parameters of its text.

    The rule, its source and its Indonesian and English text stand in ``domain/refusals.py``.
    """

    def __init__(self, code: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(code, field, params)
        self.code = code
        self.field = field
        self.params = params


def refuse(code: str, /, *, field: str | None = None, **params: object) -> NoReturn:
    """Raise :class:`Refused`."""
    raise Refused(code, field=field, **params)


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

    def existing(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must be there; else NOT_FOUND (so is another tenant's)."""
        state = self.load(kind, stream_id)
        if not state.exists:
            refuse("NOT_FOUND", field=field, kind=kind.TYPE, id=str(stream_id))
        return state

    def fresh(self, kind: type[A], stream_id: UUID, *, field: str | None = None) -> A:
        """The state of a stream that must not be there yet, of any kind; else ALREADY_EXISTS."""
        state = self.load(kind, stream_id)
        if state.version:
            refuse("ALREADY_EXISTS", field=field, kind=kind.TYPE, id=str(stream_id))
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

    GROUP: ClassVar[str]
    """Command group of the role table (``domain/roles.py``)."""

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        """The stream that ``expectedVersion`` concerns."""
        raise TypeError(f"{type(self).__name__} does not say which stream it is about")

    def place(self, context: Context) -> Place:
        """Where it acts, for the actor's scope; default: the whole tenant."""
        return Place()

    def decide(self, context: Context) -> Decision:
        """What happens, or :class:`Refused`. Pure: it may be run several times."""
        raise TypeError(f"{type(self).__name__} does not decide anything")
