"""Mending what was entered wrongly about a member body, and taking back entries altogether."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import recorded as recorded_wksbm
from ..kernel.corrections import EntryVersion, Why
from ..kernel.dates import not_future
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import NoteText, explained
from .kps import Kps
from .kps_commands import KpsCommand, KpsDescription, KpsId, place_of_kps, recorded
from .kps_events import KpsCorrected, KpsEntry, KpsEntryRetracted


class CorrectKps(KpsDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mends what a member body is, and the day on which it joined. Give the whole of it."""

    GROUP: ClassVar[str] = "KPS"

    kps_id: KpsId
    joined_on: Annotated[date | None, Meta(description="Day it joined; left out: it stays.")] = None
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
        not_future(context, joined_on, field="joinedOn")
        if kps.leaving is not None and kps.leaving.left_on < joined_on:
            refuse("STAGE_DATE", field="joinedOn", stage="JOINED", day=joined_on)
        if (described, joined_on) == (kps.particulars, kps.joined_on):
            refuse("NO_CHANGE")
        corrected = KpsCorrected(
            of=1,
            joined_on=joined_on,
            reason=self.reason,
            note=explained(self.reason, self.note, kps.id),
            **msgspec.structs.asdict(described),
        )
        return [(kps, corrected)]


class RetractKpsEntry(KpsCommand, frozen=True, kw_only=True):
    """Takes back an entry about a member body that should never have been made.

    JOINING takes back the whole membership: the body never was a member.
    """

    GROUP: ClassVar[str] = "KPS"

    of: EntryVersion
    entry: Annotated[KpsEntry, Meta(description="What kind of entry it is.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        kps = self.recorded(context)
        assert kps.wksbm is not None
        recorded_wksbm(context, kps.wksbm)
        if self.of not in _entries(kps, self.entry):
            refuse_missing("entry", self.of, field="of")
        retracted = KpsEntryRetracted(
            of=self.of,
            entry=self.entry,
            reason=self.reason,
            note=explained(self.reason, self.note, kps.id),
        )
        return [(kps, retracted)]


def _entries(kps: Kps, entry: KpsEntry) -> tuple[int | None, ...]:
    """Versions of the entries of a kind that stand."""
    match entry:
        case "JOINING":
            return (1,)
        case "LEGALISATION":
            return (kps.legalisation.entry,) if kps.legalisation else ()
        case "DEPARTURE":
            return (kps.leaving.entry,) if kps.leaving else ()
        case "LIAISON":
            return tuple(liaison.entry for liaison in kps.named)
        case "SERVICE":
            return tuple(offer.entry for offer in kps.offers)
        case "SERVICE_END":
            return tuple(offer.ended_by for offer in kps.offers)
