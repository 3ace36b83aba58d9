"""Duplicates: two records are suspected, rejected, merged by another member, or unmerged.

Suspicion, rejection, merge and reversal are recorded in both streams, so each record can be read by
itself. A merge copies and deletes nothing: the survivor takes over what rules use (NIK, consents),
the merged record is kept and no longer used. A reversal undoes exactly that. Two records with a NIK
each cannot be merged, because a person has only one.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from .person import Person
from .person_command import PersonCommand, living_record
from .person_events import DuplicateSuspected, MatchBasis, PersonsMerged
from .person_facts import MERGE, SUSPICION, plain
from .person_rules import PERSONS
from .standing import same_person

Other = Annotated[UUID, names_person("NAMED"), Meta(description="The other record.")]


class SuspectDuplicate(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that two records may belong to the same person; another member decides."""

    GROUP: ClassVar[str] = "IDENTITY"
    MAKES = (SUSPICION,)

    other_id: Other
    score: Annotated[int, Meta(ge=0, le=100, description="Similarity, 0 to 100.")]
    basis: Annotated[
        tuple[MatchBasis, ...],
        Meta(min_length=1, max_length=10, description="Common features of the records."),
    ]

    def decide(self, context: Context) -> Decision:
        state, other = two_records(context, self.person_id, self.other_id)
        basis = tuple(dict.fromkeys(self.basis))
        decided: list[tuple[Aggregate, Event]] = []
        for one, another in ((state, other), (other, state)):
            suspected = carry(DuplicateSuspected, self, other=another.id, basis=basis)
            decided += PERSONS.made(context, one, suspected)
        return decided


class MergePersons(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Merges two suspected records into one; by a member other than the one who suspected it."""

    GROUP: ClassVar[str] = "MERGE"
    MAKES = (MERGE,)

    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="The record that is kept.")]
    merged_id: Annotated[
        UUID, names_person("NAMED"), Meta(description="The record that is no longer used.")
    ]

    def decide(self, context: Context) -> Decision:
        survivor, merged = two_records(context, self.person_id, self.merged_id, field="mergedId")
        suspicion = survivor.suspicion_of(merged.id)
        if suspicion is None:
            refuse("DUPLICATE_STATE", field="mergedId", cause="NOT_SUSPECTED")
        event = PersonsMerged(
            survivor=survivor.id,
            merged=merged.id,
            suspected_by=suspicion.suspected_by,
            approver=context.actor.id,
            nik_state=merged.nik_state,
            nik_record=merged.nik_record,
            consents=tuple(map(plain, merged.consents)),
        )
        return [
            *PERSONS.made(context, survivor, event),
            *PERSONS.made(context, merged, event),
        ]


def two_records(
    context: Context, person_id: UUID, other_id: UUID, *, field: str = "otherId"
) -> tuple[Person, Person]:
    """Two different records in use. Raises DUPLICATE_STATE, NOT_FOUND, PERSON_MERGED."""
    if same_person(context, person_id, other_id):
        refuse("DUPLICATE_STATE", field=field, cause="SAME_RECORD")
    return living_record(context, person_id), living_record(context, other_id, field=field)
