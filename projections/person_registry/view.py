"""The register of persons and households: sealed groups, codes and days; no name in clear.

The API opens the sealed columns after the statement, for the rows and roles that may see them. The
view also has consents, aliases, possible duplicates and households, and the record of accesses to
sealed data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wahana.domain.people import consent_events as consents
from wahana.domain.people import household
from wahana.domain.people import household_events as households
from wahana.domain.people import person_events as events
from wahana.domain.people.person_facts import DEATH, MERGE, REGISTRATION
from wahana.domain.people.person_facts import MOVE as PERSON_MOVE
from wahana.domain.privacy import reveal_events as reveal
from wahana.platform.database import WorkSession
from wahana.platform.events import SealedGroup
from wahana.platform.views import Batch, View

from ..area_names import place_of
from ..by_day import Days
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .looks import LOOKS, looks_of
from .records import HouseholdRecord, PersonRecord
from .rows import (
    ALIASES,
    CONSENTS,
    DUPLICATES,
    HOUSEHOLDS,
    HOUSEHOLDS_BY_DAY,
    MEMBERS,
    MEMBERS_BY_DAY,
    PERSONS,
    PERSONS_BY_DAY,
    AliasRow,
    ConsentRow,
    DuplicateRow,
    HouseholdMemberRow,
    HouseholdRow,
    PersonRow,
)

_SEALED = ("name", "birth_date", "phone", "address", "email")


def _person(state: PersonRecord, recorded_at: datetime) -> Iterator[PersonRow]:
    yield filled(
        PersonRow,
        state,
        place_of(state.area_code),
        person_id=state.id,
        updated_at=recorded_at,
        registered_on=state.registered_on,
        warnings=tuple(state.warnings),
        nik=_sealed(state.number),
        **{field: _sealed(getattr(state, field)) for field in _SEALED},
    )


def _consents(state: PersonRecord, recorded_at: datetime) -> Iterator[ConsentRow]:
    for consent in state.consents:
        own = consent.record == state.id
        yield filled(
            ConsentRow,
            consent,
            person_id=state.id,
            consent_id=consent.id,
            giver_name=_sealed(state.givers.get(consent.id)),
            wksbm_id=consent.wksbm if own else None,
        )


def _aliases(state: PersonRecord, recorded_at: datetime) -> Iterator[AliasRow]:
    for each in state.names:
        yield filled(AliasRow, each, person_id=state.id, alias=_sealed(each.alias))


def _duplicates(state: PersonRecord, recorded_at: datetime) -> Iterator[DuplicateRow]:
    """Pairs are in both streams; the one with the lower id yields the row."""
    for pair in state.pairs:
        if state.id < pair.other and pair.suspected_by is not None and pair.suspected_at:
            yield filled(DuplicateRow, pair, person_id=state.id, other_id=pair.other)


def _household(state: HouseholdRecord, recorded_at: datetime) -> Iterator[HouseholdRow]:
    if state.formation is None:
        return
    ended = state.dissolution
    yield filled(
        HouseholdRow,
        state,
        state.formation,
        place_of(state.area_code),
        household_id=state.id,
        updated_at=recorded_at,
        head_id=state.head,
        dissolved_on=None if ended is None else ended.dissolved_on,
        size=len(state.members),
        kk=_sealed(state.kk),
        address=_sealed(state.address),
    )


def _members(state: HouseholdRecord, recorded_at: datetime) -> Iterator[HouseholdMemberRow]:
    for member in state.members:
        yield filled(HouseholdMemberRow, member, household_id=state.id, entry=0, left_on=None)
    for gone in state.left:
        yield filled(HouseholdMemberRow, gone, household_id=state.id)


def _sealed(group: SealedGroup | None) -> str | None:
    return None if group is None else json_text(group)


_LIVING = (
    *(household.HOUSEHOLD, household.JOINING, household.MEMBERSHIP_END, household.HEAD_CHANGE),
    *(household.CARD, household.MOVE, household.DISSOLUTION),
)
"""The facts that the rows of a household are made of."""
_HOME = ("formation", "joined", "heads", "cards", "moves", "dissolution")
FOLD = Fold(
    Streams(PersonRecord, HouseholdRecord, table="person_registry_state"),
    ShownRows(
        PersonRecord,
        PERSONS,
        _person,
        days=Days(
            PERSONS_BY_DAY,
            (REGISTRATION, PERSON_MOVE, DEATH, MERGE),
            ("registration", "moves", "addresses", "death", "absorption"),
        ),
    ),
    ShownRows(PersonRecord, CONSENTS, _consents),
    ShownRows(PersonRecord, ALIASES, _aliases, of=("names",)),
    ShownRows(PersonRecord, DUPLICATES, _duplicates, of=("pairs",)),
    ShownRows(
        HouseholdRecord,
        HOUSEHOLDS,
        _household,
        days=Days(HOUSEHOLDS_BY_DAY, _LIVING, (*_HOME, "kks", "addresses")),
    ),
    ShownRows(HouseholdRecord, MEMBERS, _members, days=Days(MEMBERS_BY_DAY, _LIVING, _HOME)),
)


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the persons and households of a batch, and add accesses to sealed data."""
    await FOLD.apply(session, batch)
    await LOOKS.add(session, batch, looks_of(batch.events))


VIEW = View(
    name="person_registry",
    version=5,
    topics=topics(events, consents, households, reveal),
    tables=(*FOLD.tables, LOOKS),
    apply=apply,
)
