"""The rows of the pipeline: budget targets, and counts of WKSBM by year."""

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
    """The target of an indicator for a budget year; with validOn: as of that day."""

    target_id: Annotated[ids.BudgetTargetId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    year: Annotated[int, Field("Budget year.")]
    indicator: Annotated[str, Field("Indicator: WKSBM_FORMED, …")]
    target_qty: Annotated[int, VALID_TIME, Field("The number to be reached.")]
    first_qty: Annotated[int, Field("The number before any revision.")]
    funding: Annotated[str, lists.FUNDING, Field("The source of the money.")]
    activity_code: Annotated[str | None, Field("Code of programme and activity.")]
    basis: Annotated[str | None, Field("Its basis: SPM, RPJMD, …")]
    basis_ref: Annotated[str | None, Field("Its document.")]
    set_on: Annotated[date, Field("Day it was set.")]
    revisions: str
    evidence_marks: Annotated[tuple[str, ...], Field("Its evidence: marks of all its events.")]


TARGETS = VersionedTable(
    TargetRow,
    key=("target_id",),
    table="formation_pipeline_target",
    indexes=(ListIndex("by_year", "year", "indicator"),),
)


class TargetRevision(msgspec.Struct, frozen=True):
    """A change of a target during the year."""

    target_id: UUID
    entry: Entry
    revised_on: Annotated[date, Field("Day of the revision.")]
    from_qty: Annotated[int, Field("Before.")]
    to_qty: Annotated[int, Field("After.")]
    reason: Annotated[str, Field("Why.")]


class Formation(msgspec.Struct, frozen=True):
    """The stages of a WKSBM's formation, with days; with validOn: by that day."""

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
    """A budget year: its target, and the number of WKSBM that have reached each stage."""

    budget_year: Annotated[int, Field("The budget year.")]
    target_qty: Annotated[int | None, VALID_TIME, Field("Its target, if one is set.")]
    first_qty: Annotated[int | None, REFUSES_VALID_ON, Field("The target before any revision.")]
    proposed: Annotated[int, VALID_TIME, Field("Number of WKSBM proposed.")]
    socialised: Annotated[
        int, VALID_TIME, Field("Number of them that were explained to the people.")
    ]
    nominated: Annotated[int, VALID_TIME, Field("Number of WKSBM with candidates.")]
    trained: Annotated[int, VALID_TIME, Field("Number of WKSBM with trained candidates.")]
    inaugurated: Annotated[int, VALID_TIME, Field("Number of WKSBM inaugurated.")]
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
    inaugurated: Annotated[int, VALID_TIME, Field("Number of WKSBM inaugurated.")]
    trained: Annotated[int, VALID_TIME, Field("Number of them with trained people.")]
    active_now: Annotated[int, REFUSES_VALID_ON, Field("Number of them that are active.")]
