"""Meetings: who was there, what was decided, what was spent by it."""

from __future__ import annotations

from datetime import date

from tests.views.history import History, house
from tests.views.neighbourhood import half_a_year
from tests.views.reading import ask

from wahana.domain.money.meeting_commands import TakeDecision
from wahana.domain.money.meeting_corrections import CorrectDecision, RetractMeetingEntry
from wahana.platform.database import Database

__all__ = ["house"]


async def test_a_meeting_with_its_decision_and_what_is_left_of_it(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    (meeting,) = await ask(history, "Meeting")
    assert (meeting["held_on"], meeting["headcount"]) == (date(2026, 3, 10), 40)
    assert (meeting["place"], meeting["minutes"]) == ("Balai RW", ["ab" * 32])
    people = await ask(history, "MeetingPresence")
    assert [row["person_id"] for row in people] == [rw.uid("Sri"), rw.uid("Budi")]
    (guest,) = await ask(history, "MeetingGuest")
    assert (guest["kind"], guest["organisation"], guest["count"]) == ("TKSK", "Kecamatan", 1)
    (decision,) = await ask(history, "MeetingDecision")
    # 150,000 and 100,000 were paid, and the latter reversed.
    assert (decision["limit_amount"], decision["spent"]) == (400_000, 150_000)
    assert (decision["left_amount"], decision["carried"]) == (250_000, True)
    assert "untuk keluarga" not in decision["title"]
    assert decision["entered_by"] == rw.chair.id
    assert await ask(history, "MeetingDecision", leftFrom=250_001) == []
    refund = (await ask(history, "TrailEntry", topic="meeting.decision_refunded"))[0]["position"]
    (then,) = await ask(history, "MeetingDecision", as_of=refund - 1)
    assert then["spent"] == 250_000
    assert await ask(history, "Meeting", valid_on=date(2026, 3, 9)) == []


async def test_decisions_mended_and_taken_back(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    meeting = rw.uid("rapat")
    mended = CorrectDecision(
        meeting_id=meeting, no=1, title="Santunan warga", kind="SPEND", votes_for=39,
        limit=500_000, unit="IDR", reason="TYPING_ERROR",
    )  # fmt: skip
    rw.do(mended, by=rw.chair).accepted()
    second = TakeDecision(meeting_id=meeting, title="Kerja bakti", kind="OTHER", votes_for=3)
    rw.do(second, by=rw.chair).accepted()
    await history.run()
    rows = await ask(history, "MeetingDecision", order="NO")
    assert [(row["no"], row["title"], row["limit_amount"]) for row in rows] == [
        (1, "Santunan warga", 500_000), (2, "Kerja bakti", None),
    ]  # fmt: skip
    gone = RetractMeetingEntry(
        meeting_id=meeting, of=rows[1]["entry"], entry="DECISION", reason="DUPLICATE"
    )
    rw.do(gone, by=rw.chair).accepted()
    await history.run()
    assert [row["no"] for row in await ask(history, "MeetingDecision")] == [1]
    assert len(await ask(history, "MeetingDecision", as_of=history.position - 1)) == 2
