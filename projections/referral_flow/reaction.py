"""Referrals and their deadlines: takes back what became void, lets expire what nobody answered.

When a case ends, what others were asked and have not taken on is void; when a consent is
withdrawn, what rests on it discloses no more. On the day after an answer or an end was due the
referral expires (``due.py``); the sender's case worker chooses what next, nothing goes up a
ladder by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from wahana.domain.care import reactions
from wahana.domain.care import referral_events as events
from wahana.domain.care.case import Case
from wahana.domain.care.case_correction_events import CaseWithdrawn
from wahana.domain.care.case_events import CaseClosed
from wahana.domain.care.refer import RevokeReferral
from wahana.domain.care.referral import LIVE, Referral
from wahana.domain.kernel import policies
from wahana.domain.people.person_events import ConsentWithdrawn
from wahana.platform import sql
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.tables import CurrentTable, ListIndex, LookupIndex
from wahana.platform.views import Batch
from wahana.tenants.tenant import Tenant

from ..reactions.due import Duty
from ..reactions.reaction import Hands, Reaction, because_of
from ..reading import Reading
from ..streams import stream_type, topics

SQL = sql.load(__file__, "apply.sql")


class Open(msgspec.Struct, frozen=True):
    """A referral from which something can come, with its day and consents; no history."""

    referral_id: UUID
    case_id: UUID
    due: date | None
    consents: tuple[UUID, ...]


OPEN = CurrentTable(
    Open,
    key=("referral_id",),
    table="referral_flow",
    indexes=(ListIndex("by_day", "due", "referral_id"), LookupIndex("by_case", "case_id")),
)


@functools.cache
def _reading() -> Reading:
    return Reading([REACTION.definition])


async def react(session: WorkSession, batch: Batch, hands: Hands) -> None:
    """Keep the list of live referrals, and take back what became void."""
    await _list(session, batch, hands)
    for event in batch.events:
        match event.data:
            case CaseClosed() | CaseWithdrawn():
                commands = await _of_case(session, batch, event.row.stream_id, hands)
            case ConsentWithdrawn(consent_id=consent_id):
                commands = await _on_consent(session, batch, consent_id, hands)
            case _:
                continue
        await _give(batch, event, commands, hands)


async def due(session: WorkSession, on: date, hands: Hands, most: int) -> list[Duty]:
    """The expiry of referrals whose day has passed."""
    rows = await session.fetch(_reading().resolve(SQL["due"]), session.tenant, on, most)
    wanted = [(Referral, UUID(int=row["referral_id"].int)) for row in rows]
    office, *found = await hands.states.refresh(session.tenant, [(Tenant, session.tenant), *wanted])
    grace = policies.resolve(office.policy_versions, on).referral_grace_days
    duties = []
    for referral in found:
        command = reactions.referral_due(referral, on, grace, office.backlog_until)
        if command is not None:
            because = f"due/{referral.id}/{referral.steps[-1].entry}/{referral.due}"
            duties.append(Duty(command=command, about=referral.case_id, because=because))
    return duties


async def _list(session: WorkSession, batch: Batch, hands: Hands) -> None:
    touched = dict.fromkeys(
        event.row.stream_id
        for event in batch.events
        if stream_type(event.row.topic) == Referral.TYPE
    )
    if not touched:
        return
    office, *found = await hands.states.refresh(
        batch.tenant, [(Tenant, batch.tenant), *((Referral, one) for one in touched)]
    )
    gone = [(referral.id,) for referral in found if referral.state not in LIVE]
    await OPEN.remove(session, batch, gone)
    live = [
        Open(
            referral_id=referral.id,
            case_id=referral.case_id,
            due=_listed_until(referral, office, batch),
            consents=referral.what.consents,
        )
        for referral in found
        if referral.state in LIVE
    ]
    await OPEN.put(session, batch, live)


def _listed_until(referral: Referral, office: Tenant, batch: Batch) -> date | None:
    """The day after which to look at a referral, by the settings of the batch's last day; a longer
    grace that is set later is seen then."""
    on = batch.events[-1].row.recorded_at.date()
    grace = policies.resolve(office.policy_versions, on).referral_grace_days
    return reactions.last_referral_day(referral, grace, office.backlog_until)


async def _of_case(
    session: WorkSession, batch: Batch, case_id: UUID, hands: Hands
) -> Sequence[RevokeReferral]:
    rows = await session.fetch(SQL["of_case"], batch.tenant, batch.generation, case_id)
    case, *referrals = await hands.states.refresh(
        batch.tenant,
        [(Case, case_id), *((Referral, UUID(int=row["referral_id"].int)) for row in rows)],
    )
    return () if case.open else reactions.on_case_closed(case, referrals)


async def _on_consent(
    session: WorkSession, batch: Batch, consent_id: UUID, hands: Hands
) -> Sequence[RevokeReferral]:
    rows = await session.fetch(SQL["on_consent"], batch.tenant, batch.generation, consent_id)
    referrals = await hands.states.refresh(
        batch.tenant, [(Referral, UUID(int=row["referral_id"].int)) for row in rows]
    )
    return reactions.on_consent_withdrawn(consent_id, referrals)


async def _give(
    batch: Batch, event: Recorded, commands: Sequence[RevokeReferral], hands: Hands
) -> None:
    wanted = [(Referral, command.referral_id) for command in commands]
    referrals = await hands.states.refresh(batch.tenant, wanted)
    for command, referral in zip(commands, referrals, strict=True):
        await hands.give(
            batch.tenant,
            command,
            because=because_of(event),
            about=referral.case_id,
            cause=event.event_id,
        )


REACTION = Reaction(
    name="referral_flow",
    version=1,
    topics=topics(events) | {CaseClosed.TOPIC, CaseWithdrawn.TOPIC, ConsentWithdrawn.TOPIC},
    tables=(OPEN,),
    react=react,
)
