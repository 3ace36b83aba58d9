"""The book of a fund, a singleton of its WKSBM; its state is folded by :mod:`.fund_fold`."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from ..kernel.facts import folded
from ..kernel.model import Stamp, derive
from ..kernel.units import FundUnit
from .fund_fold import FOLD
from .fund_state import FundState
from .fund_terms import FundKind


class FundBook(FundState, frozen=True, kw_only=True):
    """State of one book."""

    TYPE: ClassVar[str] = "fund"

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


def book_id(wksbm_id: UUID, kind: FundKind, unit: FundUnit, year: int) -> UUID:
    """The stream id of a WKSBM's book."""
    return derive(wksbm_id, "fund_book", kind, unit, year)
