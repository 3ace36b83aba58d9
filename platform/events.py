"""The stored form of an event, byte for byte, and its decoded form.

A row is ``tenant_id, position, event_id, stream_id, version, topic, schema_version, actor_id,
recorded_at, meta, payload``; ``meta`` and ``payload`` are UTF-8 JSON as msgspec wrote it and
are never encoded again (``enc = "json/1"``). The engine knows no event class: the registry of
topics is a parameter (``deploy/assembly.py``). Personal values are sealed by
``wahana.platform.vault``.
"""

from __future__ import annotations

import atexit
import gc
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

# msgspec's classes can crash the garbage collector while the interpreter ends (its issue 717);
# whatever is alive then is left to the operating system.
atexit.register(gc.freeze)

ENCODING = "json/1"
"""Name of the encoding of ``meta`` and ``payload``; part of every leaf."""

Source = Literal["web", "app", "import", "offline", "cli", "process"]
EvidenceMark = Literal["DOCUMENT", "SEED", "ASSUMED", "SAMPLE"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Evidence of a fact: a document kept elsewhere, or the mark of a demo fact."""

    mark: Annotated[EvidenceMark, Meta(description="What kind of ground it is.")]
    ref: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            description="Short name of the source, naming no person, such as `SK 12/2012`, `S0`.",
        ),
    ]
    sha256: Annotated[
        Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None,
        Meta(description="Hex SHA-256 of the document's bytes."),
    ] = None


class EventMeta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who recorded an event, under which rules, from where. Stored beside the payload."""

    role: str
    client: str
    """Name of the app or token that sent the command."""
    occurred_on: date
    policy: int
    """Version of the tenant's stream: it identifies the office's policies and adopted lists."""
    catalogue: str
    """Editions of reference data and rules: ``pmks/2012;wilayah/2025;policies/1;roles/1``."""
    correlation: UUID
    source: Source
    causation: UUID | None = None
    mandate: UUID | None = None
    on_behalf_of: UUID | None = None
    permit: UUID | None = None
    """The late-entry permit the command relied on."""
    evidence: tuple[Evidence, ...] = ()


class SealedGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The personal values of one event, subject and category, sealed together.

    It names its event, so a copy of it in a view can be opened alone: the associated data
    of the seal is ``tenant|event|subject|category|key version``.
    """

    e: UUID
    """Event id."""
    s: UUID
    """Subject: a person's id, or a stream's for free text about nobody."""
    c: str
    """Category."""
    k: int
    """Version of the subject's key in this category."""
    n: bytes
    """Nonce, 12 bytes (base64 in JSON)."""
    ct: bytes
    """AES-256-GCM ciphertext of a JSON object ``{path in data: value}``, padded."""
    kc: bytes
    """Key commitment, 16 bytes."""
    v: int = 1
    """Version of this envelope."""


class _AsStored:
    """The names that ``eventsourcing`` gives to the parts of a stored event."""

    __slots__ = ()

    if TYPE_CHECKING:
        stream_id: UUID
        version: int
        payload: bytes

    @property
    def originator_id(self) -> UUID:
        return self.stream_id

    @property
    def originator_version(self) -> int:
        return self.version

    @property
    def state(self) -> bytes:
        return self.payload


class EventRow(_AsStored, msgspec.Struct, frozen=True):
    """One row of the event table, as stored; fits ``eventsourcing``'s ``Notification``."""

    tenant_id: UUID
    position: int
    event_id: UUID
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    actor_id: UUID
    recorded_at: datetime
    """Aware, UTC, strictly increasing per tenant."""
    meta: bytes
    payload: bytes

    @property
    def id(self) -> int:
        return self.position


class NewEvent(_AsStored, msgspec.Struct, frozen=True):
    """An event ready to be appended, without position and ``recorded_at``.

    Fits ``eventsourcing``'s ``StoredEvent``.
    """

    event_id: UUID
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    actor_id: UUID
    meta: bytes
    payload: bytes


class EventClass(Protocol):
    """The shape of an event class (see ``wahana.domain.kernel.model.Event``)."""

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int]


class UnknownTopic(Exception):
    """An event's topic is not in the registry. Deploy the release that knows it, or roll back to
    it."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"the topic '{topic}' is not known to this release")
        self.topic = topic


class UndecodableEvent(Exception):
    """A stored event does not fit its class: the class changed without a new SCHEMA and upcast."""


class OpenValueInEvent(Exception):
    """An event still holds an open personal value. Pass it through ``vault.sealer`` first."""


class UnreadableEvent(Exception):
    """An event that could not be decoded would be stored. Fix the command that made it."""


_OPEN_VALUE = b'"$":"open"'
"""How an open personal value begins in JSON (tag of ``wahana.domain.kernel.fields.Personal``).

These bytes cannot occur in a string's value, where every quotation mark is escaped.
"""


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL in a JSON text, unless its backslash is itself escaped. PostgreSQL keeps none in a text."""


class _Payload(msgspec.Struct):
    salt: str
    data: msgspec.Raw
    sealed: tuple[SealedGroup, ...] = ()


_META_DECODER = msgspec.json.Decoder(EventMeta)
_PAYLOAD_DECODER = msgspec.json.Decoder(_Payload)
_ENCODER = msgspec.json.Encoder()
_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {}


@lru_cache(maxsize=1_024)
def _meta(stored: bytes) -> EventMeta:
    """The events of one command have the same meta, byte for byte, and are consecutive."""
    return _META_DECODER.decode(stored)


class Recorded(msgspec.Struct, frozen=True):
    """An event of the log, decoded. ``data`` is the event object of the domain.

    Fits ``eventsourcing``'s protocol of domain events (``originator_id``,
    ``originator_version``, ``timestamp``, ``mutate``), so ``project_aggregate`` folds it, and
    its ``Recording`` (``domain_event``, ``notification``).
    """

    row: EventRow
    data: Any
    sealed: tuple[SealedGroup, ...]

    @property
    def meta(self) -> EventMeta:
        return _meta(self.row.meta)

    @property
    def domain_event(self) -> Recorded:
        return self

    @property
    def notification(self) -> EventRow:
        return self.row

    @property
    def originator_id(self) -> UUID:
        return self.row.stream_id

    @property
    def originator_version(self) -> int:
        return self.row.version

    @property
    def timestamp(self) -> datetime:
        return self.row.recorded_at

    def group(self, reference: Any) -> SealedGroup | None:
        """The sealed group that a sealed field of ``data`` refers to; ``None`` if it is empty."""
        return None if reference is None else self.sealed[reference.group]

    def mutate(self, aggregate: Any) -> Any:
        """The aggregate after this event (protocol of ``eventsourcing``).

        Raises ``ValueError`` without one: the first state is the empty one of the stream's kind.
        """
        if aggregate is None:
            raise ValueError("give project_aggregate the empty state of the stream's kind")
        state = aggregate.evolve(self.data, self)
        return msgspec.structs.replace(state, version=self.row.version)

    # The stamp that ``evolve`` sees (``wahana.domain.kernel.model.Stamp``):
    @property
    def event_id(self) -> UUID:
        return self.row.event_id

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def occurred_on(self) -> date:
        return self.meta.occurred_on

    @property
    def recorded_at(self) -> datetime:
        return self.row.recorded_at

    @property
    def actor_id(self) -> UUID:
        return self.row.actor_id

    @property
    def role(self) -> str:
        return self.meta.role

    @property
    def position(self) -> int:
        return self.row.position


class EventRegistry:
    """The closed registry of event classes by topic; encodes and decodes their data.

    Upcasting: a row of schema *n* passes the class's ``upcast_vn_vm`` methods (static, dict in,
    dict out) until it has the class's own ``SCHEMA``.
    """

    def __init__(self, classes: Iterable[type[Any]]) -> None:
        self._classes: dict[str, type[Any]] = {}
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        for cls in classes:
            if cls.TOPIC in self._classes:
                raise ValueError(f"two event classes claim the topic {cls.TOPIC}")
            self._classes[cls.TOPIC] = cls
            self._decoders[cls.TOPIC] = msgspec.json.Decoder(cls)

    @property
    def classes(self) -> Mapping[str, type[Any]]:
        return dict(self._classes)

    def decode(self, row: EventRow) -> Recorded:
        """The event of a row. Raises :class:`UnknownTopic` or :class:`UndecodableEvent`."""
        decoder = self._decoders.get(row.topic)
        if decoder is None:
            raise UnknownTopic(row.topic)
        try:
            payload = _PAYLOAD_DECODER.decode(row.payload)
            cls = self._classes[row.topic]
            if row.schema_version == cls.SCHEMA:
                data = decoder.decode(payload.data)
            else:
                data = msgspec.convert(
                    upcast(cls, msgspec.json.decode(payload.data), row.schema_version), cls
                )
        except (msgspec.MsgspecError, LookupError) as error:
            raise UndecodableEvent(
                f"{row.topic} v{row.schema_version} at position {row.position}: {error}"
            ) from error
        return Recorded(row=row, data=data, sealed=payload.sealed)


def upcast(cls: type[Any], data: dict[str, Any], version: int) -> dict[str, Any]:
    """``data`` as stored at schema ``version``, in the shape of the class's own ``SCHEMA``.

    Raises ``LookupError`` for a version that this release cannot bring there.
    """
    while version < cls.SCHEMA:
        step: Callable[[dict[str, Any]], dict[str, Any]] | None = getattr(
            cls, f"upcast_v{version}_v{version + 1}", None
        )
        if step is None:
            raise LookupError(f"{cls.__name__} has no upcast_v{version}_v{version + 1}")
        data = step(data)
        version += 1
    if version > cls.SCHEMA:
        raise LookupError(f"{cls.__name__} v{version} was written by a newer release")
    return data


def encode_payload(data: Any, sealed: Iterable[SealedGroup], salt: bytes) -> bytes:
    """The payload's bytes. ``salt`` is 16 random bytes.

    Raises :class:`OpenValueInEvent` if ``data`` holds a personal value that is not sealed, and
    :class:`UnreadableEvent` if it could not be decoded again or PostgreSQL could not store its
    texts: an event that cannot be read stops its stream and every view of the tenant.
    """
    encoded = _ENCODER.encode(data)
    body: dict[str, Any] = {"salt": salt.hex(), "data": msgspec.Raw(encoded)}
    groups = tuple(sealed)
    if groups:
        body["sealed"] = groups
    if _OPEN_VALUE in encoded:
        raise OpenValueInEvent(
            f"{type(data).__name__} holds an open personal value; pass it through the sealer first"
        )
    _check_readable(type(data), encoded)
    return _ENCODER.encode(body)


def _check_readable(cls: type[Any], encoded: bytes) -> None:
    if b"\\u0000" in encoded and _NUL.search(encoded):
        raise UnreadableEvent(f"{cls.__name__} holds a NUL character; send its texts without")
    decoder = _DECODERS.get(cls)
    if decoder is None:
        decoder = _DECODERS[cls] = msgspec.json.Decoder(cls)
    try:
        decoder.decode(encoded)
    except msgspec.ValidationError as error:
        raise UnreadableEvent(f"{cls.__name__} does not fit its own class: {error}") from None


def encode_meta(meta: EventMeta) -> bytes:
    """The bytes of ``meta``."""
    return _ENCODER.encode(meta)
