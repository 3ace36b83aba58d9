"""Consent to a use of a person's data, and its withdrawal (UU 27/2022 ps 20–26, 40–42).

A consent states its purpose, the data it covers, who gave it, how, and with which proof. For a
child a parent or guardian consents (ps 25); the person's age is taken from the year of birth, which
is stored in clear for this; in the year in which the person turns 18 both are accepted.

A board records consents of persons it knows: those registered in the area of its WKSBM, those named
in one of its cases, and those who gave the consent there. The record decides; the ids in the
command only say where to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..care.case import Case
from ..formation.wksbm import Wksbm
from ..kernel.fields import DocumentNo, NewId
from ..kernel.model import Aggregate, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import NoteText, PersonName
from ..people.consent_events import (
    ConsentGiven,
    ConsentTerms,
    ConsentWithdrawn,
    Giver,
    WithdrawnBy,
)
from ..people.person import Person
from ..people.person_command import AboutPerson, PersonId
from ..people.person_facts import CONSENT, WITHDRAWAL, GivenConsent
from ..people.person_rules import PERSONS
from ..people.standing import is_among
from ..reference.areas import within

CaseId = Annotated[
    UUID | None,
    Meta(description="The case it is for; needed by a board if the person lives elsewhere."),
]
GiverName = Annotated[
    PersonName | None,
    Meta(description="Name of the parent or guardian, if not registered. Kept sealed."),
]
SaidBy = Annotated[Giver, Meta(description="Who gave it.")]


class AboutConsent(AboutPerson, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the commands about a consent; they act where the person is known."""

    GROUP: ClassVar[str] = "CONSENT"

    if TYPE_CHECKING:
        case_id: UUID | None

    def place(self, context: Context) -> Place:
        state = context.load(Person, self.person_id)
        return Place(area_code=state.area_code, wksbm_id=self._known_at(context, state))

    def _asking(self) -> UUID | None:
        """The WKSBM that the command names."""
        raise TypeError(f"{type(self).__name__} does not say which WKSBM asks")

    def _taken_at(self, state: Person) -> UUID | None:
        """The WKSBM at which the consent is already recorded."""
        return None

    def _known_at(self, context: Context, state: Person) -> UUID | None:
        """The WKSBM of the command, or that of its case, if the person is known there."""
        if self.case_id is not None:
            case = context.load(Case, self.case_id)
            known = case.exists and is_among(context, state.id, case.subjects)
            return case.wksbm if known and self._asking() in (None, case.wksbm) else None
        asking = self._asking()
        if asking is None:
            return self._taken_at(state)
        wksbm = context.load(Wksbm, asking)
        here = state.area_code is not None and wksbm.exists
        if here and within(state.area_code or "", wksbm.village_code):
            return asking
        return asking if asking == self._taken_at(state) else None

    def checked_wksbm(self, context: Context, state: Person) -> UUID | None:
        """The WKSBM of the command, or that of its case.

        Raises NOT_FOUND for one that does not exist, and for a case of other persons.
        """
        asking = self._asking()
        if asking is not None:
            context.existing(Wksbm, asking, field="wksbmId")
        if self.case_id is not None:
            case = context.existing(Case, self.case_id, field="caseId")
            if not is_among(context, state.id, case.subjects):
                refuse_missing("case", self.case_id, field="caseId")
            return asking or case.wksbm
        return asking


class GiveConsent(
    ConsentTerms, AboutConsent, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records a consent with its proof, which the law requires the controller to be
    able to show."""

    MAKES = (CONSENT,)

    person_id: PersonId
    case_id: CaseId = None
    consent_id: Annotated[NewId, Meta(description="Id of the new consent.")]
    giver: SaidBy = "SELF"
    giver_name: GiverName = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM that asked for it.")] = None

    def _asking(self) -> UUID | None:
        return self.wksbm_id

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        wksbm = self.checked_wksbm(context, person)
        scope = tuple(dict.fromkeys(self.scope))
        given = carry(ConsentGiven, self, under=person.id, scope=scope, wksbm_id=wksbm)
        decided = PERSONS.made(context, person, given)
        check_giver(context, self.giver_person)
        return decided


def check_giver(context: Context, giver: UUID | None) -> None:
    """Raises NOT_FOUND if the named parent or guardian is not a
    registered person."""
    if giver is not None:
        context.existing(Person, giver, field="giverPerson")


class WithdrawConsent(AboutConsent, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a consent was withdrawn; the use it allowed must stop within 3×24 hours."""

    MAKES = (WITHDRAWAL,)

    person_id: PersonId
    case_id: CaseId = None
    consent_id: Annotated[UUID, Meta(description="The consent.")]
    by: Annotated[WithdrawnBy, Meta(description="Who withdrew it.")] = "SELF"
    proof: Annotated[
        DocumentNo | None, Meta(description="Number of the letter, if there is one.")
    ] = None
    note: NoteText | None = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM to which it was reported.")] = None

    def _asking(self) -> UUID | None:
        return self.wksbm_id

    def _taken_at(self, state: Person) -> UUID | None:
        return taken_at(state, self.consent_id)

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        consent = consent_of(person, self.consent_id)
        if consent.withdrawn_on is not None:
            refuse("CONSENT_STATE", field="consentId")
        self.checked_wksbm(context, person)
        decided: list[tuple[Aggregate, Event]] = []
        for record in holders(context, person, consent.id):
            withdrawn = carry(ConsentWithdrawn, self, under=record.id)
            decided += PERSONS.made(context, record, withdrawn)
        return decided


def consent_of(person: Person, consent_id: UUID) -> GivenConsent:
    """A consent of the person. Raises NOT_FOUND."""
    found = person.consent(consent_id)
    if found is None:
        refuse_missing("consent", consent_id, field="consentId")
    return found


def taken_at(person: Person, consent_id: UUID) -> UUID | None:
    """The WKSBM at which a consent was taken; ``None``: at none."""
    found = person.consent(consent_id)
    return None if found is None else found.wksbm


def holders(context: Context, state: Person, consent_id: UUID) -> list[Person]:
    """The records that hold a consent: this one and those merged into it. A withdrawal or
    correction must remain when a merge is reversed."""
    found = [state]
    for takeover in state.takeovers:
        if consent_id in takeover.consents:
            merged = context.load(Person, takeover.merged)
            found += holders(context, merged, consent_id)
    return found
