"""Commands: correct and retract facts of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.facts import FactKind
from ..kernel.fields import DocumentNo, identity
from ..kernel.model import Aggregate, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import Refused, refuse, refuse_missing
from ..kernel.slots import DEATH_BENEFIT, Slot, slot_id
from ..kernel.vocabulary import (
    AddressText,
    AreaCode,
    BirthDate,
    BirthYear,
    ContactText,
    NikText,
    NoteText,
    PersonName,
    explained,
)
from . import numbers
from .identity_commands import KnownBirthDate, KnownSex, carriers, held_nik, nik_holder
from .person import Person
from .person_command import AboutPerson, PersonCommand, PersonId, between
from .person_events import (
    ContactField,
    DeathCorrected,
    DeathParticulars,
    DeathReason,
    IdentityCorrected,
    IdentityWithdrawn,
    LegalBasis,
    MissingNik,
    PersonCorrected,
    PersonEntry,
    PersonEntryRetracted,
    Sex,
    WithdrawReason,
)
from .person_facts import ALIAS, DEATH, KINDS, MOVE, NIK, REGISTRATION, VERIFICATION, Death
from .person_rules import PERSONS
from .registration import born, phone_of, proof_of
from .standing import standing

_HOME = ("address", "area_code", "area_edition")
"""Fields of a correction about where the person lives: they correct the last move, if
there is one."""
_PERSON = (
    *("name", "phone", "email", "birth_date", "birth_year", "sex"),
    *("legal_basis", "legal_proof"),
)
"""Fields of a correction about who the person is: they correct the registration."""


class CorrectPerson(PersonCommand, frozen=True, kw_only=True):
    """Corrects particulars of a person that were entered wrongly; the old entry stays readable.

    The latest entry is corrected: the registration, or the last move.
    """

    GROUP: ClassVar[str] = "PERSON"
    CORRECTS = (REGISTRATION, MOVE)

    of: Annotated[
        EntryVersion | None, Meta(description="The entry that is corrected; it must be valid now.")
    ] = None
    reason: Why
    note: NoteText | None = None
    name: PersonName | None = None
    phone: ContactText | None = None
    address: AddressText | None = None
    email: ContactText | None = None
    cleared: Annotated[
        tuple[ContactField, ...],
        Meta(max_length=10, description="Contacts that were wrong and have no right value."),
    ] = ()
    birth_date: BirthDate | None = None
    birth_year: BirthYear | None = None
    sex: Annotated[Sex | None, Meta(description="F or M.")] = None
    area_code: AreaCode | None = None
    legal_basis: Annotated[
        LegalBasis | None, Meta(description="Why the data may be processed.")
    ] = None
    legal_proof: Annotated[DocumentNo | None, Meta(description="Its proof.")] = None

    def place(self, context: Context) -> Place:
        return between(context.load(Person, self.person_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        for name in self.cleared:
            if getattr(self, name) is not None:
                refuse("ONE_OF", field="cleared", options=(name, "cleared"))
        sealed = self._told(context, person)
        parts = self._parts(person)
        if self.of is not None and all(of != self.of for _, of, _ in parts):
            refuse_missing("entry", self.of, field="of")
        decided: list[tuple[Aggregate, Event]] = []
        for kind, of, fields in parts:
            try:
                decided += PERSONS.corrected(
                    context, person, self, PersonCorrected,
                    of=of, as_kind=kind, unchanged=None, **(sealed | fields),
                )  # fmt: skip
            except Refused as refused:
                if refused.code != "NO_CHANGE":
                    raise
        if not decided:
            refuse("NO_CHANGE")
        return decided

    def _told(self, context: Context, person: Person) -> dict[str, Any]:
        """Fields of the event that differ in form from the command. Raises what their
        checks raise."""
        edition = None
        if self.area_code is not None:
            edition = require_area(context, self.area_code, field="areaCode").edition
        birth_date, birth_year = born(context, person.id, self.birth_date, self.birth_year)
        self._check_before_death(context, birth_year)
        proof = self.legal_proof
        if self.legal_basis is not None:
            proof = proof_of(self.legal_basis, self.legal_proof)
        return {
            "phone": phone_of(person.id, self.phone),
            "birth_date": birth_date,
            "birth_year": birth_year,
            "area_edition": edition,
            "legal_proof": proof,
        }

    def _check_before_death(self, context: Context, year: int | None) -> None:
        """Raises DATE_IMPLAUSIBLE for a birth after the death, if the years alone do not show it
        or another record has the death; the timeline checks the other cases."""
        dead = standing(context, self.person_id).deceased
        if dead is None or dead.died_on is None or year is None:
            return
        born_on = self.birth_date or date(year, 1, 1)
        elsewhere = dead.absorption is not None
        if born_on > dead.died_on and (elsewhere or year == dead.died_on.year):
            field = "birthDate" if self.birth_date else "birthYear"
            refuse("DATE_IMPLAUSIBLE", field=field, day=born_on, cause="TOO_FAR")

    def _parts(self, person: Person) -> list[tuple[FactKind, int, dict[str, Any]]]:
        """The entries that are corrected, each with what is not said of it."""
        if person.move is None:
            return [(REGISTRATION, 1, {})]
        move = person.move.entry
        here = tuple(name for name in self.cleared if name == "address")
        elsewhere = tuple(name for name in self.cleared if name != "address")
        parts: list[tuple[FactKind, int, dict[str, Any]]] = []
        if elsewhere or any(getattr(self, name) for name in _PERSON):
            parts.append((REGISTRATION, 1, dict.fromkeys(_HOME) | {"cleared": elsewhere}))
        if here or self.address or self.area_code:
            unsaid = dict.fromkeys(_PERSON)
            parts.append((MOVE, move, unsaid | {"cleared": here}))
        return parts


class CorrectIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Replaces a wrong NIK; the new one counts as claimed until it is verified."""

    GROUP: ClassVar[str] = "IDENTITY"
    CORRECTS = (NIK,)

    nik: NikText
    birth_date: KnownBirthDate = None
    sex: KnownSex = None
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, nik_holder(context, context.load(Person, self.person_id)).id

    def decide(self, context: Context) -> Decision:
        *above, holder = carriers(context, self.record(context))
        old = held_nik(holder)
        nik = numbers.checked_nik(self.nik, field="nik")
        corrected = PERSONS.corrected(
            context,
            holder,
            self,
            IdentityCorrected,
            of=old.entry,
            field="nik",
            nik=identity(holder.id, nik, unique="nik"),
            warnings=numbers.nik_warnings(
                nik, areas=context.reference.areas, birth_date=self.birth_date, sex=self.sex
            ),
        )
        return [*corrected, *self._unverified(above)]

    def _unverified(self, above: Sequence[Person]) -> Iterator[tuple[Aggregate, Event]]:
        """On the records to which the NIK came by a merge, nobody has verified the new one."""
        for record in above:
            nik = held_nik(record)
            if nik.state == "VERIFIED":
                of, why = nik.verified_by or nik.entry, self.reason
                note = explained(why, self.note, record.id)
                yield (
                    record,
                    PersonEntryRetracted(of=of, entry="VERIFICATION", reason=why, note=note),
                )


class WithdrawIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Removes a wrong NIK from a record, with the reason why the person has none."""

    GROUP: ClassVar[str] = "IDENTITY"
    RETRACTS = (NIK,)

    nik_missing: Annotated[MissingNik, Meta(description="Why there is no NIK now.")]
    reason: Annotated[WithdrawReason, Meta(description="Why it is removed.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, nik_holder(context, context.load(Person, self.person_id)).id

    def decide(self, context: Context) -> Decision:
        *above, holder = carriers(context, self.record(context))
        of = held_nik(holder).entry
        decided = [*PERSONS.retracted(context, holder, self, NIK, of=of, field="personId")]
        for record in above:
            note = explained(self.reason, self.note, record.id)
            withdrawn = carry(IdentityWithdrawn, self, of=held_nik(record).entry, note=note)
            decided.append((record, withdrawn))
        return decided


class RetractAlias(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Retracts an alias that was recorded wrongly."""

    GROUP: ClassVar[str] = "PERSON"
    RETRACTS = (ALIAS,)

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        return PERSONS.retracted(context, self.record(context), self, ALIAS, of=self.of)


class CorrectDeath(
    DeathParticulars, AboutPerson, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects the day or the certificate of a death; send the complete corrected entry."""

    GROUP: ClassVar[str] = "PERSON"
    CORRECTS = (DEATH,)

    person_id: PersonId
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, _died_by(context, self.person_id)

    def decide(self, context: Context) -> Decision:
        person, death = _death(context, self.record(context))
        return PERSONS.corrected(
            context, person, self, DeathCorrected, of=death.entry, field="diedOn"
        )


class RetractDeath(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Retracts a death that was recorded wrongly; a benefit paid for it must be reversed first."""

    GROUP: ClassVar[str] = "PERSON"
    RETRACTS = (DEATH,)

    reason: Annotated[DeathReason, Meta(description="Why the record was wrong.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, _died_by(context, self.person_id)

    def decide(self, context: Context) -> Decision:
        person, death = _death(context, self.record(context))
        _check_unpaid(context, person, death)
        return PERSONS.retracted(context, person, self, DEATH, of=death.entry, field="personId")


class RetractPersonEntry(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Retracts a move, or the verification of a NIK, that was recorded wrongly."""

    GROUP: ClassVar[str] = "PERSON"
    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[PersonEntry, Meta(description="Kind of the entry.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        person, kind = self.record(context), KINDS[self.entry]
        decided = [*PERSONS.retracted(context, person, self, kind, of=self.of)]
        if kind is VERIFICATION:
            for record in carriers(context, person)[1:]:
                assert record.nik is not None
                of = record.nik.verified_by
                assert of is not None, "it was verified in every record down to that one"
                decided += PERSONS.retracted(context, record, self, kind, of=of)
        return decided


def _died_by(context: Context, person_id: UUID) -> UUID:
    """The id of the record with a person's death; their own if there is none."""
    record = standing(context, person_id).deceased
    return person_id if record is None else record.id


def _death(context: Context, person: Person) -> tuple[Person, Death]:
    """The death of a person, and the record that has it. Raises DEATH_STATE."""
    record = standing(context, person.id).deceased
    if record is None or record.death is None:
        refuse("DEATH_STATE", field="personId", dead=False)
    return record, record.death


def _check_unpaid(context: Context, person: Person, death: Death) -> None:
    """Raises ENTRY_IN_USE if a book paid the death benefit for it."""
    for record in standing(context, person.id).ids:
        paid = context.load(Slot, slot_id(context.tenant_id, DEATH_BENEFIT, str(record)))
        if paid.holder is not None:
            refuse("ENTRY_IN_USE", field="personId", entry="DEATH_BENEFIT", day=death.died_on)
