"""The world of the stories of formation: Kelurahan Lok Tuan in Bontang, June 2012 (S0)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from tests.domain.conftest import Scenario
from tests.domain.formation.conftest import Formation

from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_corrections import RetractBoardEntry
from wahana.domain.formation.board_rules import BOARD
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_life_corrections import RetractWksbmEntry
from wahana.domain.formation.wksbm_rules import WKSBM
from wahana.domain.kernel.facts import FactKind

from .stories import Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut berkas kelurahan."}


def june(number: int) -> date:
    """A day of June 2012."""
    return date(2012, 6, number)


def world(stage: str = "", **scenario: Any) -> Formation:
    """Lok Tuan, with its people registered, at a stage of its formation."""
    made = Formation(Scenario(**scenario))
    for number in range(1, 6):
        made.person(f"candidate {number}")
    return reach(made, stage) if stage else made


def reach(formation: Formation, stage: str) -> Formation:
    """Run the formation up to a stage, with people who are registered."""
    known = formation.nominees(new=False)
    nominate = formation.nominate
    formation.nominate = lambda **changes: nominate(**({"candidates": known} | changes))  # type: ignore[method-assign]
    return formation.reach(stage)


def settled(state: Any) -> Any:
    """A state without traces of its history, such as the numbers of terms."""
    if isinstance(state, Board):
        holdings = sorted(state.holdings, key=lambda item: (item.seat, item.valid_from))
        holdings = [msgspec.structs.replace(item, entry=0) for item in holdings]
        return msgspec.structs.replace(state, wksbm=None, terms_opened=0, holdings=tuple(holdings))
    if isinstance(state, Wksbm) and state.nomination is not None:
        nomination = msgspec.structs.replace(state.nomination, latest=0, replaced=())
        return msgspec.structs.replace(state, nomination=nomination)
    return state


def story(formation: Formation, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about the WKSBM of Lok Tuan."""
    given: dict[str, Any] = {
        "retract": lambda of: RetractWksbmEntry(
            wksbm_id=formation.id,
            entry=kind.code,
            of=of,
            **WHY,  # type: ignore[arg-type]
        ),
        "same": settled,
    }
    return Story(
        kind=kind,
        timeline=WKSBM,
        world=formation.world,
        stream=(Wksbm, formation.id),
        tellings=tellings,
        **(given | more),
    )


def board_story(formation: Formation, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about its board."""
    given: dict[str, Any] = {
        "retract": lambda of: RetractBoardEntry(
            wksbm_id=formation.id,
            entry=kind.code,
            of=of,
            **WHY,  # type: ignore[arg-type]
        ),
        "same": settled,
    }
    return Story(
        kind=kind,
        timeline=BOARD,
        world=formation.world,
        stream=(Board, board_id(formation.id)),
        tellings=tellings,
        **(given | more),
    )
