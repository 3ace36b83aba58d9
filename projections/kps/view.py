"""Member bodies of WKSBM with what they offer, their conflicts of interest, and partners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

import msgspec

from wahana.domain.care import kps_events as events
from wahana.domain.kernel.texts import search_key
from wahana.platform.database import WorkSession
from wahana.platform.versioned import Rows, VersionedTable
from wahana.platform.views import Batch, View

from ..streams import Streams, replace_rows, topics
from .records import KpsRecord, PartnerRecord
from .rows import BODIES, CONFLICTS, OFFERS, PARTNERS, ConflictRow, KpsRow, OfferRow, PartnerRow

R = TypeVar("R", bound=msgspec.Struct)

STREAMS = Streams(KpsRecord, PartnerRecord, table="kps_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's bodies and partners."""
    folding = await STREAMS.load(session, batch)
    loaded: list[tuple[type, VersionedTable[Any], Callable[[Any], Iterator[Any]], Rows[Any]]] = []
    for kind, table, made in _TABLES:
        states = [state for state in folding.states(kind) if state.version]
        keys = {table.key_of(row) for state in states for row in made(state)}
        loaded.append((kind, table, made, await table.load(session, batch, keys)))
    async for step in folding.steps():
        for kind, table, made, rows in loaded:
            if isinstance(step.after, kind):
                old = made(step.before) if step.before.version else iter(())
                replace_rows(table, rows, step.event.position, old, made(step.after))
    for _, _, _, rows in loaded:
        await rows.write(session)
    await folding.save(session)


def _body(state: KpsRecord) -> Iterator[KpsRow]:
    """The membership; one that was entered by mistake is none."""
    if state.withdrawn:
        return
    what, law = state.particulars, state.legalisation
    assert what is not None
    assert state.wksbm is not None
    assert state.joined_on is not None
    assert state.updated_at is not None
    yield KpsRow(
        kps_id=state.id,
        wksbm_id=state.wksbm,
        version=state.version,
        updated_at=state.updated_at,
        name=what.name,
        name_key=search_key(what.name),
        kps_kind=what.kps_kind,
        is_formal=state.formal,
        legal_no=law.legal_no if law else what.legal_no,
        origin=what.origin,
        pillars=what.pillars,
        local_area=what.local_area,
        people=what.members,
        joined_on=state.joined_on,
        left_on=state.leaving.left_on if state.leaving else date.max,
        leave_reason=state.leaving.reason if state.leaving else None,
        liaisons=state.liaisons,
    )


def _offers(state: KpsRecord) -> Iterator[OfferRow]:
    assert state.wksbm is not None
    for offer in () if state.withdrawn else state.offers:
        yield OfferRow(
            kps_id=state.id,
            entry=offer.entry,
            wksbm_id=state.wksbm,
            service_kind=offer.service_kind,
            pillar=offer.pillar,
            valid_from=offer.valid_from,
            valid_to=offer.valid_to or date.max,
        )


def _conflicts(state: KpsRecord) -> Iterator[ConflictRow]:
    assert state.wksbm is not None
    for conflict in () if state.withdrawn else state.conflicts:
        yield ConflictRow(
            kps_id=state.id,
            conflict_id=conflict.conflict_id,
            wksbm_id=state.wksbm,
            other_id=conflict.other,
            matter=conflict.matter,
            state=conflict.state,
            how=conflict.how,
            declared_on=conflict.declared_on,
            settled_on=conflict.settled_on,
        )


def _partner(state: PartnerRecord) -> Iterator[PartnerRow]:
    assert state.wksbm is not None
    assert state.updated_at is not None
    assert state.linked_on is not None
    what = state.what
    assert what is not None
    yield PartnerRow(
        partner_id=state.id,
        wksbm_id=state.wksbm,
        version=state.version,
        updated_at=state.updated_at,
        kind=what.kind,
        name=what.name,
        other_wksbm=what.other_wksbm,
        scope=what.scope,
        agreement_no=what.agreement_no,
        linked_on=state.linked_on,
        unlinked_on=state.unlinking.unlinked_on if state.unlinking else None,
    )


_TABLES: tuple[tuple[type[Any], VersionedTable[Any], Callable[[Any], Iterator[Any]]], ...] = (
    (KpsRecord, BODIES, _body),
    (KpsRecord, OFFERS, _offers),
    (KpsRecord, CONFLICTS, _conflicts),
    (PartnerRecord, PARTNERS, _partner),
)
"""The kind of state, a table, and the rows of it that a state makes."""

VIEW = View(
    name="kps",
    version=2,
    topics=topics(events),
    tables=(STREAMS.table, BODIES, OFFERS, CONFLICTS, PARTNERS),
    apply=apply,
)
