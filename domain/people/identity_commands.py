"""Commands about the NIK of a person, claimed and verified, and about aliases.

Whether a NIK is unique is not decided here: no event or state contains anything by which two NIK
could be compared. The engine enforces it (``unique`` of a personal value).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.days import BirthDay
from ..kernel.fields import DocumentNo, identity
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NikText, PersonName
from . import numbers
from .person import Person
from .person_command import PersonCommand
from .person_events import (
    AliasKind,
    AliasRecorded,
    IdentityClaimed,
    IdentityVerified,
    Sex,
    VerifiedBy,
)
from .person_facts import ALIAS, NIK, VERIFICATION, Nik
from .person_rules import PERSONS, check_claimed

KnownSex = Annotated[
    Sex | None, Meta(description="F or M if known, for the warning; it is not recorded here.")
]
KnownBirthDate = Annotated[
    BirthDay | None,
    Meta(description="Birth date if known, for the warning; it is not recorded here."),
]


class ClaimIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records the NIK that a person, or somebody on their behalf, has given."""

    GROUP: ClassVar[str] = "IDENTITY"
    MAKES = (NIK,)

    nik: NikText
    birth_date: KnownBirthDate = None
    sex: KnownSex = None

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        nik = numbers.checked_nik(self.nik, field="nik")
        event = IdentityClaimed(
            nik=identity(person.id, nik, unique="nik"),
            warnings=numbers.nik_warnings(
                nik, areas=context.reference.areas, birth_date=self.birth_date, sex=self.sex
            ),
        )
        return PERSONS.made(context, person, event)


class VerifyIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that the NIK was verified by a document or in the population register."""

    GROUP: ClassVar[str] = "IDENTITY"
    MAKES = (VERIFICATION,)

    by: Annotated[VerifiedBy, Meta(description="How the NIK was verified.")]
    reference: Annotated[
        DocumentNo | None, Meta(description="Number of the letter or answer; never the NIK.")
    ] = None

    def decide(self, context: Context) -> Decision:
        verified, decided = carry(IdentityVerified, self), list[tuple[Aggregate, Event]]()
        person = self.record(context)
        check_claimed(person)
        for record in carriers(context, person):
            decided += PERSONS.made(context, record, verified)
        return decided


class RecordAlias(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records another name of a person; names are matched by their words, not by spelling."""

    GROUP: ClassVar[str] = "PERSON"
    MAKES = (ALIAS,)

    alias: PersonName
    kind: Annotated[AliasKind, Meta(description="Kind of the name.")] = "CALLED"

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        return PERSONS.made(context, person, carry(AliasRecorded, self, under=person.id))


def nik_holder(context: Context, person: Person) -> Person:
    """The record that has a person's NIK: theirs, or one that was merged into it."""
    return carriers(context, person)[-1]


def held_nik(person: Person) -> Nik:
    """The NIK of a record. Raises IDENTITY_STATE."""
    if person.nik is None:
        refuse("IDENTITY_STATE", field="personId", has_nik=False)
    return person.nik


def carriers(context: Context, person: Person) -> list[Person]:
    """This record and every merged one down to the one that holds the NIK. Changes of the NIK are
    recorded in all of them, so that each remains right when merges are reversed."""
    records = [person]
    while (nik := records[-1].nik) is not None and nik.record != records[-1].id:
        merged = next(
            each.merged
            for each in records[-1].takeovers
            if each.nik is not None and each.nik.record == nik.record
        )
        records.append(context.load(Person, merged))
    return records
