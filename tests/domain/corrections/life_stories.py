"""Stories of the life of a WKSBM: mentors, grades, awards, rest and end (S1, S2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from wahana.domain.formation import wksbm_facts as facts
from wahana.domain.formation.guidance_commands import (
    AssessMaturity,
    AssignMentor,
    DeclareTargetGroups,
    EndMentor,
    EnterAward,
    GrantAward,
    RecordValues,
)
from wahana.domain.formation.life_commands import (
    DissolveWksbm,
    ReactivateWksbm,
    RecordWksbmDormancy,
)
from wahana.domain.formation.wksbm_life_corrections import (
    CorrectAward,
    CorrectDormancy,
    CorrectMaturity,
    CorrectMentor,
)

from .formation_world import WHY, june, story, world
from .stories import Step, Story, Telling


def maturity() -> Story:
    lok_tuan = world("PROPOSED")

    def telling(on: date, grade: str, score: int | None = None) -> Telling:
        given: dict[str, Any] = {
            "wksbm_id": lok_tuan.id,
            "grade": grade,
            "scheme_version": "2012-1",
            "score": score,
        }
        return Telling(
            AssessMaturity(**given),
            on,
            lambda of: CorrectMaturity(of=of, assessed_on=on, **given, **WHY),
        )

    return story(
        lok_tuan,
        facts.MATURITY,
        telling(june(1), "TUMBUH"),
        telling(june(1), "TUMBUH", score=40),
        telling(june(2), "MANDIRI", score=90),
        telling(june(1), "RAKSASA"),
    )


def mentor() -> Story:
    lok_tuan = world("PROPOSED")
    wrong, right = lok_tuan.person("wrong"), lok_tuan.person("right")
    known = {"role": "TKSK", "guidance": "TECHNICAL"}
    busy = AssignMentor(
        wksbm_id=lok_tuan.id,
        person=lok_tuan.known(lok_tuan.person("busy")),
        valid_from=june(1),
        **known,  # type: ignore[arg-type]
    )
    lok_tuan.world.run(busy)

    def telling(person: Any, first: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {
            "wksbm_id": lok_tuan.id,
            "person": lok_tuan.known(person),
            "valid_from": first,
        } | (known | changes)
        return Telling(
            AssignMentor(**given), june(18), lambda of: CorrectMentor(of=of, **given, **WHY)
        )

    again = {"wksbm_id": lok_tuan.id, "person": lok_tuan.known(right), "valid_from": june(14)}
    return story(
        lok_tuan,
        facts.MENTOR,
        telling(wrong, june(1)),
        telling(right, june(1)),
        telling(wrong, june(5), role="DINAS"),
        telling(wrong, june(12)),
        telling(lok_tuan.uid("busy"), june(2)),
        telling(right, date(1900, 1, 1)),
        then=(
            Step(
                lambda of: EndMentor(
                    wksbm_id=lok_tuan.id, of=of, valid_to=june(10), reason="MOVED"
                ),
                facts.MENTOR_END,
                june(18),
                ends=True,
            ),
            Step(AssignMentor(**again, **known), facts.MENTOR, june(18)),  # type: ignore[arg-type]
        ),
        about=wrong,
    )


def mentor_end() -> Story:
    lok_tuan = world("PROPOSED")
    person = lok_tuan.person("mentor")
    given: dict[str, Any] = {
        "wksbm_id": lok_tuan.id,
        "person": lok_tuan.known(person),
        "role": "TKSK",
        "guidance": "TECHNICAL",
    }
    lok_tuan.world.run(AssignMentor(valid_from=june(1), **given))
    of = lok_tuan.state.mentors[0].entry
    end = EndMentor(wksbm_id=lok_tuan.id, of=of, valid_to=june(10), reason="MOVED")
    return story(
        lok_tuan,
        facts.MENTOR_END,
        Telling(end, june(18)),
        then=(Step(AssignMentor(valid_from=june(12), **given), facts.MENTOR, june(18)),),
        about=person,
    )


def award() -> Story:
    lok_tuan = world("PROPOSED")
    given: dict[str, Any] = {"wksbm_id": lok_tuan.id, "competition": "WKSBM prestasi"}

    def telling(level: str, year: int, rank: int | None = None) -> Telling:
        what: dict[str, Any] = {**given, "level": level, "year": year}
        make = EnterAward(**what) if rank is None else GrantAward(rank=rank, **what)
        return Telling(make, june(18), lambda of: CorrectAward(of=of, rank=rank, **what, **WHY))

    return story(
        lok_tuan,
        facts.AWARD,
        telling("KABKOTA", 2011),
        telling("PROV", 2011, rank=2),
        telling("PROV", 2012),
        telling("NATIONAL", 2012),
        then=(Step(EnterAward(level="PROV", year=2012, **given), facts.AWARD, june(18)),),
    )


def target_groups() -> Story:
    lok_tuan = world("PROPOSED")
    declare = DeclareTargetGroups(wksbm_id=lok_tuan.id, codes=("2007/LUT",))
    return story(lok_tuan, facts.TARGET_GROUPS, Telling(declare, june(18)))


def values() -> Story:
    lok_tuan = world("PROPOSED")
    record = RecordValues(wksbm_id=lok_tuan.id, values=("gotong royong",))
    return story(lok_tuan, facts.VALUES, Telling(record, june(18)))


def rest() -> Story:
    lok_tuan = world("PROPOSED")
    given: dict[str, Any] = {"wksbm_id": lok_tuan.id, "reason": "X"}

    def telling(first: date, after: date) -> Telling:
        days = {"valid_from": first, "valid_to": after}
        return Telling(
            RecordWksbmDormancy(**given, **days),
            june(18),
            lambda of: CorrectDormancy(wksbm_id=lok_tuan.id, of=of, **days, **WHY),  # type: ignore[arg-type]
        )

    later = RecordWksbmDormancy(valid_from=june(10), valid_to=june(14), **given)
    return story(
        lok_tuan,
        facts.DORMANCY,
        telling(date(2012, 4, 1), date(2012, 5, 1)),
        telling(date(2012, 4, 3), date(2012, 5, 20)),
        telling(date(2012, 4, 1), june(12)),
        telling(june(1), date(2012, 5, 1)),
        telling(june(1), date(2012, 7, 1)),
        then=(Step(later, facts.DORMANCY, june(18)),),
    )


def rest_without_an_end() -> Story:
    lok_tuan = world("INAUGURATED")
    begin = RecordWksbmDormancy(wksbm_id=lok_tuan.id, valid_from=june(16), reason="X")
    return story(
        lok_tuan,
        facts.DORMANCY,
        Telling(begin, june(16)),
        then=(
            Step(ReactivateWksbm(wksbm_id=lok_tuan.id), facts.REACTIVATION, june(18), ends=True),
        ),
    )


def reactivation() -> Story:
    lok_tuan = world("INAUGURATED")
    lok_tuan.world.run(
        RecordWksbmDormancy(wksbm_id=lok_tuan.id, valid_from=june(16), reason="X"), on=june(16)
    )
    again = RecordWksbmDormancy(wksbm_id=lok_tuan.id, valid_from=june(19), reason="X")
    return story(
        lok_tuan,
        facts.REACTIVATION,
        Telling(ReactivateWksbm(wksbm_id=lok_tuan.id), june(18)),
        then=(Step(again, facts.DORMANCY, june(19)),),
    )


def end() -> Story:
    lok_tuan = world("INAUGURATED")
    dissolve = DissolveWksbm(wksbm_id=lok_tuan.id, reason="X")
    return story(lok_tuan, facts.END, Telling(dissolve, june(20)))


STORIES = (
    maturity,
    mentor,
    mentor_end,
    award,
    target_groups,
    values,
    rest,
    rest_without_an_end,
    reactivation,
    end,
)
