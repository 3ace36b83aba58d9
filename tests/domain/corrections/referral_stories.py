"""Stories of referrals: the elder's case goes to the TKSK (S1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.care.conftest import Ladder

from wahana.domain.care import referral as facts
from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    GiveFeedback,
    ReceiveReferral,
)
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.refer import RevokeReferral, SendReferral
from wahana.domain.care.referral import Referral
from wahana.domain.care.referral_corrections import (
    CorrectAcceptance,
    CorrectReferral,
    RetractAnswer,
    RetractConsentOverride,
    RetractReferralStep,
)
from wahana.domain.care.referral_oversight import OverrideConsent
from wahana.domain.care.referral_rules import REFERRAL
from wahana.domain.kernel.facts import FactKind

from .care_world import WHY, day, world
from .stories import Step, Story, Telling


def story(ladder: Ladder, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    given: dict[str, Any] = {"about": ladder.elder}
    return Story(
        kind=kind,
        timeline=REFERRAL,
        world=ladder.world,
        stream=(Referral, ladder.referral),
        tellings=tellings,
        **(given | more),
    )


def asked() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), on=day(5))

    def telling(on: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {
            "to_body": BodyRef(kind="KECAMATAN_TKSK", area_code=ladder.UMBULHARJO),
            "basis": "LOCAL_CAPACITY",
        } | changes
        return Telling(
            ladder.refer(**given),
            on,
            lambda of: CorrectReferral(referral_id=ladder.referral, **given, **WHY),
        )

    sent = SendReferral(referral_id=ladder.referral)
    received = ReceiveReferral(referral_id=ladder.referral)
    return story(
        ladder,
        facts.REQUEST,
        telling(day(6)),
        telling(day(6), basis="RESOURCE"),
        telling(day(6), urgency="URGENT"),
        telling(day(6), urgency="EMERGENCY", override="VITAL_INTEREST", disclosed=("IDENTITY",)),
        telling(day(6), to_body=BodyRef(kind="DINAS_KABKOTA")),
        telling(day(6), to_body=BodyRef(kind="WKSBM", id=ladder.wksbm)),
        telling(day(6), override="VITAL_INTEREST"),
        telling(day(6), subjects=(ladder.person("somebody else"),)),
        then=(
            Step(sent, facts.STEP, day(7), bars="REFERRAL_STATE"),
            Step(received, facts.STEP, day(8), ladder.tksk, bars="REFERRAL_STATE"),
        ),
    )


def accepted() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), ladder.refer(), on=day(5))
    ladder.world.run(SendReferral(referral_id=ladder.referral), on=day(6))
    receive = ReceiveReferral(referral_id=ladder.referral)
    ladder.world.when(receive, on=day(7), actor=ladder.tksk).accepted()

    def telling(**given: Any) -> Telling:
        return Telling(
            AcceptReferral(referral_id=ladder.referral, **given),
            day(8),
            lambda of: CorrectAcceptance(referral_id=ladder.referral, **given, **WHY),
        )

    complete = CompleteReferral(referral_id=ladder.referral, outcome="SERVED")
    return story(
        ladder,
        facts.STEP,
        telling(expected_by=day(15)),
        telling(expected_by=day(18), by="Seksi rehabilitasi"),
        telling(expected_by=day(15), by="Seksi rehabilitasi"),
        telling(expected_by=day(7)),
        then=(Step(complete, facts.STEP, day(12), called="COMPLETED"),),
        retract=lambda of: RetractAnswer(referral_id=ladder.referral, of=of, **WHY),
        by=ladder.tksk,
    )


def sent() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), ladder.refer(), on=day(5))
    revoke = RevokeReferral(referral_id=ladder.referral, reason="WRONG_BODY")
    return story(
        ladder,
        facts.STEP,
        Telling(SendReferral(referral_id=ladder.referral), day(6)),
        then=(Step(revoke, facts.STEP, day(9), bars="ENTRY_IN_USE"),),
        retract=lambda of: RetractReferralStep(referral_id=ladder.referral, of=of, **WHY),
    )


def received() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), ladder.refer(), on=day(5))
    ladder.world.run(SendReferral(referral_id=ladder.referral), on=day(6))
    told = GiveFeedback(referral_id=ladder.referral, text="Sudah ditengok.")
    return story(
        ladder,
        facts.STEP,
        Telling(ReceiveReferral(referral_id=ladder.referral), day(7)),
        then=(Step(told, facts.FEEDBACK, day(8)),),
        retract=lambda of: RetractAnswer(referral_id=ladder.referral, of=of, **WHY),
        by=ladder.tksk,
    )


def feedback() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), ladder.refer(), on=day(5))
    ladder.world.run(SendReferral(referral_id=ladder.referral), on=day(6))
    receive = ReceiveReferral(referral_id=ladder.referral)
    ladder.world.when(receive, on=day(7), actor=ladder.tksk).accepted()
    return story(
        ladder,
        facts.FEEDBACK,
        Telling(GiveFeedback(referral_id=ladder.referral, text="Sudah ditengok."), day(8)),
        retract=lambda of: RetractAnswer(referral_id=ladder.referral, of=of, **WHY),
        by=ladder.tksk,
    )


def released() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.exceeded(), ladder.refer(disclosed=("IDENTITY",)), on=day(5))
    release = OverrideConsent(
        referral_id=ladder.referral, override="LEGAL_DUTY", note="Diminta pengadilan."
    )
    return story(
        ladder,
        facts.OVERRIDE,
        Telling(release, day(6)),
        retract=lambda of: RetractConsentOverride(referral_id=ladder.referral, **WHY),
        by=ladder.officer,
    )


STORIES = (asked, accepted, sent, received, feedback, released)
