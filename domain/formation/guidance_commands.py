"""What grows a WKSBM: mentors, grades, awards, target groups, local values (S0, S1, S2)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.corrections import entry_of
from ..kernel.fields import ClearText, Code
from ..kernel.model import Context, Decision
from ..kernel.reference_checks import require_category
from ..kernel.refusal import refuse
from ..kernel.vocabulary import Year
from ..people.registration import PersonRef, person_of
from .seats import check_days
from .wksbm import Wksbm
from .wksbm_command import WksbmCommand
from .wksbm_life_events import (
    AwardEntered,
    AwardGranted,
    AwardLevel,
    Guidance,
    MaturityAssessed,
    MentorAssigned,
    MentorEnded,
    MentorRole,
    TargetGroupsDeclared,
    ValuesRecorded,
)

Grade = Annotated[Code, Meta(description="Grade from the office's own list.")]
SchemeVersion = Annotated[
    Code, Meta(description="Version of the scheme by which it was assessed, such as 2018-1.")
]
Score = Annotated[int, Meta(ge=0, le=100_000, description="Points, if the scheme gives any.")]
Competition = Annotated[ClearText, Meta(description="Name of the competition.")]
Rank = Annotated[int, Meta(ge=1, le=1000, description="Place won; 1 is the first.")]
MentorFrom = Annotated[MentorRole, Meta(description="Where the mentor comes from.")]
GuidanceKind = Annotated[Guidance, Meta(description="Functional or technical guidance.")]


class AssessMaturity(WksbmCommand, frozen=True, kw_only=True):
    """Records a WKSBM's grade of maturity on the business date, from the office's own list."""

    GROUP: ClassVar[str] = "MENTORING"

    grade: Grade
    scheme_version: SchemeVersion
    score: Score | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        check_grade(context, self.grade)
        assessed = MaturityAssessed(
            grade=self.grade, scheme_version=self.scheme_version, score=self.score
        )
        return [(state, assessed)]


class AssignMentor(WksbmCommand, frozen=True, kw_only=True):
    """Assigns a mentor (pembina) to a WKSBM from a day on; a new person is registered too."""

    GROUP: ClassVar[str] = "MENTORING"

    person: Annotated[PersonRef, Meta(description="Who.")]
    role: MentorFrom
    guidance: GuidanceKind
    valid_from: Annotated[
        date | None, Meta(description="First day; left out: the business date.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        check_days(context, valid_from, None)
        for mentor in state.mentors:
            same = (mentor.person, mentor.role, mentor.guidance) == (
                person,
                self.role,
                self.guidance,
            )
            if same and (mentor.valid_to is None or valid_from < mentor.valid_to):
                refuse("NO_CHANGE", field="personId")
        assigned = MentorAssigned(
            person=person, role=self.role, guidance=self.guidance, valid_from=valid_from
        )
        return [*registration, (state, assigned)]


class EndMentor(WksbmCommand, frozen=True, kw_only=True):
    """Ends a mentor's guidance."""

    GROUP: ClassVar[str] = "MENTORING"

    of: Annotated[
        int, Meta(ge=1, description="Version of the entry by which the mentor was assigned.")
    ]
    valid_to: Annotated[
        date | None,
        Meta(description="First day without this mentor; left out: the business date."),
    ] = None
    reason: Annotated[Code, Meta(description="Why: MOVED, RETIRED, REPLACED, DIED, …")]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        mentor = entry_of(state.mentors, self.of)
        if mentor.valid_to is not None:
            refuse("NO_CHANGE", field="of")
        valid_to = self.valid_to or context.occurred_on
        check_days(context, mentor.valid_from, valid_to)
        ended = MentorEnded(of=self.of, person=mentor.person, valid_to=valid_to, reason=self.reason)
        return [(state, ended)]


class EnterAward(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM entered a competition."""

    GROUP: ClassVar[str] = "MENTORING"

    competition: Competition
    level: Annotated[AwardLevel, Meta(description="Level of the competition.")]
    year: Year

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        _not_recorded(state, self.competition, self.level, self.year, granted=False)
        entered = AwardEntered(competition=self.competition, level=self.level, year=self.year)
        return [(state, entered)]


class GrantAward(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM won a place in a competition."""

    GROUP: ClassVar[str] = "MENTORING"

    competition: Competition
    level: Annotated[AwardLevel, Meta(description="Level of the competition.")]
    year: Year
    rank: Rank

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        _not_recorded(state, self.competition, self.level, self.year, granted=True)
        granted = AwardGranted(
            competition=self.competition, level=self.level, year=self.year, rank=self.rank
        )
        return [(state, granted)]


class DeclareTargetGroups(WksbmCommand, frozen=True, kw_only=True):
    """Declares the categories of people a WKSBM is there for; the list replaces the one before.

    Codes are of the edition that the office has adopted on the business date.
    """

    GROUP: ClassVar[str] = "FORMATION"

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
        return [(state, TargetGroupsDeclared(edition=edition, codes=codes))]


class RecordValues(WksbmCommand, frozen=True, kw_only=True):
    """Records the local values a WKSBM keeps up (S0); the list replaces the one before."""

    GROUP: ClassVar[str] = "FORMATION"

    values: Annotated[
        tuple[ClearText, ...],
        Meta(min_length=1, max_length=30, description="Names of values; they name no person."),
    ]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        values = tuple(dict.fromkeys(self.values))
        if state.values and state.values[-1].values == values:
            refuse("NO_CHANGE", field="values")
        return [(state, ValuesRecorded(values=values))]


def check_grade(context: Context, grade: str) -> None:
    """Refuse KIND_UNKNOWN for a grade that is not in the office's list."""
    allowed = context.policies.maturity_grades
    if grade not in allowed:
        refuse("KIND_UNKNOWN", field="grade", code=grade, list="MaturityGrade", allowed=allowed)


def _not_recorded(
    state: Wksbm, competition: str, level: AwardLevel, year: int, *, granted: bool
) -> None:
    for award in state.awards:
        same = (award.competition, award.level, award.year) == (competition, level, year)
        if same and (award.rank is not None) == granted:
            refuse("NO_CHANGE", field="competition")
