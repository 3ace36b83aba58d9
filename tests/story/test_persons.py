"""Persons as the offices meet them: one record per NIK, sealed, found, revealed with a record."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from wahana.deploy.assembly import ServiceParts
from wahana.platform.ids import uuid7

from .client import Client, enveloped
from .conftest import Place
from .offices import BONTANG, Office, Town

NIK, CANARY = "6474014304500001", "6474015508770042"
KK_CANARY = "6474012107120777"
NAME, PHONE, STREET = "Kenari Pengintai", "+6281377700042", "Jalan Kenari 4242"
GUNTUNG, LOKTUAN = "64.74.01.1004", "64.74.01.1003"

FIND = "query($nik: String!) { personByNik(nik: $nik) }"
REVEAL = """
mutation($input: RevealInput!) { reveal(input: $input) {
  __typename
  ... on Revealed { id position repeated values { field value version erased } }
  ... on Rejected { code field }
} }
"""


async def register(client: Client, nik: str | None = None, **more: Any) -> dict[str, Any]:
    return await client.do(
        "registerPerson", **{"name": "Sarinem", "nik": nik, "areaCode": GUNTUNG} | more
    )


async def registered(client: Client, nik: str | None = None, **more: Any) -> str:
    answer = await register(client, nik, **more)
    assert answer["__typename"] == "Accepted", answer
    return str(answer["id"])


async def reveal(client: Client, person: str, *fields: str, **more: Any) -> dict[str, Any]:
    given = {
        "idempotencyKey": str(uuid7()),
        "id": person,
        "fields": list(fields),
        "reason": "CASE_HANDLING",
        **more,
    }
    answer: dict[str, Any] = (await client.ask(REVEAL, input=enveloped(given)))["reveal"]
    return answer


@pytest.fixture
async def office(town: Town) -> Office:
    return await town.found(BONTANG)


# --- one record per NIK ---------------------------------------------------------------------


async def test_a_nik_is_registered_once_and_found(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    person = await registered(officer, "6474-0143-0450-0001")
    assert await officer.ask(FIND, nik=NIK) == {"personByNik": person}
    assert await officer.ask(FIND, nik="6474 0143 0450 0002") == {"personByNik": None}
    refused = await officer.refused("NIK_TAKEN", "registerPerson", name="Lain", nik=NIK)
    assert refused["field"] == "nik"
    assert refused["about"] == [person]
    bad = await officer.raw(FIND, nik="123")
    assert "does not have 16 digits" in bad["errors"][0]["message"]


async def test_the_same_command_again_is_no_second_registration(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    first = await register(officer, NIK, idempotencyKey="a")
    # Without an id of the client's the API makes one: another person, the same command.
    again = await register(officer, NIK, idempotencyKey="a")
    assert (again["id"], again["repeated"]) == (first["id"], True)


async def test_of_many_at_once_one_gets_the_nik(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    old = [await registered(officer) for _ in range(3)]
    answers = await asyncio.gather(
        *(register(officer, NIK) for _ in range(6)),
        *(officer.do("claimIdentity", personId=each, nik=NIK) for each in old),
    )
    ended = [answer.get("code", answer["__typename"]) for answer in answers]
    assert sorted(ended) == ["Accepted"] + ["NIK_TAKEN"] * 8
    (winner,) = [answer["id"] for answer in answers if answer["__typename"] == "Accepted"]
    assert await officer.ask(FIND, nik=NIK) == {"personByNik": winner}


async def test_a_nik_moves_with_corrections_and_merges(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    head = await office.staff("DINAS_HEAD", "Kepala")
    right, wrong = NIK, NIK[:-1] + "9"
    one, two = await registered(officer, wrong), await registered(officer)
    await officer.done("correctIdentity", personId=one, nik=right, reason="TYPING_ERROR")
    assert await officer.ask(FIND, nik=wrong) == {"personByNik": None}
    await officer.done("claimIdentity", personId=two, nik=wrong)
    await officer.done(
        "withdrawIdentity", personId=two, nikMissing="NOT_REMEMBERED", reason="WRONG_PERSON"
    )
    assert await officer.ask(FIND, nik=wrong) == {"personByNik": None}
    await officer.done("suspectDuplicate", personId=two, otherId=one, score=80, basis=["NAME"])
    merged = await head.done("mergePersons", personId=two, mergedId=one)
    assert await officer.ask(FIND, nik=right) == {"personByNik": two}
    refused = await officer.refused("NIK_TAKEN", "registerPerson", name="Lain", nik=right)
    assert refused["about"] == [two]
    worklist = "query($p: BigInt) { duplicates(minPosition: $p) { nodes { state survivorId } } }"
    shown = await officer.ask(worklist, p=merged["position"])
    assert shown["duplicates"]["nodes"] == [{"state": "MERGED", "survivorId": two}]
    await head.done("reverseMerge", personId=two, mergedId=one, reason="OTHER_PERSON")
    assert await officer.ask(FIND, nik=right) == {"personByNik": one}


async def test_the_look_up_is_for_some_roles_and_leaves_no_number_behind(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    lurah = await office.staff("LURAH", "Lurah", area=GUNTUNG)
    denied = await lurah.raw(FIND, nik=NIK)
    assert denied["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    literal = f'{{ personByNik(nik: "{NIK}") }}'
    default = f'query($nik: String! = "{NIK}") {{ personByNik(nik: $nik) }}'
    for text in (literal, default):
        body = await officer.raw(text)
        assert "in a variable that has no default" in body["errors"][0]["message"]
        assert NIK not in str(body)
    got = await officer.http.get(
        f"{officer.url}/graphql",
        params={"query": FIND, "variables": f'{{"nik": "{NIK}"}}'},
        headers=officer.headers,
    )
    assert (got.status_code, got.headers["allow"]) == (405, "POST")


# --- what is sealed and who sees it -----------------------------------------------------------


async def test_the_register_is_opened_by_role_and_area(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    tksk = await office.staff("TKSK", "Tini", area=GUNTUNG)
    auditor = await office.staff("INSPECTORATE", "Pemeriksa")
    here = await registered(officer, NIK, phone="0812-7770-0001", birthDate="1950-04-03", sex="F")
    await registered(officer, areaCode=LOKTUAN)
    given = await officer.done(
        "giveConsent", personId=here, purpose="REFERRAL", scope=["NEEDS"], method="WRITTEN",
        proof="F-1",
    )  # fmt: skip
    query = """query($p: BigInt) { registeredPersons(minPosition: $p, villageCode: "64.74.01.1004")
        { nodes { id name nik birthDate birthYear phone nikState consents { purpose proof } } }
        all: registeredPersons { totalCount } }"""

    async def seen(client: Client) -> tuple[dict[str, Any], int]:
        data = await client.ask(query, p=given["position"])
        (row,) = data["registeredPersons"]["nodes"]
        assert (row["id"], row["nikState"], row["birthYear"]) == (here, "CLAIMED", 1950)
        assert row["consents"] == [{"purpose": "REFERRAL", "proof": "F-1"}]
        return row, data["all"]["totalCount"]

    row, _ = await seen(officer)
    assert [row[name] for name in ("name", "nik", "birthDate", "phone")] == [
        "Sarinem", NIK, "1950-04-03", "+6281277700001",
    ]  # fmt: skip
    row, count = await seen(tksk)
    assert [row[name] for name in ("name", "nik", "birthDate", "phone")] == [
        "Sarinem", None, None, "+6281277700001",
    ]  # fmt: skip
    assert count == 1
    row, count = await seen(auditor)
    assert [row[name] for name in ("name", "nik", "birthDate", "phone")] == [None] * 4
    assert count >= 2
    lurah = await office.staff("LURAH", "Lurah", area=GUNTUNG)
    denied = await lurah.raw("{ registeredPersons { totalCount } }")
    assert denied["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_a_look_is_recorded_before_it_is_answered_and_answered_once(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    person = await registered(officer, NIK, address="Jalan Lama 1")
    await officer.done("movePerson", personId=person, areaCode=LOKTUAN, address="Jalan Baru 2")
    await officer.done("recordAlias", personId=person, alias="Mbah Nem")
    wanted = ("address", "nik", "aliases", "email")
    seen = await reveal(officer, person, *wanted, idempotencyKey="look")
    values = [(each["field"], each["value"], each["version"]) for each in seen["values"]]
    assert values == [("address", "Jalan Baru 2", 2), ("nik", NIK, 1), ("aliases", "Mbah Nem", 3)]
    again = await reveal(officer, person, *wanted, idempotencyKey="look")
    assert (again["position"], again["repeated"], again["values"]) == (seen["position"], True, [])
    auditor = await office.staff("INSPECTORATE", "Pemeriksa")
    log = """query($p: BigInt, $id: ID) { accessLog(minPosition: $p, subjectId: $id)
        { nodes { subjectId fields reason role letter } } }"""
    looks = await auditor.ask(log, p=seen["position"], id=person)
    assert looks["accessLog"]["nodes"] == [
        {
            "subjectId": person,
            "fields": list(wanted),
            "reason": "CASE_HANDLING",
            "role": "DINAS_OFFICER",
            "letter": None,
        }
    ]
    refused = await reveal(auditor, person, "nik", reason="AUDIT")
    assert refused == {"__typename": "Rejected", "code": "LETTER_REQUIRED", "field": "letter"}
    opened = await reveal(auditor, person, "nik", reason="AUDIT", letter="ST-7/2026")
    assert [each["value"] for each in opened["values"]] == [NIK]


async def test_who_may_not_look_sees_nothing_and_it_is_not_recorded(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    person = await registered(officer, areaCode=LOKTUAN)
    elsewhere = await office.staff("TKSK", "Tini", area=GUNTUNG)
    treasurer = await office.staff("LURAH", "Lurah", area=LOKTUAN)
    for client in (elsewhere, treasurer):
        answer = await reveal(client, person, "name")
        assert (answer["__typename"], answer["code"]) == ("Rejected", "NOT_PERMITTED")
    unknown = f"person_{uuid7()}"
    assert (await reveal(officer, unknown, "name"))["code"] == "NOT_FOUND"
    assert (await reveal(officer, person, "secrets"))["code"] == "REVEAL_FIELD"
    broken = await officer.raw(REVEAL, input={
        "envelope": {"idempotencyKey": "x"}, "id": "nonsense", "fields": ["name"],
        "reason": "AUDIT",
    })  # fmt: skip
    assert broken["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    data = await officer.ask("{ accessLog { totalCount } }")
    assert data["accessLog"]["totalCount"] == 0


async def test_what_was_taken_back_is_not_revealed(office: Office) -> None:
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    person = await registered(officer, NIK, phone="0812-7770-0001")
    await officer.done("correctPerson", personId=person, reason="OTHER", note="salah",
                       cleared=["PHONE"])  # fmt: skip
    alias = await officer.done("recordAlias", personId=person, alias="Mbah Nem")
    await officer.done("retractAlias", personId=person, of=alias["version"], reason="WRONG_PERSON")
    await officer.done(
        "withdrawIdentity", personId=person, nikMissing="LOST_DOCUMENT", reason="WRONG_PERSON"
    )
    seen = await reveal(officer, person, "phone", "nik", "aliases", "notes")
    assert [(each["field"], each["value"]) for each in seen["values"]] == [("notes", "salah")]


# --- the canary -----------------------------------------------------------------------------


async def test_a_canary_is_nowhere_in_clear(
    place: Place,
    service: ServiceParts,
    client: Client,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    town = Town(service, client)
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    await _live_with_the_canary(officer)
    metrics = (await client.http.get(f"{client.url}/metrics")).text
    written = await _everything_written(place)
    assert GUNTUNG in written
    assert "person.registered" in written
    out, err = capfd.readouterr()
    for secret in (CANARY, KK_CANARY, NAME, PHONE, STREET):
        raw = secret.encode()
        forms = {secret, raw.hex(), base64.b64encode(raw).decode().rstrip("=")}
        for form in forms:
            assert form not in written, secret
            assert form not in out + err + caplog.text + metrics, secret


async def _live_with_the_canary(officer: Client) -> None:
    """Everything that a NIK may pass through, refusals and faults included."""
    person = await registered(
        officer, CANARY, name=NAME, phone=PHONE, address=STREET, birthDate="1977-08-15"
    )
    await register(officer, CANARY)
    await officer.do("claimIdentity", personId=person, nik=CANARY)
    await officer.do("verifyIdentity", personId=person, by="KTP", reference=CANARY)
    home = await officer.done(
        "formHousehold", kk=KK_CANARY, areaCode=GUNTUNG, address=STREET,
        members=[{"person": {"personId": person}, "role": "HEAD"}],
    )  # fmt: skip
    assert await officer.ask(FIND, nik=CANARY) == {"personByNik": person}
    await officer.raw(f'{{ personByNik(nik: "{CANARY}") }}')
    await officer.raw(FIND, nik=int(CANARY))
    await officer.raw(FIND, nik=CANARY + "1")
    await reveal(officer, person, "nik", "name", "phone")
    await reveal(officer, home["id"], "kk", "address")
    data = await officer.ask(
        "query($p: BigInt) { households(minPosition: $p) { nodes { kk members { role person "
        "{ nik name } } } } }",
        p=home["position"],
    )
    assert data["households"]["nodes"] == [
        {"kk": KK_CANARY, "members": [{"role": "HEAD", "person": {"nik": CANARY, "name": NAME}}]}
    ]


async def _everything_written(place: Place) -> str:
    """Every row of every table of both databases, and every file of the service."""
    parts: list[str] = []
    for url in (place.addresses.events, place.addresses.vault):
        connection = await asyncpg.connect(url)
        try:
            tables = await connection.fetch(
                "select format('%I.%I', schemaname, tablename) as name from pg_tables "
                "where schemaname in ('wahana', 'view', 'vault', 'public')"
            )
            for table in tables:
                rows = await connection.fetch(f"select t::text as row from {table['name']} t")  # noqa: S608
                parts += [row["row"] for row in rows]
                # Payloads are bytea: as text they would hide their content.
                binary = await connection.fetch(
                    "select attname from pg_attribute where attrelid = $1::text::regclass "
                    "and atttypid = 'bytea'::regtype and attnum > 0",
                    table["name"],
                )
                for column in binary:
                    held = await connection.fetch(
                        f'select "{column["attname"]}" as value from {table["name"]}'  # noqa: S608
                    )
                    parts += [row["value"].decode("latin-1") for row in held if row["value"]]
        finally:
            await connection.close()
    folder = Path(place.root_key).parent
    parts += [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join(parts)
