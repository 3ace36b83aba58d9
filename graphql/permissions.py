"""Who may read which relation, and how far: the role table applied to what the views offer.

Decided once per request and relation, below the resolvers; then it is a condition of the one
statement. A relation without a line here cannot be read by anybody; a test holds the two lists
to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wahana.projections.relation import Relation
from wahana.tenants.scope import Scope

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
OPEN = frozenset({"PersonCard", "Member"})
"""Relations that show no more than an id to whoever may not see names: their columns are masked."""

GROUP_OF: Mapping[str, str] = {
    relation: group for group, relations in _READS.items() for relation in relations
}
"""Relation → read group of the role table (``wahana.domain.roles``)."""

ROOT_GROUP_OF: Mapping[str, str] = {
    **GROUP_OF,
    "PersonCard": "PERSON_NAMES",
    "Member": "CONFIG",
}
"""What it takes to ask for a relation by itself, not as part of another."""

UNLIMITED = frozenset(
    {"Activity", "BudgetTarget", "FormationPipeline", "FormedYear", "LatePermit", "LocalArea"}
)
"""Relations without persons that a role limited to an area may read for the whole tenant."""


def may_enter(scope: Scope, relation: Relation) -> bool:
    """Whether the actor may ask for a relation by itself.

    A role that is limited to an area or to some WKSBM may do so only where the relation can be
    limited too, or where it shows no persons.
    """
    reach = scope.may_read(ROOT_GROUP_OF[relation.name])
    if reach is None:
        return False
    return reach == "TENANT" or relation.name in UNLIMITED or bool(relation.scopes)


def limits(scope: Scope, relation: Relation) -> Mapping[str, Any]:
    """The relation's scopes that limit the actor, by name; empty: the whole tenant."""
    group = GROUP_OF.get(relation.name)
    reach = None if group is None else scope.may_read(group)
    if reach == "AREA" and "area" in relation.scopes:
        return {"area": scope.actor.area}
    if reach == "OWN_WKSBM" and "wksbm" in relation.scopes:
        return {"wksbm": list(scope.actor.wksbm_ids)}
    return {}
