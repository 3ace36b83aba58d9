"""Stories of the formation of a WKSBM, stage by stage (S0: Bontang 2012)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from wahana.domain.formation import wksbm_facts as facts
from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.life_commands import RecordWksbmDormancy, WithdrawWksbm
from wahana.domain.formation.nomination_commands import ApproveNomination
from wahana.domain.formation.stage_commands import WaiveStage
from wahana.domain.formation.wksbm_corrections import (
    CorrectDecree,
    CorrectInaugurationActivity,
    CorrectInaugurationDate,
    CorrectNomination,
    CorrectSocialisation,
    CorrectTraining,
    CorrectWksbm,
)
from wahana.domain.kernel.policies import Policies

from .formation_world import WHY, june, story, world
from .stories import Step, Story, Telling

MARCH = date(2012, 3, 1)


def proposal() -> Story:
    lok_tuan = world()
    for name, village in (("one", "64.74.01.1003"), ("two", "64.74.01.1004")):
        twin = lok_tuan.sibling(name, village_code=village)
        lok_tuan.world.when(WithdrawWksbm(wksbm_id=twin, reason="X"), on=MARCH).accepted()

    def telling(**changes: Any) -> Telling:
        given: dict[str, Any] = {
            "name": "WKSBM Lok Tuan",
            "village_code": "64.74.01.1003",
            "origin": "INITIATED",
            "budget_year": 2012,
        } | changes
        return Telling(
            lok_tuan.propose(**given),
            MARCH,
            lambda of: CorrectWksbm(wksbm_id=lok_tuan.id, **given, **WHY),
        )

    return story(
        lok_tuan,
        facts.PROPOSAL,
        telling(),
        telling(name="WKSBM Loktuan", origin="NATURAL"),
        telling(village_code="64.74.01.1004", budget_year=2011),
        telling(village_code="34.04.12.2001"),
        then=(Step(lok_tuan.socialise(), facts.SOCIALISATION, date(2012, 5, 24)),),
        retract=None,
    )


def socialisation() -> Story:
    lok_tuan = world("PROPOSED")

    def telling(first: date | None, last: date | None) -> Telling:
        days = {"held_from": first, "held_to": last}
        return Telling(
            lok_tuan.socialise(**days),
            june(18),
            lambda of: CorrectSocialisation(wksbm_id=lok_tuan.id, of=of, **days, **WHY),  # type: ignore[arg-type]
        )

    may = date(2012, 5, 24)
    candidates = lok_tuan.nominees(new=False)
    return story(
        lok_tuan,
        facts.SOCIALISATION,
        telling(may, may),
        telling(date(2012, 4, 1), may),
        telling(june(10), june(11)),
        telling(date(2006, 1, 1), date(2006, 1, 2)),
        telling(june(19), june(10)),
        telling(may, None),
        then=(Step(lok_tuan.nominate(candidates=candidates), facts.NOMINATION, june(4)),),
    )


def nomination() -> Story:
    lok_tuan = world("SOCIALISED")
    lok_tuan.session_held(*lok_tuan.people)
    *four, last = lok_tuan.nominees(new=False)
    other = msgspec.structs.replace(last, person=lok_tuan.known(lok_tuan.person("other")))
    seated = msgspec.structs.replace(last, seat="SEKSI:PELAYANAN")

    def telling(on: date, *candidates: Any) -> Telling:
        given = {"wksbm_id": lok_tuan.id, "candidates": candidates}
        return Telling(
            lok_tuan.nominate(**given),
            on,
            lambda of: CorrectNomination(of=of, nominated_on=on, **given, **WHY),  # type: ignore[arg-type]
        )

    return story(
        lok_tuan,
        facts.NOMINATION,
        telling(june(4), *four, last),
        telling(june(4), *four, other),
        telling(june(4), *four, seated),
        telling(june(10), *four, last),
        telling(june(16), *four, last),
        telling(june(4), *four),
        telling(date(2012, 5, 20), *four, last),
        then=(
            Step(lok_tuan.train(attended=lok_tuan.people[:4]), facts.TRAINING, june(15)),
            Step(lok_tuan.inaugurate(), facts.INAUGURATION, june(15)),
        ),
    )


def approval() -> Story:
    lok_tuan = world("TRAINED", policies=Policies(nomination_approval=True))
    return story(
        lok_tuan,
        facts.APPROVAL,
        Telling(ApproveNomination(wksbm_id=lok_tuan.id), june(15)),
        then=(Step(lok_tuan.inaugurate(), facts.INAUGURATION, june(15)),),
        by=lok_tuan.lurah,
    )


def training() -> Story:
    lok_tuan = world("NOMINATED")
    lok_tuan.session_held(*lok_tuan.people, lok_tuan.person("guest"))
    elsewhere = ExternalActivity(
        organiser="BBPPKS", title="Pembekalan", date_from=june(12), date_to=june(13)
    )

    def telling(on: date, *attended: Any, activity: ActivityRef | None = None) -> Telling:
        given: dict[str, Any] = {
            "activity": activity or ActivityRef(activity_id=lok_tuan.session),
            "attended": attended,
        }
        return Telling(
            lok_tuan.train(**given),
            on,
            lambda of: CorrectTraining(wksbm_id=lok_tuan.id, of=of, trained_on=on, **given, **WHY),
        )

    people = lok_tuan.people
    return story(
        lok_tuan,
        facts.TRAINING,
        telling(june(15), *people),
        telling(june(14), *people[:4]),
        telling(june(13), *people, activity=ActivityRef(external=elsewhere)),
        telling(june(15), people[0]),
        telling(june(16), *people),
        telling(june(15), *people[:4], lok_tuan.uid("guest")),
        telling(june(13), *people),
        then=(Step(lok_tuan.inaugurate(), facts.INAUGURATION, june(15)),),
    )


def waiver() -> Story:
    lok_tuan = world("NOMINATED")
    lok_tuan.session_held(*lok_tuan.people)
    waive = WaiveStage(wksbm_id=lok_tuan.id, stage="TRAINED", reason="PRE_EXISTING")
    return story(
        lok_tuan,
        facts.WAIVER,
        Telling(waive, june(14)),
        then=(Step(lok_tuan.inaugurate(), facts.INAUGURATION, june(15)),),
    )


def inauguration() -> Story:
    """Its day; the term of the board and its seats go with it."""
    lok_tuan = world("TRAINED")

    def telling(on: date) -> Telling:
        decree = Decree(no="440/SK/2012", issued_on=june(1), issuer_role="DINAS_HEAD")
        return Telling(
            lok_tuan.inaugurate(decree=decree),
            on,
            lambda of: CorrectInaugurationDate(
                wksbm_id=lok_tuan.id, of=of, inaugurated_on=on, **WHY
            ),
        )

    rest = {"wksbm_id": lok_tuan.id, "valid_from": june(19), "reason": "X"}
    return story(
        lok_tuan,
        facts.INAUGURATION,
        telling(june(15)),
        telling(june(16)),
        telling(june(18)),
        telling(june(14)),
        telling(date(2012, 5, 1)),
        then=(Step(RecordWksbmDormancy(**rest), facts.DORMANCY, june(19)),),  # type: ignore[arg-type]
    )


def inauguration_with_a_term_of_its_own() -> Story:
    lok_tuan = world("TRAINED")

    def telling(on: date) -> Telling:
        return Telling(
            lok_tuan.inaugurate(term_from=june(19), decree=decree(june(1))),
            on,
            lambda of: CorrectInaugurationDate(
                wksbm_id=lok_tuan.id, of=of, inaugurated_on=on, **WHY
            ),
        )

    return story(
        lok_tuan, facts.INAUGURATION, telling(june(15)), telling(june(16)), telling(june(14))
    )


def decree(issued_on: date, no: str = "440/SK/2012") -> Decree:
    return Decree(no=no, issued_on=issued_on, issuer_role="DINAS_HEAD")


def inauguration_decree() -> Story:
    lok_tuan = world("TRAINED")

    def telling(given: Decree) -> Telling:
        return Telling(
            lok_tuan.inaugurate(decree=given),
            june(15),
            lambda of: CorrectDecree(wksbm_id=lok_tuan.id, of=of, decree=given, **WHY),
        )

    return story(
        lok_tuan,
        facts.INAUGURATION,
        telling(decree(june(1))),
        telling(decree(june(15), "441/SK/2012")),
        telling(decree(date(2013, 1, 1))),
    )


def inauguration_activity() -> Story:
    lok_tuan = world("TRAINED")

    def telling(activity: ActivityRef | None) -> Telling:
        return Telling(
            lok_tuan.inaugurate(activity=activity),
            june(15),
            lambda of: CorrectInaugurationActivity(
                wksbm_id=lok_tuan.id, of=of, activity=activity, **WHY
            ),
        )

    return story(
        lok_tuan,
        facts.INAUGURATION,
        telling(ActivityRef(activity_id=lok_tuan.session)),
        telling(None),
        telling(ActivityRef(activity_id=lok_tuan.uid("nothing"))),
    )


STORIES = (
    proposal,
    socialisation,
    nomination,
    approval,
    training,
    waiver,
    inauguration,
    inauguration_with_a_term_of_its_own,
    inauguration_decree,
    inauguration_activity,
)
