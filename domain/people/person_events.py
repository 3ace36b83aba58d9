"""Events of a person's stream.

Numbers, names and addresses are sealed under the person; codes, dates and random ids are clear, so
that rules can be decided and totals counted without opening anything.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.days import PastDay
from ..kernel.fields import Code, Contact, DocumentNo, Identity, Note
from ..kernel.model import Event
from .consent_events import Consent
from .numbers import NikWarning

LegalBasis = Literal["CONSENT", "LEGAL_DUTY", "PUBLIC_TASK", "VITAL_INTEREST"]
"""Why a person's data may be processed (UU 27/2022, ps 20)."""

Sex = Literal["F", "M"]

NikState = Literal["VERIFIED", "CLAIMED", "NONE"]
"""VERIFIED: seen on a document or in the population register. CLAIMED: stated by a person."""

MissingNik = Literal[
    "NOT_ASKED", "NOT_REGISTERED", "NEWBORN", "LOST_DOCUMENT", "NOT_REMEMBERED", "REFUSED",
    "UNABLE", "FOREIGNER",
]  # fmt: skip
"""Why a person has no NIK here: to be without a KTP is itself a mark of some groups in need."""

VerifiedBy = Literal["KTP", "KK", "BIRTH_CERTIFICATE", "DUKCAPIL", "OTHER_DOCUMENT"]

WithdrawReason = Literal["WRONG_PERSON", "TYPING_ERROR", "FORGED", "OTHER"]
"""Why a NIK is removed from a person's record without a new one."""

AliasKind = Literal["CALLED", "SPELLING", "FORMER", "CODE_NAME"]
"""CODE_NAME: the name in writing of a protected person (a child before the law, a victim)."""

MatchBasis = Literal[
    "NAME", "BIRTH_DATE", "ADDRESS", "PHONE", "HOUSEHOLD", "PARENT_NAME", "NIK_SIMILAR", "KNOWN"
]
"""What two records have in common. KNOWN: somebody knows that they are one person."""

RejectReason = Literal["OTHER_PERSON", "RELATIVE", "TWIN", "NAMESAKE", "OTHER"]
ReversalReason = Literal["OTHER_PERSON", "ENTERED_WRONGLY", "OTHER"]
DeathReason = Literal["ALIVE", "WRONG_PERSON", "ENTERED_WRONGLY", "OTHER"]

PersonEntry = Literal["RELOCATION", "VERIFICATION"]
"""Kinds of entries of a person that are retracted by their kind; other kinds have retraction events
of their own."""


# --- identity -------------------------------------------------------------------------------


class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person was registered; the stream's id is the person's."""

    TOPIC: ClassVar[str] = "person.registered"
    SCHEMA: ClassVar[int] = 2

    name: Identity
    phone: Contact | None = None
    address: Contact | None = None
    email: Contact | None = None
    birth_date: Identity | None = None
    """The day, as ``1950-03-02``; sealed."""
    birth_year: int | None = None
    """In clear on purpose: rules and totals use it to tell children and elders, also after the
    identity was erased."""
    sex: Sex | None = None
    nik: Identity | None = None
    nik_state: NikState = "NONE"
    nik_missing: MissingNik | None = "NOT_ASKED"
    """Why there is no NIK; ``None`` if there is one."""
    verified_by: VerifiedBy | None = None
    warnings: tuple[NikWarning, ...] = ()
    area_code: Code | None = None
    """Area in which the person lives, if known."""
    area_edition: Code | None = None
    legal_basis: LegalBasis
    legal_proof: DocumentNo

    @staticmethod
    def upcast_v1_v2(data: dict[str, Any]) -> dict[str, Any]:
        """Upcaster: no person was asked for a NIK before there was a field for it."""
        return data | {"nik_state": "NONE", "nik_missing": "NOT_ASKED"}


ContactField = Literal["phone", "address", "email"]


class PersonCorrected(Event, frozen=True, kw_only=True):
    """Particulars of a person were wrong; given values replace the previous ones."""

    TOPIC: ClassVar[str] = "person.corrected"
    SCHEMA: ClassVar[int] = 2

    of: int
    """Version of the entry that is corrected."""
    reason: CorrectionReason
    note: Note | None = None
    name: Identity | None = None
    phone: Contact | None = None
    address: Contact | None = None
    email: Contact | None = None
    cleared: tuple[ContactField, ...] = ()
    """Contacts that were wrong and have no right value."""
    birth_date: Identity | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    area_code: Code | None = None
    area_edition: Code | None = None
    legal_basis: LegalBasis | None = None
    legal_proof: DocumentNo | None = None

    @staticmethod
    def upcast_v1_v2(data: dict[str, Any]) -> dict[str, Any]:
        """Upcaster: the second schema adds birth date and year; the stored data do not change."""
        return data


# --- identity numbers -----------------------------------------------------------------------


class IdentityClaimed(Event, frozen=True, kw_only=True):
    """The person's NIK was given; nobody has verified it yet."""

    TOPIC: ClassVar[str] = "person.identity_claimed"

    nik: Identity
    warnings: tuple[NikWarning, ...] = ()


class IdentityVerified(Event, frozen=True, kw_only=True):
    """The NIK of the record was verified by a document or in the population register."""

    TOPIC: ClassVar[str] = "person.identity_verified"

    by: VerifiedBy
    reference: DocumentNo | None = None
    """Number of the letter or of the register's answer; never the NIK."""


class IdentityCorrected(Event, frozen=True, kw_only=True):
    """The NIK of the record was wrong; this one replaces it, and is not verified."""

    TOPIC: ClassVar[str] = "person.identity_corrected"

    of: int
    nik: Identity
    warnings: tuple[NikWarning, ...] = ()
    reason: CorrectionReason
    note: Note | None = None


class IdentityWithdrawn(Event, frozen=True, kw_only=True):
    """The NIK of the record is not the person's; now there is none, for a reason."""

    TOPIC: ClassVar[str] = "person.identity_withdrawn"
    RELEASES: ClassVar[tuple[str, ...]] = ("nik",)

    of: int
    nik_missing: MissingNik
    reason: WithdrawReason
    note: Note | None = None


# --- names, duplicates, merges --------------------------------------------------------------


class AliasRecorded(Event, frozen=True, kw_only=True):
    """Another name of the person was recorded."""

    TOPIC: ClassVar[str] = "person.alias_recorded"

    alias: Identity
    kind: AliasKind


class AliasRetracted(Event, frozen=True, kw_only=True):
    """An alias was recorded wrongly."""

    TOPIC: ClassVar[str] = "person.alias_retracted"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class DuplicateSuspected(Event, frozen=True, kw_only=True):
    """Two records may be of one person; recorded in both streams."""

    TOPIC: ClassVar[str] = "person.duplicate_suspected"

    other: UUID
    score: int
    """Similarity of the records, 0 to 100."""
    basis: tuple[MatchBasis, ...]


class DuplicateRejected(Event, frozen=True, kw_only=True):
    """Two records are of two persons; recorded in both streams."""

    TOPIC: ClassVar[str] = "person.duplicate_rejected"

    other: UUID
    reason: RejectReason
    note: Note | None = None


class PersonsMerged(Event, frozen=True, kw_only=True):
    """Two records were merged, because they are of one person; recorded in both streams.

    It contains what the survivor takes over, so each stream can be read by itself.
    """

    TOPIC: ClassVar[str] = "person.persons_merged"

    survivor: UUID
    merged: UUID
    suspected_by: UUID
    """The member who suspected it."""
    approver: UUID
    """The member who merged; not the one who suspected."""
    nik_state: NikState
    nik_record: UUID | None = None
    """The record that holds the merged record's NIK; the survivor has it from now on."""
    consents: tuple[Consent, ...] = ()
    """The merged record's consents, which the survivor has from now on."""


class MergeReversed(Event, frozen=True, kw_only=True):
    """A merge was reversed, because the records are of two persons; recorded in both streams."""

    TOPIC: ClassVar[str] = "person.merge_reversed"

    survivor: UUID
    merged: UUID
    reason: ReversalReason
    note: Note | None = None


# --- life -----------------------------------------------------------------------------------


class PersonMoved(Event, frozen=True, kw_only=True):
    """The person lives elsewhere from the business date on."""

    TOPIC: ClassVar[str] = "person.moved"

    address: Contact | None = None
    area_code: Code
    area_edition: Code


class DeathParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a person died, and the document that proves it."""

    died_on: Annotated[PastDay, Meta(description="Day of the death.")]
    certificate: Annotated[
        DocumentNo | None, Meta(description="Number of the death certificate or letter.")
    ] = None


class PersonDied(DeathParticulars, Event, frozen=True, kw_only=True):
    """The person died."""

    TOPIC: ClassVar[str] = "person.died"


class DeathCorrected(DeathParticulars, Event, frozen=True, kw_only=True):
    """The day or the certificate of a death was wrong."""

    TOPIC: ClassVar[str] = "person.death_corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class DeathRetracted(Event, frozen=True, kw_only=True):
    """The death was recorded wrongly: the person is alive, or another one died."""

    TOPIC: ClassVar[str] = "person.death_retracted"

    of: int
    reason: DeathReason
    note: Note | None = None


# --- retractions ----------------------------------------------------------------------------


class PersonEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry about the person was made by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "person.entry_retracted"

    of: int
    entry: PersonEntry
    reason: CorrectionReason
    note: Note | None = None
