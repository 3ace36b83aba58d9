"""Who is given what and when, and which services meet: the registers of all persons."""

from __future__ import annotations

from collections.abc import Iterator

from wahana.domain.care import service_register as events
from wahana.platform.database import WorkSession
from wahana.platform.views import Batch, View

from ..streams import Streams, replace_rows, topics
from .records import RegisterRecord
from .rows import CLAIMS, WARNINGS, ClaimRow, WarningRow

STREAMS = Streams(RegisterRecord, table="overlap_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's registers; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(RegisterRecord))
    claims = await CLAIMS.load(
        session, batch, [(state.id, claim.claim_id) for state in states for claim in state.claims]
    )
    warnings = await WARNINGS.load(
        session, batch, [(state.id, item.warning_id) for state in states for item in state.warnings]
    )
    async for step in folding.steps():
        at, before, after = step.event.position, step.before, step.after
        replace_rows(CLAIMS, claims, at, _claims(before), _claims(after))
        replace_rows(WARNINGS, warnings, at, _warnings(before), _warnings(after))
    for rows in (claims, warnings):
        await rows.write(session)
    await folding.save(session)


def _claims(state: RegisterRecord) -> Iterator[ClaimRow]:
    for claim in state.claims:
        assert state.person is not None
        yield ClaimRow(
            register_id=state.id,
            person_id=state.person,
            claim_id=claim.claim_id,
            case_id=claim.case_id,
            wksbm_id=claim.wksbm,
            kps_id=claim.kps,
            service_kind=claim.service_kind,
            valid_from=claim.valid_from,
            valid_to=claim.valid_to,
            released=state.release(claim.claim_id),
        )


def _warnings(state: RegisterRecord) -> Iterator[WarningRow]:
    for warning in state.warnings:
        about = warning.wish or state.claim(warning.claim_id)
        assert about is not None, "a warning is about a wish or about a claim of its register"
        assert state.person is not None
        course = state.course(warning.warning_id)
        yield WarningRow(
            register_id=state.id,
            person_id=state.person,
            warning_id=warning.warning_id,
            claim_id=warning.claim_id,
            case_id=about.case_id,
            wksbm_id=about.wksbm,
            kps_id=about.kps,
            service_kind=about.service_kind,
            valid_from=about.valid_from,
            valid_to=about.valid_to,
            others=warning.others,
            other_person=course.other_person,
            rule=warning.rule,
            waits=warning.wish is not None and warning.state == "OPEN",
            state=warning.state,
            asked_by=warning.asked_by,
            raised_at=course.raised_at,
            decided_by=warning.decided_by,
            decided_at=course.decided_at,
            reason=course.reason,
        )


VIEW = View(
    name="overlap",
    version=1,
    topics=topics(events),
    tables=(STREAMS.table, CLAIMS, WARNINGS),
    apply=apply,
)
