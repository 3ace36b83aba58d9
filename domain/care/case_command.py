"""What the commands about one case share: target, place, who holds it, and that it is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from ..formation.board import check_mandate
from ..kernel.corrections import CorrectionReason, EntryVersion, Why
from ..kernel.dates import not_future
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .access import check_holds, place_of_case
from .case import Case

CaseId = Annotated[UUID, Meta(description="The case.")]
Via = Annotated[
    UUID | None,
    Meta(
        description="The accepted referral by which your body has the case; left out by the body "
        "that holds it."
    ),
]


class CaseCommand(Command, frozen=True, kw_only=True):
    """A command about one case; it acts where the case is, or where it was referred to."""

    case_id: CaseId
    via: Via = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Case, self.case_id

    def place(self, context: Context) -> Place:
        return place_at(context, self.case_id, self.via)

    def held(self, context: Context) -> Case:
        """Its state, for somebody who holds it. Raises NOT_FOUND, NOT_YOUR_CASE, MANDATE_ENDED,
        CASE_STATE if it was withdrawn."""
        return held(context, self.case_id, self.via)

    def opened(self, context: Context) -> Case:
        """Its state, for somebody who holds it, while it is open. Raises CASE_STATE, STAGE_DATE."""
        return must_be_open(context, self.held(context))


class CaseCorrection(CaseCommand, frozen=True, kw_only=True):
    """A correction of one entry of a case; it can be made after the end too."""

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def why(self) -> dict[str, Any]:
        """Reason and note, as every correcting event has them."""
        return why(self.reason, self.note, self.case_id)


def why(reason: CorrectionReason, note: str | None, about: UUID) -> dict[str, Any]:
    """Reason and note of a correction, sealed under a person or the stream it is about."""
    return {"reason": reason, "note": explained(reason, note, about)}


def place_at(context: Context, case_id: UUID, via: UUID | None) -> Place:
    """Where a command on a case acts. Raises NOT_FOUND."""
    return place_of_case(context, context.existing(Case, case_id, field="caseId"), via)


def held(context: Context, case_id: UUID, via: UUID | None) -> Case:
    """A case, for somebody who holds it. Raises NOT_FOUND, CASE_STATE if it was withdrawn,
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


def must_be_open(context: Context, case: Case) -> Case:
    """Raises CASE_STATE if it is closed, STAGE_DATE for a day before it was reported."""
    if case.closing is not None:
        refuse("CASE_STATE", field="caseId", state="CLOSED", needed="OPEN")
    not_before(case, context.occurred_on, field="occurredOn")
    return case


def not_before(case: Case, day: date, *, field: str) -> None:
    """Raises STAGE_DATE: nothing is done in a case before it was reported."""
    assert case.reported_on is not None
    if day < case.reported_on:
        refuse("STAGE_DATE", field=field, stage="REPORTED", day=case.reported_on)


def day_of(context: Context, case: Case, day: date, *, field: str) -> date:
    """A day on which something was done in the case. Raises FUTURE_DATE, STAGE_DATE."""
    not_future(context, day, field=field)
    not_before(case, day, field=field)
    return day


def subject_of(case: Case, subject_id: UUID | None, *, field: str) -> UUID | None:
    """The person meant: the one given, else the first; ``None`` for a group without persons.

    Raises NOT_A_SUBJECT.
    """
    if subject_id is None:
        return case.subjects[0] if case.subjects else None
    subjects_among(case, (subject_id,), field=field)
    return subject_id


def subjects_among(case: Case, persons: Sequence[UUID], *, field: str) -> tuple[UUID, ...]:
    """These persons, all of them of the case, each once. Raises NOT_A_SUBJECT, PERSON_TWICE."""
    for number, person in enumerate(persons):
        if person not in case.subjects:
            refuse("NOT_A_SUBJECT", field=field, person=str(person))
        if person in persons[:number]:
            refuse("PERSON_TWICE", field=field, person=str(person))
    return tuple(persons)


def sealed_under(case: Case, subject: UUID | None) -> UUID:
    """Under whom a text is sealed: the person, else the first one, else the case itself."""
    return subject or (case.subjects[0] if case.subjects else case.id)
