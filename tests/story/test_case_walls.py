"""What people around a case might try, over HTTP: to learn more, to be faster, to do things twice.
The people are those of story C; what each of them sees was decided by a person, never by accident.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from wahana.platform.ids import uuid7

from .client import Answer, Client, enveloped
from .ladder import (
    IN_CONFLICT_WITH_THE_LAW,
    LUT,
    SOROSUTAN,
    Neighbourhood,
    elder,
    neighbourhood,
)
from .offices import Town, id_of

TEXTS = (
    "query($i: ID!, $p: BigInt) { referral(id: $i, minPosition: $p) { texts { text topTier } } }"
)


@pytest.fixture(scope="module")
async def around(town: Town) -> Neighbourhood:
    return await neighbourhood(town)


async def asked(around: Neighbourhood, case: str, **more: Any) -> Answer:
    """A referral of the case to the TKSK, once the RW has tried."""
    await around.exceeded(case)
    wish = {
        "caseId": case,
        "toBody": around.to_tksk,
        "need": "Perlu didampingi.",
        "basis": "LOCAL_CAPACITY",
        **more,
    }
    return await around.chair.done("requestReferral", **wish)


async def accepted(around: Neighbourhood, client: Client, referral: str) -> Answer:
    """Received and accepted: two taps."""
    await client.done("receiveReferral", referralId=referral)
    by = (around.office.today + timedelta(days=7)).isoformat()
    return await client.done("acceptReferral", referralId=referral, expectedBy=by)


async def disclosed(
    around: Neighbourhood, case: str, person: dict[str, Any], *parts: str
) -> dict[str, Any]:
    """The fields of a referral of a case that discloses these parts of somebody."""
    consent = await around.consent(id_of(person), case, *parts)
    return {"disclosed": list(parts), "consentIds": [consent], "sendNow": True}


async def test_nobody_finds_a_case_by_what_they_are_not_told(around: Neighbourhood) -> None:
    told, untold = elder("Mbah Satu"), elder("Mbah Dua")
    cases = [
        await around.report(around.chair, around.wksbm_id, subjects=[p]) for p in (told, untold)
    ]
    fields = await disclosed(around, cases[0], told, "IDENTITY", "CATEGORY")
    await asked(around, cases[0], **fields)
    fields = await disclosed(around, cases[1], untold, "IDENTITY")
    last = await asked(around, cases[1], **fields)
    text = """query($c: String, $p: BigInt) { cases(category: $c, minPosition: $p) {
        totalCount nodes { id categories { code } } } }"""

    async def found(client: Client, code: str | None) -> dict[str, list[Any]]:
        page = (await client.ask(text, c=code, p=last["position"]))["cases"]
        assert page["totalCount"] == len(page["nodes"])
        return {one["id"]: one["categories"] for one in page["nodes"] if one["id"] in cases}

    shown = [{"code": LUT}]
    assert await found(around.tksk, None) == {cases[0]: shown, cases[1]: []}
    assert await found(around.tksk, LUT) == {cases[0]: shown}
    assert await found(around.tksk, "2012/09") == {}
    assert set(await found(around.chair, LUT)) == set(cases)
    assert set(await found(around.lurah, LUT)) == set(cases)
    assert set(await found(around.officer, LUT)) == set(cases)


async def test_a_receiver_sees_nothing_before_it_is_sent(around: Neighbourhood) -> None:
    case = await around.report(around.chair, around.wksbm_id, subjects=[elder("Mbah Tiga")])
    request = await asked(around, case)
    text = (
        "query($c: ID, $p: BigInt) { referrals(caseId: $c, minPosition: $p) { nodes { state } } }"
    )

    async def listed(position: str) -> list[str]:
        page = (await around.tksk.ask(text, c=case, p=position))["referrals"]
        return [one["state"] for one in page["nodes"]]

    assert await listed(request["position"]) == []
    sent = await around.chair.done("sendReferral", referralId=request["id"])
    assert await listed(sent["position"]) == ["SENT"]
    revoked = await around.chair.done(
        "revokeReferral", referralId=request["id"], reason="OTHER_BODY"
    )
    assert await listed(revoked["position"]) == ["REVOKED"], "it was before them, and is no more"


async def test_the_trail_tells_no_case_to_who_sees_none(around: Neighbourhood) -> None:
    case = await around.report(around.chair, around.wksbm_id, subjects=[elder("Mbah Empat")])
    last = await around.chair.done(
        "assignService", caseId=case, serviceKind="KONSELING", provider="BOARD"
    )
    settled = "query($p: BigInt) { trail(minPosition: $p, first: 1) { position } }"
    await around.officer.ask(settled, p=last["position"])
    text = "{ trail(first: 200) { nodes { topic streamType data } } }"
    cases = {"case", "referral", "service_register"}

    async def kinds(client: Client) -> set[str]:
        rows = (await client.ask(text))["trail"]["nodes"]
        assert not [one for one in rows if case.removeprefix("case_") in str(one["data"])] or (
            cases & {one["streamType"] for one in rows}
        )
        return {one["streamType"] for one in rows}

    for client in (around.treasurer, around.tksk):
        assert not cases & await kinds(client)
        assert "wksbm" in await kinds(client)
    for client in (around.chair, around.officer):
        assert cases & await kinds(client)


async def test_the_tksk_sees_the_services_of_what_was_referred_only(around: Neighbourhood) -> None:
    person = elder("Mbah Lima")
    case = await around.report(around.chair, around.wksbm_id, subjects=[person])
    given = await around.chair.done(
        "assignService", caseId=case, serviceKind="PERAWATAN", provider="BOARD"
    )
    text = """query($i: ID, $p: BigInt) { serviceClaims(personId: $i, minPosition: $p) {
        nodes { serviceKind } } servicesThisMonth(personId: $i, minPosition: $p) {
        nodes { serviceKind } } }"""

    async def seen(position: str) -> list[Any]:
        found = await around.tksk.ask(text, i=id_of(person), p=position)
        return [len(page["nodes"]) for page in found.values()]

    assert await seen(given["position"]) == [0, 0]
    sent = await asked(around, case, sendNow=True)
    assert await seen(sent["position"]) == [0, 0], "nobody said whom the referral is about"
    sent = await asked(around, case, **await disclosed(around, case, person, "IDENTITY"))
    assert await seen(sent["position"]) == [1, 1]


async def test_whose_name_is_not_disclosed_has_no_id_to_look_it_up_by(
    around: Neighbourhood,
) -> None:
    person = elder("Mbah Tanpa Nama")
    case = await around.report(around.chair, around.wksbm_id, subjects=[person])
    await around.chair.done(
        "assessCase", caseId=case, byRole="BOARD", method="VISIT", findings="Sakit."
    )
    await around.chair.done(
        "assignService", caseId=case, serviceKind="TRANSPORTASI", provider="BOARD"
    )
    text = """query($i: ID!, $p: BigInt) { case(id: $i, minPosition: $p) { people
        subjects { personId } assessments { method subject { personId } }
        services { serviceKind recipients { personId } } } }"""
    sent = await asked(around, case, sendNow=True)
    (told, untold) = [
        (await client.ask(text, i=case, p=sent["position"]))["case"]
        for client in (around.chair, around.tksk)
    ]
    whom = {"personId": id_of(person)}
    assert told["subjects"] == told["services"][0]["recipients"] == [whom]
    assert told["assessments"] == [{"method": "VISIT", "subject": whom}]
    assert (untold["people"], untold["subjects"]) == (1, [])
    assert untold["assessments"] == [{"method": "VISIT", "subject": None}]
    assert untold["services"] == [{"serviceKind": "TRANSPORTASI", "recipients": []}]


async def test_a_sensitive_referral_is_opened_by_its_receiver_as_far_as_it_goes(
    around: Neighbourhood,
) -> None:
    child, brother = elder("Anak Satu"), elder("Anak Dua")
    case = await around.report(
        around.chair,
        around.wksbm_id,
        targetKind="FAMILY",
        subjects=[child, brother],
        categories=[IN_CONFLICT_WITH_THE_LAW],
        narrative="Ditahan polisi.",
    )
    await around.chair.done(
        "assessCase", caseId=case, byRole="BOARD", method="VISIT", findings="Takut pulang."
    )
    fields = await disclosed(around, case, child, "IDENTITY", "NEEDS")
    sent = await asked(around, case, subjects=[id_of(child)], **fields)
    found = await around.tksk.ask(TEXTS, i=sent["id"], p=sent["position"])
    assert found["referral"]["texts"] == [{"text": None, "topTier": True}]
    need = await look(around.tksk, sent["id"], ["need"])
    assert need["values"] == [{"field": "need", "value": "Perlu didampingi."}]
    assert (await look(around.other_chair, sent["id"], ["need"]))["code"] == "NOT_PERMITTED"
    assert (await look(around.lk3, sent["id"], ["need"]))["code"] == "NOT_YOUR_CASE"
    await accepted(around, around.tksk, sent["id"])
    by = {"via": sent["id"]}
    names = await look(around.tksk, case, ["names"], **by)
    assert [one["value"] for one in names["values"]] == ["Anak Satu"], (
        "the brother was not referred"
    )
    story = await look(around.tksk, case, ["narrative"], **by)
    assert [one["value"] for one in story["values"]] == ["Ditahan polisi."]
    assert (await look(around.tksk, case, ["findings"], **by))["code"] == "NO_CONSENT"
    mine = await look(around.chair, case, ["names", "findings"])
    assert [one["value"] for one in mine["values"]] == ["Anak Satu", "Anak Dua", "Takut pulang."]


async def look(client: Client, of: str, fields: list[str], **more: Any) -> Answer:
    """What a look brings."""
    text = """mutation($input: RevealInput!) { reveal(input: $input) { __typename
        ... on Revealed { values { field value } } ... on Rejected { code } } }"""
    given = {"idempotencyKey": str(uuid7()), "id": of, "fields": fields, "reason": "CASE_HANDLING"}
    answer: Answer = (await client.ask(text, input=enveloped(given | more)))["reveal"]
    return answer


async def test_who_writes_a_note_in_a_case_of_others_reads_it(around: Neighbourhood) -> None:
    case = await around.report(around.chair, around.wksbm_id, subjects=[elder("Mbah Enam")])
    to_body = {"kind": "WKSBM", "id": around.other_wksbm_id}
    sent = await asked(around, case, toBody=to_body, sendNow=True)
    await accepted(around, around.other_chair, sent["id"])
    noted = await around.other_chair.done(
        "addCaseNote", caseId=case, via=sent["id"], text="Sudah kami jenguk."
    )
    text = "query($i: ID!, $p: BigInt) { case(id: $i, minPosition: $p) { texts { text } } }"
    found = await around.other_chair.ask(text, i=case, p=noted["position"])
    assert found["case"]["texts"] == [{"text": "Sudah kami jenguk."}]


async def test_the_lurah_has_an_inbox_and_ends_what_the_village_holds(
    around: Neighbourhood,
) -> None:
    await around.report(around.chair, around.wksbm_id, subjects=[elder("Mbah Tujuh")])
    case = await around.report(
        around.lurah, "", wksbmId=None, villageCode=SOROSUTAN, subjects=[elder("Mbah Delapan")]
    )
    inbox = "query($p: BigInt) { caseInbox(minPosition: $p) { nodes { caseId bodyKind } } }"
    last = await around.lurah.done(
        "requestReferral",
        caseId=case,
        toBody=around.to_tksk,
        need="Perlu dikunjungi.",
        basis="ASSESSMENT",
    )
    rows = (await around.lurah.ask(inbox, p=last["position"]))["caseInbox"]["nodes"]
    assert {"caseId": case, "bodyKind": "DESA_KEL"} in rows
    assert {row["bodyKind"] for row in rows} == {"DESA_KEL"}
    closed = await around.lurah.done("closeCase", caseId=case, reason="MOVED")
    rows = (await around.lurah.ask(inbox, p=closed["position"]))["caseInbox"]["nodes"]
    assert case not in {row["caseId"] for row in rows}
    await around.lurah.refused("NOT_PERMITTED", "addCaseNote", caseId=case, text="Pindah.")


async def test_what_each_of_a_family_was_given_is_counted_apart(around: Neighbourhood) -> None:
    wife, man = elder("Bu Contoh"), elder("Pak Contoh")
    case = await around.report(
        around.chair, around.wksbm_id, targetKind="FAMILY", subjects=[wife, man]
    )
    service = {"caseId": case, "serviceId": str(uuid7())}
    await around.chair.done(
        "assignService", **service, serviceKind="SEMBAKO", provider="BOARD", askOverride=True
    )
    give = {**service, "pillar": "LINJAMSOS"}
    await around.chair.done("recordDelivery", **give, quantity=2, unit="PACKAGE")
    last = await around.chair.done(
        "recordDelivery", **give, quantity=5, unit="KG", recipients=[id_of(wife)]
    )
    text = """query($i: ID, $p: BigInt) { servicesThisMonth(personId: $i, minPosition: $p) {
        nodes { deliveries quantity unit } } }"""
    for person, row in (
        (wife, {"deliveries": 2, "quantity": None, "unit": None}),
        (man, {"deliveries": 1, "quantity": "2", "unit": "PACKAGE"}),
    ):
        found = await around.chair.ask(text, i=id_of(person), p=last["position"])
        assert found["servicesThisMonth"]["nodes"] == [row]
    text = "query($i: ID!) { case(id: $i) { deliveries { recipients { identity { name } } } } }"
    for client, name in ((around.chair, "Bu Contoh"), (around.lurah, None)):
        given = (await client.ask(text, i=case))["case"]["deliveries"]
        assert [len(one["recipients"]) for one in given] == [2, 1]
        assert given[1]["recipients"] == [{"identity": {"name": name}}]


async def test_no_quantity_is_more_than_the_lists_can_show(around: Neighbourhood) -> None:
    case = await around.report(around.chair, around.wksbm_id, subjects=[elder("Mbah Sembilan")])
    service = {"caseId": case, "serviceId": str(uuid7())}
    await around.chair.done("assignService", **service, serviceKind="SANTUNAN", provider="BOARD")
    give = {**service, "idempotencyKey": str(uuid7()), "pillar": "LINJAMSOS", "unit": "IDR"}
    text = "mutation($i: RecordDeliveryInput!) { recordDelivery(input: $i) { __typename } }"
    body = await around.chair.raw(text, i=enveloped(give | {"quantity": 5_000_000_000}))
    assert "32-bit" in body["errors"][0]["message"]
    last = await around.chair.done("recordDelivery", **give, quantity=2**31 - 1)
    shown = (
        "query($i: ID!, $p: BigInt) { case(id: $i, minPosition: $p) { deliveries { quantity } } }"
    )
    found = await around.chair.ask(shown, i=case, p=last["position"])
    assert found["case"]["deliveries"] == [{"quantity": 2**31 - 1}]


@pytest.mark.parametrize("mutation", ["expireReferral", "warnOfOverlap"])
async def test_what_only_the_service_gives_itself_is_no_mutation(
    around: Neighbourhood, mutation: str
) -> None:
    body = await around.head.raw(f"mutation {{ {mutation}(input: {{}}) {{ __typename }} }}")
    assert "Cannot query field" in body["errors"][0]["message"]


async def test_the_quietest_cases_come_first_for_who_has_many(around: Neighbourhood) -> None:
    text = "{ cases(isOpen: true, orderBy: QUIET, first: 200) { nodes { updatedAt } } }"
    rows = (await around.officer.ask(text))["cases"]["nodes"]
    days = [row["updatedAt"] for row in rows]
    assert len(days) > 2
    assert days == sorted(days)


async def test_twice_stale_and_out_of_order(around: Neighbourhood) -> None:
    chair, tksk = around.chair, around.tksk
    case = await around.report(chair, around.wksbm_id, subjects=[elder("Mbah Sepuluh")])
    await chair.refused("ALREADY_EXISTS", "reportCase", **_again(around, case))
    sent = await asked(around, case, sendNow=True)
    of = {"referralId": sent["id"]}
    by = (around.office.today + timedelta(days=7)).isoformat()
    await tksk.refused("REFERRAL_STATE", "acceptReferral", **of, expectedBy=by)
    await tksk.refused("REFERRAL_STATE", "completeReferral", **of, outcome="SERVED")
    key = str(uuid7())
    first = await tksk.done("receiveReferral", **of, idempotencyKey=key)
    again = await tksk.done("receiveReferral", **of, idempotencyKey=key)
    assert (again["repeated"], again["position"]) == (True, first["position"])
    await tksk.refused("REFERRAL_STATE", "receiveReferral", **of)
    stale = await tksk.do("acceptReferral", **of, expectedBy=by, expectedVersion=1)
    assert stale["__typename"] == "Conflict"
    yesterday = (around.office.today - timedelta(days=1)).isoformat()
    await tksk.refused("STAGE_DATE", "acceptReferral", **of, expectedBy=by, occurredOn=yesterday)
    await tksk.refused("DATE_ORDER", "acceptReferral", **of, expectedBy=yesterday)
    await tksk.refused("NOT_FOUND", "acceptReferral", referralId=str(uuid7()), expectedBy=by)
    await tksk.refused("NOT_YOUR_CASE", "revokeReferral", **of, reason="OTHER_BODY")
    await around.lurah.refused("NOT_PERMITTED", "acceptReferral", **of, expectedBy=by)


def _again(around: Neighbourhood, case: str) -> dict[str, Any]:
    return {
        "caseId": case,
        "wksbmId": around.wksbm_id,
        "targetKind": "INDIVIDUAL",
        "channel": "VISIT",
        "reporterRole": "NEIGHBOUR",
        "subjects": [elder("Mbah Sepuluh")],
    }
