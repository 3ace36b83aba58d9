"""NOT_YOUR_CASE: who may act on a case, and on a referral and its case.

The role table (``domain/kernel/roles.py``) says which groups of commands a role has and how far;
that is checked before any decision, at the command's place. Here stands what a table cannot say:

*A case* is held by one body: the WKSBM it was reported to, else the office that reported it. An
actor holds a case if they act for that body (:func:`.bodies.acts_for`), or if they act for the
receiver of a referral of this very case that is ACCEPTED and that the command names (``via``).
A Dinas officer or TKSK who only could read the case does not hold it; but a case of a WKSBM that
has ended is held by the Dinas, too: somebody has to end it or refer it on. A liaison of a member
body holds the services that their body was given, no more. The processes of the service act
for every case, by its own plan and days.

*A referral* is moved by two sides. The sender's side: who acts for the sending body and holds
the case, by that body or by the referral through which it came to them. The receiver's side:
who acts for the receiving body; their access to the case is this referral itself, and lasts
while it is live (REFERRAL_STATE otherwise). What a body outside the service answers is recorded
by the sender's side. Revoking is open to the sender's side and to the Dinas above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from ..formation.wksbm import Wksbm
from ..kernel.model import Context, Place
from ..kernel.refusal import refuse
from ..kernel.roles import PROCESS, ROLES, acting_for
from ..people.consent_events import ConsentPart
from .bodies import Body, acts_for, outside, own_dinas, place_of_body
from .case import Case
from .case_facts import Service
from .kps import Kps
from .referral import DISCLOSING, Referral

PART_OF: Mapping[str, ConsentPart] = MappingProxyType(
    {
        "names": "IDENTITY",
        "narrative": "NEEDS",
        "goals": "NEEDS",
        "findings": "FINDINGS",
        "notes": "FINDINGS",
        "child": "FINDINGS",
        "health": "HEALTH",
    }
)
"""What of a case can be opened → what a consent calls that part of a person's data."""


def holds(context: Context, case: Case, via: UUID | None) -> bool:
    """Whether the actor may write to a case, as a member of its body or by a referral."""
    if context.actor.role == PROCESS:
        return True
    if via is not None:
        referral = context.load(Referral, via)
        return (
            referral.exists
            and referral.case_id == case.id
            and referral.state == "ACCEPTED"
            and acts_for(context, referral.to_body)
        )
    return (case.body is not None and acts_for(context, case.body)) or _left_behind(context, case)


def _left_behind(context: Context, case: Case) -> bool:
    """Whether the WKSBM that held the case has ended, so that it is left to the Dinas."""
    if case.wksbm is None or acting_for(context.actor.role) != "DINAS":
        return False
    return context.load(Wksbm, case.wksbm).end is not None


def check_holds(context: Context, case: Case, via: UUID | None) -> None:
    """Raises NOT_YOUR_CASE unless the actor holds the case."""
    if not holds(context, case, via):
        refuse("NOT_YOUR_CASE", field="caseId" if via is None else "via", role=context.actor.role)


def check_delivers(context: Context, case: Case, service: Service, via: UUID | None) -> None:
    """Raises NOT_YOUR_CASE unless the actor holds the case, or is liaison of the tasked body."""
    kps = service.what.kps
    if ROLES[context.actor.role].case_access == "TASKED":
        if kps is None or context.actor.id not in context.load(Kps, kps).liaisons:
            refuse("NOT_YOUR_CASE", field="serviceId", role=context.actor.role)
        return
    check_holds(context, case, via)


def check_reveals(context: Context, case: Case, via: UUID | None, fields: Sequence[str]) -> None:
    """Raises NOT_YOUR_CASE for roles that read a case only as its holder or by a referral, and
    NO_CONSENT for what that referral does not disclose.

    The Dinas and auditors read the cases of the tenant; what they have opened is recorded.
    """
    if ROLES[context.actor.role].case_access is None:
        return
    check_holds(context, case, via)
    if via is None:
        return
    what = context.load(Referral, via).what
    assert what is not None
    wanted = tuple(dict.fromkeys(PART_OF[name] for name in fields if name in PART_OF))
    kept = tuple(part for part in wanted if part not in what.disclosed)
    if kept:
        refuse("NO_CONSENT", field="fields", disclosed=kept)


def check_reveals_referral(
    context: Context, referral: Referral, via: UUID | None, fields: Sequence[str]
) -> None:
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side, holds the case, or receives
    the referral while it is before them; as :func:`check_reveals` for the Dinas and auditors."""
    limited = ROLES[context.actor.role].case_access is not None
    if not limited or _received_by(context, referral):
        return
    assert referral.case_id is not None
    case = context.existing(Case, referral.case_id, field="id")
    if not (holds(context, case, None) or sends(context, referral, case)):
        refuse("NOT_YOUR_CASE", field="id", role=context.actor.role)


def place_to_reveal(context: Context, referral: Referral, via: UUID | None) -> Place:
    """Where a look at a referral acts: at its receiver for them, else at its sender."""
    if _received_by(context, referral):
        return place_of_body(context, referral.to_body)
    return place_of_sender(context, referral)


def _received_by(context: Context, referral: Referral) -> bool:
    return referral.state in DISCLOSING and acts_for(context, referral.to_body)


def acting_body(context: Context, case: Case, via: UUID | None) -> Body:
    """The body for which the actor holds a case. Raises NOT_YOUR_CASE."""
    check_holds(context, case, via)
    if via is not None:
        return context.load(Referral, via).to_body
    if _left_behind(context, case):
        return own_dinas(context)
    assert case.body is not None
    return case.body


def sends(context: Context, referral: Referral, case: Case) -> bool:
    """Whether the actor is of the sender's side: acts for it, and holds the case."""
    assert referral.from_body is not None
    return acts_for(context, referral.from_body) and holds(context, case, referral.via)


def check_sends(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side."""
    if not sends(context, referral, case):
        refuse("NOT_YOUR_CASE", field="referralId", role=context.actor.role)


def check_answers(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor answers for the receiver."""
    if outside(context, referral.to_body):
        allowed = sends(context, referral, case)
    else:
        allowed = acts_for(context, referral.to_body)
    if not allowed:
        refuse("NOT_YOUR_CASE", field="referralId", role=context.actor.role)


def check_revokes(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side, the Dinas, or a process."""
    role = context.actor.role
    if role == PROCESS or acting_for(role) == "DINAS":
        return
    check_sends(context, referral, case)


def place_of_case(context: Context, case: Case, via: UUID | None) -> Place:
    """Where a command on a case acts: at the receiver of the referral named, else at the case."""
    if via is not None:
        referral = context.existing(Referral, via, field="via")
        return place_of_body(context, referral.to_body)
    assert case.what is not None
    return Place(area_code=case.what.village_code, wksbm_id=case.wksbm)


def place_of_sender(context: Context, referral: Referral) -> Place:
    """Where the sender's commands act."""
    assert referral.case_id is not None
    case = context.existing(Case, referral.case_id, field="caseId")
    return place_of_case(context, case, referral.via)


def place_of_answer(context: Context, referral: Referral) -> Place:
    """Where the receiver's commands act; for a body outside, where the sender's do."""
    if outside(context, referral.to_body):
        return place_of_sender(context, referral)
    return place_of_body(context, referral.to_body)
