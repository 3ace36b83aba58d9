"""The process manager of referrals: revokes invalid ones, and lets overdue ones expire.

When a case ends, its referrals that nobody has accepted are revoked; when a consent is withdrawn,
so are the referrals that depend on it. On the day after the deadline of an answer or of the
completion, a referral expires; the sender's case worker then chooses what to do, nothing is
forwarded automatically.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from ...kernel.days import shifted
from ...kernel.processes import Happened, Instruction, ProcessContext, ProcessManager, WorkItem
from ...kernel.topics import stream_type, topics
from ...people.consent_events import ConsentWithdrawn
from .. import referral_events
from ..case import Case
from ..case_correction_events import CaseWithdrawn
from ..case_events import CaseClosed
from ..refer import RevokeReferral
from ..referral import DISCLOSING, LIVE, Referral
from ..referral_oversight import ExpireReferral


class ReferralProcess(ProcessManager):
    """Work list: live referrals, linked to their case and their consents, due on the day after
    their deadline."""

    NAME = "referral_process"
    TOPICS = topics(referral_events) | {
        CaseClosed.TOPIC,
        CaseWithdrawn.TOPIC,
        ConsentWithdrawn.TOPIC,
    }

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        if stream_type(event.data.TOPIC) != Referral.TYPE:
            return None
        referral = context.load(Referral, event.originator_id)
        if referral.state not in LIVE:
            return WorkItem(id=referral.id, done=True)
        assert referral.what is not None
        # By the policies of the event's day; a grace that was extended later is found when due.
        grace = context.resolve_policies(event.recorded_at.date()).referral_grace_days
        last = last_referral_day(referral, grace, context.backlog_until)
        return WorkItem(
            id=referral.id,
            due=None if last is None else shifted(last, 1),
            links=(_case_of(referral), *referral.what.consents),
        )

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        match event.data:
            case CaseClosed() | CaseWithdrawn():
                case = context.load(Case, event.originator_id)
                referrals = {} if case.open else _linked(case.id, context)
                commands = on_case_closed(case, referrals.values())
            case ConsentWithdrawn(consent_id=consent_id):
                referrals = _linked(consent_id, context)
                commands = on_consent_withdrawn(consent_id, referrals.values())
            case _:
                return ()
        return [
            Instruction(command=command, about=_case_of(referrals[command.referral_id]))
            for command in commands
        ]

    def due(self, item: UUID, on: date, context: ProcessContext) -> Sequence[Instruction]:
        referral = context.load(Referral, item)
        grace = context.resolve_policies(on).referral_grace_days
        command = referral_due(referral, on, grace, context.backlog_until)
        if command is None:
            return ()
        because = f"due/{referral.id}/{referral.steps[-1].entry}/{referral.due}"
        return [Instruction(command=command, about=_case_of(referral), because=because)]


def _case_of(referral: Referral) -> UUID:
    assert referral.case_id is not None, "a referral that was made belongs to a case"
    return referral.case_id


def _linked(link: UUID, context: ProcessContext) -> dict[UUID, Referral]:
    return {one: context.load(Referral, one) for one in context.linked(link)}


def referral_due(
    referral: Referral, today: date, grace_days: int, backlog_until: date | None = None
) -> ExpireReferral | None:
    """The expiry of a referral whose deadline has passed (policy ``referral_grace_days``)."""
    due = last_referral_day(referral, grace_days, backlog_until)
    if due is None or today <= due:
        return None
    return ExpireReferral(referral_id=referral.id)


def last_referral_day(
    referral: Referral, grace_days: int, backlog_until: date | None = None
) -> date | None:
    """The last day before :func:`referral_due` has something to do; ``None``: never.

    A referral that was overdue when it was entered does not expire while the office enters its
    past: the answer, which came years ago, is entered next.
    """
    due = referral.expires_after(grace_days)
    if due is None or backlog_until is None or not referral.overdue_when_entered:
        return due
    return max(due, backlog_until)


def on_case_closed(case: Case, referrals: Iterable[Referral]) -> tuple[RevokeReferral, ...]:
    """After ``case.closed`` and ``case.withdrawn``: revokes the open referrals.

    A referral that another body has accepted may be completed, unless the case was withdrawn; one
    not yet sent or answered is revoked.
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
    """After ``person.consent_withdrawn``: revokes the referrals that depend on it.

    UU 27/2022 requires that processing stops within 3×24 hours; a referral that was released on
    another ground continues.
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
