"""Who may read which relation, and how far: the role table applied to what the views offer.

Decided once per request and relation, below the resolvers; then it is a condition of the one
statement. A relation without a line here cannot be read at all; a test compares the two lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wahana.domain.care.case import Case
from wahana.domain.care.referral import Referral
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.kernel.roles import ROLES, acting_for, allows_reading
from wahana.projections.relation import Relation
from wahana.tenants.authorization import Authorization

_READS: Mapping[str, tuple[str, ...]] = {
    "CONFIG": (
        "Office",
        "OfficeName",
        "OfficePolicy",
        "OfficeEdition",
        "MemberRole",
        "MemberToken",
    ),
    "FORMATION": (
        *("LocalArea", "LatePermit", "Wksbm", "WksbmName", "WksbmTargetGroup", "WksbmLocalValue"),
        *("WksbmLegalReference", "WksbmSocialisation", "WksbmCandidate", "WksbmTraining"),
        *("WksbmWaiver", "WksbmMentor", "WksbmAward", "WksbmDormancy", "Formation"),
    ),
    "BOARD": ("Board", "BoardMember", "BoardSeat", "BoardTerm", "Handover", "HandoverPerson"),
    "TARGET": ("BudgetTarget", "BudgetTargetRevision", "FormationPipeline", "FormedYear"),
    "ACTIVITY": (
        *("Activity", "ActivityMaterial", "ActivitySpeaker", "ActivityInvitation"),
        *("ActivityStatement", "ActivityAttendanceCount"),
    ),
    "PERSON_NAMES": ("ActivityAttendee",),
    "PERSON_REGISTER": (
        *("RegisteredPerson", "PersonConsent", "PersonAlias", "PersonDuplicate"),
        *("Household", "HouseholdMember"),
    ),
    "ACCESS_LOG": ("PersonAccess",),
    "CASE": (
        *("Case", "CaseSubject", "CaseCategory", "CaseAssessment", "CasePlanItem", "CaseCapacity"),
        *("CaseService", "CaseServiceRecipient", "CaseDelivery", "CaseDeliveryRecipient"),
        *("CaseOutcome", "CaseClosing", "CaseHistoryEntry", "CaseInboxItem"),
    ),
    "REFERRAL": ("Referral", "ReferralStep"),
    "OVERLAP": ("ServiceClaim", "ServiceReceived", "OverlapWarning", "OverlapMet"),
    "KPS": ("Kps", "KpsService", "KpsLiaison", "KpsConflict", "NetworkPartner"),
    "FUND_TOTALS": ("FundBook", "FundBalance", "FundDay", "FundMonth"),
    "FUND": (
        *("CashEntry", "FundProof", "FundCount", "FundCountWitness", "DuesRate"),
        *("JimpitanRound", "JimpitanCollector"),
    ),
    "FUND_LINES": ("DuesPayer", "DuesPeriod", "Arrears", "JimpitanLine"),
    "MEETING": ("Meeting", "MeetingDecision", "MeetingPresence", "MeetingGuest"),
    "ARISAN": ("ArisanCycle", "ArisanShare", "ArisanRound", "ArisanDebt"),
    "HISTORY": ("TrailEntry", "TrailObjectEntry"),
}
_TOLD: Mapping[str, str] = {
    "CaseIdentity": "CASE_IDENTITY",
    "CaseContact": "CASE_IDENTITY",
    "CaseText": "CASE_NOTES",
    "ReferralText": "CASE_NOTES",
}
"""Relations about persons of cases: rows where the case is open to the role, masked otherwise."""
_OF_OFFICERS: Mapping[str, str] = {"BoardContact": "PERSON_CONTACTS"}
"""Relations about office holders: rows within the extent of the group, masked for others."""
OPEN = frozenset({"PersonCard", "Member", *_TOLD, *_OF_OFFICERS})
"""Relations that show only an id to roles that may not see names: their other columns are
masked."""

GROUP_OF: Mapping[str, str] = {
    relation: group for group, relations in _READS.items() for relation in relations
}
"""Relation → read group of the role table (``wahana.domain.kernel.roles``)."""

ROOT_GROUP_OF: Mapping[str, str] = {
    **GROUP_OF,
    "PersonCard": "PERSON_NAMES",
    "Member": "CONFIG",
    **_TOLD,
    **_OF_OFFICERS,
}
"""What it takes to ask for a relation by itself, not as part of another."""

UNLIMITED = frozenset(
    {"Activity", "BudgetTarget", "FormationPipeline", "FormedYear", "LatePermit", "LocalArea"}
)
"""Relations without persons that a role limited to an area may read for the whole tenant."""


def may_enter(authorization: Authorization, relation: Relation) -> bool:
    """Whether the actor may ask for a relation by itself.

    A role that is limited to an area or to some WKSBM may do so only where the relation can be
    limited too, or where it shows no persons.
    """
    reach = authorization.may_read(ROOT_GROUP_OF[relation.name])
    if reach is None:
        return False
    return reach == "TENANT" or relation.name in UNLIMITED or bool(relation.scopes)


def limits(authorization: Authorization, relation: Relation) -> Mapping[str, Any]:
    """The relation's scopes that limit the actor, by name; empty: the whole tenant."""
    narrowed = narrowing(authorization.actor.role, relation)
    if narrowed is not None:
        return {narrowed: _narrowed_to(authorization, narrowed)}
    rows_of = {**GROUP_OF, **dict.fromkeys(_TOLD, "CASE"), **_OF_OFFICERS}
    group = rows_of.get(relation.name)
    reach = None if group is None else authorization.may_read(group)
    apart = _kept_apart(authorization, relation)
    if reach == "AREA" and "area" in relation.scopes:
        return {"area": authorization.actor.area, **apart}
    if reach == "OWN_WKSBM" and "wksbm" in relation.scopes:
        own = list(authorization.actor.wksbm_ids)
        # Who wrote a text reads it, also in a case that was referred to their WKSBM.
        return {"wksbm": [*own, authorization.actor.id] if relation.name in _TOLD else own, **apart}
    return apart


def keeps_cases_apart(role: str) -> bool:
    """Whether the trail shows a role no events of cases: it sees none, or only some of them."""
    return allows_reading(role, "CASE") is None or ROLES[role].case_access in ("REFERRED", "TASKED")


def _kept_apart(authorization: Authorization, relation: Relation) -> Mapping[str, Any]:
    if "apart" in relation.scopes and keeps_cases_apart(authorization.actor.role):
        return {"apart": list(_OF_CASES)}
    return {}


_OF_CASES = (Case.TYPE, Referral.TYPE, ServiceRegister.TYPE)
"""Kinds of streams about cases; a case's own history is shown by `CaseHistoryEntry`."""


def narrowing(role: str, relation: Relation) -> str | None:
    """The scope by which a role sees less of a relation than its reach in the table says.

    Some read a case only when it was referred to them, a liaison only when their body was given
    a service in it, and an officer of the Dinas reads notes only of the Dinas' own cases. An inbox
    shows what waits for one's own office, not all that one may read.
    """
    tasked = ROLES[role].case_access == "TASKED"
    name = "liaison" if tasked else _NARROWED.get(acting_for(role) or "")
    return name if name in relation.scopes else None


_NARROWED: Mapping[str, str] = {
    "KECAMATAN_TKSK": "district",
    "LK3": "lk3",
    "DINAS": "dinas",
    "DESA_KEL": "village",
}
"""The scope by the body that a role acts for."""


def _narrowed_to(authorization: Authorization, name: str) -> Any:
    actor = authorization.actor
    if name == "village":
        return actor.area
    return [str(actor.id), actor.area] if name == "district" else [actor.id]
