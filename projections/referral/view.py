"""Referrals as they stand: sender, receiver, state, days, what is disclosed on what ground."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from wahana.domain.care import referral_events as events
from wahana.domain.care.bodies import Body
from wahana.domain.care.referral import DISCLOSING, LIVE
from wahana.platform.database import WorkSession
from wahana.platform.views import Batch, View

from ..case_file.view import URGENCY_ORDER
from ..places import place_of
from ..streams import Streams, json_text, replace_rows, topics
from .records import ReferralRecord
from .rows import REFERRALS, STEPS, TEXTS, ReferralRow, StepRow, TextRow

STREAMS = Streams(ReferralRecord, table="referral_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's referrals; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(ReferralRecord))
    known = [state for state in states if state.version]
    referrals = await REFERRALS.load(session, batch, [(state.id,) for state in states])
    steps = await STEPS.load(
        session, batch, [(s.id, step.entry) for s in known for step in s.steps]
    )
    texts = await TEXTS.load(
        session, batch, [(s.id, text.entry, text.kind) for s in known for text in s.texts]
    )
    async for step in folding.steps():
        at, before, after = step.event.position, step.before, step.after
        referrals.put(at, _referral(after))
        replace_rows(STEPS, steps, at, _steps(before), _steps(after))
        if after.texts is not before.texts:
            replace_rows(TEXTS, texts, at, _texts(before), _texts(after))
    for rows in (referrals, steps, texts):
        await rows.write(session)
    await folding.save(session)


def _referral(state: ReferralRecord) -> ReferralRow:
    what, sender = state.what, state.from_body
    assert what is not None
    assert sender is not None
    assert state.case_id is not None
    assert state.updated_at is not None
    assert state.requested_on is not None
    assert state.requested_by is not None
    to, last = what.to_body, state.steps[-1]
    accepted = next((step for step in state.steps if step.state == "ACCEPTED"), None)
    override = what.override or (state.override.reason if state.override else None)
    from_place, to_place = place_of(sender.area_code), place_of(to.area_code)
    return ReferralRow(
        referral_id=state.id,
        case_id=state.case_id,
        version=state.version,
        updated_at=state.updated_at,
        state=state.state,
        is_live=state.state in LIVE,
        is_disclosing=state.state in DISCLOSING,
        from_kind=sender.kind,
        from_id=sender.id,
        from_wksbm=_wksbm(sender),
        from_area=sender.area_code,
        from_district=from_place.district_code,
        from_regency=from_place.regency_code,
        from_name=sender.name,
        via=state.via,
        to_kind=to.kind,
        to_id=to.id,
        to_wksbm=_wksbm(to),
        to_area=to.area_code,
        to_district=to_place.district_code,
        to_regency=to_place.regency_code,
        to_name=to.name,
        basis=what.basis,
        urgency=what.urgency,
        urgency_order=URGENCY_ORDER[what.urgency],
        subjects=what.subjects,
        disclosed=what.disclosed,
        consents=what.consents,
        override_reason=override,
        override_by=state.override.by if state.override else None,
        review=state.review,
        finding=state.finding,
        requested_on=state.requested_on,
        requested_by=state.requested_by,
        state_since=last.on,
        due=last.due,
        accepted_by=state.said_at(accepted.entry).unit if accepted else None,
        reason=state.said_at(last.entry).reason,
    )


def _wksbm(body: Body) -> UUID | None:
    return body.wksbm or (body.id if body.kind == "WKSBM" else None)


def _steps(state: ReferralRecord) -> Iterator[StepRow]:
    for step in state.steps:
        assert state.case_id is not None
        said = state.said_at(step.entry)
        yield StepRow(
            referral_id=state.id,
            entry=step.entry,
            case_id=state.case_id,
            state=step.state,
            happened_on=step.on,
            due=step.due,
            reason=said.reason,
            unit=said.unit,
        )


def _texts(state: ReferralRecord) -> Iterator[TextRow]:
    for text in state.texts:
        assert state.case_id is not None
        yield TextRow(
            referral_id=state.id,
            entry=text.entry,
            case_id=state.case_id,
            kind=text.kind,
            sealed=json_text(text.group),
            recorded_by=text.recorded_by,
            happened_on=text.happened_on,
        )


VIEW = View(
    name="referral",
    version=3,
    topics=topics(events),
    tables=(STREAMS.table, REFERRALS, STEPS, TEXTS),
    apply=apply,
)
