"""The state that the register keeps of a stream: the domain's own state, and the sealed values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.people import consent_events as consents
from wahana.domain.people import household_events as households
from wahana.domain.people import person_events as events
from wahana.domain.people.household import Household
from wahana.domain.people.person import Person
from wahana.platform.events import Recorded, SealedGroup

PairState = Literal["SUSPECTED", "REJECTED", "MERGED", "REVERSED"]


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    """Another name of a person."""

    entry: int
    kind: str
    alias: SealedGroup


class DuplicatePair(msgspec.Struct, frozen=True, kw_only=True):
    """Another record that is, or was, suspected to be of the same person."""

    other: UUID
    state: PairState
    score: int = 0
    basis: tuple[str, ...] = ()
    suspected_by: UUID | None = None
    suspected_at: datetime | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    survivor: UUID | None = None


_SEALED = ("name", "phone", "email", "birth_date")


class PersonRecord(Person, frozen=True, kw_only=True):
    """The domain's state of a person, with the sealed values."""

    name: SealedGroup | None = None
    phone: SealedGroup | None = None
    addresses: Mapping[int, SealedGroup | None] = {}
    """By the entries that recorded where the person lives."""
    email: SealedGroup | None = None
    birth_date: SealedGroup | None = None
    number: SealedGroup | None = None
    """The NIK."""
    warnings: tuple[str, ...] = ()
    names: tuple[Alias, ...] = ()
    givers: Mapping[UUID, SealedGroup] = {}
    """Names of parents and guardians, by their consents."""
    pairs: tuple[DuplicatePair, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        values = _person_values(changed, event, stamp)
        return msgspec.structs.replace(changed, **values)

    @property
    def registered_on(self) -> date:
        """Since when there is a record of them."""
        return date.min if self.registration is None else self.registration.registered_on

    @property
    def address(self) -> SealedGroup | None:
        """Where the person lives."""
        return self.addresses.get(self.home)

    @property
    def home(self) -> int:
        """The entry that tells where the person lives."""
        return self.move.entry if self.move is not None else 1


def _person_values(record: PersonRecord, event: Any, recorded: Recorded) -> dict[str, Any]:
    """The changes by an event of the values that the register keeps besides the state."""
    match event:
        case events.PersonRegistered() | events.PersonCorrected():
            return _particulars(record, event, recorded)
        case events.PersonMoved():
            told = {recorded.version: recorded.group(event.address)}
            return {"addresses": {**record.addresses, **told}}
        case events.IdentityClaimed() | events.IdentityCorrected():
            return {"number": recorded.group(event.nik), "warnings": event.warnings}
        case events.IdentityWithdrawn():
            return {"number": None, "warnings": ()}
        case events.AliasRecorded():
            alias = recorded.group(event.alias)
            assert alias is not None
            new = Alias(entry=recorded.version, kind=event.kind, alias=alias)
            return {"names": (*record.names, new)}
        case events.AliasRetracted():
            return {"names": tuple(each for each in record.names if each.entry != event.of)}
        case consents.ConsentGiven() | consents.ConsentCorrected():
            name = recorded.group(event.giver_name)
            givers = {at: each for at, each in record.givers.items() if at != event.consent_id}
            return {"givers": givers if name is None else {**givers, event.consent_id: name}}
    pair = _pair(record, event, recorded)
    if pair is None:
        return {}
    others = tuple(each for each in record.pairs if each.other != pair.other)
    return {"pairs": (*others, pair)}


def _particulars(
    record: PersonRecord,
    event: events.PersonRegistered | events.PersonCorrected,
    recorded: Recorded,
) -> dict[str, Any]:
    """Given values replace the previous ones; an address that of the latest entry."""
    groups = {name: recorded.group(getattr(event, name)) for name in _SEALED}
    values: dict[str, Any] = {name: group for name, group in groups.items() if group is not None}
    address = recorded.group(event.address)
    if isinstance(event, events.PersonRegistered):
        values |= {"number": recorded.group(event.nik), "warnings": event.warnings}
        return values | {"addresses": {recorded.version: address}}
    values |= {name: None for name in event.cleared if name != "address"}
    if address is not None or "address" in event.cleared:
        values["addresses"] = {**record.addresses, record.home: address}
    return values


def _pair(record: PersonRecord, event: Any, recorded: Recorded) -> DuplicatePair | None:
    """The pair that an event is about, after the event."""
    decided = {"decided_by": recorded.actor_id, "decided_at": recorded.recorded_at}
    match event:
        case events.DuplicateSuspected():
            return DuplicatePair(
                other=event.other,
                state="SUSPECTED",
                score=event.score,
                basis=event.basis,
                suspected_by=recorded.actor_id,
                suspected_at=recorded.recorded_at,
            )
        case events.DuplicateRejected():
            return _decided(record, event.other, state="REJECTED", **decided)
        case events.PersonsMerged():
            other = event.merged if record.id == event.survivor else event.survivor
            return _decided(record, other, state="MERGED", survivor=event.survivor, **decided)
        case events.MergeReversed():
            other = event.merged if record.id == event.survivor else event.survivor
            return _decided(record, other, state="REVERSED", survivor=None, **decided)
    return None


def _decided(record: PersonRecord, other: UUID, **values: Any) -> DuplicatePair:
    pair = next(each for each in record.pairs if each.other == other)
    return msgspec.structs.replace(pair, **values)


class HouseholdRecord(Household, frozen=True, kw_only=True):
    """The domain's state of a household, with the sealed values by the entries that
    recorded them."""

    kks: Mapping[int, SealedGroup | None] = {}
    addresses: Mapping[int, SealedGroup | None] = {}

    @property
    def kk(self) -> SealedGroup | None:
        """The number of the card that holds."""
        return self.kks.get(1 if self.card is None else self.card.entry)

    @property
    def address(self) -> SealedGroup | None:
        """Where it lives."""
        return None if self.home is None else self.addresses.get(self.home.entry)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        return msgspec.structs.replace(changed, **_household_values(changed, event, stamp))


def _household_values(record: HouseholdRecord, event: Any, recorded: Recorded) -> dict[str, Any]:
    """The changes by an event of the sealed values; a correction changes the present ones."""
    of: dict[str, int] = dict.fromkeys(("kk", "address"), recorded.version)
    match event:
        case households.HouseholdFormed():
            told = {"kk": event.kk, "address": event.address}
        case households.HouseholdCardChanged():
            told = {"kk": event.kk}
        case households.HouseholdMoved():
            told = {"address": event.address}
        case households.HouseholdCorrected():
            values = {"kk": event.kk, "address": event.address}
            told = {name: value for name, value in values.items() if value is not None}
            of = {
                "kk": 1 if record.card is None else record.card.entry,
                "address": 1 if record.home is None else record.home.entry,
            }
        case _:
            return {}
    kept = {"kk": ("kks", record.kks), "address": ("addresses", record.addresses)}
    return {
        kept[name][0]: {**kept[name][1], of[name]: recorded.group(value)}
        for name, value in told.items()
    }
