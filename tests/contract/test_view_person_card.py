"""Cards: names of those in an office, in clear; of nobody else, and not of the forgotten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.domain.conftest import uid
from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import PEOPLE, SPEAKER, STRANGER, bontang

from wahana.domain.formation import board_events as boards
from wahana.domain.kernel.fields import contact, identity
from wahana.domain.people.person_events import PersonEntryRetracted, PersonMoved, PersonRegistered
from wahana.platform.database import Database
from wahana.platform.ids import TenantId
from wahana.projections.person_card import view as person_card
from wahana.tenants.member_events import MemberAdmitted

__all__ = ["house"]


async def cards(history: History, **conditions: Any) -> dict[Any, dict[str, Any]]:
    rows = await ask(history, "PersonCard", **conditions)
    return {row["person_id"]: row for row in rows}


def registered(person: Any, name: str) -> PersonRegistered:
    return PersonRegistered(
        name=identity(person, name), legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009 ps 38"
    )


async def test_officers_have_a_name_and_strangers_no_card(house: Database) -> None:
    history = await bontang(History(house)).run()
    shown = await cards(history)
    assert shown.keys() == {*PEOPLE, SPEAKER}
    assert shown[PEOPLE[0]]["name"] == "Warga 0"
    assert shown[PEOPLE[0]]["offices"] == ["BOARD", "CANDIDATE", "PARTICIPANT"]
    assert shown[SPEAKER]["offices"] == ["MENTOR", "OFFICIAL", "SPEAKER"]
    assert (shown[SPEAKER]["village_name"], shown[SPEAKER]["sex"]) == ("Guntung", "M")
    assert STRANGER not in history.keys.opened


async def test_a_corrected_name_and_a_cleared_contact(house: Database) -> None:
    history = await bontang(History(house)).run()
    shown = await cards(history)
    card = shown[PEOPLE[1]]
    assert (card["name"], card["phone"], card["version"]) == ("Warga Satu", None, 2)
    assert json.loads(card["address"])["c"] == "contact"
    events = await ask(history, "TrailEntry", topic="person.corrected")
    before = await cards(history, as_of=events[0]["position"] - 1)
    assert before[PEOPLE[1]]["name"] == "Warga 1"
    assert before[PEOPLE[1]]["phone"] is not None
    assert list(await cards(history, namePrefix="warga s")) == [PEOPLE[1]]


async def test_a_move_that_is_taken_back_leaves_the_address_before_it(house: Database) -> None:
    history = await bontang(History(house)).run()
    person = PEOPLE[1]
    before = (await cards(history))[person]
    moved = PersonMoved(
        address=contact(person, "Jalan Baru"), area_code="64.74.01.1003", area_edition="2025"
    )
    history.add(person, moved)
    history.add(person, PersonEntryRetracted(of=3, entry="RELOCATION", reason="DUPLICATE"))
    await history.run()
    after = (await cards(history))[person]
    assert after["version"] == 4
    for field in ("address", "area_code", "phone"):
        assert after[field] == before[field]


async def test_who_is_named_before_the_registration_gets_the_name_with_it(house: Database) -> None:
    history = History(house)
    person = uid("late")
    history.add(
        uid("some board"),
        boards.SeatFilled(term_no=1, seat="KETUA", person=person, valid_from=date(2012, 6, 15)),
    )
    history.add(person, registered(person, "Ibu Sari"))
    await history.run(views=[person_card.VIEW], batch_events=1)
    assert (await cards(history))[person]["name"] == "Ibu Sari"
    (before,) = (await cards(history, as_of=2)).values()
    assert (before["name"], before["forgotten"]) == (None, False)


async def test_the_forgotten_have_no_name_after_a_rebuild(house: Database) -> None:
    history = History(house)
    person = uid("forgotten")
    history.add(person, registered(person, "Bapak Lama"))
    history.add(uid("member"), MemberAdmitted(kind="PERSON", person_id=person))
    history.keys.forgotten.add(person)
    await history.run(views=[person_card.VIEW])
    (card,) = (await cards(history)).values()
    assert (card["name"], card["forgotten"], card["offices"]) == (None, True, ["MEMBER"])
    table = person_card.VIEW.of.table("person_card")
    async with house.reading(history.tenant) as session:
        stored = await session.fetchval(
            f"select string_agg(t::text, '') from {table} t where tenant_id = $1",  # noqa: S608
            history.tenant,
        )
    assert "Lama" not in stored


async def test_names_are_opened_in_one_call_per_batch(house: Database) -> None:
    history = bontang(History(house))
    calls: list[int] = []
    opener = history.keys.open

    async def counting(tenant: TenantId, groups: Sequence[Any]) -> Any:
        calls.append(len(groups))
        return await opener(tenant, groups)

    history.keys.open = counting  # type: ignore[method-assign]
    await history.run(views=[person_card.VIEW])
    assert calls == [8]  # seven people, one of them with a second name
