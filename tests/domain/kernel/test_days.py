"""Every date of a command lies in a range that its field states; calculations never leave it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.domain.kernel.days import EARLIEST, Days, shifted
from wahana.domain.kernel.refusal import Refused

TODAY = date(2026, 2, 28)
KINDS = [Days(), Days(ahead=10), Days(ahead=25), Days(back=125)]


@pytest.mark.parametrize("days", KINDS, ids=str)
def test_both_ends_are_taken_and_what_lies_beyond_is_refused_with_them(days: Days):
    first, last = days.first(TODAY), days.last(TODAY)
    days.check(first, TODAY, field="day")
    days.check(last, TODAY, field="day")
    for wrong in (shifted(first, -1), shifted(last, 1), date.min, date.max):
        with pytest.raises(Refused) as refused:
            days.check(wrong, TODAY, field="day")
        assert refused.value.field == "day"
        known = refused.value.params
        if refused.value.code == "FUTURE_DATE":
            assert (known["today"], days.ahead) == (TODAY, None)
        else:
            assert refused.value.code == "DATE_RANGE"
            assert (known["first"], known["last"]) == (first, last)


def test_a_range_is_told_in_words():
    assert str(Days()) == "17 August 1945 to today"
    assert str(Days(back=125)) == "125 years ago to today"
    assert str(Days(ahead=10)) == "17 August 1945 to the end of the year 10 years ahead"


@given(st.dates(), st.integers(-(10**9), 10**9))
def test_reckoning_stays_in_the_calendar(day: date, days: int):
    there = shifted(day, days)
    assert date.min <= there <= date.max
    if date.min < there < date.max:
        assert (there - day).days == days


def test_the_republic_is_the_beginning():
    assert date(1945, 8, 17) == EARLIEST
