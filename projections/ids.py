"""Ids of rows: UUIDs that are shown as global ids, ``wksbm_<uuid>``, with a type for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID


@dataclass(frozen=True, slots=True)
class IdOf:
    """In ``Annotated``: the prefix of a UUID's global id."""

    kind: str


ActivityId = Annotated[UUID, IdOf("activity")]
BoardId = Annotated[UUID, IdOf("board")]
BudgetTargetId = Annotated[UUID, IdOf("budget_target")]
CaseId = Annotated[UUID, IdOf("case")]
ConflictId = Annotated[UUID, IdOf("conflict")]
ConsentId = Annotated[UUID, IdOf("consent")]
CorrelationId = Annotated[UUID, IdOf("correlation")]
CycleId = Annotated[UUID, IdOf("arisan")]
EventId = Annotated[UUID, IdOf("event")]
FundBookId = Annotated[UUID, IdOf("fund")]
GrantId = Annotated[UUID, IdOf("grant")]
HouseholdId = Annotated[UUID, IdOf("household")]
InvitationId = Annotated[UUID, IdOf("invitation")]
KpsId = Annotated[UUID, IdOf("kps")]
LocalAreaId = Annotated[UUID, IdOf("local_area")]
MeetingId = Annotated[UUID, IdOf("meeting")]
MemberId = Annotated[UUID, IdOf("member")]
OfficeId = Annotated[UUID, IdOf("tenant")]
PartnerId = Annotated[UUID, IdOf("network_partner")]
PermitId = Annotated[UUID, IdOf("late_entry")]
PersonId = Annotated[UUID, IdOf("person")]
ReferralId = Annotated[UUID, IdOf("referral")]
ServiceId = Annotated[UUID, IdOf("service")]
SpeakerId = Annotated[UUID, IdOf("speaker")]
StatementId = Annotated[UUID, IdOf("statement")]
TokenId = Annotated[UUID, IdOf("token")]
WarningId = Annotated[UUID, IdOf("warning")]
WksbmId = Annotated[UUID, IdOf("wksbm")]
