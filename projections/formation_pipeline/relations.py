"""What can be asked of the pipeline: targets, each WKSBM's way, totals by year."""

from __future__ import annotations

from wahana.platform import sql

from ..declared import Compared, Order, declare, in_area, listed, one, paged
from ..row_source import From
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
        "YEAR": Order("Latest year first.", ("year", "indicator"), descending=True),
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
    rows=From(rows.TARGETS, each="revisions", since="revised_on"),
    views=("formation_pipeline",),
    key=("target_id", "entry"),
    orderings={
        "REVISED_ON": Order("By day.", ("revised_on",)),
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
        "NAME": Order("By name.", ("name_key",)),
    },
    filters={
        "budgetYear": "Of this budget year.",
        "stage": "At this stage.",
        "inArea": in_area("In this area, of any level."),
        "waitingDaysFrom": Compared("days_waiting", ">=", "Has waited so many days or more."),
    },
    scopes={
        "area": in_area("The actor's area."),
        "wksbm": Compared("wksbm_id", "among", "The actor's WKSBM."),
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
        "YEAR": Order("Latest year first.", ("budget_year",), descending=True),
    },
    filters={
        "budgetYear": "This year.",
    },
    children={
        "formations": paged("Formation", "Each WKSBM's way.", "budget_year"),
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
        "YEAR": Order("Latest year first.", ("year",), descending=True),
    },
    filters={
        "year": "This year.",
    },
)

RELATIONS = (TARGET, REVISION, FORMATION, PIPELINE, FORMED)
