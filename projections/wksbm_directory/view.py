"""The directory of WKSBM: what each is, where it stands, how far its formation has come.

A row is derived from the state that the domain's own fold gives, so corrections and retractions
count here as they count for the rules. Names over time and the small sets (mentors, awards,
trainings …) stand in a second table, which changes less often, as JSON texts.
"""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter, is_not
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation import wksbm_correction_events as correction_events
from wahana.domain.formation import wksbm_events
from wahana.domain.formation import wksbm_life_events as life_events
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_facts import Grade
from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.views import Batch, View

from ..places import place_of
from ..streams import Streams, json_text, topics
from .rows import DETAILS, ROWS, Detail, Row


class Named(msgspec.Struct, frozen=True):
    """A name that holds from a business date on; ``entry``: the version that said so."""

    entry: int
    valid_from: date
    name: str


class Record(Wksbm, frozen=True, kw_only=True):
    """A WKSBM as the rules see it, with its names over time and what its facts rest on."""

    names: tuple[Named, ...] = ()
    merged_into: UUID | None = None
    marks: tuple[str, ...] = ()
    """Marks of evidence in any of its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        state = super().evolve(event, stamp)
        assert isinstance(stamp, Recorded)
        names = self._renamed(event, stamp)
        merged_into = _merged(self.merged_into, state, event)
        proofs = stamp.meta.evidence
        if names is self.names and merged_into is self.merged_into and not proofs:
            return state  # as after most events
        marks = tuple(sorted({*self.marks, *(proof.mark for proof in proofs)}))
        return msgspec.structs.replace(state, names=names, merged_into=merged_into, marks=marks)

    def _renamed(self, event: Any, stamp: Stamp) -> tuple[Named, ...]:
        match event:
            case wksbm_events.WksbmProposed() | wksbm_events.WksbmRenamed():
                return (*self.names, Named(stamp.version, stamp.occurred_on, event.name))
            case correction_events.WksbmCorrected() if self.names:
                mended = msgspec.structs.replace(self.names[-1], name=event.name)
                return (*self.names[:-1], mended)
        return self.names


STREAMS = Streams(Record, table="wksbm_directory_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's WKSBM and write the versions that come of it."""
    folding = await STREAMS.load(session, batch)
    keys = [(state.id,) for state in folding.states(Record)]
    rows = await ROWS.load(session, batch, keys)
    details = await DETAILS.load(session, batch, keys)
    async for step in folding.steps():
        rows.put(step.event.position, row_of(step.after, step.event.recorded_at))
        if step.before.version == 0 or _sets_differ(step.before, step.after):
            details.put(step.event.position, detail_of(step.after))
    await rows.write(session)
    await details.write(session)
    await folding.save(session)


_SETS = attrgetter(
    *("names", "target_groups", "values", "legal_references", "socialisations", "nomination"),
    *("trainings", "waivers", "mentors", "awards", "dormancies"),
)
"""What a :class:`Detail` is made of."""


def _sets_differ(before: Record, after: Record) -> bool:
    """Whether a detail may differ. A fold keeps what it does not change, so the same objects
    mean the same detail, and most events are spared the making of it."""
    return any(map(is_not, _SETS(before), _SETS(after)))


def row_of(wksbm: Record, updated_at: datetime) -> Row:
    """The directory's row of a state."""
    place = place_of(wksbm.village_code)
    inauguration, nomination = wksbm.inauguration, wksbm.nomination
    decree = inauguration.decree if inauguration else None
    grade = _grade(wksbm) if wksbm.grades else None
    resting = wksbm.resting
    return Row(
        wksbm_id=wksbm.id,
        version=wksbm.version,
        updated_at=updated_at,
        name=wksbm.name,
        name_key=search_key(wksbm.name),
        level=wksbm.level,
        province_code=wksbm.village_code[:2],
        province_name=place.province_name,
        regency_code=wksbm.village_code[:5],
        regency_name=place.regency_name,
        district_code=wksbm.village_code[:8],
        district_name=place.district_name,
        village_code=wksbm.village_code,
        village_name=place.village_name,
        area_edition=wksbm.area_edition,
        local_area_id=wksbm.local_area,
        origin=wksbm.origin,
        budget_year=wksbm.budget_year,
        founded_year=wksbm.founded_year,
        parent_id=wksbm.parent,
        stage=wksbm.stage,
        status=wksbm.status,
        proposed_on=wksbm.proposed_on or date.min,
        socialised_on=_socialised_on(wksbm) if wksbm.socialisations else None,
        nominated_on=nomination.nominated_on if nomination else None,
        approved_on=nomination.approved_on if nomination else None,
        trained_on=min(item.trained_on for item in wksbm.trainings) if wksbm.trainings else None,
        inaugurated_on=inauguration.inaugurated_on if inauguration else None,
        decree_no=decree.no if decree else None,
        decree_issued_on=decree.issued_on if decree else None,
        decree_issuer_role=decree.issuer_role if decree else None,
        maturity_grade=grade.grade if grade else None,
        maturity_scheme=grade.scheme_version if grade else None,
        maturity_assessed_on=grade.assessed_on if grade else None,
        dormant_since=resting.valid_from if resting else None,
        ended_on=wksbm.end.ended_on if wksbm.end else None,
        merged_into_id=wksbm.merged_into,
        evidence_marks=wksbm.marks,
    )


def detail_of(wksbm: Record) -> Detail:
    """The small sets of a state."""
    targets = wksbm.target_groups[-1] if wksbm.target_groups else None
    return Detail(
        wksbm_id=wksbm.id,
        names=json_text(wksbm.names),
        target_edition=targets.edition if targets else None,
        target_groups=targets.codes if targets else (),
        local_values=wksbm.values[-1].values if wksbm.values else (),
        legal_references=json_text(wksbm.legal_references),
        socialisations=json_text(wksbm.socialisations),
        candidates=json_text(_candidates(wksbm)),
        trainings=json_text(wksbm.trainings),
        waivers=json_text(wksbm.waivers),
        mentors=json_text(wksbm.mentors),
        awards=json_text(wksbm.awards),
        dormancies=json_text(wksbm.dormancies),
    )


def _grade(wksbm: Record) -> Grade:
    """The latest grade of maturity."""
    return max(wksbm.grades, key=lambda item: (item.assessed_on, item.entry))


def _socialised_on(wksbm: Record) -> date | None:
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


VIEW = View(
    name="wksbm_directory",
    version=2,
    topics=topics(wksbm_events, life_events, correction_events),
    tables=(STREAMS.table, ROWS, DETAILS),
    apply=apply,
)
