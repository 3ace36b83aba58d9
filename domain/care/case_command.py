"""Parts that the commands about a case share: target, place, and who may act in which state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from ..formation.board import check_mandate
from ..kernel.corrections import EntryVersion, Why
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.refusal import About, refuse
from ..kernel.vocabulary import NoteText
from ..people.standing import is_among, known_as, person_twice
from .access import check_holds, place_of_case
from .case import Case
from .case_rules import check_open

CaseId = Annotated[UUID, Meta(description="The case.")]
Via = Annotated[
    UUID | None,
    Meta(
        description="The accepted referral by which your body has the case; the body that "
        "holds it omits it."
    ),
]


class AboutCase(Command, frozen=True, kw_only=True):
    """Base of the commands about one case, which act at the case or at the receiver of its
    referral; those that inherit their particulars from elsewhere declare ``case_id`` themselves."""

    if TYPE_CHECKING:
        case_id: UUID
        via: UUID | None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Case, self.case_id

    def place(self, context: Context) -> Place:
        return place_at(context, self.case_id, self.via)

    def held(self, context: Context) -> Case:
        """Its state, for an actor who holds it. Raises NOT_FOUND, NOT_YOUR_CASE, MANDATE_ENDED,
        CASE_STATE if it was withdrawn."""
        return held(context, self.case_id, self.via)

    def opened(self, context: Context) -> Case:
        """Its state, for an actor who holds it, while it is open. Raises also CASE_STATE,
        STAGE_DATE."""
        case = self.held(context)
        check_open(case, context.occurred_on)
        return case


class CaseCommand(AboutCase, frozen=True, kw_only=True):
    """A command about one case, with its id."""

    REPLAYS = True  # each service is looked up among all, and so are its deliveries

    case_id: CaseId
    via: Via = None


class CaseCorrection(CaseCommand, frozen=True, kw_only=True):
    """A correction of one entry of a case; possible after its end too."""

    of: EntryVersion
    reason: Why
    note: NoteText | None = None


def place_at(context: Context, case_id: UUID, via: UUID | None) -> Place:
    """Where a command on a case acts. Raises NOT_FOUND."""
    return place_of_case(context, context.existing(Case, case_id, field="caseId"), via)


def held(context: Context, case_id: UUID, via: UUID | None) -> Case:
    """A case, for an actor who holds it. Raises NOT_FOUND, CASE_STATE if it was withdrawn,
    NOT_YOUR_CASE, MANDATE_ENDED."""
    case = existing_case(context, case_id)
    check_holds(context, case, via)
    if case.wksbm is not None:
        check_mandate(context, case.wksbm)
    return case


def existing_case(context: Context, case_id: UUID) -> Case:
    """A case that was not withdrawn. Raises NOT_FOUND, CASE_STATE."""
    case = context.existing(Case, case_id, field="caseId")
    if case.withdrawn:
        refuse("CASE_STATE", field="caseId", state="WITHDRAWN", needed="OPEN")
    return case


def subject_of(context: Context, case: Case, subject_id: UUID | None, *, field: str) -> UUID | None:
    """The given person, else the first person of the case; ``None`` for a group without persons.

    Raises NOT_A_SUBJECT.
    """
    if subject_id is None:
        return case.subjects[0] if case.subjects else None
    return subjects_among(context, case, (subject_id,), field=field)[0]


def subjects_among(
    context: Context, case: Case, persons: Sequence[UUID], *, field: str
) -> tuple[UUID, ...]:
    """The given persons, each once, all of the case, by the records under which it has them.

    Raises NOT_A_SUBJECT, PERSON_TWICE.
    """
    for nth, person in enumerate(persons, 1):
        if not is_among(context, person, case.subjects):
            refuse("NOT_A_SUBJECT", field=field, person=About("person", person), nth=nth)
    if nth_twice := person_twice(context, persons):
        about = About("person", persons[nth_twice - 1])
        refuse("PERSON_TWICE", field=field, person=about, nth=nth_twice)
    return tuple(known_as(context, person, case.subjects) for person in persons)
