"""Story C over HTTP: an elder, what the RW tried, a district that declines, a company that helps.

With what is refused on the way, and what each of the people around may see of it.
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

CASE = """
query($id: ID!, $p: BigInt) { case(id: $id, minPosition: $p) {
  id stage isOpen urgency capacity closeReason
  subjects { personId identity { name } contact { address phone } }
  categories { code topTier }
  texts { kind text }
  services { serviceId state provider kps { name } recipients { personId } }
  deliveries { quantity unit valueIdr texts { text } }
  referrals { id state texts { kind text } }
} }
"""


@pytest.fixture(scope="module")
async def around(town: Town) -> Neighbourhood:
    return await neighbourhood(town)


async def seen(client: Client, case_id: str, position: str) -> Answer | None:
    """The case as somebody sees it."""
    found: Answer | None = (await client.ask(CASE, id=case_id, p=position))["case"]
    return found


async def test_the_ladder_is_climbed_step_by_step(around: Neighbourhood) -> None:
    person = elder()
    case = await tried_locally(around, person)
    await declined_by_the_district(around, case, id_of(person))
    await helped_by_a_company(around, case)
    chair = around.chair
    await chair.done("recordOutcome", caseId=case, result="RESOLVED")
    closed = await chair.done("closeCase", caseId=case, reason="GOALS_MET")

    found = await seen(chair, case, closed["position"])
    assert found is not None
    assert (found["stage"], found["capacity"], found["closeReason"]) == (
        "CLOSED", "EXCEEDED", "GOALS_MET",
    )  # fmt: skip
    (subject,) = found["subjects"]
    assert subject["identity"]["name"] == "Mbah Contoh"
    assert subject["contact"]["address"] == "Gang Sembilan"
    assert {text["text"] for text in found["texts"]} == {
        "Tinggal sendiri.", "Tidak dapat memasak.", "Diantar ke rumah.",
    }  # fmt: skip
    (delivery,) = found["deliveries"]
    assert (delivery["quantity"], delivery["unit"], delivery["valueIdr"]) == (10, "KG", "120000")
    assert delivery["texts"] == [{"text": "Diantar ke rumah."}]
    assert {one["state"] for one in found["referrals"]} == {"DECLINED", "COMPLETED"}
    await the_same_aid_again(around, id_of(person))


def _wish(around: Neighbourhood, case: str) -> dict[str, Any]:
    """A referral of the case to the TKSK."""
    return {
        "caseId": case,
        "toBody": around.to_tksk,
        "need": "Perlu beras setiap bulan.",
        "basis": "LOCAL_CAPACITY",
    }


async def tried_locally(around: Neighbourhood, person: dict[str, Any]) -> str:
    """The case of somebody; nobody is asked before the neighbours have tried."""
    chair = around.chair
    case = await around.report(
        chair, around.wksbm_id, subjects=[person], narrative="Tinggal sendiri."
    )
    await chair.done(
        "assessCase", caseId=case, byRole="BOARD", method="VISIT", findings="Tidak dapat memasak."
    )
    await chair.refused("REFER_TOO_EARLY", "requestReferral", **_wish(around, case))
    await around.exceeded(case)
    return case


async def declined_by_the_district(around: Neighbourhood, case: str, person_id: str) -> None:
    """Nothing about the elder goes out without consent; the TKSK has nothing left."""
    chair, tksk = around.chair, around.tksk
    wish = _wish(around, case) | {"disclosed": ["IDENTITY", "CONTACT"], "sendNow": True}
    await chair.refused("NO_CONSENT", "requestReferral", **wish)
    consent = await around.consent(person_id, case, "IDENTITY", "CONTACT")
    sent = await chair.done("requestReferral", **wish, consentIds=[consent])
    await around.lk3.refused("NOT_YOUR_CASE", "receiveReferral", referralId=sent["id"])
    await tksk.done("receiveReferral", referralId=sent["id"])
    declined = {"reason": "NO_CAPACITY", "note": "Stok habis."}
    await tksk.done("declineReferral", referralId=sent["id"], **declined)


async def helped_by_a_company(around: Neighbourhood, case: str) -> None:
    """A company gives rice; the chair records what it answers."""
    chair = around.chair
    company = {"kind": "DUNIA_USAHA", "name": "PT Contoh Pangan"}
    wish = _wish(around, case) | {"toBody": company, "sendNow": True}
    referral = {"referralId": (await chair.done("requestReferral", **wish))["id"]}
    await chair.done("receiveReferral", **referral)
    by = (around.office.today + timedelta(days=10)).isoformat()
    await chair.done("acceptReferral", **referral, expectedBy=by)
    service = {"caseId": case, "serviceId": str(uuid7())}
    await chair.done(
        "assignService", **service, serviceKind="BERAS", provider="REFERRED", **referral
    )
    await chair.done(
        "recordDelivery",
        **service,
        pillar="LINJAMSOS",
        quantity=10,
        unit="KG",
        valueIdr=120_000,
        note="Diantar ke rumah.",
    )
    await chair.done("completeReferral", **referral, outcome="RESOURCE_GIVEN")


async def the_same_aid_again(around: Neighbourhood, person_id: str) -> None:
    """A second body with the same aid in that month: refused, or decided by the head."""
    chair, wksbm = around.other_chair, around.other_wksbm_id
    kps = await around.body(chair, wksbm, "Pengajian RW 09")
    second = await around.report(chair, wksbm, subjects=[{"personId": person_id}])
    rice = {"caseId": second, "serviceKind": "BERAS", "provider": "KPS", "kpsId": kps}
    refused = await chair.refused("OVERLAP", "assignService", **rice)
    assert refused["field"] == "serviceKind"
    waiting = await chair.done("assignService", **rice, askOverride=True)
    text = (
        "query($p: BigInt, $i: ID) { overlaps(state: OPEN, personId: $i, minPosition: $p) "
        "{ nodes { warningId personId waits rule others { serviceKind } identity { name } } } }"
    )
    asked = await around.head.ask(text, p=waiting["position"], i=person_id)
    (warning,) = asked["overlaps"]["nodes"]
    assert (warning["waits"], warning["rule"]) == (True, "EXCLUSIVE")
    assert warning["others"] == [{"serviceKind": "BERAS"}]
    assert warning["identity"] == {"name": "Mbah Contoh"}
    about = {"personId": person_id, "warningId": warning["warningId"]}
    decided = await around.head.done("overrideOverlap", **about, reason="NOT_ENOUGH")
    month = (
        "query($p: BigInt, $w: ID) { servicesThisMonth(wksbmId: $w, minPosition: $p) "
        "{ nodes { serviceKind personId kps { name } deliveries quantity } } }"
    )
    received = await chair.ask(month, p=decided["position"], w=wksbm)
    assert received["servicesThisMonth"]["nodes"] == [
        {
            "serviceKind": "BERAS",
            "personId": person_id,
            "kps": {"name": "Pengajian RW 09"},
            "deliveries": 0,
            "quantity": "0",
        }
    ]


async def test_who_is_told_what(around: Neighbourhood) -> None:
    chair = around.chair
    person = elder("Mbah Rahasia")
    case = await around.report(
        chair, around.wksbm_id, subjects=[person], narrative="Ditinggal anaknya."
    )
    await not_referred_yet(around, case)
    consent = await around.consent(id_of(person), case, "IDENTITY", "NEEDS")
    sent = await chair.done(
        "requestReferral",
        **_wish(around, case) | {"need": "Perlu dikunjungi."},
        urgency="URGENT",
        disclosed=["IDENTITY", "NEEDS"],
        consentIds=[consent],
        sendNow=True,
    )
    await sent_to_the_tksk(around, case, sent)
    await taken_on_by_the_tksk(around, case, sent)
    withdrawn = await chair.done("revokeReferral", referralId=sent["id"], reason="SOLVED_LOCALLY")
    assert await seen(around.tksk, case, withdrawn["position"]) is None
    listed = "query($p: BigInt) { referrals(minPosition: $p, state: REVOKED) { nodes { id } } }"
    for client, count in (
        (around.tksk, 1), (chair, 1), (around.lk3, 0), (around.other_chair, 0),
    ):  # fmt: skip
        rows = (await client.ask(listed, p=withdrawn["position"]))["referrals"]["nodes"]
        assert len([row for row in rows if row["id"] == sent["id"]]) == count


async def not_referred_yet(around: Neighbourhood, case: str) -> None:
    """Open to the WKSBM that holds it; the village and the Dinas see that it exists."""
    last = await around.exceeded(case)
    for client in (around.tksk, around.lk3, around.other_chair):
        assert await seen(client, case, last["position"]) is None
    refused = await around.treasurer.raw(CASE, id=case, p=last["position"])
    assert refused["data"] in (None, {"case": None})
    assert refused["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    village = await seen_by_lurah(around, case)
    assert [one["code"] for one in village["categories"]] == [LUT]
    assert village["subjects"][0]["identity"] == {"name": None}
    assert all(text["text"] is None for text in village["texts"])
    dinas = await seen(around.officer, case, last["position"])
    assert dinas is not None
    assert dinas["subjects"][0]["identity"] == {"name": "Mbah Rahasia"}
    assert dinas["texts"] == [], "the notes of a case that is not the Dinas' own"


async def sent_to_the_tksk(around: Neighbourhood, case: str, sent: Answer) -> None:
    """The TKSK sees what the referral discloses, and no notes yet."""
    found = await seen(around.tksk, case, sent["position"])
    assert found is not None
    assert found["subjects"][0]["identity"] == {"name": "Mbah Rahasia"}
    assert found["subjects"][0]["contact"] is None, "it was not disclosed"
    assert found["texts"] == [], "not before it is accepted"
    assert found["categories"] == []
    assert found["referrals"][0]["texts"] == [{"kind": "NEED", "text": "Perlu dikunjungi."}]
    inbox = (
        "query($p: BigInt) { caseInbox(part: RECEIVER, minPosition: $p) "
        "{ nodes { caseId urgency state due isOverdue } } }"
    )
    items = (await around.tksk.ask(inbox, p=sent["position"]))["caseInbox"]["nodes"]
    (item,) = [one for one in items if one["caseId"] == case]
    assert (item["urgency"], item["state"], item["isOverdue"]) == ("URGENT", "SENT", False)


async def taken_on_by_the_tksk(around: Neighbourhood, case: str, sent: Answer) -> None:
    """Once accepted, the notes that it discloses, and the TKSK's own."""
    tksk = around.tksk
    await tksk.done("receiveReferral", referralId=sent["id"])
    by = (around.office.today + timedelta(days=7)).isoformat()
    accepted = await tksk.done("acceptReferral", referralId=sent["id"], expectedBy=by)
    after = await seen(tksk, case, accepted["position"])
    assert after is not None
    assert after["texts"] == [{"kind": "NARRATIVE", "text": "Ditinggal anaknya."}]
    noted = await tksk.done("addCaseNote", caseId=case, via=sent["id"], text="Sudah dikunjungi.")
    own = await seen(tksk, case, noted["position"])
    assert own is not None
    assert {text["text"] for text in own["texts"]} == {"Ditinggal anaknya.", "Sudah dikunjungi."}
    await around.lk3.refused("NOT_YOUR_CASE", "addCaseNote", caseId=case, text="Tidak berhak.")


async def seen_by_lurah(around: Neighbourhood, case_id: str) -> Answer:
    text = """query($id: ID!) { case(id: $id) {
        subjects { identity { name } } categories { code } texts { kind text } } }"""
    found: Answer = (await around.lurah.ask(text, id=case_id))["case"]
    return found


async def test_the_most_sensitive_tier_is_masked_and_opened_only_with_a_record(
    around: Neighbourhood,
) -> None:
    child = elder("Anak Contoh")
    case = await around.report(
        around.chair,
        around.wksbm_id,
        subjects=[child],
        categories=[IN_CONFLICT_WITH_THE_LAW],
        narrative="Ditahan polisi.",
        urgency="EMERGENCY",
    )
    text = """query($id: ID!, $c: String, $w: ID) {
        case(id: $id) { topTier categories { code topTier }
            subjects { identity { name topTier } } texts { kind text } }
        cases(category: $c, wksbmId: $w) { nodes { id } } }"""
    given = {"id": case, "c": IN_CONFLICT_WITH_THE_LAW, "w": around.wksbm_id}
    settled = "query($p: BigInt) { cases(minPosition: $p, first: 1) { position } }"
    last = await around.chair.done("addCaseNote", caseId=case, text="Didampingi.")
    await around.chair.ask(settled, p=last["position"])
    for client, code in ((around.chair, IN_CONFLICT_WITH_THE_LAW), (around.head, None)):
        found = await client.ask(text, **given)
        assert found["case"]["categories"] == [{"code": code, "topTier": True}]
        assert found["case"]["subjects"] == [{"identity": {"name": None, "topTier": True}}]
        assert all(one["text"] is None for one in found["case"]["texts"])
        assert bool(found["cases"]["nodes"]) == (code is not None)
    record = """query($c: ID!) {
        trail(streamId: $c, topic: "case.category_assigned") { nodes { data } }
        events(topics: ["case.category_assigned"]) { events { stream data } } }"""
    for client, code in ((around.officer, IN_CONFLICT_WITH_THE_LAW), (around.head, None)):
        entries = await client.ask(record, c=case)
        shown = [one["data"].get("code") for one in entries["trail"]["nodes"]]
        shown += [e["data"].get("code") for e in entries["events"]["events"] if e["stream"] == case]
        assert shown == [code, code]
    revealed = await reveal(around.chair, case, ["narrative", "names"])
    assert {(one["field"], one["value"]) for one in revealed["values"]} == {
        ("narrative", "Ditahan polisi."), ("names", "Anak Contoh"),
    }  # fmt: skip
    for client, code in (
        (around.other_chair, "NOT_PERMITTED"),
        (around.tksk, "NOT_YOUR_CASE"),
        (around.lurah, "NOT_PERMITTED"),
        (around.treasurer, "NOT_PERMITTED"),
    ):
        assert (await reveal(client, case, ["narrative"]))["code"] == code
    looks = "query($p: BigInt, $s: ID) { accessLog(subjectId: $s, minPosition: $p) { nodes { role fields } } }"  # noqa: E501
    inspector = await around.office.staff("INSPECTORATE", "Irfan")
    log = await inspector.ask(looks, p=revealed["position"], s=case)
    assert log["accessLog"]["nodes"] == [{"role": "WKSBM_CHAIR", "fields": ["narrative", "names"]}]


async def reveal(client: Client, case_id: str, fields: list[str]) -> Answer:
    """What a look at a case brings."""
    text = """mutation($input: RevealInput!) { reveal(input: $input) { __typename
        ... on Revealed { position values { field value } } ... on Rejected { code } } }"""
    given = {
        "idempotencyKey": str(uuid7()),
        "id": case_id,
        "fields": fields,
        "reason": "CASE_HANDLING",
    }
    answer: Answer = (await client.ask(text, input=enveloped(given)))["reveal"]
    return answer


async def test_cases_are_listed_by_what_is_asked(around: Neighbourhood) -> None:
    reported = [
        await around.report(
            around.other_chair,
            around.other_wksbm_id,
            subjects=[elder(f"Warga {urgency}")],
            urgency=urgency,
        )
        for urgency in ("NORMAL", "EMERGENCY", "URGENT")
    ]
    last = await around.other_chair.done("addCaseNote", caseId=reported[0], text="Dikunjungi.")
    text = """query($p: BigInt, $w: ID, $u: Urgency, $a: String, $f: Date, $t: Date) {
        cases(minPosition: $p, wksbmId: $w, urgency: $u, inArea: $a, stage: REPORTED, isOpen: true,
            reportedFrom: $f, reportedTo: $t, orderBy: URGENCY) { totalCount nodes { id } } }"""
    today = around.office.today.isoformat()
    here = {"p": last["position"], "w": around.other_wksbm_id}

    async def listed(client: Client, **given: Any) -> list[str]:
        answer = (await client.ask(text, **here, **given))["cases"]
        return [row["id"] for row in answer["nodes"] if row["id"] in reported]

    by_urgency = [reported[1], reported[2], reported[0]]
    assert await listed(around.officer, a=SOROSUTAN, f=today, t=today) == by_urgency
    assert await listed(around.officer, u="URGENT") == [reported[2]]
    assert await listed(around.officer, a="34.71.01") == []
    assert await listed(around.chair) == []
    inbox = "query { caseInbox { nodes { caseId part } } }"
    mine = (await around.other_chair.ask(inbox))["caseInbox"]["nodes"]
    assert [row["caseId"] for row in mine if row["caseId"] in reported] == by_urgency
