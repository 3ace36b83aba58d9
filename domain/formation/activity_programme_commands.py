"""The programme of an activity: topics, speakers, openings, commitments, testimonies."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import ClearText, NewId, note
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, one_of
from ..people.registration import PersonRef
from . import activity_events as happened
from .activity import SPEAKER, STATEMENT, TOPIC
from .activity_command import AboutActivity, ActivityCommand, ActivityId, named
from .activity_events import AddressKind, CommittedBy, Talk, Topic
from .wksbm import Wksbm

StatementId = Annotated[NewId, Meta(description="Id of the statement.")]
SomePerson = Annotated[
    PersonRef | None, names_person("ACTS"), Meta(description="The person, if one is named.")
]


class AddMaterial(Topic, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Adds a topic to the programme (S1, S3)."""

    MAKES = (TOPIC,)

    activity_id: ActivityId

    def decide(self, context: Context) -> Decision:
        return self.made(context, carry(happened.MaterialAdded, self))


class AssignSpeaker(Talk, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Assigns a speaker to the activity or to one topic; unnamed if only the body is known (S0)."""

    MAKES = (SPEAKER,)

    activity_id: ActivityId
    speaker_id: Annotated[NewId, Meta(description="Id of the assignment.")]
    person: SomePerson = None

    def decide(self, context: Context) -> Decision:
        if self.person is None and self.institution is None:
            refuse("SPEAKER_UNKNOWN", field="person")
        assigned = carry(happened.SpeakerAssigned, self, person_id=named(self.person))
        return self.made(context, assigned, person=self.person)


class GiveOpening(ActivityCommand, frozen=True, kw_only=True):
    """Records an opening or address: the office, the person, the points made (S3, S4)."""

    MAKES = (STATEMENT,)

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
        points = (note(self.activity_id, point) for point in self.points)
        sealed = tuple(point for point in points if point is not None)
        opening = carry(happened.OpeningGiven, self, person_id=named(self.person), points=sealed)
        return self.made(context, opening, person=self.person)


class RecordCommitment(ActivityCommand, frozen=True, kw_only=True):
    """Records a commitment of participants, a board or an office (S0, S1, S4)."""

    MAKES = (STATEMENT,)

    statement_id: StatementId
    by: Annotated[CommittedBy, Meta(description="Who undertook it.")]
    person: SomePerson = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM of the board.")] = None
    text: NoteText

    def decide(self, context: Context) -> Decision:
        if self.wksbm_id is not None:
            context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        under = self.activity_id
        undertaken = carry(
            happened.CommitmentRecorded, self, under=under, person_id=named(self.person)
        )
        return self.made(context, undertaken, person=self.person)


class GiveTestimony(ActivityCommand, frozen=True, kw_only=True):
    """Records that a WKSBM presented its work (S1); a WKSBM of another tenant is given
    by its name."""

    MAKES = (STATEMENT,)

    statement_id: StatementId
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM, if it is the tenant's own.")] = (
        None
    )
    wksbm_name: Annotated[ClearText | None, Meta(description="Or its name as text.")] = None
    person: SomePerson = None
    summary: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        one_of(wksbm_id=self.wksbm_id, wksbm_name=self.wksbm_name)
        if self.wksbm_id is not None:
            context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        under = self.activity_id
        told = carry(happened.TestimonyGiven, self, under=under, person_id=named(self.person))
        return self.made(context, told, person=self.person)
