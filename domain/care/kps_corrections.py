"""Correcting what was entered wrongly about a member body, and taking back entries of it."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import recorded as recorded_wksbm
from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.vocabulary import NoteText
from .kps import JOINING, KINDS, Kps
from .kps_commands import KpsCommand, KpsDescription, KpsId, place_of_kps, recorded
from .kps_events import KpsCorrected, KpsEntry
from .kps_rules import KPS


class CorrectKps(KpsDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects what a member body is, and the day on which it joined. Give the whole of it."""

    GROUP: ClassVar[str] = "KPS"
    CORRECTS = (JOINING,)

    kps_id: KpsId
    joined_on: Annotated[PastDay | None, Meta(description="Day it joined; left out: it stays.")] = (
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
    """Takes back an entry about a member body that should never have been made.

    JOINING takes back the whole membership: the body never was a member.
    """

    GROUP: ClassVar[str] = "KPS"
    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[KpsEntry, Meta(description="What kind of entry it is.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        kps = self.recorded(context)
        assert kps.wksbm is not None
        recorded_wksbm(context, kps.wksbm)
        return KPS.retracted(context, kps, self, KINDS[self.entry], of=self.of)
