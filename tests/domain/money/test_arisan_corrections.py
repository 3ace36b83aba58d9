"""Wrong entries of an arisan: retracted from the last one back, or corrected."""

from __future__ import annotations

from datetime import date

from tests.domain.money.arisan_acts import (
    NAMES,
    act,
    collect,
    draw,
    retract,
    short,
)

from wahana.domain.money.arisan_commands import (
    CloseCycle,
    PayPot,
    SettleDebt,
    SubstituteMember,
)
from wahana.domain.money.arisan_corrections import CorrectCycle
from wahana.domain.money.arisan_events import (
    ArisanEntryRetracted,
)


def test_entries_are_taken_back_from_the_last_on(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 2).accepted()
    act(arisan, PayPot, round=1).accepted()
    retract(arisan, 2, "COLLECTION").then_refused("ENTRY_IN_USE", "of", entry="DRAW")
    retract(arisan, 3, "DRAW").then_refused("ENTRY_IN_USE", "of", entry="POT")
    retract(arisan, 4, "POT").then(ArisanEntryRetracted(of=4, entry="POT", reason="TYPING_ERROR"))
    retract(arisan, 3, "DRAW").accepted()
    assert arisan.cycle().candidates == (1, 2, 3, 4)
    retract(arisan, 2, "COLLECTION").accepted()
    assert arisan.cycle().missing(1) == 200_000
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 1).accepted()


def test_a_draw_stays_when_the_next_round_has_begun(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 2).accepted()
    collect(arisan, 1).accepted()
    retract(arisan, 3, "DRAW").then_refused("ENTRY_IN_USE", "of", entry="COLLECTION")
    retract(arisan, 4, "COLLECTION").accepted()
    retract(arisan, 3, "DRAW").accepted()


def test_settlements_and_substitutions_are_taken_back(arisan):
    short(arisan)
    act(arisan, SettleDebt, round=2, share=2).accepted()
    act(arisan, SubstituteMember, share=2, member=arisan.ref("Tini"), reason="MOVED").accepted()
    act(arisan, SubstituteMember, share=2, member=arisan.ref("Yati"), reason="MOVED").accepted()
    retract(arisan, 8, "SUBSTITUTION").then_refused("ENTRY_IN_USE", "of", entry="SUBSTITUTION")
    retract(arisan, 9, "SUBSTITUTION").accepted()
    retract(arisan, 8, "SUBSTITUTION").accepted()
    assert arisan.cycle().share(2, field="share").member == arisan.uid("Budi")
    retract(arisan, 7, "SETTLEMENT").accepted()
    assert len(arisan.cycle().debts()) == 1
    for entry in ("COLLECTION", "DRAW", "POT", "SUBSTITUTION", "SETTLEMENT", "CLOSING"):
        retract(arisan, 99, entry).then_refused("NOT_FOUND", "of")


def test_a_substitution_stays_under_what_its_holder_won(arisan):
    act(arisan, SubstituteMember, share=1, member=arisan.ref("Tini"), reason="MOVED").accepted()
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 1).accepted()
    retract(arisan, 2, "SUBSTITUTION").then_refused("ENTRY_IN_USE", "of", entry="DRAW")
    retract(arisan, 4, "DRAW").accepted()
    retract(arisan, 2, "SUBSTITUTION").accepted()


def test_a_cycle_is_not_corrected_to_what_it_is(arisan):
    same = {
        "title": "Arisan ibu-ibu RW 08",
        "contribution": 50_000,
        "frequency": "MONTHLY",
        "method": "RANDOM",
        "members": tuple(arisan.ref(name) for name in NAMES),
        "reason": "TYPING_ERROR",
    }
    act(arisan, CorrectCycle, on=date(2026, 11, 1), **same).then_refused("NO_CHANGE")
    earlier = date(2026, 10, 1)
    act(arisan, CorrectCycle, on=earlier, **same).accepted()


def test_a_closed_cycle_is_open_again_without_its_closing(arisan):
    short(arisan)
    act(arisan, CloseCycle, end="BROKEN_OFF", note="Banyak yang pindah").accepted()
    closing = arisan.cycle().version
    retract(arisan, closing - 1, "DRAW").then_refused("ENTRY_IN_USE", "of", entry="CLOSING")
    retract(arisan, closing, "CLOSING").accepted()
    act(arisan, SettleDebt, round=2, share=2).accepted()


def test_the_title_is_corrected_when_rounds_have_begun_amounts_and_method_are_not(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 1).accepted()
    right = {
        "title": "Arisan bapak-bapak",
        "contribution": 50_000,
        "frequency": "SELAPANAN",
        "method": "RANDOM",
        "members": tuple(arisan.ref(name) for name in NAMES),
        "reason": "TYPING_ERROR",
    }
    act(arisan, CorrectCycle, **right).accepted()
    ordered = right | {"method": "ORDER"}
    act(arisan, CorrectCycle, **ordered).then_refused("ENTRY_IN_USE", "cycleId", entry="DRAW")
    cut = right | {"cut": 10_000}
    act(arisan, CorrectCycle, **cut).then_refused("ENTRY_IN_USE", "cycleId", entry="DRAW")
    dearer = right | {"contribution": 60_000}
    act(arisan, CorrectCycle, **dearer).then_refused("ENTRY_IN_USE", "cycleId", entry="DRAW")
    cheaper = right | {"contribution": 40_000}
    act(arisan, CorrectCycle, **cheaper).then_refused("ENTRY_IN_USE", "cycleId", entry="COLLECTION")
    others = right | {"members": tuple(arisan.ref(name) for name in NAMES[::-1])}
    act(arisan, CorrectCycle, **others).accepted()
    others["members"] = (arisan.ref("Wati"), *others["members"][1:])
    act(arisan, CorrectCycle, **others).then_refused("ENTRY_IN_USE", "cycleId", entry="DRAW")
