"""Parts that the commands about a person's record share: target and place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..reference.areas import enclosing
from .person import Person

PersonId = Annotated[UUID, names_person("NAMED"), Meta(description="The person.")]


class AboutPerson(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the commands about a person's record, in the area where the person lives; they
    declare ``person_id``."""

    if TYPE_CHECKING:
        person_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Person, self.person_id).area_code)

    def record(self, context: Context) -> Person:
        """The record, if it was not merged into another. Raises NOT_FOUND, PERSON_MERGED."""
        return living_record(context, self.person_id)


class PersonCommand(AboutPerson, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command about the record of a person."""

    person_id: PersonId


def living_record(context: Context, person_id: UUID, *, field: str = "personId") -> Person:
    """A person's record that was not merged into another. Raises NOT_FOUND, PERSON_MERGED."""
    state = context.existing(Person, person_id, field=field)
    if state.merged_into is not None:
        refuse("PERSON_MERGED", field=field, survivor=About("person", state.merged_into))
    return state


def between(old: str | None, new: str | None) -> Place:
    """Where a change of area acts: in the smallest area that contains the old and the new one.

    So a role that is limited to an area cannot move a person into or out of it.
    """
    return Place(area_code=(old if new is None else enclosing(old or "", new)) or None)
