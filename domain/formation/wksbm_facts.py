"""The parts of a WKSBM's state: what was entered and still counts.

``entry`` is the version, in the WKSBM's stream, of the event that made the fact; corrections
and retractions name it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from .activity_ref import ActivityRef
from .legality import Decree
from .wksbm_events import Candidate, Stage
from .wksbm_life_events import AwardLevel, Guidance, MentorRole

EndKind = Literal["MERGED", "DISSOLVED", "WITHDRAWN"]


class Socialisation(msgspec.Struct, frozen=True, kw_only=True):
    """A session that explained it; its days may be unknown."""

    entry: int
    activity: ActivityRef | None
    held_from: date | None
    held_to: date | None


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates, who entered them, and whether another person approved."""

    entry: int
    latest: int
    """Version of the last event that changed it; an approval concerns this one."""
    nominated_on: date
    entered_by: tuple[UUID, ...]
    """Everybody who had a hand in it; none of them may approve it."""
    candidates: tuple[Candidate, ...]
    withdrawn: tuple[UUID, ...] = ()
    approved_by: UUID | None = None
    approved_on: date | None = None
    approval: int | None = None
    """Version of the event that approved it."""

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """The candidates who did not withdraw."""
        return tuple(item for item in self.candidates if item.person not in self.withdrawn)


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """A training with its cited activity and who of the candidates or members was there."""

    entry: int
    activity: ActivityRef
    attended: tuple[UUID, ...]
    trained_on: date


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A stage that need not be gone through."""

    entry: int
    stage: Stage


class Inauguration(msgspec.Struct, frozen=True, kw_only=True):
    """Pengukuhan: when, by which decree, at which activity, and the term it opened."""

    entry: int
    inaugurated_on: date
    decree: Decree
    activity: ActivityRef | None
    term_no: int


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A maturity grade of a day."""

    entry: int
    grade: str
    scheme_version: str
    assessed_on: date


class Mentor(msgspec.Struct, frozen=True, kw_only=True):
    """Who guides the WKSBM, from when and until when."""

    entry: int
    person: UUID
    role: MentorRole
    guidance: Guidance
    valid_from: date
    valid_to: date | None = None
    ended_by: int | None = None
    """Version of the event that ended it."""


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """A competition entered (no rank) or won."""

    entry: int
    competition: str
    level: AwardLevel
    year: int
    rank: int | None = None


class TargetGroups(msgspec.Struct, frozen=True, kw_only=True):
    """Categories declared, by edition."""

    entry: int
    edition: str
    codes: tuple[str, ...]


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """Local values recorded."""

    entry: int
    values: tuple[str, ...]


class Dormancy(msgspec.Struct, frozen=True, kw_only=True):
    """A rest ``[valid_from, valid_to)``; without an end it rests now."""

    entry: int
    valid_from: date
    valid_to: date | None = None
    woken: int | None = None
    """Version of the event that ended it, if it was one of its own."""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How it came to an end."""

    entry: int
    kind: EndKind
    ended_on: date
