"""Story A, what is refused: boards, stages, areas, mandates, days and attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from wahana.platform.ids import uuid7

from . import formation
from .client import Client
from .offices import BONTANG, SLEMAN, Office, Town, id_of, newcomer, registered

pytestmark = pytest.mark.takes(6)

BELIMBING = "64.74.03.1001"
TELIHAN = "64.74.03.1002"


@dataclass(frozen=True)
class Forming:
    """An office that forms a WKSBM; so far it is socialised."""

    office: Office
    officer: Client
    head: Client
    wksbm_id: str

    async def nominated(self) -> list[str]:
        """Nominate five on 8 June; their ids by seat."""
        people = formation.nominees("Belimbing")
        await formation.nominated(self.officer, self.wksbm_id, people, "2012-06-08")
        return [id_of(nominee["person"]) for nominee in people]

    async def trained(self, people: list[str], attended: int = 5) -> str:
        """Hold the session of 14–15 June; all came, and ``attended`` of them are recorded as
        trained."""
        lines = formation.candidates(people)
        session = await formation.held_session(self.officer, lines, ("2012-06-14", "2012-06-15"))
        await self.officer.done(
            "recordTraining",
            wksbmId=self.wksbm_id,
            activity={"activityId": session},
            attended=people[:attended],
            occurredOn="2012-06-15",
        )
        return session

    @property
    def inauguration(self) -> dict[str, Any]:
        """What inaugurates it on 15 June."""
        decree = formation.decree("188/1/DSTK/2012")
        return {"wksbmId": self.wksbm_id, "decree": decree, "occurredOn": "2012-06-15"}

    async def inaugurated(self) -> list[str]:
        """Go all the way; the board's ids by seat."""
        people = await self.nominated()
        await self.trained(people)
        await self.officer.done("inaugurateWksbm", **self.inauguration)
        return people


@pytest.fixture
async def forming(town: Town) -> Forming:
    """A new office with a WKSBM in Belimbing that was socialised on 29 May 2012."""
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    head = await office.staff("DINAS_HEAD", "Kepala")
    wksbm_id = await formation.proposed(officer, BELIMBING, "WKSBM Belimbing", "2012-05-25")
    await formation.socialised(officer, wksbm_id, "2012-05-29")
    return Forming(office, officer, head, wksbm_id)


@pytest.mark.parametrize("seats", [formation.SEATS[:4], (*formation.SEATS, "SEKSI:HUMAS")])
async def test_a_nomination_has_exactly_five_people(
    forming: Forming, seats: tuple[str, ...]
) -> None:
    wish = {"wksbmId": forming.wksbm_id, "occurredOn": "2012-06-08"}
    people = formation.nominees("Belimbing", seats)
    refused = await forming.officer.refused(
        "BOARD_SIZE", "nominateCandidates", candidates=people, **wish
    )
    assert str(len(seats)) in refused["messageEn"]
    # Nobody was registered by the refused command.
    query = "query($id: ID!) { person(id: $id) { id } }"
    assert (await forming.officer.ask(query, id=id_of(people[0]["person"])))["person"] is None


async def test_one_person_named_five_times_is_no_board(forming: Forming) -> None:
    person = newcomer("Ahmad")
    people = [{"seat": seat, "person": person} for seat in formation.SEATS]
    wish = {"wksbmId": forming.wksbm_id, "occurredOn": "2012-06-08"}
    answer = await forming.officer.refused(
        "BOARD_SIZE", "nominateCandidates", candidates=people, **wish
    )
    assert answer["code"] == "BOARD_SIZE"


async def test_the_policy_of_the_day_says_how_many(forming: Forming) -> None:
    await forming.office.admin.done(
        "setPolicy",
        name="board_candidates",
        value=4,
        effectiveFrom="2012-06-10",
        reason="DECREE",
    )
    four = formation.nominees("Belimbing", formation.SEATS[:4])
    wish = {"wksbmId": forming.wksbm_id, "candidates": four}
    answer = await forming.officer.refused(
        "BOARD_SIZE", "nominateCandidates", occurredOn="2012-06-09", **wish
    )
    assert answer["code"] == "BOARD_SIZE"
    await forming.officer.done("nominateCandidates", occurredOn="2012-06-10", **wish)


async def test_nobody_is_inaugurated_before_the_stages_and_the_session(forming: Forming) -> None:
    officer = forming.officer
    await officer.refused("STAGE_ORDER", "inaugurateWksbm", **forming.inauguration)
    people = await forming.nominated()
    await officer.refused("NOT_TRAINED", "inaugurateWksbm", **forming.inauguration)
    # Three of five are less than the four that the policy asks for.
    await forming.trained(people, attended=3)
    refused = await officer.refused("NOT_TRAINED", "inaugurateWksbm", **forming.inauguration)
    assert "3" in refused["messageEn"]
    early = {**forming.inauguration, "occurredOn": "2012-06-14"}
    await officer.refused("NOT_TRAINED", "inaugurateWksbm", **early)


async def test_four_of_five_trained_are_enough_and_it_happens_once(forming: Forming) -> None:
    await forming.trained(await forming.nominated(), attended=4)
    await forming.officer.done("inaugurateWksbm", **forming.inauguration)
    answer = await forming.officer.refused("STAGE_DONE", "inaugurateWksbm", **forming.inauguration)
    assert answer["code"] == "STAGE_DONE"


async def test_a_stage_is_skipped_only_by_the_heads_waiver(forming: Forming) -> None:
    officer, head = forming.officer, forming.head
    wksbm_id = await formation.proposed(
        officer, TELIHAN, "WKSBM Gunung Telihan", "2012-05-25", origin="NATURAL", foundedYear=1998
    )
    people = formation.nominees("Gunung Telihan")
    wish = {"wksbmId": wksbm_id, "candidates": people, "occurredOn": "2012-06-08"}
    await officer.refused("STAGE_ORDER", "nominateCandidates", **wish)
    waiver = {"wksbmId": wksbm_id, "stage": "SOCIALISED", "occurredOn": "2012-06-01"}
    await officer.refused("NOT_PERMITTED", "waiveStage", reason="PRE_EXISTING", **waiver)
    await head.refused("NOTE_REQUIRED", "waiveStage", reason="OTHER", **waiver)
    await head.done("waiveStage", reason="PRE_EXISTING", **waiver)
    await officer.done("nominateCandidates", **wish)
    inauguration = {**forming.inauguration, "wksbmId": wksbm_id}
    await officer.refused("NOT_TRAINED", "inaugurateWksbm", **inauguration)
    await head.done("waiveStage", reason="PRE_EXISTING", **{**waiver, "stage": "TRAINED"})
    done = await officer.done("inaugurateWksbm", **inauguration)
    query = """query($id: ID!, $p: BigInt) {
      wksbm(id: $id, minPosition: $p) { stage foundedYear waivers { stage } }
    }"""
    found = (await officer.ask(query, id=wksbm_id, p=done["position"]))["wksbm"]
    assert (found["stage"], found["foundedYear"]) == ("INAUGURATED", 1998)
    assert [waived["stage"] for waived in found["waivers"]] == ["SOCIALISED", "TRAINED"]


async def test_one_active_wksbm_per_area_until_it_rests(forming: Forming) -> None:
    officer = forming.officer
    await officer.refused("ONE_PER_AREA", "proposeWksbm", **_proposal(villageCode=BELIMBING))
    await officer.done(
        "recordWksbmDormancy",
        wksbmId=forming.wksbm_id,
        reason="NO_MEMBERS",
        occurredOn="2012-07-01",
    )
    await officer.done("proposeWksbm", **_proposal(villageCode=BELIMBING))
    answer = await officer.refused("ONE_PER_AREA", "reactivateWksbm", wksbmId=forming.wksbm_id)
    assert answer["code"] == "ONE_PER_AREA"


async def test_level_and_territory_agree(forming: Forming) -> None:
    officer = forming.officer
    await officer.refused("LEVEL_SCOPE", "proposeWksbm", **_proposal(level="DESA"))
    await officer.refused("LEVEL_SCOPE", "proposeWksbm", **_proposal(level="RW"))
    await officer.refused("LEVEL_SCOPE", "proposeWksbm", **_proposal(villageCode="64.74.03"))
    await officer.refused("AREA_OUTSIDE", "proposeWksbm", **_proposal(villageCode="64.72.01.1001"))
    await officer.refused("AREA_UNKNOWN", "proposeWksbm", **_proposal(villageCode="64.74.03.1099"))
    area = await officer.done("registerLocalArea", villageCode=TELIHAN, kind="RW", number="8")
    await officer.refused(
        "AREA_NUMBER_TAKEN", "registerLocalArea", villageCode=TELIHAN, kind="RW", number="08"
    )
    rw_8 = {"level": "RW", "localAreaId": area["id"]}
    await officer.refused("LEVEL_SCOPE", "proposeWksbm", **_proposal(**{**rw_8, "level": "RT"}))
    await officer.refused(
        "LEVEL_SCOPE", "proposeWksbm", **_proposal(**rw_8, villageCode="64.74.03.1003")
    )
    await officer.done("proposeWksbm", **_proposal(**rw_8))
    answer = await officer.refused("ONE_PER_AREA", "proposeWksbm", **_proposal(**rw_8))
    assert answer["code"] == "ONE_PER_AREA"


async def test_a_seat_has_one_holder_and_the_chair_keeps_no_purse(forming: Forming) -> None:
    officer, people = forming.officer, await forming.inaugurated()
    seat = {"wksbmId": forming.wksbm_id, "validFrom": "2013-01-01", "occurredOn": "2013-01-01"}
    await officer.refused(
        "SEAT_TAKEN", "fillSeat", seat="KETUA", person=newcomer("Rahmawati"), **seat
    )
    await officer.done(
        "vacateSeat",
        wksbmId=forming.wksbm_id,
        seat="BENDAHARA",
        validTo="2013-01-01",
        reason="RESIGNED",
        occurredOn="2013-01-01",
    )
    chair, writer = registered(people[0]), registered(people[2])
    await officer.refused("DUAL_TREASURER", "fillSeat", seat="BENDAHARA", person=chair, **seat)
    await officer.done("fillSeat", seat="BENDAHARA", person=writer, **seat)
    await officer.refused("NO_TERM", "fillSeat", **_early(seat), seat="WAKIL", person=chair)
    answer = await officer.refused(
        "TERM_OVERLAP",
        "openBoardTerm",
        wksbmId=forming.wksbm_id,
        validFrom="2016-01-01",
        validTo="2021-01-01",
        occurredOn="2016-01-01",
    )
    assert answer["code"] == "TERM_OVERLAP"


async def test_an_officer_acts_within_the_term_and_not_after(forming: Forming) -> None:
    officer, people = forming.officer, await forming.inaugurated()
    wish = {"wksbmId": forming.wksbm_id, "onBehalfOf": people[0]}
    await officer.done("recordValues", values=["gotong royong"], occurredOn="2017-06-14", **wish)
    refused = await officer.refused(
        "MANDATE_ENDED", "recordValues", values=["peduli"], occurredOn="2017-06-15", **wish
    )
    assert "14 June 2017" in refused["messageEn"]
    assert "14 Juni 2017" in refused["messageId"]
    # The same for the chair's own token, whose role is for this WKSBM alone.
    chair = await forming.office.staff("WKSBM_CHAIR", "Ketua", wksbm_ids=[forming.wksbm_id])
    values = {"wksbmId": forming.wksbm_id, "values": ["rendah hati"]}
    await chair.refused("MANDATE_ENDED", "recordValues", occurredOn="2018-01-01", **values)
    await chair.done("recordValues", occurredOn="2016-01-01", **values)
    handover = {
        "wksbmId": forming.wksbm_id,
        "termNo": 1,
        "handedOverBy": [people[0]],
        "receivedBy": [people[1]],
        "books": [{"kind": "KAS", "volumes": 1}],
    }
    await chair.done("recordHandover", occurredOn="2017-07-01", **handover)


async def test_an_old_entry_needs_a_permit_of_another_officer(town: Town) -> None:
    office = await town.found(BONTANG, backlog=False)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    head = await office.staff("DINAS_HEAD", "Kepala")
    window = office.today - timedelta(days=30)
    late = (window - timedelta(days=1)).isoformat()
    wish = {"kind": "RAPAT", "title": "Rapat", "organiserUnit": "Seksi", "level": "KABKOTA"}
    await officer.done("scheduleActivity", occurredOn=window.isoformat(), **wish)
    refused = await officer.refused("LATE_ENTRY", "scheduleActivity", occurredOn=late, **wish)
    assert refused["field"] == "envelope.occurredOn"
    tomorrow = (office.today + timedelta(days=1)).isoformat()
    await officer.refused("FUTURE_DATE", "scheduleActivity", occurredOn=tomorrow, **wish)
    period = {
        "coversFrom": late,
        "coversTo": window.isoformat(),
        "until": office.today.isoformat(),
        "reason": "PAPER_FOUND",
    }
    own = await officer.done("allowLateEntry", **period)
    await officer.refused(
        "SELF_APPROVAL", "scheduleActivity", occurredOn=late, permit=own["id"], **wish
    )
    permit = (await head.done("allowLateEntry", **period))["id"]
    await officer.refused(
        "LATE_ENTRY",
        "scheduleActivity",
        occurredOn=(window - timedelta(days=2)).isoformat(),
        permit=permit,
        **wish,
    )
    done = await officer.done("scheduleActivity", occurredOn=late, permit=permit, **wish)
    query = """query($p: BigInt) {
      trail(minPosition: $p, topic: "activity.scheduled") {
        nodes { isLate lateDays permitId permit { reason allowedBy { person { name } } } }
      }
    }"""
    entry, _ = (await officer.ask(query, p=done["position"]))["trail"]["nodes"]
    assert (entry["permitId"], entry["lateDays"]) == (permit, 31)
    assert entry["permit"] == {
        "reason": "PAPER_FOUND",
        "allowedBy": {"person": {"name": "Kepala"}},
    }
    await head.done("revokeLateEntry", permitId=permit, reason="MISUSED")
    await officer.refused("LATE_ENTRY", "scheduleActivity", occurredOn=late, permit=permit, **wish)


async def test_attendance_keeps_to_people_days_and_headcount(forming: Forming) -> None:
    officer, people = forming.officer, await forming.nominated()
    lines = formation.candidates(people)
    plan = ("2012-06-14", "2012-06-15")
    session = await formation.held_session(officer, lines[:4], plan)
    attendance = {"activityId": session, "occurredOn": "2012-06-15"}
    fifth = lines[4]
    for wrong in (
        {"attendees": [lines[0]]},
        {"attendees": [fifth, fifth]},
        {"attendees": [{**fifth, "days": ["2012-06-16"]}]},
        {"attendees": [{**fifth, "days": ["2012-06-14", "2012-06-14"]}]},
        {"attendees": [fifth], "occurredOn": "2012-06-16"},
    ):
        await officer.refused("ATTENDANCE_CAP", "recordAttendance", **{**attendance, **wrong})
    early = {**attendance, "occurredOn": "2012-06-13"}
    await officer.refused("ACTIVITY_NOT_BEGUN", "recordAttendance", attendees=[fifth], **early)
    await officer.refused("ATTENDANCE_CAP", "holdActivity", headcount=3, **attendance)
    await officer.done("holdActivity", headcount=4, **attendance)
    await officer.refused("ATTENDANCE_CAP", "recordAttendance", attendees=[fifth], **attendance)
    # Who was not there was not trained there.
    training = {"wksbmId": forming.wksbm_id, "activity": {"activityId": session}}
    answer = await officer.refused(
        "NOT_ATTENDED", "recordTraining", attended=people, occurredOn="2012-06-15", **training
    )
    assert answer["code"] == "NOT_ATTENDED"


async def test_anothers_id_is_as_unknown_as_one_that_never_was(
    forming: Forming, town: Town
) -> None:
    other = await town.found(SLEMAN)
    officer = await other.staff("DINAS_OFFICER", "Sri")
    unknown = f"wksbm_{uuid7()}"
    answers = []
    for wksbm_id in (forming.wksbm_id, unknown):
        values = {"wksbmId": wksbm_id, "values": ["gotong royong"]}
        answer = await officer.refused("NOT_FOUND", "recordValues", **values)
        bare = wksbm_id.removeprefix("wksbm_")
        answers.append({key: str(text).replace(bare, "…") for key, text in answer.items()})
        for query in (
            "query($id: ID!) { found: node(id: $id) { id } }",
            "query($id: ID!) { found: wksbm(id: $id) { id } }",
            "query($id: ID!) { found: wksbm(id: $id, asOf: {position: 1}) { id } }",
        ):
            assert await officer.ask(query, id=wksbm_id) == {"found": None}
        empty = """query($id: ID) {
          boards(wksbmId: $id) { totalCount } history(objectId: $id) { totalCount }
        }"""
        assert await officer.ask(empty, id=wksbm_id) == {
            "boards": {"totalCount": 0},
            "history": {"totalCount": 0},
        }
    assert answers[0] == answers[1]
    # An id that is taken elsewhere is free here: its existence shows nowhere.
    claimed = {
        **_proposal(villageCode="34.04.01.2001", level="DESA"),
        "wksbmId": forming.wksbm_id,
    }
    assert (await officer.done("proposeWksbm", **claimed))["id"] == forming.wksbm_id


def _proposal(**given: Any) -> dict[str, Any]:
    """A proposal in Gunung Telihan, at kelurahan level unless said otherwise."""
    return {
        "name": "WKSBM yang lain",
        "level": "KELURAHAN",
        "villageCode": TELIHAN,
        "origin": "INITIATED",
        "budgetYear": 2012,
        **given,
    }


def _early(seat: dict[str, Any]) -> dict[str, Any]:
    """The same seat before there was any term."""
    return {**seat, "validFrom": "2012-06-14"}
