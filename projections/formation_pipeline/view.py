"""Budget targets, set and revised: one half of the formation pipeline.

The other half, the stage of each WKSBM, is in the directory; ``read.sql`` joins the two by budget
year, so nothing is counted twice and a correction takes effect at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Self

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.office import budget_target_events
from wahana.domain.office.budget_target import Aim, BudgetTarget
from wahana.domain.office.budget_target_events import BudgetTargetSet
from wahana.platform.events import Recorded
from wahana.platform.views import View

from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .rows import TARGETS, TargetRow


class Revision(msgspec.Struct, frozen=True):
    """A change of the target during the year."""

    entry: int
    revised_on: date
    from_qty: int
    to_qty: int
    reason: str


class TargetRecord(BudgetTarget, frozen=True, kw_only=True):
    """The domain's state of a target, with its year and indicator."""

    year: int = 0
    indicator: str = ""
    marks: tuple[str, ...] = ()
    """Marks of evidence of all its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        assert isinstance(stamp, Recorded)
        marks = {*self.marks, *(proof.mark for proof in stamp.meta.evidence)}
        named = {}
        if isinstance(event, BudgetTargetSet):
            named = {"year": event.year, "indicator": event.indicator}
        return msgspec.structs.replace(state, marks=tuple(sorted(marks)), **named)


def _target(state: TargetRecord, recorded_at: datetime) -> Iterator[TargetRow]:
    """The row of a target; none if it is withdrawn."""
    if state.target is None:
        return
    first = next(aim for aim in state.aims if not aim.is_revision)
    yield filled(
        TargetRow,
        state,
        state.target,
        target_id=state.id,
        updated_at=recorded_at,
        set_on=first.entered_on,
        first_qty=first.target_qty,
        revisions=json_text([_revision(aim) for aim in state.aims if aim.is_revision]),
        evidence_marks=state.marks,
    )


def _revision(aim: Aim) -> Revision:
    assert aim.from_qty is not None
    assert aim.revised_for is not None
    return Revision(aim.entry, aim.entered_on, aim.from_qty, aim.target_qty, aim.revised_for)


FOLD = Fold(
    Streams(TargetRecord, table="formation_pipeline_state"),
    ShownRows(TargetRecord, TARGETS, _target),
)

VIEW = View(
    name="formation_pipeline",
    version=4,
    topics=topics(budget_target_events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
