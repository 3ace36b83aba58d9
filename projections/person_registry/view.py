"""The register of persons and households: sealed groups, codes and days; no name in clear.

The door opens the sealed columns after the statement, for the rows and roles that may see them.
Beside the persons stand their consents, aliases, possible duplicates and households, and the
record of who had sealed data opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from wahana.domain.people import household as households
from wahana.domain.people import person_events as events
from wahana.domain.privacy import reveal
from wahana.platform.database import WorkSession
from wahana.platform.events import SealedGroup
from wahana.platform.versioned import Rows, VersionedTable
from wahana.platform.views import Batch, View

from ..places import place_of
from ..streams import Streams, json_text, replace_rows, topics
from .looks import LOOKS, looks_of
from .records import HouseholdRecord, PersonRecord
from .rows import (
    ALIASES,
    CONSENTS,
    DUPLICATES,
    HOUSEHOLDS,
    MEMBERS,
    PERSONS,
    AliasRow,
    ConsentRow,
    DuplicateRow,
    HouseholdRow,
    MemberRow,
    PersonRow,
)

R = TypeVar("R", bound=msgspec.Struct)
S = TypeVar("S")


STREAMS = Streams(PersonRecord, HouseholdRecord, table="person_registry_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's persons and households; only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    people = list(folding.states(PersonRecord))
    homes = list(folding.states(HouseholdRecord))
    loaded: list[tuple[type[Any], _Table[Any, Any], Rows[Any]]] = []
    for tables, kind, states in (
        (_OF_PERSONS, PersonRecord, people),
        (_OF_HOUSEHOLDS, HouseholdRecord, homes),
    ):
        for table, rows_of in tables:
            keys = [table.key_of(row) for state in states for row in rows_of(state)]
            loaded.append((kind, (table, rows_of), await table.load(session, batch, keys)))
    async for step in folding.steps():
        for kind, (table, rows_of), rows in loaded:
            if isinstance(step.after, kind):
                before, after = rows_of(step.before), rows_of(step.after)
                replace_rows(table, rows, step.event.position, before, after)
    for _, _, rows in loaded:
        await rows.write(session)
    await folding.save(session)
    await LOOKS.add(session, batch, looks_of(batch.events))


def _person(state: PersonRecord) -> Iterator[PersonRow]:
    if state.version == 0 or state.updated_at is None:
        return
    yield PersonRow(
        person_id=state.id,
        version=state.version,
        updated_at=state.updated_at,
        name=_sealed(state.name),
        nik=_sealed(state.nik),
        birth_date=_sealed(state.birth_date),
        phone=_sealed(state.phone),
        address=_sealed(state.address),
        email=_sealed(state.email),
        birth_year=state.birth_year,
        sex=state.sex,
        nik_state=state.nik_state,
        nik_missing=state.nik_missing,
        nik_record=state.nik_record,
        warnings=tuple(state.warnings),
        legal_basis=state.legal_basis,
        **_place(state.area_code),
        died_on=state.died_on,
        certificate=state.certificate,
        merged_into=state.merged_into,
    )


def _consents(state: PersonRecord) -> Iterator[ConsentRow]:
    about = {each.id: each for each in state.particulars}
    for consent in state.consents:
        told = about.get(consent.id)
        yield ConsentRow(
            person_id=state.id,
            consent_id=consent.id,
            record=consent.record,
            purpose=consent.purpose,
            scope=consent.scope,
            giver=consent.giver,
            giver_person=told.giver_person if told else None,
            giver_name=_sealed(told.giver_name) if told else None,
            method=told.method if told else None,
            proof=told.proof if told else None,
            wksbm_id=told.wksbm_id if told else None,
            given_on=consent.given_on,
            until=consent.until,
            withdrawn_on=consent.withdrawn_on,
        )


def _aliases(state: PersonRecord) -> Iterator[AliasRow]:
    for each in state.names:
        alias = _sealed(each.alias)
        assert alias is not None
        yield AliasRow(person_id=state.id, entry=each.entry, kind=each.kind, alias=alias)


def _duplicates(state: PersonRecord) -> Iterator[DuplicateRow]:
    """Pairs stand on both streams; the one with the lower id shows them."""
    for pair in state.pairs:
        if state.id < pair.other and pair.suspected_by is not None and pair.suspected_at:
            yield DuplicateRow(
                person_id=state.id,
                other_id=pair.other,
                state=pair.state,
                score=pair.score,
                basis=pair.basis,
                suspected_by=pair.suspected_by,
                suspected_at=pair.suspected_at,
                decided_by=pair.decided_by,
                decided_at=pair.decided_at,
                survivor=pair.survivor,
            )


def _household(state: HouseholdRecord) -> Iterator[HouseholdRow]:
    if state.version == 0 or state.updated_at is None or state.formed_on is None:
        return
    yield HouseholdRow(
        household_id=state.id,
        version=state.version,
        updated_at=state.updated_at,
        head_id=state.head,
        size=len(state.members),
        kk=_sealed(state.kk),
        address=_sealed(state.address),
        **_place(state.area_code),
        formed_on=state.formed_on,
        dissolved_on=state.dissolved_on,
    )


def _members(state: HouseholdRecord) -> Iterator[MemberRow]:
    for member in state.members:
        yield MemberRow(
            household_id=state.id,
            person_id=member.person_id,
            entry=0,
            role=member.role,
            since=member.since,
            left_on=None,
        )
    for gone in state.left:
        yield MemberRow(
            household_id=state.id,
            person_id=gone.person_id,
            entry=gone.entry,
            role=gone.role,
            since=gone.since,
            left_on=gone.left_on,
        )


_Table = tuple[VersionedTable[R], Callable[[S], Iterator[R]]]
"""A table, and the rows of it that a state makes."""
_OF_PERSONS: tuple[_Table[Any, PersonRecord], ...] = (
    (PERSONS, _person),
    (CONSENTS, _consents),
    (ALIASES, _aliases),
    (DUPLICATES, _duplicates),
)
_OF_HOUSEHOLDS: tuple[_Table[Any, HouseholdRecord], ...] = (
    (HOUSEHOLDS, _household),
    (MEMBERS, _members),
)


def _place(code: str | None) -> dict[str, str | None]:
    place = place_of(code)
    return {
        "area_code": code,
        "province_code": place.province_code,
        "regency_code": place.regency_code,
        "district_code": place.district_code,
        "village_code": place.village_code,
        "regency_name": place.regency_name,
        "district_name": place.district_name,
        "village_name": place.village_name,
    }


def _sealed(group: SealedGroup | None) -> str | None:
    return None if group is None else json_text(group)


VIEW = View(
    name="person_registry",
    version=3,
    topics=topics(events, households, reveal),
    tables=(STREAMS.table, PERSONS, CONSENTS, ALIASES, DUPLICATES, HOUSEHOLDS, MEMBERS, LOOKS),
    apply=apply,
)
