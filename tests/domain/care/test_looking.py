"""Who may open which data of a case or a referral, one by one and with a record."""

from __future__ import annotations

from typing import Any

import pytest

from wahana.domain.care.access import PART_OF
from wahana.domain.care.answer import CompleteReferral
from wahana.domain.privacy.reveal import REVEALABLE, Reveal
from wahana.domain.privacy.reveal_events import AccessRevealed


def look(ladder: Any, *fields: str, kind: str = "case", **more: Any) -> Reveal:
    subject = ladder.case if kind == "case" else ladder.referral
    return Reveal(kind=kind, subject=subject, fields=fields, reason="CASE_HANDLING", **more)


def test_everything_that_can_be_opened_of_a_case_is_a_part_of_a_consent():
    assert set(PART_OF) == set(REVEALABLE["case"].fields)


def test_by_a_referral_only_what_it_discloses_is_opened(ladder: Any):
    ladder.reported()
    consent = ladder.consent(ladder.elder, "IDENTITY", "NEEDS")
    ladder.taken_on(disclosed=("IDENTITY", "NEEDS"), consent_ids=(consent,))
    when, by = ladder.world.when, {"via": ladder.referral}
    when(look(ladder, "names", "narrative", **by), actor=ladder.tksk).only(AccessRevealed)
    for hidden, part in (("findings", "FINDINGS"), ("health", "HEALTH"), ("child", "FINDINGS")):
        when(look(ladder, "names", hidden, **by), actor=ladder.tksk).then_refused(
            "NO_CONSENT", "fields", disclosed=(part,)
        )
    when(look(ladder, "health", "findings", "names")).accepted()
    when(look(ladder, "health"), actor=ladder.officer).accepted()


@pytest.mark.parametrize("actor", ["chair", "tksk", "officer"])
def test_a_referrals_texts_are_opened_by_both_sides_and_the_dinas(ladder: Any, actor: str):
    ladder.reported().sent()
    wish = look(ladder, "need", "answers", "notes", kind="referral")
    looked = ladder.world.when(wish, actor=getattr(ladder, actor)).only(AccessRevealed)
    assert (looked.kind, looked.subject) == ("referral", ladder.referral)


@pytest.mark.parametrize("actor", ["other_chair", "lk3", "liaison"])
def test_a_referrals_texts_are_not_for_others(ladder: Any, actor: str):
    ladder.reported().sent()
    wish = look(ladder, "need", kind="referral")
    ladder.world.when(wish, actor=getattr(ladder, actor)).then_refused("NOT_YOUR_CASE", "id")


def test_a_referrals_texts_are_not_for_its_receiver_before_or_after(ladder: Any):
    ladder.reported().world.run(ladder.exceeded(), ladder.refer())
    wish = look(ladder, "need", kind="referral")
    ladder.world.when(wish, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "id")
    ladder.referral = ladder.uid("another")
    ladder.taken_on()
    done = CompleteReferral(referral_id=ladder.referral, outcome="SERVED")
    ladder.world.when(done, actor=ladder.tksk).accepted()
    wish = look(ladder, "need", kind="referral")
    ladder.world.when(wish, actor=ladder.tksk).then_refused("NOT_YOUR_CASE", "id")
    ladder.world.when(wish).accepted()
