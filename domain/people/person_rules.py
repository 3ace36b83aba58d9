"""When a fact about a person is allowed: one rule for each kind."""

from __future__ import annotations

from datetime import date

from ..kernel.model import Context
from ..kernel.refusal import About, refuse, refuse_existing
from ..kernel.timeline import Timeline
from .person import Person
from .person_facts import (
    ALIAS,
    CONSENT,
    DEATH,
    MERGE,
    MOVE,
    NIK,
    REGISTRATION,
    SUSPICION,
    VERIFICATION,
    WITHDRAWAL,
    Absorption,
    Death,
    GivenConsent,
    Nik,
    PersonMove,
    Suspicion,
    Takeover,
)
from .standing import same_person, standing


def _check_lived(context: Context, person: Person, day: date) -> None:
    """Raises PERSON_DIED if the person had died before a day, by this record or by another."""
    known = standing(context, person.id)
    others = (each.died_on for each in known.records if each.id != person.id)
    died_on = min(filter(None, (person.died_on, *others)), default=None)
    if died_on is not None and died_on < day:
        refuse("PERSON_DIED", field="personId", person=About("person", known.id), day=died_on)


def _move(context: Context, person: Person, move: PersonMove) -> None:
    _check_lived(context, person, move.moved_on)


def _nik(context: Context, person: Person, nik: Nik) -> None:
    if person.nik is not None:
        refuse("IDENTITY_STATE", field="personId", has_nik=True, state=person.nik_state)


def check_claimed(person: Person) -> None:
    """Raises IDENTITY_STATE unless there is a NIK that is not verified."""
    if person.nik_state != "CLAIMED":
        known = person.nik is not None
        refuse("IDENTITY_STATE", field="personId", has_nik=known, state=person.nik_state)


def _verification(context: Context, person: Person, nik: Nik) -> None:
    check_claimed(person)


def _suspicion(context: Context, person: Person, suspicion: Suspicion) -> None:
    if person.suspicion_of(suspicion.other) is not None:
        refuse("DUPLICATE_STATE", field="otherId", cause="ALREADY_SUSPECTED")


def _merge(context: Context, person: Person, merge: Takeover | Absorption) -> None:
    """Checked for the survivor; a person has one NIK."""
    if isinstance(merge, Absorption):
        return
    suspicion = person.suspicion_of(merge.merged)
    if suspicion is None:
        refuse("DUPLICATE_STATE", field="mergedId", cause="NOT_SUSPECTED")
    if suspicion.suspected_by == merge.approver:
        refuse("SELF_APPROVAL")
    if person.nik is not None and merge.nik is not None:
        refuse("MERGE_TWO_NIKS", field="mergedId")


def _death(context: Context, person: Person, death: Death) -> None:
    if person.death is not None:
        refuse("DEATH_STATE", field="personId", dead=True)
    others = (each for each in standing(context, person.id).records if each.id != person.id)
    for each in (person, *others):
        if each.birth_year is not None and death.died_on.year < each.birth_year:
            refuse("DATE_IMPLAUSIBLE", field="diedOn", day=death.died_on, cause="TOO_EARLY")


def _consent(context: Context, person: Person, consent: GivenConsent) -> None:
    _check_lived(context, person, consent.given_on)
    if person.consent(consent.id) is not None:
        refuse_existing("consent", consent.id, field="consentId")
    if consent.until is not None and consent.until < consent.given_on:
        refuse("DATE_ORDER", field="until", date_from=consent.given_on, date_to=consent.until)
    _check_giver(context, person, consent, consent.given_on)


def _check_giver(context: Context, person: Person, consent: GivenConsent, day: date) -> None:
    """Raises GUARDIAN_REQUIRED for a child's own consent or an unnamed parent or guardian,
    GUARDIAN_UNFIT for a guardian who is a child, ONE_OF if too many givers are named.
    """
    named = (consent.giver_person is not None) + consent.named
    if consent.giver == "SELF":
        if person.is_child_on(day):
            refuse("GUARDIAN_REQUIRED", field="giver")
        if named:
            refuse("ONE_OF", field="giver", options=("self", "giver_person", "giver_name"))
        return
    if named == 0 or same_person(context, consent.giver_person, person.id):
        refuse("GUARDIAN_REQUIRED", field="giverPerson")
    if consent.giver_person is not None:
        guardian = standing(context, consent.giver_person)
        if guardian.dead_on(day) or guardian.surely_child_on(day):
            refuse("GUARDIAN_UNFIT", field="giverPerson", dead=guardian.dead_on(day))
    if named == 2:
        refuse("ONE_OF", field="giverPerson", options=("giver_person", "giver_name"))


def _withdrawal(context: Context, person: Person, consent: GivenConsent) -> None:
    given = person.consent(consent.id)
    if given is not None and given.withdrawn_on is not None:
        refuse("CONSENT_STATE", field="consentId")


PERSONS: Timeline[Person] = Timeline(
    {
        REGISTRATION: None,
        MOVE: _move,
        ALIAS: None,
        NIK: _nik,
        VERIFICATION: _verification,
        SUSPICION: _suspicion,
        MERGE: _merge,
        DEATH: _death,
        CONSENT: _consent,
        WITHDRAWAL: _withdrawal,
    }
)
"""The facts about a person and their rules."""
