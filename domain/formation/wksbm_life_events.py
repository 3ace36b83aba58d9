"""Events of a WKSBM's later life: mentors, grades, awards, dormancy and end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.vocabulary import Year

MentorRole = Literal["DINAS", "KELURAHAN", "TKSK", "PENYULUH"]
"""Where a mentor (pembina) comes from."""

Guidance = Literal["FUNCTIONAL", "TECHNICAL"]
"""Dinas and kelurahan are "pembina fungsional dan teknis" (S2)."""

AwardLevel = Literal["KABKOTA", "PROV", "NATIONAL"]
"""Level of a competition for the best WKSBM ("WKSBM prestasi", S1)."""


class GradeParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A grade of maturity, from the tenant's own list: no official scale is known."""

    grade: Annotated[Code, Meta(description="Grade from the office's own list.")]
    scheme_version: Annotated[
        Code, Meta(description="Version of the scheme by which it was assessed, such as 2018-1.")
    ]
    score: Annotated[
        Annotated[int, Meta(ge=0, le=100_000)] | None,
        Meta(description="Points, if the scheme gives any."),
    ] = None


class MaturityAssessed(GradeParticulars, Event, frozen=True, kw_only=True):
    """The maturity of the WKSBM was assessed."""

    TOPIC: ClassVar[str] = "wksbm.maturity_assessed"


class MentorParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The role in which a mentor guides a WKSBM."""

    role: Annotated[MentorRole, Meta(description="Office of the mentor.")]
    guidance: Annotated[Guidance, Meta(description="Functional or technical guidance.")]


class MentorAssigned(MentorParticulars, Event, frozen=True, kw_only=True):
    """A mentor guides the WKSBM from a day on."""

    TOPIC: ClassVar[str] = "wksbm.mentor_assigned"

    person: UUID
    valid_from: date


class MentorEnded(Event, frozen=True, kw_only=True):
    """A mentor no longer guides the WKSBM from ``valid_to`` on."""

    TOPIC: ClassVar[str] = "wksbm.mentor_ended"

    of: int
    person: UUID
    valid_to: date
    reason: Code


class AwardParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A competition."""

    competition: Annotated[ClearText, Meta(description="Name of the competition.")]
    level: Annotated[AwardLevel, Meta(description="Level of the competition.")]
    year: Year


class AwardEntered(AwardParticulars, Event, frozen=True, kw_only=True):
    """The WKSBM entered a competition."""

    TOPIC: ClassVar[str] = "wksbm.award_entered"


class AwardGranted(AwardParticulars, Event, frozen=True, kw_only=True):
    """The WKSBM won a place in a competition; 1 is the first."""

    TOPIC: ClassVar[str] = "wksbm.award_granted"

    rank: int


class TargetGroupsDeclared(Event, frozen=True, kw_only=True):
    """The target groups of the WKSBM, of the edition in force (22 in S0).

    The list replaces the previous one.
    """

    TOPIC: ClassVar[str] = "wksbm.target_groups_declared"

    edition: Code
    codes: tuple[Code, ...]


class ValuesRecorded(Event, frozen=True, kw_only=True):
    """The local values it upholds ("nilai-nilai lokal", S0); the list replaces the previous one."""

    TOPIC: ClassVar[str] = "wksbm.values_recorded"

    values: tuple[ClearText, ...]


class WksbmWentDormant(Event, frozen=True, kw_only=True):
    """The WKSBM is dormant ("vakum"). With ``valid_to`` the dormancy was over when it
    was entered."""

    TOPIC: ClassVar[str] = "wksbm.went_dormant"

    valid_from: date
    valid_to: date | None = None
    reason: Code
    note: Note | None = None


class WksbmReactivated(Event, frozen=True, kw_only=True):
    """The WKSBM is active again from ``valid_to`` of its dormancy on, and holds its area's slot
    again."""

    TOPIC: ClassVar[str] = "wksbm.reactivated"

    of: int
    """Version of the event by which it became dormant."""
    valid_to: date
    slot: UUID | None = None


class WksbmMerged(Event, frozen=True, kw_only=True):
    """The WKSBM became part of another WKSBM."""

    TOPIC: ClassVar[str] = "wksbm.merged"

    into: UUID
    reason: Code
    note: Note | None = None


class WksbmDissolved(Event, frozen=True, kw_only=True):
    """The WKSBM no longer exists; its money was settled as the document says."""

    TOPIC: ClassVar[str] = "wksbm.dissolved"

    reason: Code
    settlement_ref: DocumentNo | None = None
    """The document that says where its money went; none if it had no money."""
    note: Note | None = None


class WksbmWithdrawn(Event, frozen=True, kw_only=True):
    """The WKSBM was entered by mistake (a duplicate of another, a proposal that was given up)."""

    TOPIC: ClassVar[str] = "wksbm.withdrawn"

    reason: Code
    twin: UUID | None = None
    note: Note | None = None
