"""The address of a person is that of the latest business day, whatever the registration says."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from wahana.domain.people.household import Household
from wahana.domain.people.household_events import HouseholdCardChanged, HouseholdMoved
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonMoved

from ..test_order_of_arrival import Told, beginning, folded, sample

FORMER, LATEST = "64.74.01.1004", "64.74.01.1005"
BEFORE, AFTER = date(2011, 5, 1), date(2012, 5, 1)
"""Days around that on which the register found them."""


@pytest.mark.parametrize(
    ("kind", "moved"), [(Person, PersonMoved), (Household, HouseholdMoved)], ids=["person", "home"]
)
def test_a_move_from_before_the_registration_does_not_say_where_they_live_now(
    kind: Any, moved: Any
) -> None:
    registered = beginning(kind)
    former = msgspec.structs.replace(sample(moved), area_code=FORMER)
    latest = msgspec.structs.replace(former, area_code=LATEST)
    late = folded(registered, Told(former, BEFORE, 2))
    assert late.area_code == registered.area_code
    assert folded(late, Told(latest, AFTER, 3)).area_code == LATEST


def test_a_card_from_before_the_household_was_formed_is_not_its_card_now() -> None:
    card = sample(HouseholdCardChanged)
    late = folded(beginning(Household), Told(card, BEFORE, 2))
    assert late.card is None
    held = folded(late, Told(card, AFTER, 3)).card
    assert held is not None
    assert held.entry == 3
