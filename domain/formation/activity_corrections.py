"""Commands: correct and retract facts of an activity.

A cancellation is retracted if it was a mistake, and also if the activity is held after all; an
invitation, a topic or a speaker is retracted if it was a mistake, and also if the plan changes.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import Why
from ..kernel.facts import FactKind
from ..kernel.model import Context, Decision
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import NoteText
from ..people.standing import known_as
from . import activity_events as happened
from .activity import (
    ATTENDANCE,
    CANCELLATION,
    HOLDING,
    INVITATION,
    PLAN,
    SPEAKER,
    STATEMENT,
    TOPIC,
    Activity,
    Attended,
    Occurrence,
)
from .activity_attendance_commands import Participation, attendance_line
from .activity_command import AboutActivity, ActivityCommand, ActivityId, check_plan
from .activity_events import ActivityPlan, Course, TopicNo
from .activity_plan_commands import Because
from .activity_rules import ACTIVITIES


class _Correction(ActivityCommand, frozen=True, kw_only=True):
    """A correction of an entry of an activity."""

    reason: Why
    note: NoteText | None = None


class _Removal(ActivityCommand, frozen=True, kw_only=True):
    """Retracts an entry that was wrong, or is no longer valid."""

    reason: Because
    note: NoteText | None = None


class CorrectActivity(
    ActivityPlan, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a plan that was entered wrongly: send the complete corrected plan."""

    CORRECTS = (PLAN,)

    activity_id: ActivityId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.activity(context)
        check_plan(context, self.activity_id, self)
        assert state.plan is not None
        of = state.plan.entry
        event = happened.ActivityCorrected
        return ACTIVITIES.corrected(
            context, state, self, event, of=of, field="dateTo", unchanged=None
        )


class CorrectAttendance(_Correction, frozen=True, kw_only=True):
    """Corrects a line of the attendance list; without ``attendee`` the person was not there."""

    CORRECTS = (ATTENDANCE,)
    RETRACTS = (ATTENDANCE,)

    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="The person on the list.")]
    attendee: Annotated[
        Participation | None,
        Meta(description="The corrected line; default: the person did not take part."),
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.activity(context)
        person = known_as(context, self.person_id, state.attendees)
        of = _entry(state.attendees, person, "attendance", "personId")

        def meant(line: Attended) -> bool:
            return line.person_id == person

        if self.attendee is None:
            return ACTIVITIES.retracted(
                context,
                state,
                self,
                ATTENDANCE,
                of=of,
                field="personId",
                which=meant,
                person_id=person,
            )
        return ACTIVITIES.corrected(
            context,
            state,
            self,
            happened.AttendanceCorrected,
            of=of,
            field="attendee",
            which=meant,
            person_id=person,
            attendee=attendance_line(context, person, self.attendee),
        )


class CorrectHeadcount(
    Course, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects headcount and health protocol of an activity that was held: give both."""

    CORRECTS = (HOLDING,)

    activity_id: ActivityId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.activity(context)
        of = _held(state).entry
        event = happened.HeadcountCorrected
        return ACTIVITIES.corrected(context, state, self, event, of=of, field="headcount")


class RetractHolding(_Correction, frozen=True, kw_only=True):
    """Retracts that the activity was held: it was entered by mistake."""

    RETRACTS = (HOLDING,)

    def decide(self, context: Context) -> Decision:
        return _retracted(context, self, HOLDING, _held(self.activity(context)).entry, "activityId")


class ReinstateActivity(_Removal, frozen=True, kw_only=True):
    """Retracts a cancellation: it was entered wrongly, or the activity is held after all."""

    RETRACTS = (CANCELLATION,)

    def decide(self, context: Context) -> Decision:
        state = self.activity(context)
        if state.cancellation is None:
            refuse("ACTIVITY_STATE", field="activityId", state=state.status, needed="CANCELLED")
        return _retracted(context, self, CANCELLATION, state.cancellation.entry, "activityId")


class WithdrawInvitation(_Removal, frozen=True, kw_only=True):
    """Withdraws an invitation, also one that was entered wrongly."""

    RETRACTS = (INVITATION,)

    invitation_id: Annotated[UUID, Meta(description="The invitation.")]

    def decide(self, context: Context) -> Decision:
        known = self.activity(context).invitations
        of = _entry(known, self.invitation_id, "invitation", "invitationId")
        return _retracted(context, self, INVITATION, of, "invitationId")


class RemoveMaterial(_Removal, frozen=True, kw_only=True):
    """Removes a topic from the programme, also one that was entered wrongly."""

    RETRACTS = (TOPIC,)

    no: TopicNo

    def decide(self, context: Context) -> Decision:
        of = _entry(self.activity(context).materials, self.no, "material", "no")
        return _retracted(context, self, TOPIC, of, "no")


class RemoveSpeaker(_Removal, frozen=True, kw_only=True):
    """Removes a speaker from the programme, also one who was entered wrongly."""

    RETRACTS = (SPEAKER,)

    speaker_id: Annotated[UUID, Meta(description="The assignment.")]

    def decide(self, context: Context) -> Decision:
        of = _entry(self.activity(context).speakers, self.speaker_id, "speaker", "speakerId")
        return _retracted(context, self, SPEAKER, of, "speakerId")


class RetractStatement(_Correction, frozen=True, kw_only=True):
    """Withdraws an opening, commitment or testimony that was entered wrongly; enter it again."""

    RETRACTS = (STATEMENT,)

    statement_id: Annotated[UUID, Meta(description="The statement.")]

    def decide(self, context: Context) -> Decision:
        known = self.activity(context).statements
        of = _entry(known, self.statement_id, "statement", "statementId")
        return _retracted(context, self, STATEMENT, of, "statementId")


def _retracted(
    context: Context, command: _Correction | _Removal, kind: FactKind, of: int, field: str
) -> Decision:
    """The decision to retract a fact of the activity."""
    state = command.activity(context)
    return ACTIVITIES.retracted(context, state, command, kind, of=of, field=field)


def _entry(facts: Any, key: UUID | int, kind: str, field: str) -> int:
    """The version of the fact that ``key`` identifies among ``facts``. Raises NOT_FOUND."""
    if key not in facts:
        refuse_missing(kind, key, field=field)
    found: int = facts[key].entry
    return found


def _held(state: Activity) -> Occurrence:
    if state.holding is None:
        refuse("ACTIVITY_STATE", field="activityId", state=state.status, needed="HELD")
    return state.holding
