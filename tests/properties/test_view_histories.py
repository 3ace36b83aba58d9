"""Random lives of WKSBM and boards: the views show what the domain's own states say, at any
position, in any portions, and after a rebuild.

Commands come in any order with any days; what is refused changes nothing. Corrections and
retractions name entries at random, so some of them hit.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.conftest import Scenario, uid
from tests.views.history import History, house, twice
from tests.views.reading import ask

from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_corrections import CorrectSeat, CorrectTerm, RetractBoardEntry
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.life_commands import (
    ReactivateWksbm,
    RecordWksbmDormancy,
    WithdrawWksbm,
)
from wahana.domain.formation.nomination_commands import NominateCandidates, WithdrawCandidate
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.proposal_commands import ProposeWksbm, RenameWksbm
from wahana.domain.formation.seat_commands import FillSeat, NameActingOfficer, VacateSeat
from wahana.domain.formation.stage_commands import InaugurateWksbm, SocialiseWksbm, WaiveStage
from wahana.domain.formation.term_commands import OpenBoardTerm
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_corrections import CorrectInaugurationDate, CorrectWksbm
from wahana.domain.formation.wksbm_life_corrections import RetractWksbmEntry
from wahana.domain.kernel.fields import identity
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.policies import Policies
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef
from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.projections.board import view as board
from wahana.projections.person_card import view as person_card
from wahana.projections.person_registry import view as registry
from wahana.projections.trail import view as trail
from wahana.projections.wksbm_directory import view as directory

pytestmark = pytest.mark.takes(6)

__all__ = ["house"]

VIEWS = tuple(twice(module.VIEW) for module in (directory, board, person_card, registry, trail))
FIRST = date(2012, 1, 1)
TODAY = date(2012, 3, 1)
VILLAGES = {uid("w0"): "64.74.01.1003", uid("w1"): "64.74.01.1004"}
PEOPLE = tuple(uid(f"p{number}") for number in range(3))
SEATS = ("KETUA", "WAKIL", "BENDAHARA")
DECREE = Decree(no="SK 1", issued_on=FIRST, issuer_role="DINAS_HEAD")

wksbms = st.sampled_from(tuple(VILLAGES))
days = st.integers(0, 59).map(lambda number: FIRST + timedelta(days=number))
ends = st.none() | days
people = st.sampled_from(PEOPLE).map(lambda person: PersonRef(person_id=person))
names = st.sampled_from(("Melati", "Kenanga", "Mawar"))
seats = st.sampled_from(SEATS)
formed = st.just(uid("w0"))
"""The WKSBM that exists from the beginning."""


def propose(wksbm: UUID, name: str) -> Command:
    return ProposeWksbm(
        wksbm_id=wksbm, name=name, level="KELURAHAN", village_code=VILLAGES[wksbm],
        origin="INITIATED", budget_year=2012,
    )  # fmt: skip


def nominate(wksbm: UUID, new: bool, salt: int) -> Command:
    second = PersonRef(person_id=PEOPLE[1])
    if new:
        person = NewPerson(person_id=uid(f"new {salt}"), name=f"Warga {salt}")
        second = PersonRef(new=person)
    first = PersonRef(person_id=PEOPLE[0])
    return NominateCandidates(
        wksbm_id=wksbm,
        candidates=(Nominee(person=first, seat="KETUA"), Nominee(person=second, seat="WAKIL")),
    )


RETRACTED = st.sampled_from(
    [(uid("w0"), version, "DORMANCY") for version in range(6, 12)]
    + [(uid("w1"), 2, kind) for kind in ("SOCIALISATION", "WAIVER", "END")]
    + [(uid("w1"), 3, kind) for kind in ("NOMINATION", "END")]
)
BOARD_RETRACTED = st.sampled_from(
    [(1, "TERM"), (2, "SEAT"), (3, "SEAT"), (4, "SEAT"), (4, "VACANCY"), (5, "VACANCY")]
)


def retract(which: tuple[UUID, int, Any]) -> Command:
    wksbm, version, entry = which
    return RetractWksbmEntry(wksbm_id=wksbm, of=version, entry=entry, reason="DUPLICATE")


def retract_of_board(which: tuple[int, Any]) -> Command:
    version, entry = which
    return RetractBoardEntry(wksbm_id=uid("w0"), of=version, entry=entry, reason="WRONG_PERSON")


COMMAND: st.SearchStrategy[Command] = st.one_of(
    st.builds(RenameWksbm, wksbm_id=wksbms, name=names),
    st.builds(SocialiseWksbm, wksbm_id=wksbms),
    st.builds(nominate, st.just(uid("w1")), st.booleans(), st.integers(0, 3)),
    st.builds(
        WithdrawCandidate,
        wksbm_id=wksbms,
        person_id=st.sampled_from(PEOPLE),
        reason=st.just("MOVED"),
    ),
    st.builds(
        WaiveStage,
        wksbm_id=wksbms,
        stage=st.sampled_from(("SOCIALISED", "NOMINATED", "TRAINED")),
        reason=st.just("TRADITIONAL"),
    ),
    st.builds(InaugurateWksbm, wksbm_id=wksbms, decree=st.just(DECREE), term_from=days),
    st.builds(CorrectWksbm, wksbm_id=wksbms, name=names, reason=st.just("TYPING_ERROR")),
    st.builds(
        CorrectInaugurationDate,
        wksbm_id=formed,
        of=st.just(5),
        inaugurated_on=days,
        reason=st.just("WRONG_DATE"),
    ),
    st.builds(
        RecordWksbmDormancy,
        wksbm_id=formed,
        valid_from=days,
        valid_to=ends,
        reason=st.just("NO_ACTIVITY"),
    ),
    st.builds(ReactivateWksbm, wksbm_id=formed),
    st.builds(WithdrawWksbm, wksbm_id=st.just(uid("w1")), reason=st.just("GIVEN_UP")),
    st.builds(retract, RETRACTED),
    st.builds(OpenBoardTerm, wksbm_id=formed, valid_from=days, valid_to=ends),
    st.builds(FillSeat, wksbm_id=formed, seat=seats, person=people, valid_from=days),
    st.builds(VacateSeat, wksbm_id=formed, seat=seats, valid_to=days, reason=st.just("RESIGNED")),
    st.builds(
        NameActingOfficer,
        wksbm_id=formed,
        seat=seats,
        person=people,
        valid_from=days,
        valid_to=days,
    ),
    st.builds(
        CorrectSeat,
        wksbm_id=formed,
        of=st.integers(2, 5),
        seat=seats,
        person=people,
        valid_from=days,
        valid_to=ends,
        reason=st.just("WRONG_DATE"),
    ),
    st.builds(
        CorrectTerm,
        wksbm_id=formed,
        of=st.just(1),
        valid_from=days,
        valid_to=ends,
        reason=st.just("WRONG_DATE"),
    ),
    st.builds(retract_of_board, BOARD_RETRACTED),
)
FORMED: tuple[Command, ...] = (
    propose(uid("w0"), "Melati"),
    propose(uid("w1"), "Kenanga"),
    *(
        WaiveStage(wksbm_id=uid("w0"), stage=stage, reason="TRADITIONAL")
        for stage in ("SOCIALISED", "NOMINATED", "TRAINED")
    ),
    InaugurateWksbm(wksbm_id=uid("w0"), decree=DECREE, term_from=FIRST),
    *(
        FillSeat(
            wksbm_id=uid("w0"), seat=seat, person=PersonRef(person_id=person), valid_from=FIRST
        )
        for seat, person in zip(SEATS[:2], PEOPLE[:2], strict=True)
    ),
)

Told = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def told(scenario: Scenario) -> Told:
    """What the domain's states say: WKSBM, and seats by day."""
    states = [scenario.state(Wksbm, wksbm) for wksbm in VILLAGES]
    listed = [(w.id, w.version, w.name, w.stage, w.status) for w in states if w.exists]
    seated = [
        (wksbm, span.entry, span.seat, span.person, span.start, span.end, span.acting)
        for wksbm in VILLAGES
        for span in scenario.state(Board, board_id(wksbm)).days
    ]
    return sorted(listed), sorted(seated, key=str)


async def shown(history: History, position: int) -> Told:
    """The same by the views, as of a position."""
    listed = await ask(history, "Wksbm", as_of=position)
    seated = await ask(history, "BoardSeat", as_of=position)
    return (
        sorted(
            tuple(row[name] for name in ("wksbm_id", "version", "name", "stage", "status"))
            for row in listed
        ),
        sorted(
            (
                (
                    row["wksbm_id"], row["entry"], row["seat"], row["person_id"],
                    row["valid_from"], row["valid_to"], row["acting"],
                )
                for row in seated
            ),
            key=str,
        ),
    )  # fmt: skip


def begin(database: Database) -> tuple[History, Scenario]:
    """An office with three persons."""
    policies = Policies(board_candidates=2, nomination_approval=False)
    history, scenario = History(database), Scenario(today=TODAY, policies=policies)
    for number, person in enumerate(PEOPLE):
        event = PersonRegistered(
            name=identity(person, f"Orang {number}"), legal_basis="PUBLIC_TASK",
            legal_proof="UU 11/2009 ps 38",
        )  # fmt: skip
        scenario.given(Person, person, event)
        history.add(person, event)
    return history, scenario


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    commands=st.lists(st.tuples(COMMAND, days), min_size=15, max_size=50),
    portion=st.integers(1, 12),
    batch_events=st.integers(1, 9),
)
async def test_views_say_what_the_domain_says(
    house: Database, commands: list[tuple[Command, date]], portion: int, batch_events: int
) -> None:
    history, scenario = begin(house)
    expected: dict[int, Told] = {}
    story = [(command, FIRST) for command in FORMED] + commands
    for number, (command, day) in enumerate(story):
        outcome = scenario.when(command, on=day)
        if outcome.refused is None:
            history.record(outcome, on=day)
        if number % portion == 0:
            await history.run(views=VIEWS, batch_events=batch_events)
            expected[history.position] = told(scenario)
    await history.run(views=VIEWS, batch_events=batch_events)
    expected[history.position] = told(scenario)
    for position, states in expected.items():
        assert await shown(history, position) == states
    for module in (directory, board, person_card, trail):
        (rebuilt,) = await rebuild.rebuild(
            history.projector(),
            module.VIEW,
            [history.tenant],
            Justification("Bu Ratna", "compared"),
        )
        assert (rebuilt.outcome, rebuilt.differences) == ("switched", ()), module.VIEW.name
