"""Dormant and awake again, merged, dissolved, withdrawn; and the slot each time (U9)."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.formation.board_events import BoardTermClosed
from wahana.domain.formation.life_commands import (
    DissolveWksbm,
    MergeWksbm,
    ReactivateWksbm,
    RecordWksbmDormancy,
    WithdrawWksbm,
)
from wahana.domain.formation.proposal_commands import RenameWksbm
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_life_events import (
    WksbmDissolved,
    WksbmMerged,
    WksbmReactivated,
    WksbmWentDormant,
    WksbmWithdrawn,
)
from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken


def rest(bontang, *, on=None, **changes):
    fields = {"wksbm_id": bontang.id, "reason": "FEW_PEOPLE"} | changes
    return bontang.world.when(RecordWksbmDormancy(**fields), on=on)


def wake(bontang, on=None):
    return bontang.world.when(ReactivateWksbm(wksbm_id=bontang.id), on=on)


def test_a_rest_frees_the_area_and_waking_takes_it_again(bontang):
    bontang.reach("INAUGURATED")
    slot = bontang.state.slot
    rest(bontang, on=date(2012, 6, 16)).then(
        WksbmWentDormant(valid_from=date(2012, 6, 16), reason="FEW_PEOPLE"),
        SlotReleased(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.status == "DORMANT"
    assert bontang.state.slot is None
    entry = bontang.state.resting.entry
    wake(bontang).then(
        WksbmReactivated(of=entry, valid_to=date(2012, 6, 20), slot=slot),
        SlotTaken(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.status == "ACTIVE"
    assert bontang.state.slot == slot


def test_waking_finds_the_area_taken(bontang):
    bontang.reach("INAUGURATED")
    rest(bontang, on=date(2012, 6, 16)).accepted()
    successor = bontang.sibling("WKSBM baru", village_code="64.74.01.1003")
    wake(bontang).then_refused("ONE_PER_AREA", "villageCode", holder=str(successor))


def test_a_rest_that_is_over_is_entered_afterwards(bontang):
    bontang.world.today = date(2018, 7, 26)
    bontang.reach("INAUGURATED")
    days = {"valid_from": date(2013, 1, 1), "valid_to": date(2015, 1, 1)}
    rest(bontang, **days).then(WksbmWentDormant(reason="FEW_PEOPLE", **days))
    assert bontang.state.status == "ACTIVE"
    rest(bontang, valid_from=date(2014, 6, 1)).then_refused("DORMANCY_OVERLAP", "validFrom")
    rest(bontang, valid_from=date(2015, 1, 1), valid_to=date(2016, 1, 1)).accepted()


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"valid_from": date(2012, 6, 21)}, "FUTURE_DATE", "validFrom"),
        (
            {"valid_from": date(2012, 6, 1), "valid_to": date(2012, 7, 1)},
            "FUTURE_DATE",
            "validTo",
        ),
        (
            {"valid_from": date(2012, 6, 1), "valid_to": date(2012, 6, 1)},
            "PERIOD_EMPTY",
            "validTo",
        ),
        ({"valid_from": date(1940, 1, 1)}, "DATE_RANGE", "validFrom"),
        ({"reason": "OTHER"}, "NOTE_REQUIRED", "note"),
    ],
)
def test_a_rest_has_sensible_days(bontang, days, code, field):
    bontang.reach("PROPOSED")
    rest(bontang, **days).then_refused(code, field)


def test_who_is_awake_is_not_woken(bontang):
    bontang.reach("PROPOSED")
    wake(bontang).then_refused("WKSBM_STATE", "wksbmId", state="FORMING", needed="DORMANT")
    rest(bontang).accepted()
    wake(bontang).then_refused("PERIOD_EMPTY", "validTo")


def test_a_merger_ends_the_board_and_frees_the_area(bontang):
    bontang.reach("INAUGURATED")
    other = bontang.sibling("WKSBM Guntung")
    merge = MergeWksbm(wksbm_id=bontang.id, into=other, reason="FEW_PEOPLE")
    bontang.world.when(merge).then(
        WksbmMerged(into=other, reason="FEW_PEOPLE"),
        SlotReleased(kind="wksbm-area", holder=bontang.id),
        BoardTermClosed(term_no=1, valid_to=date(2012, 6, 20), reason="MERGED"),
    )
    assert bontang.state.status == "MERGED"
    assert bontang.board.term_on(date(2012, 6, 20)) is None


def test_nothing_is_merged_into_itself_or_into_the_dead(bontang):
    bontang.reach("PROPOSED")

    def merge(into, of=bontang.id):
        return bontang.world.when(MergeWksbm(wksbm_id=of, into=into, reason="X"))

    merge(bontang.id).then_refused("SAME_WKSBM", "into")
    merge(bontang.uid("nobody")).then_refused("NOT_FOUND", "into")
    other = bontang.sibling("WKSBM Guntung")
    merge(other).accepted()
    merge(bontang.id, of=other).then_refused("WKSBM_STATE", "into", state="MERGED")


def test_a_dissolution_says_where_the_money_went(bontang):
    bontang.reach("PROPOSED")
    command = DissolveWksbm(wksbm_id=bontang.id, reason="NO_MEMBERS", settlement_ref="BA 3/2012")
    bontang.world.when(command).then(
        WksbmDissolved(reason="NO_MEMBERS", settlement_ref="BA 3/2012"),
        SlotReleased(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.status == "DISSOLVED"
    rename = RenameWksbm(wksbm_id=bontang.id, name="X")
    bontang.world.when(rename).then_refused("WKSBM_STATE", "wksbmId", state="DISSOLVED")


def test_a_resting_wksbm_has_no_slot_to_give_back(bontang):
    bontang.reach("PROPOSED")
    rest(bontang, on=date(2012, 6, 1)).accepted()
    dissolve = DissolveWksbm(wksbm_id=bontang.id, reason="NO_MEMBERS")
    bontang.world.when(dissolve).then(WksbmDissolved(reason="NO_MEMBERS"))


def test_a_twin_is_withdrawn(bontang):
    bontang.reach("PROPOSED")
    rw = bontang.rw("8")
    twin = bontang.sibling("twin", village_code="64.74.01.1003", level="RW", local_area_id=rw)

    def withdraw(**changes):
        fields = {"wksbm_id": twin, "reason": "DUPLICATE", "twin_id": bontang.id} | changes
        return bontang.world.when(WithdrawWksbm(**fields))

    withdraw(twin_id=twin).then_refused("SAME_WKSBM", "twinId")
    withdraw(twin_id=bontang.uid("nobody")).then_refused("NOT_FOUND", "twinId")
    withdraw().then(
        WksbmWithdrawn(reason="DUPLICATE", twin=bontang.id),
        SlotReleased(kind="wksbm-area", holder=twin),
    )
    assert bontang.world.state(Wksbm, twin).status == "WITHDRAWN"
