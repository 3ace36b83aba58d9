"""What happens to a meeting: it was held, decided, minuted; and the corrections of each.

Names of those present are ids; what was decided has a clear title that names no person and, if
need be, a sealed text. Source: S2 ("pertemuan-pertemuan rutin maupun insidental").
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
"""What a decision is about: spending, an election, a referral, the programme, something else."""

GuestKind = Literal["DINAS", "KELURAHAN", "TKSK", "KPS", "BUSINESS", "RESIDENT", "OTHER"]
"""Where a guest comes from."""

MeetingEntry = Literal["MEETING", "DECISION", "MINUTES"]
"""Kinds of entries of a meeting that can be retracted."""


class Guest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Guests of a meeting: one who is registered, or several of a kind."""

    kind: Annotated[GuestKind, Meta(description="Where they come from.")]
    person: Annotated[
        UUID | None, names_person("ACTS"), Meta(description="Who, if registered.")
    ] = None
    organisation: Annotated[
        ClearText | None, Meta(description="The body they come from, such as BBPPKS.")
    ] = None
    count: Annotated[int, Meta(ge=1, le=1000, description="How many.")] = 1


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known about a meeting."""

    kind: MeetingKind
    held_on: date
    present: tuple[UUID, ...] = ()
    """Members who were there, by person."""
    headcount: int
    """How many were there, named or not, without the guests."""
    guests: tuple[Guest, ...] = ()
    place: ClearText | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a decision says."""

    title: ClearText
    """What was decided, in words that name no person."""
    text: Note | None = None
    kind: DecisionKind
    votes_for: int
    votes_against: int = 0
    limit: int | None = None
    """At most this much may be spent by it; only with SPEND."""
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
    """The meeting decided something."""

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
    """Something was paid by a decision; written with the payment."""

    TOPIC: ClassVar[str] = "meeting.decision_spent"
    FINAL: ClassVar[str] = "it is written with a payment, which is reversed"

    no: int
    book: UUID
    entry_no: int
    amount: int
    unit: FundUnit


class DecisionRefunded(Event, frozen=True, kw_only=True):
    """A payment by a decision was reversed; written with the reversal."""

    TOPIC: ClassVar[str] = "meeting.decision_refunded"
    FINAL: ClassVar[str] = "it is written with a reversal"

    no: int
    book: UUID
    entry_no: int
    """The payment that was reversed."""
    amount: int
    unit: FundUnit


class MinutesAttached(Event, frozen=True, kw_only=True):
    """The minutes (notulen) are kept elsewhere; here is their hash."""

    TOPIC: ClassVar[str] = "meeting.minutes_attached"

    sha256: Code
    pages: int | None = None


class MeetingEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry of a meeting should never have been made."""

    TOPIC: ClassVar[str] = "meeting.entry_retracted"

    of: int
    entry: MeetingEntry
    reason: CorrectionReason
    note: Note | None = None
