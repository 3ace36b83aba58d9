"""How each event changes the state of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folds
from ..kernel.in_force import in_order
from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from . import consent_events as consents
from . import person_events as events
from .person_facts import (
    ALIAS,
    CLEAR,
    DEATH,
    MOVE,
    SUSPICION,
    VERIFICATION,
    Absorption,
    GivenConsent,
    Nik,
    PersonMove,
    Registration,
    Suspicion,
    Takeover,
    unmerged,
)

replace = msgspec.structs.replace

CONTACTS: tuple[events.ContactField, ...] = ("phone", "address", "email")


def _registered(person: Any, event: events.PersonRegistered, stamp: Stamp) -> Changed:
    registration = carry(
        Registration,
        event,
        entry=stamp.version,
        registered_on=stamp.occurred_on,
        contacts=_contacts((), event),
    )
    if event.nik is None:
        return {"registration": registration, "nik_missing": event.nik_missing}
    nik = _told(person, stamp, state=event.nik_state)
    return {"registration": registration, "nik": nik, "nik_missing": None}


def _contacts(
    known: tuple[events.ContactField, ...], event: events.PersonRegistered | events.PersonCorrected
) -> tuple[events.ContactField, ...]:
    """The kinds of contacts that are known after an event."""
    gone = event.cleared if isinstance(event, events.PersonCorrected) else ()
    told = (name for name in CONTACTS if getattr(event, name) is not None)
    return tuple(sorted({*known, *told} - {*gone}))


def _corrected(person: Any, event: events.PersonCorrected, stamp: Stamp) -> Changed:
    """Given values replace the previous ones, each in the entry that it belongs to."""
    old, given = (
        person.registration,
        {name: value for name in CLEAR if (value := getattr(event, name)) is not None},
    )
    contacts = _contacts(old.contacts, event)
    if person.move is None:
        return {"registration": replace(old, **given, contacts=contacts)}
    *before, last = person.moves
    area = given.pop("area_code", last.area_code)
    addressed = (last.addressed or event.address is not None) and "address" not in event.cleared
    elsewhere = {name for name in contacts if name != "address"}
    contacts = tuple(sorted(elsewhere | {name for name in old.contacts if name == "address"}))
    return {
        "moves": (*before, replace(last, area_code=area, addressed=addressed)),
        "registration": replace(old, **given, contacts=contacts),
    }


def _moved(person: Any, event: events.PersonMoved, stamp: Stamp) -> Changed:
    move = PersonMove(
        entry=stamp.version,
        area_code=event.area_code,
        moved_on=stamp.occurred_on,
        addressed=event.address is not None,
    )
    return {"moves": in_order((*person.moves, move), "moved_on")}


# --- the NIK


def _told(person: Any, stamp: Stamp, *, state: events.NikState) -> Nik:
    return Nik(
        entry=stamp.version,
        told_on=stamp.occurred_on,
        record=person.id,
        held_by=stamp.version,
        state=state,
        missing_before=person.nik_missing,
    )


def _claimed(person: Any, event: events.IdentityClaimed, stamp: Stamp) -> Changed:
    return {"nik": _told(person, stamp, state="CLAIMED"), "nik_missing": None}


def _identity_corrected(person: Any, event: events.IdentityCorrected, stamp: Stamp) -> Changed:
    """Another number, which is not verified."""
    anew = {"state": "CLAIMED", "verified_by": None, "verified_on": None}
    return {"nik": replace(person.nik, held_by=stamp.version, **anew)}


def _verified(person: Any, event: events.IdentityVerified, stamp: Stamp) -> Changed:
    by = {"verified_by": stamp.version, "verified_on": stamp.occurred_on}
    return {"nik": replace(person.nik, state="VERIFIED", **by)}


def _identity_withdrawn(person: Any, event: events.IdentityWithdrawn, stamp: Stamp) -> Changed:
    if person.nik is not None and person.nik.record != person.id:
        return {"nik": None}  # it came by a merge; why there was none of their own is known
    return {"nik": None, "nik_missing": event.nik_missing}


# --- duplicates and merges


def _suspected(person: Any, event: events.DuplicateSuspected, stamp: Stamp) -> Changed:
    new = Suspicion(
        entry=stamp.version,
        other=event.other,
        suspected_by=stamp.actor_id,
        suspected_on=stamp.occurred_on,
    )
    return {"suspected": in_order((*_without(person, event.other), new), "suspected_on")}


def _rejected(person: Any, event: events.DuplicateRejected, stamp: Stamp) -> Changed:
    return {"suspected": _without(person, event.other)}


def _without(person: Any, other: UUID) -> tuple[Suspicion, ...]:
    return tuple(each for each in person.suspected if each.other != other)


def _merged(person: Any, event: events.PersonsMerged, stamp: Stamp) -> Changed:
    """A merge, for the survivor's or the merged record's stream."""
    entry, day = stamp.version, stamp.occurred_on
    absorbed = event.merged == person.id
    other = event.survivor if absorbed else event.merged
    settled = {"suspicion": person.suspicion_of(other)}
    changes: Changed = {"suspected": _without(person, other)}
    if absorbed:
        absorption = Absorption(entry=entry, merged_on=day, survivor=other, **settled)
        return changes | {"absorption": absorption}
    nik = None
    if event.nik_record is not None:
        nik = Nik(entry=entry, told_on=day, record=event.nik_record, state=event.nik_state)
        changes["nik"] = nik
    came = tuple(carry(GivenConsent, each, entry=entry) for each in event.consents)
    takeover = Takeover(
        entry=entry,
        merged_on=day,
        merged=other,
        approver=event.approver,
        nik=nik,
        consents=tuple(each.id for each in came),
        **settled,
    )
    takeovers = in_order((*person.takeovers, takeover), "merged_on")
    return changes | {"takeovers": takeovers, "consents": _in_order((*person.consents, *came))}


def _unmerged(person: Any, event: events.MergeReversed, stamp: Stamp) -> Changed:
    """A merge is undone with what it took over; the suspicion does not open again."""
    if event.merged == person.id:
        return {"absorption": None}
    return unmerged(person, next(t.entry for t in person.takeovers if t.merged == event.merged))


# --- consent


def _consented(person: Any, event: consents.ConsentGiven, stamp: Stamp) -> Changed:
    given = carry(
        GivenConsent,
        event,
        entry=stamp.version,
        id=event.consent_id,
        given_on=stamp.occurred_on,
        record=person.id,
        named=event.giver_name is not None,
        wksbm=event.wksbm_id,
    )
    return {"consents": _in_order((*person.consents, given))}


def _consent_corrected(person: Any, event: consents.ConsentCorrected, stamp: Stamp) -> Changed:
    terms = {name: getattr(event, name) for name in consents.ConsentTerms.__struct_fields__}
    named = event.giver_name is not None
    return _consent(person, event.consent_id, **terms, named=named)


def _consent_withdrawn(person: Any, event: consents.ConsentWithdrawn, stamp: Stamp) -> Changed:
    day = stamp.occurred_on
    return _consent(person, event.consent_id, withdrawn_on=day, withdrawal=stamp.version)


def _in_order(given: Iterable[GivenConsent]) -> tuple[GivenConsent, ...]:
    """Those of one day that came with a merge in the order of that record."""
    return tuple(sorted(given, key=lambda each: (each.given_on, each.entry)))


def _consent(person: Any, consent_id: UUID, **change: Any) -> Changed:
    return {
        "consents": _in_order(
            replace(each, **change) if each.id == consent_id else each for each in person.consents
        )
    }


FOLD: dict[type[Event], Fold] = {
    **folds(MOVE, ALIAS, VERIFICATION, SUSPICION, DEATH),
    events.PersonRegistered: _registered,
    events.PersonCorrected: _corrected,
    events.PersonMoved: _moved,
    events.IdentityClaimed: _claimed,
    events.IdentityCorrected: _identity_corrected,
    events.IdentityVerified: _verified,
    events.IdentityWithdrawn: _identity_withdrawn,
    events.DuplicateSuspected: _suspected,
    events.DuplicateRejected: _rejected,
    events.PersonsMerged: _merged,
    events.MergeReversed: _unmerged,
    consents.ConsentGiven: _consented,
    consents.ConsentCorrected: _consent_corrected,
    consents.ConsentWithdrawn: _consent_withdrawn,
}
