"""Guarantees of every view of community money: any moment can be asked, batches do not matter, a
rebuild is the same; and every relation of it has rows in the story."""

from __future__ import annotations

from typing import Any

import pytest
from tests.views.history import History, house, twice
from tests.views.neighbourhood import closed_year, half_a_year
from tests.views.reading import ask

from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.platform.views import NOW, View
from wahana.projections.arisan import view as arisan
from wahana.projections.dues import view as dues
from wahana.projections.fund_book import view as fund_book
from wahana.projections.jimpitan import view as jimpitan
from wahana.projections.meeting import view as meeting
from wahana.projections.registry import CATALOGUE
from wahana.projections.registry import VIEWS as ALL

__all__ = ["house"]

VIEWS = (fund_book.VIEW, dues.VIEW, jimpitan.VIEW, meeting.VIEW, arisan.VIEW)
RELATIONS = [
    relation for relation in CATALOGUE if {view.name for view in VIEWS} & set(relation.views)
]
READ = [view for view in ALL if any(view.name in relation.views for relation in RELATIONS)]
"""These views, and those that tell names, places and today."""


async def shown(history: History, as_of: int = NOW) -> dict[str, list[dict[str, Any]]]:
    return {one.name: await ask(history, one.name, as_of=as_of) for one in RELATIONS}


async def test_every_relation_of_money_has_rows_in_the_story(house: Database) -> None:
    history = History(house)
    half_a_year(history)
    found = await shown(await history.run())
    assert [name for name, rows in found.items() if not rows] == []


async def test_as_of_a_position_shows_what_was_shown_then(house: Database) -> None:
    history = History(house)
    closed_year(half_a_year(history))
    head = await history.write()
    then = {}
    for position in range(1, head + 1):
        await history.run(views=READ, batch_events=1, up_to=position)
        then[position] = await shown(history)
    assert then[head]["FundBook"]
    for position, rows in then.items():
        assert await shown(history, position) == rows, position


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_batches_do_not_matter_nor_does_a_second_application(
    house: Database, view: View
) -> None:
    history = History(house)
    closed_year(half_a_year(history))
    await history.run(views=[twice(view)], batch_events=3)
    (rebuilt,) = await rebuild.rebuild(
        history.projector(),
        view,
        [history.tenant],
        Justification("Bu Ratna", "held against a rebuild"),
    )
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())
