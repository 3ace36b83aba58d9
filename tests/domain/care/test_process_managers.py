"""What the processes of the service do: pure decisions whose commands are judged like all
others."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from wahana.domain.care.answer import AcceptReferral, ReceiveReferral
from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.case_events import CasePlanItem, ServiceAssigned, ServiceRequested
from wahana.domain.care.case_retractions import WithdrawCase
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.overlap_commands import WarnOfOverlap
from wahana.domain.care.processes.referrals import (
    on_case_closed,
    on_consent_withdrawn,
    referral_due,
)
from wahana.domain.care.processes.services import (
    next_service_day,
    on_persons_merged,
    on_plan_agreed,
    services_due,
)
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.care.service_register_events import RegisteredService
from wahana.domain.kernel.policy_types import ServiceOverlap

OCTOBER = {"valid_from": date(2021, 10, 1), "valid_to": date(2021, 11, 1)}


def planned(ladder: Any) -> Any:
    """A plan of four items; the board and a member body do one each."""
    kps = ladder.body("pengajian")
    common = {"pillar": "LINJAMSOS", **OCTOBER}
    items = (
        CasePlanItem(no=1, service_kind="BERAS", doer="BOARD", **common),
        CasePlanItem(no=2, service_kind="KUNJUNGAN", doer="KPS", kps=kps, **common),
        CasePlanItem(no=3, service_kind="RUMAH", doer="REFERRAL", **common),
        CasePlanItem(no=4, service_kind="PERAWATAN", doer="FAMILY", **common),
    )
    ladder.reported().world.run(
        ladder.assess(), AgreePlan(case_id=ladder.case, items=items, agreed_with="SUBJECT")
    )
    return ladder


def test_a_plan_becomes_services_of_the_community(ladder: Any):
    commands = on_plan_agreed(planned(ladder).state)
    assert [(c.plan_item, c.provider) for c in commands] == [(1, "BOARD"), (2, "KPS")]
    assert commands == on_plan_agreed(ladder.state)
    for command in commands:
        outcome = ladder.world.when(command, actor=ladder.process)
        assert outcome.only(ServiceAssigned).plan_item == command.plan_item
    assert on_plan_agreed(ladder.state) == ()


def test_a_new_plan_assigns_what_is_new(ladder: Any):
    for command in on_plan_agreed(planned(ladder).state):
        ladder.world.when(command, actor=ladder.process).accepted()
    more = CasePlanItem(no=5, service_kind="SEMBAKO", doer="BOARD", pillar="LINJAMSOS", **OCTOBER)
    items = (*ladder.state.plan.items, more)
    ladder.world.run(AgreePlan(case_id=ladder.case, items=items, agreed_with="SUBJECT"))
    assert [command.plan_item for command in on_plan_agreed(ladder.state)] == [5]


def test_an_item_that_overlaps_waits_for_the_dinas(ladder: Any):
    planned(ladder)
    second = ladder.assign(
        case_id=ladder.second_case(), service_id=ladder.uid("second rice"), **OCTOBER
    )
    ladder.world.when(second, actor=ladder.other_chair).accepted()
    rice = on_plan_agreed(ladder.state)[0]
    outcome = ladder.world.when(rice, actor=ladder.process)
    assert outcome.only(ServiceRequested).plan_item == 1


def test_nothing_follows_from_a_case_without_plan_or_that_is_closed(ladder: Any):
    assert on_plan_agreed(ladder.reported().state) == ()
    ladder.world.run(ladder.assign(), CloseCase(case_id=ladder.case, reason="MOVED"))
    assert services_due(ladder.state, date(2030, 1, 1)) == ()
    assert next_service_day(ladder.state) is None


def test_a_service_ends_with_its_period(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    assert next_service_day(ladder.state) == date(2021, 10, 1)
    assert services_due(ladder.state, date(2021, 9, 30)) == ()
    ladder.world.today = date(2021, 10, 1)
    (end,) = services_due(ladder.state, ladder.world.today)
    ladder.world.when(end, actor=ladder.process).accepted()
    assert ladder.state.services[0].end_reason == "PERIOD_END"
    assert services_due(ladder.state, ladder.world.today) == ()


def test_a_merge_warns_of_claims_that_now_meet(ladder: Any):
    def register(*claims: tuple[str, str, date, date]) -> ServiceRegister:
        return ServiceRegister(
            id=ladder.uid("register"),
            claims=tuple(
                RegisteredService(
                    claim_id=ladder.uid(key),
                    case_id=ladder.case,
                    service_kind=kind,
                    valid_from=first,
                    valid_to=after,
                )
                for key, kind, first, after in claims
            ),
        )

    september, october = date(2021, 9, 1), date(2021, 10, 1)
    survivor = register(("a", "BERAS", september, october))
    registers = {
        ladder.elder: survivor,
        ladder.uid("twin"): register(
            ("b", "BERAS", date(2021, 9, 15), date(2021, 9, 20)),
            ("c", "BERAS", october, date(2021, 11, 1)),
            ("d", "KUNJUNGAN", september, october),
        ),
    }
    assert on_persons_merged(registers, ServiceOverlap()) == (
        WarnOfOverlap(
            person_id=ladder.elder,
            claim_id=ladder.uid("a"),
            other_person_id=ladder.uid("twin"),
            other_claim_id=ladder.uid("b"),
        ),
    )


def test_a_referral_falls_due_after_its_day(ladder: Any):
    ladder.reported().sent()
    due = ladder.sent_referral.due
    assert due == date(2021, 10, 4)
    assert referral_due(ladder.sent_referral, due, 30) is None
    ladder.world.today = date(2021, 10, 5)
    expire = referral_due(ladder.sent_referral, ladder.world.today, 30)
    ladder.world.when(expire, actor=ladder.process).accepted()
    assert referral_due(ladder.sent_referral, ladder.world.today, 30) is None


def test_a_closed_case_takes_back_what_nobody_has_accepted(ladder: Any):
    ladder.reported().sent()
    ladder.world.run(CloseCase(case_id=ladder.case, reason="MOVED"))
    (revoke,) = on_case_closed(ladder.state, [ladder.sent_referral])
    ladder.world.when(revoke, actor=ladder.process).accepted()
    assert on_case_closed(ladder.state, [ladder.sent_referral]) == ()


def test_a_case_that_was_accepted_is_finished_by_the_other_unless_it_never_was(ladder: Any):
    ladder.reported().sent()
    of = {"referral_id": ladder.referral}
    for command in (ReceiveReferral(**of), AcceptReferral(**of, expected_by=date(2021, 10, 1))):
        ladder.world.when(command, actor=ladder.tksk).accepted()
    assert on_case_closed(ladder.state, [ladder.sent_referral]) == ()
    ladder.world.run(WithdrawCase(case_id=ladder.case, reason="WRONG_PERSON"))
    assert len(on_case_closed(ladder.state, [ladder.sent_referral])) == 1
    other = msgspec.structs.replace(ladder.sent_referral, case_id=ladder.uid("other"))
    assert on_case_closed(ladder.state, [other]) == ()


def test_a_consent_that_ended_stops_what_rests_on_it(ladder: Any):
    ladder.reported()
    consent = ladder.consent(ladder.elder, "IDENTITY")
    ladder.sent(disclosed=("IDENTITY",), consent_ids=(consent,))
    (revoke,) = on_consent_withdrawn(consent, [ladder.sent_referral])
    assert on_consent_withdrawn(ladder.uid("another"), [ladder.sent_referral]) == ()
    ladder.world.when(revoke, actor=ladder.process).accepted()
    assert ladder.sent_referral.state == "REVOKED"
    assert on_consent_withdrawn(consent, [ladder.sent_referral]) == ()
