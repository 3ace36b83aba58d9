"""Cases, referrals, registers, member bodies: what the record said at any moment, and to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.domain.care.conftest import REPORTED_ON, SOROSUTAN, TODAY, UMBULHARJO
from tests.views.care import OCTOBER, TOP, Care, care
from tests.views.history import History, house, twice
from tests.views.reading import ask

from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.events import SealedGroup
from wahana.platform.interventions import Justification
from wahana.platform.views import NOW, View
from wahana.projections.case_file import relations as cases
from wahana.projections.case_file import view as case_file
from wahana.projections.kps import relations as bodies
from wahana.projections.kps import view as kps
from wahana.projections.overlap import relations as registers
from wahana.projections.overlap import view as overlap
from wahana.projections.referral import relations as referrals
from wahana.projections.referral import view as referral

__all__ = ["house"]

RELATIONS = [
    relation.name
    for module in (cases, referrals, registers, bodies)
    for relation in module.RELATIONS
]
VIEWS = (case_file.VIEW, referral.VIEW, overlap.VIEW, kps.VIEW)


@pytest.fixture(scope="module")
async def told(house: Database) -> tuple[History, Care]:
    """The story, applied to all views."""
    history = History(house, zone="Asia/Jakarta")
    story = care(history)
    await history.run(batch_events=7)
    return history, story


async def everything(history: History, as_of: int = NOW) -> dict[str, list[dict[str, Any]]]:
    return {name: await ask(history, name, as_of=as_of, valid_on=None) for name in RELATIONS}


async def test_every_relation_has_rows(told: tuple[History, Care]) -> None:
    shown = await everything(told[0])
    assert {name for name, rows in shown.items() if not rows} <= {"ServiceReceived"}
    assert await ask(told[0], "ServiceReceived", valid_on=TODAY)


async def test_as_of_a_position_shows_what_was_shown_then(house: Database) -> None:
    history = History(house)
    care(history)
    head = await history.write()
    for position in range(5, head + 1, 9):
        await history.run(batch_events=3, up_to=position)
        then = await everything(history)
        assert await everything(history, as_of=position) == then
        assert any(then.values())
        shown_then = (position, then)
    await history.run()
    assert await everything(history, as_of=shown_then[0]) == shown_then[1]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_batches_do_not_matter_nor_does_a_second_application(
    house: Database, view: View
) -> None:
    history = History(house)
    care(history)
    await history.run(views=[twice(view)], batch_events=3)
    (rebuilt,) = await rebuild.rebuild(
        history.projector(),
        view,
        [history.tenant],
        Justification("Bu Ratna", "held against a rebuild"),
    )
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


async def test_a_case_as_it_was_mended(told: tuple[History, Care]) -> None:
    history, story = told
    (row,) = await ask(history, "Case", _case_id=story.case)
    assert (row["stage"], row["is_open"], row["urgency"]) == ("OUTCOME", True, "URGENT")
    assert (row["target"], row["channel"], row["reported_on"]) == ("FAMILY", "PHONE", REPORTED_ON)
    assert (row["capacity"], row["result"], row["village_code"]) == (
        "EXCEEDED", "RESOLVED", SOROSUTAN,
    )  # fmt: skip
    of = {"_case_id": story.case}
    codes = {row["code"]: row["removed_on"] for row in await ask(history, "CaseCategory", **of)}
    assert codes == {"2012/08": None, "2012/11": TODAY}
    (found,) = await ask(history, "CaseAssessment", **of)
    assert (found["by_role"], found["method"]) == ("KPS", "INTERVIEW")
    delivered = {
        row["service_kind"]: row["quantity"] for row in await ask(history, "CaseDelivery", **of)
    }
    assert delivered == {"KUNJUNGAN": 3, "BERAS": 10}
    (declared,) = await ask(history, "CaseCapacity", **of)
    assert (declared["tried"], declared["cause"]) == (["NEIGHBOURS"], "NO_FUNDS")
    (end,) = await ask(history, "CaseClosing", **of)
    assert (end["reason"], end["reopened_on"]) == ("GOALS_MET", TODAY)
    texts = {row["kind"]: row["sealed"] for row in await ask(history, "CaseText", **of)}
    assert set(texts) == {"NARRATIVE", "FINDINGS", "HEALTH", "GOALS", "NOTE", "DELIVERY", "OUTCOME"}
    opened = await history.keys.open(history.tenant, [_group(texts["FINDINGS"])])
    assert opened == [{"findings": "Tidak dapat memasak sendiri."}]


async def test_nobodys_data_stand_in_clear(told: tuple[History, Care]) -> None:
    history, story = told
    clear = ("Mbah Contoh", "Gang Sembilan", "Katarak", "Ditahan", "Anak Contoh", "Stok habis")
    shown = await everything(history)
    for rows in shown.values():
        for row in rows:
            plain = {name: value for name, value in row.items() if not _is_sealed(value)}
            assert not any(word in str(plain) for word in clear)
    (child,) = await ask(history, "CaseIdentity", _case_id=story.child_case)
    assert (child["name"], child["sex"], child["top_tier"]) == (None, None, True)
    texts = await ask(history, "CaseText", _case_id=story.child_case)
    assert [(row["kind"], row["sealed"]) for row in texts] == [("NARRATIVE", None)]
    (elder,) = await ask(history, "CaseIdentity", _case_id=story.case)
    assert _is_sealed(elder["name"])


async def test_the_most_sensitive_categories_are_found_by_who_may_see_them(
    told: tuple[History, Care],
) -> None:
    history, story = told
    assert [row["case_id"] for row in await ask(history, "Case", **{"categories.code": TOP})] == [
        story.child_case
    ]
    assert await ask(history, "Case", **{"categories.is_open_code": TOP}) == []
    assert len(await ask(history, "Case", **{"categories.is_open_code": "2012/08"})) == 3
    (kind,) = await ask(history, "CaseCategory", _case_id=story.child_case)
    assert (kind["code"], kind["open_code"], kind["top_tier"]) == (TOP, None, True)


async def test_referrals_with_their_steps_and_days(told: tuple[History, Care]) -> None:
    history, story = told
    (declined,) = await ask(history, "Referral", state="DECLINED")
    assert (declined["to_kind"], declined["to_area"], declined["reason"]) == (
        "KECAMATAN_TKSK", UMBULHARJO, "NO_CAPACITY",
    )  # fmt: skip
    assert (declined["urgency"], declined["disclosed"]) == (
        "URGENT", ["IDENTITY", "CATEGORY", "NEEDS"],
    )  # fmt: skip
    (done,) = await ask(history, "Referral", _referral_id=story.company)
    assert (done["state"], done["accepted_by"], done["to_name"]) == (
        "COMPLETED", "Bagian CSR", "PT Contoh Pangan",
    )  # fmt: skip
    steps = await ask(history, "ReferralStep", _referral_id=story.company)
    assert [row["state"] for row in steps] == [
        "REQUESTED", "SENT", "RECEIVED", "ACCEPTED", "COMPLETED",
    ]  # fmt: skip
    texts = await ask(history, "ReferralText", _referral_id=declined["referral_id"])
    assert {row["kind"] for row in texts} == {"NEED", "ANSWER"}


async def test_what_is_overdue_depends_on_the_day(told: tuple[History, Care]) -> None:
    history, story = told
    sent = next(
        row["position"]
        for row in await ask(history, "TrailEntry", topic="referral.sent", order="OLDEST")
    )
    for day, late in ((TODAY, False), (date(2021, 9, 23), False), (date(2021, 9, 24), True)):
        found = await ask(history, "Referral", as_of=sent, valid_on=day, isOverdue=True)
        assert [row["referral_id"] for row in found] == [story.ladder.referral] * late, day
    waiting = await ask(history, "CaseInboxItem", as_of=sent, valid_on=TODAY, part="RECEIVER")
    assert [(row["body_kind"], row["state"]) for row in waiting] == [("KECAMATAN_TKSK", "SENT")]


async def test_who_receives_what_this_month(told: tuple[History, Care]) -> None:
    history, story = told
    rows = await ask(history, "ServiceReceived", valid_on=TODAY, personId=story.elder)
    by_kind = sorted((row["service_kind"], row["deliveries"], row["quantity"]) for row in rows)
    assert by_kind == [
        ("BERAS", 0, 0), ("BERAS", 1, 10), ("KUNJUNGAN", 1, 3),
    ], "what a withdrawn case had claimed is claimed no more"  # fmt: skip
    open_still = await _position(history, "case.closed", 0) - 1
    october = {"as_of": open_still, "valid_on": OCTOBER["valid_from"]}
    planned = await ask(history, "ServiceReceived", **october)
    assert [(row["service_kind"], row["deliveries"]) for row in planned] == [("KUNJUNGAN", 0)]
    assert await ask(history, "ServiceReceived", valid_on=date(2021, 12, 1)) == []


async def test_warnings_and_what_became_of_them(told: tuple[History, Care]) -> None:
    history, story = told
    rows = await ask(history, "OverlapWarning")
    assert sorted((row["state"], row["waits"]) for row in rows) == [
        ("CONFIRMED", False), ("OPEN", False), ("OVERRIDDEN", False),
    ]  # fmt: skip
    (merged,) = await ask(history, "OverlapWarning", state="OPEN")
    assert (merged["person_id"], merged["other_person"]) == (story.elder, story.twin)
    # It had been decided, and the decision was retracted.
    assert (merged["decided_by"], merged["decided_at"], merged["reason"]) == (None, None, None)
    met = await ask(history, "OverlapMet", _warning_id=merged["warning_id"])
    assert [row["person_id"] for row in met] == [story.twin]
    (overridden,) = await ask(history, "OverlapWarning", state="OVERRIDDEN")
    assert (overridden["reason"], overridden["decided_by"]) == ("NOT_ENOUGH", story.ladder.head.id)


async def test_member_bodies_and_partners(told: tuple[History, Care]) -> None:
    history, story = told
    (body,) = await ask(history, "Kps", isMember=True)
    assert (body["name"], body["is_formal"], body["legal_no"]) == (
        "Pengajian Al-Ikhlas", True, "AHU-1",
    )  # fmt: skip
    assert len(await ask(history, "Kps", offers="BERAS", valid_on=TODAY)) == 1
    assert await ask(history, "Kps", offers="KUNJUNGAN", valid_on=TODAY) == []
    (gone,) = await ask(history, "Kps", namePrefix="dasa")
    assert (gone["kps_kind"], gone["left_on"], gone["leave_reason"]) == (
        "DASAWISMA", TODAY, "DISSOLVED",
    )  # fmt: skip
    conflicts = await ask(history, "KpsConflict")
    assert {(row["kps_id"], row["state"], row["how"]) for row in conflicts} == {
        (story.kps, "RESOLVED", "SHARED_OUT"), (story.other_kps, "RESOLVED", "SHARED_OUT"),
    }  # fmt: skip
    (liaison,) = await ask(history, "KpsLiaison")
    assert liaison["member_id"] == story.liaison_of
    (partner,) = await ask(history, "NetworkPartner")
    assert (partner["name"], partner["unlinked_on"]) == ("PT Contoh Pangan", TODAY)


async def test_a_case_is_open_to_who_holds_it_and_while_it_is_referred(house: Database) -> None:
    history = History(house)
    story = care(history)
    ladder = story.ladder
    district = [str(ladder.tksk.id), UMBULHARJO]
    await history.run()
    sent = await _position(history, "referral.sent", 0)

    async def seen(told: History, as_of: int = NOW, **scope: Any) -> set[Any]:
        return {row["case_id"] for row in await ask(told, "Case", as_of=as_of, **scope)}

    assert await seen(history, wksbm=[ladder.wksbm]) == {story.case, story.child_case}
    assert story.case not in await seen(history, wksbm=[ladder.other_wksbm])
    assert await seen(history, lk3=[ladder.lk3.id]) == set()
    assert await seen(history, liaison=[story.liaison_of]) == set()
    assert len(await seen(history, area=SOROSUTAN)) == 4
    assert await seen(history, area="34.71.01") == set()
    # It was declined since: access is judged now, whatever position is asked for.
    assert await seen(history, district=district) == set()
    assert await seen(history, as_of=sent, district=district) == set()

    then = await _when_it_was(house, sent)
    assert await seen(then, district=district) == {story.case}
    assert await seen(then, as_of=sent - 1, district=district) == {story.case}
    assert await seen(then, district=[district[0], "34.71.01"]) == set()
    before = await _when_it_was(house, sent - 1)
    assert await seen(before, district=district) == set()


async def test_of_a_referral_only_what_it_discloses_is_told(
    house: Database, told: tuple[History, Care]
) -> None:
    story = told[1]
    ladder = story.ladder
    district = [str(ladder.tksk.id), UMBULHARJO]
    sent = await _position(told[0], "referral.sent", 0)
    then = await _when_it_was(house, sent)

    async def told_to(relation: str, **scope: Any) -> int:
        return len(await ask(then, relation, _case_id=story.case, **scope))

    assert await told_to("CaseIdentity", district=district) == 1
    assert await told_to("CaseContact", district=district) == 0
    assert await told_to("CaseCategory", district=district) == 2
    assert await told_to("CaseText", district=district) == 0, "not before it is accepted"
    assert await told_to("ReferralText", district=district) == 1
    for relation in ("CaseIdentity", "CaseContact", "CaseText", "ReferralText"):
        assert await told_to(relation, wksbm=[ladder.wksbm]) > 0
        assert await told_to(relation, wksbm=[ladder.other_wksbm]) == 0
        assert await told_to(relation, lk3=[ladder.lk3.id]) == 0
    for relation in ("CaseText", "ReferralText"):
        assert await told_to(relation, dinas=[ladder.officer.id]) == 0


async def test_what_is_of_the_most_sensitive_tier_now_is_so_at_every_moment(
    house: Database,
) -> None:
    history = History(house)
    story = care(history)
    await history.run()
    entries = await ask(history, "TrailEntry", streamId=story.child_case, order="OLDEST")
    known_since = entries[0]["position"]
    assert (await ask(history, "CaseCategory", as_of=known_since, _case_id=story.child_case)) == []
    (text,) = await ask(history, "CaseText", as_of=known_since, _case_id=story.child_case)
    assert (text["sealed"], text["top_tier"]) == (None, True)


async def _when_it_was(house: Database, position: int) -> History:
    """The same story, of which no more has been recorded than up to a position."""
    history = History(house)
    care(history)
    return await history.run(up_to=position)


async def _position(history: History, topic: str, number: int) -> int:
    rows = await ask(history, "TrailEntry", topic=topic, order="OLDEST")
    position: int = rows[number]["position"]
    return position


def _is_sealed(value: Any) -> bool:
    return isinstance(value, str) and value.startswith('{"e":')


def _group(text: str) -> Any:
    return msgspec.json.decode(text, type=SealedGroup)
