"""A person, as far as rules ask: the fold of their stream. Nothing personal stands in it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Stamp
from .person_events import (
    AliasRecorded,
    AliasRetracted,
    Consent,
    ConsentGiven,
    ConsentPart,
    ConsentWithdrawn,
    DeathCorrected,
    DeathRetracted,
    DuplicateRejected,
    DuplicateSuspected,
    IdentityClaimed,
    IdentityCorrected,
    IdentityVerified,
    IdentityWithdrawn,
    LegalBasis,
    MergeReversed,
    MissingNik,
    NikState,
    PersonCorrected,
    PersonDied,
    PersonMoved,
    PersonRegistered,
    PersonsMerged,
    Purpose,
    Sex,
)

ADULT_AGE = 18
"""A child is who has not turned 18 (UU 35/2014 ps 1(1)), unless the law of data says otherwise."""


CLEAR = ("area_code", "legal_basis", "legal_proof", "sex", "birth_year")
"""Particulars of a person that stand in clear; the others are sealed."""


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """Another record that may be of the same person."""

    other: UUID
    suspected_by: UUID
    entry: int


class Takeover(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was merged into this one, and what came with it."""

    merged: UUID
    nik_record: UUID | None
    consents: tuple[UUID, ...]
    entry: int


class Person(Aggregate, frozen=True, kw_only=True):
    """A person: that there is one, where they live, what they consented to, what became of them."""

    TYPE: ClassVar[str] = "person"

    area_code: str | None = None
    legal_basis: LegalBasis | None = None
    legal_proof: str | None = None
    sex: Sex | None = None
    birth_year: int | None = None
    nik_state: NikState = "NONE"
    nik_record: UUID | None = None
    """The record that the NIK stands on: this one, or one that was merged into it."""
    nik_entry: int | None = None
    """Version of the event of this stream that holds the NIK, if it stands here."""
    nik_missing: MissingNik | None = "NOT_ASKED"
    aliases: tuple[int, ...] = ()
    """Versions of the entries that hold an alias."""
    suspected: tuple[Suspicion, ...] = ()
    takeovers: tuple[Takeover, ...] = ()
    merged_into: UUID | None = None
    died_on: date | None = None
    death_entry: int | None = None
    certificate: str | None = None
    """Number of the death certificate or the village's letter."""
    consents: tuple[Consent, ...] = ()
    """All that were ever given, in order; ``withdrawn_on`` tells which no longer hold."""

    def consent_for(
        self, purpose: Purpose, on: date, *, scope: tuple[ConsentPart, ...] = ()
    ) -> Consent | None:
        """The consent that holds for a purpose on a day and covers all of ``scope``, if any."""
        return next(
            (
                consent
                for consent in reversed(self.consents)
                if consent.purpose == purpose
                and consent.live_on(on)
                and set(scope) <= set(consent.scope)
            ),
            None,
        )

    def is_child_on(self, day: date) -> bool | None:
        """Whether the person is surely a child; ``None`` where the year does not tell."""
        if self.birth_year is None:
            return None
        age = day.year - self.birth_year
        return None if age == ADULT_AGE else age < ADULT_AGE

    def suspicion_of(self, other: UUID) -> Suspicion | None:
        """The open suspicion that this and another record are of one person."""
        return next((each for each in self.suspected if each.other == other), None)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        changes = _changes(self, event, stamp)
        return msgspec.structs.replace(self, **changes) if changes else self


def _changes(state: Person, event: Any, stamp: Stamp) -> dict[str, Any]:
    """What an event changes in the state."""
    match event:
        case PersonRegistered():
            return _registered(state, event, stamp)
        case PersonCorrected():
            values = {name: getattr(event, name) for name in CLEAR}
            return {name: value for name, value in values.items() if value is not None}
        case PersonMoved():
            return {"area_code": event.area_code}
        case AliasRecorded():
            return {"aliases": (*state.aliases, stamp.version)}
        case AliasRetracted():
            return {"aliases": tuple(entry for entry in state.aliases if entry != event.of)}
        case PersonDied():
            death = {"died_on": event.died_on, "certificate": event.certificate}
            return death | {"death_entry": stamp.version}
        case DeathCorrected():
            return {"died_on": event.died_on, "certificate": event.certificate}
        case DeathRetracted():
            return {"died_on": None, "death_entry": None, "certificate": None}
        case IdentityClaimed() | IdentityCorrected():
            return _nik(state, stamp) | {"nik_state": "CLAIMED"}
        case IdentityVerified():
            return {"nik_state": "VERIFIED"}
        case IdentityWithdrawn():
            return _no_nik(event.nik_missing)
        case ConsentGiven() | ConsentWithdrawn():
            return {"consents": _consents(state, event, stamp)}
        case DuplicateSuspected() | DuplicateRejected() | PersonsMerged() | MergeReversed():
            return _relations(state, event, stamp)
    return {}


def _registered(state: Person, event: PersonRegistered, stamp: Stamp) -> dict[str, Any]:
    values = {name: getattr(event, name) for name in CLEAR}
    if event.nik is None:
        return values | _no_nik(event.nik_missing)
    return values | _nik(state, stamp) | {"nik_state": event.nik_state}


def _nik(state: Person, stamp: Stamp) -> dict[str, Any]:
    return {"nik_record": state.id, "nik_entry": stamp.version, "nik_missing": None}


def _no_nik(reason: MissingNik | None) -> dict[str, Any]:
    return {"nik_state": "NONE", "nik_record": None, "nik_entry": None, "nik_missing": reason}


def _consents(
    state: Person, event: ConsentGiven | ConsentWithdrawn, stamp: Stamp
) -> tuple[Consent, ...]:
    if isinstance(event, ConsentGiven):
        given = Consent(
            id=event.consent_id,
            purpose=event.purpose,
            scope=event.scope,
            giver=event.giver,
            given_on=stamp.occurred_on,
            until=event.until,
            record=state.id,
            wksbm=event.wksbm_id,
        )
        return (*state.consents, given)
    return tuple(
        msgspec.structs.replace(consent, withdrawn_on=stamp.occurred_on)
        if consent.id == event.consent_id
        else consent
        for consent in state.consents
    )


def _relations(
    state: Person,
    event: DuplicateSuspected | DuplicateRejected | PersonsMerged | MergeReversed,
    stamp: Stamp,
) -> dict[str, Any]:
    """Suspicion, merge and reversal, as seen from one of the two streams."""
    match event:
        case DuplicateSuspected():
            new = Suspicion(other=event.other, suspected_by=stamp.actor_id, entry=stamp.version)
            return {"suspected": (*_without(state, event.other), new)}
        case DuplicateRejected():
            return {"suspected": _without(state, event.other)}
        case PersonsMerged(merged=merged) if merged == state.id:
            return {
                "merged_into": event.survivor,
                "suspected": _without(state, event.survivor),
            }
        case PersonsMerged():
            return _taken_over(state, event, stamp)
        case MergeReversed(merged=merged) if merged == state.id:
            return {"merged_into": None}
        case _:
            return _given_back(state, event.merged)


def _without(state: Person, other: UUID) -> tuple[Suspicion, ...]:
    return tuple(each for each in state.suspected if each.other != other)


def _taken_over(state: Person, event: PersonsMerged, stamp: Stamp) -> dict[str, Any]:
    takeover = Takeover(
        merged=event.merged,
        nik_record=event.nik_record,
        consents=tuple(consent.id for consent in event.consents),
        entry=stamp.version,
    )
    changes: dict[str, Any] = {
        "takeovers": (*state.takeovers, takeover),
        "suspected": _without(state, event.merged),
        "consents": state.consents + event.consents,
    }
    if event.nik_record is not None:
        changes |= {"nik_state": event.nik_state, "nik_record": event.nik_record}
    return changes


def _given_back(state: Person, merged: UUID) -> dict[str, Any]:
    """What came with a merge goes with its reversal."""
    gone = next(each for each in state.takeovers if each.merged == merged)
    left = tuple(each for each in state.takeovers if each is not gone)
    changes: dict[str, Any] = {
        "takeovers": left,
        "consents": tuple(each for each in state.consents if each.id not in gone.consents),
    }
    if gone.nik_record is not None and state.nik_record == gone.nik_record:
        changes |= {"nik_state": "NONE", "nik_record": None}
    return changes
