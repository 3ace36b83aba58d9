"""What can be asked of the pipeline: targets, each WKSBM's way, totals by year."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_TARGETS = ("formation_pipeline",)
_DIRECTORY = ("wksbm_directory",)

_STEPS = {
    "ToSocialised": "from the proposal to the first dated session",
    "ToNominated": "from there to the nomination",
    "ToTrained": "from there to the first training",
    "ToInaugurated": "from there to the inauguration",
    "InAll": "from the proposal to the inauguration",
}

TARGET = Relation(
    name="BudgetTarget",
    description="How much of an indicator a year's budget is to bring; with validOn: that day's.",
    sql=_SQL,
    rows="targets",
    views=_TARGETS,
    key=(SortKey("target_id", "id"),),
    node="budget_target",
    columns={
        "id": Column("id", "Global id.", sql="target_id", id_kind="budget_target"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "year": Column("int", "Budget year."),
        "indicator": Column("text", "Indicator: WKSBM_FORMED, …"),
        "targetQty": Column("int", "How many are to be reached."),
        "firstQty": Column("int", "How many it was before any revision."),
        "funding": Column("enum", "Where the money comes from.", enumeration=lists.FUNDING),
        "activityCode": Column("text", "Code of programme and activity.", nullable=True),
        "basis": Column("text", "What it rests on: SPM, RPJMD, …", nullable=True),
        "basisRef": Column("text", "Its document.", nullable=True),
        "setOn": Column("date", "Day it was set."),
        "evidenceMarks": Column("texts", "What it rests on: marks of all its events."),
    },
    orderings={
        "YEAR": Ordering(
            "Latest year first.",
            (SortKey("year", "int"), SortKey("indicator", "text")),
            descending=True,
        )
    },
    filters={
        "year": Filter("int", "Of this year.", column="year"),
        "indicator": Filter("text", "Of this indicator.", column="indicator"),
    },
    children={
        "revisions": Child(
            "BudgetTargetRevision",
            "list",
            "Its revisions.",
            {"target_id": "target_id"},
            expected=2,
        )
    },
)

REVISION = Relation(
    name="BudgetTargetRevision",
    description="A change of a target in the course of the year.",
    sql=_SQL,
    rows="revisions",
    views=_TARGETS,
    key=(SortKey("target_id", "id"), SortKey("entry", "int")),
    columns={
        "entry": Column("int", "Version of the event that entered it; corrections name it."),
        "revisedOn": Column("date", "Day of the revision."),
        "fromQty": Column("int", "Before."),
        "toQty": Column("int", "After."),
        "reason": Column("text", "Why."),
    },
    orderings={"REVISED_ON": Ordering("By day.", (SortKey("revised_on", "date"),))},
)

FORMATION = Relation(
    name="Formation",
    description="A WKSBM's way through the stages, in days; with validOn: by that day.",
    sql=_SQL,
    rows="formations",
    views=("office", "wksbm_directory"),
    key=(SortKey("wksbm_id", "id"),),
    columns={
        "wksbmId": Column("id", "The WKSBM.", id_kind="wksbm"),
        "budgetYear": Column("int", "Budget year it counts for."),
        "stage": Column("enum", "Stage reached.", enumeration=lists.STAGE),
        "proposedOn": Column("date", "Day it was proposed."),
        "socialisedOn": Column("date", "Last day of its first dated session.", nullable=True),
        "nominatedOn": Column("date", "Day of the nomination.", nullable=True),
        "trainedOn": Column("date", "Day of its first training.", nullable=True),
        "inauguratedOn": Column("date", "Day of the inauguration.", nullable=True),
        **{
            f"days{step}": Column("int", f"Days {meaning}.", nullable=True)
            for step, meaning in _STEPS.items()
        },
        "daysWaiting": Column(
            "int", "Days in the present stage, if it is not inaugurated yet.", nullable=True
        ),
    },
    orderings={"NAME": Ordering("By name.", (SortKey("name_key", "text"),))},
    filters={
        "budgetYear": Filter("int", "Of this budget year.", column="budget_year"),
        "stage": Filter("enum", "At this stage.", column="stage", enumeration=lists.STAGE),
        "inArea": Filter("text", "In this area, of any level.", statement="in_area"),
        "waitingDaysFrom": Filter(
            "int", "Has waited so many days or more.", column="days_waiting", operator=">="
        ),
    },
    scopes={
        "area": Filter("text", "The actor's area.", statement="in_area"),
        "wksbm": Filter(
            "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
        ),
    },
    children={"wksbm": Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"})},
)

PIPELINE = Relation(
    name="FormationPipeline",
    description="A budget year: its target, and how many WKSBM have reached each stage.",
    sql=_SQL,
    rows="pipeline",
    views=("formation_pipeline", "wksbm_directory"),
    key=(SortKey("budget_year", "int"),),
    columns={
        "budgetYear": Column("int", "The budget year."),
        "targetQty": Column("int", "Its target, if one is set.", nullable=True),
        "firstQty": Column("int", "The target before any revision.", nullable=True),
        "proposed": Column("int", "How many were proposed."),
        "socialised": Column("int", "How many of them were explained to the people."),
        "nominated": Column("int", "How many have candidates."),
        "trained": Column("int", "How many have trained candidates."),
        "inaugurated": Column("int", "How many stand."),
        "attainmentPercent": Column("int", "Inaugurated in percent of the target.", nullable=True),
        **{
            f"days{step}": Column("int", f"Days {meaning}, on average.", nullable=True)
            for step, meaning in _STEPS.items()
        },
    },
    orderings={
        "YEAR": Ordering("Latest year first.", (SortKey("budget_year", "int"),), descending=True)
    },
    filters={"budgetYear": Filter("int", "This year.", column="budget_year")},
    children={
        "formations": Child(
            "Formation", "connection", "Each WKSBM's way.", {"budget_year": "budget_year"}
        )
    },
)

FORMED = Relation(
    name="FormedYear",
    description="The WKSBM that were inaugurated in a calendar year.",
    sql=_SQL,
    rows="formed",
    views=_DIRECTORY,
    key=(SortKey("year", "int"),),
    columns={
        "year": Column("int", "Year of the inauguration."),
        "inaugurated": Column("int", "How many were inaugurated."),
        "trained": Column("int", "How many of them have trained people."),
        "activeNow": Column("int", "How many of them are active."),
    },
    orderings={"YEAR": Ordering("Latest year first.", (SortKey("year", "int"),), descending=True)},
    filters={"year": Filter("int", "This year.", column="year")},
)

RELATIONS = (TARGET, REVISION, FORMATION, PIPELINE, FORMED)
