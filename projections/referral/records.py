"""The state that the view keeps of a referral: the domain's own state, and particulars of the
steps."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.care import referral_events as events
from wahana.domain.care.referral import Referral
from wahana.domain.kernel.fields import Sealed
from wahana.domain.kernel.model import Stamp
from wahana.platform.events import Recorded, SealedGroup


class StepNote(msgspec.Struct, frozen=True, kw_only=True):
    """Particulars of a step besides its state: a code, and the responsible unit."""

    entry: int
    reason: str | None = None
    unit: str | None = None


class ReferralSealedText(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed text that is still valid."""

    entry: int
    kind: str
    group: SealedGroup
    recorded_by: UUID
    happened_on: date


_REASONS = ("outcome", "recommendation")
_KINDS: dict[type[Any], str] = {events.FeedbackGiven: "FEEDBACK", events.ReferralReturned: "ADVICE"}
_ANSWERS = (events.ReferralDeclined, events.ReferralCompleted)


class ReferralRecord(Referral, frozen=True, kw_only=True):
    """The domain's state of a referral, with the particulars of its steps and its sealed texts."""

    requested_on: date | None = None
    said: tuple[StepNote, ...] = ()
    texts: tuple[ReferralSealedText, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        return msgspec.structs.replace(
            changed,
            requested_on=self.requested_on or stamp.occurred_on,
            said=_said(self.said, event, stamp),
            texts=_texts(self.texts, event, stamp),
        )

    def said_at(self, entry: int) -> StepNote:
        """The particulars of the step of an entry."""
        return next((item for item in self.said if item.entry == entry), StepNote(entry=entry))


def _said(said: tuple[StepNote, ...], event: Any, recorded: Recorded) -> tuple[StepNote, ...]:
    if isinstance(event, events.AcceptanceCorrected):
        return tuple(
            StepNote(entry=item.entry, unit=event.by) if item.entry == event.of else item
            for item in said
        )
    if isinstance(event, events.ReferralAccepted):
        return (*said, StepNote(entry=recorded.version, unit=event.by))
    if isinstance(event, events.ReferralDeclined | events.ReferralRevoked):
        return (*said, StepNote(entry=recorded.version, reason=event.reason))
    if isinstance(event, events.ReferralExpired):
        reason = "UNANSWERED" if event.unanswered else "UNFINISHED"
        return (*said, StepNote(entry=recorded.version, reason=reason))
    for name in _REASONS:
        if code := getattr(event, name, None):
            return (*said, StepNote(entry=recorded.version, reason=code))
    return said


def _texts(
    texts: tuple[ReferralSealedText, ...], event: Any, recorded: Recorded
) -> tuple[ReferralSealedText, ...]:
    if isinstance(event, events.ReferralEntryRetracted):
        texts = tuple(text for text in texts if text.entry != event.of)
    for name in event.__struct_fields__:
        reference = getattr(event, name)
        if not isinstance(reference, Sealed):
            continue
        kind = "NEED" if name == "need" else _KINDS.get(type(event)) or _note(event)
        group = recorded.group(reference)
        assert group is not None
        entry = 1 if kind == "NEED" else recorded.version
        kept = tuple(text for text in texts if (text.entry, text.kind) != (entry, kind))
        new = ReferralSealedText(
            entry=entry,
            kind=kind,
            group=group,
            recorded_by=recorded.actor_id,
            happened_on=recorded.occurred_on,
        )
        texts = (*kept, new)
    return texts


def _note(event: Any) -> str:
    """The kind of a note: notes of answers are for both sides, others belong to the reason."""
    return "ANSWER" if isinstance(event, _ANSWERS) else "REASON"
