"""Mentors, grades, awards, target groups and values of a WKSBM (S0, S1, S2)."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.formation.guidance_commands import (
    AssessMaturity,
    AssignMentor,
    DeclareTargetGroups,
    EndMentor,
    EnterAward,
    GrantAward,
    RecordValues,
)
from wahana.domain.formation.wksbm_life_events import (
    AwardEntered,
    AwardGranted,
    MaturityAssessed,
    MentorAssigned,
    MentorEnded,
    TargetGroupsDeclared,
    ValuesRecorded,
)
from wahana.domain.reference.catalogue import REFERENCE

THE_22 = tuple(
    category.code for category in REFERENCE.categories.editions["2007"].categories.values()
)
PRESTASI = {"competition": "WKSBM prestasi", "level": "PROV", "year": 2012}


def mentor(bontang, person, **changes):
    fields = {
        "wksbm_id": bontang.id,
        "person": bontang.known(person),
        "role": "KELURAHAN",
        "guidance": "TECHNICAL",
    }
    return bontang.world.when(AssignMentor(**(fields | changes)))


def groups(bontang, *codes, on=None):
    return bontang.world.when(DeclareTargetGroups(wksbm_id=bontang.id, codes=codes), on=on)


def test_a_grade_of_the_offices_own_list(bontang):
    bontang.reach("INAUGURATED")
    fields = {"wksbm_id": bontang.id, "scheme_version": "2012-1"}
    command = AssessMaturity(grade="TUMBUH", score=40, **fields)
    bontang.world.when(command).then(
        MaturityAssessed(grade="TUMBUH", scheme_version="2012-1", score=40)
    )
    assert bontang.state.grades[-1].grade == "TUMBUH"
    bontang.world.when(AssessMaturity(grade="EMAS", **fields)).then_refused(
        "KIND_UNKNOWN", "grade", code="EMAS"
    )


def test_dinas_and_kelurahan_guide_it(bontang):
    bontang.reach("PROPOSED")
    kasi = bontang.person("kasi")
    mentor(bontang, kasi, valid_from=date(2012, 6, 1)).then(
        MentorAssigned(
            person=kasi, role="KELURAHAN", guidance="TECHNICAL", valid_from=date(2012, 6, 1)
        )
    )
    mentor(bontang, kasi).then_refused("NO_CHANGE", "personId")
    mentor(bontang, kasi, guidance="FUNCTIONAL").accepted()
    mentor(bontang, bontang.uid("nobody")).then_refused("NOT_FOUND", "personId")


def test_a_mentor_ends_and_may_come_back(bontang):
    bontang.reach("PROPOSED")
    kasi = bontang.person("kasi")
    mentor(bontang, kasi, valid_from=date(2012, 6, 1)).accepted()
    entry = bontang.state.mentors[0].entry

    def end(of=entry, **changes):
        fields = {"wksbm_id": bontang.id, "of": of, "reason": "MOVED"} | changes
        return bontang.world.when(EndMentor(**fields))

    end(of=99).then_refused("NOT_FOUND", "of")
    end(valid_to=date(2012, 6, 1)).then_refused("PERIOD_EMPTY", "validTo")
    end(valid_to=date(2012, 6, 10)).then(
        MentorEnded(of=entry, person=kasi, valid_to=date(2012, 6, 10), reason="MOVED")
    )
    end().then_refused("NO_CHANGE", "of")
    mentor(bontang, kasi).accepted()


def test_a_competition_is_entered_then_won(bontang):
    bontang.reach("INAUGURATED")
    entered = EnterAward(wksbm_id=bontang.id, **PRESTASI)
    granted = GrantAward(wksbm_id=bontang.id, rank=1, **PRESTASI)
    bontang.world.when(entered).then(AwardEntered(**PRESTASI))
    bontang.world.when(granted).then(AwardGranted(rank=1, **PRESTASI))
    bontang.world.when(entered).then_refused("NO_CHANGE", "competition")
    bontang.world.when(granted).then_refused("NO_CHANGE", "competition")


def test_all_22_groups_of_bontang(bontang):
    bontang.reach("PROPOSED")
    assert len(THE_22) == 22
    groups(bontang, *THE_22, THE_22[0]).then(TargetGroupsDeclared(edition="2007", codes=THE_22))
    groups(bontang, *THE_22).then_refused("NO_CHANGE", "codes")


@pytest.mark.parametrize(
    ("edition", "code"), [("2007", "2012/08"), ("2012", "2007/LUT"), (None, "2007/LUT")]
)
def test_only_codes_of_the_edition_in_force(bontang, edition, code):
    bontang.reach("PROPOSED")
    bontang.world.edition = edition
    groups(bontang, code).then_refused("CATEGORY_NOT_IN_LIST", "codes", code=code)


def test_a_code_of_2012_from_its_adoption_on(bontang):
    bontang.reach("PROPOSED")
    bontang.world.edition = "2012"
    groups(bontang, "2012/08").then(TargetGroupsDeclared(edition="2012", codes=("2012/08",)))


def test_local_values(bontang):
    bontang.reach("PROPOSED")
    command = RecordValues(wksbm_id=bontang.id, values=("gotong royong", "gotong royong"))
    bontang.world.when(command).then(ValuesRecorded(values=("gotong royong",)))
    bontang.world.when(command).then_refused("NO_CHANGE", "values")
