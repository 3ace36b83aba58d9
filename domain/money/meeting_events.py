"""Events of a meeting: held, decided, minuted; and the corrections of each.

Persons present are stored by id; a decision has a clear title that names no person and, if needed,
a sealed text. Source: S2 ("pertemuan-pertemuan rutin maupun insidental").
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person
from ..kernel.units import FundUnit

MeetingKind = Literal["ROUTINE", "INCIDENTAL"]
"""Routine or incidental (S2: rutin, insidental)."""

DecisionKind = Literal["SPEND", "ELECT", "REFER", "PROGRAMME", "OTHER"]
"""The subject of a decision: spending, an election, a referral, the programme, something else."""

GuestKind = Literal["DINAS", "KELURAHAN", "TKSK", "KPS", "BUSINESS", "RESIDENT", "OTHER"]
"""The organisation of a guest."""

MeetingEntry = Literal["MEETING", "DECISION", "MINUTES"]
"""Kinds of entries of a meeting that can be retracted."""


class Guest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Guests of a meeting: a registered person, or a number of people of one kind."""

    kind: Annotated[GuestKind, Meta(description="Their organisation.")]
    person: Annotated[
        UUID | None, names_person("ACTS"), Meta(description="The person, if registered.")
    ] = None
    organisation: Annotated[ClearText | None, Meta(description="Their body, such as BBPPKS.")] = (
        None
    )
    count: Annotated[int, Meta(ge=1, le=1000, description="Number of guests.")] = 1


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a meeting."""

    kind: MeetingKind
    held_on: date
    present: tuple[UUID, ...] = ()
    """Members who were present, by person."""
    headcount: int
    """Number of people present, named or not, without the guests."""
    guests: tuple[Guest, ...] = ()
    place: ClearText | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a decision."""

    title: ClearText
    """The decision in words that name no person."""
    text: Note | None = None
    kind: DecisionKind
    votes_for: int
    votes_against: int = 0
    limit: int | None = None
    """The highest sum that may be spent by it; only with SPEND."""
    unit: FundUnit | None = None


class MeetingHeld(Held, Event, frozen=True, kw_only=True):
    """A meeting of a WKSBM took place."""

    TOPIC: ClassVar[str] = "meeting.held"

    wksbm: UUID


class MeetingCorrected(Held, Event, frozen=True, kw_only=True):
    """A meeting was entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "meeting.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class DecisionTaken(Decided, Event, frozen=True, kw_only=True):
    """The meeting took a decision."""

    TOPIC: ClassVar[str] = "meeting.decision_taken"

    no: int
    """Number of the decision in its meeting, from 1, without gaps."""


class DecisionCorrected(Decided, Event, frozen=True, kw_only=True):
    """A decision was entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "meeting.decision_corrected"

    no: int
    of: int
    reason: CorrectionReason
    note: Note | None = None


class DecisionSpent(Event, frozen=True, kw_only=True):
    """A payment was made by a decision; written together with the payment."""

    TOPIC: ClassVar[str] = "meeting.decision_spent"
    FINAL: ClassVar[str] = "it is written with a payment, which is reversed"

    no: int
    book: UUID
    entry_no: int
    amount: int
    unit: FundUnit


class DecisionRefunded(Event, frozen=True, kw_only=True):
    """A payment by a decision was reversed; written together with the reversal."""

    TOPIC: ClassVar[str] = "meeting.decision_refunded"
    FINAL: ClassVar[str] = "it is written with a reversal"

    no: int
    book: UUID
    entry_no: int
    """The payment that was reversed."""
    amount: int
    unit: FundUnit


class MinutesAttached(Event, frozen=True, kw_only=True):
    """The hash of the minutes (notulen) was recorded; the minutes are kept elsewhere."""

    TOPIC: ClassVar[str] = "meeting.minutes_attached"

    sha256: Code
    pages: int | None = None


class MeetingEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry of a meeting was made by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "meeting.entry_retracted"

    of: int
    entry: MeetingEntry
    reason: CorrectionReason
    note: Note | None = None
