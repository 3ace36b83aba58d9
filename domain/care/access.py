"""NOT_YOUR_CASE: who may act on a case, and on a referral and its case.

The role table (``domain/kernel/roles.py``) says which groups of commands a role has, and their
extent; the place of the command is checked against it before any decision. This module has the
rules that a table cannot express:

*A case* is held by one body: the WKSBM to which it was reported, else the office that reported it.
An actor holds a case if they act for that body (:func:`.bodies.acts_for`), or if they act for the
receiver of an ACCEPTED referral of this case that the command names (``via``). A Dinas officer or
TKSK who may only read the case does not hold it; but a case of a WKSBM that has ended is also held
by the Dinas, so that it can be closed or referred. A liaison of a member body holds only the
services that their body was given. The process managers act on every case, by its plan and its
deadlines.

*A referral* has two sides. The sender's side: actors who act for the sending body and hold the
case, through that body or through the referral by which it came to them. The receiver's side:
actors who act for the receiving body; this referral is their access to the case, and lasts while
the referral is live (REFERRAL_STATE otherwise). The answer of a body outside the service is
recorded by the sender's side. The sender's side and the Dinas above it may revoke.
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
"""Parts of a case that can be opened → the part of a person's data as a consent names it."""


def holds(context: Context, case: Case, via: UUID | None) -> bool:
    """Whether the actor may write to a case, through its body or through the referral ``via``."""
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
    own = case.body is not None and acts_for(context, case.body)
    return own or _dinas_took_over(context, case)


def _dinas_took_over(context: Context, case: Case) -> bool:
    """Whether the WKSBM that held the case has ended, so that the Dinas holds it too."""
    if case.wksbm is None or acting_for(context.actor.role) != "DINAS":
        return False
    return context.load(Wksbm, case.wksbm).end is not None


def check_holds(context: Context, case: Case, via: UUID | None) -> None:
    """Raises NOT_YOUR_CASE unless the actor holds the case."""
    if not holds(context, case, via):
        refuse("NOT_YOUR_CASE", field="caseId" if via is None else "via", role=context.actor.role)


def check_delivers(context: Context, case: Case, service: Service, via: UUID | None) -> None:
    """Raises NOT_YOUR_CASE unless the actor holds the case, or is a liaison of the body that gives
    the service."""
    kps = service.what.kps
    if ROLES[context.actor.role].case_access == "TASKED":
        if kps is None or context.actor.id not in context.load(Kps, kps).liaisons:
            refuse("NOT_YOUR_CASE", field="serviceId", role=context.actor.role)
        return
    check_holds(context, case, via)


def check_reveals(context: Context, case: Case, via: UUID | None, fields: Sequence[str]) -> None:
    """Raises NOT_YOUR_CASE for roles that may read a case only as its holder or through a referral,
    and NO_CONSENT for data that the referral does not disclose.

    The Dinas and auditors may read all cases of the tenant; what they open is recorded.
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
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side, holds the case, or is of the
    receiver's side of a live referral. The Dinas and auditors: as in :func:`check_reveals`."""
    limited = ROLES[context.actor.role].case_access is not None
    if not limited or _received_by(context, referral):
        return
    assert referral.case_id is not None
    case = context.existing(Case, referral.case_id, field="id")
    if not (holds(context, case, None) or sends(context, referral, case)):
        refuse("NOT_YOUR_CASE", field="id", role=context.actor.role)


def place_to_reveal(context: Context, referral: Referral, via: UUID | None) -> Place:
    """Where opening data of a referral acts: at the receiver for its side, else at the sender."""
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
    if _dinas_took_over(context, case):
        return own_dinas(context)
    assert case.body is not None
    return case.body


def sends(context: Context, referral: Referral, case: Case) -> bool:
    """Whether the actor is of the sender's side: acts for the sender, and holds the case."""
    assert referral.from_body is not None
    return acts_for(context, referral.from_body) and holds(context, case, referral.via)


def check_sends(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side."""
    if not sends(context, referral, case):
        refuse("NOT_YOUR_CASE", field="referralId", role=context.actor.role)


def check_answers(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor may answer for the receiver."""
    if outside(context, referral.to_body):
        allowed = sends(context, referral, case)
    else:
        allowed = acts_for(context, referral.to_body)
    if not allowed:
        refuse("NOT_YOUR_CASE", field="referralId", role=context.actor.role)


def check_revokes(context: Context, referral: Referral, case: Case) -> None:
    """Raises NOT_YOUR_CASE unless the actor is of the sender's side, the Dinas, or a process
    manager."""
    role = context.actor.role
    if role == PROCESS or acting_for(role) == "DINAS":
        return
    check_sends(context, referral, case)


def place_of_case(context: Context, case: Case, via: UUID | None) -> Place:
    """Where a command on a case acts: at the receiver of the referral ``via``, else at the case."""
    if via is not None:
        referral = context.existing(Referral, via, field="via")
        return place_of_body(context, referral.to_body)
    assert case.what is not None
    return Place(area_code=case.what.village_code, wksbm_id=case.wksbm)


def place_of_sender(context: Context, referral: Referral) -> Place:
    """Where the commands of the sender's side act."""
    assert referral.case_id is not None
    case = context.existing(Case, referral.case_id, field="caseId")
    return place_of_case(context, case, referral.via)


def place_of_answer(context: Context, referral: Referral) -> Place:
    """Where the commands of the receiver's side act; for a body outside the service, at
    the sender."""
    if outside(context, referral.to_body):
        return place_of_sender(context, referral)
    return place_of_body(context, referral.to_body)
