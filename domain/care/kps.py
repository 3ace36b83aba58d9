"""A member body (KPS) of a WKSBM: what it is, offers, and with whom it is in conflict.

One stream per WKSBM and body: a body that belongs to two WKSBM has two memberships. Its days
are business dates, so a task of a past day is judged by the membership of that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Context, Event, Stamp
from ..kernel.refusal import About, refuse, refuse_missing
from .kps_events import (
    ANY_MATTER,
    ConflictOfInterestDeclared,
    ConflictResolved,
    ConflictSettlement,
    KpsConflictCorrected,
    KpsCorrected,
    KpsEntryRetracted,
    KpsJoined,
    KpsLeaveReason,
    KpsLeft,
    KpsLegalised,
    KpsLiaisonNamed,
    KpsLiaisonReleased,
    KpsParticulars,
    KpsServiceDeclared,
    KpsServiceWithdrawn,
)
from .vocabulary import Pillar

replace = msgspec.structs.replace


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of service offered within days ``[valid_from, valid_to)``."""

    entry: int
    service_kind: str
    pillar: Pillar
    valid_from: date
    valid_to: date | None = None
    ended_by: int | None = None


class Legalisation(msgspec.Struct, frozen=True, kw_only=True):
    """By which document the body became a formal one."""

    entry: int
    legal_no: str
    issued_on: date


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict of interest with another body."""

    conflict_id: UUID
    other: UUID
    matter: str
    state: Literal["OPEN", "RESOLVED", "WITHDRAWN"] = "OPEN"
    how: ConflictSettlement | None = None

    def concerns(self, service_kind: str) -> bool:
        """Whether it is open and about this kind of service."""
        return self.state == "OPEN" and self.matter in (service_kind, ANY_MATTER)


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """When and why the body left."""

    entry: int
    left_on: date
    reason: KpsLeaveReason


class Liaison(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the tenant who acts for the body."""

    entry: int
    member: UUID


class Kps(Aggregate, frozen=True, kw_only=True):
    """State of one membership."""

    TYPE: ClassVar[str] = "kps"

    wksbm: UUID | None = None
    particulars: KpsParticulars | None = None
    joined_on: date | None = None
    legalisation: Legalisation | None = None
    offers: tuple[Offer, ...] = ()
    named: tuple[Liaison, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    leaving: Leaving | None = None
    withdrawn: bool = False
    """Entered by mistake: it was never a member."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        fold = _FOLD.get(type(event))
        return self if fold is None else replace(self, **fold(self, event, stamp))

    def member_on(self, day: date) -> bool:
        """Whether it is a member on a day."""
        if self.withdrawn or self.joined_on is None or day < self.joined_on:
            return False
        return self.leaving is None or day < self.leaving.left_on

    @property
    def liaisons(self) -> tuple[UUID, ...]:
        """The members of the tenant who act for it."""
        return tuple(liaison.member for liaison in self.named)

    @property
    def formal(self) -> bool:
        """Whether it has a legal form, from the start or since."""
        assert self.particulars is not None
        return self.legalisation is not None or self.particulars.legal_status == "FORMAL"

    def offering(self, service_kind: str, day: date) -> Offer | None:
        """The offer of a kind of service on a day."""
        return next(
            (
                offer
                for offer in self.offers
                if offer.service_kind == service_kind
                and offer.valid_from <= day
                and (offer.valid_to is None or day < offer.valid_to)
            ),
            None,
        )

    def conflict(self, conflict_id: UUID) -> Conflict:
        """A conflict by its id. Raises NOT_FOUND."""
        found = next((item for item in self.conflicts if item.conflict_id == conflict_id), None)
        if found is None:
            refuse_missing("conflict", conflict_id, field="conflictId")
        return found


def active_member(context: Context, kps_id: UUID, *, field: str, wksbm: UUID | None = None) -> Kps:
    """A body that is a member on the business date, of ``wksbm`` if that is given.

    Raises KPS_UNKNOWN, also for an id that is not there: both mean "not one of yours".
    """
    kps = context.load(Kps, kps_id)
    of_it = wksbm is None or kps.wksbm == wksbm
    if not (kps.exists and of_it and kps.member_on(context.occurred_on)):
        refuse("KPS_UNKNOWN", field=field, kps=About("kps", kps_id), day=context.occurred_on)
    return kps


def check_conflict(context: Context, kps: Kps, service_kind: str, *, field: str) -> None:
    """Raises KPS_CONFLICT if the body has an open conflict about this kind of service (S0)."""
    for conflict in kps.conflicts:
        if conflict.concerns(service_kind):
            other = context.load(Kps, conflict.other)
            refuse(
                "KPS_CONFLICT",
                field=field,
                matter=conflict.matter,
                other_name=None if other.particulars is None else other.particulars.name,
                other=About("kps", other.id),
            )


# --- what each event changes ---------------------------------------------------------------

Change = dict[str, Any]


def particulars(source: KpsParticulars) -> KpsParticulars:
    """What a body is, without what else an event or command says."""
    return KpsParticulars(
        **{name: getattr(source, name) for name in KpsParticulars.__struct_fields__}
    )


def _joined(kps: Kps, event: KpsJoined, stamp: Stamp) -> Change:
    return {
        "wksbm": event.wksbm,
        "particulars": particulars(event),
        "joined_on": stamp.occurred_on,
    }


def _corrected(kps: Kps, event: KpsCorrected, stamp: Stamp) -> Change:
    return {"particulars": particulars(event), "joined_on": event.joined_on}


def _legalised(kps: Kps, event: KpsLegalised, stamp: Stamp) -> Change:
    found = Legalisation(entry=stamp.version, legal_no=event.legal_no, issued_on=event.issued_on)
    return {"legalisation": found}


def _declared(kps: Kps, event: KpsServiceDeclared, stamp: Stamp) -> Change:
    offer = Offer(
        entry=stamp.version,
        service_kind=event.service_kind,
        pillar=event.pillar,
        valid_from=stamp.occurred_on,
    )
    return {"offers": (*kps.offers, offer)}


def _service_withdrawn(kps: Kps, event: KpsServiceWithdrawn, stamp: Stamp) -> Change:
    return {
        "offers": tuple(
            replace(offer, valid_to=stamp.occurred_on, ended_by=stamp.version)
            if offer.service_kind == event.service_kind and offer.valid_to is None
            else offer
            for offer in kps.offers
        )
    }


def _named(kps: Kps, event: KpsLiaisonNamed, stamp: Stamp) -> Change:
    return {"named": (*kps.named, Liaison(entry=stamp.version, member=event.member))}


def _released(kps: Kps, event: KpsLiaisonReleased, stamp: Stamp) -> Change:
    return {"named": tuple(item for item in kps.named if item.member != event.member)}


def _left(kps: Kps, event: KpsLeft, stamp: Stamp) -> Change:
    leaving = Leaving(entry=stamp.version, left_on=stamp.occurred_on, reason=event.reason)
    return {"leaving": leaving}


def _in_conflict(kps: Kps, event: ConflictOfInterestDeclared, stamp: Stamp) -> Change:
    other = event.kps_b if kps.id == event.kps_a else event.kps_a
    conflict = Conflict(conflict_id=event.conflict_id, other=other, matter=event.matter)
    return {"conflicts": (*kps.conflicts, conflict)}


def _conflict(kps: Kps, conflict_id: UUID, **change: Any) -> Change:
    return {
        "conflicts": tuple(
            replace(item, **change) if item.conflict_id == conflict_id else item
            for item in kps.conflicts
        )
    }


def _resolved(kps: Kps, event: ConflictResolved, stamp: Stamp) -> Change:
    return _conflict(kps, event.conflict_id, state="RESOLVED", how=event.how)


def _conflict_corrected(kps: Kps, event: KpsConflictCorrected, stamp: Stamp) -> Change:
    return _conflict(kps, event.conflict_id, state=event.state, matter=event.matter, how=event.how)


def _retracted(kps: Kps, event: KpsEntryRetracted, stamp: Stamp) -> Change:
    match event.entry:
        case "JOINING":
            return {"withdrawn": True}
        case "LEGALISATION":
            return {"legalisation": None}
        case "DEPARTURE":
            return {"leaving": None}
        case "LIAISON":
            return {"named": tuple(item for item in kps.named if item.entry != event.of)}
        case "SERVICE":
            return {"offers": tuple(item for item in kps.offers if item.entry != event.of)}
        case "SERVICE_END":
            return {
                "offers": tuple(
                    replace(item, valid_to=None, ended_by=None)
                    if item.ended_by == event.of
                    else item
                    for item in kps.offers
                )
            }


_FOLD: dict[type[Event], Callable[[Kps, Any, Stamp], Change]] = {
    KpsJoined: _joined,
    KpsCorrected: _corrected,
    KpsLegalised: _legalised,
    KpsServiceDeclared: _declared,
    KpsServiceWithdrawn: _service_withdrawn,
    KpsLiaisonNamed: _named,
    KpsLiaisonReleased: _released,
    KpsLeft: _left,
    ConflictOfInterestDeclared: _in_conflict,
    ConflictResolved: _resolved,
    KpsConflictCorrected: _conflict_corrected,
    KpsEntryRetracted: _retracted,
}
