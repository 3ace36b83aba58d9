"""The office itself, readable: names, policies and lists by date, members, areas, permits.

Members are shown with their roles and the ids and labels of their tokens; of a token nothing
that could be used is known here or anywhere in the events.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.domain.office import late_permit, local_area
from wahana.domain.office.late_permit import LateEntryAllowed, LatePermit
from wahana.domain.office.local_area import LocalArea, LocalAreaCorrected, LocalAreaRegistered
from wahana.platform.database import WorkSession
from wahana.platform.versioned import VersionedTable
from wahana.platform.views import Batch, View
from wahana.tenants import member, tenant
from wahana.tenants.member import Grant, Member, MemberAdmitted, Token
from wahana.tenants.tenant import Tenant

from ..places import place_of
from ..streams import Streams, json_text, topics
from .rows import AREAS, MEMBERS, OFFICES, PERMITS, AreaRow, MemberRow, OfficeRow, PermitRow


class OfficeRecord(Tenant, frozen=True, kw_only=True):
    """The office as the rules see it."""


class MemberRecord(Member, frozen=True, kw_only=True):
    """A member as the rules see it, with its label and the day it was admitted."""

    label: str | None = None
    admitted_on: date | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        if isinstance(event, MemberAdmitted):
            return msgspec.structs.replace(state, label=event.label, admitted_on=stamp.occurred_on)
        return state


class AreaRecord(LocalArea, frozen=True, kw_only=True):
    """A local area as the rules see it, with the edition that its village is cited by."""

    area_edition: str = ""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        if isinstance(event, LocalAreaRegistered | LocalAreaCorrected):
            return msgspec.structs.replace(state, area_edition=event.area_edition)
        return state


class PermitRecord(LatePermit, frozen=True, kw_only=True):
    """A permit as the rules see it, with the reason it was given for."""

    reason: str = ""
    allowed_on: date | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        if isinstance(event, LateEntryAllowed):
            return msgspec.structs.replace(state, reason=event.reason, allowed_on=stamp.occurred_on)
        return state


STREAMS = Streams(OfficeRecord, MemberRecord, AreaRecord, PermitRecord, table="office_state")

_TABLES: tuple[tuple[type[Any], VersionedTable[Any]], ...] = (
    (OfficeRecord, OFFICES),
    (MemberRecord, MEMBERS),
    (AreaRecord, AREAS),
    (PermitRecord, PERMITS),
)


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's streams, each into the table of its kind."""
    folding = await STREAMS.load(session, batch)
    rows = {
        kind: await table.load(session, batch, [(state.id,) for state in folding.states(kind)])
        for kind, table in _TABLES
    }
    async for step in folding.steps():
        rows[type(step.after)].put(step.event.position, _row_of(step.after, step.event.recorded_at))
    for written in rows.values():
        await written.write(session)
    await folding.save(session)


def _row_of(state: Any, updated_at: datetime) -> Any:
    match state:
        case OfficeRecord():
            return _office(state, updated_at)
        case MemberRecord():
            return _member(state, updated_at)
        case AreaRecord():
            return _area(state, updated_at)
        case PermitRecord():
            return _permit(state, updated_at)
    raise TypeError(f"{type(state).__name__} has no row in the view office")


def _office(office: OfficeRecord, updated_at: datetime) -> OfficeRow:
    place = place_of(office.area_code)
    latest = max(office.names, key=lambda item: (item.effective_from, item.of), default=None)
    return OfficeRow(
        office_id=office.id,
        version=office.version,
        updated_at=updated_at,
        name=latest.text if latest else "",
        slug=office.slug,
        level=office.level,
        area_code=office.area_code,
        area_name=place.regency_name or place.province_name,
        time_zone=office.time_zone,
        log_origin=office.origin,
        sample=office.sample,
        backlog_until=office.backlog_until,
        names=json_text(office.names),
        policies=json_text(office.policies),
        editions=json_text(office.editions),
    )


def _member(state: MemberRecord, updated_at: datetime) -> MemberRow:
    return MemberRow(
        member_id=state.id,
        version=state.version,
        updated_at=updated_at,
        kind=state.kind,
        person_id=state.person_id,
        label=state.label,
        admitted_on=state.admitted_on or date.min,
        grants=json_text(sorted(state.grants.values(), key=_by_start)),
        tokens=json_text(sorted(state.tokens.values(), key=_by_id)),
    )


def _by_start(grant: Grant) -> tuple[date, UUID]:
    return grant.starts_on, grant.grant_id


def _by_id(token: Token) -> UUID:
    return token.token_id


def _area(area: AreaRecord, updated_at: datetime) -> AreaRow:
    label = " ".join(filter(None, (area.kind, area.number, area.name)))
    return AreaRow(
        local_area_id=area.id,
        version=area.version,
        updated_at=updated_at,
        province_code=area.village_code[:2],
        regency_code=area.village_code[:5],
        district_code=area.village_code[:8],
        village_code=area.village_code,
        village_name=place_of(area.village_code).village_name,
        area_edition=area.area_edition,
        kind=area.kind,
        number=area.number,
        name=area.name,
        label=label,
        label_key=_label_key(area),
        parent_id=area.parent,
        closed=area.closed,
    )


def _label_key(area: AreaRecord) -> str:
    """Kind, then the number as a number, then the name: RW 9 stands before RW 10."""
    digits = "".join(filter(str.isdigit, area.number or ""))
    number = f"{digits.zfill(4)}{(area.number or '').lstrip('0123456789')}" if area.number else ""
    return search_key(f"{area.kind} {number} {area.name or ''}")


def _permit(permit: PermitRecord, updated_at: datetime) -> PermitRow:
    assert permit.allowed_by is not None
    assert permit.allowed_on is not None
    return PermitRow(
        permit_id=permit.id,
        version=permit.version,
        updated_at=updated_at,
        covers_from=permit.covers_from,
        covers_to=permit.covers_to,
        until=permit.until,
        wksbm_id=permit.wksbm_id,
        reason=permit.reason,
        allowed_by=permit.allowed_by,
        allowed_on=permit.allowed_on,
        revoked=permit.revoked,
        revoked_on=permit.revoked_on,
    )


VIEW = View(
    name="office",
    version=2,
    topics=topics(tenant, member, local_area, late_permit),
    tables=(STREAMS.table, OFFICES, MEMBERS, AREAS, PERMITS),
    apply=apply,
)
