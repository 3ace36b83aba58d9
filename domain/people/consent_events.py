"""Events of a person's stream about consents to a use of their data (UU 27/2022 ps 20–26)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.days import DistantDay
from ..kernel.fields import ChildData, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person

Purpose = Literal["SERVICE", "REFERRAL", "DATA_SHARING", "PUBLICATION"]
"""The purpose of a consent: services, referral to another body, sharing with another register,
publication."""

ConsentPart = Literal[
    "IDENTITY", "CONTACT", "HOUSEHOLD", "CATEGORY", "NEEDS", "HEALTH", "FINDINGS", "PHOTO"
]
"""The parts of the person's data that a consent covers."""

Giver = Literal["SELF", "PARENT", "GUARDIAN"]
"""Who gave it: a parent or guardian for a child (UU 27/2022 ps 25), a guardian where a disability
requires one (ps 26)."""

ConsentMethod = Literal["WRITTEN", "RECORDED", "ELECTRONIC"]
"""Written or recorded, electronic or not (UU 27/2022 ps 22)."""

WithdrawnBy = Giver


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A consent: purpose, parts of the data, who gave it, from when to when."""

    id: UUID
    purpose: Purpose
    scope: tuple[ConsentPart, ...]
    giver: Giver
    given_on: date
    until: date | None = None
    """Last day of its validity, if it was limited."""
    withdrawn_on: date | None = None
    record: UUID
    """The person's record to which it was given; after a merge it may be another one."""
    wksbm: UUID | None = None
    """The WKSBM that asked for it, where it can also be withdrawn."""

    def live_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        if day < self.given_on or (self.until is not None and day > self.until):
            return False
        return self.withdrawn_on is None or day < self.withdrawn_on


class ConsentTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a consent: purpose, data, who gave it, how, and the proof."""

    purpose: Annotated[Purpose, Meta(description="Purpose of the consent.")]
    scope: Annotated[
        tuple[ConsentPart, ...],
        Meta(min_length=1, max_length=20, description="Parts of the data that it covers."),
    ]
    giver: Annotated[Giver, Meta(description="Who gave it.")]
    giver_person: Annotated[
        UUID | None,
        names_person("ACTS"),
        Meta(description="The parent or guardian, if registered."),
    ] = None
    method: Annotated[ConsentMethod, Meta(description="How it was given.")]
    proof: Annotated[DocumentNo, Meta(description="Number of the form or of the recording.")]
    """The controller must be able to show it (ps 24)."""
    until: Annotated[DistantDay | None, Meta(description="Last day of its validity.")] = None


class ConsentGiven(ConsentTerms, Event, frozen=True, kw_only=True):
    """The person, or someone entitled to speak for them, consented to a use of their data."""

    TOPIC: ClassVar[str] = "person.consent_given"

    consent_id: UUID
    giver_name: ChildData | None = None
    """The parent's or guardian's name, if they are not registered."""
    wksbm_id: UUID | None = None
    """The WKSBM that asked for it."""


class ConsentCorrected(ConsentTerms, Event, frozen=True, kw_only=True):
    """A consent was entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "person.consent_corrected"

    of: int
    consent_id: UUID
    giver_name: ChildData | None = None
    reason: CorrectionReason
    note: Note | None = None


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """A consent was withdrawn; the use it allowed must stop within 3×24 hours (ps 41)."""

    TOPIC: ClassVar[str] = "person.consent_withdrawn"
    FINAL: ClassVar[str] = "what the consent allowed has stopped; it is given anew"

    consent_id: UUID
    by: WithdrawnBy
    proof: DocumentNo | None = None
    note: Note | None = None
