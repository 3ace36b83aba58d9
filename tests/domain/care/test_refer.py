"""A body refers a case: at the right time, with consent or another ground, to a chosen receiver."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.bodies import Body, BodyRef
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.kps import Kps
from wahana.domain.care.kps_events import KpsLeft
from wahana.domain.care.refer import RevokeReferral, SendReferral
from wahana.domain.care.referral_corrections import RetractConsentOverride
from wahana.domain.care.referral_events import (
    ConsentOverridden,
    ReferralExpired,
    ReferralRequested,
    ReferralReviewed,
    ReferralRevoked,
    ReferralSent,
)
from wahana.domain.care.referral_oversight import ExpireReferral, OverrideConsent, ReviewReferral
from wahana.domain.kernel.fields import case_text
from wahana.domain.people.consent_events import ConsentWithdrawn
from wahana.domain.people.person import Person

RECEIVERS = {
    "DESA_KEL": {"area_code": "34.71.13.1006"},
    "KECAMATAN_TKSK": {"area_code": "34.71.13"},
    "DINAS_KABKOTA": {},
    "DINAS_PROV": {},
    "DUNIA_USAHA": {"name": "PT Contoh"},
    "LK3": {},
    "LKS": {"name": "Yayasan Contoh"},
    "BALAI": {"name": "Balai Contoh"},
}


@pytest.mark.parametrize("kind", [*RECEIVERS, "WKSBM"])
def test_every_body_that_is_asked_for_help_waits_for_the_declaration(ladder: Any, kind: str):
    fields = {"id": ladder.other_wksbm} if kind == "WKSBM" else RECEIVERS[kind]
    to_body = BodyRef(kind=kind, **fields)  # type: ignore[arg-type]
    ladder.reported()
    command = ladder.refer(to_body=to_body)
    ladder.world.when(command).then_refused("REFER_TOO_EARLY", "toBody")
    ladder.world.run(ladder.exceeded(), command)
    requested = ladder.sent_referral
    assert requested.to_body.kind == kind
    assert requested.from_body == Body(kind="WKSBM", id=ladder.wksbm, wksbm=ladder.wksbm)
    assert requested.state == "REQUESTED"


def test_an_own_member_body_and_the_lk3s_advice_are_asked_at_any_time(ladder: Any):
    ladder.reported()
    kps = ladder.body("pengajian")
    to_kps = ladder.refer(to_body=BodyRef(kind="KPS", id=kps))
    assert ladder.world.when(to_kps).only(ReferralRequested).to_body.id == kps
    advice = ladder.refer(
        referral_id=ladder.uid("advice"), to_body=BodyRef(kind="LK3"), basis="CONSULTATION"
    )
    ladder.world.when(advice).accepted()


def test_the_declaration_of_the_day_counts(ladder: Any):
    ladder.reported()
    ladder.world.run(ladder.exceeded(), on=date(2021, 9, 10))
    sufficient = ladder.exceeded(verdict="SUFFICIENT", tried=(), cause=None)
    ladder.world.run(sufficient, on=date(2021, 9, 15))
    ladder.world.when(ladder.refer()).then_refused(
        "REFER_TOO_EARLY", "toBody", declared="SUFFICIENT"
    )
    ladder.world.when(ladder.refer(), on=date(2021, 9, 12)).accepted()


@pytest.mark.parametrize(
    ("ref", "code", "field"),
    [
        (BodyRef(kind="WKSBM"), "BODY_INCOMPLETE", "id"),
        (BodyRef(kind="KPS"), "BODY_INCOMPLETE", "id"),
        (BodyRef(kind="DESA_KEL"), "BODY_INCOMPLETE", "areaCode"),
        (BodyRef(kind="KECAMATAN_TKSK"), "BODY_INCOMPLETE", "areaCode"),
        (BodyRef(kind="DUNIA_USAHA"), "BODY_INCOMPLETE", "name"),
        (BodyRef(kind="DESA_KEL", area_code="34.71.13"), "LEVEL_SCOPE", "areaCode"),
        (BodyRef(kind="KECAMATAN_TKSK", area_code="64.74.01"), "AREA_OUTSIDE", "areaCode"),
    ],
)
def test_a_body_is_named_as_its_kind_asks(ladder: Any, ref: BodyRef, code: str, field: str):
    ladder.reported().world.run(ladder.exceeded())
    ladder.world.when(ladder.refer(to_body=ref)).then_refused(code, field)


def test_a_body_that_is_none_is_not_asked(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    own = BodyRef(kind="WKSBM", id=ladder.wksbm)
    ladder.world.when(ladder.refer(to_body=own)).then_refused("SAME_BODY", "toBody")
    gone = ladder.body("dasawisma")
    ladder.world.given(Kps, gone, KpsLeft(reason="MOVED"), on=date(2020, 1, 1))
    to_gone = ladder.refer(to_body=BodyRef(kind="KPS", id=gone))
    ladder.world.when(to_gone).then_refused("KPS_UNKNOWN", "id")


def test_an_emergency_goes_at_once_and_is_reviewed(ladder: Any):
    ladder.reported()
    command = ladder.refer(
        urgency="EMERGENCY", disclosed=("IDENTITY",), override="VITAL_INTEREST", send_now=True
    )
    outcome = ladder.world.when(command)
    requested = outcome.only(ReferralRequested)
    assert requested.review == ("TOO_EARLY", "NO_CONSENT")
    assert requested.need == case_text(ladder.elder, "Perlu beras setiap bulan.")
    assert outcome.only(ReferralSent).answer_by == date(2021, 9, 21)
    review = ReviewReferral(referral_id=ladder.referral, finding="JUSTIFIED")
    asker = ladder.as_(ladder.officer, id=ladder.chair.id)
    ladder.world.when(review, actor=asker).then_refused("SELF_APPROVAL", "referralId")
    assert ladder.world.when(review, actor=ladder.officer).only(ReferralReviewed)
    ladder.world.when(review, actor=ladder.head).then_refused("NO_CHANGE", "referralId")
    other = ReviewReferral(referral_id=ladder.referral, finding="NOT_JUSTIFIED")
    ladder.world.when(other, actor=ladder.head).accepted()
    assert ladder.sent_referral.finding == "NOT_JUSTIFIED"


def test_nothing_is_reviewed_that_passed_by_the_rule(ladder: Any):
    ladder.reported().sent()
    review = ReviewReferral(referral_id=ladder.referral, finding="JUSTIFIED")
    ladder.world.when(review, actor=ladder.officer).then_refused("NO_CHANGE", "referralId")


# --- consent --------------------------------------------------------------------------------


def test_what_is_disclosed_needs_a_consent_that_covers_it(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    when = ladder.world.when
    narrow = ladder.consent(ladder.elder, "IDENTITY")
    wanted = {"disclosed": ("IDENTITY", "CONTACT")}
    when(ladder.refer(**wanted, consent_ids=(narrow,))).then_refused("NO_CONSENT", "consentIds")
    served = ladder.consent(ladder.elder, "IDENTITY", "CONTACT", purpose="SERVICE")
    when(ladder.refer(**wanted, consent_ids=(served,))).then_refused("NO_CONSENT", "consentIds")
    ended = ladder.consent(ladder.elder, "IDENTITY", "CONTACT", until=date(2021, 9, 10))
    when(ladder.refer(**wanted, consent_ids=(ended,))).then_refused("NO_CONSENT", "consentIds")
    wide = ladder.consent(ladder.elder, "IDENTITY", "CONTACT")
    when(ladder.refer(**wanted, consent_ids=(wide,), send_now=True)).accepted()


def test_a_consent_that_was_withdrawn_lets_nothing_out(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    consent = ladder.consent(ladder.elder, "IDENTITY")
    ladder.world.run(ladder.refer(disclosed=("IDENTITY",), consent_ids=(consent,)))
    withdrawn = ConsentWithdrawn(consent_id=consent, by="SELF")
    ladder.world.given(Person, ladder.elder, withdrawn, on=ladder.TODAY)
    send = SendReferral(referral_id=ladder.referral)
    ladder.world.when(send).then_refused("NO_CONSENT", "consentIds")
    ladder.world.when(send, on=date(2021, 9, 19)).then_refused("STAGE_DATE", "occurredOn")


def test_everybody_spoken_about_has_to_consent(ladder: Any):
    wife = ladder.uid("wife")
    refs = (ladder.new(ladder.elder), ladder.new(wife))
    ladder.reported(target_kind="FAMILY", subjects=refs).world.run(ladder.exceeded())
    consent = ladder.consent(ladder.elder, "IDENTITY")
    fields = {"disclosed": ("IDENTITY",), "consent_ids": (consent,)}
    ladder.world.when(ladder.refer(**fields)).then_refused("NO_CONSENT", "consentIds")
    ladder.world.when(ladder.refer(**fields, subjects=(ladder.elder,))).accepted()
    stranger = ladder.refer(referral_id=ladder.uid("x"), subjects=(ladder.person("stranger"),))
    ladder.world.when(stranger).then_refused("NOT_A_SUBJECT", "subjects")


def test_a_group_without_persons_has_nobody_to_disclose(ladder: Any):
    ladder.reported(target_kind="GROUP", subjects=(), group_name="Pemulung TPS Sorosutan")
    ladder.world.run(ladder.exceeded())
    ladder.world.when(ladder.refer(disclosed=("IDENTITY",), send_now=True)).then_refused(
        "NO_CONSENT", "disclosed"
    )


def test_an_authorised_role_releases_and_it_is_logged(ladder: Any):
    ladder.reported().world.run(ladder.exceeded(), ladder.refer(disclosed=("IDENTITY",)))
    when = ladder.world.when
    send = SendReferral(referral_id=ladder.referral)
    when(send).then_refused("NO_CONSENT", "consentIds")
    release = OverrideConsent(
        referral_id=ladder.referral, override="NO_CAPACITY", note="Pikun berat."
    )
    asker = ladder.as_(ladder.officer, id=ladder.chair.id)
    when(release, actor=asker).then_refused("SELF_APPROVAL", "referralId")
    assert when(release, actor=ladder.officer).only(ConsentOverridden).override == "NO_CAPACITY"
    when(release, actor=ladder.head).then_refused("NO_CHANGE", "override")
    undo = RetractConsentOverride(referral_id=ladder.referral, reason="WRONG_PERSON")
    when(undo, actor=ladder.officer).accepted()
    when(undo, actor=ladder.officer).then_refused("NO_CHANGE", "referralId")
    when(release, actor=ladder.head).accepted()
    when(send).accepted()
    when(undo, actor=ladder.officer).then_refused("REFERRAL_STATE", "referralId")


def test_a_release_of_ones_own_needs_the_role_or_an_emergency(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    fields = {"disclosed": ("IDENTITY",), "override": "LEGAL_DUTY"}
    ladder.world.when(ladder.refer(**fields)).then_refused("NO_CONSENT", "override")
    urgent = ladder.refer(**fields, urgency="EMERGENCY")
    ladder.world.when(urgent).then_refused("NO_CONSENT", "override")
    case = ladder.uid("case of the office")
    report = ladder.report(
        case_id=case,
        wksbm_id=None,
        village_code=ladder.SOROSUTAN,
        subjects=(ladder.known(ladder.elder),),
    )
    ladder.world.when(report, actor=ladder.officer).accepted()
    command = ladder.refer(case_id=case, **fields, send_now=True)
    requested = ladder.world.when(command, actor=ladder.officer).only(ReferralRequested)
    assert requested.review == ("NO_CONSENT",), "nobody else has looked at it"
    review = ReviewReferral(referral_id=ladder.referral, finding="JUSTIFIED")
    ladder.world.when(review, actor=ladder.officer).then_refused("SELF_APPROVAL", "referralId")
    ladder.world.when(review, actor=ladder.head).accepted()


def test_a_province_names_which_office_it_asks(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    ladder.world.level = "PROV"
    to_body = BodyRef(kind="DINAS_KABKOTA")
    ladder.world.when(ladder.refer(to_body=to_body)).then_refused("BODY_INCOMPLETE", "name")
    named = BodyRef(kind="DINAS_KABKOTA", name="Dinas Sosial Kota Contoh")
    ladder.world.when(ladder.refer(to_body=named)).accepted()


# --- sent, revoked, expired -----------------------------------------------------------------


@pytest.mark.parametrize(("urgency", "days"), [("NORMAL", 14), ("URGENT", 3), ("EMERGENCY", 1)])
def test_an_answer_is_due_by_urgency(ladder: Any, urgency: str, days: int):
    ladder.reported().world.run(ladder.exceeded(), ladder.refer(urgency=urgency))
    sent = ladder.world.when(SendReferral(referral_id=ladder.referral)).only(ReferralSent)
    assert (sent.answer_by - ladder.TODAY).days == days
    ladder.world.when(SendReferral(referral_id=ladder.referral)).then_refused(
        "REFERRAL_STATE", "referralId", state="SENT"
    )


def test_what_was_declared_is_looked_at_again_when_it_goes_out(ladder: Any):
    ladder.reported().world.run(
        ladder.exceeded(),
        ladder.refer(),
        ladder.exceeded(verdict="SUFFICIENT", tried=(), cause=None),
    )
    send = SendReferral(referral_id=ladder.referral)
    ladder.world.when(send).then_refused("REFER_TOO_EARLY", "toBody", declared="SUFFICIENT")
    ladder.world.run(CloseCase(case_id=ladder.case, reason="MOVED"))
    ladder.world.when(send).then_refused("CASE_STATE", "caseId", state="CLOSED")


def test_the_sender_or_the_dinas_takes_it_back(ladder: Any):
    ladder.reported().sent()
    revoke = RevokeReferral(referral_id=ladder.referral, reason="SOLVED_LOCALLY")
    ladder.world.when(revoke, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "referralId")
    ladder.world.when(revoke, actor=ladder.other_chair).then_refused("NOT_YOUR_CASE", "referralId")
    other = RevokeReferral(referral_id=ladder.referral, reason="OTHER")
    ladder.world.when(other).then_refused("NOTE_REQUIRED", "note")
    assert ladder.world.when(revoke, actor=ladder.officer).only(ReferralRevoked)
    ladder.world.when(revoke).then_refused("REFERRAL_STATE", "referralId", state="REVOKED")


def test_it_expires_after_its_day_and_not_on_it(ladder: Any):
    ladder.reported().sent()
    expire = ExpireReferral(referral_id=ladder.referral)
    ladder.world.today = date(2021, 10, 4)
    ladder.world.when(expire, actor=ladder.process).then_refused(
        "NOT_DUE", "referralId", due=date(2021, 10, 4)
    )
    ladder.world.today = date(2021, 10, 5)
    expired = ladder.world.when(expire, actor=ladder.process)
    expired.then(ReferralExpired(due=date(2021, 10, 4), unanswered=True))
    ladder.world.when(expire, actor=ladder.process).then_refused(
        "REFERRAL_STATE", "referralId", state="EXPIRED"
    )
