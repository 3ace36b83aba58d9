"""The state of a person, as far as rules use it: a fold of their stream, without personal data."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from ..kernel.facts import folded
from ..kernel.model import Aggregate, Stamp
from .consent_events import ConsentPart, Purpose
from .person_events import LegalBasis, MissingNik, NikState, Sex
from .person_facts import (
    Absorption,
    Alias,
    Death,
    GivenConsent,
    Nik,
    PersonMove,
    Registration,
    Suspicion,
    Takeover,
)
from .person_fold import FOLD

ADULT_AGE = 18
"""A child is a person under 18 (UU 35/2014 ps 1(1)), unless the data protection law
says otherwise."""


class Person(Aggregate, frozen=True, kw_only=True):
    """A person: registration, area, consents, merges, death."""

    TYPE: ClassVar[str] = "person"

    registration: Registration | None = None
    moves: tuple[PersonMove, ...] = ()
    aliases: tuple[Alias, ...] = ()
    nik: Nik | None = None
    nik_missing: MissingNik | None = "NOT_ASKED"
    """Why this record has no NIK of its own."""
    suspected: tuple[Suspicion, ...] = ()
    takeovers: tuple[Takeover, ...] = ()
    absorption: Absorption | None = None
    death: Death | None = None
    consents: tuple[GivenConsent, ...] = ()
    """All consents ever given, in order; ``withdrawn_on`` is set for withdrawn ones."""

    # --- facts

    @property
    def move(self) -> PersonMove | None:
        """The move that tells where the person lives; ``None``: the registration does."""
        last = self.moves[-1] if self.moves else None
        if last is None or self.registration is None:
            return last
        return None if last.moved_on < self.registration.registered_on else last

    @property
    def area_code(self) -> str | None:
        """Area the person lives in, as far as known."""
        if self.move is not None:
            return self.move.area_code
        return None if self.registration is None else self.registration.area_code

    @property
    def legal_basis(self) -> LegalBasis | None:
        """The legal basis for processing the data."""
        return None if self.registration is None else self.registration.legal_basis

    @property
    def sex(self) -> Sex | None:
        """F or M, if known."""
        return None if self.registration is None else self.registration.sex

    @property
    def birth_year(self) -> int | None:
        """Year of birth, if known."""
        return None if self.registration is None else self.registration.birth_year

    @property
    def nik_state(self) -> NikState:
        """Status of the NIK."""
        return "NONE" if self.nik is None else self.nik.state

    @property
    def nik_record(self) -> UUID | None:
        """The record that holds the NIK: this one, or one that was merged into it."""
        return None if self.nik is None else self.nik.record

    @property
    def nik_entry(self) -> int | None:
        """Version of the event of this stream that holds the NIK, if this record does."""
        return None if self.nik is None else self.nik.held_by

    @property
    def merged_into(self) -> UUID | None:
        """The record that is used instead of this one."""
        return None if self.absorption is None else self.absorption.survivor

    @property
    def died_on(self) -> date | None:
        """Day of death."""
        return None if self.death is None else self.death.died_on

    @property
    def certificate(self) -> str | None:
        """Number of the death certificate or the village's letter."""
        return None if self.death is None else self.death.certificate

    # --- questions of rules

    def consent(self, consent_id: UUID) -> GivenConsent | None:
        """A consent by its id."""
        return next((each for each in self.consents if each.id == consent_id), None)

    def consent_for(
        self, purpose: Purpose, on: date, *, scope: tuple[ConsentPart, ...] = ()
    ) -> GivenConsent | None:
        """A consent for a purpose that is valid on a day and covers all of ``scope``, if any."""
        return next(
            (
                consent
                for consent in reversed(self.consents)
                if consent.purpose == purpose
                and consent.live_on(on)
                and set(scope) <= set(consent.scope)
            ),
            None,
        )

    def is_child_on(self, day: date) -> bool | None:
        """Whether the person is certainly a child; ``None`` if the year of birth does
        not decide."""
        if self.birth_year is None:
            return None
        age = day.year - self.birth_year
        return None if age == ADULT_AGE else age < ADULT_AGE

    def suspicion_of(self, other: UUID) -> Suspicion | None:
        """The open suspicion that this record and another are of one person."""
        return next((each for each in self.suspected if each.other == other), None)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)
