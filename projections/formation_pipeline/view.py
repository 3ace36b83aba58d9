"""Budget targets, set and revised: one half of the formation pipeline.

The other half, how far each WKSBM has come, stands in the directory already; ``read.sql`` puts
the two together per budget year, so nothing is counted twice and a correction counts at once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.office import budget_target_events
from wahana.domain.office.budget_target import BudgetTarget
from wahana.domain.office.budget_target_events import (
    BudgetTargetCorrected,
    BudgetTargetRevised,
    BudgetTargetSet,
    BudgetTargetWithdrawn,
)
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.views import Batch, View

from ..streams import Streams, json_text, topics
from .rows import TARGETS, TargetRow


class Revision(msgspec.Struct, frozen=True):
    """A change of the target in the course of the year."""

    entry: int
    revised_on: date
    from_qty: int
    to_qty: int
    reason: str


class Record(BudgetTarget, frozen=True, kw_only=True):
    """A target as the rules see it, with its year, indicator and revisions."""

    year: int = 0
    indicator: str = ""
    set_on: date | None = None
    first_qty: int | None = None
    revisions: tuple[Revision, ...] = ()
    marks: tuple[str, ...] = ()
    """Marks of evidence in any of its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        assert isinstance(stamp, Recorded)
        marks = {*self.marks, *(proof.mark for proof in stamp.meta.evidence)}
        state = msgspec.structs.replace(state, marks=tuple(sorted(marks)))
        match event:
            case BudgetTargetSet():
                return msgspec.structs.replace(
                    state,
                    year=event.year,
                    indicator=event.indicator,
                    set_on=stamp.occurred_on,
                    first_qty=event.target_qty,
                    revisions=(),
                )
            case BudgetTargetRevised():
                revision = Revision(
                    stamp.version, stamp.occurred_on, event.from_qty, event.to_qty, event.reason
                )
                return msgspec.structs.replace(state, revisions=(*self.revisions, revision))
            case BudgetTargetCorrected():
                return state._corrected(event.target_qty)
            case BudgetTargetWithdrawn():
                return msgspec.structs.replace(state, revisions=(), first_qty=None)
        return state

    def _corrected(self, quantity: int) -> Self:
        """What is mended is the entry that holds: the last revision, else the first one."""
        if not self.revisions:
            return msgspec.structs.replace(self, first_qty=quantity)
        mended = msgspec.structs.replace(self.revisions[-1], to_qty=quantity)
        return msgspec.structs.replace(self, revisions=(*self.revisions[:-1], mended))


STREAMS = Streams(Record, table="formation_pipeline_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's targets; one that is withdrawn has no row while it is."""
    folding = await STREAMS.load(session, batch)
    rows = await TARGETS.load(session, batch, [(state.id,) for state in folding.states(Record)])
    async for step in folding.steps():
        row = row_of(step.after, step.event.recorded_at)
        if row is None:
            rows.remove(step.event.position, step.after.id)
        else:
            rows.put(step.event.position, row)
    await rows.write(session)
    await folding.save(session)


def row_of(state: Record, updated_at: datetime) -> TargetRow | None:
    """The row of a state; ``None`` while the target is withdrawn."""
    if state.target is None:
        return None
    assert state.set_on is not None
    return TargetRow(
        target_id=state.id,
        version=state.version,
        updated_at=updated_at,
        year=state.year,
        indicator=state.indicator,
        target_qty=state.target.target_qty,
        first_qty=state.target.target_qty if state.first_qty is None else state.first_qty,
        funding=state.target.funding,
        activity_code=state.target.activity_code,
        basis=state.target.basis,
        basis_ref=state.target.basis_ref,
        set_on=state.set_on,
        revisions=json_text(state.revisions),
        evidence_marks=state.marks,
    )


VIEW = View(
    name="formation_pipeline",
    version=1,
    topics=topics(budget_target_events),
    tables=(STREAMS.table, TARGETS),
    apply=apply,
)
