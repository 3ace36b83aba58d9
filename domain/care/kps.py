"""A member body (KPS) of a WKSBM: its particulars, its services and its conflicts of interest.

There is one stream per WKSBM and body: a body that belongs to two WKSBM has two memberships. Its
days are business dates, so a service of a past day is judged by the membership of that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, ending, folded, folds, identity_of, listed, single
from ..kernel.in_force import in_order
from ..kernel.model import Aggregate, Context, Event, Stamp
from ..kernel.particulars import carry
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
    """A kind of service offered in the period ``[valid_from, valid_to)``."""

    entry: int
    service_kind: str
    pillar: Pillar
    valid_from: date
    valid_to: date | None = None
    ended_by: int | None = None


class Legalisation(msgspec.Struct, frozen=True, kw_only=True):
    """The document by which the body became a formal one."""

    entry: int
    legal_no: str
    issued_on: date
    legalised_on: date
    """Business day on which it was recorded."""


class ConflictOfInterest(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict of interest with another body."""

    entry: int
    conflict_id: UUID
    other: UUID
    matter: str
    declared_on: date
    state: Literal["OPEN", "RESOLVED", "WITHDRAWN"] = "OPEN"
    how: ConflictSettlement | None = None
    meeting_id: UUID | None = None
    """The meeting that settled it."""
    settled_on: date | None = None
    settlement: int | None = None
    """Version of the event that settled it."""

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
    named_on: date
    released_on: date | None = None
    release: int | None = None
    """Version of the event that released them."""


class Joined(NamedTuple):
    """The particulars of a body and the day on which it joined, from the first event of
    its stream."""

    particulars: KpsParticulars
    joined_on: date


class Kps(Aggregate, frozen=True, kw_only=True):
    """State of one membership."""

    TYPE: ClassVar[str] = "kps"

    wksbm: UUID | None = None
    particulars: KpsParticulars | None = None
    joined_on: date | None = None
    legalisation: Legalisation | None = None
    offers: tuple[Offer, ...] = ()
    named: tuple[Liaison, ...] = ()
    conflicts: tuple[ConflictOfInterest, ...] = ()
    leaving: Leaving | None = None
    withdrawn: bool = False
    """The membership was entered by mistake: the body never was a member."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)

    def member_on(self, day: date) -> bool:
        """Whether it is a member on a day."""
        if self.withdrawn or self.joined_on is None or day < self.joined_on:
            return False
        return self.leaving is None or day < self.leaving.left_on

    @property
    def liaisons(self) -> tuple[UUID, ...]:
        """The members of the tenant who act for it."""
        return tuple(item.member for item in self.named if item.release is None)

    @property
    def formal(self) -> bool:
        """Whether it has a legal form, from the start or acquired later."""
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

    def conflict(self, conflict_id: UUID) -> ConflictOfInterest:
        """A conflict by its id. Raises NOT_FOUND."""
        found = next((item for item in self.conflicts if item.conflict_id == conflict_id), None)
        if found is None:
            refuse_missing("conflict", conflict_id, field="conflictId")
        return found


def active_member(context: Context, kps_id: UUID, *, field: str, wksbm: UUID | None = None) -> Kps:
    """A body that is a member on the business date, of ``wksbm`` if given.

    Raises KPS_UNKNOWN, also for an unknown id: both mean "not one of yours".
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


def _joined(kps: Kps, event: KpsJoined, stamp: Stamp) -> Changed:
    return {
        "wksbm": event.wksbm,
        "particulars": carry(KpsParticulars, event),
        "joined_on": stamp.occurred_on,
    }


def _corrected(kps: Kps, event: KpsCorrected, stamp: Stamp) -> Changed:
    return {"particulars": carry(KpsParticulars, event), "joined_on": event.joined_on}


def _service_withdrawn(kps: Kps, event: KpsServiceWithdrawn, stamp: Stamp) -> Changed:
    return {
        "offers": tuple(
            replace(offer, valid_to=stamp.occurred_on, ended_by=stamp.version)
            if offer.service_kind == event.service_kind and offer.valid_to is None
            else offer
            for offer in kps.offers
        )
    }


def _released(kps: Kps, event: KpsLiaisonReleased, stamp: Stamp) -> Changed:
    return {
        "named": tuple(
            replace(item, released_on=stamp.occurred_on, release=stamp.version)
            if item.member == event.member and item.release is None
            else item
            for item in kps.named
        )
    }


def _in_conflict(kps: Kps, event: ConflictOfInterestDeclared, stamp: Stamp) -> Changed:
    other = event.kps_b if kps.id == event.kps_a else event.kps_a
    day = stamp.occurred_on
    found = carry(ConflictOfInterest, event, entry=stamp.version, other=other, declared_on=day)
    return {"conflicts": in_order((*kps.conflicts, found), "declared_on")}


def _conflict(kps: Kps, conflict_id: UUID, **change: Any) -> Changed:
    return {
        "conflicts": tuple(
            replace(item, **change) if item.conflict_id == conflict_id else item
            for item in kps.conflicts
        )
    }


def _resolved(kps: Kps, event: ConflictResolved, stamp: Stamp) -> Changed:
    return _conflict(
        kps,
        event.conflict_id,
        state="RESOLVED",
        how=event.how,
        meeting_id=event.meeting_id,
        settled_on=stamp.occurred_on,
        settlement=stamp.version,
    )


def _conflict_corrected(kps: Kps, event: KpsConflictCorrected, stamp: Stamp) -> Changed:
    """The corrected matter, settlement and reason; a settlement keeps its day."""
    old = kps.conflict(event.conflict_id)
    stands = event.state == "RESOLVED" and old.settlement is not None
    return _conflict(
        kps,
        event.conflict_id,
        state=event.state,
        matter=event.matter,
        how=event.how,
        meeting_id=event.meeting_id,
        settled_on=None if event.state == "OPEN" else old.settled_on or stamp.occurred_on,
        settlement=old.settlement if stands else None,
    )


UNSETTLED: Changed = {
    "state": "OPEN", "how": None, "meeting_id": None, "settled_on": None, "settlement": None,
}  # fmt: skip
"""The fields of a conflict without its settlement."""

RETRACTED = KpsEntryRetracted
JOINING = identity_of(
    "JOINING",
    made_by=KpsJoined,
    corrected_by=KpsCorrected,
    retracted_by=RETRACTED,
    fact=lambda kps: Joined(kps.particulars, kps.joined_on),
    day=lambda fact: fact.joined_on,
    day_field="joined_on",
    withdrawn={"withdrawn": True},
)
LEGALISATION = single(
    "LEGALISATION",
    Legalisation,
    "legalisation",
    made_by=KpsLegalised,
    retracted_by=RETRACTED,
    day="legalised_on",
)
SERVICE = listed(
    "SERVICE",
    Offer,
    "offers",
    made_by=KpsServiceDeclared,
    retracted_by=RETRACTED,
    day="valid_from",
)
SERVICE_END = ending(
    "SERVICE_END",
    "offers",
    made_by=KpsServiceWithdrawn,
    retracted_by=RETRACTED,
    entry="ended_by",
    day="valid_to",
    restored={"valid_to": None, "ended_by": None},
)
LIAISON = listed(
    "LIAISON",
    Liaison,
    "named",
    made_by=KpsLiaisonNamed,
    retracted_by=RETRACTED,
    day="named_on",
)
LIAISON_END = ending(
    "LIAISON_END",
    "named",
    made_by=KpsLiaisonReleased,
    retracted_by=RETRACTED,
    entry="release",
    day="released_on",
    restored={"released_on": None, "release": None},
)
DEPARTURE = single(
    "DEPARTURE",
    Leaving,
    "leaving",
    made_by=KpsLeft,
    retracted_by=RETRACTED,
    day="left_on",
)
CONFLICT = listed(
    "CONFLICT",
    ConflictOfInterest,
    "conflicts",
    made_by=ConflictOfInterestDeclared,
    corrected_by=KpsConflictCorrected,
    day="declared_on",
    correct=_conflict_corrected,
)
SETTLEMENT = ending(
    "CONFLICT_END",
    "conflicts",
    made_by=ConflictResolved,
    corrected_by=KpsConflictCorrected,
    entry="settlement",
    day="settled_on",
    restored=UNSETTLED,
)
KINDS = {
    kind.code: kind
    for kind in (*(JOINING, LEGALISATION, SERVICE, SERVICE_END, LIAISON, LIAISON_END, DEPARTURE),)
}
"""The kinds of facts that are retracted one by one, by their codes in the API."""

FOLD: dict[type[Event], Fold] = {
    **folds(*KINDS.values(), CONFLICT),
    KpsJoined: _joined,
    KpsCorrected: _corrected,
    KpsServiceWithdrawn: _service_withdrawn,
    KpsLiaisonReleased: _released,
    ConflictOfInterestDeclared: _in_conflict,
    ConflictResolved: _resolved,
}
