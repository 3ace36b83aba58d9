"""Dormancy and end of a WKSBM: dormant, active again, merged, dissolved, withdrawn.

"Vakum 2011–2015, revived" (U9): the status of a WKSBM has a history. While it is dormant, and after
its end, its area is free for another WKSBM.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import PastDay
from ..kernel.fields import Code, DocumentNo
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .area import Site, claim, give_back
from .board import Board, board_id
from .board_events import BoardTermClosed
from .board_rules import seated
from .wksbm import Wksbm
from .wksbm_command import WksbmCommand, alive
from .wksbm_facts import DORMANCY, END, REACTIVATION
from .wksbm_life_events import (
    WksbmDissolved,
    WksbmMerged,
    WksbmReactivated,
    WksbmWentDormant,
    WksbmWithdrawn,
)
from .wksbm_rules import WKSBM

Reason = Annotated[Code, Meta(description="Why, as a code; OTHER needs a note.")]


class RecordWksbmDormancy(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM is dormant ("vakum") from a day on, or was between two days.

    While it is dormant, another WKSBM may be active in its area.
    """

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (DORMANCY,)

    valid_from: Annotated[
        PastDay | None, Meta(description="First day of the dormancy; default: the business date.")
    ] = None
    valid_to: Annotated[
        PastDay | None, Meta(description="First day after it, if the dormancy has ended.")
    ] = None
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        rested = carry(
            WksbmWentDormant,
            self,
            valid_from=self.valid_from or context.occurred_on,
            note=explained(self.reason, self.note, self.wksbm_id),
        )
        made = WKSBM.made(context, state, rested)
        freed = give_back(context, state.slot, state.id) if self.valid_to is None else []
        return [*made, *freed]


class ReactivateWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a dormant WKSBM is active again, as the active WKSBM of its area."""

    GROUP: ClassVar[str] = "FORMATION"
    MAKES = (REACTIVATION,)

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        rest = state.resting
        if rest is None:
            refuse("WKSBM_STATE", field="wksbmId", state=state.status, needed="DORMANT")
        slot, taken = claim(context, site_of(state), state.id)
        awake = WksbmReactivated(of=rest.entry, valid_to=context.occurred_on, slot=slot)
        return [*WKSBM.made(context, state, awake), *taken]


class MergeWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM became part of another one; its board's term ends."""

    GROUP: ClassVar[str] = "INAUGURATION"

    MAKES = (END,)

    into: Annotated[UUID, Meta(description="The WKSBM it became part of.")]
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.into == state.id:
            refuse("SAME_WKSBM", field="into")
        alive(context, self.into, field="into")
        note = explained(self.reason, self.note, self.wksbm_id)
        merged = carry(WksbmMerged, self, note=note)
        return _ended(context, state, merged, "MERGED")


class DissolveWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM no longer exists, and the document by which its money was settled."""

    GROUP: ClassVar[str] = "INAUGURATION"
    MAKES = (END,)

    reason: Reason
    settlement_ref: Annotated[
        DocumentNo | None,
        Meta(description="Number of the document that says how its money was settled."),
    ] = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        note = explained(self.reason, self.note, self.wksbm_id)
        dissolved = carry(WksbmDissolved, self, note=note)
        return _ended(context, state, dissolved, "DISSOLVED")


class WithdrawWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Withdraws a WKSBM that was entered by mistake, such as the duplicate of another one."""

    GROUP: ClassVar[str] = "INAUGURATION"
    MAKES = (END,)

    reason: Reason
    twin_id: Annotated[
        UUID | None, Meta(description="The WKSBM that it was entered a second time for.")
    ] = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.twin_id is not None:
            twin = context.existing(Wksbm, self.twin_id, field="twinId")
            if twin.status == "WITHDRAWN":
                refuse("WKSBM_STATE", field="twinId", state=twin.status, needed="ACTIVE")
            if twin.id == state.id:
                refuse("SAME_WKSBM", field="twinId")
        note = explained(self.reason, self.note, self.wksbm_id)
        withdrawn = carry(WksbmWithdrawn, self, twin=self.twin_id, note=note)
        return _ended(context, state, withdrawn, "WITHDRAWN")


def site_of(state: Wksbm) -> Site:
    """The site of a WKSBM, as it was checked when it was entered."""
    return Site(state.level, state.village_code, state.area_edition, state.local_area)


def _ended(context: Context, state: Wksbm, event: Event, reason: str) -> Decision:
    """The end, the release of its slot, and the closing of its board's term."""
    decision: list[tuple[Aggregate, Event]] = [
        *WKSBM.made(context, state, event),
        *give_back(context, state.slot, state.id),
    ]
    board = context.load(Board, board_id(state.id))
    term = board.term_on(context.occurred_on)
    if term is not None and term.valid_from < context.occurred_on:
        closed = BoardTermClosed(term_no=term.no, valid_to=context.occurred_on, reason=reason)
        decision += seated(context, board, [closed])
    return decision
