"""The directory of WKSBM: particulars, area, and stage of formation.

A row is derived from the domain's own state, so corrections and retractions have the same effect as
in the rules. Names over time and the small sets (mentors, awards, trainings …) are in a second
table, which changes less often, as JSON texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation import wksbm_correction_events as correction_events
from wahana.domain.formation import wksbm_events
from wahana.domain.formation import wksbm_life_events as life_events
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_days import BY_DAY, ENDED, NAMES, PARENTS, SESSION
from wahana.domain.formation.wksbm_facts import (
    APPROVAL,
    DORMANCY,
    INAUGURATION,
    MATURITY,
    NOMINATION,
    REACTIVATION,
    TRAINING,
    WAIVER,
    Grade,
)
from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.platform.events import Recorded
from wahana.platform.views import View

from ..area_names import place_of
from ..by_day import Days
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .rows import DETAILS, DETAILS_BY_DAY, ROWS, ROWS_BY_DAY, Detail, WksbmRow


class WksbmRecord(Wksbm, frozen=True, kw_only=True):
    """The domain's state of a WKSBM, with the evidence of its facts."""

    merged_into: UUID | None = None
    marks: tuple[str, ...] = ()
    """Marks of evidence of all its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        assert isinstance(stamp, Recorded)
        merged_into = _merged(self.merged_into, state, event)
        proofs = stamp.meta.evidence
        if merged_into is self.merged_into and not proofs:
            return state  # as after most events
        marks = tuple(sorted({*self.marks, *(proof.mark for proof in proofs)}))
        return msgspec.structs.replace(state, merged_into=merged_into, marks=marks)


def _wksbm(wksbm: WksbmRecord, recorded_at: datetime) -> Iterator[WksbmRow]:
    inauguration, nomination = wksbm.inauguration, wksbm.nomination
    decree = inauguration.decree if inauguration else None
    grade = _grade(wksbm) if wksbm.grades else None
    resting = wksbm.resting
    yield filled(
        WksbmRow,
        wksbm,
        place_of(wksbm.village_code),
        wksbm_id=wksbm.id,
        updated_at=recorded_at,
        name_key=search_key(wksbm.name),
        local_area_id=wksbm.local_area,
        parent_id=wksbm.parent,
        proposed_on=wksbm.proposed_on or date.min,
        socialised_on=_socialised_on(wksbm) if wksbm.socialisations else None,
        nominated_on=nomination.nominated_on if nomination else None,
        approved_on=nomination.approved_on if nomination else None,
        trained_on=min((item.trained_on for item in wksbm.trainings), default=None),
        inaugurated_on=inauguration.inaugurated_on if inauguration else None,
        decree_no=decree.no if decree else None,
        decree_issued_on=decree.issued_on if decree else None,
        decree_issuer_role=decree.issuer_role if decree else None,
        maturity_grade=grade.grade if grade else None,
        maturity_scheme=grade.scheme_version if grade else None,
        maturity_assessed_on=grade.assessed_on if grade else None,
        dormant_since=resting.valid_from if resting else None,
        ended_on=wksbm.end.ended_on if wksbm.end else None,
        merged_into_id=wksbm.merged_into if wksbm.end else None,
        evidence_marks=wksbm.marks,
    )


_JSON = (
    *("names", "legal_references", "socialisations", "trainings", "waivers", "mentors"),
    *("awards", "dormancies"),
)
"""The sets that are taken from the state unchanged."""
_SETS = attrgetter(*_JSON)


def _detail(wksbm: WksbmRecord, recorded_at: datetime) -> Iterator[Detail]:
    """The small sets of a state."""
    targets = wksbm.target_groups[-1] if wksbm.target_groups else None
    yield Detail(
        wksbm_id=wksbm.id,
        target_edition=targets.edition if targets else None,
        target_groups=targets.codes if targets else (),
        local_values=wksbm.values[-1].values if wksbm.values else (),
        candidates=json_text(_candidates(wksbm)),
        **dict(zip(_JSON, map(json_text, _SETS(wksbm)), strict=True)),
    )


def _grade(wksbm: WksbmRecord) -> Grade:
    """The latest grade of maturity."""
    return max(wksbm.grades, key=lambda item: (item.assessed_on, item.entry))


def _socialised_on(wksbm: WksbmRecord) -> date | None:
    """The last day of the first session whose days are known."""
    return min((item.held_to for item in wksbm.socialisations if item.held_to), default=None)


def _candidates(wksbm: Wksbm) -> list[dict[str, Any]]:
    nomination = wksbm.nomination
    if nomination is None:
        return []
    return [
        {
            "person": item.person,
            "seat": item.seat,
            "nominated_on": nomination.nominated_on,
            "withdrawn": item.person in nomination.withdrawn,
        }
        for item in nomination.candidates
    ]


def _merged(before: UUID | None, state: Wksbm, event: Any) -> UUID | None:
    if isinstance(event, life_events.WksbmMerged):
        return event.into
    return before if state.end is not None else None


_SHOWN = (
    *(NAMES, PARENTS, SESSION, NOMINATION, APPROVAL, TRAINING, WAIVER, INAUGURATION),
    *(MATURITY, DORMANCY, REACTIVATION, ENDED),
)
"""The facts that the row of a WKSBM is made of."""
_STATES = (
    *("names", "parents", "socialisations", "nomination", "trainings", "waivers"),
    *("inauguration", "grades", "dormancies", "end", "proposed_on"),
)
_PARTS = (*_JSON, "references", "target_groups", "values", "nomination")
FOLD = Fold(
    Streams(WksbmRecord, table="wksbm_directory_state"),
    ShownRows(WksbmRecord, ROWS, _wksbm, days=Days(ROWS_BY_DAY, _SHOWN, _STATES)),
    ShownRows(
        WksbmRecord,
        DETAILS,
        _detail,
        of=_PARTS,
        days=Days(DETAILS_BY_DAY, BY_DAY, (*_STATES, *_PARTS)),
    ),
)

VIEW = View(
    name="wksbm_directory",
    version=3,
    topics=topics(wksbm_events, life_events, correction_events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
