"""The rows of referrals. Structs called ``…Row`` are tables; their fields are the columns in this
order."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..by_day import by_day
from ..case_file.rows import OfCase, TopTier
from ..case_reach import lists
from ..field import (
    GLOBAL_ID,
    VALID_TIME,
    Entry,
    Field,
    Sealed,
    UpdatedAt,
    Version,
)

OfReferral = Annotated[ids.ReferralId, Field("The referral.")]
BodyKind = Annotated[str, lists.BODY_KIND]
BodyWksbm = Annotated[ids.WksbmId | None, Field("The WKSBM it is or belongs to.")]
BodyName = Annotated[str | None, Field("Name of a body outside the service.")]
IsOverdue = Annotated[bool, VALID_TIME, Field("Whether that day is past (validOn, else today).")]


class ReferralRow(msgspec.Struct, frozen=True):
    """A case sent to another body (rujukan), seen by both sides: by the receiver as its referral,
    by the sender while the case is open to it."""

    referral_id: Annotated[ids.ReferralId, GLOBAL_ID]
    case_id: OfCase
    version: Version
    updated_at: UpdatedAt
    state: Annotated[str, lists.REFERRAL_STATE, VALID_TIME, Field("Its status.")]
    is_live: Annotated[bool, VALID_TIME, Field("It is still open.")]
    is_disclosing: Annotated[bool, VALID_TIME]
    """Whether the receiver may see what is disclosed."""
    from_kind: Annotated[BodyKind, Field("Kind of the sender.")]
    from_id: UUID | None
    from_wksbm: BodyWksbm
    from_area: Annotated[str | None, Field("The area of an office.", name="fromAreaCode")]
    from_district: str | None
    from_regency: str | None
    from_name: BodyName
    via: Annotated[ids.ReferralId | None, Field("The referral by which the sender has the case.")]
    to_kind: Annotated[BodyKind, Field("Kind of the receiver.")]
    to_id: UUID | None
    to_wksbm: BodyWksbm
    to_area: Annotated[str | None, Field("The area of an office.", name="toAreaCode")]
    to_district: str | None
    to_regency: str | None
    to_name: BodyName
    basis: Annotated[str, lists.BASIS, Field("The ground.")]
    urgency: Annotated[str, lists.URGENCY, Field("Its urgency.")]
    urgency_order: int
    subjects: tuple[UUID, ...]
    disclosed: Annotated[
        tuple[str, ...], Field("Parts of their data that are disclosed, as codes.")
    ]
    consents: tuple[UUID, ...]
    override_reason: Annotated[
        str | None,
        lists.OVERRIDE_REASON,
        VALID_TIME,
        Field("The ground on which data are disclosed without consent.", name="override"),
    ]
    override_by: Annotated[ids.MemberId | None, VALID_TIME, Field("Who allowed the disclosure.")]
    review: Annotated[
        tuple[str, ...], Field("Checks that were skipped and await review, as codes.")
    ]
    finding: Annotated[str | None, lists.FINDING, VALID_TIME, Field("Finding of its review.")]
    requested_on: Annotated[date, Field("Day on which it was requested.")]
    requested_by: Annotated[ids.MemberId, Field("The member who requested it.")]
    state_since: Annotated[date, VALID_TIME, Field("First day of this state.")]
    due: Annotated[date | None, VALID_TIME, Field("Last day for the expected step.")]
    accepted_by: Annotated[str | None, VALID_TIME, Field("Unit or post in charge.")]
    reason: Annotated[str | None, VALID_TIME, Field("Reason of the state, as a code.")]


class Referral(ReferralRow, frozen=True):
    people: Annotated[int, Field("Number of persons concerned.")]
    is_overdue: IsOverdue


class StepRow(msgspec.Struct, frozen=True):
    """A change of state of a referral."""

    referral_id: OfReferral
    entry: Entry
    case_id: UUID
    state: Annotated[str, lists.REFERRAL_STATE, Field("The new state.")]
    happened_on: Annotated[date, Field("When.")]
    due: Annotated[date | None, Field("Last day for the next step.")]
    reason: Annotated[str | None, Field("Why, as a code.")]
    unit: Annotated[str | None, Field("Unit or post in charge.")]


class ReferralTextRow(msgspec.Struct, frozen=True):
    """A sealed text of a referral. Opened for the holder of the case, for the receiver while the
    referral is with them, and for its author."""

    referral_id: OfReferral
    entry: Entry
    case_id: UUID
    kind: Annotated[str, lists.REFERRAL_TEXT_KIND, Field("Kind of the text.")]
    sealed: Annotated[Sealed, Field("The text.", name="text", mask="CASE_NOTES", path="*")]
    recorded_by: UUID
    happened_on: Annotated[date, Field("Business date of the entry.")]


class ReferralText(ReferralTextRow, frozen=True):
    top_tier: TopTier


class InboxItem(msgspec.Struct, frozen=True):
    """A case that waits for a body, which holds it or to which it was referred. Each actor sees the
    cases that wait for their own body."""

    item_id: UUID
    case_id: OfCase
    referral_id: Annotated[ids.ReferralId | None, Field("The referral, if it is one.")]
    part: Annotated[str, lists.INBOX_PART, Field("Why it waits.")]
    body_kind: Annotated[BodyKind, Field("Kind of the body for which it waits.")]
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM for which it waits.")]
    village_code: Annotated[str, Field("Village of the case.")]
    urgency: Annotated[str, lists.URGENCY, VALID_TIME, Field("Its urgency.")]
    urgency_order: int
    state: Annotated[str, VALID_TIME, Field("Stage of the case, or state of the referral.")]
    since: Annotated[date, VALID_TIME, Field("Day since which it waits.")]
    due: Annotated[date | None, VALID_TIME, Field("Last day for the expected step.")]
    is_overdue: IsOverdue


REFERRALS = VersionedTable(
    ReferralRow,
    key=("referral_id",),
    table="referral",
    indexes=(
        ListIndex("by_due", "due", "referral_id"),
        ListIndex("by_request", "requested_on", "referral_id"),
        ListIndex("by_urgency", "urgency_order", "requested_on", "referral_id"),
        LookupIndex("by_case", "case_id"),
        LookupIndex("by_receiver", "to_wksbm"),
        LookupIndex("by_district", "to_district"),
    ),
)
REFERRALS_BY_DAY = by_day(REFERRALS)
STEPS = VersionedTable(StepRow, key=("referral_id", "entry"), table="referral_step")
TEXTS = VersionedTable(ReferralTextRow, key=("referral_id", "entry", "kind"), table="referral_text")
