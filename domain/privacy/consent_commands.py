"""Consent to a use of a person's data, and its withdrawal (UU 27/2022 ps 20–26, 40–42).

A consent says what for and what of, who gave it, how, and by which proof. For a child it is a
parent or guardian who consents (ps 25); the year of birth decides, which stands in clear for
that; in the year in which the person turns 18 both are accepted.

A board records consents of those it knows: who is registered in the area of its WKSBM, whom a
case of it names, or who gave the consent there. That is judged by what is on record; the ids in
the command only say where to look.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..care.case import Case
from ..formation.wksbm import Wksbm
from ..kernel.days import DistantDay
from ..kernel.fields import DocumentNo, NewId
from ..kernel.model import Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_existing, refuse_missing
from ..kernel.vocabulary import NoteText, PersonName
from ..people.person import Person
from ..people.person_command import PersonCommand, living_record, records_of
from ..people.person_events import (
    ConsentGiven,
    ConsentMethod,
    ConsentPart,
    ConsentWithdrawn,
    Giver,
    Purpose,
    WithdrawnBy,
)
from ..reference.areas import within


class _ConsentCommand(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command about a consent: it acts where the person is known to be."""

    case_id: Annotated[
        UUID | None,
        Meta(description="The case it is for; by it a board knows who lives elsewhere."),
    ] = None

    def place(self, context: Context) -> Place:
        state = context.load(Person, self.person_id)
        return Place(area_code=state.area_code, wksbm_id=self._known_at(context, state))

    def _asking(self) -> UUID | None:
        """The WKSBM that the command names."""
        raise TypeError(f"{type(self).__name__} does not say which WKSBM asks")

    def _taken_at(self, state: Person) -> UUID | None:
        """The WKSBM at which the consent is on record already."""
        return None

    def _known_at(self, context: Context, state: Person) -> UUID | None:
        """The WKSBM named, or that of the case named, if the person is known there."""
        if self.case_id is not None:
            case = context.load(Case, self.case_id)
            known = case.exists and {*records_of(context, state.id)} & {*case.subjects}
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
        """The WKSBM named, or that of the case named.

        Raises NOT_FOUND for one that is not there, and for a case of others.
        """
        asking = self._asking()
        if asking is not None:
            context.existing(Wksbm, asking, field="wksbmId")
        if self.case_id is not None:
            case = context.existing(Case, self.case_id, field="caseId")
            if not {*records_of(context, state.id)} & {*case.subjects}:
                refuse_missing("case", self.case_id, field="caseId")
            return asking or case.wksbm
        return asking


class GiveConsent(_ConsentCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records a consent with its proof, as the law asks the controller to show it."""

    GROUP: ClassVar[str] = "CONSENT"

    consent_id: Annotated[NewId, Meta(description="Id of the new consent.")]
    purpose: Annotated[Purpose, Meta(description="What it is for.")]
    scope: Annotated[
        tuple[ConsentPart, ...],
        Meta(min_length=1, max_length=20, description="What of the data it covers."),
    ]
    giver: Annotated[Giver, Meta(description="Who gave it.")] = "SELF"
    giver_person: Annotated[
        UUID | None, Meta(description="The parent or guardian, if registered.")
    ] = None
    giver_name: Annotated[
        PersonName | None,
        Meta(description="Name of the parent or guardian, if not registered. Kept sealed."),
    ] = None
    method: Annotated[ConsentMethod, Meta(description="How it was given.")]
    proof: Annotated[DocumentNo, Meta(description="Number of the form or of the recording.")]
    until: Annotated[DistantDay | None, Meta(description="Last day on which it holds.")] = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM that asked for it.")] = None

    def _asking(self) -> UUID | None:
        return self.wksbm_id

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if state.died_on is not None:
            refuse("DEATH_STATE", field="personId", dead=True)
        wksbm = self.checked_wksbm(context, state)
        if any(consent.id == self.consent_id for consent in state.consents):
            refuse_existing("consent", self.consent_id, field="consentId")
        if self.until is not None and self.until < context.occurred_on:
            refuse("DATE_ORDER", field="until", date_from=context.occurred_on, date_to=self.until)
        self._check_giver(context, state)
        event = carry(
            ConsentGiven,
            self,
            under=state.id,
            scope=tuple(dict.fromkeys(self.scope)),
            wksbm_id=wksbm,
        )
        return [(state, event)]

    def _check_giver(self, context: Context, state: Person) -> None:
        named = (self.giver_person is not None) + (self.giver_name is not None)
        if self.giver == "SELF":
            if state.is_child_on(context.occurred_on):
                refuse("GUARDIAN_REQUIRED", field="giver")
            if named:
                refuse("ONE_OF", field="giver", options=("self", "giver_person", "giver_name"))
            return
        if named == 0 or self.giver_person == state.id:
            refuse("GUARDIAN_REQUIRED", field="giverPerson")
        if named == 2:
            refuse("ONE_OF", field="giverPerson", options=("giver_person", "giver_name"))
        if self.giver_person is not None:
            living_record(context, self.giver_person, field="giverPerson")


class WithdrawConsent(_ConsentCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a consent was withdrawn; what it allowed has to stop within 3×24 hours."""

    GROUP: ClassVar[str] = "CONSENT"

    consent_id: Annotated[UUID, Meta(description="The consent.")]
    by: Annotated[WithdrawnBy, Meta(description="Who withdrew it.")] = "SELF"
    proof: Annotated[
        DocumentNo | None, Meta(description="Number of the letter, if there is one.")
    ] = None
    note: NoteText | None = None
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM that was told.")] = None

    def _asking(self) -> UUID | None:
        return self.wksbm_id

    def _taken_at(self, state: Person) -> UUID | None:
        return next((each.wksbm for each in state.consents if each.id == self.consent_id), None)

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        consent = next((each for each in state.consents if each.id == self.consent_id), None)
        if consent is None:
            refuse_missing("consent", self.consent_id, field="consentId")
        if consent.withdrawn_on is not None:
            refuse("CONSENT_STATE", field="consentId")
        self.checked_wksbm(context, state)
        return [(record, self._event(record.id)) for record in _holders(context, state, consent.id)]

    def _event(self, subject: UUID) -> Event:
        return carry(ConsentWithdrawn, self, under=subject)


def _holders(context: Context, state: Person, consent_id: UUID) -> list[Person]:
    """This record and those merged into it that hold a consent: what is withdrawn must stay so
    when a merge is reversed."""
    found = [state]
    for takeover in state.takeovers:
        if consent_id in takeover.consents:
            merged = context.load(Person, takeover.merged)
            found += _holders(context, merged, consent_id)
    return found
