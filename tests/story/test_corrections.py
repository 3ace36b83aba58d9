"""A wrong entry is corrected by a new one; what was known before stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from . import formation
from .client import Answer, Client
from .offices import BONTANG, Town, id_of, newcomer, registered, settled

BELIMBING = "64.74.03.1001"
WHY = {"reason": "TYPING_ERROR"}


@dataclass(frozen=True)
class Formed:
    """An inaugurated WKSBM, its session and its people."""

    officer: Client
    wksbm_id: str
    session: str
    people: list[str]

    async def entry(self, topic: str) -> int:
        """The version of the event of a topic about it: what a correction names."""
        query = """query($id: ID, $t: String) {
          history(objectId: $id, topic: $t) { nodes { streamVersion } }
        }"""
        asked = {"id": self.wksbm_id, "t": topic}
        (found,) = (await self.officer.ask(query, **asked))["history"]["nodes"]
        return int(found["streamVersion"])

    async def then_and_now(self, fields: str, correction: Answer) -> tuple[Any, Any]:
        """Fields of the WKSBM as known before a correction, and now."""
        query = f"""query($id: ID!, $p: BigInt, $at: AsOf) {{
          wksbm(id: $id, minPosition: $p, asOf: $at, validOn: "2012-07-01") {{ {fields} }}
        }}"""
        asked = {"id": self.wksbm_id, "p": correction["position"]}
        before = {"position": str(int(correction["events"][0]["position"]) - 1)}
        then = await self.officer.ask(query, **asked, at=before)
        return then["wksbm"], (await self.officer.ask(query, **asked))["wksbm"]


@pytest.fixture
async def formed(town: Town) -> Formed:
    """Belimbing, inaugurated on 15 June 2012."""
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    wksbm_id = await formation.proposed(officer, BELIMBING, "WKSBM Belimbnig", "2012-05-25")
    await formation.socialised(officer, wksbm_id, "2012-05-29")
    people = formation.nominees("Belimbing")
    await formation.nominated(officer, wksbm_id, people, "2012-06-08")
    ids = [id_of(nominee["person"]) for nominee in people]
    lines = formation.candidates(ids)
    session = await formation.held_session(officer, lines, ("2012-06-14", "2012-06-15"))
    await officer.done(
        "recordTraining",
        wksbmId=wksbm_id,
        activity={"activityId": session},
        attended=ids,
        occurredOn="2012-06-15",
    )
    done = await officer.done(
        "inaugurateWksbm",
        wksbmId=wksbm_id,
        decree=formation.decree("188/l/DSTK/2012"),
        occurredOn="2012-06-15",
    )
    await settled(officer, done["position"])
    return Formed(officer, wksbm_id, session, ids)


async def test_a_name_and_a_decree(formed: Formed) -> None:
    officer, wish = formed.officer, {"wksbmId": formed.wksbm_id, **WHY}
    mended = await officer.done("correctWksbm", name="WKSBM Belimbing", **wish)
    then, now = await formed.then_and_now("name names { name }", mended)
    assert then == {"name": "WKSBM Belimbnig", "names": [{"name": "WKSBM Belimbnig"}]}
    assert now == {"name": "WKSBM Belimbing", "names": [{"name": "WKSBM Belimbing"}]}
    await officer.refused("NO_CHANGE", "correctWksbm", name="WKSBM Belimbing", **wish)
    of = await formed.entry("wksbm.inaugurated")
    right = formation.decree("188/1/DSTK/2012")
    mended = await officer.done("correctDecree", of=of, decree=right, **wish)
    then, now = await formed.then_and_now("decreeNo boardMembers { decreeNo }", mended)
    assert then["decreeNo"] == "188/l/DSTK/2012"
    assert now["decreeNo"] == "188/1/DSTK/2012"
    assert {seat["decreeNo"] for seat in now["boardMembers"]} == {"188/1/DSTK/2012"}


async def test_the_day_of_an_inauguration_still_keeps_the_stages(formed: Formed) -> None:
    of = await formed.entry("wksbm.inaugurated")
    wish = {"wksbmId": formed.wksbm_id, "of": of, "reason": "WRONG_DATE"}
    officer = formed.officer
    await officer.refused(
        "NOT_TRAINED", "correctInaugurationDate", inauguratedOn="2012-06-14", **wish
    )
    mended = await officer.done("correctInaugurationDate", inauguratedOn="2012-06-16", **wish)
    then, now = await formed.then_and_now("inauguratedOn", mended)
    assert (then["inauguratedOn"], now["inauguratedOn"]) == ("2012-06-15", "2012-06-16")


async def test_a_wrong_person_on_the_list_of_candidates_and_in_a_seat(formed: Formed) -> None:
    officer = formed.officer
    right = newcomer("Ketua yang benar")
    others = [
        {"seat": seat, "person": registered(person)}
        for seat, person in zip(formation.SEATS[1:], formed.people[1:], strict=True)
    ]
    wish = {"wksbmId": formed.wksbm_id, "reason": "WRONG_PERSON"}
    mended = await officer.done(
        "correctNomination",
        of=await formed.entry("wksbm.candidates_nominated"),
        candidates=[{"seat": "KETUA", "person": right}, *others],
        **wish,
    )
    _, now = await formed.then_and_now("candidates { seat withdrawn person { name } }", mended)
    assert now["candidates"][0]["person"]["name"] == "Ketua yang benar"
    query = """query($id: ID) {
      boardSeats(wksbmId: $id, seat: "KETUA") { nodes { entry } }
    }"""
    (seat,) = (await officer.ask(query, id=formed.wksbm_id))["boardSeats"]["nodes"]
    await officer.refused(
        "NO_CHANGE",
        "correctSeat",
        of=seat["entry"],
        seat="KETUA",
        person=registered(id_of(right)),
        validFrom="2012-06-15",
        **wish,
    )
    then, now = await formed.then_and_now("boardMembers { seat person { name } }", mended)
    assert then["boardMembers"][0]["person"]["name"] == "Ketua Belimbing"
    assert now["boardMembers"][0]["person"]["name"] == "Ketua yang benar"
    treasurer = {"seat": "KETUA", "person": registered(formed.people[3])}
    await officer.refused(
        "DUAL_TREASURER",
        "correctSeat",
        of=seat["entry"],
        validFrom="2012-06-15",
        **treasurer,
        **wish,
    )


async def test_a_misspelt_name_is_right_everywhere_and_wrong_as_it_was(formed: Formed) -> None:
    mended = await formed.officer.done(
        "correctPerson", personId=formed.people[0], name="Ketua Belimbing, S.Sos", **WHY
    )
    then, now = await formed.then_and_now("boardMembers { person { name } }", mended)
    assert now["boardMembers"][0]["person"]["name"] == "Ketua Belimbing, S.Sos"
    assert then["boardMembers"][0]["person"]["name"] == "Ketua Belimbing"


async def test_attendance_and_headcount(formed: Formed) -> None:
    officer, absent = formed.officer, formed.people[4]
    line = {"activityId": formed.session, "personId": absent, "reason": "WRONG_PERSON"}
    await officer.done("correctAttendance", **line)
    await officer.refused("NOT_FOUND", "correctAttendance", **line)
    await officer.done(
        "holdActivity", activityId=formed.session, headcount=5, occurredOn="2012-06-15"
    )
    held = {"activityId": formed.session, **WHY}
    await officer.refused("ATTENDANCE_CAP", "correctHeadcount", headcount=3, **held)
    done = await officer.done("correctHeadcount", headcount=4, **held)
    query = """query($id: ID!, $p: BigInt) {
      activity(id: $id, minPosition: $p) { headcount attendedCount }
    }"""
    found = await officer.ask(query, id=formed.session, p=done["position"])
    assert found["activity"] == {"headcount": 4, "attendedCount": 4}


async def test_a_target_set_wrongly_was_never_so(formed: Formed) -> None:
    officer, target = formed.officer, {"year": 2012, "indicator": "WKSBM_FORMED"}
    january = {"occurredOn": "2012-01-02", "funding": "APBD"}
    await officer.done("setBudgetTarget", targetQty=51, **target, **january)
    done = await officer.done("correctBudgetTarget", targetQty=15, **target, **january, **WHY)
    query = """query($p: BigInt, $at: AsOf) {
      budgetTargets(minPosition: $p, asOf: $at, validOn: "2012-02-01") { nodes { targetQty } }
    }"""
    before = {"position": str(int(done["position"]) - 1)}
    for at, quantity in ((None, 15), (before, 51)):
        found = await officer.ask(query, p=done["position"], at=at)
        assert found["budgetTargets"]["nodes"] == [{"targetQty": quantity}]


async def test_a_twin_is_withdrawn_and_counts_no_more(formed: Formed) -> None:
    officer = formed.officer
    twin = await formation.proposed(officer, "64.74.03.1003", "WKSBM Belimbing", "2012-05-25")
    done = await officer.done(
        "withdrawWksbm", wksbmId=twin, twinId=formed.wksbm_id, reason="DUPLICATE"
    )
    query = """query($p: BigInt) {
      formationPipelines(minPosition: $p) { proposed }
      wksbms(minPosition: $p, status: WITHDRAWN) { nodes { id } }
    }"""
    found = await officer.ask(query, p=done["position"])
    assert found["formationPipelines"] == [{"proposed": 1}]
    assert found["wksbms"]["nodes"] == [{"id": twin}]
    await officer.refused("WKSBM_STATE", "recordValues", wksbmId=twin, values=["peduli"])
    # The kelurahan is free for the WKSBM that really is there.
    await formation.proposed(officer, "64.74.03.1003", "WKSBM Kanaan", "2012-05-26")
