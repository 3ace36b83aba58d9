"""The candidates of the first board: nominated, replaced, withdrawn, approved (S0, U2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..kernel.vocabulary import NoteText, explained
from ..people.registration import PersonRef
from ..people.standing import is_among, known_as, same_person
from .nominees import Nominee, candidates_of
from .wksbm_command import WksbmCommand
from .wksbm_events import (
    Candidate,
    CandidateReplaced,
    CandidatesNominated,
    CandidateWithdrew,
    NominationApproved,
)
from .wksbm_facts import APPROVAL, NOMINATION
from .wksbm_rules import WKSBM, open_nomination

Leaving = Annotated[
    Code, Meta(description="Why: RESIGNED, DIED, MOVED, REMOVED, OTHER (with a note).")
]


class NominateCandidates(WksbmCommand, frozen=True, kw_only=True):
    """Nominates the candidates of the first board, all at once; new people are registered too.

    Their number is that of the office's policy (default five, BOARD_SIZE), all different persons.
    """

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (NOMINATION,)

    candidates: Annotated[
        tuple[Nominee, ...], Meta(max_length=50, description="The people and their seats.")
    ]

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if state.inauguration is not None or state.nomination is not None:
            refuse("STAGE_DONE", stage=state.stage)
        check_size(context, self.candidates)
        candidates, registrations = candidates_of(context, self.candidates)
        nominated = CandidatesNominated(candidates=candidates)
        return [*registrations, *WKSBM.made(context, state, nominated)]


class ReplaceCandidate(WksbmCommand, frozen=True, kw_only=True):
    """Replaces a candidate before the inauguration; an approval of the nomination is no longer
    valid."""

    GROUP: ClassVar[str] = "FORMATION"

    leaving: Annotated[
        UUID, names_person("NAMED"), Meta(description="The candidate who is replaced.")
    ]
    person: Annotated[PersonRef, names_person("SEATED"), Meta(description="The new candidate.")]
    seat: Annotated[Code | None, Meta(description="Another seat; default: the same one.")] = None
    reason: Leaving
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        nomination = open_nomination(state, context.occurred_on)
        old = candidate_of(context, nomination.candidates, self.leaving)
        if old is None:
            refuse("NOT_CANDIDATE", field="leaving", person=About("person", self.leaving))
        nominee = Nominee(person=self.person, seat=self.seat or old.seat)
        (candidate,), registrations = candidates_of(context, [nominee])
        for other in nomination.candidates:
            if other is old:
                continue
            if same_person(context, other.person, candidate.person):
                refuse("PERSON_TWICE", field="person", person=About("person", candidate.person))
            if other.seat == candidate.seat:
                refuse("SEAT_TWICE", field="seat", seat=candidate.seat)
        same = (candidate.seat, True) == (
            old.seat,
            same_person(context, candidate.person, old.person),
        )
        if same and not is_among(context, old.person, nomination.withdrawn):
            refuse("NO_CHANGE", field="person")
        note = explained(self.reason, self.note, old.person)
        replaced = carry(
            CandidateReplaced, self, leaving=old.person, candidate=candidate, note=note
        )
        return [*registrations, (state, replaced)]


class WithdrawCandidate(WksbmCommand, frozen=True, kw_only=True):
    """Records that a candidate withdraws; the seat must have a candidate before the
    inauguration."""

    GROUP: ClassVar[str] = "FORMATION"

    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="The candidate.")]
    reason: Leaving
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        nomination = open_nomination(state, context.occurred_on)
        leaving = candidate_of(context, nomination.standing, self.person_id)
        if leaving is None:
            refuse("NOT_CANDIDATE", field="personId", person=About("person", self.person_id))
        note = explained(self.reason, self.note, leaving.person)
        withdrew = carry(CandidateWithdrew, self, person=leaving.person, note=note)
        return [(state, withdrew)]


class ApproveNomination(WksbmCommand, frozen=True, kw_only=True):
    """Approves a nomination; by a person who did not enter it (usually the lurah)."""

    GROUP: ClassVar[str] = "NOMINATION_APPROVAL"
    MAKES = (APPROVAL,)

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        approved = NominationApproved(of=open_nomination(state, context.occurred_on).latest)
        return WKSBM.made(context, state, approved)


def candidate_of(
    context: Context, candidates: Sequence[Candidate], person_id: UUID
) -> Candidate | None:
    """A person among candidates, under whichever record."""
    person = known_as(context, person_id, [each.person for each in candidates])
    return next((each for each in candidates if each.person == person), None)


def check_size(context: Context, nominees: tuple[Nominee, ...]) -> None:
    """Raises BOARD_SIZE unless the number of different persons is that of the policy."""
    named = {
        nominee.person.new.person_id if nominee.person.new else nominee.person.person_id
        for nominee in nominees
    }
    expected = context.policies.board_candidates
    if len(nominees) != expected or len(named) != expected:
        refuse(
            "BOARD_SIZE",
            field="candidates",
            expected=expected,
            given=len(named),
        )
