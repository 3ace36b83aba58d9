"""Commands about the development of a WKSBM: mentors, grades, awards, target groups, local values
(S0, S1, S2)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.days import StartDay
from ..kernel.fields import ClearText, Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.reference_checks import require_category
from ..kernel.refusal import refuse
from ..kernel.units import Ordinal
from ..people.registration import PersonRef, person_of
from .wksbm_command import AboutWksbm, WksbmCommand, WksbmId
from .wksbm_facts import AWARD, MATURITY, MENTOR, MENTOR_END, TARGET_GROUPS, VALUES
from .wksbm_life_events import (
    AwardEntered,
    AwardGranted,
    AwardParticulars,
    GradeParticulars,
    MaturityAssessed,
    MentorAssigned,
    MentorEnded,
    MentorParticulars,
    TargetGroupsDeclared,
    ValuesRecorded,
)
from .wksbm_rules import WKSBM

Rank = Annotated[int, Meta(ge=1, le=1000, description="Place won; 1 is the first.")]


class AssessMaturity(
    GradeParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records a WKSBM's grade of maturity on the business date, from the office's own list."""

    GROUP: ClassVar[str] = "MENTORING"

    MAKES = (MATURITY,)

    wksbm_id: WksbmId

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        check_grade(context, self.grade)
        return WKSBM.made(context, state, carry(MaturityAssessed, self))


class AssignMentor(
    MentorParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Assigns a mentor (pembina) to a WKSBM from a day on; a new person is registered too."""

    GROUP: ClassVar[str] = "MENTORING"
    MAKES = (MENTOR,)

    wksbm_id: WksbmId
    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    valid_from: Annotated[
        StartDay | None, Meta(description="First day; default: the business date.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        assigned = carry(MentorAssigned, self, person=person, valid_from=valid_from)
        return [*registration, *WKSBM.made(context, state, assigned)]


class EndMentor(WksbmCommand, frozen=True, kw_only=True):
    """Ends a mentor's guidance."""

    GROUP: ClassVar[str] = "MENTORING"
    MAKES = (MENTOR_END,)

    of: Annotated[
        Ordinal, Meta(description="Version of the entry by which the mentor was assigned.")
    ]
    valid_to: Annotated[
        StartDay | None,
        Meta(description="First day without this mentor; default: the business date."),
    ] = None
    reason: Annotated[Code, Meta(description="Why: MOVED, RETIRED, REPLACED, DIED, …")]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        mentor = WKSBM.fact(state, MENTOR, self.of)
        if mentor.valid_to is not None:
            refuse("NO_CHANGE", field="of")
        valid_to = self.valid_to or context.occurred_on
        ended = carry(MentorEnded, self, person=mentor.person, valid_to=valid_to)
        return WKSBM.made(context, state, ended)


class EnterAward(
    AwardParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that a WKSBM entered a competition."""

    GROUP: ClassVar[str] = "MENTORING"

    MAKES = (AWARD,)

    wksbm_id: WksbmId

    def decide(self, context: Context) -> Decision:
        return WKSBM.made(context, self.living(context), carry(AwardEntered, self))


class GrantAward(
    AwardParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that a WKSBM won a place in a competition."""

    GROUP: ClassVar[str] = "MENTORING"

    MAKES = (AWARD,)

    wksbm_id: WksbmId
    rank: Rank

    def decide(self, context: Context) -> Decision:
        return WKSBM.made(context, self.living(context), carry(AwardGranted, self))


class DeclareTargetGroups(WksbmCommand, frozen=True, kw_only=True):
    """Declares the target groups of a WKSBM; the list replaces the previous one.

    The codes are those of the edition that the office has adopted on the business date.
    """

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (TARGET_GROUPS,)

    codes: Annotated[
        tuple[Code, ...],
        Meta(min_length=1, max_length=60, description="Categories: 2007/LUT, 2012/08, …"),
    ]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        codes = tuple(dict.fromkeys(self.codes))
        edition = {require_category(context, code, field="codes").edition for code in codes}.pop()
        if state.target_groups and state.target_groups[-1].codes == codes:
            refuse("NO_CHANGE", field="codes")
        return WKSBM.made(context, state, TargetGroupsDeclared(edition=edition, codes=codes))


class RecordValues(WksbmCommand, frozen=True, kw_only=True):
    """Records the local values that a WKSBM upholds (S0); the list replaces the previous one."""

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (VALUES,)

    values: Annotated[
        tuple[ClearText, ...],
        Meta(min_length=1, max_length=30, description="Names of values; they name no person."),
    ]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        values = tuple(dict.fromkeys(self.values))
        if state.values and state.values[-1].values == values:
            refuse("NO_CHANGE", field="values")
        return WKSBM.made(context, state, ValuesRecorded(values=values))


def check_grade(context: Context, grade: str) -> None:
    """Raises KIND_UNKNOWN for a grade that is not in the office's list."""
    allowed = context.policies.maturity_grades
    if grade not in allowed:
        refuse("KIND_UNKNOWN", field="grade", code=grade, list="MaturityGrade", allowed=allowed)
