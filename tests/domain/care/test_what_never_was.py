"""A retracted service, or one never given, blocks nothing; a given one is corrected with a
warning."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.case_corrections import CorrectService
from wahana.domain.care.case_retractions import RetractCaseEntry, WithdrawCase
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.kps_conflicts import DeclareConflictOfInterest
from wahana.domain.care.service_register_events import ClaimReleased, OverlapWarned
from wahana.domain.care.services import EndService, RecordDelivery

MONTH = (date(2021, 9, 1), date(2021, 10, 1))


def rice_again(ladder: Any) -> Any:
    """The other WKSBM wants to bring rice in the same month."""
    second = ladder.second_case()
    wish = ladder.assign(case_id=second, service_id=ladder.uid("second rice"))
    return ladder.world.when(wish, actor=ladder.other_chair)


def delivered(ladder: Any, service: Any = None, **more: Any) -> RecordDelivery:
    fields = {"pillar": "LINJAMSOS", "quantity": 5, "unit": "KG"} | more
    return RecordDelivery(case_id=ladder.case, service_id=service or ladder.service, **fields)


def test_a_withdrawn_case_counts_in_no_overlap(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    ladder.world.run(WithdrawCase(case_id=ladder.case, reason="DUPLICATE"))
    (claim,) = ladder.register().claims
    assert (claim.valid_from, claim.valid_to) == (MONTH[0], MONTH[0])
    assert rice_again(ladder).refused is None


def test_nor_do_the_ended_services_of_a_case_that_was_closed_before(ladder: Any):
    ladder.reported().world.run(ladder.assign(), CloseCase(case_id=ladder.case, reason="MOVED"))
    assert ladder.register().claims[0].valid_to == ladder.TODAY
    withdraw = WithdrawCase(case_id=ladder.case, reason="DUPLICATE")
    released = ladder.world.when(withdraw).only(ClaimReleased)
    assert released.free_from == MONTH[0]
    assert rice_again(ladder).refused is None


def test_a_service_retracted_after_its_end_counts_in_no_overlap(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    of = ladder.state.services[0].entry
    ladder.world.run(EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE"))
    undo = RetractCaseEntry(case_id=ladder.case, of=of, entry="SERVICE", reason="WRONG_PERSON")
    ladder.world.run(undo)
    assert rice_again(ladder).refused is None


@pytest.mark.parametrize("reason", ["PROVIDER_WITHDREW", "REFUSED"])
def test_what_was_promised_and_never_given_leaves_the_month_free(ladder: Any, reason: str):
    ladder.reported().world.run(ladder.assign())
    ladder.world.run(EndService(case_id=ladder.case, service_id=ladder.service, reason=reason))
    assert rice_again(ladder).refused is None


def test_what_was_given_before_the_provider_withdrew_counts(ladder: Any):
    ladder.reported().world.run(ladder.assign(), delivered(ladder))
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="PROVIDER_WITHDREW")
    ladder.world.run(end)
    rice_again(ladder).then_refused("OVERLAP", "serviceKind")


def test_a_service_does_not_end_before_what_was_given(ladder: Any):
    ladder.reported().world.run(ladder.assign(), delivered(ladder, delivered_on=date(2021, 9, 18)))
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE")
    ladder.world.when(end, on=date(2021, 9, 17)).then_refused(
        "STAGE_DATE", "occurredOn", stage="DELIVERY", day=date(2021, 9, 18)
    )
    ladder.world.when(end, on=date(2021, 9, 18)).accepted()


def test_a_service_mended_into_a_pair_that_is_looked_at_is_warned_of_once(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    other = ladder.uid("parcel")
    ladder.world.run(ladder.assign(service_id=other, service_kind="KUNJUNGAN"))
    fields = {"case_id": ladder.case, "service_id": other, "reason": "TYPING_ERROR"}
    mend = CorrectService(**fields, service_kind="SEMBAKO", valid_from=MONTH[0], valid_to=MONTH[1])
    warned = ladder.world.when(mend).only(OverlapWarned)
    assert (warned.rule, warned.others) == ("WARN", (ladder.service,))
    again = CorrectService(
        **fields, service_kind="SEMBAKO", valid_from=MONTH[0], valid_to=date(2021, 9, 25)
    )
    outcome = ladder.world.when(again).accepted()
    assert not [event for event in outcome.events if isinstance(event, OverlapWarned)]


def test_a_body_is_not_mended_into_its_conflict(ladder: Any):
    kps, rival = ladder.body("pengajian"), ladder.body("dasawisma")
    declare = DeclareConflictOfInterest(
        conflict_id=ladder.uid("conflict"), kps_a_id=kps, kps_b_id=rival, matter="SEMBAKO"
    )
    ladder.reported().world.run(ladder.assign(provider="KPS", kps_id=kps), declare)
    mend = CorrectService(
        case_id=ladder.case,
        service_id=ladder.service,
        service_kind="SEMBAKO",
        valid_from=MONTH[0],
        valid_to=MONTH[1],
        reason="TYPING_ERROR",
    )
    ladder.world.when(mend).then_refused("KPS_CONFLICT", "serviceKind")


def test_a_reopening_bears_all_that_was_done_since(ladder: Any):
    ladder.reported().world.run(
        CloseCase(case_id=ladder.case, reason="MOVED"),
        ReopenCase(case_id=ladder.case, reason="FOUND_AGAIN"),
    )
    of = ladder.state.closings[0].reopened
    undo = RetractCaseEntry(case_id=ladder.case, of=of, entry="REOPENING", reason="TYPING_ERROR")
    ladder.world.run(
        AddCaseNote(case_id=ladder.case, text="Ditengok."),
        RecordOutcome(case_id=ladder.case, result="IMPROVED"),
    )
    ladder.world.when(undo).then_refused("ENTRY_IN_USE", "of", entry="NOTE")
    fields: dict[str, Any] = {"case_id": ladder.case, "reason": "TYPING_ERROR"}
    note, outcome = ladder.state.notes[0].entry, ladder.state.outcomes[0].entry
    ladder.world.run(RetractCaseEntry(**fields, of=note, entry="NOTE"))
    ladder.world.when(undo).then_refused("ENTRY_IN_USE", "of", entry="OUTCOME")
    ladder.world.run(RetractCaseEntry(**fields, of=outcome, entry="OUTCOME"))
    ladder.world.when(undo).accepted()


def test_only_who_holds_a_case_withdraws_it(ladder: Any):
    ladder.reported().taken_on()
    withdraw = WithdrawCase(case_id=ladder.case, via=ladder.referral, reason="DUPLICATE")
    ladder.world.when(withdraw, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "via")
    ladder.world.when(WithdrawCase(case_id=ladder.case, reason="DUPLICATE")).accepted()
