"""A person moves, dies; and what of that was recorded wrongly."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.corrections import Why
from ..kernel.days import PastDay
from ..kernel.fields import DocumentNo
from ..kernel.model import Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.slots import DEATH_BENEFIT, Slot, slot_id
from ..kernel.vocabulary import AddressText, AreaCode, NoteText, explained
from .person import Person
from .person_command import PersonCommand, between, living_record, records_of
from .person_events import DeathCorrected, DeathReason, DeathRetracted, PersonDied, PersonMoved

_Certificate = Annotated[
    DocumentNo | None, Meta(description="Number of the death certificate or letter.")
]
_DiedOn = Annotated[PastDay, Meta(description="Day of the death.")]


class MovePerson(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records where a person lives from the business date on; the NIK stays the same."""

    GROUP: ClassVar[str] = "PERSON"

    area_code: AreaCode
    address: AddressText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Person, self.person_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if state.died_on is not None:
            refuse("DEATH_STATE", field="personId", dead=True)
        area = require_area(context, self.area_code, field="areaCode")
        if self.area_code == state.area_code and self.address is None:
            refuse("NO_CHANGE")
        event = carry(PersonMoved, self, under=state.id, area_edition=area.edition)
        return [(state, event)]


class RecordDeath(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a person died."""

    GROUP: ClassVar[str] = "PERSON"

    died_on: _DiedOn
    certificate: _Certificate = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if state.died_on is not None:
            refuse("DEATH_STATE", field="personId", dead=True)
        _check_day(state, self.died_on)
        return [(state, carry(PersonDied, self))]


class CorrectDeath(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects the day or the certificate of a death; send the complete corrected entry."""

    GROUP: ClassVar[str] = "PERSON"

    died_on: _DiedOn
    certificate: _Certificate = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        of = _death(state)
        _check_day(state, self.died_on)
        if (self.died_on, self.certificate) == (state.died_on, state.certificate):
            refuse("NO_CHANGE", field="diedOn")
        note = explained(self.reason, self.note, state.id)
        event = carry(DeathCorrected, self, of=of, note=note)
        return [(state, event)]


class RetractDeath(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Retracts a death that was recorded wrongly; a benefit paid for it is reversed before."""

    GROUP: ClassVar[str] = "PERSON"

    reason: Annotated[DeathReason, Meta(description="Why the record was wrong.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        of = _death(state)
        _check_unpaid(context, state)
        note = explained(self.reason, self.note, state.id)
        event = carry(DeathRetracted, self, of=of, note=note)
        return [(state, event)]


def _death(state: Person) -> int:
    if state.death_entry is None:
        refuse("DEATH_STATE", field="personId", dead=False)
    return state.death_entry


def _check_unpaid(context: Context, state: Person) -> None:
    """Raises ENTRY_IN_USE: the death benefit of a book rests on the death."""
    for record in records_of(context, state.id):
        paid = context.load(Slot, slot_id(context.tenant_id, DEATH_BENEFIT, str(record)))
        if paid.holder is not None:
            refuse("ENTRY_IN_USE", field="personId", entry="DEATH_BENEFIT", day=state.died_on)


def _check_day(state: Person, day: date) -> None:
    """Raises DATE_IMPLAUSIBLE: nobody died before they were born."""
    if state.birth_year is not None and day.year < state.birth_year:
        refuse("DATE_IMPLAUSIBLE", field="diedOn", day=day, cause="TOO_EARLY")
