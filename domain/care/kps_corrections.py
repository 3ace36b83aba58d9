"""Commands: correct and retract entries about a member body."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import recorded as recorded_wksbm
from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .kps import CONFLICT, JOINING, KINDS, SETTLEMENT, Kps
from .kps_commands import KpsCommand, KpsDescription, KpsId, place_of_kps, recorded
from .kps_conflicts import ConflictCommand, Matter, MeetingId, check_matter, check_meeting
from .kps_events import ConflictSettlement, KpsConflictCorrected, KpsCorrected, KpsEntry
from .kps_rules import KPS


class CorrectKps(KpsDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects the particulars of a member body, and the day on which it joined. Send the complete
    corrected entry."""

    GROUP: ClassVar[str] = "KPS"
    CORRECTS = (JOINING,)

    kps_id: KpsId
    joined_on: Annotated[PastDay | None, Meta(description="Day it joined; default: unchanged.")] = (
        None
    )
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Kps, self.kps_id

    def place(self, context: Context) -> Place:
        return place_of_kps(context, self.kps_id)

    def decide(self, context: Context) -> Decision:
        kps = recorded(context, self.kps_id, field="kpsId")
        assert kps.wksbm is not None
        assert kps.joined_on is not None
        wksbm = recorded_wksbm(context, kps.wksbm)
        described = self.checked(context, wksbm.village_code)
        joined_on = self.joined_on or kps.joined_on
        return KPS.corrected(
            context,
            kps,
            self,
            KpsCorrected,
            of=1,
            field=None,
            joined_on=joined_on,
            **msgspec.structs.asdict(described),
        )


class RetractKpsEntry(KpsCommand, frozen=True, kw_only=True):
    """Retracts an entry about a member body that was made by mistake.

    JOINING retracts the whole membership: the body never was a member.
    """

    GROUP: ClassVar[str] = "KPS"
    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[KpsEntry, Meta(description="Kind of the entry.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        kps = self.recorded(context)
        assert kps.wksbm is not None
        recorded_wksbm(context, kps.wksbm)
        return KPS.retracted(context, kps, self, KINDS[self.entry], of=self.of)


class CorrectConflict(ConflictCommand, frozen=True, kw_only=True):
    """Corrects a conflict of interest: its matter, whether and how it was settled, or that there
    was none (WITHDRAWN)."""

    GROUP: ClassVar[str] = "KPS"
    CORRECTS = (CONFLICT, SETTLEMENT)

    state: Annotated[
        Literal["OPEN", "RESOLVED", "WITHDRAWN"],
        Meta(description="The right state; WITHDRAWN: there never was a conflict."),
    ]
    matter: Matter
    how: Annotated[ConflictSettlement | None, Meta(description="How it was settled.")] = None
    meeting_id: MeetingId = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        first, second, _ = self.parties(context)
        check_matter(context, self.matter)
        if (self.state == "RESOLVED") != (self.how is not None):
            refuse("CONFLICT_STATE", field="how", state=self.state)
        check_meeting(context, first, self.meeting_id)
        return [
            happened
            for kps in (first, second)
            for happened in KPS.corrected(
                context,
                kps,
                self,
                KpsConflictCorrected,
                of=kps.conflict(self.conflict_id).entry,
                field="conflictId",
            )
        ]
