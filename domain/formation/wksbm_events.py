"""Events of a WKSBM during its formation: proposal, stages, inauguration (S0); name and parent.

Events of its later life are in :mod:`.wksbm_life_events`, corrections in
:mod:`.wksbm_correction_events`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PastDay
from ..kernel.fields import ClearText, Code, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person
from ..kernel.policies import WksbmLevel
from .activity_ref import ActivityRef
from .legality import Decree, LegalReference

Origin = Literal["NATURAL", "INITIATED"]
"""Formed by itself ("alamiah dan tradisional", S2), or formed on purpose."""

Stage = Literal["SOCIALISED", "NOMINATED", "TRAINED"]
"""Stages before the inauguration; each can be waived."""


OptionalActivity = Annotated[
    ActivityRef | None, Meta(description="The activity it was part of, if it is recorded.")
]


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A candidate for a seat of the first board."""

    person: Annotated[UUID, Meta(description="The person.")]
    seat: Annotated[Code, Meta(description="The seat: KETUA, SEKRETARIS, SEKSI:HUMAS, …")]


class WksbmParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a WKSBM: its name, its area, how and when it was formed."""

    name: ClearText
    level: WksbmLevel
    village_code: Code
    """Kemendagri code of the desa or kelurahan (``64.74.01.1003``)."""
    area_edition: Code
    """Edition of the area files in which the code was found."""
    local_area: UUID | None = None
    """The tenant's own area below the village, for RT, RW, dusun and kampung."""
    origin: Origin
    budget_year: int
    """Year of the budget (tahun anggaran) it counts for."""
    founded_year: int | None = None
    """Year in which it was founded, if it existed before."""


class WksbmProposed(WksbmParticulars, Event, frozen=True, kw_only=True):
    """A WKSBM was proposed, or an existing one was entered; it holds its area's slot
    from now on."""

    TOPIC: ClassVar[str] = "wksbm.proposed"

    parent: UUID | None = None
    """The WKSBM to which it belongs ("induk")."""
    legal_references: tuple[LegalReference, ...] = ()
    slot: UUID | None = None
    """The slot of its area; none where the policy allows several WKSBM in one area."""


class SessionParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session that explained a WKSBM to the people concerned.

    ``held_from`` and ``held_to`` (the last day) are the period in which it was held: twice the same
    day if the day is known, both empty if nothing is known; the village sessions of Bontang have no
    dates (S0).
    """

    activity: OptionalActivity = None
    held_from: Annotated[
        PastDay | None,
        Meta(description="First day on which it may have been held; default: not known."),
    ] = None
    held_to: Annotated[
        PastDay | None,
        Meta(description="Last such day; the same day as heldFrom if the day is known."),
    ] = None


class WksbmSocialised(SessionParticulars, Event, frozen=True, kw_only=True):
    """The WKSBM was explained to the people concerned."""

    TOPIC: ClassVar[str] = "wksbm.socialised"


class CandidatesNominated(Event, frozen=True, kw_only=True):
    """The candidates of the first board were nominated, five in Bontang (S0)."""

    TOPIC: ClassVar[str] = "wksbm.candidates_nominated"

    candidates: tuple[Candidate, ...]


class CandidateReplaced(Event, frozen=True, kw_only=True):
    """Another person replaced a candidate; an approval is no longer valid."""

    TOPIC: ClassVar[str] = "wksbm.candidate_replaced"
    FINAL: ClassVar[str] = "the nomination that it changes is corrected as a whole"

    leaving: UUID
    candidate: Candidate
    reason: Code
    note: Note | None = None


class CandidateWithdrew(Event, frozen=True, kw_only=True):
    """A candidate withdrew; the seat has no candidate until somebody replaces them."""

    TOPIC: ClassVar[str] = "wksbm.candidate_withdrew"
    FINAL: ClassVar[str] = "the nomination that it changes is corrected as a whole"

    person: UUID
    reason: Code
    note: Note | None = None


class NominationApproved(Event, frozen=True, kw_only=True):
    """A person who did not enter the nomination approved it (the lurah, U2)."""

    TOPIC: ClassVar[str] = "wksbm.nomination_approved"

    of: int
    """Version of the event that last changed the nomination."""


class TrainingParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A training: the activity it refers to, and which candidates or members took part."""

    activity: Annotated[
        ActivityRef, Meta(description="The activity: an own one, or another office's.")
    ]
    attended: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(
            min_length=1, max_length=200, description="Who of the candidates or members was there."
        ),
    ]


class CandidatesTrained(TrainingParticulars, Event, frozen=True, kw_only=True):
    """Candidates took part in a training; the proof is the activity's attendance."""

    TOPIC: ClassVar[str] = "wksbm.candidates_trained"


class MembersTrained(TrainingParticulars, Event, frozen=True, kw_only=True):
    """Members of the board took part in a training after the inauguration (S1)."""

    TOPIC: ClassVar[str] = "wksbm.members_trained"


class StageWaived(Event, frozen=True, kw_only=True):
    """A stage was waived: the body existed before (S2)."""

    TOPIC: ClassVar[str] = "wksbm.stage_waived"

    stage: Stage
    reason: Code
    note: Note | None = None


class WksbmInaugurated(Event, frozen=True, kw_only=True):
    """Pengukuhan: the WKSBM was inaugurated, and the first term of its board begins."""

    TOPIC: ClassVar[str] = "wksbm.inaugurated"

    activity: ActivityRef | None = None
    decree: Decree
    term_no: int
    """Number of the board's term that it opened."""
    term_from: date
    term_to: date | None = None


class WksbmRenamed(Event, frozen=True, kw_only=True):
    """The WKSBM has another name from now on."""

    TOPIC: ClassVar[str] = "wksbm.renamed"

    name: ClearText
    decree: Decree | None = None


class WksbmParentSet(Event, frozen=True, kw_only=True):
    """The WKSBM belongs to another WKSBM, or to none, from now on."""

    TOPIC: ClassVar[str] = "wksbm.parent_set"
    FINAL: ClassVar[str] = "it is set again"

    parent: UUID | None = None


class LegalReferencesSet(Event, frozen=True, kw_only=True):
    """The regulations and letters that are its legal basis; the list replaces the previous one."""

    TOPIC: ClassVar[str] = "wksbm.legal_references_set"
    FINAL: ClassVar[str] = "it is set again"

    legal_references: tuple[LegalReference, ...]
