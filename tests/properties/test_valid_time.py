"""What a view says on a business day is what it would say if nothing later had happened.

Random lives are written into a log; then, for many days, a second log that holds only the events
about facts up to that day, filled anew. Each field that is declared ``VALID_TIME`` or ``TIMELESS``
must say the same on that day in both, and what the second log says without a day at all. A
correction or retraction belongs to the day of its fact.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.domain.conftest import uid
from tests.views.history import Added, History, house
from tests.views.neighbourhood import half_a_year
from tests.views.reading import ask
from tests.views.story import bontang

from wahana.deploy.registry import TIMELINES
from wahana.domain.formation.wksbm_correction_events import WksbmCorrected
from wahana.domain.formation.wksbm_events import WksbmProposed, WksbmRenamed
from wahana.domain.formation.wksbm_life_events import WksbmWithdrawn
from wahana.domain.kernel.fields import contact, identity
from wahana.domain.kernel.model import Command
from wahana.domain.people import household_events as households
from wahana.domain.people import person_events as persons
from wahana.domain.people.household_events import Membership
from wahana.platform.database import Database
from wahana.platform.views import View
from wahana.projections.activity import view as activity
from wahana.projections.arisan import view as arisan
from wahana.projections.field import REFUSES_VALID_ON, fields_of
from wahana.projections.registry import CATALOGUE

from . import test_care_histories as helping
from . import test_view_histories as forming

pytestmark = pytest.mark.takes(20)

__all__ = ["house"]

KINDS = [kind for timeline in TIMELINES for kind in timeline.kinds]
OF_RECORDING = {"version", "updated_at", "entry", "no"}
"""Columns about the record itself, not about the business."""


def own_day(added: Added) -> date | None:
    """The day of the fact that an event tells, if it tells one."""
    event = added.event
    for kind in KINDS:
        if type(event) in (*kind.made_by, *kind.corrected_by) and kind.day_field:
            day = getattr(event, kind.day_field, None)
            if isinstance(day, date):
                return day
    return None


def days_of_facts(events: Iterable[Added]) -> dict[tuple[UUID, int], date | None]:
    """The business day to which each event belongs: of a correction or retraction, that of its
    fact; a WKSBM that was entered by mistake was there on no day."""
    found: dict[tuple[UUID, int], date | None] = {}
    about: dict[tuple[UUID, int], tuple[UUID, int]] = {}
    for added in events:
        here = (added.stream_id, added.version)
        corrects = [kind for kind in KINDS if type(added.event) in kind.corrected_by]
        retracts = [kind for kind in KINDS if type(added.event) is kind.retracted_by]
        of = (added.stream_id, getattr(added.event, "of", 1))
        if (corrects or retracts or isinstance(added.event, WksbmWithdrawn)) and of in found:
            about[here] = of
            if corrects and (day := own_day(added)) is not None:
                found[of] = day
        else:
            found[here] = own_day(added) or added.on
    for here, of in about.items():
        found[here] = found[of]
    return found


def up_to(events: list[Added], kind: str, day: date, history: History) -> None:
    """The events, those of one kind of stream only if they are about facts up to a day; versions
    that corrections name follow along."""
    days = days_of_facts(events)
    versions: dict[tuple[UUID, int], int] = {}
    names: dict[UUID, list[tuple[date, str]]] = {}
    for added in events:
        added = rightly_named(added, names, day)
        known = days[added.stream_id, added.version]
        cut = added.event.TOPIC.partition(".")[0] == kind
        if cut and (known is None or known > day):
            continue
        event = added.event
        if (of := getattr(event, "of", None)) is not None:
            new = versions.get((added.stream_id, of))
            if new is None:
                continue
            event = msgspec.structs.replace(event, of=new)
        version = history.add(added.stream_id, event, on=added.on, actor=added.actor)
        versions[added.stream_id, added.version] = version


def rightly_named(added: Added, names: dict[UUID, list[tuple[date, str]]], day: date) -> Added:
    """The event; a correction of a WKSBM whose name in force came after the day leaves the name of
    that day. ``names``: those told so far, by stream, in order of days."""
    event, known = added.event, names.setdefault(added.stream_id, [])
    if isinstance(event, WksbmProposed | WksbmRenamed):
        known.append((added.on, event.name))
        known.sort(key=lambda name: name[0])
    elif isinstance(event, WksbmCorrected):
        since = known[-1][0]
        known[-1] = (since, event.name)
        if since > day:
            of_day = [name for on, name in known if on <= day]
            if of_day:
                return added._replace(event=msgspec.structs.replace(event, name=of_day[-1]))
    return added


async def told(history: History, relation: str, valid_on: date | None) -> list[Mapping[str, Any]]:
    row = CATALOGUE[relation].row
    assert row is not None
    stored = fields_of(row).stored
    left = {name for name, column in stored.items() if column.on_day is REFUSES_VALID_ON}
    rows = await ask(history, relation, valid_on=valid_on)
    sealed = {name for name, column in stored.items() if column.kind == "sealed"}
    shown = [
        {
            name: json.loads(value)["ct"] if value and name in sealed else value
            for name, value in row.items()
            if name not in left | OF_RECORDING
        }
        for row in rows
    ]
    return sorted(shown, key=str)


def differences(said: Sequence[Any], expected: Sequence[Any]) -> Any:
    """Where two lists of rows differ."""
    return [
        {name: (one[name], other[name]) for name in one if one[name] != other[name]}
        for one, other in zip(said, expected, strict=False)
        if one != other
    ] or (len(said), len(expected))


async def check_day(
    whole: History,
    database: Database,
    kind: str,
    views: Sequence[View],
    asked: Relations,
    day: date,
) -> None:
    """What the views say on a day, against a log that ends with the facts of that day."""
    known = History(database)
    up_to([each for each in whole.added if each.stream_id != whole.tenant], kind, day, known)
    await known.run(views=views)
    for relation, by_itself in asked.items():
        expected = await told(known, relation, day)
        said = await told(whole, relation, day)
        assert said == expected, (relation, day, differences(said, expected))
        if by_itself:
            assert await told(known, relation, None) == expected, (relation, day)


Relations = Mapping[str, bool]
"""Relations, and whether they say without a day what they say on the latest one: a list of periods
has, without a day, also those that are over."""
RANDOM = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DIRECTORY: Relations = {
    **dict.fromkeys(("Wksbm", "WksbmName", "WksbmWaiver"), True),
    "WksbmDormancy": False,
}


@RANDOM
@given(
    commands=st.lists(st.tuples(forming.COMMAND, forming.days), min_size=10, max_size=40),
    asked=st.lists(forming.days, min_size=3, max_size=3),
    batch_events=st.integers(1, 9),
)
async def test_a_wksbm_on_a_day_is_what_was_so_by_then(
    house: Database, commands: list[tuple[Command, date]], asked: list[date], batch_events: int
) -> None:
    history, scenario = forming.begin(house)
    for command, day in [(command, forming.FIRST) for command in forming.FORMED] + commands:
        outcome = scenario.when(command, on=day)
        if outcome.refused is None:
            history.record(outcome, on=day)
    views = (forming.directory.VIEW,)
    await history.run(views=views, batch_events=batch_events)
    assert await told(history, "Wksbm", None) == await told(history, "Wksbm", forming.TODAY)
    for day in asked:
        await check_day(history, house, "wksbm", views, DIRECTORY, day)


CARE: Relations = {
    **dict.fromkeys(("Case", "CaseSubject", "CaseAssessment", "CasePlanItem"), True),
    **dict.fromkeys(("CaseCapacity", "CaseDelivery", "CaseOutcome", "CaseClosing"), True),
    **dict.fromkeys(("CaseService", "CaseCategory"), False),
}
REFERRALS: Relations = {"Referral": True, "ReferralStep": True}
care_days = st.integers(0, 19).map(lambda number: helping.REPORTED_ON + timedelta(days=number))


@RANDOM
@given(
    wishes=st.lists(st.tuples(helping.COMMAND, care_days), min_size=20, max_size=60),
    asked=st.lists(care_days, min_size=3, max_size=3),
    batch_events=st.integers(1, 9),
)
async def test_a_case_on_a_day_is_what_was_so_by_then(
    house: Database, wishes: list[tuple[Any, date]], asked: list[date], batch_events: int
) -> None:
    life = helping.Life(house)
    for wish, day in wishes:
        life.give(wish, on=day)
    views = (*(module.VIEW for module in helping.MODULES), *helping.ASKED)
    await life.history.run(views=views, batch_events=batch_events)
    assert await told(life.history, "Case", None) == await told(life.history, "Case", helping.TODAY)
    for day in asked:
        await check_day(life.history, house, "case", views, CARE, day)
        await check_day(life.history, house, "referral", views, REFERRALS, day)


PERSONS: Relations = {"RegisteredPerson": True}
HOUSEHOLDS: Relations = {"Household": True, "HouseholdMember": False}
HOME, PERSON = uid("home"), uid("somebody")
FAMILY = tuple(uid(f"member {number}") for number in range(3))
VILLAGES = st.sampled_from(("64.74.01.1003", "64.74.01.1004", "64.74.02.1001"))


def life_of_a_person(draw: st.DataObject, history: History) -> None:
    """Moves, deaths and retractions, entered in any order of their days."""
    named = identity(PERSON, "Orang")
    history.add(
        PERSON,
        persons.PersonRegistered(name=named, legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009"),
        on=forming.FIRST,
    )
    moves = []
    for _ in range(draw.draw(st.integers(1, 6))):
        day = draw.draw(forming.days)
        moved = persons.PersonMoved(
            area_code=draw.draw(VILLAGES),
            area_edition="2025",
            address=draw.draw(st.sampled_from((None, contact(PERSON, f"Jalan {day}")))),
        )
        moves.append(history.add(PERSON, moved, on=day))
    if draw.draw(st.booleans()):
        gone = persons.PersonEntryRetracted(
            entry="RELOCATION", of=draw.draw(st.sampled_from(moves)), reason="DUPLICATE"
        )
        history.add(PERSON, gone, on=forming.TODAY)
    died = draw.draw(forming.days)
    history.add(PERSON, persons.PersonDied(died_on=died, certificate="1"), on=forming.TODAY)


def life_of_a_household(draw: st.DataObject, history: History) -> None:
    """Moves, cards, new heads and leavers, entered in any order of their days."""
    members = tuple(
        Membership(person_id=person, role="HEAD" if not number else "CHILD", since=forming.FIRST)
        for number, person in enumerate(FAMILY)
    )
    formed = households.HouseholdFormed(
        area_code="64.74.01.1003", area_edition="2025", members=members
    )
    history.add(HOME, formed, on=forming.FIRST)
    for _ in range(draw.draw(st.integers(1, 6))):
        day = draw.draw(forming.days)
        event = draw.draw(
            st.one_of(
                st.builds(
                    households.HouseholdMoved, area_code=VILLAGES, area_edition=st.just("2025")
                ),
                st.builds(
                    households.HouseholdHeadChanged,
                    person_id=st.sampled_from(FAMILY),
                    former_role=st.just("PARENT"),
                    since=st.just(day),
                ),
            )
        )
        history.add(HOME, event, on=day)
    left = households.HouseholdMemberRemoved(
        person_id=FAMILY[2], left_on=draw.draw(forming.days), reason="MOVED"
    )
    history.add(HOME, left, on=forming.TODAY)


@RANDOM
@given(
    draw=st.data(),
    asked=st.lists(forming.days, min_size=3, max_size=3),
    batch_events=st.integers(1, 9),
)
@pytest.mark.parametrize(
    ("kind", "life", "relations"),
    [("person", life_of_a_person, PERSONS), ("household", life_of_a_household, HOUSEHOLDS)],
    ids=["person", "household"],
)
async def test_a_person_or_household_on_a_day_is_what_was_so_by_then(
    house: Database,
    kind: str,
    life: Callable[[st.DataObject, History], None],
    relations: Relations,
    draw: st.DataObject,
    asked: list[date],
    batch_events: int,
) -> None:
    history = History(house)
    life(draw, history)
    views = (helping.person_registry.VIEW,)
    await history.run(views=views, batch_events=batch_events)
    main = next(iter(relations))
    assert await told(history, main, None) == await told(history, main, forming.TODAY)
    for day in asked:
        await check_day(history, house, kind, views, relations, day)


STORIES: Mapping[str, tuple[Callable[[History], Any], View, Relations]] = {
    "arisan": (
        half_a_year,
        arisan.VIEW,
        dict.fromkeys(("ArisanCycle", "ArisanShare", "ArisanRound", "ArisanDebt"), True),
    ),
    "activity": (bontang, activity.VIEW, {"Activity": False}),
    "wksbm": (bontang, forming.directory.VIEW, DIRECTORY),
    "board": (bontang, forming.board.VIEW, dict.fromkeys(("BoardTerm", "BoardMember"), False)),
}


@pytest.mark.parametrize("kind", STORIES)
async def test_each_day_of_a_story_is_what_was_so_by_then(house: Database, kind: str) -> None:
    story, view, relations = STORIES[kind]
    history = History(house)
    story(history)
    views = (view, helping.person_registry.VIEW)
    await history.run(views=views, batch_events=5)
    days = {
        day
        for (stream, _), day in days_of_facts(history.added).items()
        if day is not None and stream in streams_of(history, kind)
    }
    assert len(days) > 2
    for day in sorted(days):
        await check_day(history, house, kind, views, relations, day)


def streams_of(history: History, kind: str) -> set[UUID]:
    """The streams of a kind."""
    return {
        added.stream_id for added in history.added if added.event.TOPIC.partition(".")[0] == kind
    }
