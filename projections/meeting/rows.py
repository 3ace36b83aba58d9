"""The rows of meetings: the meeting as a whole, and each of its decisions."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import fund_enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..field import GLOBAL_ID, REFUSES_VALID_ON, Entry, Field, Sealed, UpdatedAt, Version


class MeetingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting of a WKSBM; with validOn: held by that day."""

    meeting_id: Annotated[ids.MeetingId, GLOBAL_ID]
    wksbm_id: OfWksbm
    version: Version
    updated_at: UpdatedAt
    kind: Annotated[str, lists.MEETING_KIND, Field("Routine or not.")]
    held_on: Annotated[date, Field("The day.")]
    headcount: Annotated[int, Field("Number of people present, without guests.")]
    place: Annotated[str | None, Field("Where.")]
    withdrawn: Annotated[bool, REFUSES_VALID_ON, Field("It was entered by mistake.")]
    present: str
    guests: str
    minutes: Annotated[tuple[str, ...], Field("SHA-256 of its minutes (notulen), kept elsewhere.")]
    decision_count: Annotated[int, Field("Number of its valid decisions.")]


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of a meeting; with validOn: taken by that day."""

    meeting_id: Annotated[ids.MeetingId, Field("The meeting.")]
    no: Annotated[int, Field("Its number in the meeting.")]
    wksbm_id: OfWksbm
    held_on: Annotated[date, Field("Day of the meeting.")]
    entry: Entry
    kind: Annotated[str, lists.DECISION_KIND, Field("Subject of the decision.")]
    title: Annotated[str, Field("The decision, in words that name no person.")]
    text: Annotated[Sealed | None, Field("Its full text.", mask="NOTES")]
    votes_for: Annotated[int, Field("Number of votes for it.")]
    votes_against: Annotated[int, Field("Number of votes against it.")]
    carried: Annotated[bool, Field("More were for it than against it.")]
    limit_amount: Annotated[BigInt | None, Field("The most that may be spent by it.", name="limit")]
    unit: Annotated[str | None, lists.FUND_UNIT, Field("Unit of the limit.")]
    spent: Annotated[BigInt, REFUSES_VALID_ON, Field("The amount spent by it.")]
    entered_by: Annotated[
        ids.MemberId,
        Field("The member who entered it: the approver of its payments.", name="enteredBy"),
    ]
    withdrawn: Annotated[bool, REFUSES_VALID_ON, Field("Its meeting was entered by mistake.")]
    position: Annotated[BigInt, Field("Position of the event that says it.")]


class Decision(DecisionRow, frozen=True, kw_only=True):
    left_amount: Annotated[
        BigInt | None, REFUSES_VALID_ON, Field("The unspent part of the limit.", name="left")
    ]


class Presence(msgspec.Struct, frozen=True):
    """A person who attended a meeting."""

    meeting_id: UUID
    no: int
    wksbm_id: ids.WksbmId
    person_id: Annotated[ids.PersonId, Field("The person.")]


class Guest(msgspec.Struct, frozen=True):
    """Guests of a meeting: a registered person, or a number of people of one kind."""

    meeting_id: UUID
    no: int
    wksbm_id: ids.WksbmId
    kind: Annotated[str, lists.GUEST_KIND, Field("Their organisation.")]
    person: Annotated[ids.PersonId | None, Field("The person, if registered.")]
    organisation: Annotated[str | None, Field("Their body.")]
    count: Annotated[int, Field("Number of guests.")]


MEETINGS = VersionedTable(
    MeetingRow,
    key=("meeting_id",),
    table="meeting",
    indexes=(
        ListIndex("by_day", "held_on", "meeting_id"),
        LookupIndex("by_wksbm", "wksbm_id", "held_on", "meeting_id"),
    ),
)
DECISIONS = VersionedTable(
    DecisionRow,
    key=("meeting_id", "no"),
    table="meeting_decision",
    indexes=(
        ListIndex("by_day", "held_on", "meeting_id", "no"),
        LookupIndex("by_wksbm", "wksbm_id", "held_on", "meeting_id", "no"),
    ),
)
