"""Stories of meetings: who met, what was decided, what was paid by it (S2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood

from wahana.domain.kernel.facts import FactKind
from wahana.domain.money import meeting as facts
from wahana.domain.money.fund_terms import DecisionRef
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_commands import AttachMinutes, HoldMeeting, TakeDecision
from wahana.domain.money.meeting_corrections import (
    CorrectDecision,
    CorrectMeeting,
    RetractMeetingEntry,
)
from wahana.domain.money.meeting_rules import MEETINGS
from wahana.domain.money.payments import Disburse

from .care_world import WHY
from .stories import Step, Story, Telling

MARCH = date(2026, 3, 1)


def world() -> Neighbourhood:
    return Neighbourhood(
        Scenario(area_code="34.71", today=date(2026, 11, 21), edition="2012", tenant="kota yogya")
    )


def without_numbers(state: Any) -> Any:
    """A meeting without the count of its decisions: a number is never given twice."""
    return msgspec.structs.replace(state, decided=0) if isinstance(state, Meeting) else state


def story(rw: Neighbourhood, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about one meeting; the chair acts."""
    meeting = rw.uid("meeting")
    given: dict[str, Any] = {
        "by": rw.chair,
        "same": without_numbers,
        "retract": lambda of: RetractMeetingEntry(
            meeting_id=meeting,
            entry=kind.code,  # type: ignore[arg-type]
            of=of,
            **WHY,
        ),
    }
    return Story(
        kind=kind,
        timeline=MEETINGS,
        world=rw.world,
        stream=(Meeting, meeting),
        tellings=tellings,
        **(given | more),
    )


def payment(rw: Neighbourhood, amount: int) -> Disburse:
    """A payment by the first decision of the meeting."""
    ref = DecisionRef(meeting_id=rw.uid("meeting"), no=1)
    return Disburse(
        wksbm_id=rw.id,
        kind="IURAN",
        purpose="SANTUNAN",
        organisation="Toko Makmur",
        amount=amount,
        decision=ref,
    )


def held() -> Story:
    rw = world()
    rw.open(opening_balance=9_000_000)
    of: dict[str, Any] = {"meeting_id": rw.uid("meeting")}

    def telling(on: date, **given: Any) -> Telling:
        return Telling(
            HoldMeeting(**of, wksbm_id=rw.id, **given),
            on,
            lambda _: CorrectMeeting(**of, **({"kind": "ROUTINE"} | given), **WHY),
            on,
        )

    spend = TakeDecision(
        **of, title="Santunan", kind="SPEND", votes_for=20, limit=2_000_000, unit="IDR"
    )
    return story(
        rw,
        facts.MEETING,
        telling(MARCH, headcount=40),
        telling(date(2026, 3, 2), headcount=30, kind="INCIDENTAL", place_name="Balai RW"),
        telling(MARCH, headcount=10),
        telling(date(2026, 5, 1), headcount=40),
        telling(MARCH, headcount=1, present=(rw.person("Bu Sri"), rw.person("Pak Adi"))),
        then=(
            Step(spend, facts.DECISION, date(2026, 3, 3)),
            Step(payment(rw, 900_000), facts.SPENDING, date(2026, 4, 1), rw.treasurer),
        ),
        retract=lambda at: RetractMeetingEntry(**of, entry="MEETING", of=at, **WHY),
    )


def decided() -> Story:
    rw = world()
    rw.open(opening_balance=9_000_000)
    rw.meeting("meeting", on=MARCH)
    of: dict[str, Any] = {"meeting_id": rw.uid("meeting")}

    def telling(**changes: Any) -> Telling:
        given: dict[str, Any] = {
            "title": "Santunan",
            "kind": "SPEND",
            "votes_for": 30,
            "limit": 2_000_000,
            "unit": "IDR",
        } | changes
        return Telling(
            TakeDecision(**of, **given),
            date(2026, 3, 3),
            lambda _: CorrectDecision(**of, no=1, **given, **WHY),
        )

    return story(
        rw,
        facts.DECISION,
        telling(),
        telling(limit=3_000_000, title="Santunan dua keluarga", votes_against=2),
        telling(limit=500_000),
        telling(votes_for=2, votes_against=20),
        telling(kind="OTHER", limit=None, unit=None),
        telling(votes_for=50),
        telling(limit=None),
        then=(Step(payment(rw, 900_000), facts.SPENDING, date(2026, 4, 1), rw.treasurer),),
    )


def minuted() -> Story:
    rw = world()
    rw.meeting("meeting", on=MARCH)
    attach = AttachMinutes(meeting_id=rw.uid("meeting"), sha256="a" * 64, pages=2)
    return story(rw, facts.MINUTES, Telling(attach, date(2026, 3, 4)))


STORIES = (held, decided, minuted)
