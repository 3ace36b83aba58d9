"""Names of persons who hold an office or take part in one, in clear, in one erasable table.

A person's sealed groups are kept, sealed, from the registration on; a name is opened once the
person is named in an office: as a candidate, officer, mentor, speaker, participant or member.
Contacts stay sealed and are opened by the API for the rows and roles that may see them. If the
person's key was destroyed, there is no name. People in need have no rows here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from wahana.domain.formation import activity_events as activities
from wahana.domain.formation import board_events as boards
from wahana.domain.formation import wksbm_correction_events as corrections
from wahana.domain.formation import wksbm_events as forming
from wahana.domain.formation import wksbm_life_events as life
from wahana.domain.kernel.in_force import in_order
from wahana.domain.kernel.texts import search_key
from wahana.domain.people.person_events import (
    PersonCorrected,
    PersonEntryRetracted,
    PersonMoved,
    PersonRegistered,
)
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.views import Batch, View
from wahana.tenants import member_events as members

from ..area_names import place_of
from ..streams import json_text, topics
from .rows import CARDS, KNOWN, Card, KnownRow

Office = Literal["BOARD", "CANDIDATE", "MEMBER", "MENTOR", "OFFICIAL", "PARTICIPANT", "SPEAKER"]
"""The capacity in which a person was named; kept for ever, because the records still name them."""


class Home(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a person lives since a business day, by the entry that told it."""

    entry: int
    since: date
    area_code: str | None = None
    address: SealedGroup | None = None


class KnownPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The data that the view keeps of a person: sealed values and offices."""

    id: UUID
    position: int = 0
    """Position of the last event folded."""
    version: int = 0
    updated_at: datetime | None = None
    name: SealedGroup | None = None
    phone: SealedGroup | None = None
    email: SealedGroup | None = None
    sex: str | None = None
    homes: tuple[Home, ...] = ()
    """Where the person was registered and moved to, by day; the last one is where they live."""
    offices: tuple[Office, ...] = ()


_KNOWN = msgspec.json.Decoder(KnownPerson)


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the persons and offices of a batch, open new names, and write the cards."""
    named = [(event, _named(event.data)) for event in batch.events]
    involved = {event.row.stream_id for event in batch.events if _is_persons(event)}
    involved.update(person for _, offices in named for person in offices)
    known = await _load(session, batch, involved)
    cards = await CARDS.load(session, batch, [(person,) for person in involved])
    before = dict(known)
    versions = [
        (event.position, state)
        for event, offices in named
        for state in _fold(known, event, offices)
        if state.offices
    ]
    names = await _open_names(
        batch, _open_already(cards.get(person) for person in involved), versions
    )
    for position, state in versions:
        cards.put(position, _card(state, names))
    await cards.write(session)
    await _save(session, batch, [known[id] for id in known if known[id] is not before.get(id)])


def _open_already(cards: Iterator[Card | None]) -> dict[UUID, str | None]:
    """The names that are already open, by the event that contains them."""
    return {card.name_event: card.name for card in cards if card and card.name_event}


def _fold(
    known: dict[UUID, KnownPerson], event: Recorded, offices: Mapping[UUID, Office]
) -> Iterator[KnownPerson]:
    """Fold an event; yields the persons that it changed."""
    changed: dict[UUID, dict[str, Any]] = {}
    if _is_persons(event):
        old = known.get(event.row.stream_id, KnownPerson(id=event.row.stream_id))
        changed[event.row.stream_id] = _particulars(old, event)
    for person, office in offices.items():
        held = known.get(person, KnownPerson(id=person)).offices
        if office not in held:
            changed[person] = {"offices": tuple(sorted({*held, office}))}
    for person, values in changed.items():
        state = known.get(person, KnownPerson(id=person))
        if event.position > state.position:
            known[person] = msgspec.structs.replace(
                state, position=event.position, updated_at=event.recorded_at, **values
            )
            yield known[person]


def _particulars(known: KnownPerson, event: Recorded) -> dict[str, Any]:
    """The changes by an event of the person's own stream; values that it does not give are kept."""
    data: PersonRegistered | PersonCorrected | PersonMoved | PersonEntryRetracted = event.data
    values: dict[str, Any] = {"version": event.version}
    if isinstance(data, PersonEntryRetracted):
        left = (home for home in known.homes if data.entry != "RELOCATION" or home.entry != data.of)
        return values | {"homes": tuple(left)}
    address = event.group(data.address)
    if isinstance(data, PersonMoved):
        home = Home(event.version, event.occurred_on, data.area_code, address)
        return values | {"homes": in_order((*known.homes, home), "since")}
    for field in ("name", "phone", "email"):
        group = event.group(getattr(data, field))
        if group is not None:
            values[field] = group
    if data.sex is not None:
        values["sex"] = data.sex
    if isinstance(data, PersonRegistered):
        home = Home(event.version, event.occurred_on, data.area_code, address)
        return values | {"homes": (home,)}
    values |= {field: None for field in data.cleared if field != "address"}
    *before, last = known.homes
    if address is None and "address" not in data.cleared:
        address = last.address
    home = Home(last.entry, last.since, data.area_code or last.area_code, address)
    return values | {"homes": (*before, home)}


async def _open_names(
    batch: Batch, opened: dict[UUID, str | None], versions: list[tuple[int, KnownPerson]]
) -> dict[UUID, str | None]:
    """The names by the event that contains them: one call for those that are not open yet."""
    missing = {
        state.name.e: state.name
        for _, state in versions
        if state.name is not None and opened.get(state.name.e) is None
    }
    values = await batch.open(list(missing.values()))
    found = zip(missing, values, strict=True)
    return opened | {event: value["name"] if value else None for event, value in found}


def _card(state: KnownPerson, names: Mapping[UUID, str | None]) -> Card:
    assert state.updated_at is not None
    name = names[state.name.e] if state.name else None
    home = state.homes[-1] if state.homes else Home(0, date.min)
    place = place_of(home.area_code)
    return Card(
        person_id=state.id,
        version=state.version,
        updated_at=state.updated_at,
        name=name,
        name_key=search_key(name or ""),
        name_event=state.name.e if state.name else None,
        forgotten=state.name is not None and name is None,
        sex=state.sex,
        area_code=home.area_code,
        regency_name=place.regency_name,
        village_name=place.village_name,
        offices=state.offices,
        phone=_sealed(state.phone),
        address=_sealed(home.address),
        email=_sealed(state.email),
    )


def _sealed(group: SealedGroup | None) -> str | None:
    return None if group is None else json_text(group)


_PERSONS = {
    each.TOPIC for each in (PersonRegistered, PersonCorrected, PersonMoved, PersonEntryRetracted)
}


def _is_persons(event: Recorded) -> bool:
    return event.row.topic in _PERSONS


def _named(data: Any) -> dict[UUID, Office]:
    """The persons whom an event names in an office, with the office."""
    match data:
        case forming.CandidatesNominated() | corrections.NominationCorrected():
            return {item.person: "CANDIDATE" for item in data.candidates}
        case forming.CandidateReplaced():
            return {data.candidate.person: "CANDIDATE"}
        case boards.SeatFilled() | boards.ActingOfficerNamed() | boards.SeatCorrected():
            return {data.person: "BOARD"}
        case boards.HandoverRecorded() | boards.HandoverCorrected():
            named: dict[UUID, Office] = dict.fromkeys(data.witnesses, "OFFICIAL")
            return named | dict.fromkeys((*data.handed_over_by, *data.received_by), "BOARD")
        case life.MentorAssigned() | corrections.MentorCorrected():
            return {data.person: "MENTOR"}
        case (
            forming.CandidatesTrained() | forming.MembersTrained() | corrections.TrainingCorrected()
        ):
            return dict.fromkeys(data.attended, "PARTICIPANT")
        case activities.AttendanceRecorded():
            return {line.person_id: "PARTICIPANT" for line in data.attendees}
        case activities.AttendanceCorrected(attendee=line) if line is not None:
            return {line.person_id: "PARTICIPANT"}
        case activities.SpeakerAssigned(person_id=person) if person is not None:
            return {person: "SPEAKER"}
        case activities.OpeningGiven(person_id=person) if person is not None:
            return {person: "OFFICIAL"}
        case activities.CommitmentRecorded(person_id=person) if person is not None:
            return {person: "PARTICIPANT"}
        case activities.TestimonyGiven(person_id=person) if person is not None:
            return {person: "PARTICIPANT"}
        case activities.InvitationIssued(person_id=person) if person is not None:
            return {person: "PARTICIPANT"}
        case members.MemberAdmitted(person_id=person) if person is not None:
            return {person: "MEMBER"}
    return {}


async def _load(session: WorkSession, batch: Batch, people: set[UUID]) -> dict[UUID, KnownPerson]:
    if not people:
        return {}
    found = await KNOWN.load(session, batch, [(person,) for person in people])
    return {row.person_id: _KNOWN.decode(row.state) for row in found}


async def _save(session: WorkSession, batch: Batch, changed: list[KnownPerson]) -> None:
    await KNOWN.put(
        session, batch, [KnownRow(state.id, json_text(state).encode()) for state in changed]
    )


VIEW = View(
    name="person_card",
    version=4,
    topics=topics(forming, corrections, life, boards, activities)
    | _PERSONS
    | {members.MemberAdmitted.TOPIC},
    tables=(KNOWN, CARDS),
    apply=apply,
)
