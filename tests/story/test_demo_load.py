"""The demo loads the facts of the seeds once, however often it is started or interrupted."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wahana.deploy.assembly import ServiceParts
from wahana.deploy.demo import (
    bontang_2012,
    diy_2018,
    load,
    samples,
    sleman_2018,
    tokens,
    village_year,
    yogyakarta_2021,
)
from wahana.deploy.demo.load import Loaded, OtherDemo
from wahana.deploy.demo.marks import SEEDS
from wahana.deploy.demo.story import Act, KeyedAct, Story
from wahana.deploy.provision import CommandRefused
from wahana.domain.care.case import Case
from wahana.domain.care.referral import Referral
from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_events import InvitationIssued, OpeningGiven
from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.money.arisan import ArisanCycle
from wahana.domain.money.fund_book import FundBook
from wahana.platform.events import Recorded
from wahana.tenants.tenant import Tenant
from wahana.tenants.tenant_commands import AdoptCategoryEdition

from .conftest import Place, opened

pytestmark = pytest.mark.takes(23)

EVENTS = {"bontang": 665, "diy": 68, "sleman": 55, "yogyakarta": 773, "kemensos": 19}
"""Events of each office once all is loaded."""
DAY = date(2021, 9, 16)


@pytest.fixture
async def loaded(service: ServiceParts) -> Loaded:
    """The whole demo on a fresh service."""
    return await load.load(service)


async def _events(service: ServiceParts, loaded: Loaded, slug: str) -> list[Recorded]:
    rows = service.log.read_log(loaded.tenants[slug])
    return [service.events.decode(row) async for row in rows]


async def _heads(service: ServiceParts, loaded: Loaded) -> dict[str, int]:
    return {slug: await service.log.head(tenant) for slug, tenant in loaded.tenants.items()}


async def test_bontang_stands_as_announced(service: ServiceParts, loaded: Loaded) -> None:
    tenant = loaded.tenants["bontang"]
    office = await service.repository.get(tenant, Tenant, tenant)
    assert office.name_on(date(2012, 6, 14)) == "Dinas Sosial dan Tenaga Kerja Kota Bontang"
    assert office.edition_on(date(2012, 6, 14)) == "2007"
    people: set[Any] = set()
    for village in bontang_2012.kelurahan():
        own = bontang_2012.wksbm_id(village)
        wksbm = await service.repository.get(tenant, Wksbm, own)
        assert (wksbm.status, wksbm.level, wksbm.village_code) == (
            "ACTIVE",
            "KELURAHAN",
            village.code,
        )
        assert wksbm.inauguration.inaugurated_on == date(2012, 6, 15)
        assert len(wksbm.target_groups[-1].codes) == 22
        assert wksbm.socialisations[0].held_from is None
        board = await service.repository.get(tenant, Board, board_id(own))
        assert board.holder("KETUA", date(2012, 6, 15)) is not None
        people |= {holding.person for holding in board.holdings}
    assert len(people) == 75
    session = await _activity(service, loaded, "bontang", "city")
    assert (session.status, len(session.attendees), len(session.speakers)) == ("HELD", 75, 3)
    assert (session.date_from, session.date_to) == (date(2012, 6, 14), date(2012, 6, 15))
    officers = await _activity(service, loaded, "bontang", "officers")
    assert (officers.status, officers.date_from) == ("HELD", date(2012, 5, 24))
    invited = _invited(await _events(service, loaded, "bontang"))
    assert invited == {"BOARD_CANDIDATE": 75, "KASI": 15, "LURAH": 15, "CAMAT": 3}


async def test_the_other_offices_stand_as_told(service: ServiceParts, loaded: Loaded) -> None:
    training = await _activity(service, loaded, "diy", "bimtek")
    assert training.holding is not None
    assert training.holding.headcount == len(training.attendees) == 40
    assert len(training.materials) == 12
    assert (training.date_from, training.date_to) == (date(2018, 10, 23), date(2018, 10, 25))
    for unit in (sleman_2018.EARLY, sleman_2018.LATE):
        wksbm = await service.repository.get(loaded.tenants["sleman"], Wksbm, unit.id)
        assert wksbm.status == "ACTIVE"
        assert wksbm.trainings[0].trained_on.year == wksbm.proposed_on.year == 2018
    talks = await _activity(service, loaded, "yogyakarta", "penyuluhan")
    assert (len(talks.attendees), len(talks.materials), len(talks.speakers)) == (25, 3, 3)
    assert talks.holding is not None
    assert (talks.holding.health_protocol, talks.date_from) == ("COVID19", DAY)
    events = await _events(service, loaded, "yogyakarta")
    assert _invited(events) == {"WKSBM_CHAIR": 25}
    chairs = set()
    for village in yogyakarta_2021.kelurahan():
        own = yogyakarta_2021.wksbm_id(village)
        wksbm = await service.repository.get(loaded.tenants["yogyakarta"], Wksbm, own)
        board = await service.repository.get(loaded.tenants["yogyakarta"], Board, board_id(own))
        assert (wksbm.level, wksbm.status, len(wksbm.waivers)) == ("RW", "ACTIVE", 3)
        chairs.add(board.holder("KETUA", DAY))
    assert chairs == set(talks.attendees)
    ministry = await _events(service, loaded, "kemensos")
    assert _invited(ministry) == {"KASUBDIN": 32, "LK3_MANAGER": 32, "KASI": 32}
    (opening,) = (event.data for event in ministry if isinstance(event.data, OpeningGiven))
    assert len(opening.points) == 3


@pytest.mark.parametrize("told", [bontang_2012, yogyakarta_2021])
async def test_two_wksbm_live_through_a_year(
    service: ServiceParts, loaded: Loaded, told: Any
) -> None:
    tenant, our = loaded.tenants[told.SLUG], told.lived()
    dues = await service.repository.get(tenant, FundBook, our.book("IURAN"))
    assert (dues.closed, dues.sealed_months, len(dues.payers)) == (True, 12, village_year.HOUSES)
    assert dues.balance == 350_000 + 11 * 12 * village_year.DUES - 5_000
    assert all(seal.approved_by == our.chair.id for seal in dues.seals)
    rice = await service.repository.get(tenant, FundBook, our.book("JIMPITAN", "RICE_G"))
    assert [entry.kind for entry in rice.entries].count("JIMPITAN_IN") == village_year.NIGHTS
    assert (rice.balance, rice.closed) == (0, True)
    deaths = await service.repository.get(tenant, FundBook, our.book("DANA_KEMATIAN"))
    assert [entry.amount for entry in deaths.entries if entry.deceased] == [-750_000]
    arisan = await service.repository.get(tenant, ArisanCycle, our.id("arisan"))
    assert sorted(share.won or 0 for share in arisan.shares) == list(range(1, 13))
    assert arisan.closed
    case = await service.repository.get(tenant, Case, our.id("case"))
    assert case.closing is not None
    assert [service.state for service in case.services] == ["ENDED", "REFUSED"]
    counter = await service.repository.get(tenant, Case, our.id("counter", "case"))
    assert (counter.open, counter.body and counter.body.kind) == (True, "DINAS_KABKOTA")
    states = [
        (await service.repository.get(tenant, Referral, our.id(*name))).state
        for name in (("referral", "tksk"), ("referral", "company"), ("counter", "referral"))
    ]
    assert states == ["DECLINED", "COMPLETED", "RETURNED"]
    for event in await _events(service, loaded, told.SLUG):
        if event.meta.role in ("WKSBM_CHAIR", "WKSBM_TREASURER", "TKSK"):
            assert "SAMPLE" in {proof.mark for proof in event.meta.evidence}


async def test_every_event_says_what_it_rests_on(
    service: ServiceParts, loaded: Loaded, tmp_path: Path
) -> None:
    await tokens.keep(service, loaded, tmp_path)
    cited: dict[str, set[str | None]] = {}
    for slug in loaded.tenants:
        for event in await _events(service, loaded, slug):
            assert event.meta.evidence, (slug, event.position, event.row.topic)
            assert event.meta.role in ("OPERATOR", "TENANT_ADMIN") or event.meta.source == "import"
            for proof in event.meta.evidence:
                assert proof.mark in ("SEED", "ASSUMED", "SAMPLE")
                if proof.mark == "SEED":
                    cited.setdefault(proof.ref, set()).add(proof.sha256)
    assert cited == {name: {digest} for name, digest in SEEDS.items()}


async def test_what_is_only_announced_is_not_given_as_told(
    service: ServiceParts, loaded: Loaded
) -> None:
    for event in await _events(service, loaded, "bontang"):
        if date(2012, 6, 14) <= event.meta.occurred_on <= date(2012, 12, 31):
            assert "ASSUMED" in {proof.mark for proof in event.meta.evidence}, event.row.topic
        if event.row.topic == "person.registered":
            assert "SAMPLE" in {proof.mark for proof in event.meta.evidence}


async def test_no_name_and_no_word_of_anybody_is_in_the_stored_bytes(
    service: ServiceParts, loaded: Loaded
) -> None:
    words = {word for story in loaded.stories for word in _personal(story)}
    assert len(words) > 200
    for tenant in loaded.tenants.values():
        rows = [row async for row in service.log.read_log(tenant)]
        stored = b"".join(row.payload + row.meta for row in rows)
        assert [word for word in words if word.encode() in stored] == []


async def test_the_position_to_cite_lies_between_training_and_inauguration(
    service: ServiceParts, loaded: Loaded
) -> None:
    cited = loaded.positions[bontang_2012.BEFORE_INAUGURATION]
    assert cited.tenant == loaded.tenants["bontang"]
    topics = [event.row.topic for event in await _events(service, loaded, "bontang")]
    assert topics[: cited.position].count("wksbm.candidates_trained") == 15
    assert topics[: cited.position].count("wksbm.inaugurated") == 0
    assert topics.count("wksbm.inaugurated") == 15


async def test_loading_again_adds_nothing(service: ServiceParts, loaded: Loaded) -> None:
    assert loaded.fresh
    assert await _heads(service, loaded) == EVENTS
    again = await load.load(service)
    assert not again.fresh
    assert again.positions == loaded.positions
    assert await _heads(service, loaded) == EVENTS
    for tenant in loaded.tenants.values():
        assert await service.refusals.page(tenant, limit=1) == []


async def test_a_cut_load_is_finished_by_the_next_process(place: Place) -> None:
    for acts in (3, 120, 400, 700):
        async with opened(place) as process:
            await _cut_after(process, acts)
    async with opened(place) as process:
        loaded = await load.load(process)
        assert loaded.fresh
        assert await _heads(process, loaded) == EVENTS
        for tenant in loaded.tenants.values():
            assert await process.refusals.page(tenant, limit=1) == []


async def test_a_refusal_stops_the_load_with_its_text(service: ServiceParts) -> None:
    (bontang,) = (one for one in load.stories() if one.office.slug == "bontang")
    bad = AdoptCategoryEdition(edition="1999", effective_from=DAY)
    story = replace(bontang, setting=[*bontang.setting, _as_first(bontang.setting, bad)])
    with pytest.raises(
        CommandRefused, match=r"demo/bontang/14: .*INVALID_INPUT.*does not exist: 1999"
    ):
        await load.load(service, told=(story,))
    assert await service.log.head(load.TenantId(story.tenant_id)) == 20


async def test_half_a_demo_of_another_release_is_not_mixed_with_this_one(
    service: ServiceParts,
) -> None:
    (sleman,) = (one for one in load.stories() if one.office.slug == "sleman")
    half = replace(sleman, chapters=sleman.chapters[:-1])
    await load.load(service, told=(half,))
    other = AdoptCategoryEdition(edition="2007", effective_from=DAY)
    changed = replace(sleman, setting=[_as_first(sleman.setting, other)])
    with pytest.raises(OtherDemo, match="--fresh"):
        await load.load(service, told=(changed,))


async def test_tokens_are_kept_and_lost_ones_replaced(
    service: ServiceParts, loaded: Loaded, tmp_path: Path
) -> None:
    first = await tokens.keep(service, loaded, tmp_path)
    assert not first.lost
    assert {(one.office, one.role) for one in first.tokens} == {
        (office, role) for office in ("bontang", "yogyakarta") for role in tokens.ROLES
    }
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600
    secret = first.of("yogyakarta", "LURAH")
    authorization = await service.authorizer.admit(secret)
    assert (authorization.tenant, authorization.actor.area) == (
        loaded.tenants["yogyakarta"],
        "34.71.01.1001",
    )
    head = await service.log.head(loaded.tenants["bontang"])
    again = await tokens.keep(service, loaded, tmp_path)
    assert again == first
    assert await service.log.head(loaded.tenants["bontang"]) == head
    for damage in (first.path.unlink, lambda: first.path.write_text("{")):
        damage()
        renewed = await tokens.keep(service, loaded, tmp_path)
        assert renewed.lost
        assert not {one.token for one in renewed.tokens} & {one.token for one in first.tokens}
    service.authorizer._known.clear()
    assert not await tokens._opens(
        service, secret, loaded.tenants["yogyakarta"], yogyakarta_2021.LURAH
    )
    assert secret not in repr(first)


def test_sample_people_are_many_distinct_and_marked() -> None:
    names = [samples.name_of(number)[0] for number in range(samples.NAMES_MAX)]
    assert len(set(names)) == samples.NAMES_MAX > 1000
    assert all(name.endswith(" (SAMPLE)") for name in names)
    with pytest.raises(ValueError, match="sample names 0 to"):
        samples.name_of(samples.NAMES_MAX)
    used = [
        name
        for story in load.stories()
        if story.office.slug != sleman_2018.SLUG
        for name in _names(story.steps())
        if name.endswith(samples.MARK)
    ]
    assert len(used) == len(set(used)) > 150
    shared = set(used) & set(_names(sleman_2018.story().steps()))
    assert len(shared) == 2 * diy_2018.FROM_EACH


def test_stories_are_the_same_at_every_call_and_end_with_one_act() -> None:
    assert str(samples.demo_id("bontang", "tenant")) == "bdd009fb-50f2-5a82-9066-d175da1cff1d"
    for first, second in zip(load.stories(), load.stories(), strict=True):
        assert first.steps() == second.steps()
        (closing,) = first.steps()[-1]
        assert len(closing) == 1
        keys = [step.key for part in first.steps() for chain in part for step in chain]
        assert keys == [f"demo/{first.office.slug}/{n}" for n in range(1, len(keys) + 1)]


# --- what the tests ask ---------------------------------------------------------------------


async def _activity(service: ServiceParts, loaded: Loaded, slug: str, name: str) -> Activity:
    found = samples.demo_id(slug, "activity", name)
    state: Activity = await service.repository.get(loaded.tenants[slug], Activity, found)
    return state


def _invited(events: list[Recorded]) -> dict[str, int]:
    found = (event.data for event in events if isinstance(event.data, InvitationIssued))
    return {invitation.invitee_kind: invitation.count for invitation in found}


def _as_first(acts: Sequence[Act], command: AdoptCategoryEdition) -> Act:
    return replace(acts[0], command=command)


async def _cut_after(service: ServiceParts, acts: int) -> None:
    """Load until a number of acts are done, then cancel; acts under way may be written."""
    reached = asyncio.Event()

    def progress(done: int, _: int) -> None:
        if done >= acts:
            reached.set()

    task = asyncio.create_task(load.load(service, progress))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def _personal(story: Story) -> Iterator[str]:
    """Names and free texts in the commands of a story."""
    yield from (name.removesuffix(f" {samples.MARK}") for name in _names(story.steps()))
    for value in _walk(msgspec.to_builtins([_commands(story)])):
        for field in ("text", "note", "summary"):
            if isinstance(value.get(field), str):
                yield value[field]
        yield from value.get("points") or ()


def _commands(story: Story) -> list[Any]:
    return [step.act.command for part in story.steps() for chain in part for step in chain]


def _names(steps: list[list[list[KeyedAct]]]) -> Iterator[str]:
    """Names of the people whom the acts register."""
    commands = [step.act.command for part in steps for chain in part for step in chain]
    for value in _walk(msgspec.to_builtins(commands)):
        if isinstance(value.get("new"), dict):
            yield value["new"]["name"]


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a tree of plain data."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for inner in value:
            yield from _walk(inner)
