"""Every filter on a person finds the rows of all their records, whichever is asked for."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.views.care import care
from tests.views.history import History, house
from tests.views.neighbourhood import half_a_year
from tests.views.reading import ask
from tests.views.story import bontang

from wahana.domain.kernel.fields import identity
from wahana.domain.people import person_events as events
from wahana.platform.database import Database
from wahana.projections.registry import CATALOGUE

__all__ = ["house"]

OF_A_RECORD = {
    *("PersonConsent.personId", "PersonAlias.personId", "PersonAccess.subjectId"),
    # Streams and members of the office are no persons.
    *("RoleGrant.memberId", "ApiToken.memberId", "PersonAccess.memberId"),
}
"""Filters that ask for a record: consents come with a merge, names and looks are the record's."""


def filters() -> list[tuple[str, str, str]]:
    """Every filter that takes the id of a person: relation, filter, column."""
    columns = {"of_person": "person_id", "of_holder": "member_id", "of_payer": "payer_id"}
    return [
        (relation.name, name, columns.get(one.statement or "", one.column or ""))
        for relation in CATALOGUE
        for name, one in relation.filters.items()
        if one.id_kind == "person" and f"{relation.name}.{name}" not in OF_A_RECORD
    ]


def test_every_filter_on_a_person_asks_for_all_records() -> None:
    plain = [f"{relation}.{name}" for relation, name, column in filters()
             if not CATALOGUE[relation].filters[name].statement]  # fmt: skip
    assert plain == []


@pytest.mark.parametrize("story", [bontang, care, half_a_year], ids=["board", "case", "money"])
async def test_a_persons_rows_are_found_by_each_record(
    house: Database, story: Callable[[History], object]
) -> None:
    history = History(house)
    story(history)
    before = (await history.run()).position
    asked: dict[UUID, dict[tuple[str, str], list[object]]] = {}
    for relation, name, column in filters():
        if not column:
            continue
        for row in await ask(history, relation, size=400):
            person = row[column]
            if isinstance(person, UUID):
                rows = await ask(history, relation, **{name: person})
                asked.setdefault(person, {})[relation, name] = rows
    for row in await ask(history, "CaseSubject", size=400):
        rows = await ask(history, "Case", personId=row["person_id"])
        asked.setdefault(row["person_id"], {})["Case", "personId"] = rows
    assert asked
    for person, answers in list(asked.items())[:6]:
        other = merged_with(history, person)
        after = (await history.run()).position
        for (relation, name), rows in answers.items():
            assert len(await ask(history, relation, **{name: other})) == len(rows), relation
            assert len(await ask(history, relation, **{name: person})) == len(rows), relation
            assert await ask(history, relation, as_of=before, **{name: other}) == []
        assert after > before


def merged_with(history: History, person: UUID) -> UUID:
    """A new record into which the person's was merged."""
    other = UUID(int=person.int ^ 1)
    history.add(
        other,
        events.PersonRegistered(
            name=identity(other, "Lain"), legal_basis="PUBLIC_TASK", legal_proof="UU"
        ),
    )
    for one, another in ((person, other), (other, person)):
        history.add(one, events.DuplicateSuspected(other=another, score=90, basis=("NAME",)))
    merge = events.PersonsMerged(
        survivor=other, merged=person, suspected_by=other, approver=other, nik_state="NONE"
    )
    history.add(other, merge)
    history.add(person, merge)
    return other
