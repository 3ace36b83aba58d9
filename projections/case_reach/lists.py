"""Closed lists of cases, referrals, registers and member bodies."""

from __future__ import annotations

from typing import Literal

from wahana.domain.care import kps_events, service_register, vocabulary
from wahana.domain.care.case_facts import ServiceState
from wahana.domain.care.case_state import CaseStage
from wahana.domain.care.referral import ReferralState
from wahana.domain.kernel.policy_types import Judgement, Urgency

from ..labelled import labelled
from ..relation import Enumeration

STAGE = labelled("CaseStage", "How far a case has come.", CaseStage)
URGENCY = labelled("Urgency", "How urgent it is.", Urgency)
TARGET = labelled("CaseTarget", "Whose need it is.", vocabulary.CaseTarget)
CHANNEL = labelled("ReportChannel", "How the need became known.", vocabulary.ReportChannel)
REPORTER_ROLE = labelled("ReporterRole", "Who told it.", vocabulary.ReporterRole)
ASSESSOR_ROLE = labelled("AssessorRole", "Who assessed.", vocabulary.AssessorRole)
METHOD = labelled("AssessmentMethod", "How it was assessed.", vocabulary.AssessmentMethod)
PILLAR = labelled("Pillar", "A pillar of UU 11/2009.", vocabulary.Pillar)
DOER = labelled("PlanDoer", "Who does an item of a plan.", vocabulary.PlanDoer)
PROVIDER = labelled("ServiceProvider", "Who gives a service.", vocabulary.ServiceProvider)
AGREED_WITH = labelled("AgreedWith", "With whom a plan was agreed.", vocabulary.AgreedWith)
VERDICT = labelled(
    "CapacityVerdict", "What the community can do itself.", vocabulary.CapacityVerdict
)
CAPACITY_REASON = labelled("CapacityReason", "Why the community cannot.", vocabulary.CapacityReason)
UNIT = labelled("ServiceUnit", "In what a service is counted.", vocabulary.ServiceUnit)
END_REASON = labelled("ServiceEndReason", "Why a service ends.", vocabulary.ServiceEndReason)
RESULT = labelled("CaseResult", "What came of a case.", vocabulary.CaseResult)
CLOSE_REASON = labelled("CaseCloseReason", "Why a case ends.", vocabulary.CaseCloseReason)
BODY_KIND = labelled("BodyKind", "A kind of body.", vocabulary.BodyKind)
BASIS = labelled("ReferralBasis", "On what ground a case is referred.", vocabulary.ReferralBasis)
OVERRIDE_REASON = labelled(
    "ConsentOverrideReason", "Why data go without consent.", vocabulary.ConsentOverrideReason
)
FINDING = labelled("ReviewFinding", "What a review found.", vocabulary.ReviewFinding)
SERVICE_STATE = labelled("ServiceState", "How a service stands.", ServiceState)
REFERRAL_STATE = labelled("ReferralState", "Where a referral stands.", ReferralState)
JUDGEMENT = labelled("Judgement", "How two kinds of services relate.", Judgement)
WARNING_STATE = labelled(
    "WarningState", "How a warning of overlap stands.", service_register.WarningState
)
PARTNER_KIND = labelled("PartnerKind", "What kind of partner.", kps_events.PartnerKind)
LEAVE_REASON = labelled("KpsLeaveReason", "Why a body left.", kps_events.KpsLeaveReason)
SETTLEMENT = labelled("ConflictSettlement", "How a conflict ended.", kps_events.ConflictSettlement)
CONFLICT_STATE = labelled(
    "ConflictState", "How a conflict of interest stands.", Literal["OPEN", "RESOLVED", "WITHDRAWN"]
)
TEXT_KIND = Enumeration(
    "CaseTextKind",
    "What a sealed text of a case is.",
    {
        "NARRATIVE": "What was reported (uraian).",
        "FINDINGS": "Findings of an assessment (temuan).",
        "HEALTH": "About health (kesehatan).",
        "CHILD": "About a child (data anak).",
        "GOALS": "Goals of a plan (tujuan).",
        "NOTE": "A note of the work (catatan).",
        "DELIVERY": "A note on what was given (catatan pemberian).",
        "OUTCOME": "A note on what came of it (catatan hasil).",
        "REASON": "The note beside a reason (keterangan alasan).",
    },
)
REFERRAL_TEXT_KIND = Enumeration(
    "ReferralTextKind",
    "What a sealed text of a referral is.",
    {
        "NEED": "What is needed (kebutuhan).",
        "FEEDBACK": "How it goes (umpan balik).",
        "ADVICE": "Advice given back (saran rujuk balik).",
        "ANSWER": "The note beside an answer (keterangan jawaban).",
        "REASON": "The note beside a reason (keterangan alasan).",
    },
)
INBOX_PART = Enumeration(
    "InboxPart",
    "Why a case waits for a body.",
    {
        "HOLDER": "The body holds the case.",
        "RECEIVER": "The case was referred to the body.",
    },
)
