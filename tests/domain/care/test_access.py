"""NOT_YOUR_CASE: who holds a case, who sends, who answers; the case and the referral both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.answer import AcceptReferral, ReceiveReferral, ReturnReferral
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.conclude import AddCaseNote
from wahana.domain.care.refer import SendReferral
from wahana.domain.formation.wksbm_command import place_of
from wahana.domain.kernel.model import Actor, Place
from wahana.domain.kernel.roles import ROLES, allows, allows_reading

STRANGERS = ["other_chair", "tksk", "lk3", "officer", "head", "lurah", "liaison"]


@pytest.mark.parametrize("actor", STRANGERS)
def test_who_does_not_hold_a_case_writes_nothing_to_it(ladder: Any, actor: str):
    ladder.reported()
    note = AddCaseNote(case_id=ladder.case, text="x")
    ladder.world.when(note, actor=getattr(ladder, actor)).then_refused("NOT_YOUR_CASE", "caseId")
    refer = ladder.refer()
    ladder.world.when(refer, actor=getattr(ladder, actor)).then_refused("NOT_YOUR_CASE", "caseId")


def accepted(ladder: Any) -> Any:
    """The TKSK took the elder's case on."""
    ladder.reported().sent()
    of = {"referral_id": ladder.referral}
    for command in (ReceiveReferral(**of), AcceptReferral(**of, expected_by=date(2021, 10, 1))):
        ladder.world.when(command, actor=ladder.tksk).accepted()
    return ladder


def test_an_accepted_referral_opens_its_case_to_the_receiver(ladder: Any):
    ladder.reported().sent()
    note = AddCaseNote(case_id=ladder.case, via=ladder.referral, text="x")
    when = ladder.world.when
    when(note, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "via")
    of = {"referral_id": ladder.referral}
    when(ReceiveReferral(**of), actor=ladder.tksk).accepted()
    when(AcceptReferral(**of, expected_by=date(2021, 10, 1)), actor=ladder.tksk).accepted()
    when(note, actor=ladder.tksk).accepted()
    other = ladder.as_(ladder.tksk, area="34.71.14")
    when(note, actor=other).then_refused("NOT_YOUR_CASE", "via")
    when(note, actor=ladder.officer).then_refused("NOT_YOUR_CASE", "via")
    when(AddCaseNote(case_id=ladder.case, text="x"), actor=ladder.tksk).then_refused(
        "NOT_YOUR_CASE", "caseId"
    )
    back = ReturnReferral(**of, recommendation="CONTINUE_LOCALLY")
    when(back, actor=ladder.tksk).accepted()
    when(note, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "via")


def test_a_referral_opens_no_other_case(ladder: Any):
    accepted(ladder)
    other = ladder.second_case()
    note = AddCaseNote(case_id=other, via=ladder.referral, text="x")
    ladder.world.when(note, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "via")


def test_who_has_a_case_by_referral_passes_it_on_while_it_lasts(ladder: Any):
    accepted(ladder)
    onward = ladder.uid("referral to the dinas")
    command = ladder.refer(
        referral_id=onward, via=ladder.referral, to_body=BodyRef(kind="DINAS_KABKOTA")
    )
    ladder.world.when(command, actor=ladder.tksk).accepted()
    send = SendReferral(referral_id=onward)
    ladder.world.when(send, actor=ladder.chair).then_refused("NOT_YOUR_CASE", "referralId")
    back = ReturnReferral(referral_id=ladder.referral, recommendation="OTHER_BODY")
    ladder.world.when(back, actor=ladder.tksk).accepted()
    ladder.world.when(send, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "referralId")


@pytest.mark.parametrize(
    ("kind", "fields", "receiver"),
    [
        ("DESA_KEL", {"area_code": "34.71.13.1006"}, "lurah"),
        ("KECAMATAN_TKSK", {"area_code": "34.71.13"}, "tksk"),
        ("DINAS_KABKOTA", {}, "officer"),
        ("LK3", {}, "lk3"),
        ("WKSBM", {"id": "wksbm rw 09"}, "other_chair"),
        ("KPS", {"id": "pengajian"}, "chair"),
        ("DINAS_PROV", {}, "chair"),
        ("DUNIA_USAHA", {"name": "PT Contoh"}, "chair"),
        ("LKS", {"name": "Yayasan Contoh"}, "chair"),
        ("BALAI", {"name": "Balai Contoh"}, "chair"),
    ],
)
def test_the_receiver_answers_and_nobody_else(
    ladder: Any, kind: str, fields: dict[str, str], receiver: str
):
    ladder.body("pengajian")
    fields = {n: ladder.uid(v) if n == "id" else v for n, v in fields.items()}
    ladder.reported().sent(to_body=BodyRef(kind=kind, **fields))  # type: ignore[arg-type]
    receive = ReceiveReferral(referral_id=ladder.referral)
    for stranger in {*STRANGERS, "chair"} - {receiver}:
        ladder.world.when(receive, actor=getattr(ladder, stranger)).then_refused(
            "NOT_YOUR_CASE", "referralId"
        )
    ladder.world.when(receive, actor=getattr(ladder, receiver)).accepted()


def test_commands_act_where_the_body_is(ladder: Any):
    ladder.reported().sent()
    context = ladder.world.context()
    receive = ReceiveReferral(referral_id=ladder.referral)
    assert receive.place(context) == Place(area_code=ladder.UMBULHARJO)
    send = SendReferral(referral_id=ladder.referral)
    assert send.place(context) == place_of(context, ladder.wksbm)
    via = AddCaseNote(case_id=ladder.case, via=ladder.referral, text="x")
    assert via.place(context) == Place(area_code=ladder.UMBULHARJO)
    office = ladder.uid("referral to the office")
    ladder.world.run(ladder.refer(referral_id=office, to_body=BodyRef(kind="DINAS_KABKOTA")))
    assert ReceiveReferral(referral_id=office).place(context) == Place()


def test_a_lurah_of_another_village_answers_nothing(ladder: Any):
    to_village = BodyRef(kind="DESA_KEL", area_code=ladder.SOROSUTAN)
    ladder.reported().sent(to_body=to_village)
    other = Actor(id=ladder.uid("lurah 2"), role="LURAH", area="34.71.13.1007")
    receive = ReceiveReferral(referral_id=ladder.referral)
    ladder.world.when(receive, actor=other).then_refused("NOT_YOUR_CASE", "referralId")


# --- the role table -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "group", "scope"),
    [
        ("WKSBM_CHAIR", "CASE", "OWN_WKSBM"),
        ("WKSBM_TREASURER", "CASE", None),
        ("KPS_LIAISON", "DELIVERY", "OWN_WKSBM"),
        ("KPS_LIAISON", "CASE", None),
        ("LURAH", "CASE_REPORT", "AREA"),
        ("LURAH", "CASE", None),
        ("TKSK", "CASE", "AREA"),
        ("TKSK", "CASE_REPORT", None),
        ("LK3_COUNSELLOR", "CASE_ASSESSMENT", "TENANT"),
        ("DINAS_OFFICER", "OVERLAP_OVERRIDE", None),
        ("DINAS_HEAD", "OVERLAP_OVERRIDE", "TENANT"),
        ("DINAS_HEAD", "CASE", None),
        ("PROVINCE_OFFICER", "CASE", None),
        ("INSPECTORATE", "CASE", None),
        ("PROCESS", "CARE_PROCESS", "TENANT"),
        ("DINAS_OFFICER", "CARE_PROCESS", None),
    ],
)
def test_who_may_do_what_around_cases(role: str, group: str, scope: str | None):
    assert allows(role, group) == scope


@pytest.mark.parametrize(
    ("role", "group", "scope"),
    [
        ("WKSBM_CHAIR", "CASE_NOTES", "OWN_WKSBM"),
        ("WKSBM_TREASURER", "CASE", None),
        ("WKSBM_TREASURER", "CASE_NOTES", None),
        ("LURAH", "CASE", "AREA"),
        ("LURAH", "CASE_IDENTITY", None),
        ("DINAS_OFFICER", "CASE_NOTES", "TENANT"),
        ("DINAS_HEAD", "CASE_NOTES", None),
        ("INSPECTORATE", "CASE", "TENANT"),
        ("INSPECTORATE", "CASE_IDENTITY", None),
        ("INSPECTORATE", "CASE_TOP_TIER", None),
        ("PROVINCE_OFFICER", "CASE", None),
        ("APP", "CASE", None),
        ("TENANT_ADMIN", "CASE", None),
    ],
)
def test_who_may_read_what_of_cases(role: str, group: str, scope: str | None):
    assert allows_reading(role, group) == scope


def test_a_role_has_one_kind_of_limit():
    """A grant says an area or some WKSBM; a role that needed both could not be given."""
    for role in ROLES.values():
        reaches = {*role.commands.values(), *role.reads.values()}
        assert not {"AREA", "OWN_WKSBM"} <= reaches


def test_who_sees_a_case_only_by_its_body():
    found = {role.code: role.case_access for role in ROLES.values() if role.case_access}
    assert found == {
        "WKSBM_CHAIR": "HELD",
        "WKSBM_SECRETARY": "HELD",
        "CAMAT": "REFERRED",
        "TKSK": "REFERRED",
        "LK3_COUNSELLOR": "REFERRED",
        "KPS_LIAISON": "TASKED",
    }
