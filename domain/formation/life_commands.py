"""Rest and end of a WKSBM: dormant and awake again, merged, dissolved, withdrawn.

"Vakum 2011–2015, revived" (U9): a WKSBM's state is a history. While it rests, and after its end,
the place of its area is free for another.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.dates import not_future
from ..kernel.fields import Code, DocumentNo
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .area import Site, claim, give_back
from .board import Board, board_id
from .board_events import BoardTermClosed
from .seats import check_days, overlap
from .wksbm import Wksbm
from .wksbm_command import WksbmCommand, alive
from .wksbm_life_events import (
    WksbmDissolved,
    WksbmMerged,
    WksbmReactivated,
    WksbmWentDormant,
    WksbmWithdrawn,
)

Reason = Annotated[Code, Meta(description="Why, as a code; OTHER needs a note.")]


class RecordWksbmDormancy(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM rests ("vakum") from a day on, or that it did between two days.

    A rest without an end frees the place of its area.
    """

    GROUP: ClassVar[str] = "FORMATION"

    valid_from: Annotated[
        date | None, Meta(description="First day of the rest; left out: the business date.")
    ] = None
    valid_to: Annotated[
        date | None, Meta(description="First day after it, if the rest is over.")
    ] = None
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        valid_from = self.valid_from or context.occurred_on
        check_rest(context, state, valid_from, self.valid_to)
        rested = WksbmWentDormant(
            valid_from=valid_from,
            valid_to=self.valid_to,
            reason=self.reason,
            note=explained(self.reason, self.note, self.wksbm_id),
        )
        freed = give_back(context, state.slot, state.id) if self.valid_to is None else []
        return [(state, rested), *freed]


class ReactivateWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a resting WKSBM works again; it takes the place of its area again."""

    GROUP: ClassVar[str] = "FORMATION"

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        rest = state.resting
        if rest is None:
            refuse("WKSBM_STATE", field="wksbmId", state=state.status, needed="DORMANT")
        check_days(context, rest.valid_from, context.occurred_on)
        slot, taken = claim(context, site_of(state), state.id)
        awake = WksbmReactivated(of=rest.entry, valid_to=context.occurred_on, slot=slot)
        return [(state, awake), *taken]


class MergeWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM became part of another one; its board's term ends."""

    GROUP: ClassVar[str] = "INAUGURATION"

    into: Annotated[UUID, Meta(description="The WKSBM it became part of.")]
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.into == state.id:
            refuse("SAME_WKSBM", field="into")
        alive(context, self.into, field="into")
        merged = WksbmMerged(
            into=self.into,
            reason=self.reason,
            note=explained(self.reason, self.note, self.wksbm_id),
        )
        return _ended(context, state, merged, "MERGED")


class DissolveWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Records that a WKSBM is no more, and by which document its money was settled."""

    GROUP: ClassVar[str] = "INAUGURATION"

    reason: Reason
    settlement_ref: Annotated[
        DocumentNo | None,
        Meta(description="Number of the document that says where its funds went."),
    ] = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        dissolved = WksbmDissolved(
            reason=self.reason,
            settlement_ref=self.settlement_ref,
            note=explained(self.reason, self.note, self.wksbm_id),
        )
        return _ended(context, state, dissolved, "DISSOLVED")


class WithdrawWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Withdraws a WKSBM that should never have been entered, such as the twin of another one."""

    GROUP: ClassVar[str] = "INAUGURATION"

    reason: Reason
    twin_id: Annotated[
        UUID | None, Meta(description="The WKSBM that it was entered a second time for.")
    ] = None
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.twin_id is not None:
            twin = context.existing(Wksbm, self.twin_id, field="twinId")
            if twin.id == state.id:
                refuse("SAME_WKSBM", field="twinId")
        withdrawn = WksbmWithdrawn(
            reason=self.reason,
            twin=self.twin_id,
            note=explained(self.reason, self.note, self.wksbm_id),
        )
        return _ended(context, state, withdrawn, "WITHDRAWN")


def site_of(state: Wksbm) -> Site:
    """Where a WKSBM stands, as it was found when it was entered."""
    return Site(state.level, state.village_code, state.area_edition, state.local_area)


def check_rest(
    context: Context,
    state: Wksbm,
    valid_from: date,
    valid_to: date | None,
    *,
    but: int | None = None,
) -> None:
    """Refuse a rest that lies in the future, is empty, or shares a day with another one.

    ``but``: the entry of the rest that is corrected. Raises ``Refused``: FUTURE_DATE,
    PERIOD_EMPTY, DATE_IMPLAUSIBLE, DORMANCY_OVERLAP.
    """
    check_days(context, valid_from, valid_to)
    not_future(context, valid_from, field="validFrom")
    if valid_to is not None:
        not_future(context, valid_to, field="validTo")
    for rest in state.dormancies:
        if rest.entry != but and overlap(valid_from, valid_to, rest.valid_from, rest.valid_to):
            refuse(
                "DORMANCY_OVERLAP",
                field="validFrom",
                valid_from=rest.valid_from,
                valid_to=rest.valid_to,
            )


def _ended(context: Context, state: Wksbm, event: Event, reason: str) -> Decision:
    """The end, the slot it frees, and the term of its board that ends with it."""
    decision: list[tuple[Aggregate, Event]] = [
        (state, event),
        *give_back(context, state.slot, state.id),
    ]
    board = context.load(Board, board_id(state.id))
    term = board.term_on(context.occurred_on)
    if term is not None and term.valid_from < context.occurred_on:
        closed = BoardTermClosed(term_no=term.no, valid_to=context.occurred_on, reason=reason)
        board.after(context, [closed])
        decision.append((board, closed))
    return decision
