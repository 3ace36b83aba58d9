"""A person: who holds an office, takes part, speaks or is a candidate.

Name and contact are sealed under the person from the first event on; nothing in the state opens
them. Here stands what office holders and participants need. Identity numbers, households,
merges and consent widen this stream later, as new events and optional fields.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from .formation.corrections import CorrectionReason, EntryVersion, Why
from .model import (
    Aggregate,
    Code,
    Command,
    Contact,
    Context,
    Decision,
    DocumentNo,
    Event,
    Identity,
    NewId,
    Note,
    Place,
    Stamp,
    contact,
    identity,
    refuse,
)
from .reference.checks import require_area
from .vocabulary import AreaCode, ContactText, NoteText, PersonName, explained, one_of

LegalBasis = Literal["CONSENT", "LEGAL_DUTY", "PUBLIC_TASK", "VITAL_INTEREST"]
"""Why a person's data may be processed (UU 27/2022, ps 20)."""

Sex = Literal["F", "M"]

PUBLIC_TASK_PROOF = "UU 11/2009 ps 38"
"""Public participation in social welfare: the proof of PUBLIC_TASK where none is named."""


class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person is known to the tenant; the stream's id is the person's."""

    TOPIC: ClassVar[str] = "person.registered"

    name: Identity
    phone: Contact | None = None
    address: Contact | None = None
    email: Contact | None = None
    sex: Sex | None = None
    area_code: Code | None = None
    """Area the person lives in, as far as known."""
    area_edition: Code | None = None
    legal_basis: LegalBasis
    legal_proof: DocumentNo


ContactField = Literal["phone", "address", "email"]


class PersonCorrected(Event, frozen=True, kw_only=True):
    """Particulars of a person were wrong; what is given replaces what stood."""

    TOPIC: ClassVar[str] = "person.corrected"

    of: int
    """Version of the entry that is mended."""
    reason: CorrectionReason
    note: Note | None = None
    name: Identity | None = None
    phone: Contact | None = None
    address: Contact | None = None
    email: Contact | None = None
    cleared: tuple[ContactField, ...] = ()
    """Contacts that were wrong and have no right value."""
    sex: Sex | None = None
    area_code: Code | None = None
    area_edition: Code | None = None
    legal_basis: LegalBasis | None = None
    legal_proof: DocumentNo | None = None


class Person(Aggregate, frozen=True, kw_only=True):
    """A person, as far as rules ask: that there is one, and where they live."""

    TYPE: ClassVar[str] = "person"

    area_code: str | None = None
    legal_basis: LegalBasis | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case PersonRegistered():
                return msgspec.structs.replace(
                    self, area_code=event.area_code, legal_basis=event.legal_basis
                )
            case PersonCorrected():
                return msgspec.structs.replace(
                    self,
                    area_code=event.area_code or self.area_code,
                    legal_basis=event.legal_basis or self.legal_basis,
                )
        return self


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who is registered by the command that first names them."""

    person_id: Annotated[NewId, Meta(description="Id that the person shall have.")]
    name: PersonName
    phone: ContactText | None = None
    address: ContactText | None = None
    email: ContactText | None = None
    sex: Annotated[Sex | None, Meta(description="F or M, if known.")] = None
    area_code: AreaCode | None = None
    legal_basis: Annotated[
        LegalBasis, Meta(description="Why the data may be processed (UU 27/2022, ps 20).")
    ] = "PUBLIC_TASK"
    legal_proof: Annotated[
        DocumentNo | None,
        Meta(description="Consent form, letter or article; may be left out for PUBLIC_TASK."),
    ] = None


class PersonRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person: one who is registered, or a new one. Exactly one of the two."""

    person_id: Annotated[UUID | None, Meta(description="Id of a registered person.")] = None
    new: Annotated[NewPerson | None, Meta(description="A person to register now.")] = None


def new_person(context: Context, new: NewPerson) -> tuple[Person, PersonRegistered]:
    """The registration of a new person, to be part of any command's decision.

    Raises ALREADY_EXISTS, AREA_UNKNOWN or PROOF_REQUIRED.
    """
    state = context.fresh(Person, new.person_id, field="personId")
    edition = None
    if new.area_code is not None:
        edition = require_area(context, new.area_code, field="areaCode").edition
    subject = new.person_id
    event = PersonRegistered(
        name=identity(subject, new.name),
        phone=contact(subject, new.phone) if new.phone else None,
        address=contact(subject, new.address) if new.address else None,
        email=contact(subject, new.email) if new.email else None,
        sex=new.sex,
        area_code=new.area_code,
        area_edition=edition,
        legal_basis=new.legal_basis,
        legal_proof=_proof(new.legal_basis, new.legal_proof),
    )
    return state, event


def person_of(context: Context, ref: PersonRef, *, field: str) -> tuple[UUID, Decision]:
    """The id of the person meant, and the registration that goes with the command, if new.

    A command that names several persons must find out by the ids that nobody stands twice.
    Raises ONE_OF, NOT_FOUND, or what :func:`new_person` raises.
    """
    one_of(person_id=ref.person_id, new=ref.new)
    if ref.new is not None:
        return ref.new.person_id, [new_person(context, ref.new)]
    assert ref.person_id is not None
    return context.existing(Person, ref.person_id, field=field).id, []


def _proof(basis: LegalBasis, proof: str | None) -> str:
    if proof:
        return proof
    if basis != "PUBLIC_TASK":
        refuse("PROOF_REQUIRED", field="legalProof", basis=basis)
    return PUBLIC_TASK_PROOF


class RegisterPerson(NewPerson, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Registers a person with name and contact, which are sealed at once (UU 27/2022)."""

    GROUP: ClassVar[str] = "PERSON"

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.area_code)

    def decide(self, context: Context) -> Decision:
        return [new_person(context, self)]


class CorrectPerson(Command, frozen=True, kw_only=True):
    """Mends particulars of a person that were entered wrongly; the old entry stays readable."""

    GROUP: ClassVar[str] = "PERSON"

    person_id: Annotated[UUID, Meta(description="The person.")]
    of: EntryVersion = 1
    reason: Why
    note: NoteText | None = None
    name: PersonName | None = None
    phone: ContactText | None = None
    address: ContactText | None = None
    email: ContactText | None = None
    cleared: Annotated[
        tuple[ContactField, ...],
        Meta(description="Contacts that were wrong and have no right value."),
    ] = ()
    sex: Annotated[Sex | None, Meta(description="F or M.")] = None
    area_code: AreaCode | None = None
    legal_basis: Annotated[
        LegalBasis | None, Meta(description="Why the data may be processed.")
    ] = None
    legal_proof: Annotated[DocumentNo | None, Meta(description="Its proof.")] = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Person, self.person_id).area_code)

    def decide(self, context: Context) -> Decision:
        state = context.existing(Person, self.person_id, field="personId")
        subject = self.person_id
        given = (self.name, self.phone, self.address, self.email, self.sex, self.area_code)
        if not any((*given, self.legal_basis, self.legal_proof, self.cleared)):
            refuse("NO_CHANGE")
        for name in self.cleared:
            if getattr(self, name) is not None:
                refuse("ONE_OF", field="cleared", options=(name, "cleared"))
        edition = None
        if self.area_code is not None:
            edition = require_area(context, self.area_code, field="areaCode").edition
        proof = self.legal_proof
        if self.legal_basis is not None:
            proof = _proof(self.legal_basis, self.legal_proof)
        event = PersonCorrected(
            of=entry(state, self.of),
            reason=self.reason,
            note=explained(self.reason, self.note, subject),
            name=identity(subject, self.name) if self.name else None,
            phone=contact(subject, self.phone) if self.phone else None,
            address=contact(subject, self.address) if self.address else None,
            email=contact(subject, self.email) if self.email else None,
            cleared=self.cleared,
            sex=self.sex,
            area_code=self.area_code,
            area_edition=edition,
            legal_basis=self.legal_basis,
            legal_proof=proof,
        )
        return [(state, event)]


def entry(state: Aggregate, version: int) -> int:
    """The version of the entry that a correction mends. Raises NOT_FOUND if there is none."""
    if not 1 <= version <= state.version:
        refuse("NOT_FOUND", field="of", kind="entry", id=str(version))
    return version
