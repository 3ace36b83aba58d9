"""The rows of the pipeline: budget targets, and what is counted per WKSBM and year."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.tables import ListIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations as lists
from .. import ids
from ..field import GLOBAL_ID, REFUSES_VALID_ON, VALID_TIME, Entry, Field, UpdatedAt, Version


class TargetRow(msgspec.Struct, frozen=True):
    """How much of an indicator a year's budget is to bring; with validOn: that day's."""

    target_id: Annotated[ids.BudgetTargetId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    year: Annotated[int, Field("Budget year.")]
    indicator: Annotated[str, Field("Indicator: WKSBM_FORMED, …")]
    target_qty: Annotated[int, VALID_TIME, Field("How many are to be reached.")]
    first_qty: Annotated[int, Field("How many it was before any revision.")]
    funding: Annotated[str, lists.FUNDING, Field("Where the money comes from.")]
    activity_code: Annotated[str | None, Field("Code of programme and activity.")]
    basis: Annotated[str | None, Field("What it rests on: SPM, RPJMD, …")]
    basis_ref: Annotated[str | None, Field("Its document.")]
    set_on: Annotated[date, Field("Day it was set.")]
    revisions: str
    evidence_marks: Annotated[tuple[str, ...], Field("What it rests on: marks of all its events.")]


TARGETS = VersionedTable(
    TargetRow,
    key=("target_id",),
    table="formation_pipeline_target",
    indexes=(ListIndex("by_year", "year", "indicator"),),
)


class TargetRevision(msgspec.Struct, frozen=True):
    """A change of a target in the course of the year."""

    target_id: UUID
    entry: Entry
    revised_on: Annotated[date, Field("Day of the revision.")]
    from_qty: Annotated[int, Field("Before.")]
    to_qty: Annotated[int, Field("After.")]
    reason: Annotated[str, Field("Why.")]


class Formation(msgspec.Struct, frozen=True):
    """A WKSBM's way through the stages, in days; with validOn: by that day."""

    wksbm_id: Annotated[ids.WksbmId, Field("The WKSBM.")]
    name_key: str
    village_code: str
    district_code: str
    regency_code: str
    province_code: str
    budget_year: Annotated[int, Field("Budget year it counts for.")]
    stage: Annotated[str, lists.STAGE, VALID_TIME, Field("Stage reached.")]
    proposed_on: Annotated[date, Field("Day it was proposed.")]
    socialised_on: Annotated[date | None, VALID_TIME, Field("Last day of its first dated session.")]
    nominated_on: Annotated[date | None, VALID_TIME, Field("Day of the nomination.")]
    trained_on: Annotated[date | None, VALID_TIME, Field("Day of its first training.")]
    inaugurated_on: Annotated[date | None, VALID_TIME, Field("Day of the inauguration.")]
    days_to_socialised: Annotated[
        int | None, VALID_TIME, Field("Days from the proposal to the first dated session.")
    ]
    days_to_nominated: Annotated[
        int | None, VALID_TIME, Field("Days from there to the nomination.")
    ]
    days_to_trained: Annotated[
        int | None, VALID_TIME, Field("Days from there to the first training.")
    ]
    days_to_inaugurated: Annotated[
        int | None, VALID_TIME, Field("Days from there to the inauguration.")
    ]
    days_in_all: Annotated[
        int | None, VALID_TIME, Field("Days from the proposal to the inauguration.")
    ]
    days_waiting: Annotated[
        int | None, VALID_TIME, Field("Days in the present stage, if it is not inaugurated yet.")
    ]


class Pipeline(msgspec.Struct, frozen=True):
    """A budget year: its target, and how many WKSBM have reached each stage."""

    budget_year: Annotated[int, Field("The budget year.")]
    target_qty: Annotated[int | None, VALID_TIME, Field("Its target, if one is set.")]
    first_qty: Annotated[int | None, REFUSES_VALID_ON, Field("The target before any revision.")]
    proposed: Annotated[int, VALID_TIME, Field("How many were proposed.")]
    socialised: Annotated[int, VALID_TIME, Field("How many of them were explained to the people.")]
    nominated: Annotated[int, VALID_TIME, Field("How many have candidates.")]
    trained: Annotated[int, VALID_TIME, Field("How many have trained candidates.")]
    inaugurated: Annotated[int, VALID_TIME, Field("How many were inaugurated.")]
    attainment_percent: Annotated[
        int | None, VALID_TIME, Field("Inaugurated in percent of the target.")
    ]
    days_to_socialised: Annotated[
        int | None,
        VALID_TIME,
        Field("Days from the proposal to the first dated session, on average."),
    ]
    days_to_nominated: Annotated[
        int | None, VALID_TIME, Field("Days from there to the nomination, on average.")
    ]
    days_to_trained: Annotated[
        int | None, VALID_TIME, Field("Days from there to the first training, on average.")
    ]
    days_to_inaugurated: Annotated[
        int | None, VALID_TIME, Field("Days from there to the inauguration, on average.")
    ]
    days_in_all: Annotated[
        int | None,
        VALID_TIME,
        Field("Days from the proposal to the inauguration, on average."),
    ]


class FormedYear(msgspec.Struct, frozen=True):
    """The WKSBM that were inaugurated in a calendar year."""

    year: Annotated[int, Field("Year of the inauguration.")]
    inaugurated: Annotated[int, VALID_TIME, Field("How many were inaugurated.")]
    trained: Annotated[int, VALID_TIME, Field("How many of them have trained people.")]
    active_now: Annotated[int, REFUSES_VALID_ON, Field("How many of them are active.")]
