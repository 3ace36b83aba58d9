"""The office itself: names, policies and lists by date, members, areas, permits.

Members are shown with their roles and the ids and labels of their tokens; neither this view nor the
events contain anything by which a token could be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.domain.office import late_permit_events, local_area_events
from wahana.domain.office.late_permit import LatePermit
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_events import Naming
from wahana.platform.views import View
from wahana.tenants import member_events, tenant_events
from wahana.tenants.member import Grant, Member, Token
from wahana.tenants.member_events import MemberAdmitted
from wahana.tenants.tenant import Tenant

from ..area_names import place_of
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .rows import AREAS, MEMBERS, OFFICES, PERMITS, AreaRow, MemberRow, OfficeRow, PermitRow


class OfficeRecord(Tenant, frozen=True, kw_only=True):
    """The domain's state of the office."""


class MemberRecord(Member, frozen=True, kw_only=True):
    """The domain's state of a member, with its label and the day of admission."""

    label: str | None = None
    admitted_on: date | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        if isinstance(event, MemberAdmitted):
            return msgspec.structs.replace(state, label=event.label, admitted_on=stamp.occurred_on)
        return state


def _office(office: OfficeRecord, recorded_at: datetime) -> Iterator[OfficeRow]:
    place = place_of(office.area_code)
    latest = max(office.names, key=lambda item: (item.effective_from, item.of), default=None)
    yield filled(
        OfficeRow,
        office,
        office_id=office.id,
        updated_at=recorded_at,
        name=latest.text if latest else "",
        area_name=place.regency_name or place.province_name,
        log_origin=office.origin,
        names=json_text(office.names),
        policies=json_text(office.policies),
        editions=json_text(office.editions),
    )


def _member(state: MemberRecord, recorded_at: datetime) -> Iterator[MemberRow]:
    yield filled(
        MemberRow,
        state,
        member_id=state.id,
        updated_at=recorded_at,
        admitted_on=state.admitted_on or date.min,
        grants=json_text(sorted(state.grants, key=_by_start)),
        tokens=json_text(sorted(state.tokens.values(), key=_by_id)),
    )


def _by_start(grant: Grant) -> tuple[date, UUID]:
    return grant.starts_on, grant.grant_id


def _by_id(token: Token) -> UUID:
    return token.token_id


def _area(area: LocalArea, recorded_at: datetime) -> Iterator[AreaRow]:
    naming = area.naming
    assert naming is not None, "an area's first event names it"
    yield filled(
        AreaRow,
        area,
        naming,
        place_of(naming.village_code),
        local_area_id=area.id,
        updated_at=recorded_at,
        label=" ".join(filter(None, (naming.kind, naming.number, naming.name))),
        label_key=_label_key(naming),
        parent_id=naming.parent,
    )


def _label_key(naming: Naming) -> str:
    """Kind, then the number as a number, then the name: RW 9 comes before RW 10."""
    digits = "".join(filter(str.isdigit, naming.number or ""))
    letters = (naming.number or "").lstrip("0123456789")
    number = f"{digits.zfill(4)}{letters}" if naming.number else ""
    return search_key(f"{naming.kind} {number} {naming.name or ''}")


def _permit(state: LatePermit, recorded_at: datetime) -> Iterator[PermitRow]:
    assert state.permit is not None, "a permit's first event gives it"
    yield filled(PermitRow, state, state.permit, permit_id=state.id, updated_at=recorded_at)


FOLD = Fold(
    Streams(OfficeRecord, MemberRecord, LocalArea, LatePermit, table="office_state"),
    ShownRows(OfficeRecord, OFFICES, _office),
    ShownRows(MemberRecord, MEMBERS, _member),
    ShownRows(LocalArea, AREAS, _area),
    ShownRows(LatePermit, PERMITS, _permit),
)

VIEW = View(
    name="office",
    version=4,
    topics=topics(tenant_events, member_events, local_area_events, late_permit_events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
