"""The parts of a WKSBM's state: its valid facts, and their kinds.

``entry`` is the version, in the WKSBM's stream, of the event that made the fact; corrections and
retractions name it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, FactKind, changed, ending, identity_of, listed, single
from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from . import wksbm_correction_events as corrected
from . import wksbm_events as forming
from . import wksbm_life_events as life
from .activity_ref import ActivityRef
from .legality import Decree, LegalReference
from .wksbm_events import (
    Candidate,
    SessionParticulars,
    Stage,
    TrainingParticulars,
    WksbmParticulars,
)
from .wksbm_life_events import AwardParticulars, GradeParticulars, MentorParticulars

EndKind = Literal["MERGED", "DISSOLVED", "WITHDRAWN"]


class DatedName(msgspec.Struct, frozen=True):
    """A name that holds from a business day on."""

    entry: int
    valid_from: date
    name: str


class DatedParent(msgspec.Struct, frozen=True):
    """Under which WKSBM it stands from a business day on; ``None``: under none."""

    entry: int
    valid_from: date
    parent: UUID | None


class DatedReferences(msgspec.Struct, frozen=True):
    """What regulations and letters it refers to from a business day on."""

    entry: int
    valid_from: date
    legal_references: tuple[LegalReference, ...]


class Socialisation(SessionParticulars, frozen=True, kw_only=True):
    """A session that explained the WKSBM; its days may be unknown."""

    entry: int
    told_on: date | None = None
    """Business day of the entry."""


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates, who entered them, and whether another person approved."""

    entry: int
    latest: int
    """Version of the last event that changed it; an approval concerns this one."""
    nominated_on: date
    entered_by: tuple[UUID, ...]
    """All persons who entered or changed it; none of them may approve it."""
    candidates: tuple[Candidate, ...]
    withdrawn: tuple[UUID, ...] = ()
    replaced: tuple[UUID, ...] = ()
    """Candidates before a change or correction: trainings in which they took part remain valid."""
    approved_by: UUID | None = None
    approved_on: date | None = None
    approval: int | None = None
    """Version of the event that approved it."""

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """The candidates who did not withdraw."""
        return tuple(item for item in self.candidates if item.person not in self.withdrawn)

    @property
    def ever(self) -> frozenset[UUID]:
        """All persons who were candidates at any time."""
        return frozenset((*(item.person for item in self.candidates), *self.replaced))


class Training(TrainingParticulars, frozen=True, kw_only=True):
    """A training: the activity it refers to, and which candidates or members took part."""

    entry: int
    trained_on: date


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A stage that was waived."""

    entry: int
    stage: Stage
    waived_on: date | None = None


class Inauguration(msgspec.Struct, frozen=True, kw_only=True):
    """Pengukuhan: its day, its decree, its activity, and the term that it opened."""

    entry: int
    inaugurated_on: date
    decree: Decree
    activity: ActivityRef | None
    term_no: int


class Grade(GradeParticulars, frozen=True, kw_only=True):
    """A maturity grade, with its day."""

    entry: int
    assessed_on: date


class Mentor(MentorParticulars, frozen=True, kw_only=True):
    """A mentor of the WKSBM, with the period."""

    entry: int
    person: UUID
    valid_from: date
    valid_to: date | None = None
    ended_by: int | None = None
    """Version of the event that ended it."""


class Award(AwardParticulars, frozen=True, kw_only=True):
    """A competition entered (no rank) or won."""

    entry: int
    rank: int | None = None


class TargetGroups(msgspec.Struct, frozen=True, kw_only=True):
    """Declared target groups, by edition."""

    entry: int
    edition: str
    codes: tuple[str, ...]
    declared_on: date


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """Local values of the WKSBM."""

    entry: int
    values: tuple[str, ...]
    recorded_on: date


class Dormancy(msgspec.Struct, frozen=True, kw_only=True):
    """A dormancy ``[valid_from, valid_to)``; without an end the WKSBM is dormant now."""

    entry: int
    valid_from: date
    valid_to: date | None = None
    woken: int | None = None
    """Version of the event that ended it, if it was a separate one."""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How the WKSBM ended."""

    entry: int
    kind: EndKind
    ended_on: date
    into: UUID | None = None
    """The WKSBM that it was merged into."""


# --- kinds -----------------------------------------------------------------------------------

RETRACTED = corrected.WksbmEntryRetracted

UNAPPROVED: Changed = {"approved_by": None, "approved_on": None, "approval": None}
"""The fields of a nomination without a valid approval."""


def _mentor_corrected(wksbm: Any, event: corrected.MentorCorrected, stamp: Stamp) -> Changed:
    """The corrected person, role and days; a separately recorded end can still be retracted."""
    ended = {} if event.valid_to is not None else {"ended_by": None}
    days = {"valid_from": event.valid_from, "valid_to": event.valid_to}
    what = {name: getattr(event, name) for name in MentorParticulars.__struct_fields__}
    mentors = changed(wksbm.mentors, event.of, person=event.person, **what, **days, **ended)
    return {"mentors": mentors}


def _socialised(event: forming.WksbmSocialised, stamp: Stamp) -> Socialisation:
    return carry(Socialisation, event, entry=stamp.version, told_on=stamp.occurred_on)


def _nominated(event: forming.CandidatesNominated, stamp: Stamp) -> Nomination:
    day, who = stamp.occurred_on, stamp.actor_id
    entry = stamp.version
    return carry(Nomination, event, entry=entry, latest=entry, nominated_on=day, entered_by=(who,))


def _ended(event: Event, stamp: Stamp) -> End:
    into = event.into if isinstance(event, life.WksbmMerged) else None
    return End(entry=stamp.version, kind=_ENDS[type(event)], ended_on=stamp.occurred_on, into=into)


_ENDS: dict[type[Event], EndKind] = {
    life.WksbmMerged: "MERGED",
    life.WksbmDissolved: "DISSOLVED",
    life.WksbmWithdrawn: "WITHDRAWN",
}


PROPOSAL = identity_of(
    "PROPOSAL",
    made_by=(forming.WksbmProposed, forming.WksbmRenamed),
    corrected_by=corrected.WksbmCorrected,
    fact=lambda wksbm: carry(WksbmParticulars, wksbm, name=wksbm.name),
    day=lambda fact: None,
)
SOCIALISATION = listed(
    "SOCIALISATION",
    Socialisation,
    "socialisations",
    made_by=forming.WksbmSocialised,
    corrected_by=corrected.SocialisationCorrected,
    retracted_by=RETRACTED,
    day="held_to",
    build=_socialised,
)
NOMINATION = single(
    "NOMINATION",
    Nomination,
    "nomination",
    made_by=forming.CandidatesNominated,
    corrected_by=corrected.NominationCorrected,
    retracted_by=RETRACTED,
    day="nominated_on",
    build=_nominated,
)
APPROVAL = FactKind(
    code="APPROVAL",
    made_by=(forming.NominationApproved,),
    retracted_by=RETRACTED,
    found=lambda wksbm: (
        ((wksbm.nomination.approval, wksbm.nomination),)
        if wksbm.nomination is not None and wksbm.nomination.approval is not None
        else ()
    ),
    day=lambda nomination: nomination.approved_on,
    without=lambda wksbm, of: {
        "nomination": msgspec.structs.replace(wksbm.nomination, **UNAPPROVED)
    },
)
TRAINING = listed(
    "TRAINING",
    Training,
    "trainings",
    made_by=(forming.CandidatesTrained, forming.MembersTrained),
    corrected_by=corrected.TrainingCorrected,
    retracted_by=RETRACTED,
    day="trained_on",
)
WAIVER = listed(
    "WAIVER",
    Waiver,
    "waivers",
    made_by=forming.StageWaived,
    retracted_by=RETRACTED,
    day="waived_on",
)
INAUGURATION = single(
    "INAUGURATION",
    Inauguration,
    "inauguration",
    made_by=forming.WksbmInaugurated,
    corrected_by=(
        corrected.DecreeCorrected,
        corrected.InaugurationDateCorrected,
        corrected.InaugurationActivityCorrected,
    ),
    retracted_by=RETRACTED,
    day="inaugurated_on",
)
MATURITY = listed(
    "MATURITY",
    Grade,
    "grades",
    made_by=life.MaturityAssessed,
    corrected_by=corrected.MaturityCorrected,
    retracted_by=RETRACTED,
    day="assessed_on",
)
MENTOR = listed(
    "MENTOR",
    Mentor,
    "mentors",
    made_by=life.MentorAssigned,
    corrected_by=corrected.MentorCorrected,
    retracted_by=RETRACTED,
    day="valid_from",
    correct=_mentor_corrected,
)
MENTOR_END = ending(
    "MENTOR_END",
    "mentors",
    made_by=life.MentorEnded,
    retracted_by=RETRACTED,
    entry="ended_by",
    day="valid_to",
    restored={"valid_to": None, "ended_by": None},
)
AWARD = listed(
    "AWARD",
    Award,
    "awards",
    made_by=(life.AwardEntered, life.AwardGranted),
    corrected_by=corrected.AwardCorrected,
    retracted_by=RETRACTED,
    day=None,
)
TARGET_GROUPS = listed(
    "TARGET_GROUPS",
    TargetGroups,
    "target_groups",
    made_by=life.TargetGroupsDeclared,
    retracted_by=RETRACTED,
    day="declared_on",
)
VALUES = listed(
    "VALUES",
    Values,
    "values",
    made_by=life.ValuesRecorded,
    retracted_by=RETRACTED,
    day="recorded_on",
)
DORMANCY = listed(
    "DORMANCY",
    Dormancy,
    "dormancies",
    made_by=life.WksbmWentDormant,
    corrected_by=corrected.DormancyCorrected,
    retracted_by=RETRACTED,
    day="valid_from",
)
REACTIVATION = ending(
    "REACTIVATION",
    "dormancies",
    made_by=life.WksbmReactivated,
    retracted_by=RETRACTED,
    entry="woken",
    day="valid_to",
    restored={"valid_to": None, "woken": None},
)
END = single(
    "END",
    End,
    "end",
    made_by=(life.WksbmMerged, life.WksbmDissolved, life.WksbmWithdrawn),
    retracted_by=RETRACTED,
    day="ended_on",
    build=_ended,
)

KINDS = {
    kind.code: kind
    for kind in (
        *(PROPOSAL, SOCIALISATION, NOMINATION, APPROVAL, TRAINING, WAIVER, INAUGURATION),
        *(MATURITY, MENTOR, MENTOR_END, AWARD, TARGET_GROUPS, VALUES),
        *(DORMANCY, REACTIVATION, END),
    )
}
"""Kinds of facts of a WKSBM, by their codes in the API."""
