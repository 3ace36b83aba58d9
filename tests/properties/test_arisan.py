"""Random histories of an arisan: late payers, covers, draws, substitutes, retracted entries.

However the commands come, each share wins at most once in a cycle, a round is drawn only when
it is full or covered, a pot is paid once, and what is owed is what was not paid.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood

from wahana.domain.kernel.model import Command
from wahana.domain.money.arisan import ArisanCycle
from wahana.domain.money.arisan_commands import (
    CloseCycle,
    CollectRound,
    PayPot,
    SettleDebt,
    SharePayment,
    SubstituteMember,
)
from wahana.domain.money.arisan_corrections import RetractArisanEntry
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.arisan_events import Cover, WinnerDrawn
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.people.registration import PersonRef

SHARES = 4
CONTRIBUTION = 1_000
TODAY = date(2026, 11, 21)
HOUSE = Neighbourhood(Scenario())
CYCLE = HOUSE.uid("cycle")
NAMES = ("Sri", "Budi", "Wati", "Sri")

numbers = st.integers(1, SHARES)
witnesses = st.just((HOUSE.uid("Budi"), HOUSE.uid("Wati")))


def command(kind: type[Command], **fields: Any) -> Any:
    return st.fixed_dictionaries(fields).map(lambda given: kind(cycle_id=CYCLE, **given))


payments = st.lists(
    st.builds(
        SharePayment,
        share=numbers,
        amount=st.one_of(st.none(), st.integers(1, CONTRIBUTION)),
    ),
    max_size=SHARES,
    unique_by=lambda payment: payment.share,
).map(tuple)
everybody = st.just(tuple(SharePayment(share=no) for no in range(1, SHARES + 1)))
covers = st.one_of(
    st.none(),
    st.integers(1, CONTRIBUTION * 2).map(
        lambda amount: Cover(source="ORGANISER", amount=amount, person=HOUSE.uid("Budi"))
    ),
)
entries = st.sampled_from(("COLLECTION", "DRAW", "POT", "SUBSTITUTION", "SETTLEMENT", "CLOSING"))
draws = command(DrawWinner, share=numbers, witnesses=witnesses)
wishes: st.SearchStrategy[Command] = st.one_of(
    command(CollectRound, payments=everybody),
    command(CollectRound, payments=everybody),
    command(CollectRound, payments=payments, cover=covers),
    draws,
    draws,
    command(DrawWinner, seed=st.sampled_from(("satu", "dua", "tiga")), witnesses=witnesses),
    command(PayPot, round=numbers, withhold=st.booleans()),
    command(SettleDebt, round=numbers, share=numbers),
    command(
        SubstituteMember,
        share=numbers,
        member=st.sampled_from(("Sri", "Budi", "Wati")).map(
            lambda name: PersonRef(person_id=HOUSE.uid(name))
        ),
        reason=st.just("MOVED"),
    ),
    command(
        RetractArisanEntry, of=st.integers(2, 20), entry=entries, reason=st.just("TYPING_ERROR")
    ),
    command(CloseCycle),
)
histories = st.lists(wishes, min_size=10, max_size=45)


class World:
    """One cycle of four shares of three people."""

    def __init__(self) -> None:
        self.house = Neighbourhood(Scenario(area_code="34.71", today=TODAY))
        members = tuple(PersonRef(person_id=self.house.person(name)) for name in NAMES)
        opened = OpenCycle(
            cycle_id=CYCLE,
            wksbm_id=self.house.id,
            title="Arisan",
            contribution=CONTRIBUTION,
            members=members,
        )
        self.house.do(opened).accepted()

    @property
    def cycle(self) -> ArisanCycle:
        return self.house.cycle()


def check_cycle(cycle: ArisanCycle) -> None:
    """What holds after every command."""
    winners = Counter(found.draw.share for found in cycle.rounds if found.draw is not None)
    assert all(times == 1 for times in winners.values())
    assert {share.no for share in cycle.shares if share.won is not None} == set(winners)
    assert set(cycle.candidates) | set(winners) == set(range(1, SHARES + 1))
    for found in cycle.rounds:
        for share in cycle.shares:
            assert 0 <= cycle.unpaid(found.no, share.no) <= CONTRIBUTION
        if found.draw is not None:
            assert cycle.missing(found.no) <= 0
            assert cycle.share(found.draw.share, field="share").won == found.no
        else:
            assert found.pot is None
            assert not found.late
            assert cycle.missing(found.no) >= 0
    drawn = [found.no for found in cycle.rounds if found.draw is not None]
    assert drawn == list(range(1, len(drawn) + 1))
    owed = sum(debt.amount for debt in cycle.debts())
    for number in drawn:
        found = cycle.round(number)
        owed -= cycle.needed - sum(it.amount for it in (*found.payments, *found.late))
    assert owed == 0


@settings(max_examples=200, deadline=None)
@given(histories)
def test_any_history_of_an_arisan_keeps_its_rules(history: list[Command]) -> None:
    world = World()
    for wish in history:
        before = world.cycle
        outcome = world.house.do(wish)
        if outcome.refused is not None:
            assert world.cycle == before
            continue
        for event in outcome.events:
            if isinstance(event, WinnerDrawn):
                assert before.share(event.share, field="share").won is None
                assert before.missing(event.round) <= 0
        check_cycle(world.cycle)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_a_closed_cycle_stays_as_it_is_and_is_stored_whole(history: list[Command]) -> None:
    """Only its closing is retracted, or an entry on which it does not depend."""
    world = World()
    for wish in history:
        before = world.cycle
        outcome = world.house.do(wish)
        if not before.closed or outcome.refused is not None:
            continue
        assert isinstance(wish, RetractArisanEntry)
        if wish.entry != "CLOSING":
            assert world.cycle.closed
            assert world.cycle.debts() == before.debts()
    stored = msgspec.json.decode(msgspec.json.encode(world.cycle), type=ArisanCycle)
    assert stored == world.cycle
