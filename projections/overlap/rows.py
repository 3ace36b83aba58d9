"""The rows of the registers of services. Structs called ``…Row`` are tables; their fields are the
columns in this order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..case_file.rows import ByNobody, Told
from ..case_reach import lists
from ..field import REFUSES_VALID_ON, VALID_TIME, Field

ForPerson = Annotated[ids.PersonId, Field("The person, as a random id.")]
ClaimId = Annotated[ids.ServiceId, Field("Id of the claim and of its service.")]
InCase = Annotated[ids.CaseId, Field("In which case.")]
GivingWksbm = Annotated[ids.WksbmId | None, Field("The WKSBM that gives it.")]
GivingBody = Annotated[ids.KpsId | None, Field("The member body that does.")]
ServiceKind = Annotated[str, Field("Kind of service.")]
ValidFrom = Annotated[date, Field("First day.")]
ValidTo = Annotated[date, Field("First day after it.")]


class ClaimRow(msgspec.Struct, frozen=True):
    """A service that is claimed for a person in their register."""

    register_id: UUID
    person_id: ForPerson
    claim_id: ClaimId
    case_id: InCase
    wksbm_id: GivingWksbm
    kps_id: GivingBody
    service_kind: ServiceKind
    valid_from: ValidFrom
    valid_to: ValidTo
    released: Annotated[
        str | None, lists.END_REASON, REFUSES_VALID_ON, Field("Why it ended early.")
    ]


class ServiceClaim(ClaimRow, frozen=True):
    part: Told
    recorded_by: ByNobody


class Received(ClaimRow, frozen=True):
    """A service in the month of a day (validOn, else today) with its recipient, and what was
    delivered so far in that month."""

    month: Annotated[date, VALID_TIME, Field("First day of the month.")]
    deliveries: Annotated[int, VALID_TIME, Field("Number of deliveries.")]
    quantity: Annotated[
        BigInt | None, VALID_TIME, Field("Total; null if several units were given.")
    ]
    unit: Annotated[str | None, lists.UNIT, VALID_TIME, Field("The unit, if there is only one.")]
    last_day: Annotated[
        date | None, VALID_TIME, Field("Day of the latest delivery.", name="lastDeliveryOn")
    ]


class MetService(ClaimRow, frozen=True):
    """Another service that a warning is about."""

    warning_id: UUID


class WarningRow(msgspec.Struct, frozen=True):
    """A service that overlaps others of the same person: it waits for a decision of the Dinas, or
    should be checked."""

    register_id: UUID
    person_id: ForPerson
    warning_id: Annotated[ids.WarningId, Field("Its id, for the decision.")]
    claim_id: ClaimId
    case_id: InCase
    wksbm_id: GivingWksbm
    kps_id: GivingBody
    service_kind: ServiceKind
    valid_from: ValidFrom
    valid_to: ValidTo
    others: tuple[UUID, ...]
    other_person: Annotated[
        ids.PersonId | None,
        Field("The record that was merged, if the other service is in its register."),
    ]
    rule: Annotated[str, lists.JUDGEMENT, Field("The rule of the policy.")]
    waits: Annotated[bool, Field("The service is not given before a decision.")]
    state: Annotated[str, lists.WARNING_STATE, Field("Its status.")]
    asked_by: Annotated[ids.MemberId, Field("Who asked for the service.")]
    raised_at: Annotated[datetime, Field("When the warning was given.")]
    decided_by: Annotated[ids.MemberId | None, Field("Who decided.")]
    decided_at: Annotated[datetime | None, Field("When.")]
    reason: Annotated[str | None, Field("The reason, as a code.")]


class Warning(WarningRow, frozen=True):
    part: Told
    recorded_by: ByNobody


CLAIMS = VersionedTable(
    ClaimRow,
    key=("register_id", "claim_id"),
    table="service_claim",
    indexes=(
        ListIndex("by_day", "valid_from", "register_id", "claim_id"),
        LookupIndex("by_person", "person_id"),
        LookupIndex("by_wksbm", "wksbm_id"),
        LookupIndex("by_case", "case_id"),
    ),
)
WARNINGS = VersionedTable(
    WarningRow,
    key=("register_id", "warning_id"),
    table="overlap_warning",
    indexes=(
        ListIndex("by_state", "state", "raised_at", "register_id", "warning_id"),
        LookupIndex("by_case", "case_id"),
    ),
)
