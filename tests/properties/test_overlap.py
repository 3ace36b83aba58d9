"""Random claims, ends and decisions: exclusive services of a person never overlap unasked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from wahana.domain.care.overlap import collisions, meet, month_of, released_on
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.care.service_register_events import RegisteredService
from wahana.domain.kernel.policy_types import ServiceOverlap, ServicePair

KINDS = ("BERAS", "SEMBAKO", "KUNJUNGAN", "KONSELING")
START = date(2021, 1, 1)

days = st.integers(0, 120).map(lambda number: START + timedelta(days=number))
pairs = st.builds(
    ServicePair,
    first=st.sampled_from(KINDS),
    second=st.sampled_from(KINDS),
    rule=st.sampled_from(("EXCLUSIVE", "WARN", "STACKABLE")),
)
policies = st.builds(
    ServiceOverlap,
    same_kind=st.sampled_from(("EXCLUSIVE", "WARN", "STACKABLE")),
    other_kinds=st.sampled_from(("EXCLUSIVE", "WARN", "STACKABLE")),
    pairs=st.lists(pairs, max_size=4).map(tuple),
)


@st.composite
def wishes(draw: Any) -> list[RegisteredService]:
    """Wishes of several bodies for one person."""
    count = draw(st.integers(1, 12))
    found = []
    for number in range(1, count + 1):
        first = draw(days)
        length = draw(st.integers(1, 60))
        found.append(
            RegisteredService(
                claim_id=UUID(int=number),
                case_id=UUID(int=draw(st.integers(100, 103))),
                service_kind=draw(st.sampled_from(KINDS)),
                valid_from=first,
                valid_to=first + timedelta(days=length),
            )
        )
    return found


def admitted(policy: ServiceOverlap, wanted: list[RegisteredService]) -> list[RegisteredService]:
    """The wishes that get through, each judged on the claims before it."""
    claims: list[RegisteredService] = []
    for wish in wanted:
        if all(met.rule != "EXCLUSIVE" for met in collisions(policy, wish, claims)):
            claims.append(wish)
    return claims


@given(policies, wishes())
def test_what_excludes_each_other_never_shares_a_day(
    policy: ServiceOverlap, wanted: list[RegisteredService]
) -> None:
    for first, second in combinations(admitted(policy, wanted), 2):
        rule = policy.judge(first.service_kind, second.service_kind)
        assert not (rule == "EXCLUSIVE" and meet(first, second))


@given(policies, wishes())
def test_a_wish_is_turned_away_only_by_a_claim_it_meets(
    policy: ServiceOverlap, wanted: list[RegisteredService]
) -> None:
    claims = admitted(policy, wanted)
    for wish in wanted:
        if wish not in claims:
            met = [claim for claim in claims if meet(wish, claim)]
            assert "EXCLUSIVE" in {
                policy.judge(wish.service_kind, claim.service_kind) for claim in met
            }


@given(policies, wishes(), st.randoms(use_true_random=False))
def test_the_verdict_on_two_does_not_depend_on_who_came_first(
    policy: ServiceOverlap, wanted: list[RegisteredService], random: Any
) -> None:
    for first, second in combinations(wanted, 2):
        one = [met.rule for met in collisions(policy, first, (second,))]
        other = [met.rule for met in collisions(policy, second, (first,))]
        assert one == other
    shuffled = random.sample(wanted, len(wanted))
    for first, second in combinations(admitted(policy, shuffled), 2):
        rule = policy.judge(first.service_kind, second.service_kind)
        assert not (rule == "EXCLUSIVE" and meet(first, second))


@given(wishes())
def test_of_equal_claims_at_once_exactly_one_gets_through(wanted: list[RegisteredService]) -> None:
    same = [
        RegisteredService(
            claim_id=wish.claim_id,
            case_id=wish.case_id,
            service_kind="BERAS",
            valid_from=START,
            valid_to=START + timedelta(days=30),
        )
        for wish in wanted
    ]
    assert len(admitted(ServiceOverlap(), same)) == 1


@given(days, st.integers(1, 200), days, st.none() | days)
def test_a_release_frees_no_day_that_was_served_and_takes_none(
    first: date, length: int, ended: date, delivered: date | None
) -> None:
    after = first + timedelta(days=length)
    if delivered is not None and not first <= delivered < after:
        delivered = None
    free = released_on(ended, first, after, delivered)
    assert first <= free <= after
    assert free >= min(ended, after)
    if delivered is not None:
        assert delivered < free
        assert free >= min(after, month_of(delivered)[1])


@settings(max_examples=25)
@given(wishes())
def test_a_register_keeps_every_claim_it_was_given(wanted: list[RegisteredService]) -> None:
    register = ServiceRegister(id=UUID(int=0), claims=tuple(wanted))
    assert all(register.claim(wish.claim_id) == wish for wish in wanted)
    assert register.claim(UUID(int=9999)) is None
