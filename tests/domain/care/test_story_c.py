"""Story C, whole: an elder, what the RW tried, a district that declines, a company that helps."""

from __future__ import annotations

from datetime import date
from typing import Any

from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    DeclineReferral,
    GiveFeedback,
    ReceiveReferral,
)
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.conclude import CloseCase, RecordOutcome
from wahana.domain.care.referral import Referral
from wahana.domain.care.services import RecordDelivery


def test_the_ladder_is_climbed_step_by_step(ladder: Any):
    world = ladder.world
    ladder.reported()
    assert ladder.state.stage == "REPORTED"
    assert [kind.code for kind in ladder.state.categories] == ["2012/08"]

    world.when(ladder.refer()).then_refused("REFER_TOO_EARLY", "toBody", declared=None)
    ladder.sent()
    assert ladder.sent_referral.state == "SENT"

    tksk = ladder.tksk
    world.when(ReceiveReferral(referral_id=ladder.referral), actor=tksk).accepted()
    declined = DeclineReferral(referral_id=ladder.referral, reason="NO_CAPACITY")
    world.when(declined, actor=tksk).accepted()
    assert ladder.sent_referral.state == "DECLINED"

    company = ladder.uid("referral to a company")
    to_company = BodyRef(kind="DUNIA_USAHA", name="PT Contoh Pangan")
    world.run(
        ladder.refer(referral_id=company, to_body=to_company, basis="RESOURCE", send_now=True),
        ReceiveReferral(referral_id=company),
        AcceptReferral(referral_id=company, expected_by=date(2021, 9, 30)),
        ladder.assign(provider="REFERRED", referral_id=company),
        RecordDelivery(
            case_id=ladder.case,
            service_id=ladder.service,
            pillar="LINJAMSOS",
            quantity=10,
            unit="KG",
            value_idr=120_000,
        ),
        GiveFeedback(referral_id=company, text="Beras sudah diantar."),
        CompleteReferral(referral_id=company, outcome="RESOURCE_GIVEN"),
        RecordOutcome(case_id=ladder.case, result="RESOLVED"),
        CloseCase(case_id=ladder.case, reason="GOALS_MET"),
    )
    assert world.state(Referral, company).state == "COMPLETED"
    assert ladder.state.stage == "CLOSED"

    kps = ladder.body("pengajian rw 09", ladder.other_wksbm)
    second = ladder.assign(
        case_id=ladder.second_case(),
        service_id=ladder.uid("second rice"),
        provider="KPS",
        kps_id=kps,
    )
    world.when(second, actor=ladder.other_chair).then_refused(
        "OVERLAP", "serviceKind", claim=str(ladder.service)
    )
    october = {"valid_from": date(2021, 10, 1), "valid_to": date(2021, 11, 1)}
    later = ladder.assign(
        case_id=second.case_id,
        service_id=second.service_id,
        provider="KPS",
        kps_id=kps,
        **october,
    )
    world.when(later, actor=ladder.other_chair).accepted()
