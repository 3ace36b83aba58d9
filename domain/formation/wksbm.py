"""The WKSBM: an aggregate whose state is folded by :mod:`.wksbm_fold`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from ..kernel.facts import folded
from ..kernel.model import Stamp
from .wksbm_fold import FOLD
from .wksbm_state import WksbmState


class Wksbm(WksbmState, frozen=True, kw_only=True):
    """State of one WKSBM."""

    TYPE: ClassVar[str] = "wksbm"

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)
