"""What the processes of the service do about cases and referrals: pure decisions.

A process reads events, asks a function here what follows, and gives the commands that come out,
as the actor PROCESS, with the causing event as their key and the case as their correlation. The
commands are judged like anybody's; a refusal is an answer too. No clock: the day is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from ..kernel.policy_types import ServiceOverlap
from .case import Case
from .case_events import CasePlanItem
from .case_facts import Service
from .claims import merge_warning
from .overlap import collisions
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
            service_id=case.planned_service(plan, item.no),
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


def services_due(
    case: Case, today: date, backlog_until: date | None = None
) -> tuple[EndService, ...]:
    """Each day: the end of services whose period is over, so that their claims are released.

    Those that were over when they were entered are left alone while the office brings in its past
    (``backlog_until``): what was given under them, and the decision on a wish, may still come.
    """
    if not case.open:
        return ()
    return tuple(
        EndService(case_id=case.id, service_id=service.service_id, reason="PERIOD_END")
        for service in case.services
        if service.running and _service_day(service, backlog_until) <= today
    )


def next_service_day(case: Case, backlog_until: date | None = None) -> date | None:
    """The day on which :func:`services_due` next has something to do; ``None``: never."""
    if not case.open:
        return None
    days = (_service_day(item, backlog_until) for item in case.services if item.running)
    return min(days, default=None)


def _service_day(service: Service, backlog_until: date | None) -> date:
    """The first day on which a service is to end."""
    if backlog_until is not None and service.over_when_entered:
        return max(service.what.valid_to, backlog_until + timedelta(days=1))
    return service.what.valid_to


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


def referral_due(
    referral: Referral, today: date, grace_days: int, backlog_until: date | None = None
) -> ExpireReferral | None:
    """Each day: the expiry of a referral whose day has passed (policy referral_grace_days)."""
    due = last_referral_day(referral, grace_days, backlog_until)
    if due is None or today <= due:
        return None
    return ExpireReferral(referral_id=referral.id)


def last_referral_day(
    referral: Referral, grace_days: int, backlog_until: date | None = None
) -> date | None:
    """The last day before :func:`referral_due` has something to do; ``None``: never.

    What was overdue when it was entered is left alone while the office brings in its past: the
    answer, which came years ago, is entered next.
    """
    due = referral.expires_after(grace_days)
    if due is None or backlog_until is None or not referral.overdue_when_entered:
        return due
    return max(due, backlog_until)


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
