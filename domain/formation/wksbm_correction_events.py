"""Corrections of the facts of a WKSBM: each gives the complete corrected fact."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import Note
from ..kernel.model import Event
from .activity_ref import ActivityRef
from .legality import Decree
from .wksbm_events import Candidate, SessionParticulars, TrainingParticulars, WksbmParticulars
from .wksbm_life_events import AwardParticulars, GradeParticulars, MentorParticulars

WksbmEntry = Literal[
    "SOCIALISATION", "NOMINATION", "APPROVAL", "TRAINING", "WAIVER", "INAUGURATION", "MATURITY",
    "MENTOR", "MENTOR_END", "AWARD", "TARGET_GROUPS", "VALUES", "DORMANCY", "REACTIVATION", "END",
]  # fmt: skip
"""Kinds of entries of a WKSBM that can be retracted. ``END``: merged, dissolved, withdrawn."""


class WksbmCorrected(WksbmParticulars, Event, frozen=True, kw_only=True):
    """The particulars of the WKSBM were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "wksbm.corrected"

    of: int
    slot: UUID | None = None
    """The slot it holds from now on, if any."""
    reason: CorrectionReason
    note: Note | None = None


class SocialisationCorrected(SessionParticulars, Event, frozen=True, kw_only=True):
    """A socialisation was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "wksbm.socialisation_corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class NominationCorrected(Event, frozen=True, kw_only=True):
    """The candidates were entered wrongly; these are the right ones. An approval is no longer
    valid."""

    TOPIC: ClassVar[str] = "wksbm.nomination_corrected"

    of: int
    candidates: tuple[Candidate, ...]
    nominated_on: date
    reason: CorrectionReason
    note: Note | None = None


class TrainingCorrected(TrainingParticulars, Event, frozen=True, kw_only=True):
    """A training was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "wksbm.training_corrected"

    of: int
    trained_on: date
    reason: CorrectionReason
    note: Note | None = None


class DecreeCorrected(Event, frozen=True, kw_only=True):
    """The inauguration's decree was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "wksbm.decree_corrected"

    of: int
    decree: Decree
    reason: CorrectionReason
    note: Note | None = None


class InaugurationDateCorrected(Event, frozen=True, kw_only=True):
    """The day of the inauguration was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "wksbm.inauguration_date_corrected"

    of: int
    inaugurated_on: date
    reason: CorrectionReason
    note: Note | None = None


class InaugurationActivityCorrected(Event, frozen=True, kw_only=True):
    """The inauguration referred to the wrong activity; this is the right one, or there was none."""

    TOPIC: ClassVar[str] = "wksbm.inauguration_activity_corrected"

    of: int
    activity: ActivityRef | None = None
    reason: CorrectionReason
    note: Note | None = None


class MaturityCorrected(GradeParticulars, Event, frozen=True, kw_only=True):
    """A grade was entered wrongly; this is the right one."""

    TOPIC: ClassVar[str] = "wksbm.maturity_corrected"

    of: int
    assessed_on: date
    reason: CorrectionReason
    note: Note | None = None


class MentorCorrected(MentorParticulars, Event, frozen=True, kw_only=True):
    """A mentor was entered wrongly; this is the right person, role and period."""

    TOPIC: ClassVar[str] = "wksbm.mentor_corrected"

    of: int
    person: UUID
    valid_from: date
    valid_to: date | None = None
    reason: CorrectionReason
    note: Note | None = None


class AwardCorrected(AwardParticulars, Event, frozen=True, kw_only=True):
    """An award was entered wrongly; this is the right one. Without a rank it was
    entered, not won."""

    TOPIC: ClassVar[str] = "wksbm.award_corrected"

    of: int
    rank: int | None = None
    reason: CorrectionReason
    note: Note | None = None


class DormancyCorrected(Event, frozen=True, kw_only=True):
    """The days of a dormancy were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "wksbm.dormancy_corrected"

    of: int
    valid_from: date
    valid_to: date | None = None
    """An open dormancy remains open, an ended one remains ended."""
    reason: CorrectionReason
    note: Note | None = None


class WksbmEntryRetracted(Event, frozen=True, kw_only=True):
    """A fact was entered here by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "wksbm.entry_retracted"

    of: int
    entry: WksbmEntry
    slot: UUID | None = None
    """The slot it takes again, if the retraction makes it active."""
    reason: CorrectionReason
    note: Note | None = None
