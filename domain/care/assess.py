"""Commands: assess a case, agree a plan, declare the local capacity (S1)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from ..kernel.dates import check_period
from ..kernel.fields import case_text, child_data, health
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.policy_types import Urgency
from ..kernel.refusal import refuse
from ..kernel.roles import acting_for
from ..kernel.vocabulary import NoteText, explained
from ..people.standing import check_lives
from .case import Case
from .case_command import AboutCase, CaseCommand, CaseId, Via, subject_of, subjects_among
from .case_events import (
    AssessmentParticulars,
    CapacityParticulars,
    CaseAssessed,
    CasePlanItem,
    LocalCapacityDeclared,
    PlanAgreed,
)
from .case_facts import ASSESSMENT, CAPACITY, PLAN
from .case_rules import CASE, sealed_under
from .kps import active_member, check_conflict
from .kps_commands import check_service_kind
from .persons import SubjectId
from .vocabulary import AgreedWith

Findings = Annotated[NoteText, Meta(description="Need, strengths, risks. Sealed under the person.")]


class AssessmentDescription(
    AssessmentParticulars, AboutCase, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """An assessment, as a command gives it."""

    case_id: CaseId
    via: Via = None
    subject_id: SubjectId = None
    health_findings: Annotated[
        NoteText | None, Meta(description="Findings about health; sealed separately.")
    ] = None
    child_findings: Annotated[
        NoteText | None, Meta(description="Findings about a child; sealed separately.")
    ] = None
    urgency: Annotated[Urgency | None, Meta(description="Its urgency; default: unchanged.")] = None

    def checked(self, context: Context, case: Case) -> dict[str, Any]:
        """Its fields as an event stores them, without the findings. Raises LK3_ONLY,
        NOT_A_SUBJECT."""
        if self.by_role == "LK3" and acting_for(context.actor.role) != "LK3":
            refuse("LK3_ONLY", field="byRole", role=context.actor.role)
        subject = subject_of(context, case, self.subject_id, field="subjectId")
        about = sealed_under(case, subject)
        return {
            "by_role": self.by_role,
            "method": self.method,
            "subject": subject,
            "health": health(about, self.health_findings) if self.health_findings else None,
            "child": child_data(about, self.child_findings) if self.child_findings else None,
            "urgency": self.urgency or case.urgency,
        }


class AssessCase(AssessmentDescription, frozen=True, kw_only=True):
    """Records an assessment (asesmen): need, strengths and risks, with its findings sealed."""

    GROUP: ClassVar[str] = "CASE_ASSESSMENT"
    MAKES = (ASSESSMENT,)

    findings: Findings

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        fields = self.checked(context, case)
        findings = case_text(sealed_under(case, fields["subject"]), self.findings)
        return CASE.made(context, case, CaseAssessed(findings=findings, **fields))


class AgreePlan(CaseCommand, frozen=True, kw_only=True):
    """Records the plan agreed with those concerned; it replaces the previous plan.

    Items for the board or a member body become services automatically unless they overlap another
    service; the others wait for a decision of the Dinas.
    """

    GROUP: ClassVar[str] = "CASE"
    MAKES = (PLAN,)

    items: Annotated[
        tuple[CasePlanItem, ...], Meta(min_length=1, max_length=30, description="Its items.")
    ]
    agreed_with: Annotated[AgreedWith, Meta(description="With whom it was agreed.")]
    goals: Annotated[
        NoteText | None, Meta(description="The goals; sealed under the first person.")
    ] = None

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        self._check_items(context, case)
        if case.plan is not None and case.plan.items == self.items:
            refuse("NO_CHANGE", field="items")
        plan = carry(PlanAgreed, self, under=sealed_under(case, None))
        return CASE.made(context, case, plan)

    def _check_items(self, context: Context, case: Case) -> None:
        numbers: set[int] = set()
        for item in self.items:
            if item.no in numbers:
                refuse("PLAN_ITEM_TWICE", field="items", no=item.no)
            numbers.add(item.no)
            check_service_kind(context, item.service_kind, field="items")
            check_service_days(item.valid_from, item.valid_to, field="items")
            subjects_among(context, case, item.recipients, field="items")
            if (item.doer == "KPS") != (item.kps is not None):
                refuse("PROVIDER_INCOMPLETE", field="items", provider=item.doer)
            if item.doer in ("BOARD", "KPS") and case.wksbm is None:
                refuse("PROVIDER_INCOMPLETE", field="items", provider=item.doer)
            if item.kps is not None:
                kps = active_member(context, item.kps, field="items", wksbm=case.wksbm)
                check_conflict(context, kps, item.service_kind, field="items")
            for person in item.recipients or case.subjects:
                check_lives(context, person, item.valid_from, field="items")


class CapacityDescription(
    CapacityParticulars, AboutCase, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What the community can do itself, as a command gives it."""

    case_id: CaseId
    via: Via = None
    note: NoteText | None = None

    def checked(self) -> dict[str, Any]:
        """Its fields as an event stores them. Raises TRIED_REQUIRED or NOTE_REQUIRED."""
        exceeded = self.verdict == "EXCEEDED"
        if exceeded and not self.tried:
            refuse("TRIED_REQUIRED", field="tried", verdict=self.verdict)
        if exceeded != (self.cause is not None):
            refuse("TRIED_REQUIRED", field="cause", verdict=self.verdict)
        if (self.cause == "OTHER" or "OTHER" in self.tried) and not self.note:
            refuse("NOTE_REQUIRED", field="note")
        tried = tuple(dict.fromkeys(self.tried))
        return {"verdict": self.verdict, "tried": tried, "cause": self.cause}


class DeclareLocalCapacity(CapacityDescription, frozen=True, kw_only=True):
    """Declares whether the community can help by itself, and what it tried (S1).

    EXCEEDED allows a referral to other bodies; the choice among them is free.
    """

    GROUP: ClassVar[str] = "CASE"
    MAKES = (CAPACITY,)

    def decide(self, context: Context) -> Decision:
        case = self.opened(context)
        note = explained(self.verdict, self.note, sealed_under(case, None))
        return CASE.made(context, case, LocalCapacityDeclared(note=note, **self.checked()))


def check_service_days(valid_from: date, valid_to: date, *, field: str = "validTo") -> None:
    """Raises PERIOD_EMPTY or DATE_IMPLAUSIBLE if the days of a service make no plausible period."""
    if valid_to <= valid_from:
        refuse("PERIOD_EMPTY", field=field, valid_from=valid_from, valid_to=valid_to)
    check_period(valid_from, valid_to, field=field)
