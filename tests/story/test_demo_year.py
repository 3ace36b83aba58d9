"""A year of a whole office from a seed: the same at every call, skewed, and loaded in part."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from wahana.deploy.assembly import ServiceParts
from wahana.deploy.demo import dinas_year, load
from wahana.deploy.demo.story import Act, Story
from wahana.domain.care.report import ReportCase
from wahana.domain.money.fund_book import FundBook, book_id
from wahana.domain.money.fund_terms import BOOKS

SMALLEST, COMMANDS = 3, (28_000, 33_000)


def _acts(story: Story) -> list[Act]:
    return [step.act for part in story.steps() for chain in part for step in chain]


def _small(seed: int) -> Story:
    """The office of a seed with a few small WKSBM only."""
    return dinas_year.story(seed, wksbm=SMALLEST, scale=0.12)


@pytest.fixture(scope="module")
def story() -> Story:
    return dinas_year.story(1)


def test_a_seed_tells_the_same_year_at_every_call(story: Story) -> None:
    acts = _acts(story)
    assert acts == _acts(dinas_year.story(1))
    assert COMMANDS[0] < len(acts) < COMMANDS[1]
    (closing,) = story.steps()[-1]
    assert len(closing) == 1


def test_another_seed_is_another_office(story: Story) -> None:
    other = _small(2)
    assert other.tenant_id != _small(1).tenant_id == story.tenant_id
    assert other.office.slug != story.office.slug
    first, second = (Counter(type(act.command).__name__ for act in _acts(one)) for one in
                     (_small(1), other))  # fmt: skip
    assert first != second


def test_few_wksbm_are_large_and_many_small(story: Story) -> None:
    by_area = Counter(act.who.wksbm_ids for act in _acts(story) if act.who and act.who.wksbm_ids)
    sizes = sorted(by_area.values(), reverse=True)
    assert len(sizes) == dinas_year.WKSBM
    assert sizes[0] > 3.5 * sizes[-1]
    assert all(larger >= smaller for larger, smaller in pairwise(sizes))
    factors = dinas_year.factors(dinas_year.WKSBM)
    assert sum(factors) == pytest.approx(dinas_year.WKSBM)


def test_a_year_has_the_work_of_an_office_and_not_only_its_money(story: Story) -> None:
    kinds = Counter(type(act.command).__name__ for act in _acts(story))
    sizes = {
        # What a typical WKSBM has in a year, about, and how far the office of sixteen may be off.
        "Disburse": 43 * 12,
        "HoldMeeting": 16,
        "CollectRound": 12,
        "ReportCase": 24,
        "AssessCase": 24,
        "AgreePlan": 22,
        "AssignService": 26,
        "RecordDelivery": 70,
        "RequestReferral": 12,
        "CloseCase": 20,
        "JoinKps": 3,
        "FillSeat": 5,
    }
    for name, typical in sizes.items():
        assert kinds[name] == pytest.approx(typical * dinas_year.WKSBM, rel=0.25), name
    for name in (
        *("DeclineReferral", "ReturnReferral", "CompleteReferral", "GiveFeedback"),
        *("ConfirmOverlap", "DismissOverlap", "OverrideOverlap", "VacateSeat", "PayDeathBenefit"),
    ):
        assert kinds[name] >= 3, name
    asked, answered = kinds["RequestReferral"], kinds["ReceiveReferral"]
    assert 0 < asked - answered < asked / 10
    finished = kinds["CompleteReferral"] + kinds["ReturnReferral"] + kinds["DeclineReferral"]
    assert finished < answered
    waiting = kinds["ReportCase"] - kinds["CloseCase"]
    assert 0.05 < waiting / kinds["ReportCase"] < 0.3
    by_office = [
        act.command for act in _acts(story)
        if isinstance(act.command, ReportCase) and act.command.wksbm_id is None
    ]  # fmt: skip
    assert len(by_office) > dinas_year.WKSBM


async def test_a_year_goes_in_through_the_commands_once(service: ServiceParts) -> None:
    told = _small(1)
    half = replace(told, chapters=told.chapters[:2])
    await load.load(service, told=(half,))
    loaded = await load.load(service, told=(told,))
    tenant = loaded.tenants[told.office.slug]
    assert loaded.commands == len(_acts(told))
    head = await service.log.head(tenant)
    assert not (await load.load(service, told=(told,))).fresh
    assert await service.log.head(tenant) == head > loaded.commands
    assert await service.refusals.page(tenant, limit=1) == []
    books = [book for our in _small(1).officers[::2] for book in await _books(service, tenant, our)]
    assert len(books) == 4 * SMALLEST + 2
    assert all(book.closed and book.sealed_months == 12 for book in books)
    assert {entry.kind for book in books for entry in book.entries} >= {
        *("DUES_IN", "JIMPITAN_IN", "DONATION_IN", "RICE_OUT", "PROCEEDS_IN", "PAYMENT_OUT"),
        *("DEATH_BENEFIT_OUT", "BALANCE_OPENED"),
    }


async def test_a_stop_lets_what_is_in_flight_finish(service: ServiceParts) -> None:
    told, stop = _small(1), asyncio.Event()
    seen: list[int] = []

    def progress(done: int, _: int) -> None:
        seen.append(done)
        if done >= 200:
            stop.set()

    with pytest.raises(load.Stopped):
        await load.load(service, progress, told=(told,), stop=stop)
    assert 200 <= seen[-1] < 200 + load.AT_ONCE + len(told.chapters[2])
    assert await service.refusals.page(load.TenantId(told.tenant_id), limit=1) == []


async def _books(service: ServiceParts, tenant: Any, chair: Any) -> list[FundBook]:
    """The books of the year that a chair's WKSBM keeps."""
    found = [
        await service.repository.get(
            tenant, FundBook, book_id(chair.wksbm_ids[0], kind, unit, dinas_year.YEAR)
        )
        for kind, unit in BOOKS
    ]
    return [book for book in found if book.opening]
