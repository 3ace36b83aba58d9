"""A name that is entered through the API is in the clear in one table, and nowhere else.

Looked for in every table of both databases (texts, JSON, and bytes as they are), in what the
process and PostgreSQL log, and in the metrics; in commands that are accepted and in those that
are refused or do not even fit the schema.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import asyncpg
import prometheus_client
import pytest
from tests.api.walls.conftest import House
from tests.story.client import Client, enveloped

from wahana.platform.ids import uuid7
from wahana.projections.person_card import view as person_card

pytestmark = pytest.mark.takes(7)

NAME = "Kanaria Zwölftausend"
DIGITS = "89912345678"
PHONE = f"+62{DIGITS}"
ADDRESS = "Gang Kanari 12 belakang"
WORDS = "Kanaria berkata rahasia sekali"
CANARIES = (NAME, DIGITS, ADDRESS, WORDS)
CARDS = person_card.VIEW.of.table("person_card")
IN_THE_CLEAR = {CARDS}
"""The erasable table of office holders' names."""


@pytest.fixture
async def entered(house: House, capfd: pytest.CaptureFixture[str]) -> str:
    """The canaries, entered in every way; what was logged meanwhile."""
    story, officer = house.ours.story, house.ours.story.officer
    person = {"name": NAME, "phone": PHONE, "address": ADDRESS}
    made = await officer.done("registerPerson", **person)
    await officer.done(
        "correctPerson", personId=made["id"], reason="OTHER", note=WORDS, email="k@anari.id"
    )
    last = await story.office.admin.done("admitMember", kind="PERSON", person={"new": person})
    await officer.done(
        "assignSpeaker",
        activityId=str(house.ours.ids["activity"]),
        institution="BBPPKS",
        person={"new": {**person, "personId": str(uuid7())}},
    )
    last = await officer.done(
        "recordCommitment",
        activityId=str(house.ours.ids["activity"]),
        by="PARTICIPANTS",
        text=WORDS,
    )
    await refused(officer, person, house)
    shown = await officer.ask(
        "query($p: BigInt) { persons(first: 200, minPosition: $p) { nodes { id name phone } } }",
        p=last["position"],
    )
    cards = Counter(card["name"] for card in shown["persons"]["nodes"])
    # The speaker and the member; who holds no office has no card.
    assert cards[NAME] == 2, (cards, shown)
    phones = {card["phone"] for card in shown["persons"]["nodes"] if card["name"] == NAME}
    assert phones == {PHONE}, "who may see contacts sees them, opened for the answer alone"
    captured = capfd.readouterr()
    return captured.out + captured.err


async def refused(officer: Client, person: dict[str, Any], house: House) -> None:
    """Commands with canaries in them that rules, types or the document turn away."""
    await officer.refused("PROOF_REQUIRED", "registerPerson", **person, legalBasis="CONSENT")
    key = str(uuid7())
    await officer.done("registerPerson", name="Orang Lain", idempotencyKey=key)
    await officer.refused("KEY_REUSED", "registerPerson", **person, idempotencyKey=key)
    not_permitted = house.ours.story.inspector
    await not_permitted.refused("NOT_PERMITTED", "registerPerson", **person)
    for text in (
        'mutation { registerPerson(input: {envelope: {idempotencyKey: "x"}, '
        f'name: "{NAME}", nope: 1}}) }}',
        f'{{ person(id: "{NAME}") {{ id }} }}',
        f'{{ persons(after: "{NAME}") {{ totalCount }} }}',
        f'{{ persons(namePrefix: "{NAME}") {{ totalCount }} "{NAME}',
    ):
        await officer.raw(text)
    wrong = enveloped({"name": [NAME], "phone": {"a": PHONE}})
    await officer.raw("mutation($input: RegisterPersonInput!) { registerPerson(input: $input) { "
                      "__typename } }", input=wrong)  # fmt: skip


def found_in(text: str) -> set[str]:
    """The canaries in a text, as they are or as the bytes of a column are shown."""
    return {
        canary for canary in CANARIES if canary in text or canary.encode().hex() in text.lower()
    }


async def test_a_name_stands_in_one_table_and_in_no_log_or_metric(
    house: House, entered: str
) -> None:
    addresses = house.service.addresses
    where: dict[str, set[str]] = {}
    for url in (addresses.events, addresses.vault):
        connection = await asyncpg.connect(url)
        tables = await connection.fetch(
            "SELECT c.oid::regclass::text AS name FROM pg_class c "
            "WHERE c.relkind IN ('r', 'm') AND c.relnamespace IN "
            "(SELECT oid FROM pg_namespace WHERE nspname IN ('wahana', 'view', 'vault', 'public'))"
        )
        assert len(tables) > 3
        for table in tables:
            whole = f"SELECT t::text AS everything FROM {table['name']} t"  # noqa: S608
            for row in await connection.fetch(whole):
                if canaries := found_in(row["everything"]):
                    where.setdefault(table["name"], set()).update(canaries)
        data_folder = await connection.fetchval("SHOW data_directory")
        await connection.close()
    assert set(where) == IN_THE_CLEAR, where
    # Contacts and statements are in the clear nowhere at all.
    assert where[CARDS] == {NAME}
    assert found_in(entered) == set()
    assert found_in(prometheus_client.generate_latest().decode()) == set()
    server_log = Path(data_folder).with_name("server.log")
    if server_log.exists():  # of an embedded server
        assert found_in(server_log.read_text(errors="replace")) == set()


async def test_the_search_would_find_it(house: House) -> None:
    """A canary in bytes, in JSON and in a text is seen."""
    connection = await asyncpg.connect(house.service.addresses.events)
    row = await connection.fetchrow(
        "SELECT t::text AS everything FROM (SELECT convert_to($1, 'UTF8') AS a) t", NAME
    )
    assert row is not None
    assert found_in(row["everything"]) == {NAME}
    assert found_in(f'{{"name":"{PHONE}"}}') == {DIGITS}
    await connection.close()
