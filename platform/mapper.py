"""Between an event of the domain and what is stored of it: the ``eventsourcing`` library's mapper.

On writing, an event is sealed and encoded, which may ask the key store; on reading, it is upcast
and decoded, and its personal values stay sealed. The library's transcoder, compressor and cipher
are not used: events are typed structs, and personal values are sealed per person.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from . import apart
from .events import (
    EventMeta,
    EventRegistry,
    EventRow,
    NewEvent,
    Recorded,
    SealedGroup,
    encode_meta,
    encode_payload,
)
from .ids import TenantId, uuid7
from .unique import UniqueValue


class DecidedEvent(NamedTuple):
    """An event that was decided: the ``version`` of its stream after it, and the event object."""

    stream_id: UUID
    version: int
    event: Any


class MappedEvent(NamedTuple):
    """An event ready to be stored, and its two parts as they will be read back."""

    stored: NewEvent
    data: Any
    sealed: tuple[SealedGroup, ...]


class EventSealer(Protocol):
    """Seals the personal fields of events (``wahana.platform.vault.sealer``)."""

    async def seal(
        self, tenant: TenantId, happened: Sequence[tuple[UUID, Any]]
    ) -> list[tuple[Any, tuple[SealedGroup, ...]]]: ...

    def unique_values(self, happened: Sequence[Any]) -> list[UniqueValue]: ...


class AsyncMapper:
    """Mirror of ``Mapper``, for the events of one command at a time."""

    def __init__(self, registry: EventRegistry, sealer: EventSealer) -> None:
        self._registry = registry
        self._sealer = sealer

    async def to_stored_events(
        self,
        tenant: TenantId,
        pending: Sequence[DecidedEvent],
        meta: EventMeta,
        actor_id: UUID,
        *,
        size: int = 0,
    ) -> list[MappedEvent]:
        """The events of one command, each with a new id, sealed and encoded, in order.

        ``size``: how large they are (:func:`.bounds.check_size`); large ones are sealed and
        encoded beside the event loop. Raises what the sealer raises (``KeyStoreUnavailable``,
        ``SubjectErased``, ``ValueTooLong``, ``Unsealable``), ``OpenValueInEvent`` and
        ``UnreadableEvent``.
        """
        named = [(uuid7(), one) for one in pending]
        sealed = await self._sealer.seal(tenant, [(name, one.event) for name, one in named])
        return await apart.run(size, _mapped, named, sealed, encode_meta(meta), actor_id)

    def unique_values(self, happened: Sequence[Any]) -> list[UniqueValue]:
        """The values in events, not sealed yet, that must be unique within a tenant."""
        return self._sealer.unique_values(happened)

    def to_domain_event(self, row: EventRow) -> Recorded:
        """The event of a row. Raises ``UnknownTopic`` and ``UndecodableEvent``."""
        return self._registry.decode(row)


def _mapped(
    named: Sequence[tuple[UUID, DecidedEvent]],
    sealed: Sequence[tuple[Any, tuple[SealedGroup, ...]]],
    meta: bytes,
    actor_id: UUID,
) -> list[MappedEvent]:
    return [
        MappedEvent(
            NewEvent(
                event_id=name,
                stream_id=one.stream_id,
                version=one.version,
                topic=type(one.event).TOPIC,
                schema_version=type(one.event).SCHEMA,
                actor_id=actor_id,
                meta=meta,
                payload=encode_payload(data, groups, os.urandom(16)),
            ),
            data,
            groups,
        )
        for (name, one), (data, groups) in zip(named, sealed, strict=True)
    ]
