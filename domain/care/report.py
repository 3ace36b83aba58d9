"""Commands: report a need, add its persons, assign its categories (penjangkauan, pengaduan).

A report needs few fields (S2: "sederhana dan alami… administrasinya"): whose need, where, how it
became known; new persons and first categories can be included.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.board import check_mandate
from ..formation.wksbm_command import alive
from ..kernel.fields import ClearText, Code, NewId, case_text
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.policy_types import Urgency
from ..kernel.reference_checks import (
    refuse_village,
    require_category,
    require_own_village,
    require_regional,
)
from ..kernel.refusal import refuse
from ..kernel.units import Ordinal
from ..kernel.vocabulary import AreaCode, NoteText, explained
from ..office.local_area import LocalArea
from ..people.registration import PersonRef, person_of
from ..people.standing import check_lives
from .bodies import Body, own_body
from .case import Case
from .case_command import CaseCommand, subject_of
from .case_events import (
    CaseParticulars,
    CaseReported,
    CaseSubjectAdded,
    CategoryAssigned,
    CategoryRemoved,
)
from .case_facts import CATEGORY, CATEGORY_REMOVAL, REPORT, SUBJECT
from .case_rules import CASE, sealed_under
from .persons import SubjectId, subjects_of
from .vocabulary import CaseTarget, CategoryRemovalReason, ReportChannel, ReporterRole

CategoryCode = Annotated[
    Code, Meta(description="Category of the edition in force: 2007/LUT, 2012/08, …")
]


class CaseDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Whose need it is and how it became known, as a command gives it."""

    target_kind: Annotated[
        CaseTarget,
        Meta(
            description="Kind of the persons concerned: one person, a family, a group, a community."
        ),
    ]
    subjects: Annotated[
        tuple[PersonRef, ...],
        names_person("RECEIVES"),
        Meta(
            max_length=50,
            description="The persons, the main one first; empty only for a group or community "
            "that has a name.",
        ),
    ] = ()
    group_name: Annotated[
        ClearText | None,
        Meta(description="Name of the group or community; it names no person."),
    ] = None
    group_size: Annotated[
        Annotated[int, Meta(ge=1, le=1_000_000)] | None,
        Meta(description="Number of people concerned, if they are not named."),
    ] = None
    village_code: Annotated[
        AreaCode | None, Meta(description="Village; default: that of the WKSBM.")
    ] = None
    local_area_id: Annotated[
        UUID | None, Meta(description="The office's own area below the village.")
    ] = None
    channel: Annotated[ReportChannel, Meta(description="How the need became known.")]
    reporter_role: Annotated[ReporterRole, Meta(description="Who reported it, as a role.")]
    urgency: Annotated[Urgency, Meta(description="Its urgency.")] = "NORMAL"
    contexts: Annotated[
        tuple[Code, ...],
        Meta(max_length=5, description="Circumstances, from the policy case_contexts: PANDEMIC."),
    ] = ()
    narrative: Annotated[
        NoteText | None, Meta(description="The narrative; sealed under the first person.")
    ] = None

    def checked(
        self,
        context: Context,
        subjects: tuple[UUID, ...],
        village_code: str | None,
        *,
        on: date,
    ) -> CaseParticulars:
        """As an event of a day stores them, with the persons found.

        Raises PERSON_DIED, CASE_SUBJECTS, KIND_UNKNOWN, AREA_REQUIRED, AREA_UNKNOWN, AREA_OUTSIDE,
        NOT_FOUND, LEVEL_SCOPE, AREA_CLOSED.
        """
        for person in subjects:
            check_lives(context, person, on, field="subjects")
        self._check_subjects(len(subjects))
        for tag in self.contexts:
            if tag not in context.policies.case_contexts:
                refuse(
                    "KIND_UNKNOWN",
                    field="contexts",
                    code=tag,
                    list="CaseContext",
                    allowed=context.policies.case_contexts,
                )
        code = self.village_code or village_code
        if code is None:
            refuse("AREA_REQUIRED", field="villageCode")
        village = require_own_village(context, code, field="villageCode")
        if self.local_area_id is not None:
            area = context.existing(LocalArea, self.local_area_id, field="localAreaId")
            if area.village_code != code:
                refuse_village(area.village_code, code, field="localAreaId")
        return carry(
            CaseParticulars,
            self,
            target=self.target_kind,
            subjects=subjects,
            village_code=code,
            area_edition=village.edition,
            local_area=self.local_area_id,
            contexts=tuple(dict.fromkeys(self.contexts)),
        )

    def _check_subjects(self, count: int) -> None:
        """Raises CASE_SUBJECTS unless there is one person for INDIVIDUAL, or at least one for
        FAMILY; a group may have a name instead."""
        match self.target_kind:
            case "INDIVIDUAL":
                fits = count == 1
            case "FAMILY":
                fits = count >= 1
            case _:
                fits = self.group_name is not None
        if not fits:
            refuse("CASE_SUBJECTS", field="subjects", target=self.target_kind, given=count)


class ReportCase(CaseDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports a need: of a person, family, group or community, to a WKSBM or to your office.

    New persons are registered too. Categories that are already clear can be included.
    """

    GROUP: ClassVar[str] = "CASE_REPORT"
    MAKES = (REPORT, CATEGORY)

    case_id: Annotated[NewId, Meta(description="Id of the new case.")]
    wksbm_id: Annotated[
        UUID | None,
        Meta(description="The WKSBM that holds the case; default: the office that reports."),
    ] = None
    categories: Annotated[
        tuple[CategoryCode, ...],
        Meta(max_length=10, description="First categories, of the edition in force."),
    ] = ()

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Case, self.case_id

    def place(self, context: Context) -> Place:
        code = self.village_code
        if self.wksbm_id is not None:
            code = alive(context, self.wksbm_id, field="wksbmId").village_code
        return Place(area_code=code, wksbm_id=self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Case, self.case_id, field="caseId")
        require_regional(context)
        body, village_code = self._body(context)
        subjects, registrations = subjects_of(context, self.subjects, field="subjects")
        described = self.checked(context, subjects, village_code, on=context.occurred_on)
        subject = subjects[0] if subjects else state.id
        reported = CaseReported(
            body=body if body is not None else own_body(context, described.village_code),
            wksbm=self.wksbm_id,
            narrative=case_text(subject, self.narrative) if self.narrative else None,
            **msgspec.structs.asdict(described),
        )
        codes = tuple(dict.fromkeys(self.categories))
        for code in codes:
            require_category(context, code, field="categories")
        found: list[tuple[Aggregate, Event]] = [
            (state, CategoryAssigned(code=code, subject=subjects[0] if subjects else None))
            for code in codes
        ]
        return [*registrations, (state, reported), *found]

    def _body(self, context: Context) -> tuple[Body | None, str | None]:
        """The WKSBM as body and its village; ``None`` twice if the reporting office
        holds the case."""
        if self.wksbm_id is None:
            return None, None
        wksbm = alive(context, self.wksbm_id, field="wksbmId")
        check_mandate(context, wksbm.id)
        return Body(kind="WKSBM", id=wksbm.id, wksbm=wksbm.id), wksbm.village_code


class AddCaseSubject(CaseCommand, frozen=True, kw_only=True):
    """Adds a person to a case: a member of the family, another child."""

    GROUP: ClassVar[str] = "CASE"
    MAKES = (SUBJECT,)

    person: Annotated[PersonRef, names_person("RECEIVES"), Meta(description="Who.")]

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        person, registration = person_of(context, self.person, field="person")
        check_lives(context, person, context.occurred_on, field="person")
        return [*registration, *CASE.made(context, case, CaseSubjectAdded(person=person))]


class AssignCategory(CaseCommand, frozen=True, kw_only=True):
    """Assigns a category of the edition in force to a case, or to one of its persons.

    A case may have several, and they may change over time.
    """

    GROUP: ClassVar[str] = "CASE"
    MAKES = (CATEGORY,)

    code: CategoryCode
    subject_id: SubjectId = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        require_category(context, self.code, field="code")
        subject = subject_of(context, case, self.subject_id, field="subjectId")
        return CASE.made(context, case, carry(CategoryAssigned, self, subject=subject))


class RemoveCategory(CaseCommand, frozen=True, kw_only=True):
    """Records that a category no longer applies; one that never applied is retracted instead."""

    GROUP: ClassVar[str] = "CASE"
    MAKES = (CATEGORY_REMOVAL,)

    of: Annotated[Ordinal, Meta(description="Version of the entry that assigned it.")]
    reason: Annotated[CategoryRemovalReason, Meta(description="Why it no longer fits.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        kind = CASE.fact(case, CATEGORY, self.of)
        if kind.removed_on is not None:
            refuse("NO_CHANGE", field="of")
        about = sealed_under(case, kind.subject)
        note = explained(self.reason, self.note, about)
        removed = carry(CategoryRemoved, self, code=kind.code, note=note)
        return CASE.made(context, case, removed)
