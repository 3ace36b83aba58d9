"""Events of a person's stream.

Numbers, names and addresses are sealed under the person; codes, dates and random ids stay clear,
so that rules can be decided and totals counted without opening anything.
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
"""VERIFIED: seen on a document or in the population register. CLAIMED: told by somebody."""

MissingNik = Literal[
    "NOT_ASKED", "NOT_REGISTERED", "NEWBORN", "LOST_DOCUMENT", "NOT_REMEMBERED", "REFUSED",
    "UNABLE", "FOREIGNER",
]  # fmt: skip
"""Why a person has no NIK here: being without a KTP is itself a mark of some groups in need."""

VerifiedBy = Literal["KTP", "KK", "BIRTH_CERTIFICATE", "DUKCAPIL", "OTHER_DOCUMENT"]

WithdrawReason = Literal["WRONG_PERSON", "TYPING_ERROR", "FORGED", "OTHER"]
"""Why a NIK is taken off a person's record without another in its place."""

AliasKind = Literal["CALLED", "SPELLING", "FORMER", "CODE_NAME"]
"""CODE_NAME: what a protected person (a child before the law, a victim) is called in writing."""

MatchBasis = Literal[
    "NAME", "BIRTH_DATE", "ADDRESS", "PHONE", "HOUSEHOLD", "PARENT_NAME", "NIK_SIMILAR", "KNOWN"
]
"""What two records have in common. KNOWN: somebody knows that they are one person."""

RejectReason = Literal["OTHER_PERSON", "RELATIVE", "TWIN", "NAMESAKE", "OTHER"]
ReversalReason = Literal["OTHER_PERSON", "ENTERED_WRONGLY", "OTHER"]
DeathReason = Literal["ALIVE", "WRONG_PERSON", "ENTERED_WRONGLY", "OTHER"]

PersonEntry = Literal["RELOCATION", "VERIFICATION"]
"""Kinds of entries of a person that are retracted by their kind; others have events of their
own for that."""


# --- who it is ------------------------------------------------------------------------------


class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person is known to the tenant; the stream's id is the person's."""

    TOPIC: ClassVar[str] = "person.registered"
    SCHEMA: ClassVar[int] = 2

    name: Identity
    phone: Contact | None = None
    address: Contact | None = None
    email: Contact | None = None
    birth_date: Identity | None = None
    """The day, as ``1950-03-02``; sealed."""
    birth_year: int | None = None
    """Kept in clear on purpose: whether somebody is a child or an elder is asked by rules and
    totals, also after the identity was erased."""
    sex: Sex | None = None
    nik: Identity | None = None
    nik_state: NikState = "NONE"
    nik_missing: MissingNik | None = "NOT_ASKED"
    """Why there is no NIK; nothing if there is one."""
    verified_by: VerifiedBy | None = None
    warnings: tuple[NikWarning, ...] = ()
    area_code: Code | None = None
    """Area the person lives in, as far as known."""
    area_edition: Code | None = None
    legal_basis: LegalBasis
    legal_proof: DocumentNo

    @staticmethod
    def upcast_v1_v2(data: dict[str, Any]) -> dict[str, Any]:
        """Nobody was asked for a NIK before there was a field for it."""
        return data | {"nik_state": "NONE", "nik_missing": "NOT_ASKED"}


ContactField = Literal["phone", "address", "email"]


class PersonCorrected(Event, frozen=True, kw_only=True):
    """Particulars of a person were wrong; what is given replaces what stood."""

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
        """The second schema adds birth date and year; what was stored says the same as before."""
        return data


# --- identity numbers -----------------------------------------------------------------------


class IdentityClaimed(Event, frozen=True, kw_only=True):
    """The person's NIK became known; nobody has looked at a document yet."""

    TOPIC: ClassVar[str] = "person.identity_claimed"

    nik: Identity
    warnings: tuple[NikWarning, ...] = ()


class IdentityVerified(Event, frozen=True, kw_only=True):
    """The NIK on record was found on a document or in the population register."""

    TOPIC: ClassVar[str] = "person.identity_verified"

    by: VerifiedBy
    reference: DocumentNo | None = None
    """Number of the letter or of the answer of the register; never the NIK."""


class IdentityCorrected(Event, frozen=True, kw_only=True):
    """The NIK on record was wrong; this one takes its place, claimed again."""

    TOPIC: ClassVar[str] = "person.identity_corrected"

    of: int
    nik: Identity
    warnings: tuple[NikWarning, ...] = ()
    reason: CorrectionReason
    note: Note | None = None


class IdentityWithdrawn(Event, frozen=True, kw_only=True):
    """The NIK on record is not the person's; there is none now, for a reason."""

    TOPIC: ClassVar[str] = "person.identity_withdrawn"
    RELEASES: ClassVar[tuple[str, ...]] = ("nik",)

    of: int
    nik_missing: MissingNik
    reason: WithdrawReason
    note: Note | None = None


# --- names, duplicates, merges --------------------------------------------------------------


class AliasRecorded(Event, frozen=True, kw_only=True):
    """The person also goes by another name."""

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
    """Two records may be of one person; stands on both streams."""

    TOPIC: ClassVar[str] = "person.duplicate_suspected"

    other: UUID
    score: int
    """Similarity of the records, 0 to 100."""
    basis: tuple[MatchBasis, ...]


class DuplicateRejected(Event, frozen=True, kw_only=True):
    """Two records are of two persons after all; stands on both streams."""

    TOPIC: ClassVar[str] = "person.duplicate_rejected"

    other: UUID
    reason: RejectReason
    note: Note | None = None


class PersonsMerged(Event, frozen=True, kw_only=True):
    """Two records are of one person: the survivor goes on; stands on both streams.

    What the survivor takes over is said here, so that each stream can be read by itself.
    """

    TOPIC: ClassVar[str] = "person.persons_merged"

    survivor: UUID
    merged: UUID
    suspected_by: UUID
    """Who suspected it."""
    approver: UUID
    """Who merged: not the member who suspected."""
    nik_state: NikState
    nik_record: UUID | None = None
    """The record on which the merged one's NIK stands; the survivor has it from now on."""
    consents: tuple[Consent, ...] = ()
    """The merged record's consents, which hold for the survivor from now on."""


class MergeReversed(Event, frozen=True, kw_only=True):
    """Two records that were merged are of two persons; each is as before, on both streams."""

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
    """When a person died, and by which document that is known."""

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
    """The person is alive, or it was another one who died."""

    TOPIC: ClassVar[str] = "person.death_retracted"

    of: int
    reason: DeathReason
    note: Note | None = None


# --- taken back -----------------------------------------------------------------------------


class PersonEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry about the person should never have been made."""

    TOPIC: ClassVar[str] = "person.entry_retracted"

    of: int
    entry: PersonEntry
    reason: CorrectionReason
    note: Note | None = None
