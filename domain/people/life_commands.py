"""Commands: record that a person moved or died."""

from __future__ import annotations

from typing import ClassVar

from ..kernel.model import Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AddressText, AreaCode
from .person import Person
from .person_command import AboutPerson, PersonCommand, PersonId, between
from .person_events import DeathParticulars, PersonDied, PersonMoved
from .person_facts import DEATH, MOVE
from .person_rules import PERSONS
from .standing import standing


class MovePerson(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records where a person lives from the business date on; the NIK stays the same."""

    GROUP: ClassVar[str] = "PERSON"
    MAKES = (MOVE,)

    area_code: AreaCode
    address: AddressText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Person, self.person_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        area = require_area(context, self.area_code, field="areaCode")
        moved = carry(PersonMoved, self, under=person.id, area_edition=area.edition)
        decided = PERSONS.made(context, person, moved)
        if self.area_code == person.area_code and self.address is None:
            refuse("NO_CHANGE")
        return decided


class RecordDeath(
    DeathParticulars, AboutPerson, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that a person died."""

    GROUP: ClassVar[str] = "PERSON"
    MAKES = (DEATH,)

    person_id: PersonId

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        if standing(context, person.id).deceased is not None:
            refuse("DEATH_STATE", field="personId", dead=True)
        return PERSONS.made(context, person, carry(PersonDied, self))
