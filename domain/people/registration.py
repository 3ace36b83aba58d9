"""Registration of persons: who holds an office, takes part, speaks or is a candidate.

Name and contact are sealed under the person from the first event on. This module has the
registration and the reference to a person in other commands; corrections, numbers, duplicates,
moves, death and consent are in the modules beside it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import OLDEST_YEARS
from ..kernel.fields import DocumentNo, NewId, Personal, contact, identity
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import (
    AddressText,
    AreaCode,
    BirthDate,
    BirthYear,
    ContactText,
    NikText,
    PersonName,
    one_of,
)
from . import numbers
from .person import Person
from .person_events import LegalBasis, MissingNik, PersonRegistered, Sex, VerifiedBy
from .person_facts import NIK, REGISTRATION

PUBLIC_TASK_PROOF = "UU 11/2009 ps 38"
"""Public participation in social welfare: the default proof of PUBLIC_TASK."""


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who is registered by the command that first names them."""

    person_id: Annotated[NewId, Meta(description="Id of the new person.")]
    name: PersonName
    phone: ContactText | None = None
    address: AddressText | None = None
    email: ContactText | None = None
    birth_date: BirthDate | None = None
    birth_year: BirthYear | None = None
    sex: Annotated[Sex | None, Meta(description="F or M, if known.")] = None
    nik: NikText | None = None
    nik_missing: Annotated[
        MissingNik | None, Meta(description="Why there is no NIK; default: not asked.")
    ] = None
    verified_by: Annotated[
        VerifiedBy | None,
        Meta(description="How the NIK was verified; default: it was only stated."),
    ] = None
    area_code: AreaCode | None = None
    legal_basis: Annotated[
        LegalBasis, Meta(description="Why the data may be processed (UU 27/2022, ps 20).")
    ] = "PUBLIC_TASK"
    legal_proof: Annotated[
        DocumentNo | None,
        Meta(description="Consent form, letter or article; may be left out for PUBLIC_TASK."),
    ] = None


class PersonRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person: a registered one, or a new one. Exactly one of the two."""

    person_id: Annotated[UUID | None, Meta(description="Id of a registered person.")] = None
    new: Annotated[NewPerson | None, Meta(description="A person to register now.")] = None


def new_person(context: Context, new: NewPerson) -> tuple[Person, PersonRegistered]:
    """The registration of a new person, as part of any command's decision.

    If the NIK differs from birth date, sex or area, the event keeps warnings. Raises
    ALREADY_EXISTS, AREA_UNKNOWN, PROOF_REQUIRED, ONE_OF, DATE_IMPLAUSIBLE, and the formats of NIK
    and phone.
    """
    state = context.fresh(Person, new.person_id, field="personId")
    edition = None
    if new.area_code is not None:
        edition = require_area(context, new.area_code, field="areaCode").edition
    subject = new.person_id
    birth_date, birth_year = born(context, subject, new.birth_date, new.birth_year)
    event = carry(
        PersonRegistered,
        new,
        under=subject,
        phone=phone_of(subject, new.phone),
        birth_date=birth_date,
        birth_year=birth_year,
        area_edition=edition,
        legal_proof=proof_of(new.legal_basis, new.legal_proof),
        nik=None,
        nik_missing=None,
        verified_by=None,
    )
    return state, _numbered(context, new, event)


def _numbered(context: Context, new: NewPerson, event: PersonRegistered) -> PersonRegistered:
    """The registration with the NIK, or with the reason why there is none."""
    if new.nik is None:
        if new.verified_by is not None:
            refuse("ONE_OF", field="verifiedBy", options=("nik", "nik_missing"))
        missing = new.nik_missing or "NOT_ASKED"
        return msgspec.structs.replace(event, nik_missing=missing)
    if new.nik_missing is not None:
        refuse("ONE_OF", field="nikMissing", options=("nik", "nik_missing"))
    nik = numbers.checked_nik(new.nik, field="nik")
    return msgspec.structs.replace(
        event,
        nik=identity(new.person_id, nik, unique="nik"),
        nik_state="VERIFIED" if new.verified_by else "CLAIMED",
        nik_missing=None,
        verified_by=new.verified_by,
        warnings=numbers.nik_warnings(
            nik, areas=context.reference.areas, birth_date=new.birth_date, sex=new.sex
        ),
    )


def born(
    context: Context, subject: UUID, day: date | None, year: int | None
) -> tuple[Personal | None, int | None]:
    """The birth date, sealed, and the year, in clear. Raises ONE_OF, DATE_IMPLAUSIBLE."""
    if day is not None and year is not None:
        refuse("ONE_OF", field="birthYear", options=("birth_date", "birth_year"))
    earliest = context.today.year - OLDEST_YEARS
    if day is not None:
        return identity(subject, day.isoformat()), day.year
    if year is not None and not earliest <= year <= context.today.year:
        cause = "TOO_EARLY" if year < earliest else "TOO_FAR"
        refuse("DATE_IMPLAUSIBLE", field="birthYear", day=date(year, 1, 1), cause=cause)
    return None, year


def phone_of(subject: UUID, phone: str | None) -> Personal | None:
    """A phone number in E.164, sealed. Raises PHONE_FORMAT."""
    return contact(subject, numbers.checked_phone(phone, field="phone")) if phone else None


def person_of(context: Context, ref: PersonRef, *, field: str) -> tuple[UUID, Decision]:
    """The id of the person, and the registration that the command must include if they are new.

    A command that names several persons must find out by the ids that nobody stands twice.
    Raises ONE_OF, NOT_FOUND, or what :func:`new_person` raises.
    """
    one_of(person_id=ref.person_id, new=ref.new)
    if ref.new is not None:
        return ref.new.person_id, [new_person(context, ref.new)]
    assert ref.person_id is not None
    return context.existing(Person, ref.person_id, field=field).id, []


def proof_of(basis: LegalBasis, proof: str | None) -> str:
    """The proof of a legal basis. Raises PROOF_REQUIRED."""
    if proof:
        return proof
    if basis != "PUBLIC_TASK":
        refuse("PROOF_REQUIRED", field="legalProof", basis=basis)
    return PUBLIC_TASK_PROOF


class RegisterPerson(NewPerson, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Registers a person with name and contact, which are sealed at once (UU 27/2022)."""

    GROUP: ClassVar[str] = "PERSON"
    MAKES = (REGISTRATION, NIK)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.area_code)

    def decide(self, context: Context) -> Decision:
        return [new_person(context, self)]
