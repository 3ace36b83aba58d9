"""Every wrong entry can be corrected: the command gives the whole corrected fact and names the
entry."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity
from wahana.domain.formation.board_events import BoardDecreeCorrected, TermCorrected
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.life_commands import DissolveWksbm, RecordWksbmDormancy
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_correction_events import (
    DecreeCorrected,
    InaugurationActivityCorrected,
    InaugurationDateCorrected,
    NominationCorrected,
    SocialisationCorrected,
    TrainingCorrected,
    WksbmCorrected,
)
from wahana.domain.formation.wksbm_corrections import (
    CorrectDecree,
    CorrectInaugurationActivity,
    CorrectInaugurationDate,
    CorrectNomination,
    CorrectSocialisation,
    CorrectTraining,
    CorrectWksbm,
)
from wahana.domain.formation.wksbm_events import Candidate
from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken
from wahana.domain.kernel.slots import Slot, slot_id

TYPO = {"reason": "TYPING_ERROR"}


@pytest.fixture
def correct(bontang):
    """Run a correcting command on the WKSBM of Lok Tuan."""

    def run(command, **fields):
        return bontang.world.when(command(**({"wksbm_id": bontang.id} | TYPO | fields)))

    return run


def test_a_misspelt_name(bontang, correct):
    bontang.reach("PROPOSED")
    mended = correct(CorrectWksbm, name="WKSBM Loktuan").only(WksbmCorrected)
    assert mended == WksbmCorrected(
        of=1,
        name="WKSBM Loktuan",
        level="KELURAHAN",
        village_code="64.74.01.1003",
        area_edition="2025",
        origin="INITIATED",
        budget_year=2012,
        slot=bontang.state.slot,
        reason="TYPING_ERROR",
    )
    assert bontang.state.name == "WKSBM Loktuan"
    correct(CorrectWksbm, name="WKSBM Loktuan").then_refused("NO_CHANGE")
    correct(CorrectWksbm, name="X", reason="OTHER").then_refused("NOTE_REQUIRED", "note")


def test_a_wrong_kelurahan_changes_the_slot(bontang, correct):
    bontang.reach("PROPOSED")
    old = bontang.state.slot
    outcome = correct(CorrectWksbm, village_code="64.74.01.1004")
    outcome.accepted()
    assert outcome.events[1:] == [
        SlotReleased(kind="wksbm-area", holder=bontang.id),
        SlotTaken(kind="wksbm-area", holder=bontang.id),
    ]
    assert bontang.world.state(Slot, old).holder is None
    new = slot_id(bontang.world.tenant_id, "wksbm-area", "KELURAHAN/64.74.01.1004")
    assert bontang.state.slot == new
    assert bontang.world.state(Slot, new).holder == bontang.id


def test_a_wrong_level_and_back(bontang, correct):
    bontang.reach("PROPOSED")
    rw = bontang.rw("8")
    correct(CorrectWksbm, level="RW", local_area_id=rw).accepted()
    assert (bontang.state.level, bontang.state.local_area) == ("RW", rw)
    correct(CorrectWksbm, level="KELURAHAN").accepted()
    assert (bontang.state.level, bontang.state.local_area) == ("KELURAHAN", None)


def test_a_corrected_area_must_be_free_own_and_fit_the_parent(bontang, correct):
    bontang.reach("PROPOSED")
    bontang.sibling("WKSBM Guntung")
    correct(CorrectWksbm, village_code="64.74.01.1004").then_refused("ONE_PER_AREA", "villageCode")
    correct(CorrectWksbm, village_code="34.04.12.2001").then_refused("AREA_OUTSIDE", "villageCode")
    rw, elsewhere = bontang.rw("8"), bontang.rw("8", village_code="64.74.01.1004")
    child = bontang.sibling(
        "rw 8",
        level="RW",
        village_code="64.74.01.1003",
        local_area_id=rw,
        parent_id=bontang.id,
    )
    correct(
        CorrectWksbm, wksbm_id=child, village_code="64.74.01.1004", local_area_id=elsewhere
    ).then_refused("LEVEL_SCOPE", "parentId")


def test_years_and_origin(bontang, correct):
    bontang.reach("PROPOSED")
    correct(CorrectWksbm, origin="NATURAL", budget_year=2011, founded_year=2006).accepted()
    assert (bontang.state.origin, bontang.state.budget_year) == ("NATURAL", 2011)
    assert bontang.state.founded_year == 2006
    correct(CorrectWksbm, cleared=("founded_year",)).accepted()
    assert bontang.state.founded_year is None


def test_the_dead_and_the_resting_can_be_mended_without_a_slot(bontang, correct):
    bontang.reach("PROPOSED")
    rest = RecordWksbmDormancy(wksbm_id=bontang.id, reason="X")
    bontang.world.when(rest, on=date(2012, 6, 1)).accepted()
    correct(CorrectWksbm, village_code="64.74.01.1004").only(WksbmCorrected)
    assert bontang.state.slot is None
    bontang.world.when(DissolveWksbm(wksbm_id=bontang.id, reason="X")).accepted()
    correct(CorrectWksbm, name="WKSBM Guntung").only(WksbmCorrected)


def test_a_socialisation(bontang, correct):
    bontang.reach("SOCIALISED")
    correct(CorrectSocialisation, of=2, held_from=date(2012, 5, 1), held_to=date(2012, 5, 2)).then(
        SocialisationCorrected(
            of=2, held_from=date(2012, 5, 1), held_to=date(2012, 5, 2), reason="TYPING_ERROR"
        )
    )
    assert bontang.state.socialisations[0].held_from == date(2012, 5, 1)
    correct(CorrectSocialisation, of=1).then_refused("NOT_FOUND", "of")


def test_a_nomination(bontang, correct):
    bontang.reach("NOMINATED")
    *four, last = bontang.nominees(new=False)
    right = msgspec.structs.replace(last, person=bontang.known(bontang.person("right")))
    candidates = (*four, right)
    mended = correct(
        CorrectNomination, of=3, candidates=candidates, nominated_on=date(2012, 6, 5)
    ).only(NominationCorrected)
    assert mended.candidates[-1] == Candidate(person=bontang.uid("right"), seat=right.seat)
    assert bontang.state.nomination.nominated_on == date(2012, 6, 5)
    correct(CorrectNomination, of=3, candidates=candidates).then_refused("NO_CHANGE", "candidates")
    correct(CorrectNomination, of=2, candidates=candidates).then_refused("NOT_FOUND", "of")
    correct(CorrectNomination, of=3, candidates=candidates[:4]).then_refused(
        "BOARD_SIZE", "candidates", given=4
    )
    correct(
        CorrectNomination, of=3, candidates=candidates, nominated_on=date(2012, 7, 1)
    ).then_refused("FUTURE_DATE", "nominatedOn")


def test_a_training(bontang, correct):
    bontang.reach("TRAINED")
    entry = bontang.state.trainings[0].entry
    external = ExternalActivity(
        organiser="BBPPKS Banjarmasin",
        title="Pembekalan",
        date_from=date(2012, 6, 12),
        date_to=date(2012, 6, 13),
    )
    fields = {"activity": ActivityRef(external=external), "attended": tuple(bontang.people[:4])}
    correct(CorrectTraining, of=entry, trained_on=date(2012, 6, 13), **fields).then(
        TrainingCorrected(of=entry, trained_on=date(2012, 6, 13), reason="TYPING_ERROR", **fields)
    )
    assert len(bontang.state.trained_by(date(2012, 6, 13))) == 4
    correct(CorrectTraining, of=entry, trained_on=date(2012, 6, 1), **fields).then_refused(
        "ACTIVITY_NOT_BEGUN", "trainedOn"
    )
    correct(CorrectTraining, of=1, **fields).then_refused("NOT_FOUND", "of")


def test_a_decree_in_the_wksbm_and_its_term(bontang, correct):
    bontang.reach("INAUGURATED")
    entry = bontang.state.inauguration.entry
    right = Decree(no="441/SK/2012", issued_on=date(2012, 6, 14), issuer_role="LURAH")
    correct(CorrectDecree, of=entry, decree=right).then(
        DecreeCorrected(of=entry, decree=right, reason="TYPING_ERROR"),
        BoardDecreeCorrected(of=1, decree=right, reason="TYPING_ERROR"),
    )
    assert bontang.state.inauguration.decree == right
    assert bontang.board.terms[0].decree == right
    correct(CorrectDecree, of=entry, decree=right).then_refused("NO_CHANGE", "decree")
    correct(CorrectDecree, of=1, decree=bontang.DECREE).then_refused("NOT_FOUND", "of")
    late = msgspec.structs.replace(right, issued_on=date(2013, 1, 1))
    correct(CorrectDecree, of=entry, decree=late).then_refused("FUTURE_DATE", "decree.issuedOn")


def test_the_day_of_the_inauguration_is_held_against_the_stages(bontang, correct):
    bontang.reach("INAUGURATED")
    entry = bontang.state.inauguration.entry
    right = {"of": entry, "inaugurated_on": date(2012, 6, 16)}
    corrected, term, *seats = correct(CorrectInaugurationDate, **right).accepted().events
    assert corrected == InaugurationDateCorrected(reason="TYPING_ERROR", **right)
    days = {"valid_from": date(2012, 6, 16), "valid_to": date(2017, 6, 16)}
    assert term == TermCorrected(of=1, reason="TYPING_ERROR", **days)
    assert {seat.valid_from for seat in seats} == {date(2012, 6, 16)}
    assert [span.start for span in bontang.board.days] == [date(2012, 6, 16)] * 5
    assert bontang.state.inauguration.inaugurated_on == date(2012, 6, 16)
    correct(CorrectInaugurationDate, **right).then_refused("NO_CHANGE", "inauguratedOn")
    early = right | {"inaugurated_on": date(2012, 6, 14)}
    correct(CorrectInaugurationDate, **early).then_refused("NOT_TRAINED")
    late = right | {"inaugurated_on": date(2012, 7, 1)}
    correct(CorrectInaugurationDate, **late).then_refused("FUTURE_DATE", "inauguratedOn")


def test_the_activity_of_the_inauguration(bontang, correct):
    bontang.reach("INAUGURATED")
    entry = bontang.state.inauguration.entry
    correct(CorrectInaugurationActivity, of=entry).then(
        InaugurationActivityCorrected(of=entry, reason="TYPING_ERROR")
    )
    correct(CorrectInaugurationActivity, of=entry).then_refused("NO_CHANGE", "activity")
    again = ActivityRef(activity_id=bontang.session)
    correct(CorrectInaugurationActivity, of=entry, activity=again).accepted()
    assert bontang.state.inauguration.activity.version == 2


def test_an_unknown_wksbm_is_not_mended(bontang, correct):
    nobody = bontang.uid("nobody")
    assert not bontang.world.state(Wksbm, nobody).exists
    correct(CorrectWksbm, wksbm_id=nobody, name="X").then_refused("NOT_FOUND", "wksbmId")
