"""Conflicts of interest between member bodies, recorded and settled in both (S0).

S0 names it as a purpose of a WKSBM that its bodies do not work against each other. While a conflict
is open, neither body is given a service of that kind (KPS_CONFLICT).
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import living
from ..kernel.fields import Code, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.refusal import About, refuse, refuse_existing, refuse_missing
from ..kernel.vocabulary import NoteText, explained
from ..money.meeting import Meeting
from .kps import CONFLICT, SETTLEMENT, ConflictOfInterest, Kps
from .kps_commands import check_service_kind, member, place_of_kps, recorded
from .kps_events import (
    ANY_MATTER,
    ConflictOfInterestDeclared,
    ConflictResolved,
    ConflictSettlement,
)
from .kps_rules import KPS

Matter = Annotated[
    Code, Meta(description="Kind of service it is about (policy service_kinds), or ANY.")
]
MeetingId = Annotated[UUID | None, Meta(description="The meeting that settled it.")]


class DeclareConflictOfInterest(Command, frozen=True, kw_only=True):
    """Declares a conflict of interest between two member bodies in a matter.

    Until it is settled, neither is given a service of that kind.
    """

    GROUP: ClassVar[str] = "KPS"
    MAKES = (CONFLICT,)

    conflict_id: Annotated[NewId, Meta(description="Id of the new conflict.")]
    kps_a_id: Annotated[UUID, Meta(description="One of the two bodies.")]
    kps_b_id: Annotated[UUID, Meta(description="The other body, of the same WKSBM.")]
    matter: Matter
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Kps, self.kps_a_id

    def place(self, context: Context) -> Place:
        return place_of_kps(context, self.kps_a_id)

    def decide(self, context: Context) -> Decision:
        first = member(context, self.kps_a_id, field="kpsAId")
        second = member(context, self.kps_b_id, field="kpsBId")
        if first.id == second.id:
            refuse("SAME_KPS", field="kpsBId")
        if first.wksbm != second.wksbm:
            refuse(
                "KPS_UNKNOWN", field="kpsBId", kps=About("kps", second.id), day=context.occurred_on
            )
        check_matter(context, self.matter)
        for old in first.conflicts:
            if old.conflict_id == self.conflict_id:
                refuse_existing("conflict", old.other, field="conflictId")
        return [
            happened
            for kps in (first, second)
            for happened in KPS.made(
                context,
                kps,
                carry(
                    ConflictOfInterestDeclared,
                    self,
                    kps_a=first.id,
                    kps_b=second.id,
                    note=explained("DECLARED", self.note, kps.id),
                ),
            )
        ]


class ConflictCommand(Command, frozen=True, kw_only=True):
    """A command about a conflict, which is found through one of its two bodies."""

    kps_id: Annotated[UUID, Meta(description="One of the two bodies.")]
    conflict_id: Annotated[UUID, Meta(description="The conflict.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Kps, self.kps_id

    def place(self, context: Context) -> Place:
        return place_of_kps(context, self.kps_id)

    def parties(self, context: Context) -> tuple[Kps, Kps, ConflictOfInterest]:
        """Both bodies and the conflict. Raises NOT_FOUND, KPS_STATE, WKSBM_STATE."""
        first = recorded(context, self.kps_id, field="kpsId")
        assert first.wksbm is not None
        living(context, first.wksbm)
        conflict = first.conflict(self.conflict_id)
        return first, context.existing(Kps, conflict.other, field="kpsId"), conflict


class ResolveConflict(ConflictCommand, frozen=True, kw_only=True):
    """Settles a conflict of interest between two member bodies; both may be given such services
    again."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (SETTLEMENT,)

    how: Annotated[ConflictSettlement, Meta(description="How it was settled.")]
    meeting_id: MeetingId = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        first, second, conflict = self.parties(context)
        if conflict.state != "OPEN":
            refuse("CONFLICT_STATE", field="conflictId", state=conflict.state)
        check_meeting(context, first, self.meeting_id)
        return [
            happened
            for kps in (first, second)
            for happened in KPS.made(
                context,
                kps,
                carry(ConflictResolved, self, note=explained(self.how, self.note, kps.id)),
            )
        ]


def check_matter(context: Context, matter: str) -> None:
    if matter != ANY_MATTER:
        check_service_kind(context, matter, field="matter")


def check_meeting(context: Context, kps: Kps, meeting_id: UUID | None) -> None:
    """Raises NOT_FOUND unless the meeting belongs to the bodies' WKSBM and was held."""
    if meeting_id is None:
        return
    meeting = context.existing(Meeting, meeting_id, field="meetingId")
    if meeting.withdrawn or meeting.wksbm != kps.wksbm:
        refuse_missing("meeting", meeting_id, field="meetingId")
