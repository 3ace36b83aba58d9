"""When something may be entered: future, late, backlog, permits and who may use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from wahana.domain.kernel.dates import check_period
from wahana.domain.kernel.days import EARLIEST
from wahana.domain.kernel.fields import note
from wahana.domain.kernel.model import Actor
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.refusal import Refused
from wahana.domain.office.late_permit import LatePermit
from wahana.domain.office.late_permit_commands import AllowLateEntry
from wahana.domain.office.late_permit_corrections import RevokeLateEntry
from wahana.domain.office.late_permit_events import LateEntryAllowed, LateEntryRevoked
from wahana.domain.office.timeliness import check_dates

TODAY = date(2012, 6, 20)
LONG_AGO = date(2009, 3, 19)


def permit(world, **fields: object) -> AllowLateEntry:
    given = {
        "covers_from": date(2009, 1, 1),
        "covers_to": date(2009, 12, 31),
        "until": date(2012, 7, 31),
        "reason": "PAPER_FOUND",
        **fields,
    }
    return AllowLateEntry(permit_id=world.uid("permit"), **given)


@pytest.fixture
def head(scenario):
    return Actor(id=scenario().uid("head"), role="DINAS_HEAD")


def ask(world, on: date, **fields: object):
    return check_dates(world.context(on=on), **{"backlog_until": None, **fields})


def refusal(world, on: date, **fields: object) -> Refused:
    with pytest.raises(Refused) as refused:
        ask(world, on, **fields)
    return refused.value


def test_today_and_the_window_are_on_time(scenario):
    world = scenario(today=TODAY)
    assert ask(world, TODAY) == "ON_TIME"
    assert ask(world, TODAY - timedelta(days=30)) == "ON_TIME"


def test_the_future_is_refused_even_with_a_backlog(scenario):
    world = scenario(today=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    refused = refusal(world, tomorrow, backlog_until=date(2030, 1, 1))
    assert (refused.code, refused.field) == ("FUTURE_DATE", "occurredOn")


def test_what_is_older_than_the_window_is_late(scenario):
    world = scenario(today=TODAY)
    refused = refusal(world, TODAY - timedelta(days=31))
    assert (refused.code, refused.field) == ("LATE_ENTRY", "occurredOn")
    assert refused.params["cause"] == "NO_PERMIT"
    assert refused.params["window_days"] == 30


def test_the_window_is_that_of_the_day_of_entry(scenario):
    world = scenario(today=TODAY)
    strict, lax = Policies(late_window_days=0), Policies(late_window_days=3650)
    context = world.context(on=LONG_AGO)
    lax_now = replace(context, policies=strict, resolve_policies=lambda _: lax)
    assert check_dates(lax_now, backlog_until=None) == "ON_TIME"
    strict_now = replace(context, policies=lax, resolve_policies=lambda _: strict)
    with pytest.raises(Refused):
        check_dates(strict_now, backlog_until=None)
    unresolved = replace(context, policies=lax, resolve_policies=None)
    assert check_dates(unresolved, backlog_until=None) == "ON_TIME"


def test_until_the_backlog_ends_any_past_is_let_in(scenario):
    world = scenario(today=TODAY)
    assert ask(world, LONG_AGO, backlog_until=TODAY) == "BACKLOG"
    assert refusal(world, LONG_AGO, backlog_until=TODAY - timedelta(days=1)).code == "LATE_ENTRY"


def test_a_permit_of_another_officer_lets_its_dates_in(scenario, head):
    world = scenario(today=TODAY)
    world.when(permit(world, note="notulen ditemukan"), actor=head).then(
        LateEntryAllowed(
            covers_from=date(2009, 1, 1),
            covers_to=date(2009, 12, 31),
            until=date(2012, 7, 31),
            reason="PAPER_FOUND",
            note=note(world.uid("permit"), "notulen ditemukan"),
        )
    )
    used = {"permit_id": world.uid("permit")}
    assert ask(world, LONG_AGO, **used) == "PERMITTED"
    assert refusal(world, date(2010, 1, 1), **used).params["cause"] == "PERMIT_OTHER_DATES"
    world.today = date(2012, 8, 1)
    assert refusal(world, LONG_AGO, **used).params["cause"] == "PERMIT_EXPIRED"


def test_the_decision_is_guarded_by_the_permit_it_relies_on(scenario, head):
    world = scenario(today=TODAY)
    world.when(permit(world), actor=head).accepted()
    read: dict[object, int] = {}
    check_dates(
        world.context(on=LONG_AGO, read=read),
        backlog_until=None,
        permit_id=world.uid("permit"),
    )
    assert read == {world.uid("permit"): 1}


def test_who_gave_a_permit_may_not_use_it(scenario, head):
    world = scenario(today=TODAY)
    world.when(permit(world), actor=head).accepted()
    with pytest.raises(Refused) as refused:
        check_dates(
            world.context(on=LONG_AGO, actor=head),
            backlog_until=None,
            permit_id=world.uid("permit"),
        )
    assert (refused.value.code, refused.value.field) == ("SELF_APPROVAL", "permit")


def test_a_permit_for_one_wksbm_serves_no_other(scenario, head):
    world = scenario(today=TODAY)
    mine, other = world.uid("mine"), world.uid("other")
    world.when(permit(world, wksbm_id=mine), actor=head).accepted()
    used = {"permit_id": world.uid("permit")}
    assert ask(world, LONG_AGO, **used, wksbm_id=mine) == "PERMITTED"
    for wksbm_id in (other, None):
        refused = refusal(world, LONG_AGO, **used, wksbm_id=wksbm_id)
        assert refused.params["cause"] == "PERMIT_OTHER_WKSBM"


def test_a_revoked_permit_serves_nobody(scenario, head):
    world = scenario(today=TODAY)
    world.when(permit(world), actor=head).accepted()
    revoke = RevokeLateEntry(permit_id=world.uid("permit"), reason="NOT_NEEDED")
    world.when(revoke, actor=head).then(LateEntryRevoked(reason="NOT_NEEDED"))
    refused = refusal(world, LONG_AGO, permit_id=world.uid("permit"))
    assert refused.params["cause"] == "PERMIT_REVOKED"
    assert world.state(LatePermit, world.uid("permit")).revoked
    world.when(revoke, actor=head).then_refused("PERMIT_ENDED", "permitId", ended_on=TODAY)


def test_a_permit_that_is_not_there_is_not_found(scenario):
    world = scenario(today=TODAY)
    refused = refusal(world, LONG_AGO, permit_id=world.uid("permit"))
    assert (refused.code, refused.field) == ("NOT_FOUND", "permit")
    world.when(RevokeLateEntry(permit_id=world.uid("permit"), reason="MISUSED")).then_refused(
        "NOT_FOUND", "permitId", kind="late_entry"
    )


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"covers_to": date(2008, 12, 31)}, "DATE_ORDER", "coversTo"),
        ({"covers_to": date(2012, 6, 21)}, "FUTURE_DATE", "coversTo"),
        ({"until": date(2012, 6, 19)}, "PERMIT_ENDED", "until"),
        ({"reason": "OTHER"}, "NOTE_REQUIRED", "note"),
    ],
)
def test_a_permit_that_makes_no_sense_is_refused(scenario, fields, code: str, field: str):
    world = scenario(today=TODAY)
    world.when(permit(world, **fields)).then_refused(code, field)


def test_a_permit_is_given_once_and_says_where_it_acts(scenario):
    world = scenario(today=TODAY)
    command = permit(world, wksbm_id=world.uid("w"))
    assert command.place(world.context()).wksbm_id == world.uid("w")
    world.run(command)
    world.when(command).then_refused("ALREADY_EXISTS", "permitId")
    other = msgspec.structs.replace(command, permit_id=world.uid("second"))
    world.run(other)
    world.when(RevokeLateEntry(permit_id=world.uid("second"), reason="OTHER")).then_refused(
        "NOTE_REQUIRED", "note"
    )


@pytest.mark.parametrize(
    ("first", "last", "code", "cause"),
    [
        (date(2012, 6, 15), date(2012, 6, 14), "DATE_ORDER", None),
        (date(2012, 1, 1), date(2016, 1, 1), "DATE_IMPLAUSIBLE", "TOO_LONG"),
    ],
)
def test_periods_that_make_no_sense(first, last, code: str, cause: str | None):
    with pytest.raises(Refused) as refused:
        check_period(first, last, field="dateTo")
    assert refused.value.code == code
    assert refused.value.params.get("cause") == cause


def test_periods_at_the_edges_make_sense():
    check_period(TODAY, TODAY, field="x")
    check_period(date(2012, 1, 1), date(2015, 1, 3), field="x")


@pytest.mark.parametrize("day", [date.min, EARLIEST - timedelta(days=1)])
def test_a_business_date_before_the_republic_is_refused(scenario, day: date):
    world = scenario(today=TODAY)
    with pytest.raises(Refused, match="DATE_RANGE"):
        ask(world, day, backlog_until=date.max)
