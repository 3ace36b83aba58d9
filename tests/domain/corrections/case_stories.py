"""Stories of the facts of a case (S1: an elder in Sorosutan, September 2021)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.care.conftest import Ladder

from wahana.domain.care import case_facts as facts
from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.case_corrections import (
    CorrectAssessment,
    CorrectCase,
    CorrectClosing,
    CorrectLocalCapacity,
    CorrectOutcome,
)
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.case_retractions import WithdrawCase
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.report import AddCaseSubject, AssignCategory, RemoveCategory

from .care_world import WHY, day, delivery_of, story, world
from .stories import Step, Story, Telling


def report() -> Story:
    ladder = world()

    def telling(on: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {
            "target_kind": "FAMILY",
            "subjects": (ladder.known(ladder.elder),),
            "channel": "VISIT",
            "reporter_role": "NEIGHBOUR",
        } | changes
        return Telling(
            ladder.report(**given, categories=()),
            on,
            lambda of: CorrectCase(case_id=ladder.case, reported_on=on, **given, **WHY),
        )

    ladder.person("elder")
    ladder.person("wife")
    known = (ladder.known(ladder.elder), ladder.known(ladder.person("daughter")))
    return story(
        ladder,
        facts.REPORT,
        telling(day(1)),
        telling(day(2), urgency="URGENT", channel="MEETING"),
        telling(day(1), subjects=known),
        telling(day(1), subjects=known[1:]),
        telling(day(12)),
        telling(day(1), target_kind="INDIVIDUAL", subjects=known),
        then=(
            Step(
                AssignCategory(case_id=ladder.case, code="2012/08", subject_id=ladder.elder),
                facts.CATEGORY,
                day(5),
            ),
            Step(
                ladder.assign(recipients=(ladder.elder,), valid_from=day(1), valid_to=day(30)),
                facts.SERVICE,
                day(6),
            ),
            Step(
                AddCaseSubject(case_id=ladder.case, person=ladder.known(ladder.uid("wife"))),
                facts.SUBJECT,
                day(7),
            ),
        ),
        retract=lambda of: WithdrawCase(case_id=ladder.case, **WHY),
    )


def subject() -> Story:
    ladder = world().reported(target_kind="FAMILY", categories=())
    wife = ladder.uid("wife")
    add = AddCaseSubject(case_id=ladder.case, person=ladder.known(ladder.person("wife")))
    return story(
        ladder,
        facts.SUBJECT,
        Telling(add, day(3)),
        then=(
            Step(AddCaseNote(case_id=ladder.case, text="Sehat."), facts.NOTE, day(4)),
            Step(
                AddCaseNote(case_id=ladder.case, text="Sakit.", subject_id=wife), facts.NOTE, day(5)
            ),
            Step(ladder.assess(subject_id=wife), facts.ASSESSMENT, day(6)),
        ),
        about=wife,
    )


def category() -> Story:
    ladder = world().reported(categories=())
    assign = AssignCategory(case_id=ladder.case, code="2012/08")
    return story(
        ladder,
        facts.CATEGORY,
        Telling(assign, day(3)),
        then=(
            Step(
                lambda of: RemoveCategory(case_id=ladder.case, of=of, reason="CHANGED"),
                facts.CATEGORY_REMOVAL,
                day(6),
                ends=True,
            ),
        ),
    )


def category_removal() -> Story:
    ladder = world().reported(categories=("2012/08",))
    of = ladder.state.categories[0].entry
    remove = RemoveCategory(case_id=ladder.case, of=of, reason="CHANGED")
    again = AssignCategory(case_id=ladder.case, code="2012/08")
    return story(
        ladder,
        facts.CATEGORY_REMOVAL,
        Telling(remove, day(6)),
        then=(Step(again, facts.CATEGORY, day(8)),),
    )


def assessment() -> Story:
    ladder = world().reported()

    def telling(on: date, **changes: Any) -> Telling:
        given = {"by_role": "BOARD", "method": "VISIT"} | changes
        return Telling(
            ladder.assess(**given),
            on,
            lambda of: CorrectAssessment(
                case_id=ladder.case,
                of=of,
                assessed_on=on,
                **given,  # type: ignore[arg-type]
                **WHY,
            ),
        )

    return story(
        ladder,
        facts.ASSESSMENT,
        telling(day(3)),
        telling(day(5), method="INTERVIEW", urgency="URGENT"),
        telling(day(17)),
        telling(date(2021, 8, 20)),
        telling(day(3), by_role="LK3"),
        telling(day(3), subject_id=ladder.person("somebody else")),
        then=(
            Step(plan(ladder), facts.PLAN, day(6)),
            Step(CloseCase(case_id=ladder.case, reason="MOVED"), facts.CLOSING, day(15)),
        ),
    )


def plan(ladder: Ladder) -> AgreePlan:
    item = CasePlanItem(
        no=1,
        service_kind="BERAS",
        pillar="LINJAMSOS",
        doer="BOARD",
        valid_from=day(1),
        valid_to=day(30),
    )
    return AgreePlan(case_id=ladder.case, items=(item,), agreed_with="SUBJECT")


def planned() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.assess(), on=day(3))
    return story(
        ladder,
        facts.PLAN,
        Telling(plan(ladder), day(6)),
        then=(
            Step(AddCaseNote(case_id=ladder.case, text="Setuju."), facts.NOTE, day(7)),
            Step(ladder.assign(plan_item=1), facts.SERVICE, day(8)),
        ),
    )


def capacity() -> Story:
    ladder = world().reported()

    def telling(on: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {"verdict": "SUFFICIENT"} | changes
        return Telling(
            ladder.exceeded(**({"tried": (), "cause": None} | given)),
            on,
            lambda of: CorrectLocalCapacity(
                case_id=ladder.case, of=of, declared_on=on, **given, **WHY
            ),
        )

    exceeded: dict[str, Any] = {"verdict": "EXCEEDED", "tried": ("NEIGHBOURS",)}
    return story(
        ladder,
        facts.CAPACITY,
        telling(day(3)),
        telling(day(4), **exceeded, cause="NO_FUNDS"),
        telling(day(4), **exceeded),
        telling(day(16)),
        telling(date(2021, 8, 31)),
        then=(Step(CloseCase(case_id=ladder.case, reason="MOVED"), facts.CLOSING, day(15)),),
    )


def noted() -> Story:
    ladder = world().reported()
    return story(
        ladder,
        facts.NOTE,
        Telling(AddCaseNote(case_id=ladder.case, text="Sehat."), day(4)),
        then=(Step(ladder.assess(), facts.ASSESSMENT, day(6)),),
    )


def outcome() -> Story:
    ladder = world().reported()

    def telling(on: date, **given: Any) -> Telling:
        return Telling(
            RecordOutcome(case_id=ladder.case, **given),
            on,
            lambda of: CorrectOutcome(case_id=ladder.case, of=of, recorded_on=on, **given, **WHY),
        )

    return story(
        ladder,
        facts.OUTCOME,
        telling(day(10), result="IMPROVED"),
        telling(day(11), result="RESOLVED"),
        telling(day(17), result="IMPROVED"),
        telling(date(2021, 8, 31), result="IMPROVED"),
        telling(day(10), result="IMPROVED", subject_id=ladder.person("somebody else")),
        then=(Step(CloseCase(case_id=ladder.case, reason="GOALS_MET"), facts.CLOSING, day(15)),),
    )


def closing() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.assign(valid_from=day(1), valid_to=day(30)), on=day(3))
    ladder.world.run(delivery_of(ladder), on=day(5))

    def telling(on: date, reason: Any) -> Telling:
        return Telling(
            CloseCase(case_id=ladder.case, reason=reason),
            on,
            lambda of: CorrectClosing(
                case_id=ladder.case, of=of, closed_for=reason, closed_on=on, **WHY
            ),
        )

    return story(
        ladder,
        facts.CLOSING,
        telling(day(10), "MOVED"),
        telling(day(10), "DIED"),
        telling(day(16), "MOVED"),
        telling(day(4), "MOVED"),
        telling(day(10), "GOALS_MET"),
        then=(
            Step(
                AddCaseNote(case_id=ladder.case, kind="AFTER_CARE", text="Sehat."),
                facts.NOTE,
                day(11),
            ),
            Step(
                ReopenCase(case_id=ladder.case, reason="RELAPSE"),
                facts.REOPENING,
                day(14),
                ends=True,
            ),
        ),
    )


def reopening() -> Story:
    ladder = world().reported()
    ladder.world.run(CloseCase(case_id=ladder.case, reason="MOVED"), on=day(10))
    return story(
        ladder,
        facts.REOPENING,
        Telling(ReopenCase(case_id=ladder.case, reason="RELAPSE"), day(12)),
        then=(
            Step(
                AddCaseNote(case_id=ladder.case, kind="AFTER_CARE", text="Sehat."),
                facts.NOTE,
                day(13),
            ),
            Step(ladder.assess(), facts.ASSESSMENT, day(14)),
        ),
    )


STORIES = (
    *(report, subject, category, category_removal, assessment, planned, capacity),
    *(noted, outcome, closing, reopening),
)
