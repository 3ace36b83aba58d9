"""Commands: reject a suspicion, and reverse a merge. Both are recorded in both streams."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .person import Person
from .person_command import AboutPerson, PersonCommand
from .person_events import RejectReason, ReversalReason
from .person_facts import MERGE, SUSPICION
from .person_rules import PERSONS


class RejectDuplicate(AboutPerson, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that two suspected records belong to two different persons."""

    GROUP: ClassVar[str] = "MERGE"
    RETRACTS = (SUSPICION,)

    person_id: Annotated[UUID, names_person("RECORD"), Meta(description="One of the records.")]
    other_id: Annotated[UUID, names_person("RECORD"), Meta(description="The other record.")]
    reason: Annotated[RejectReason, Meta(description="Why they are two persons.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        # A record that was merged meanwhile keeps what was suspected of it, so it is ended there.
        state = context.existing(Person, self.person_id, field="personId")
        other = context.existing(Person, self.other_id, field="otherId")
        decided: list[tuple[Aggregate, Event]] = []
        for one, another in ((state, other), (other, state)):
            suspicion = one.suspicion_of(another.id)
            if suspicion is None:
                refuse("DUPLICATE_STATE", field="otherId", cause="NOT_SUSPECTED")
            decided += PERSONS.retracted(
                context,
                one,
                self,
                SUSPICION,
                of=suspicion.entry,
                field="otherId",
                other=another.id,
            )
        return decided


class ReverseMerge(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reverses a merge: both records are used again, each with its own data."""

    GROUP: ClassVar[str] = "MERGE"
    RETRACTS = (MERGE,)

    person_id: Annotated[
        UUID, names_person("RECORD"), Meta(description="The survivor of the merge.")
    ]
    merged_id: Annotated[
        UUID, names_person("RECORD"), Meta(description="The record that was merged into it.")
    ]
    reason: Annotated[ReversalReason, Meta(description="Why the merge was wrong.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        survivor = self.record(context)
        merged = context.existing(Person, self.merged_id, field="mergedId")
        absorbed = merged.absorption
        if absorbed is None or absorbed.survivor != survivor.id:
            refuse("DUPLICATE_STATE", field="mergedId", cause="NOT_MERGED")
        took = next(each for each in survivor.takeovers if each.merged == merged.id)
        decided: list[tuple[Aggregate, Event]] = []
        for record, of in ((survivor, took.entry), (merged, absorbed.entry)):
            decided += PERSONS.retracted(
                context,
                record,
                self,
                MERGE,
                of=of,
                field="mergedId",
                survivor=survivor.id,
                merged=merged.id,
            )
        return decided
