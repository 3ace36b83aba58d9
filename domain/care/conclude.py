"""Commands: notes, outcomes, and the end of a case (terminasi, bimbingan lanjut)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.fields import child_data, health
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.vocabulary import NoteText, explained, one_of
from .case_command import CaseCommand, subject_of
from .case_events import CaseClosed, CaseNoteAdded, CaseReopened, OutcomeRecorded
from .case_facts import CLOSING, NOTE, OUTCOME, REOPENING
from .case_rules import CASE, check_closed, sealed_under
from .persons import SubjectId
from .vocabulary import CaseCloseReason, CaseNoteKind, CaseReopenReason, CaseResult


class AddCaseNote(CaseCommand, frozen=True, kw_only=True):
    """Adds a note about the work on a case, sealed under the person it is about.

    After the end of a case only notes about after-care may be added.
    """

    GROUP: ClassVar[str] = "CASE"
    MAKES = (NOTE,)

    kind: Annotated[CaseNoteKind, Meta(description="Kind of the note.")] = "NOTE"
    subject_id: SubjectId = None
    text: Annotated[NoteText | None, Meta(description="The note, about the case.")] = None
    health_text: Annotated[
        NoteText | None, Meta(description="The note, if it is about health; sealed separately.")
    ] = None
    child_text: Annotated[
        NoteText | None, Meta(description="The note, if it is about a child; sealed separately.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        one_of(text=self.text, health_text=self.health_text, child_text=self.child_text)
        subject = subject_of(context, case, self.subject_id, field="subjectId")
        about = sealed_under(case, subject)
        added = carry(
            CaseNoteAdded,
            self,
            under=about,
            subject=subject,
            health=health(about, self.health_text) if self.health_text else None,
            child=child_data(about, self.child_text) if self.child_text else None,
        )
        return CASE.made(context, case, added)


class RecordOutcome(CaseCommand, frozen=True, kw_only=True):
    """Records an outcome of a case so far, for all or for one of its persons."""

    GROUP: ClassVar[str] = "CASE"
    MAKES = (OUTCOME,)

    result: Annotated[CaseResult, Meta(description="Its outcome.")]
    subject_id: SubjectId = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        subject = subject_of(context, case, self.subject_id, field="subjectId")
        about = sealed_under(case, subject)
        outcome = carry(OutcomeRecorded, self, under=about, subject=subject)
        return CASE.made(context, case, outcome)


class CloseCase(CaseCommand, frozen=True, kw_only=True):
    """Closes a case; its services end, their claims are released, and waiting requests are dropped.

    GOALS_MET requires an outcome first. Referrals that are still open are revoked afterwards.
    """

    GROUP: ClassVar[str] = "CASE_RECORD"
    MAKES = (CLOSING,)

    reason: Annotated[CaseCloseReason, Meta(description="Why it ends.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        note = explained(self.reason, self.note, sealed_under(case, None))
        return CASE.made(context, case, carry(CaseClosed, self, note=note))


class ReopenCase(CaseCommand, frozen=True, kw_only=True):
    """Reopens a closed case: the need is back. Its services must be assigned again."""

    GROUP: ClassVar[str] = "CASE_RECORD"
    MAKES = (REOPENING,)

    reason: Annotated[CaseReopenReason, Meta(description="Why it is reopened.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        case = self.held(context)
        check_closed(case)
        note = explained(self.reason, self.note, sealed_under(case, None))
        return CASE.made(context, case, carry(CaseReopened, self, note=note))
