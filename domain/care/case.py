"""The case: an aggregate whose state is folded by :mod:`.case_fold`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from ..kernel.facts import folded
from ..kernel.model import Stamp
from .case_fold import FOLD
from .case_state import CaseState


class Case(CaseState, frozen=True, kw_only=True):
    """State of one case."""

    TYPE: ClassVar[str] = "case"

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)
