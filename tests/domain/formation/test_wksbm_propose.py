"""Proposing a WKSBM: where it can be, and that its area has only one (S0, S1, S3)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation.legality import Decree, LegalReference
from wahana.domain.formation.proposal_commands import (
    RenameWksbm,
    SetLegalReferences,
    SetWksbmParent,
)
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import (
    LegalReferencesSet,
    WksbmParentSet,
    WksbmProposed,
    WksbmRenamed,
)
from wahana.domain.kernel.model import Place
from wahana.domain.kernel.reference_checks import area_name
from wahana.domain.kernel.slot_events import SlotTaken
from wahana.domain.kernel.slots import Slot, slot_id
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_events import LocalAreaClosed

KEPMENSOS = LegalReference(
    title="Pedoman Pelaksanaan Pemberdayaan WKSBM",
    no="42/HUK/2004",
    issued_on=date(2004, 1, 1),
)


def test_a_proposal_takes_the_slot_of_its_kelurahan(bontang):
    outcome = bontang.world.when(bontang.propose(legal_references=(KEPMENSOS,)))
    slot = slot_id(bontang.world.tenant_id, "wksbm-area", "KELURAHAN/64.74.01.1003")
    outcome.then(
        WksbmProposed(
            name="WKSBM Lok Tuan",
            level="KELURAHAN",
            village_code="64.74.01.1003",
            area_edition="2025",
            origin="INITIATED",
            budget_year=2012,
            legal_references=(KEPMENSOS,),
            slot=slot,
        ),
        SlotTaken(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.status == "FORMING"
    assert bontang.state.stage == "PROPOSED"
    assert bontang.state.proposed_on == bontang.world.today
    assert bontang.world.state(Slot, slot).holder == bontang.id


def test_it_acts_where_it_is(bontang):
    command = bontang.propose()
    context = bontang.world.context()
    assert command.place(context) == Place(area_code="64.74.01.1003", wksbm_id=bontang.id)
    bontang.reach("PROPOSED")
    assert bontang.socialise().place(bontang.world.context()) == Place(
        area_code="64.74.01.1003", wksbm_id=bontang.id
    )


def test_the_same_id_is_not_used_twice(bontang):
    bontang.reach("PROPOSED")
    bontang.world.when(bontang.propose()).then_refused("ALREADY_EXISTS", "wksbmId")


def test_a_kelurahan_has_one_wksbm(bontang):
    bontang.reach("PROPOSED")
    second = bontang.propose(wksbm_id=bontang.uid("second"))
    bontang.world.when(second).then_refused("ONE_PER_AREA", "villageCode", holder=str(bontang.id))


def test_the_policy_may_allow_several(bontang):
    bontang.world.policies = msgspec.structs.replace(
        bontang.world.policies, one_wksbm_per_area=False
    )
    bontang.reach("PROPOSED")
    second = bontang.propose(wksbm_id=bontang.uid("second"))
    proposed = bontang.world.when(second).only(WksbmProposed)
    assert proposed.slot is None


def test_an_rw_of_the_same_kelurahan_has_its_own(bontang):
    bontang.reach("PROPOSED")
    rw = bontang.rw("8")
    in_rw = {"level": "RW", "local_area_id": rw, "parent_id": bontang.id}
    proposed = bontang.world.when(bontang.propose(wksbm_id=bontang.uid("rw 8"), **in_rw))
    assert proposed.only(WksbmProposed).local_area == rw
    bontang.world.when(bontang.propose(wksbm_id=bontang.uid("twin"), **in_rw)).then_refused(
        "ONE_PER_AREA", "localAreaId"
    )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"village_code": "64.74.01.1099"}, "AREA_UNKNOWN", "villageCode"),
        ({"village_code": "34.04.12.2001"}, "AREA_OUTSIDE", "villageCode"),
        ({"village_code": "64.74.01"}, "LEVEL_SCOPE", "villageCode"),
        ({"level": "DESA"}, "LEVEL_SCOPE", "level"),
        ({"level": "RW"}, "LEVEL_SCOPE", "localAreaId"),
    ],
)
def test_level_and_area_must_agree(bontang, changes, code, field):
    bontang.world.when(bontang.propose(**changes)).then_refused(code, field)


def test_a_local_area_must_be_of_the_level_and_the_village(bontang):
    dusun = bontang.rw("3", kind="LINGKUNGAN")
    elsewhere = bontang.rw("8", village_code="64.74.01.1004")
    known = bontang.rw("8")

    def propose(**changes):
        return bontang.world.when(bontang.propose(**changes))

    propose(level="RW", local_area_id=dusun).then_refused(
        "LEVEL_SCOPE", "localAreaId", given="LINGKUNGAN"
    )
    propose(level="RW", local_area_id=elsewhere).then_refused(
        "LEVEL_SCOPE", "localAreaId", given=area_name("64.74.01.1004")
    )
    propose(level="RW", local_area_id=bontang.uid("nowhere")).then_refused(
        "NOT_FOUND", "localAreaId"
    )
    propose(level="KELURAHAN", local_area_id=known).then_refused("LEVEL_SCOPE", "localAreaId")
    propose(level="DUSUN", local_area_id=dusun).accepted()


def test_a_closed_local_area_takes_no_wksbm(bontang):
    rw = bontang.rw("8")
    bontang.world.given(LocalArea, rw, LocalAreaClosed(reason="MERGED"))
    command = bontang.propose(level="RW", local_area_id=rw)
    bontang.world.when(command).then_refused("AREA_CLOSED", "localAreaId")


@pytest.mark.parametrize(("level", "area"), [("PROV", "64"), ("NATIONAL", "")])
def test_only_a_regency_or_city_owns_wksbm(bontang, level, area):
    bontang.world.level, bontang.world.area_code = level, area
    bontang.world.when(bontang.propose()).then_refused("LEVEL_SCOPE", "level", given=level)


def test_the_policy_says_which_levels(bontang):
    bontang.world.policies = msgspec.structs.replace(bontang.world.policies, wksbm_levels=("RW",))
    bontang.world.when(bontang.propose()).then_refused("LEVEL_SCOPE", "level", allowed=("RW",))


def test_a_desa_of_sleman_and_its_padukuhan(scenario, bontang):
    bontang.world.area_code = "34.04"
    padukuhan = bontang.rw("Jodog", village_code="34.04.12.2001", kind="PADUKUHAN")
    village = {"village_code": "34.04.12.2001", "origin": "NATURAL", "founded_year": 2006}
    bontang.world.when(bontang.propose(level="DESA", **village)).accepted()
    below = bontang.propose(
        wksbm_id=bontang.uid("jodog"),
        level="DUSUN",
        local_area_id=padukuhan,
        parent_id=bontang.id,
        **village,
    )
    bontang.world.when(below).accepted()
    assert bontang.world.state(Wksbm, bontang.uid("jodog")).founded_year == 2006


def test_a_parent_is_above_in_the_same_village_and_alive(bontang):
    bontang.reach("PROPOSED")
    other = bontang.sibling("WKSBM Guntung")
    rw = bontang.rw("8")
    child = bontang.uid("rw 8")
    in_rw = {"wksbm_id": child, "level": "RW", "local_area_id": rw}

    def propose(**changes):
        return bontang.world.when(bontang.propose(**in_rw, **changes))

    propose(parent_id=other).then_refused("LEVEL_SCOPE", "parentId")
    propose(parent_id=bontang.uid("nobody")).then_refused("NOT_FOUND", "parentId")
    propose().accepted()

    def set_parent(parent, of=child):
        return bontang.world.when(SetWksbmParent(wksbm_id=of, parent_id=parent))

    set_parent(bontang.id).then(WksbmParentSet(parent=bontang.id))
    set_parent(bontang.id).then_refused("NO_CHANGE", "parentId")
    set_parent(child, of=bontang.id).then_refused("LEVEL_SCOPE", "parentId")
    set_parent(None).then(WksbmParentSet(parent=None))
    assert bontang.world.state(Wksbm, child).parent is None


def test_a_new_name_and_its_decree(bontang):
    bontang.reach("PROPOSED")
    decree = Decree(no="7/2012", issued_on=date(2012, 6, 1), issuer_role="LURAH")
    rename = RenameWksbm(wksbm_id=bontang.id, name="WKSBM Amanah", decree=decree)
    bontang.world.when(rename).then(WksbmRenamed(name="WKSBM Amanah", decree=decree))
    assert bontang.state.name == "WKSBM Amanah"
    bontang.world.when(rename).then_refused("NO_CHANGE", "name")


def test_legal_references_are_replaced_as_a_list(bontang):
    bontang.reach("PROPOSED")
    command = SetLegalReferences(wksbm_id=bontang.id, legal_references=(KEPMENSOS,))
    bontang.world.when(command).then(LegalReferencesSet(legal_references=(KEPMENSOS,)))
    assert bontang.state.legal_references == (KEPMENSOS,)
    bontang.world.when(command).then_refused("NO_CHANGE", "legalReferences")


def test_an_unknown_wksbm_is_not_found(bontang):
    rename = RenameWksbm(wksbm_id=bontang.uid("nobody"), name="X")
    bontang.world.when(rename).then_refused("NOT_FOUND", "wksbmId")
