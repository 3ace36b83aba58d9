"""Referrals in their present state: sender, receiver, state, deadlines, disclosed data and its
ground."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from wahana.domain.care import referral_events as events
from wahana.domain.care.bodies import Body
from wahana.domain.care.referral import DISCLOSING, LIVE, OVERRIDE, REQUEST, REVIEW, STEP
from wahana.platform.views import View

from ..area_names import place_of
from ..by_day import Days
from ..case_file.view import URGENCY_ORDER
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .records import ReferralRecord
from .rows import REFERRALS, REFERRALS_BY_DAY, STEPS, TEXTS, ReferralRow, ReferralTextRow, StepRow


def _referral(state: ReferralRecord, recorded_at: datetime) -> Iterator[ReferralRow]:
    what, sender = state.what, state.from_body
    assert what is not None
    assert sender is not None
    to, last = what.to_body, state.steps[-1]
    accepted = next((step for step in state.steps if step.state == "ACCEPTED"), None)
    from_place, to_place = place_of(sender.area_code), place_of(to.area_code)
    yield filled(
        ReferralRow,
        state,
        what,
        referral_id=state.id,
        updated_at=recorded_at,
        is_live=state.state in LIVE,
        is_disclosing=state.state in DISCLOSING,
        from_kind=sender.kind,
        from_id=sender.id,
        from_wksbm=_wksbm(sender),
        from_area=sender.area_code,
        from_district=from_place.district_code,
        from_regency=from_place.regency_code,
        from_name=sender.name,
        to_kind=to.kind,
        to_id=to.id,
        to_wksbm=_wksbm(to),
        to_area=to.area_code,
        to_district=to_place.district_code,
        to_regency=to_place.regency_code,
        to_name=to.name,
        urgency_order=URGENCY_ORDER[what.urgency],
        override_reason=what.override or (state.override.reason if state.override else None),
        override_by=state.override.by if state.override else None,
        state_since=last.on,
        due=last.due,
        accepted_by=state.said_at(accepted.entry).unit if accepted else None,
        reason=state.said_at(last.entry).reason,
    )


def _wksbm(body: Body) -> UUID | None:
    return body.wksbm or (body.id if body.kind == "WKSBM" else None)


def _steps(state: ReferralRecord, recorded_at: datetime) -> Iterator[StepRow]:
    for step in state.steps:
        said = state.said_at(step.entry)
        yield filled(
            StepRow, step, said, referral_id=state.id, case_id=state.case_id, happened_on=step.on
        )


def _texts(state: ReferralRecord, recorded_at: datetime) -> Iterator[ReferralTextRow]:
    for text in state.texts:
        group = json_text(text.group)
        yield filled(
            ReferralTextRow, text, referral_id=state.id, case_id=state.case_id, sealed=group
        )


FOLD = Fold(
    Streams(ReferralRecord, table="referral_state"),
    ShownRows(
        ReferralRecord,
        REFERRALS,
        _referral,
        days=Days(
            REFERRALS_BY_DAY,
            (REQUEST, STEP, OVERRIDE, REVIEW),
            ("what", "steps", "override", "reviews"),
        ),
    ),
    ShownRows(ReferralRecord, STEPS, _steps),
    ShownRows(ReferralRecord, TEXTS, _texts, of=("texts",)),
)

VIEW = View(
    name="referral",
    version=4,
    topics=topics(events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
