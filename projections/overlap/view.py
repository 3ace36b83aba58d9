"""The registers of all persons: services with their periods, and which of them overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wahana.domain.care import service_register_events as events
from wahana.platform.views import View

from ..folds import Fold, ShownRows, filled
from ..streams import Streams, topics
from .records import RegisterRecord
from .rows import CLAIMS, WARNINGS, ClaimRow, WarningRow


def _claims(state: RegisterRecord, recorded_at: datetime) -> Iterator[ClaimRow]:
    for claim in state.claims:
        yield filled(
            ClaimRow,
            claim,
            register_id=state.id,
            person_id=state.person,
            wksbm_id=claim.wksbm,
            kps_id=claim.kps,
            released=state.release(claim.claim_id),
        )


def _warnings(state: RegisterRecord, recorded_at: datetime) -> Iterator[WarningRow]:
    for warning in state.warnings:
        about = warning.wish or state.claim(warning.claim_id)
        assert about is not None, "a warning is about a request or about a claim of its register"
        yield filled(
            WarningRow,
            warning,
            state.course(warning.warning_id),
            about,
            register_id=state.id,
            person_id=state.person,
            wksbm_id=about.wksbm,
            kps_id=about.kps,
            waits=warning.wish is not None and warning.state == "OPEN",
        )


FOLD = Fold(
    Streams(RegisterRecord, table="overlap_state"),
    ShownRows(RegisterRecord, CLAIMS, _claims),
    ShownRows(RegisterRecord, WARNINGS, _warnings),
)

VIEW = View(
    name="overlap",
    version=3,
    topics=topics(events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
