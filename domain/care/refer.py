"""Commands of the sender of a referral: request, send, revoke; when they are allowed, and what may
be disclosed.

S1 lets a community ask others when it cannot help itself, and names them "for example": the choice
of the body is free. A disclosure requires consent, or a legal ground for which a person is
responsible (UU 27/2022, ps 20).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, NoReturn
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.board import check_mandate
from ..kernel.days import shifted
from ..kernel.fields import NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.policy_types import Urgency
from ..kernel.refusal import refuse
from ..kernel.roles import allows
from ..kernel.vocabulary import NoteText, explained
from ..people.consent_events import ConsentPart
from .access import acting_body, check_revokes, check_sends, place_of_case, place_of_sender
from .bodies import Body, BodyRef, body_of
from .case import Case
from .case_command import CaseId, Via, existing_case, subjects_among
from .case_rules import check_open, sealed_under
from .persons import consented
from .referral import REQUEST, STEP, Referral
from .referral_events import (
    ReferralParticulars,
    ReferralRequested,
    ReferralRevoked,
    ReferralSent,
    ReviewGround,
)
from .referral_rules import FROM, REFERRAL, check_day
from .vocabulary import BodyKind, ConsentOverrideReason, ReferralBasis, ReferralRevokeReason

ReferralId = Annotated[UUID, Meta(description="The referral.")]

COMMUNITY: tuple[BodyKind, ...] = ("WKSBM", "KPS")
EMERGENCY_GROUNDS: tuple[ConsentOverrideReason, ...] = ("VITAL_INTEREST", "CHILD_PROTECTION")
"""Grounds on which an emergency allows disclosure before another person has reviewed it."""


Need = Annotated[NoteText, Meta(description="The need, and what was tried; sealed.")]


class ReferralDescription(msgspec.Struct, frozen=True, kw_only=True):
    """The particulars of a referral, as a command gives them."""

    to_body: Annotated[BodyRef, Meta(description="The body to which the case is referred.")]
    basis: Annotated[ReferralBasis, Meta(description="Ground on which the case is referred.")]
    urgency: Annotated[
        Urgency, Meta(description="EMERGENCY is sent at once and reviewed afterwards.")
    ] = "NORMAL"
    subjects: Annotated[
        tuple[UUID, ...],
        names_person("RECEIVES"),
        Meta(max_length=50, description="The persons of the case; default: all of them."),
    ] = ()
    disclosed: Annotated[
        tuple[ConsentPart, ...],
        Meta(max_length=8, description="Parts of their data that the receiver may see."),
    ] = ()
    consent_ids: Annotated[
        tuple[UUID, ...],
        Meta(max_length=50, description="Consents to the referral that cover the disclosed data."),
    ] = ()
    override: Annotated[
        ConsentOverrideReason | None,
        Meta(
            description="Ground without consent: by an authorised role, or in an emergency "
            "VITAL_INTEREST or CHILD_PROTECTION; another person reviews it."
        ),
    ] = None

    def checked(
        self, context: Context, case: Case, from_body: Body, *, on: date
    ) -> tuple[ReferralParticulars, tuple[ReviewGround, ...]]:
        """As an event of a day stores them, and the grounds for a later review.

        Raises SAME_BODY, REFER_TOO_EARLY, NO_CONSENT, NOT_A_SUBJECT and what :func:`body_of`
        raises.
        """
        to_body = body_of(context, self.to_body)
        if to_body == from_body:
            refuse("SAME_BODY", field="toBody", kind=to_body.kind)
        subjects = subjects_among(context, case, self.subjects, field="subjects") or case.subjects
        disclosed = tuple(dict.fromkeys(self.disclosed))
        emergency = self.urgency == "EMERGENCY"
        review: list[ReviewGround] = []
        if too_early(case, from_body, to_body, self.basis, on=on):
            if not emergency:
                refuse_too_early(case, on)
            review.append("TOO_EARLY")
        if self.override is not None:
            authorised = allows(context.actor.role, "CONSENT_OVERRIDE") is not None
            if not authorised and not (emergency and self.override in EMERGENCY_GROUNDS):
                refuse("NO_CONSENT", field="override", disclosed=disclosed)
            # Not reviewed yet; with OverrideConsent another person decides before the disclosure.
            review.append("NO_CONSENT")
        elif self.consent_ids:
            check_consents(context, subjects, self.consent_ids, disclosed)
        particulars = carry(
            ReferralParticulars,
            self,
            to_body=to_body,
            subjects=subjects,
            disclosed=disclosed,
            consents=tuple(dict.fromkeys(self.consent_ids)),
        )
        return particulars, tuple(review)


class RequestReferral(
    ReferralDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Asks another body to take over a case, in whole or in part.

    A community may refer once it has declared its capacity EXCEEDED; an emergency may be referred
    at once and is reviewed later. With ``send_now`` it is sent in the same step.
    """

    GROUP: ClassVar[str] = "REFERRAL"
    MAKES = (REQUEST, STEP)

    referral_id: Annotated[NewId, Meta(description="Id of the new referral.")]
    case_id: CaseId
    via: Via = None
    need: Need
    send_now: Annotated[bool, Meta(description="Send it at once.")] = False

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Referral, self.referral_id

    def place(self, context: Context) -> Place:
        case = context.existing(Case, self.case_id, field="caseId")
        return place_of_case(context, case, self.via)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Referral, self.referral_id, field="referralId")
        case = existing_case(context, self.case_id)
        from_body = acting_body(context, case, self.via)
        _check_mandate(context, from_body)
        check_open(case, context.occurred_on)
        particulars, review = self.checked(context, case, from_body, on=context.occurred_on)
        about = sealed_under(case, particulars.subjects[0] if particulars.subjects else None)
        requested = carry(
            ReferralRequested, particulars, self, under=about, from_body=from_body, review=review
        )
        if not self.send_now:
            return [(state, requested)]
        check_disclosure(context, particulars, released=False)
        return [(state, requested), (state, _sent(context, particulars.urgency))]


class ReferralCommand(Command, frozen=True, kw_only=True):
    """A command of the sender's side about one referral."""

    referral_id: ReferralId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Referral, self.referral_id

    def place(self, context: Context) -> Place:
        referral = context.existing(Referral, self.referral_id, field="referralId")
        return place_of_sender(context, referral)

    def both(self, context: Context) -> tuple[Referral, Case]:
        """The referral and its case. Raises NOT_FOUND, CASE_STATE, STAGE_DATE."""
        return referral_and_case(context, self.referral_id)


def referral_and_case(context: Context, referral_id: UUID) -> tuple[Referral, Case]:
    """A referral and its case. Raises NOT_FOUND, CASE_STATE (withdrawn), STAGE_DATE."""
    referral = context.existing(Referral, referral_id, field="referralId")
    assert referral.case_id is not None
    case = existing_case(context, referral.case_id)
    check_day(referral, context.occurred_on)
    return referral, case


class SendReferral(ReferralCommand, frozen=True, kw_only=True):
    """Sends a referral; from now on the receiver sees what it discloses.

    The disclosure requires a consent that is valid today, or a release without consent
    (NO_CONSENT).
    """

    GROUP: ClassVar[str] = "REFERRAL"
    MAKES = (STEP,)

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        check_sends(context, referral, case)
        assert referral.from_body is not None
        assert referral.what is not None
        _check_mandate(context, referral.from_body)
        check_open(case, context.occurred_on)
        referral.must_be(*FROM["SENT"])
        what, on = referral.what, context.occurred_on
        early = too_early(case, referral.from_body, what.to_body, what.basis, on=on)
        if early and "TOO_EARLY" not in referral.review:
            refuse_too_early(case, on)
        check_disclosure(context, what, released=referral.override is not None)
        return REFERRAL.made(context, referral, _sent(context, what.urgency))


class RevokeReferral(ReferralCommand, frozen=True, kw_only=True):
    """Revokes a referral: by the sender, or by the Dinas above it."""

    GROUP: ClassVar[str] = "REFERRAL_REVOKE"
    MAKES = (STEP,)

    reason: Annotated[ReferralRevokeReason, Meta(description="Why it is revoked.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        check_revokes(context, referral, case)
        note = explained(self.reason, self.note, sealed_under(case, None))
        return REFERRAL.made(context, referral, carry(ReferralRevoked, self, note=note))


def too_early(
    case: Case, from_body: Body, to_body: Body, basis: ReferralBasis, *, on: date
) -> bool:
    """Whether a community refers a case before it declared that it cannot help by itself (S1).

    It may always task its own member bodies and consult the LK3 (S4). A case that no community
    holds, or that another office passes on, has no local capacity to declare.
    """
    if from_body.kind not in COMMUNITY or to_body.wksbm == from_body.wksbm:
        return False
    if to_body.kind == "LK3" and basis in ("ASSESSMENT", "CONSULTATION"):
        return False
    return case.capacity_on(on) != "EXCEEDED"


def refuse_too_early(case: Case, on: date) -> NoReturn:
    """Raises REFER_TOO_EARLY."""
    refuse("REFER_TOO_EARLY", field="toBody", declared=case.capacity_on(on))


def check_consents(
    context: Context,
    subjects: Sequence[UUID],
    consent_ids: Sequence[UUID],
    disclosed: Sequence[ConsentPart],
) -> None:
    """Raises NO_CONSENT unless every person consented to the disclosure of their data."""
    for person in subjects:
        if not consented(context, person, consent_ids, disclosed):
            refuse("NO_CONSENT", field="consentIds", disclosed=tuple(disclosed))


def check_disclosure(context: Context, what: ReferralParticulars, *, released: bool) -> None:
    """Raises NO_CONSENT if the disclosure has neither a valid consent nor a release."""
    if not what.disclosed or released or what.override is not None:
        return
    if not what.subjects:
        refuse("NO_CONSENT", field="disclosed", disclosed=what.disclosed)
    check_consents(context, what.subjects, what.consents, what.disclosed)


def _sent(context: Context, urgency: Urgency) -> ReferralSent:
    return ReferralSent(answer_by=answer_by(context, urgency, context.occurred_on))


def answer_by(context: Context, urgency: Urgency, sent_on: date) -> date:
    """Last day for an answer to a referral that was sent on a day."""
    days = context.policies_on(sent_on).referral_answer_days.of(urgency)
    return shifted(sent_on, days)


def _check_mandate(context: Context, body: Body) -> None:
    if body.wksbm is not None:
        check_mandate(context, body.wksbm)
