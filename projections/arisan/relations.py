"""Relations of arisan: cycles with their current round, rounds and their draws, debts."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import belonging, one_person
from ..declared import Condition, RowOrder, declare, history, listed, one
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL, **one_person.SQL}
_VIEWS = ("arisan", "wksbm_directory")
_NAMED_VIEWS = ("arisan", "person_registry", "wksbm_directory")
_CYCLE = one("ArisanCycle", "The cycle.", "cycle_id")
_OF_CYCLE: Mapping[str, Condition] = {"cycleId": "Of this cycle.", **belonging.FILTERS}
_BY_NO = {"NO": RowOrder("By number.", ("no",))}

CYCLE = declare(
    "ArisanCycle",
    rows.CycleRow,
    sql=_SQL,
    rows=TableRows(rows.CYCLES, since="starts_on"),
    views=_VIEWS,
    key=("cycle_id",),
    node=True,
    orderings={
        "NEWEST": RowOrder("Latest start first.", ("starts_on",), descending=True),
    },
    filters={
        **belonging.FILTERS,
        "state": "With this status.",
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
        "shares": listed("ArisanShare", "Who holds which share.", "cycle_id", expected=12),
        "rounds": listed("ArisanRound", "Its rounds.", "cycle_id", expected=12),
        "debts": listed("ArisanDebt", "The debts.", "cycle_id", expected=3),
        "history": history("cycle_id"),
    },
)

SHARE = declare(
    "ArisanShare",
    rows.Share,
    sql=_SQL,
    rows="shares",
    views=_NAMED_VIEWS,
    key=("cycle_id", "no"),
    orderings=_BY_NO,
    filters={
        **_OF_CYCLE,
        "inDraw": "Still in the draw, or not.",
        "memberId": one_person.of_person("Of this person.", statement="of_holder"),
    },
    scopes=belonging.SCOPES,
    children={"cycle": _CYCLE},
)

ROUND = declare(
    "ArisanRound",
    rows.ArisanRound,
    sql=_SQL,
    rows="rounds",
    views=_NAMED_VIEWS,
    key=("cycle_id", "no"),
    orderings=_BY_NO,
    filters={
        **_OF_CYCLE,
        "state": "So far.",
    },
    scopes=belonging.SCOPES,
    children={"cycle": _CYCLE},
)

DEBT = declare(
    "ArisanDebt",
    rows.Debt,
    sql=_SQL,
    rows="debts",
    views=_NAMED_VIEWS,
    key=("cycle_id", "share", "round"),
    orderings={
        "ROUND": RowOrder("By round.", ("round",)),
    },
    filters=_OF_CYCLE,
    scopes=belonging.SCOPES,
    children={"cycle": _CYCLE},
)

RELATIONS = (CYCLE, SHARE, ROUND, DEBT)
