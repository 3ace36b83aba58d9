"""Closed lists of codes that several relations show; their members are those of the domain.

The meaning of each code is in the catalogue of texts (``wahana.domain.words``).
"""

from __future__ import annotations

from wahana.domain.formation import activity, activity_events, board_events, wksbm_state
from wahana.domain.formation import wksbm_life_events as life_events
from wahana.domain.formation.wksbm_events import Origin
from wahana.domain.kernel.model import Level
from wahana.domain.kernel.policies import WksbmLevel
from wahana.domain.kernel.vocabulary import Funding
from wahana.platform.events import Source

from .relation import Enumeration

LEVEL = Enumeration.of("WksbmLevel", "Level at which a WKSBM works.", WksbmLevel)
ORIGIN = Enumeration.of("WksbmOrigin", "How a WKSBM was formed.", Origin)
STAGE = Enumeration.of(
    "FormationStage",
    "The last stage of its formation that a WKSBM has reached.",
    wksbm_state.WksbmStage,
)
STATUS = Enumeration.of(
    "WksbmStatus",
    "Whether a WKSBM is being formed, is active, dormant, or has ended.",
    wksbm_state.WksbmStatus,
)
MENTOR_ROLE = Enumeration.of("MentorRole", "Office of a mentor (pembina).", life_events.MentorRole)
GUIDANCE = Enumeration.of("Guidance", "Kind of a mentor's guidance.", life_events.Guidance)
AWARD_LEVEL = Enumeration.of("AwardLevel", "Level of a competition.", life_events.AwardLevel)
END_REASON = Enumeration.of("SeatEndReason", "Why a person left a seat.", board_events.EndReason)
OFFICE_LEVEL = Enumeration.of(
    "OfficeLevel", "Level of an office; a national one holds activities only.", Level
)
MEMBER_KIND = Enumeration.of("MemberKind", "Kind of a member of the office.", "MemberKind")
EVIDENCE_MARK = Enumeration.of("EvidenceMark", "Kind of evidence of a fact.", "EvidenceMark")
SOURCE = Enumeration.of("EventSource", "Source of an entry.", Source)
FUNDING = Enumeration.of("Funding", "The source of the money.", Funding)
ACTIVITY_LEVEL = Enumeration.of(
    "ActivityLevel", "Level at which an activity is held.", activity_events.ActivityLevel
)
ACTIVITY_STATUS = Enumeration.of("ActivityStatus", "The state of an activity.", activity.Status)
PARTICIPANT_KIND = Enumeration.of(
    "ParticipantKind", "Who is invited or takes part.", activity_events.ParticipantKind
)
STATEMENT_KIND = Enumeration.of(
    "StatementKind", "Kind of a statement at an activity.", "StatementKind"
)
COMMITTED_BY = Enumeration.of(
    "CommittedBy", "Who undertook something.", activity_events.CommittedBy
)
HANDOVER_PART = Enumeration.of(
    "HandoverPart", "How a person took part in a handover.", "HandoverPart"
)
