"""Services are assigned, given and ended; each is claimed in its recipients' registers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.case_events import ServiceAssigned, ServiceDelivered, ServiceEnded
from wahana.domain.care.kps import Kps
from wahana.domain.care.kps_events import KpsLeft, KpsLiaisonNamed
from wahana.domain.care.service_register_events import ClaimReleased, ServiceClaimed
from wahana.domain.care.services import EndService, RecordDelivery
from wahana.domain.kernel.fields import case_text
from wahana.domain.money.fund_book import FundBook
from wahana.domain.money.fund_events import (
    Disbursed,
    EntryReversed,
    FundOpened,
    OpeningBalanceRecorded,
)
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonDied

SEPTEMBER = (date(2021, 9, 1), date(2021, 10, 1))


def deliver(ladder: Any, **changes: Any) -> RecordDelivery:
    fields = {
        "case_id": ladder.case,
        "service_id": ladder.service,
        "pillar": "LINJAMSOS",
        "quantity": 5,
        "unit": "KG",
    }
    return RecordDelivery(**(fields | changes))


def test_without_days_a_service_is_for_the_month(ladder: Any):
    ladder.reported()
    outcome = ladder.world.when(ladder.assign())
    assigned = outcome.only(ServiceAssigned)
    assert (assigned.valid_from, assigned.valid_to) == SEPTEMBER
    assert (assigned.wksbm, assigned.recipients) == (ladder.wksbm, (ladder.elder,))
    assert outcome.only(ServiceClaimed) == ServiceClaimed(
        person=ladder.elder,
        claim_id=ladder.service,
        case_id=ladder.case,
        wksbm=ladder.wksbm,
        service_kind="BERAS",
        valid_from=SEPTEMBER[0],
        valid_to=SEPTEMBER[1],
    )
    assert ladder.state.stage == "SERVED"
    ladder.world.when(ladder.assign()).then_refused("ALREADY_EXISTS", "serviceId")


def test_the_id_of_a_service_is_of_one_case_only(ladder: Any):
    ladder.reported().world.when(ladder.assign()).accepted()
    ladder.world.when(EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE"))
    october = {"valid_from": date(2021, 10, 1), "valid_to": date(2021, 11, 1)}
    other = ladder.assign(case_id=ladder.second_case(), **october)
    ladder.world.when(other, actor=ladder.other_chair).then_refused("ALREADY_EXISTS", "serviceId")


def test_a_first_day_alone_runs_to_the_end_of_its_month(ladder: Any):
    ladder.reported()
    assigned = ladder.world.when(ladder.assign(valid_from=date(2021, 12, 24)))
    assert assigned.only(ServiceAssigned).valid_to == date(2022, 1, 1)


def test_a_member_body_is_tasked(ladder: Any):
    ladder.reported()
    kps = ladder.body("pengajian")
    assign = ladder.assign(provider="KPS", kps_id=kps)
    assert ladder.world.when(assign).only(ServiceClaimed).kps == kps


def test_only_an_active_member_of_the_wksbm_is_tasked(ladder: Any):
    ladder.reported()
    foreign = ladder.body("pengajian", ladder.other_wksbm)
    when = ladder.world.when
    when(ladder.assign(provider="KPS", kps_id=foreign)).then_refused(
        "KPS_UNKNOWN", "kpsId", kps=str(foreign)
    )
    when(ladder.assign(provider="KPS", kps_id=ladder.uid("nobody"))).then_refused(
        "KPS_UNKNOWN", "kpsId"
    )
    gone = ladder.body("dasawisma")
    ladder.world.given(Kps, gone, KpsLeft(reason="MOVED"), on=date(2020, 1, 1))
    when(ladder.assign(provider="KPS", kps_id=gone)).then_refused("KPS_UNKNOWN", "kpsId")


@pytest.mark.parametrize(
    "fields",
    [
        {"provider": "KPS"},
        {"provider": "REFERRED"},
        {"provider": "BOARD", "kps_id": "any"},
        {"provider": "KPS", "kps_id": "any", "referral_id": "any"},
    ],
)
def test_who_gives_it_is_said_once(ladder: Any, fields: dict[str, Any]):
    ladder.reported()
    ids = {name: ladder.uid(value) for name, value in fields.items() if name != "provider"}
    ladder.world.when(ladder.assign(**(fields | ids))).then_refused(
        "PROVIDER_INCOMPLETE", "provider"
    )


def test_what_another_body_gives_rests_on_its_accepted_referral(ladder: Any):
    ladder.reported().sent()
    assign = ladder.assign(provider="REFERRED", referral_id=ladder.referral)
    ladder.world.when(assign).then_refused("REFERRAL_STATE", "referralId", state="SENT")
    assign = ladder.assign(
        case_id=ladder.second_case(), provider="REFERRED", referral_id=ladder.referral
    )
    ladder.world.when(assign, actor=ladder.other_chair).then_refused("NOT_YOUR_CASE", "referralId")


def test_a_service_is_for_living_subjects(ladder: Any):
    ladder.reported()
    stranger = ladder.assign(recipients=(ladder.person("stranger"),))
    ladder.world.when(stranger).then_refused("NOT_A_SUBJECT", "recipients")
    twice = ladder.assign(recipients=(ladder.elder, ladder.elder))
    ladder.world.when(twice).then_refused("PERSON_TWICE", "recipients")
    died = PersonDied(died_on=date(2021, 8, 31))
    ladder.world.given(Person, ladder.elder, died)
    ladder.world.when(ladder.assign()).then_refused("PERSON_DIED", "recipients")


def test_days_and_kinds_make_sense(ladder: Any):
    ladder.reported()
    when = ladder.world.when
    when(ladder.assign(service_kind="GOLD")).then_refused("KIND_UNKNOWN", "serviceKind")
    empty = ladder.assign(valid_from=date(2021, 9, 5), valid_to=date(2021, 9, 5))
    when(empty).then_refused("PERIOD_EMPTY", "validTo")
    when(ladder.assign(plan_item=1)).then_refused("NOT_FOUND", "planItem")


def test_a_delivery_is_of_the_service_within_its_days(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    delivered = ladder.world.when(deliver(ladder, note="Diterima cucunya.")).only(ServiceDelivered)
    assert (delivered.service_kind, delivered.delivered_on) == ("BERAS", ladder.TODAY)
    assert delivered.note == case_text(ladder.elder, "Diterima cucunya.")
    when = ladder.world.when
    when(deliver(ladder, delivered_on=date(2021, 9, 21))).then_refused("FUTURE_DATE", "deliveredOn")
    when(deliver(ladder, delivered_on=date(2021, 8, 31))).then_refused("STAGE_DATE", "deliveredOn")
    when(deliver(ladder, service_id=ladder.uid("none"))).then_refused("NOT_FOUND", "serviceId")
    when(deliver(ladder, fund_book_id=ladder.uid("book"))).then_refused(
        "FUND_REF_INCOMPLETE", "fundEntryNo"
    )
    when(deliver(ladder, recipients=(ladder.person("stranger"),))).then_refused(
        "NOT_A_SUBJECT", "recipients"
    )
    ladder.world.today = date(2021, 10, 2)
    when(deliver(ladder)).then_refused("SERVICE_PERIOD", "deliveredOn", day=date(2021, 10, 2))


def test_what_a_fund_paid_cites_book_and_entry(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    book = ladder.uid("book of dues")
    when = ladder.world.when
    paid = deliver(ladder, fund_book_id=book, fund_entry_no=1)
    when(paid).then_refused("NOT_FOUND", "fundBookId")
    opened = FundOpened(
        wksbm=ladder.wksbm,
        kind="IURAN",
        unit="IDR",
        year=2021,
        scope="RW",
        opens_on=date(2021, 1, 1),
    )
    ladder.world.given(FundBook, book, opened)
    when(paid).then_refused("NOT_FOUND", "fundEntryNo")
    posted = {"booked_on": ladder.TODAY, "unit": "IDR"}
    balance = OpeningBalanceRecorded(entry_no=1, amount=90_000, **posted)
    spent = {"purpose": "FOOD", "organisation": "Toko", **posted}
    other = Disbursed(entry_no=2, amount=10_000, case=ladder.uid("other"), **spent)
    mine = Disbursed(entry_no=3, amount=50_000, case=ladder.case, **spent)
    wrong = Disbursed(entry_no=4, amount=5_000, case=ladder.case, **spent)
    back = EntryReversed(
        entry_no=5, amount=5_000, of=4, of_day=ladder.TODAY, reason="DUPLICATE", **posted
    )
    ladder.world.given(FundBook, book, balance, other, mine, wrong, back)
    for no, cause in ((1, "NOT_A_PAYMENT"), (2, "OTHER_CASE"), (4, "REVERSED")):
        when(deliver(ladder, fund_book_id=book, fund_entry_no=no)).then_refused(
            "DELIVERY_PROOF", "fundEntryNo", cause=cause
        )
    proved = {"fund_book_id": book, "fund_entry_no": 3}
    first = deliver(ladder, **proved, value_idr=30_000)
    assert when(first).only(ServiceDelivered).fund_entry == 3
    when(deliver(ladder, **proved, value_idr=20_001)).then_refused(
        "DELIVERY_PROOF", "fundEntryNo", cause="MORE_THAN_PAID"
    )
    when(deliver(ladder, **proved, value_idr=20_000)).accepted()


def test_nothing_is_given_to_the_dead(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    died = PersonDied(died_on=date(2021, 9, 10))
    ladder.world.given(Person, ladder.elder, died)
    ladder.world.when(deliver(ladder)).then_refused("PERSON_DIED", "recipients")
    ladder.world.when(deliver(ladder, delivered_on=date(2021, 9, 10))).accepted()


def test_the_liaison_of_the_tasked_body_records_its_deliveries(ladder: Any):
    kps = ladder.body("pengajian")
    ladder.reported().world.run(ladder.assign(provider="KPS", kps_id=kps))
    ladder.world.when(deliver(ladder), actor=ladder.liaison).then_refused(
        "NOT_YOUR_CASE", "serviceId", role="KPS_LIAISON"
    )
    ladder.world.given(Kps, kps, KpsLiaisonNamed(member=ladder.liaison.id))
    ladder.world.when(deliver(ladder), actor=ladder.liaison).accepted()
    board = ladder.assign(
        service_id=ladder.uid("visits"), service_kind="KUNJUNGAN", provider="BOARD"
    )
    ladder.world.run(board)
    other = deliver(ladder, service_id=board.service_id, unit="VISIT")
    ladder.world.when(other, actor=ladder.liaison).then_refused("NOT_YOUR_CASE", "serviceId")


def test_an_end_releases_what_was_not_received(ladder: Any):
    ladder.reported().world.run(ladder.assign(valid_to=date(2022, 3, 1)))
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="NOT_NEEDED")
    outcome = ladder.world.when(end)
    assert outcome.only(ServiceEnded).reason == "NOT_NEEDED"
    assert outcome.only(ClaimReleased).free_from == ladder.TODAY
    ladder.world.when(end).then_refused("SERVICE_STATE", "serviceId", state="ENDED")
    none = EndService(case_id=ladder.case, service_id=ladder.uid("none"), reason="DONE")
    ladder.world.when(none).then_refused("NOT_FOUND", "serviceId")


def test_what_was_received_counts_for_its_month(ladder: Any):
    ladder.reported().world.run(
        ladder.assign(valid_to=date(2022, 3, 1)),
        deliver(ladder),
        EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE"),
    )
    assert ladder.register().claims[0].valid_to == date(2021, 10, 1)
    ladder.world.today = date(2021, 9, 25)
    ladder.world.when(deliver(ladder)).then_refused("SERVICE_STATE", "serviceId", state="ENDED")
    ladder.world.when(deliver(ladder, delivered_on=ladder.TODAY)).accepted()


def test_a_reason_of_its_own_needs_a_note(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="OTHER")
    ladder.world.when(end).then_refused("NOTE_REQUIRED", "note")
