"""What the processes of the service do about cases and referrals: pure decisions.

A process reads events, asks a function here what follows, and gives the commands that come out,
as the actor PROCESS, with the causing event as their key and the case as their correlation. The
commands are judged like anybody's; a refusal is an answer too. No clock: the day is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from ..model import derive
from .case import Case
from .case_events import CasePlanItem
from .claims import merge_warning
from .overlap import ServiceOverlap, collisions
from .overlap_commands import WarnOfOverlap
from .refer import RevokeReferral
from .referral import DISCLOSING, LIVE, Referral
from .referral_oversight import ExpireReferral
from .service_register import ServiceRegister
from .services import AssignService, EndService


def on_plan_agreed(case: Case) -> tuple[AssignService, ...]:
    """After ``case.plan_agreed``: a service for every item of the board or a member body.

    An overlap does not refuse it: the wish waits for the Dinas. The id of a service follows from
    plan and item, so a repeated reaction makes nothing twice; an item whose service runs already
    (the plan before had it too) makes none.
    """
    if case.plan is None or not case.open:
        return ()
    plan = case.plan
    return tuple(
        AssignService(
            case_id=case.id,
            service_id=derive(case.id, "plan", plan.entry, item.no),
            service_kind=item.service_kind,
            provider="KPS" if item.doer == "KPS" else "BOARD",
            kps_id=item.kps,
            recipients=item.recipients,
            valid_from=item.valid_from,
            valid_to=item.valid_to,
            plan_item=item.no,
            ask_override=True,
        )
        for item in plan.items
        if item.doer in ("BOARD", "KPS") and not _runs(case, item)
    )


def services_due(case: Case, today: date) -> tuple[EndService, ...]:
    """Each day: the end of services whose period is over, so that their claims are released."""
    if not case.open:
        return ()
    return tuple(
        EndService(case_id=case.id, service_id=service.service_id, reason="PERIOD_END")
        for service in case.services
        if service.running and service.what.valid_to <= today
    )


def next_service_day(case: Case) -> date | None:
    """The day on which :func:`services_due` next has something to do; ``None``: never."""
    if not case.open:
        return None
    return min((item.what.valid_to for item in case.services if item.running), default=None)


def on_persons_merged(
    survivor: UUID,
    register: ServiceRegister,
    merged: Mapping[UUID, ServiceRegister],
    policy: ServiceOverlap,
) -> tuple[WarnOfOverlap, ...]:
    """After ``person.persons_merged``: a warning for every two claims that now meet.

    ``register``: the survivor's; ``merged``: the registers of the records merged into it, by
    record. Nothing is cancelled silently; what was warned of before is not warned of again.
    """
    return tuple(
        WarnOfOverlap(
            person_id=survivor,
            claim_id=claim.claim_id,
            other_person_id=record,
            other_claim_id=met.claim_id,
        )
        for claim in register.claims
        for record, other in merged.items()
        for met in collisions(policy, claim, other.claims)
        if register.warning(merge_warning(claim.claim_id, met.claim_id)) is None
    )


def referral_due(referral: Referral, today: date, grace_days: int) -> ExpireReferral | None:
    """Each day: the expiry of a referral whose day has passed (policy referral_grace_days)."""
    due = referral.expires_after(grace_days)
    if due is None or today <= due:
        return None
    return ExpireReferral(referral_id=referral.id)


def on_case_closed(case: Case, referrals: Iterable[Referral]) -> tuple[RevokeReferral, ...]:
    """After ``case.closed`` and ``case.withdrawn``: what is still open with others is taken back.

    What another body has accepted it may finish; what it was not yet asked, or has not yet
    answered, is void. After a withdrawal nothing is left to finish either.
    """
    ended = LIVE if case.withdrawn else ("REQUESTED", "SENT", "RECEIVED")
    return tuple(
        RevokeReferral(referral_id=referral.id, reason="CASE_CLOSED")
        for referral in referrals
        if referral.case_id == case.id and referral.state in ended
    )


def on_consent_withdrawn(
    consent_id: UUID, referrals: Iterable[Referral]
) -> tuple[RevokeReferral, ...]:
    """After ``person.consent_withdrawn``: referrals that rest on it disclose no more.

    UU 27/2022 asks that processing stops within 3×24 hours; one that was released on another
    ground goes on.
    """
    return tuple(
        RevokeReferral(referral_id=referral.id, reason="CONSENT_ENDED")
        for referral in referrals
        if referral.what is not None
        and consent_id in referral.what.consents
        and referral.what.disclosed
        and referral.override is None
        and referral.what.override is None
        and referral.state in ("REQUESTED", *DISCLOSING)
    )


def _runs(case: Case, item: CasePlanItem) -> bool:
    """Whether a service that runs already covers an item."""
    return any(
        service.running
        and service.what.service_kind == item.service_kind
        and service.what.kps == item.kps
        and service.what.provider != "REFERRED"
        and set(item.recipients or case.subjects) <= set(service.what.recipients)
        and service.what.valid_from <= item.valid_from
        and item.valid_to <= service.what.valid_to
        for service in case.services
    )
