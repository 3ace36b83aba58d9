"""The parts of a person's state: the valid facts, without personal data.

``entry`` is the version, in the person's stream, of the event that made the fact; corrections and
retractions name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, FactKind, ending, identity_of, left_out, listed, single
from ..kernel.particulars import carry
from . import consent_events as consents
from . import person_events as events
from .consent_events import Consent, ConsentMethod
from .person_events import ContactField, DeathParticulars, LegalBasis, MissingNik, NikState, Sex

replace = msgspec.structs.replace

CLEAR = ("area_code", "legal_basis", "legal_proof", "sex", "birth_year")
"""Particulars of a person that are stored in clear; the others are sealed."""


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """The particulars from the registration and its corrections, as far as they are clear."""

    entry: int
    registered_on: date
    area_code: str | None = None
    legal_basis: LegalBasis
    legal_proof: str
    sex: Sex | None = None
    birth_year: int | None = None
    contacts: tuple[ContactField, ...] = ()
    """Kinds of contacts that are known, sorted; their values are sealed."""


class PersonMove(msgspec.Struct, frozen=True, kw_only=True):
    """Where the person lives from a business date on."""

    entry: int
    area_code: str
    moved_on: date
    addressed: bool
    """Whether the address is known; its value is sealed."""


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    """Another name of the person; its value is sealed."""

    entry: int
    recorded_on: date


class Nik(msgspec.Struct, frozen=True, kw_only=True):
    """The NIK of the person and its status; its value is sealed."""

    entry: int
    told_on: date
    record: UUID
    """The record that holds it: this one, or one that was merged into it."""
    held_by: int | None = None
    """Version of the event of this stream that holds the number, if this record does."""
    state: NikState
    missing_before: MissingNik | None = None
    """Why there was none before."""
    verified_by: int | None = None
    """Version of the event that verified it, if it was a separate one."""
    verified_on: date | None = None


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """Another record that may be of the same person."""

    entry: int
    other: UUID
    suspected_by: UUID
    suspected_on: date


class Takeover(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was merged into this one, and what this one took over."""

    entry: int
    merged_on: date
    merged: UUID
    approver: UUID
    nik: Nik | None
    consents: tuple[UUID, ...]
    suspicion: Suspicion | None
    """The suspicion that led to the merge."""


class Absorption(msgspec.Struct, frozen=True, kw_only=True):
    """The merge of this record into another one."""

    entry: int
    merged_on: date
    survivor: UUID
    suspicion: Suspicion | None


class Death(DeathParticulars, frozen=True, kw_only=True):
    """When the person died, and the document that proves it."""

    entry: int


class GivenConsent(Consent, frozen=True, kw_only=True):
    """A given consent; of one that came with a merge only what rules use."""

    entry: int
    giver_person: UUID | None = None
    named: bool = False
    """Whether the parent's or guardian's name was given; its value is sealed."""
    method: ConsentMethod | None = None
    proof: str | None = None
    withdrawal: int | None = None
    """Version of the event that withdrew it."""


# --- kinds -----------------------------------------------------------------------------------

RETRACTED = events.PersonEntryRetracted


def _niks(person: Any) -> Iterator[tuple[int, Nik]]:
    """The NIK that this record holds itself; that of a merged record came with the merge."""
    if person.nik is not None and person.nik.record == person.id:
        yield person.nik.entry, person.nik


def _verifications(person: Any) -> Iterator[tuple[int, Nik]]:
    if person.nik is not None and person.nik.verified_by is not None:
        yield person.nik.verified_by, person.nik


def unmerged(person: Any, of: int) -> Changed:
    """A record without a merge, and without what it took over by it."""
    absorbed = person.absorption
    if absorbed is not None and absorbed.entry == of:
        return {"absorption": None}
    gone = next(each for each in person.takeovers if each.entry == of)
    changes: Changed = {
        "takeovers": left_out(person.takeovers, of),
        "consents": tuple(each for each in person.consents if each.id not in gone.consents),
    }
    if gone.nik is not None and person.nik is not None and person.nik.record == gone.nik.record:
        changes["nik"] = None
    return changes


def _before_merge(person: Any, of: int) -> Changed:
    """A record before a merge, with its suspicion open again."""
    merges = (*person.takeovers, *filter(None, (person.absorption,)))
    merge = next(each for each in merges if each.entry == of)
    suspected = filter(None, (merge.suspicion,))
    return {**unmerged(person, of), "suspected": (*person.suspected, *suspected)}


REGISTRATION = identity_of(
    "REGISTRATION",
    made_by=events.PersonRegistered,
    corrected_by=events.PersonCorrected,
    fact=lambda person: person.registration,
    day=lambda fact: fact.registered_on,
)
MOVE = listed(
    "RELOCATION",
    PersonMove,
    "moves",
    made_by=events.PersonMoved,
    corrected_by=events.PersonCorrected,
    retracted_by=RETRACTED,
    day="moved_on",
)
ALIAS = listed(
    "ALIAS",
    Alias,
    "aliases",
    made_by=events.AliasRecorded,
    retracted_by=events.AliasRetracted,
    day="recorded_on",
)
NIK = FactKind(
    code="NIK",
    made_by=(events.IdentityClaimed, events.PersonRegistered),
    corrected_by=(events.IdentityCorrected,),
    retracted_by=events.IdentityWithdrawn,
    found=_niks,
    day=lambda nik: nik.told_on,
    without=lambda person, of: {"nik": None, "nik_missing": person.nik.missing_before},
)
VERIFICATION = FactKind(
    code="VERIFICATION",
    made_by=(events.IdentityVerified,),
    retracted_by=RETRACTED,
    found=_verifications,
    day=lambda nik: nik.verified_on,
    without=lambda person, of: {
        "nik": replace(person.nik, state="CLAIMED", verified_by=None, verified_on=None)
    },
)
SUSPICION = listed(
    "SUSPICION",
    Suspicion,
    "suspected",
    made_by=events.DuplicateSuspected,
    retracted_by=events.DuplicateRejected,
    day="suspected_on",
)
MERGE = FactKind(
    code="MERGE",
    made_by=(events.PersonsMerged,),
    retracted_by=events.MergeReversed,
    found=lambda person: (
        (each.entry, each) for each in (*person.takeovers, *filter(None, (person.absorption,)))
    ),
    day=lambda fact: fact.merged_on,
    without=_before_merge,
)
DEATH = single(
    "DEATH",
    Death,
    "death",
    made_by=events.PersonDied,
    corrected_by=events.DeathCorrected,
    retracted_by=events.DeathRetracted,
    day="died_on",
)
CONSENT = FactKind(
    code="CONSENT",
    made_by=(consents.ConsentGiven,),
    corrected_by=(consents.ConsentCorrected,),
    found=lambda person: (
        (each.entry, each) for each in person.consents if each.record == person.id
    ),
    day=lambda consent: consent.given_on,
    without=lambda person, of: {"consents": left_out(person.consents, of)},
)
WITHDRAWAL = ending(
    "CONSENT_END",
    "consents",
    made_by=consents.ConsentWithdrawn,
    entry="withdrawal",
    day="withdrawn_on",
    restored={"withdrawn_on": None, "withdrawal": None},
)
KINDS = {kind.code: kind for kind in (MOVE, VERIFICATION)}
"""The kinds of facts that are retracted one by one, by their codes in the API."""


def plain(consent: GivenConsent) -> Consent:
    """A consent as the event of a merge stores it."""
    return carry(Consent, consent)
