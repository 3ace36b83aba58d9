"""The state of a WKSBM: its particulars, the stage of its formation, and its status.

Nomination, training and inauguration belong here; seats and terms to its :mod:`.board`. The state
is folded in :mod:`.wksbm_fold`; the commands are in the modules named after their stage.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ..kernel.model import Aggregate
from ..kernel.policies import WksbmLevel
from .legality import LegalReference
from .wksbm_events import Origin, Stage
from .wksbm_facts import (
    Award,
    DatedName,
    DatedParent,
    DatedReferences,
    Dormancy,
    End,
    Grade,
    Inauguration,
    Mentor,
    Nomination,
    Socialisation,
    TargetGroups,
    Training,
    Values,
    Waiver,
)

WksbmStatus = Literal["FORMING", "ACTIVE", "DORMANT", "MERGED", "DISSOLVED", "WITHDRAWN"]
"""FORMING until the inauguration ("rintisan"), DORMANT while it is inactive ("vakum")."""

WksbmStage = Literal["PROPOSED", "SOCIALISED", "NOMINATED", "TRAINED", "INAUGURATED"]
"""Stages of the formation, in their order (S0)."""


class WksbmState(Aggregate, frozen=True, kw_only=True):
    """State of one WKSBM."""

    names: tuple[DatedName, ...] = ()
    """Its names over time; the last one is in force. So with the two below."""
    parents: tuple[DatedParent, ...] = ()
    references: tuple[DatedReferences, ...] = ()
    level: WksbmLevel = "RW"
    village_code: str = ""
    area_edition: str = ""
    local_area: UUID | None = None
    origin: Origin = "INITIATED"
    budget_year: int = 0
    founded_year: int | None = None
    slot: UUID | None = None
    """The slot of its area that it holds; none while it is dormant and after its end."""
    proposed_on: date | None = None
    socialisations: tuple[Socialisation, ...] = ()
    nomination: Nomination | None = None
    trainings: tuple[Training, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    inauguration: Inauguration | None = None
    grades: tuple[Grade, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    awards: tuple[Award, ...] = ()
    target_groups: tuple[TargetGroups, ...] = ()
    values: tuple[Values, ...] = ()
    dormancies: tuple[Dormancy, ...] = ()
    end: End | None = None

    @property
    def name(self) -> str:
        """Its name; empty before it is proposed."""
        return self.names[-1].name if self.names else ""

    @property
    def parent(self) -> UUID | None:
        """The parent WKSBM."""
        return self.parents[-1].parent if self.parents else None

    @property
    def legal_references(self) -> tuple[LegalReference, ...]:
        """What regulations and letters it refers to."""
        return self.references[-1].legal_references if self.references else ()

    @property
    def status(self) -> WksbmStatus:
        """Its present status."""
        if self.end is not None:
            return self.end.kind
        if self.resting is not None:
            return "DORMANT"
        return "ACTIVE" if self.inauguration is not None else "FORMING"

    @property
    def resting(self) -> Dormancy | None:
        """The dormancy without an end."""
        for rest in self.dormancies:
            if rest.valid_to is None:
                return rest
        return None

    @property
    def stage(self) -> WksbmStage:
        """The last stage of its formation that it has reached."""
        if self.inauguration is not None:
            return "INAUGURATED"
        if self.trainings or self.waived("TRAINED"):
            return "TRAINED"
        if self.nomination is not None or self.waived("NOMINATED"):
            return "NOMINATED"
        if self.socialisations or self.waived("SOCIALISED"):
            return "SOCIALISED"
        return "PROPOSED"

    def waived(self, stage: Stage) -> bool:
        """Whether a stage was waived."""
        return any(waiver.stage == stage for waiver in self.waivers)

    def trained_by(self, on: date) -> frozenset[UUID]:
        """The persons trained up to and including the day ``on``."""
        return frozenset(
            person
            for training in self.trainings
            if training.trained_on <= on
            for person in training.attended
        )
