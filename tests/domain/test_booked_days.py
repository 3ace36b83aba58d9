"""Each date of each command says whether it books a fact; what books one is judged for lateness."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.api.walls import samples
from tests.domain.corrections.office_stories import world

from wahana.deploy import registry
from wahana.domain.kernel.checks import Leaf, booked_days, leaves
from wahana.domain.kernel.days import Days
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.refusal import Refused
from wahana.domain.office.timeliness import check_dates
from wahana.tenants.tenant_commands import OpenBacklog

TODAY = date(2026, 12, 1)
LONG_AGO = date(2015, 3, 2)
BEGINS = ("From", "On", "Since", "since")
"""How a field ends whose day is one on which something began or happened."""
NOT_BOOKED = {
    "issuedOn": "the date of a decree or deed; its arrival is what is entered",
    "endsOn": "the end of a role, agreed when it is given; the ending of a role is booked",
    "effectiveFrom": "a setting of the office (a name, a policy, a list), not a fact of a day",
    "coversFrom": "the period of a permit; what is entered under it is judged itself",
}
"""Fields that are called like a day on which something happened, and are none."""


def dates_of(command: type[Command]) -> list[tuple[str, Days]]:
    """The dates of a command: path and range."""
    return [(path, leaf.extra["days"]) for path, leaf in leaves(command) if "days" in leaf.extra]


DATES = [(command, path, days) for command in registry.COMMANDS for path, days in dates_of(command)]
BOOKED = [
    (command, path)
    for command, path, days in DATES
    if days.unbooked is None and "." not in path and "[" not in path and not command.CORRECTS
]


def named(value: Any) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


YEARS = [
    (command, path, leaf)
    for command in registry.COMMANDS
    for path, leaf in leaves(command)
    if leaf.kind is int and path.lower().endswith("year") and not path.endswith("birthYear")
]
"""The year of a birth is judged by the register of persons (DATE_IMPLAUSIBLE)."""


@pytest.mark.parametrize(("command", "path", "leaf"), YEARS, ids=named)
def test_a_year_has_a_range_told_from_today(command: type[Command], path: str, leaf: Leaf) -> None:
    years = leaf.extra["years"]
    years.check(TODAY.year, TODAY, field=path)
    for year in (TODAY.year + years.ahead + 1, 1800):
        with pytest.raises(Refused) as refused:
            years.check(year, TODAY, field=path)
        assert refused.value.code in ("FUTURE_DATE", "DATE_RANGE")


def test_a_backlog_ends_within_a_year() -> None:
    office = world()
    today = office.context().today
    office.when(OpenBacklog(until=today + timedelta(days=365))).accepted()
    office.when(OpenBacklog(until=today + timedelta(days=366))).then_refused("DATE_RANGE", "until")
    office.when(OpenBacklog(until=today - timedelta(days=1))).accepted()


class AnyId(dict[str, UUID]):
    """An id for whatever a field names."""

    def __contains__(self, kind: object) -> bool:
        return True

    def __missing__(self, kind: str) -> UUID:
        return UUID("01890000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(("command", "path", "days"), DATES, ids=named)
def test_a_day_books_a_fact_or_says_why_not(command: type[Command], path: str, days: Days) -> None:
    name = path.rpartition(".")[2].removesuffix("[]")
    if name.endswith(BEGINS) and name not in NOT_BOOKED:
        assert days.unbooked is None, "the day of a fact whose lateness nobody judges"
    if days.unbooked is not None:
        assert len(days.unbooked) > 20


def test_what_is_said_to_be_no_fact_is_needed() -> None:
    unbooked = {path.rpartition(".")[2] for _, path, days in DATES if days.unbooked is not None}
    assert NOT_BOOKED.keys() <= unbooked


@pytest.mark.parametrize(("command", "path"), BOOKED, ids=named)
def test_an_old_day_in_any_field_is_a_late_entry(
    scenario: Any, command: type[Command], path: str
) -> None:
    name = next(one for one in command.__struct_fields__ if samples.camel(one) == path)
    made = samples.built(command, {**samples.sample(command, AnyId()), name: LONG_AGO.isoformat()})
    context = scenario(today=TODAY).context(on=TODAY)
    booked = booked_days(made)
    assert booked[path] == LONG_AGO
    with pytest.raises(Refused) as refused:
        check_dates(context, backlog_until=None, booked=booked)
    assert (refused.value.code, refused.value.params["day"]) == ("LATE_ENTRY", LONG_AGO)
    assert refused.value.field == min(booked, key=lambda each: booked[each])
    assert check_dates(context, backlog_until=TODAY, booked=booked) == "BACKLOG"
    recent = {path: TODAY - timedelta(days=30)}
    assert check_dates(context, backlog_until=None, booked=recent) == "ON_TIME"
