"""A need is reported: whose, where, by whom, with new persons and first categories."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.bodies import Body
from wahana.domain.care.case import Case
from wahana.domain.care.case_events import (
    CaseReported,
    CaseSubjectAdded,
    CategoryAssigned,
    CategoryRemoved,
)
from wahana.domain.care.report import AddCaseSubject, AssignCategory, RemoveCategory
from wahana.domain.kernel.fields import case_text
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_events import LocalAreaRegistered
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonDied, PersonRegistered


def test_a_report_registers_the_person_and_holds_the_case_at_the_wksbm(ladder: Any):
    command = ladder.report(narrative="Sudah tiga hari tidak makan.", contexts=("PANDEMIC",))
    outcome = ladder.world.when(command, on=ladder.REPORTED_ON)
    assert outcome.only(PersonRegistered)
    reported = outcome.only(CaseReported)
    assert reported.body == Body(kind="WKSBM", id=ladder.wksbm, wksbm=ladder.wksbm)
    assert (reported.subjects, reported.village_code) == ((ladder.elder,), ladder.SOROSUTAN)
    assert reported.narrative == case_text(ladder.elder, "Sudah tiga hari tidak makan.")
    assert outcome.only(CategoryAssigned) == CategoryAssigned(code="2012/08", subject=ladder.elder)
    assert (ladder.state.urgency, ladder.state.reported_on) == ("NORMAL", ladder.REPORTED_ON)
    ladder.world.when(command).then_refused("ALREADY_EXISTS", "caseId")


@pytest.mark.parametrize(
    ("actor", "kind"), [("lurah", "DESA_KEL"), ("lk3", "LK3"), ("officer", "DINAS_KABKOTA")]
)
def test_without_a_wksbm_the_office_holds_it(ladder: Any, actor: str, kind: str):
    command = ladder.report(wksbm_id=None, village_code=ladder.SOROSUTAN)
    outcome = ladder.world.when(command, actor=getattr(ladder, actor))
    assert outcome.only(CaseReported).body.kind == kind
    assert ladder.state.wksbm is None


def test_without_a_wksbm_a_role_of_no_office_reports_nothing(ladder: Any):
    command = ladder.report(wksbm_id=None, village_code=ladder.SOROSUTAN)
    ladder.world.when(command).then_refused("NOT_YOUR_CASE", "wksbmId", role="WKSBM_CHAIR")
    command = ladder.report(wksbm_id=None)
    ladder.world.when(command, actor=ladder.officer).then_refused("AREA_REQUIRED", "villageCode")


def test_whose_need_it_is_fits_the_persons_named(ladder: Any):
    two = (ladder.new(ladder.elder), ladder.new(ladder.uid("wife")))
    report = ladder.report
    when = ladder.world.when
    when(report(subjects=two)).then_refused("CASE_SUBJECTS", "subjects", given=2)
    when(report(subjects=())).then_refused("CASE_SUBJECTS", "subjects", given=0)
    when(report(subjects=(), target_kind="FAMILY")).then_refused("CASE_SUBJECTS", "subjects")
    when(report(subjects=(), target_kind="GROUP")).then_refused("CASE_SUBJECTS", "subjects")
    twice = (ladder.new(ladder.elder), ladder.new(ladder.elder))
    when(report(subjects=twice, target_kind="FAMILY")).then_refused("PERSON_TWICE", "subjects")
    when(report(subjects=two, target_kind="FAMILY")).accepted()


def test_a_community_has_a_name_and_no_persons(ladder: Any):
    command = ladder.report(
        subjects=(),
        target_kind="COMMUNITY",
        group_name="Warga bantaran Kali Gajah Wong",
        group_size=40,
        narrative="Banjir sejak kemarin.",
        contexts=("NATURAL_DISASTER",),
        urgency="EMERGENCY",
    )
    outcome = ladder.world.when(command)
    assert outcome.only(CaseReported).narrative == case_text(ladder.case, "Banjir sejak kemarin.")
    assert outcome.only(CategoryAssigned).subject is None


def test_categories_are_of_the_edition_in_force(ladder: Any):
    ladder.world.when(ladder.report(categories=("2007/LUT",))).then_refused(
        "CATEGORY_NOT_IN_LIST", "categories"
    )
    ladder.world.when(ladder.report(contexts=("WAR",))).then_refused("KIND_UNKNOWN", "contexts")


def test_the_area_is_the_villages(ladder: Any):
    area = ladder.uid("rw 8 of another village")
    registered = LocalAreaRegistered(
        village_code="34.71.13.1001",
        kind="RW",
        number="8",
        area_edition="2025",
        slot=ladder.uid("slot"),
    )
    ladder.world.given(LocalArea, area, registered)
    ladder.world.when(ladder.report(local_area_id=area)).then_refused("LEVEL_SCOPE", "localAreaId")
    outside = ladder.report(village_code="64.74.01.1003")
    ladder.world.when(outside).then_refused("AREA_OUTSIDE", "villageCode")


def test_nobody_is_reported_after_their_death(ladder: Any):
    person = ladder.person("tetangga")
    ladder.world.given(Person, person, PersonDied(died_on=date(2021, 8, 1)))
    command = ladder.report(subjects=(ladder.known(person),))
    ladder.world.when(command).then_refused("PERSON_DIED", "subjects", person=str(person))


def test_a_family_grows_and_a_persons_case_does_not(ladder: Any):
    ladder.reported()
    add = AddCaseSubject(case_id=ladder.case, person=ladder.new(ladder.uid("wife")))
    ladder.world.when(add).then_refused("CASE_SUBJECTS", "person", given=2)
    family = ladder.uid("family case")
    ladder.world.run(
        ladder.report(
            case_id=family,
            target_kind="FAMILY",
            subjects=(ladder.new(ladder.uid("father")),),
        )
    )
    add = AddCaseSubject(case_id=family, person=ladder.new(ladder.uid("child"), "Anak Contoh"))
    added = ladder.world.when(add).only(CaseSubjectAdded)
    assert added.person == ladder.uid("child")
    state = ladder.world.state(Case, family)
    assert state.subjects == (ladder.uid("father"), ladder.uid("child"))
    again = AddCaseSubject(case_id=family, person=ladder.known(ladder.uid("child")))
    ladder.world.when(again).then_refused("PERSON_TWICE", "person")


def test_categories_are_several_and_change(ladder: Any):
    ladder.reported()
    world = ladder.world
    world.when(AssignCategory(case_id=ladder.case, code="2012/08")).then_refused(
        "NO_CHANGE", "code"
    )
    world.when(AssignCategory(case_id=ladder.case, code="2012/24")).then(
        CategoryAssigned(code="2012/24", subject=ladder.elder)
    )
    stranger = AssignCategory(
        case_id=ladder.case, code="2012/24", subject_id=ladder.person("stranger")
    )
    world.when(stranger).then_refused("NOT_A_SUBJECT", "subjectId")
    first = ladder.state.categories[0].entry
    remove = RemoveCategory(case_id=ladder.case, of=first, reason="CHANGED")
    world.when(remove, on=date(2021, 8, 31)).then_refused("STAGE_DATE", "occurredOn")
    world.when(remove).then(CategoryRemoved(of=first, code="2012/08", reason="CHANGED"))
    world.when(remove).then_refused("NO_CHANGE", "of")
    world.when(RemoveCategory(case_id=ladder.case, of=99, reason="CHANGED")).then_refused(
        "NOT_FOUND", "of"
    )
    world.when(AssignCategory(case_id=ladder.case, code="2012/08")).accepted()


def test_nothing_is_done_before_the_report(ladder: Any):
    ladder.reported()
    early = AssignCategory(case_id=ladder.case, code="2012/24")
    ladder.world.when(early, on=date(2021, 8, 31)).then_refused(
        "STAGE_DATE", "occurredOn", stage="REPORTED"
    )
