"""Cases as they stand: stage, needs, people, plan, services, what was given, and sealed texts.

Nothing personal stands here in clear but the category of need beside random ids, and who sees
that is decided by role: a row says whether its category is of the most sensitive tier. Names are
not copied; they are joined from the register of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from wahana.domain.care import case_correction_events as corrected
from wahana.domain.care import case_events as events
from wahana.domain.reference.categories import CATEGORIES
from wahana.platform.database import WorkSession
from wahana.platform.versioned import Rows, VersionedTable
from wahana.platform.views import Batch, View

from ..places import place_of
from ..streams import Streams, json_text, replace_rows, topics
from .records import PARTS, CaseRecord
from .rows import (
    CASES,
    CATEGORY_ROWS,
    DELIVERIES,
    ENTRIES,
    SERVICES,
    SUBJECTS,
    TEXTS,
    CaseRow,
    CategoryRow,
    DeliveryRow,
    EntryRow,
    ServiceRow,
    SubjectRow,
    TextRow,
)

R = TypeVar("R", bound=msgspec.Struct)

URGENCY_ORDER = {"EMERGENCY": 0, "URGENT": 1, "NORMAL": 2}
"""The most urgent first."""

STREAMS = Streams(CaseRecord, table="case_file_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's cases; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(CaseRecord))
    loaded: list[tuple[VersionedTable[Any], Callable[[CaseRecord], Iterator[Any]], Rows[Any]]] = [
        (table, made, await _load(table, made, session, batch, states)) for table, made in _TABLES
    ]
    async for step in folding.steps():
        at, before, after = step.event.position, step.before, step.after
        for table, made, rows in loaded:
            old = made(before) if before.version else iter(())
            replace_rows(table, rows, at, old, made(after))
    for _, _, rows in loaded:
        await rows.write(session)
    await folding.save(session)


async def _load(
    table: VersionedTable[R],
    made: Callable[[CaseRecord], Iterator[R]],
    session: WorkSession,
    batch: Batch,
    states: list[CaseRecord],
) -> Rows[R]:
    keys = {table.key_of(row) for state in states if state.version for row in made(state)}
    return await table.load(session, batch, keys)


def is_top_tier(code: str) -> bool:
    """Whether a category is of the most sensitive tier; one that nobody knows is."""
    found = CATEGORIES.find(code)
    return found is None or found.tier == "TOP"


def _is_sensitive(case: CaseRecord) -> bool:
    return any(is_top_tier(kind.code) for kind in case.categories)


def _case(case: CaseRecord) -> Iterator[CaseRow]:
    what, body = case.what, case.body
    assert what is not None
    assert body is not None
    assert case.reported_on is not None
    assert case.reported_by is not None
    assert case.updated_at is not None
    place = place_of(what.village_code)
    last = max(case.capacities, key=lambda item: (item.declared_on, item.entry), default=None)
    yield CaseRow(
        case_id=case.id,
        version=case.version,
        updated_at=case.updated_at,
        stage=case.stage,
        is_open=case.open,
        urgency=case.urgency,
        urgency_order=URGENCY_ORDER[case.urgency],
        target=what.target,
        group_name=what.group_name,
        group_size=what.group_size,
        province_code=place.province_code,
        regency_code=place.regency_code,
        district_code=place.district_code,
        village_code=what.village_code,
        regency_name=place.regency_name,
        district_name=place.district_name,
        village_name=place.village_name,
        local_area=what.local_area,
        channel=what.channel,
        reporter_role=what.reporter_role,
        contexts=what.contexts,
        body_kind=body.kind,
        body_id=body.id,
        body_area=body.area_code,
        wksbm_id=case.wksbm,
        reported_on=case.reported_on,
        reported_by=case.reported_by,
        people=what.group_size or len(case.subjects),
        top_tier=_is_sensitive(case),
        capacity=last.verdict if last else None,
        closed_on=case.closing.closed_on if case.closing else None,
        close_reason=case.closing.reason if case.closing else None,
        result=case.outcomes[-1].result if case.outcomes else None,
        last_delivery=max((item.what.delivered_on for item in case.deliveries), default=None),
    )


def _subjects(case: CaseRecord) -> Iterator[SubjectRow]:
    added = {item.person: item.entry for item in case.added}
    for no, person in enumerate(case.subjects, start=1):
        yield SubjectRow(
            case_id=case.id,
            person_id=person,
            no=no,
            entry=added.get(person, 0),
        )


def _categories(case: CaseRecord) -> Iterator[CategoryRow]:
    for kind in case.categories:
        top = is_top_tier(kind.code)
        yield CategoryRow(
            case_id=case.id,
            entry=kind.entry,
            code=kind.code,
            open_code=None if top else kind.code,
            person_id=kind.subject,
            top_tier=top,
            assigned_on=kind.assigned_on,
            removed_on=kind.removed_on,
        )


def _services(case: CaseRecord) -> Iterator[ServiceRow]:
    for item in case.services:
        what = item.what
        yield ServiceRow(
            case_id=case.id,
            service_id=what.service_id,
            entry=item.entry,
            state=item.state,
            service_kind=what.service_kind,
            provider=what.provider,
            wksbm_id=what.wksbm,
            kps_id=what.kps,
            referral_id=what.referral,
            recipients=what.recipients,
            valid_from=what.valid_from,
            valid_to=what.valid_to,
            plan_item=what.plan_item,
            asked_by=item.asked_by,
            ended_on=item.ended_on,
            end_reason=item.end_reason,
        )


def _deliveries(case: CaseRecord) -> Iterator[DeliveryRow]:
    for item in case.deliveries:
        what = item.what
        yield DeliveryRow(
            case_id=case.id,
            entry=item.entry,
            service_id=what.service_id,
            service_kind=what.service_kind,
            pillar=what.pillar,
            quantity=what.quantity,
            unit=what.unit,
            value_idr=what.value_idr,
            fund_book=what.fund_book,
            fund_entry=what.fund_entry,
            recipients=what.recipients,
            delivered_on=what.delivered_on,
        )


def _entries(case: CaseRecord) -> Iterator[EntryRow]:
    def row(kind: str, entry: int, day: Any, data: dict[str, Any], no: int = 0) -> EntryRow:
        return EntryRow(case.id, kind, entry, no, day, json_text(data))

    for found in case.assessments:
        data: dict[str, Any] = {
            "by_role": found.by_role,
            "method": found.method,
            "urgency": found.urgency,
        }
        yield row("ASSESSMENT", found.entry, found.assessed_on, data | _about(found.subject))
    plan = case.plan
    for item in plan.items if plan else ():
        assert plan is not None
        data = msgspec.to_builtins(item) | {"agreed_with": plan.agreed_with}
        yield row("PLAN_ITEM", plan.entry, plan.agreed_on, data, item.no)
    for declared in case.capacities:
        data = {"verdict": declared.verdict, "tried": declared.tried, "cause": declared.cause}
        yield row("CAPACITY", declared.entry, declared.declared_on, data)
    for outcome in case.outcomes:
        data = {"result": outcome.result} | _about(outcome.subject)
        yield row("OUTCOME", outcome.entry, outcome.recorded_on, data)
    for end in case.closings:
        data = {"reason": end.reason, "reopened": end.reopened, "reopened_on": end.reopened_on}
        yield row("CLOSING", end.entry, end.closed_on, data)


def _about(subject: UUID | None) -> dict[str, Any]:
    return {"person_id": subject}


def _texts(case: CaseRecord) -> Iterator[TextRow]:
    for text in case.texts:
        yield TextRow(
            case_id=case.id,
            entry=text.entry,
            kind=text.kind,
            part=PARTS[text.kind],
            person_id=None if text.group.s == case.id else text.group.s,
            sealed=json_text(text.group),
            recorded_by=text.recorded_by,
            happened_on=text.happened_on,
        )


_TABLES: tuple[tuple[VersionedTable[Any], Callable[[CaseRecord], Iterator[Any]]], ...] = (
    (CASES, _case),
    (SUBJECTS, _subjects),
    (CATEGORY_ROWS, _categories),
    (SERVICES, _services),
    (DELIVERIES, _deliveries),
    (ENTRIES, _entries),
    (TEXTS, _texts),
)
"""A table, and the rows of it that a case makes."""

VIEW = View(
    name="case_file",
    version=3,
    topics=topics(events, corrected),
    tables=(STREAMS.table, CASES, SUBJECTS, CATEGORY_ROWS, SERVICES, DELIVERIES, ENTRIES, TEXTS),
    apply=apply,
)
