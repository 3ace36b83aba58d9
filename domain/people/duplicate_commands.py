"""Two records of one person: suspected, told apart, merged by another member, and unmerged.

Suspicion, rejection, merge and reversal stand on both streams, so each record says for itself
what it is. Nothing is copied or deleted by a merge: the survivor takes over what rules ask for
(NIK, consents), the merged record stays as it is and is no longer used. A reversal undoes exactly
that. Two records with a NIK each cannot be merged, for a person has but one.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .person import Person
from .person_command import PersonCommand, living_record
from .person_events import (
    DuplicateRejected,
    DuplicateSuspected,
    MatchBasis,
    MergeReversed,
    PersonsMerged,
    RejectReason,
    ReversalReason,
)

_Other = Annotated[UUID, Meta(description="The other record.")]


class SuspectDuplicate(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that two records may belong to the same person; another member decides."""

    GROUP: ClassVar[str] = "IDENTITY"

    other_id: _Other
    score: Annotated[int, Meta(ge=0, le=100, description="Similarity, 0 to 100.")]
    basis: Annotated[
        tuple[MatchBasis, ...],
        Meta(min_length=1, max_length=10, description="What they have in common."),
    ]

    def decide(self, context: Context) -> Decision:
        state, other = _two(context, self.person_id, self.other_id)
        if state.suspicion_of(other.id) is not None:
            refuse("DUPLICATE_STATE", field="otherId", cause="ALREADY_SUSPECTED")
        basis = tuple(dict.fromkeys(self.basis))
        return [
            (one, DuplicateSuspected(other=another.id, score=self.score, basis=basis))
            for one, another in ((state, other), (other, state))
        ]


class RejectDuplicate(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that two suspected records belong to two different persons."""

    GROUP: ClassVar[str] = "MERGE"

    other_id: _Other
    reason: Annotated[RejectReason, Meta(description="Who the other one is.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, other = _two(context, self.person_id, self.other_id)
        if state.suspicion_of(other.id) is None:
            refuse("DUPLICATE_STATE", field="otherId", cause="NOT_SUSPECTED")
        return [
            (
                one,
                DuplicateRejected(
                    other=another.id,
                    reason=self.reason,
                    note=explained(self.reason, self.note, one.id),
                ),
            )
            for one, another in ((state, other), (other, state))
        ]


class MergePersons(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Merges two suspected records into one; by a member other than the one who suspected it."""

    GROUP: ClassVar[str] = "MERGE"

    person_id: Annotated[UUID, Meta(description="The record that is kept.")]
    merged_id: Annotated[UUID, Meta(description="The record that is no longer used.")]

    def decide(self, context: Context) -> Decision:
        survivor, merged = _two(context, self.person_id, self.merged_id, field="mergedId")
        suspicion = survivor.suspicion_of(merged.id)
        if suspicion is None:
            refuse("DUPLICATE_STATE", field="mergedId", cause="NOT_SUSPECTED")
        if suspicion.suspected_by == context.actor.id:
            refuse("SELF_APPROVAL")
        if survivor.nik_record is not None and merged.nik_record is not None:
            refuse("MERGE_TWO_NIKS", field="mergedId")
        event = PersonsMerged(
            survivor=survivor.id,
            merged=merged.id,
            suspected_by=suspicion.suspected_by,
            approver=context.actor.id,
            nik_state=merged.nik_state,
            nik_record=merged.nik_record,
            consents=merged.consents,
        )
        return [(survivor, event), (merged, event)]


class ReverseMerge(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reverses a merge: both records are used again, each with its own data."""

    GROUP: ClassVar[str] = "MERGE"

    person_id: Annotated[UUID, Meta(description="The survivor of the merge.")]
    merged_id: Annotated[UUID, Meta(description="The record that was merged into it.")]
    reason: Annotated[ReversalReason, Meta(description="Why the merge was wrong.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Person, self.person_id

    def decide(self, context: Context) -> Decision:
        survivor = living_record(context, self.person_id)
        merged = context.existing(Person, self.merged_id, field="mergedId")
        if merged.merged_into != survivor.id:
            refuse("DUPLICATE_STATE", field="mergedId", cause="NOT_MERGED")
        return [
            (
                one,
                MergeReversed(
                    survivor=survivor.id,
                    merged=merged.id,
                    reason=self.reason,
                    note=explained(self.reason, self.note, one.id),
                ),
            )
            for one in (survivor, merged)
        ]


def _two(
    context: Context, person_id: UUID, other_id: UUID, *, field: str = "otherId"
) -> tuple[Person, Person]:
    """Two different records in use. Raises DUPLICATE_STATE, NOT_FOUND, PERSON_MERGED."""
    if person_id == other_id:
        refuse("DUPLICATE_STATE", field=field, cause="SAME_RECORD")
    return living_record(context, person_id), living_record(context, other_id, field=field)
