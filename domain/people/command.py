"""What the commands about one person's record have in common: their target and their place."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from ..model import Aggregate, Command, Context, Place, refuse
from .state import Person

PersonId = Annotated[UUID, Meta(description="The person.")]


class PersonCommand(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command about the record of a person who lives in an area."""

    person_id: PersonId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Person, self.person_id).area_code)


def living_record(context: Context, person_id: UUID, *, field: str = "personId") -> Person:
    """A person's record that was not merged into another. Raises NOT_FOUND, PERSON_MERGED."""
    state = context.existing(Person, person_id, field=field)
    if state.merged_into is not None:
        refuse("PERSON_MERGED", field=field, survivor=state.merged_into)
    return state
