"""Cases in their present state: stage, needs, persons, plan, services, deliveries, sealed texts.

The only personal data in clear are categories of need beside random ids. Roles decide who sees
them: a row says whether its category is of the most sensitive tier. Names are not copied but joined
from the register of persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from wahana.domain.care import case_correction_events as corrected
from wahana.domain.care import case_events as events
from wahana.domain.care import case_facts as facts
from wahana.domain.reference.categories import CATEGORIES
from wahana.platform.views import View

from ..area_names import place_of
from ..by_day import Days
from ..folds import Fold, ShownRows, filled, packed
from ..streams import Streams, json_text, topics
from . import rows
from .records import PARTS, CaseRecord
from .rows import (
    CASES,
    CATEGORY_ROWS,
    DELIVERIES,
    ENTRIES,
    SERVICES,
    SUBJECTS,
    TEXTS,
    Assessment,
    Capacity,
    CaseEntryRow,
    CaseRow,
    CaseTextRow,
    CategoryRow,
    Closing,
    DeliveryRow,
    Outcome,
    PlanItem,
    ServiceRow,
    SubjectRow,
)

URGENCY_ORDER = {"EMERGENCY": 0, "URGENT": 1, "NORMAL": 2}
"""The most urgent first."""


def is_top_tier(code: str) -> bool:
    """Whether a category is of the most sensitive tier; an unknown one counts as such."""
    found = CATEGORIES.find(code)
    return found is None or found.tier == "TOP"


def _is_sensitive(case: CaseRecord) -> bool:
    return any(is_top_tier(kind.code) for kind in case.categories)


def _case(case: CaseRecord, recorded_at: datetime) -> Iterator[CaseRow]:
    what, body = case.what, case.body
    assert what is not None
    assert body is not None
    last = max(case.capacities, key=lambda item: (item.declared_on, item.entry), default=None)
    yield filled(
        CaseRow,
        case,
        what,
        place_of(what.village_code),
        case_id=case.id,
        updated_at=recorded_at,
        is_open=case.open,
        urgency_order=URGENCY_ORDER[case.urgency],
        body_kind=body.kind,
        body_id=body.id,
        body_area=body.area_code,
        wksbm_id=case.wksbm,
        people=what.group_size or len(case.subjects),
        top_tier=_is_sensitive(case),
        capacity=last.verdict if last else None,
        closed_on=case.closing.closed_on if case.closing else None,
        close_reason=case.closing.reason if case.closing else None,
        result=case.outcomes[-1].result if case.outcomes else None,
        last_delivery=max((item.delivered_on for item in case.deliveries), default=None),
    )


def _subjects(case: CaseRecord, recorded_at: datetime) -> Iterator[SubjectRow]:
    added = {item.person: item.entry for item in case.added}
    for no, person in enumerate(case.subjects, start=1):
        yield SubjectRow(case.id, person, no, added.get(person, 0))


def _categories(case: CaseRecord, recorded_at: datetime) -> Iterator[CategoryRow]:
    for kind in case.categories:
        top = is_top_tier(kind.code)
        open_code = None if top else kind.code
        yield filled(
            CategoryRow,
            kind,
            case_id=case.id,
            open_code=open_code,
            person_id=kind.subject,
            top_tier=top,
        )


def _services(case: CaseRecord, recorded_at: datetime) -> Iterator[ServiceRow]:
    for item in case.services:
        what = item.what
        yield filled(
            ServiceRow,
            item,
            what,
            case_id=case.id,
            wksbm_id=what.wksbm,
            kps_id=what.kps,
            referral_id=what.referral,
        )


def _deliveries(case: CaseRecord, recorded_at: datetime) -> Iterator[DeliveryRow]:
    for item in case.deliveries:
        yield filled(DeliveryRow, item, item.what, case_id=case.id)


def _entries(case: CaseRecord, recorded_at: datetime) -> Iterator[CaseEntryRow]:
    def row(
        kind: str, form: type[msgspec.Struct], entry: Any, day: date, *said: Any, **own: Any
    ) -> CaseEntryRow:
        data = packed(form, ENTRIES, entry, *said, **own)
        no = said[0].no if said else 0
        return CaseEntryRow(case.id, kind, entry.entry, no, day, data)

    for found in case.assessments:
        about = found.subject
        yield row("ASSESSMENT", Assessment, found, found.assessed_on, person_id=about)
    plan = case.plan
    for item in plan.items if plan else ():
        assert plan is not None
        yield row("PLAN_ITEM", PlanItem, plan, plan.agreed_on, item)
    for declared in case.capacities:
        yield row("CAPACITY", Capacity, declared, declared.declared_on)
    for outcome in case.outcomes:
        yield row("OUTCOME", Outcome, outcome, outcome.recorded_on, person_id=outcome.subject)
    for end in case.closings:
        yield row("CLOSING", Closing, end, end.closed_on)


def _texts(case: CaseRecord, recorded_at: datetime) -> Iterator[CaseTextRow]:
    for text in case.texts:
        yield filled(
            CaseTextRow,
            text,
            case_id=case.id,
            part=PARTS[text.kind],
            person_id=None if text.group.s == case.id else text.group.s,
            sealed=json_text(text.group),
        )


_FACTS = (facts.REPORT, facts.DECISION, facts.REQUEST_END, *facts.KINDS.values())
_SERVED = (facts.SERVICE, facts.DECISION, facts.REQUEST_END, facts.SERVICE_END, facts.CLOSING)
_TOLD = (facts.ASSESSMENT, facts.PLAN, facts.CAPACITY, facts.OUTCOME, facts.CLOSING)
_PARTS = ("assessments", "plans", "capacities", "outcomes", "closings")
_STATES = ("what", "reported_on", "added", "categories", "services", "deliveries", "withdrawn")
FOLD = Fold(
    Streams(CaseRecord, table="case_file_state"),
    ShownRows(CaseRecord, CASES, _case, days=Days(rows.CASES_BY_DAY, _FACTS, (*_STATES, *_PARTS))),
    ShownRows(
        CaseRecord,
        SUBJECTS,
        _subjects,
        days=Days(
            rows.SUBJECTS_BY_DAY, (facts.REPORT, facts.SUBJECT), ("what", "added", "reported_on")
        ),
    ),
    ShownRows(
        CaseRecord,
        CATEGORY_ROWS,
        _categories,
        of=("categories",),
        days=Days(
            rows.CATEGORIES_BY_DAY, (facts.CATEGORY, facts.CATEGORY_REMOVAL), ("categories",)
        ),
    ),
    ShownRows(
        CaseRecord,
        SERVICES,
        _services,
        of=("services",),
        days=Days(rows.SERVICES_BY_DAY, _SERVED, ("services", "closings")),
    ),
    ShownRows(CaseRecord, DELIVERIES, _deliveries, of=("deliveries",)),
    ShownRows(
        CaseRecord,
        ENTRIES,
        _entries,
        of=("assessments", "plan", "capacities", "outcomes", "closings"),
        days=Days(rows.ENTRIES_BY_DAY, (*_TOLD, facts.REOPENING), _PARTS),
    ),
    ShownRows(CaseRecord, TEXTS, _texts, of=("texts",)),
)

VIEW = View(
    name="case_file",
    version=4,
    topics=topics(events, corrected),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
