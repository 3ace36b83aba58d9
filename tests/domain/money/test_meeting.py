"""Meetings: held, decided, minuted, corrected (S2 "pertemuan-pertemuan rutin maupun
insidental")."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_commands import AttachMinutes, HoldMeeting, TakeDecision
from wahana.domain.money.meeting_corrections import (
    CorrectDecision,
    CorrectMeeting,
    RetractMeetingEntry,
)
from wahana.domain.money.meeting_events import (
    DecisionCorrected,
    DecisionTaken,
    Guest,
    MeetingCorrected,
    MeetingEntryRetracted,
    MeetingHeld,
    MinutesAttached,
)

DAY = date(2026, 11, 1)
HASH = "ab" * 32


def hold(rw, **changes):
    fields = {"meeting_id": rw.uid("m"), "wksbm_id": rw.id, "headcount": 20} | changes
    return rw.do(HoldMeeting(**fields), on=DAY, by=rw.chair)


def take(rw, **changes):
    fields = {"title": "Beasiswa", "kind": "SPEND", "votes_for": 20, "limit": 900, "unit": "IDR"}
    return rw.do(TakeDecision(meeting_id=rw.uid("m"), **(fields | changes)), by=rw.chair)


def state(rw):
    return rw.state(Meeting, rw.uid("m"))


def test_a_meeting_is_held_with_members_and_guests(rw):
    present = (rw.person("Sri"), rw.person("Budi"))
    guest = Guest(kind="DINAS", organisation="Dinas Sosial", count=2)
    hold(rw, kind="INCIDENTAL", present=present, headcount=None, guests=(guest,)).then(
        MeetingHeld(
            wksbm=rw.id,
            kind="INCIDENTAL",
            held_on=DAY,
            present=present,
            headcount=2,
            guests=(guest,),
        )
    )
    hold(rw).then_refused("ALREADY_EXISTS", "meetingId")


def test_those_who_were_there_are_known_and_counted_once(rw):
    sri = rw.person("Sri")
    hold(rw, present=(rw.uid("nobody"),)).then_refused("NOT_FOUND", "present")
    hold(rw, present=(sri, sri)).then_refused("PERSON_TWICE", "present")
    hold(rw, present=(sri, rw.person("Budi")), headcount=1).then_refused(
        "HEADCOUNT_LOW", "headcount", headcount=1, named=2
    )
    hold(rw, headcount=None).then_refused("HEADCOUNT_LOW", "headcount")
    hold(rw, guests=(Guest(kind="TKSK", person=rw.uid("x")),)).then_refused("NOT_FOUND", "guests")


def test_decisions_are_numbered_and_counted(rw):
    hold(rw)
    first = take(rw, text="Untuk anak Bu Sri").only(DecisionTaken)
    assert (first.no, first.limit, first.text.category) == (1, 900, "note")
    assert take(rw, kind="PROGRAMME", limit=None, unit=None).only(DecisionTaken).no == 2
    take(rw, votes_for=15, votes_against=6).then_refused("VOTES_EXCEED", "votesFor", votes=21)
    take(rw, votes_for=0).then_refused("VOTES_EXCEED", "votesFor")
    take(rw, limit=None, unit=None).then_refused("LIMIT_REQUIRED", "limit")
    take(rw, unit=None).then_refused("LIMIT_REQUIRED", "limit")
    take(rw, kind="ELECT", unit=None).then_refused("LIMIT_REQUIRED", "limit")
    assert state(rw).decided == 2


def test_a_meeting_and_its_decision_are_mended(rw):
    hold(rw)
    take(rw)
    mended = {"meeting_id": rw.uid("m"), "kind": "ROUTINE", "reason": "TYPING_ERROR"}
    rw.do(CorrectMeeting(**mended, headcount=20), on=DAY).then_refused("NO_CHANGE")
    rw.do(CorrectMeeting(**mended, headcount=19), on=DAY).then_refused(
        "VOTES_EXCEED", "headcount", votes=20, present=19
    )
    rw.do(CorrectMeeting(**mended, headcount=25, place_name="Balai RW"), on=DAY).then(
        MeetingCorrected(
            of=1,
            kind="ROUTINE",
            held_on=DAY,
            headcount=25,
            place="Balai RW",
            reason="TYPING_ERROR",
        )
    )
    again = CorrectDecision(
        meeting_id=rw.uid("m"),
        no=1,
        title="Beasiswa",
        kind="SPEND",
        votes_for=25,
        limit=1000,
        unit="IDR",
        reason="TYPING_ERROR",
    )
    assert rw.do(again, by=rw.chair).only(DecisionCorrected).of == 2
    assert state(rw).decisions[0].limit == 1000


def test_what_was_paid_by_a_decision_holds_it(rw):
    rw.open(opening_balance=10_000_000)
    ref = rw.decision(2_000_000)
    rw.pay(1_500_000, decision=ref, on=date(2026, 11, 2)).accepted()
    fields = {"meeting_id": ref.meeting_id, "reason": "TYPING_ERROR"}
    lower = CorrectDecision(
        **fields, no=1, title="X", kind="SPEND", votes_for=40, limit=1_499_999, unit="IDR"
    )
    rw.do(lower).then_refused("DECISION_SPENT", "no", spent=1_500_000)
    for of, entry in ((1, "MEETING"), (2, "DECISION")):
        gone = RetractMeetingEntry(**fields, of=of, entry=entry)
        rw.do(gone).then_refused("DECISION_SPENT", "of")


def test_minutes_are_attached_by_their_hash_once(rw):
    hold(rw)
    minutes = AttachMinutes(meeting_id=rw.uid("m"), sha256=HASH, pages=3)
    rw.do(minutes).then(MinutesAttached(sha256=HASH, pages=3))
    rw.do(minutes).then_refused("NO_CHANGE", "sha256")
    gone = RetractMeetingEntry(
        meeting_id=rw.uid("m"), of=2, entry="MINUTES", reason="WRONG_DOCUMENT"
    )
    rw.do(gone).then(MeetingEntryRetracted(of=2, entry="MINUTES", reason="WRONG_DOCUMENT"))
    rw.do(minutes).accepted()


@pytest.mark.parametrize("entry", ["MEETING", "DECISION", "MINUTES"])
def test_only_what_is_there_is_taken_back(rw, entry):
    hold(rw)
    gone = RetractMeetingEntry(meeting_id=rw.uid("m"), of=9, entry=entry, reason="DUPLICATE")
    rw.do(gone).then_refused("NOT_FOUND", "of")


def test_a_meeting_that_was_taken_back_does_nothing_more(rw):
    hold(rw)
    take(rw)
    fields = {"meeting_id": rw.uid("m"), "reason": "DUPLICATE"}
    rw.do(RetractMeetingEntry(**fields, of=2, entry="DECISION")).accepted()
    assert state(rw).decisions == ()
    rw.do(RetractMeetingEntry(**fields, of=1, entry="MEETING")).accepted()
    take(rw).then_refused("MEETING_STATE", "meetingId", state="WITHDRAWN")
