"""The state that the view keeps of a case: the domain's own state, and its sealed texts."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.care import case_correction_events as corrected
from wahana.domain.care import case_events as events
from wahana.domain.care.case import Case
from wahana.domain.kernel.fields import Sealed
from wahana.domain.kernel.model import Stamp
from wahana.platform.events import Recorded, SealedGroup


class SealedText(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed text that is still valid."""

    entry: int
    kind: str
    group: SealedGroup
    recorded_by: UUID
    happened_on: date


_KINDS = {
    "narrative": "NARRATIVE",
    "findings": "FINDINGS",
    "health": "HEALTH",
    "child": "CHILD",
    "goals": "GOALS",
    "text": "NOTE",
}
"""Field of an event → kind of the text; a ``note`` is named after what it is about."""
_NOTES: dict[type[Any], str] = {
    events.ServiceDelivered: "DELIVERY",
    events.OutcomeRecorded: "OUTCOME",
}
_REPLACES: dict[type[Any], frozenset[str]] = {
    corrected.CaseCorrected: frozenset({"NARRATIVE"}),
    corrected.AssessmentCorrected: frozenset({"FINDINGS", "HEALTH", "CHILD"}),
}
"""Kinds of texts that a correction replaces in the entry that it names."""
PARTS = {
    "NARRATIVE": "NEEDS",
    "FINDINGS": "FINDINGS",
    "HEALTH": "HEALTH",
    "CHILD": "FINDINGS",
    "GOALS": "NEEDS",
    "NOTE": "FINDINGS",
    "DELIVERY": "NEEDS",
    "OUTCOME": "NEEDS",
    "REASON": "FINDINGS",
}
"""Kind of a text → the part of a person's data as a consent names it."""


class CaseRecord(Case, frozen=True, kw_only=True):
    """The domain's state of a case, with its sealed texts."""

    texts: tuple[SealedText, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        texts = _texts(self.texts, event, stamp)
        return changed if texts is self.texts else msgspec.structs.replace(changed, texts=texts)


def _texts(texts: tuple[SealedText, ...], event: Any, recorded: Recorded) -> tuple[SealedText, ...]:
    if isinstance(event, corrected.CaseEntryRetracted):
        texts = tuple(text for text in texts if text.entry != event.of)
    replaced = _REPLACES.get(type(event), frozenset())
    new = tuple(_new(event, recorded, replaced))
    if type(event) is corrected.CaseCorrected:
        # The narrative is replaced only if the correction gives one.
        replaced &= {text.kind for text in new}
    if type(event) is corrected.AssessmentCorrected and event.findings is None:
        replaced = frozenset()
    if replaced:
        of = 1 if type(event) is corrected.CaseCorrected else event.of
        texts = tuple(text for text in texts if text.entry != of or text.kind not in replaced)
    return (*texts, *new) if new else texts


def _new(event: Any, recorded: Recorded, replaced: frozenset[str]) -> list[SealedText]:
    found = []
    for name in event.__struct_fields__:
        reference = getattr(event, name)
        if not isinstance(reference, Sealed):
            continue
        kind = _KINDS.get(name) or _NOTES.get(type(event), "REASON")
        entry = recorded.version
        if kind in replaced:
            entry = 1 if type(event) is corrected.CaseCorrected else event.of
        group = recorded.group(reference)
        assert group is not None
        found.append(
            SealedText(
                entry=entry,
                kind=kind,
                group=group,
                recorded_by=recorded.actor_id,
                happened_on=recorded.occurred_on,
            )
        )
    return found
