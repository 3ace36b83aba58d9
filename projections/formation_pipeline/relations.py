"""Relations of the pipeline: targets, the formation of each WKSBM, totals by year."""

from __future__ import annotations

from wahana.platform import sql

from ..declared import ColumnFilter, RowOrder, declare, in_area, listed, one, paged
from ..row_source import TableRows
from . import rows

_SQL = sql.load(__file__, "read.sql")

TARGET = declare(
    "BudgetTarget",
    rows.TargetRow,
    sql=_SQL,
    rows="targets",
    views=("formation_pipeline",),
    key=("target_id",),
    node=True,
    orderings={
        "YEAR": RowOrder("Latest year first.", ("year", "indicator"), descending=True),
    },
    filters={
        "year": "Of this year.",
        "indicator": "Of this indicator.",
    },
    children={
        "revisions": listed("BudgetTargetRevision", "Its revisions.", "target_id", expected=2),
    },
)

REVISION = declare(
    "BudgetTargetRevision",
    rows.TargetRevision,
    sql=_SQL,
    rows=TableRows(rows.TARGETS, each="revisions", since="revised_on"),
    views=("formation_pipeline",),
    key=("target_id", "entry"),
    orderings={
        "REVISED_ON": RowOrder("By day.", ("revised_on",)),
    },
)

FORMATION = declare(
    "Formation",
    rows.Formation,
    sql=_SQL,
    rows="formations",
    views=("office", "wksbm_directory"),
    key=("wksbm_id",),
    orderings={
        "NAME": RowOrder("By name.", ("name_key",)),
    },
    filters={
        "budgetYear": "Of this budget year.",
        "stage": "At this stage.",
        "inArea": in_area("In this area, of any level."),
        "waitingDaysFrom": ColumnFilter("days_waiting", ">=", "Has waited this many days or more."),
    },
    scopes={
        "area": in_area("The actor's area."),
        "wksbm": ColumnFilter("wksbm_id", "among", "The actor's WKSBM."),
    },
    children={
        "wksbm": one("Wksbm", "The WKSBM.", "wksbm_id"),
    },
)

PIPELINE = declare(
    "FormationPipeline",
    rows.Pipeline,
    sql=_SQL,
    rows="pipeline",
    views=("formation_pipeline", "wksbm_directory"),
    key=("budget_year",),
    orderings={
        "YEAR": RowOrder("Latest year first.", ("budget_year",), descending=True),
    },
    filters={
        "budgetYear": "This year.",
    },
    children={
        "formations": paged("Formation", "The formation of each WKSBM.", "budget_year"),
    },
)

FORMED = declare(
    "FormedYear",
    rows.FormedYear,
    sql=_SQL,
    rows="formed",
    views=("wksbm_directory",),
    key=("year",),
    orderings={
        "YEAR": RowOrder("Latest year first.", ("year",), descending=True),
    },
    filters={
        "year": "This year.",
    },
)

RELATIONS = (TARGET, REVISION, FORMATION, PIPELINE, FORMED)
