"""The rows of the directory: a WKSBM, and the small sets that belong to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import SearchKey
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations as lists
from .. import ids
from ..by_day import by_day
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    VALID_TIME,
    Entry,
    Field,
    UpdatedAt,
    Version,
)

Person = Annotated[ids.PersonId, Field("The person.")]


class WksbmRow(msgspec.Struct, frozen=True):
    """A WKSBM: a network of local bodies that finds and handles social problems with the
    community's own resources (Kepmensos 42/HUK/2004)."""

    wksbm_id: Annotated[ids.WksbmId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    name: Annotated[str, VALID_TIME, Field("Its name; with validOn that of the day.")]
    name_key: Annotated[SearchKey, VALID_TIME]
    level: Annotated[str, lists.LEVEL, Field("Level at which it works.")]
    province_code: Annotated[str, Field("Kemendagri code of its province.")]
    province_name: Annotated[str | None, Field("Name of its province.")]
    regency_code: Annotated[str, Field("Code of its kabupaten or kota.")]
    regency_name: Annotated[str | None, Field("Name of its kabupaten or kota.")]
    district_code: Annotated[str, Field("Code of its kecamatan.")]
    district_name: Annotated[str | None, Field("Name of its kecamatan.")]
    village_code: Annotated[str, Field("Code of its desa or kelurahan.")]
    village_name: Annotated[str | None, Field("Name of its desa or kelurahan.")]
    area_edition: Annotated[str, Field("Edition of the area list that was cited.")]
    local_area_id: Annotated[
        ids.LocalAreaId | None, Field("The office's own area below the village.")
    ]
    origin: Annotated[str, lists.ORIGIN, Field("How it was formed.")]
    budget_year: Annotated[int, Field("Budget year it counts for.")]
    founded_year: Annotated[int | None, Field("Year of its founding, if it existed before.")]
    parent_id: Annotated[ids.WksbmId | None, VALID_TIME, Field("The WKSBM to which it belongs.")]
    stage: Annotated[str, lists.STAGE, VALID_TIME, Field("Last stage of its formation.")]
    status: Annotated[
        str, lists.STATUS, VALID_TIME, Field("Whether it is active, dormant or ended.")
    ]
    proposed_on: Annotated[date, Field("Day it was proposed.")]
    socialised_on: Annotated[date | None, VALID_TIME, Field("Last day of its first dated session.")]
    nominated_on: Annotated[date | None, VALID_TIME, Field("Day its candidates were put up.")]
    approved_on: Annotated[date | None, VALID_TIME, Field("Day the nomination was approved.")]
    trained_on: Annotated[date | None, VALID_TIME, Field("Day of its first training.")]
    inaugurated_on: Annotated[
        date | None, VALID_TIME, Field("Day of its inauguration (pengukuhan).")
    ]
    decree_no: Annotated[str | None, VALID_TIME, Field("Number of the inauguration's decree.")]
    decree_issued_on: Annotated[date | None, VALID_TIME, Field("Date of the decree.")]
    decree_issuer_role: Annotated[
        str | None, VALID_TIME, Field("Role of the signer of the decree.")
    ]
    maturity_grade: Annotated[
        str | None, VALID_TIME, Field("Latest grade, from the office's list.")
    ]
    maturity_scheme: Annotated[str | None, VALID_TIME, Field("Version of the grading scheme.")]
    maturity_assessed_on: Annotated[date | None, VALID_TIME, Field("Day of that grade.")]
    dormant_since: Annotated[date | None, VALID_TIME, Field("First day of the current dormancy.")]
    ended_on: Annotated[date | None, VALID_TIME, Field("Day it ended.")]
    merged_into_id: Annotated[ids.WksbmId | None, VALID_TIME, Field("The WKSBM it became part of.")]
    evidence_marks: Annotated[
        tuple[str, ...],
        REFUSES_VALID_ON,
        Field("Evidence of its facts: marks of all its events."),
    ]


class Wksbm(WksbmRow, frozen=True):
    inaugurated_key: date


class Detail(msgspec.Struct, frozen=True):
    """The small sets of a WKSBM, each as a JSON array."""

    wksbm_id: UUID
    names: str
    target_edition: str | None
    target_groups: tuple[str, ...]
    local_values: tuple[str, ...]
    legal_references: str
    socialisations: str
    candidates: str
    trainings: str
    waivers: str
    mentors: str
    awards: str
    dormancies: str


ROWS = VersionedTable(
    WksbmRow,
    key=("wksbm_id",),
    table="wksbm_directory",
    indexes=(
        ListIndex("by_name", "name_key", "wksbm_id"),
        ListIndex("by_area", "village_code", "name_key", "wksbm_id"),
        ListIndex("by_update", "updated_at", "wksbm_id"),
        ListIndex("by_inauguration", "coalesce(inaugurated_on, 'infinity'::date)", "wksbm_id"),
        ListIndex("by_year", "budget_year", "wksbm_id"),
        LookupIndex("by_parent", "parent_id", where="parent_id IS NOT NULL"),
    ),
)
DETAILS = VersionedTable(Detail, key=("wksbm_id",), table="wksbm_directory_detail")
ROWS_BY_DAY, DETAILS_BY_DAY = by_day(ROWS), by_day(DETAILS, whole=True)


class OfWksbm(msgspec.Struct, frozen=True):
    """A member of one of the small sets."""

    wksbm_id: UUID


class Name(OfWksbm, frozen=True):
    """A name of a WKSBM from a business date on."""

    entry: Entry
    valid_from: Annotated[date, Field("First day of the name.")]
    name: Annotated[str, Field("The name.")]


class TargetGroup(OfWksbm, frozen=True):
    """A category of people (PMKS) whom a WKSBM serves."""

    no: int
    edition: Annotated[str | None, Field("Edition of the list of categories.")]
    code: Annotated[str, Field("Code in that edition.")]


class LocalValue(OfWksbm, frozen=True):
    """A local value that a WKSBM upholds."""

    no: int
    value: Annotated[str, Field("The value.")]


class LegalReference(OfWksbm, frozen=True):
    """A regulation or letter that is a legal basis of a WKSBM."""

    ordinal: int
    title: Annotated[str, Field("Name of the document.")]
    no: Annotated[str | None, Field("Its number.", name="documentNo")]
    issued_on: Annotated[date | None, Field("Its date.")]


class CitedActivity(OfWksbm, frozen=True):
    """A fact that refers to an activity, of the office or of another one."""

    entry: Entry
    activity_id: Annotated[
        ids.ActivityId | None, Field("The office's own activity, if it was one.")
    ]
    external_organiser: Annotated[str | None, Field("Office that held it, if another one.")]
    external_title: Annotated[str | None, Field("Title there.")]


class Socialisation(CitedActivity, frozen=True):
    """A session that explained a WKSBM; its days may be unknown."""

    held_from: Annotated[date | None, Field("First day within which it was held.")]
    held_to: Annotated[date | None, Field("Last such day.")]


class Candidate(OfWksbm, frozen=True):
    """A candidate of the first board."""

    no: int
    person: Person
    seat: Annotated[str, Field("The seat.")]
    nominated_on: Annotated[date, Field("Day of the nomination.")]
    withdrawn: Annotated[bool, VALID_TIME, Field("Withdrew, or was replaced.")]


class Training(CitedActivity, frozen=True):
    """A training of candidates or members."""

    trained_on: Annotated[date, Field("Day of the training.")]
    attended: Annotated[int, Field("Number of them who attended.")]


class Waiver(OfWksbm, frozen=True):
    """A stage that was waived for a WKSBM."""

    entry: Entry
    stage: Annotated[str, lists.STAGE, Field("The stage.")]


class Mentor(OfWksbm, frozen=True):
    """A mentor of a WKSBM, with the period."""

    entry: Entry
    person: Person
    role: Annotated[str, lists.MENTOR_ROLE, Field("Office of the mentor.")]
    guidance: Annotated[str, lists.GUIDANCE, Field("In what.")]
    valid_from: Annotated[date, Field("First day.")]
    valid_to: Annotated[date | None, VALID_TIME, Field("First day after the end.")]


class Award(OfWksbm, frozen=True):
    """A competition that a WKSBM entered (no rank) or won."""

    entry: Entry
    competition: Annotated[str, Field("Name of the competition.")]
    level: Annotated[str, lists.AWARD_LEVEL, Field("Its level.")]
    year: Annotated[int, Field("Its year.")]
    rank: Annotated[int | None, Field("Place won; 1 is the first.")]


class Dormancy(OfWksbm, frozen=True):
    """A period in which a WKSBM was dormant."""

    entry: Entry
    valid_from: Annotated[date, Field("First day.")]
    valid_to: Annotated[date | None, VALID_TIME, Field("First day on which it was active again.")]
