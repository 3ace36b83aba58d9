"""Closed lists of codes for cases and services.

Lists that an office may change (kinds of services, of member bodies, contexts) are policies in
``domain/kernel/policies.py``. Sources: S1 and S2, the stages of PP 39/2012 and the usual forms (P1,
referral forms).
"""

from __future__ import annotations

from typing import Literal

CaseTarget = Literal["INDIVIDUAL", "FAMILY", "GROUP", "COMMUNITY"]
"""Whose need it is (S2: individual, family, group, community)."""

ReportChannel = Literal[
    "VISIT", "COMPLAINT", "SELF", "MEETING", "PHONE", "APP", "LETTER", "MEDIA", "OTHER",
]  # fmt: skip
"""How the need became known (penjangkauan, pengaduan)."""

ReporterRole = Literal[
    "SELF", "FAMILY", "NEIGHBOUR", "RT_RW", "BOARD", "KPS", "LURAH", "TKSK", "LK3", "PSM",
    "SCHOOL", "HEALTH", "POLICE", "DINAS", "OTHER",
]  # fmt: skip
"""Who reported it, as a role; never a name."""

AssessorRole = Literal["BOARD", "KPS", "LURAH", "TKSK", "LK3", "SOCIAL_WORKER", "PSM", "DINAS"]
AssessmentMethod = Literal[
    "VISIT", "INTERVIEW", "OBSERVATION", "CONFERENCE", "FORM_P1", "DOCUMENTS", "OTHER",
]  # fmt: skip

Pillar = Literal["REHSOS", "JAMSOS", "DAYASOS", "LINJAMSOS"]
"""The four pillars of UU 11/2009: rehabilitation, security, empowerment, protection."""

PlanDoer = Literal["BOARD", "KPS", "FAMILY", "REFERRAL"]
"""Who carries out an item of a plan."""
ServiceProvider = Literal["BOARD", "KPS", "REFERRED"]
"""Who gives a service: the board, a member body, or the body that accepted a referral."""
AgreedWith = Literal["SUBJECT", "GUARDIAN", "FAMILY", "GROUP"]

CapacityVerdict = Literal["SUFFICIENT", "EXCEEDED"]
LocalAttempt = Literal[
    "BOARD_HELP", "KPS_HELP", "COMMUNITY_FUND", "NEIGHBOURS", "PLACE_OF_WORSHIP", "VISITS",
    "MEDIATION", "OTHER",
]  # fmt: skip
"""What the community tried itself before it asked others (S1)."""
CapacityReason = Literal[
    "NO_FUNDS", "NO_SKILL", "NO_FACILITY", "MEDICAL", "LEGAL", "UNSAFE", "TOO_MANY", "OTHER",
]  # fmt: skip

ServiceUnit = Literal[
    "G", "KG", "ML", "L", "PIECE", "PACKAGE", "MEAL", "VISIT", "HOUR", "DAY", "MONTH", "IDR",
]  # fmt: skip
"""Units of a service; whole numbers only, so use grams for half a kilogram."""
ServiceEndReason = Literal[
    "DONE", "PERIOD_END", "CASE_CLOSED", "PROVIDER_WITHDREW", "REFUSED", "NOT_NEEDED", "OTHER",
]  # fmt: skip
CaseNoteKind = Literal["NOTE", "VISIT", "CONFERENCE", "MONITORING", "AFTER_CARE"]
CaseResult = Literal["RESOLVED", "IMPROVED", "UNCHANGED", "WORSENED"]
CaseCloseReason = Literal[
    "GOALS_MET", "MOVED", "DIED", "REFUSED", "TRANSFERRED", "LOST_CONTACT", "OTHER",
]  # fmt: skip
"""Why a case is closed (terminasi)."""
CaseReopenReason = Literal["RELAPSE", "NEW_NEED", "FOUND_AGAIN", "OTHER"]
CategoryRemovalReason = Literal["CHANGED", "NO_LONGER_TRUE", "NEW_EDITION", "OTHER"]
"""Why a category no longer applies; one that never applied is retracted instead."""

CaseEntry = Literal[
    "SUBJECT", "CATEGORY", "CATEGORY_REMOVAL", "ASSESSMENT", "PLAN", "CAPACITY", "SERVICE",
    "SERVICE_END", "DELIVERY", "NOTE", "OUTCOME", "CLOSING", "REOPENING",
]  # fmt: skip
"""Kinds of entries of a case that can be retracted."""

BodyKind = Literal[
    "DESA_KEL", "KECAMATAN_TKSK", "DINAS_KABKOTA", "DINAS_PROV", "DUNIA_USAHA", "WKSBM", "LK3",
    "KPS", "LKS", "BALAI",
]  # fmt: skip
"""Bodies that hold, send and receive cases. S1 names village, district, Dinas, business and
other WKSBM; S4 the LK3 and member bodies; practice the institutions and balai."""

ReferralBasis = Literal["LOCAL_CAPACITY", "ASSESSMENT", "CONSULTATION", "RESOURCE"]
"""On what ground a case is referred."""
ConsentOverrideReason = Literal["VITAL_INTEREST", "LEGAL_DUTY", "CHILD_PROTECTION", "NO_CAPACITY"]
"""Why data are disclosed without consent: life or limb, a law, a child, a person who cannot consent
(UU 27/2022, ps 20)."""
ReferralDeclineReason = Literal[
    "NOT_OUR_TASK", "NO_CAPACITY", "NOT_ELIGIBLE", "MORE_DATA", "SERVED_ALREADY", "OTHER",
]  # fmt: skip
ReferralRevokeReason = Literal[
    "SOLVED_LOCALLY", "OTHER_BODY", "CONSENT_ENDED", "CASE_CLOSED", "WRONG_BODY", "OTHER",
]  # fmt: skip
ReferralOutcome = Literal["SERVED", "PARTLY_SERVED", "RESOURCE_GIVEN", "NOT_SERVED"]
ReferralRecommendation = Literal["CONTINUE_LOCALLY", "OTHER_SERVICE", "OTHER_BODY", "NO_SERVICE"]
"""The advice of a body that returns a case (rujuk balik)."""
ReviewFinding = Literal["JUSTIFIED", "NOT_JUSTIFIED"]
ReferralEntry = Literal["STEP", "FEEDBACK", "OVERRIDE"]
"""Kinds of entries of a referral that can be retracted; a STEP is the last change of state."""
