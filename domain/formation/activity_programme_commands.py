"""The programme of an activity: topics, speakers, openings, commitments, testimonies."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import ClearText, NewId, note
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_existing, refuse_missing
from ..kernel.vocabulary import NoteText, explained, one_of
from ..people.registration import PersonRef, person_of
from . import activity_events as happened
from .activity import Activity
from .activity_events import AddressKind, ChangeReason, CommittedBy
from .activity_rules import ActivityCommand
from .wksbm import Wksbm

Because = Annotated[ChangeReason, Meta(description="Why.")]
TopicNo = Annotated[int, Meta(ge=1, le=999, description="Number of the topic on the programme.")]
StatementId = Annotated[NewId, Meta(description="Id of the statement.")]
SomePerson = Annotated[PersonRef | None, Meta(description="Who, if a person is named.")]


class AddMaterial(ActivityCommand, frozen=True, kw_only=True):
    """Puts a topic on the programme (S1, S3)."""

    no: TopicNo
    title: Annotated[ClearText, Meta(description="Title of the talk or topic.")]

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        if self.no in state.materials:
            refuse("TOPIC_IN_USE", field="no", no=self.no)
        return [(state, carry(happened.MaterialAdded, self))]


class RemoveMaterial(ActivityCommand, frozen=True, kw_only=True):
    """Takes a topic off the programme, or strikes one that was entered wrongly."""

    no: TopicNo
    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        entry = self.entry(state.materials, self.no, kind="material", field="no")
        if any(speaker.topic_no == self.no for speaker in state.speakers.values()):
            refuse("TOPIC_IN_USE", field="no", no=self.no)
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.MaterialRemoved, self, of=entry, note=note)
        return [(state, event)]


class AssignSpeaker(ActivityCommand, frozen=True, kw_only=True):
    """Assigns a speaker to the activity or to one topic; unnamed if only the body is known (S0)."""

    speaker_id: Annotated[NewId, Meta(description="Id of the assignment.")]
    person: SomePerson = None
    institution: Annotated[
        ClearText | None, Meta(description="Body the speaker comes from (BBPPKS Banjarmasin).")
    ] = None
    topic_no: TopicNo | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        if self.speaker_id in state.speakers:
            refuse_existing("speaker", self.speaker_id, field="speakerId")
        if self.person is None and self.institution is None:
            refuse("SPEAKER_UNKNOWN", field="person")
        if self.topic_no is not None and self.topic_no not in state.materials:
            refuse("TOPIC_UNKNOWN", field="topicNo", no=self.topic_no)
        person_id, registered = _someone(context, self.person)
        for other in state.speakers.values():
            if person_id and (other.person_id, other.topic_no) == (person_id, self.topic_no):
                refuse_existing("speaker", person_id, field="person")
        event = carry(happened.SpeakerAssigned, self, person_id=person_id)
        return [*registered, (state, event)]


class RemoveSpeaker(ActivityCommand, frozen=True, kw_only=True):
    """Takes a speaker off the programme, or strikes one who was entered wrongly."""

    speaker_id: Annotated[UUID, Meta(description="The assignment.")]
    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        if self.speaker_id not in state.speakers:
            refuse_missing("speaker", self.speaker_id, field="speakerId")
        speaker = state.speakers[self.speaker_id]
        note = explained(self.reason, self.note, speaker.person_id or self.activity_id)
        event = carry(happened.SpeakerRemoved, self, of=speaker.entry, note=note)
        return [(state, event)]


class GiveOpening(ActivityCommand, frozen=True, kw_only=True):
    """Records an opening or address: the office, the person, the points made (S3, S4)."""

    statement_id: StatementId
    kind: Annotated[AddressKind, Meta(description="Opening, report, address or closing.")] = (
        "OPENING"
    )
    office: Annotated[ClearText, Meta(description="Office that spoke: Sekjen Depsos RI, …")]
    person: SomePerson = None
    points: Annotated[
        tuple[NoteText, ...], Meta(max_length=30, description="Points made. Kept sealed.")
    ] = ()

    def decide(self, context: Context) -> Decision:
        state = _unstated(self.begun(context), self.statement_id)
        person_id, registered = _someone(context, self.person)
        points = (note(self.activity_id, point) for point in self.points)
        sealed = tuple(point for point in points if point is not None)
        event = carry(happened.OpeningGiven, self, person_id=person_id, points=sealed)
        return [*registered, (state, event)]


class RecordCommitment(ActivityCommand, frozen=True, kw_only=True):
    """Records what participants, a board or an office undertook (S0, S1, S4)."""

    statement_id: StatementId
    by: Annotated[CommittedBy, Meta(description="Who undertook it.")]
    person: SomePerson = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM whose board it was.")] = None
    text: NoteText

    def decide(self, context: Context) -> Decision:
        state = _unstated(self.begun(context), self.statement_id)
        if self.wksbm_id is not None:
            context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        person_id, registered = _someone(context, self.person)
        under = self.activity_id
        event = carry(happened.CommitmentRecorded, self, under=under, person_id=person_id)
        return [*registered, (state, event)]


class GiveTestimony(ActivityCommand, frozen=True, kw_only=True):
    """Records that a WKSBM told how it works (S1); one of another tenant by its name."""

    statement_id: StatementId
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM, if it is the tenant's own.")] = (
        None
    )
    wksbm_name: Annotated[ClearText | None, Meta(description="Or its name as text.")] = None
    person: SomePerson = None
    summary: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = _unstated(self.begun(context), self.statement_id)
        one_of(wksbm_id=self.wksbm_id, wksbm_name=self.wksbm_name)
        if self.wksbm_id is not None:
            context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        person_id, registered = _someone(context, self.person)
        under = self.activity_id
        event = carry(happened.TestimonyGiven, self, under=under, person_id=person_id)
        return [*registered, (state, event)]


def _someone(context: Context, ref: PersonRef | None) -> tuple[UUID | None, Decision]:
    return (None, []) if ref is None else person_of(context, ref, field="person")


def _unstated(state: Activity, statement_id: UUID) -> Activity:
    if statement_id in state.statements:
        refuse_existing("statement", statement_id, field="statementId")
    return state
