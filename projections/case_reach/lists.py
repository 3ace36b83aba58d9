"""Closed lists of codes of cases, referrals, registers and member bodies."""

from __future__ import annotations

from typing import Literal

from wahana.domain.care import kps_events, service_register_events, vocabulary
from wahana.domain.care.case_facts import ServiceState
from wahana.domain.care.case_state import CaseStage
from wahana.domain.care.referral import ReferralState
from wahana.domain.kernel.policy_types import Judgement, Urgency

from ..relation import Enumeration

STAGE = Enumeration.of("CaseStage", "Stage of a case.", CaseStage)
URGENCY = Enumeration.of("Urgency", "Its urgency.", Urgency)
TARGET = Enumeration.of("CaseTarget", "Kind of the persons concerned.", vocabulary.CaseTarget)
CHANNEL = Enumeration.of("ReportChannel", "How the need became known.", vocabulary.ReportChannel)
REPORTER_ROLE = Enumeration.of("ReporterRole", "Who reported it.", vocabulary.ReporterRole)
ASSESSOR_ROLE = Enumeration.of("AssessorRole", "Who assessed.", vocabulary.AssessorRole)
METHOD = Enumeration.of("AssessmentMethod", "How it was assessed.", vocabulary.AssessmentMethod)
PILLAR = Enumeration.of("Pillar", "A pillar of UU 11/2009.", vocabulary.Pillar)
DOER = Enumeration.of("PlanDoer", "Who does an item of a plan.", vocabulary.PlanDoer)
PROVIDER = Enumeration.of("ServiceProvider", "Who gives a service.", vocabulary.ServiceProvider)
AGREED_WITH = Enumeration.of("AgreedWith", "With whom a plan was agreed.", vocabulary.AgreedWith)
VERDICT = Enumeration.of(
    "CapacityVerdict", "Whether the community can help by itself.", vocabulary.CapacityVerdict
)
CAPACITY_REASON = Enumeration.of(
    "CapacityReason", "Why the community cannot.", vocabulary.CapacityReason
)
UNIT = Enumeration.of("ServiceUnit", "Unit of a service.", vocabulary.ServiceUnit)
END_REASON = Enumeration.of("ServiceEndReason", "Why a service ends.", vocabulary.ServiceEndReason)
RESULT = Enumeration.of("CaseResult", "Outcome of a case.", vocabulary.CaseResult)
CLOSE_REASON = Enumeration.of("CaseCloseReason", "Why a case ends.", vocabulary.CaseCloseReason)
BODY_KIND = Enumeration.of("BodyKind", "A kind of body.", vocabulary.BodyKind)
BASIS = Enumeration.of(
    "ReferralBasis", "Ground on which a case is referred.", vocabulary.ReferralBasis
)
OVERRIDE_REASON = Enumeration.of(
    "ConsentOverrideReason",
    "Why data are disclosed without consent.",
    vocabulary.ConsentOverrideReason,
)
FINDING = Enumeration.of("ReviewFinding", "Finding of a review.", vocabulary.ReviewFinding)
SERVICE_STATE = Enumeration.of("ServiceState", "Status of a service.", ServiceState)
REFERRAL_STATE = Enumeration.of("ReferralState", "Status of a referral.", ReferralState)
JUDGEMENT = Enumeration.of("Judgement", "How two kinds of services relate.", Judgement)
WARNING_STATE = Enumeration.of(
    "WarningState", "Status of an overlap warning.", service_register_events.WarningState
)
PARTNER_KIND = Enumeration.of("PartnerKind", "Kind of the partner.", kps_events.PartnerKind)
LEAVE_REASON = Enumeration.of("KpsLeaveReason", "Why a body left.", kps_events.KpsLeaveReason)
SETTLEMENT = Enumeration.of(
    "ConflictSettlement", "How a conflict ended.", kps_events.ConflictSettlement
)
CONFLICT_STATE = Enumeration.of(
    "ConflictState", "Status of a conflict of interest.", Literal["OPEN", "RESOLVED", "WITHDRAWN"]
)
TEXT_KIND = Enumeration.of("CaseTextKind", "Kind of a sealed text of a case.", "CaseTextKind")
REFERRAL_TEXT_KIND = Enumeration.of(
    "ReferralTextKind", "Kind of a sealed text of a referral.", "ReferralTextKind"
)
INBOX_PART = Enumeration.of("InboxPart", "Why a case waits for a body.", "InboxPart")
