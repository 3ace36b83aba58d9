"""Budget targets, set and revised: one half of the formation pipeline.

The other half, how far each WKSBM has come, stands in the directory already; ``read.sql`` puts
the two together per budget year, so nothing is counted twice and a correction counts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from wahana.platform.events import Recorded
from wahana.platform.views import View

from ..folds import Fold, Shown, filled
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
        """What is corrected is the entry that holds: the last revision, else the first one."""
        if not self.revisions:
            return msgspec.structs.replace(self, first_qty=quantity)
        corrected = msgspec.structs.replace(self.revisions[-1], to_qty=quantity)
        return msgspec.structs.replace(self, revisions=(*self.revisions[:-1], corrected))


def _target(state: Record, recorded_at: datetime) -> Iterator[TargetRow]:
    """The row of a target; none while it is withdrawn."""
    if state.target is None:
        return
    yield filled(
        TargetRow,
        state,
        state.target,
        target_id=state.id,
        updated_at=recorded_at,
        first_qty=state.target.target_qty if state.first_qty is None else state.first_qty,
        revisions=json_text(state.revisions),
        evidence_marks=state.marks,
    )


FOLD = Fold(Streams(Record, table="formation_pipeline_state"), Shown(Record, TARGETS, _target))

VIEW = View(
    name="formation_pipeline",
    version=2,
    topics=topics(budget_target_events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
