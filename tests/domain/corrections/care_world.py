"""The world of the stories of care: an elder in Sorosutan, September 2021 (S1)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tests.domain.care.conftest import Ladder
from tests.domain.conftest import Scenario

from wahana.domain.care.case import Case
from wahana.domain.care.case_retractions import RetractCaseEntry
from wahana.domain.care.case_rules import CASE
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.care.services import RecordDelivery
from wahana.domain.kernel.facts import FactKind

from .stories import Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut catatan RT."}


def day(number: int) -> date:
    """A day of September 2021; the case is reported on the first."""
    return date(2021, 9, number)


def world() -> Ladder:
    return Ladder(Scenario(area_code="34.71", today=day(20), edition="2012"))


def retracting(kind: FactKind, case: UUID) -> Any:
    return lambda of: RetractCaseEntry(case_id=case, entry=kind.code, of=of, **WHY)  # type: ignore[arg-type]


def without_empty_claims(state: Any) -> Any:
    """A register without claims that are valid on no day; an empty one has no person."""
    if not isinstance(state, ServiceRegister):
        return state
    counted = tuple(claim for claim in state.claims if claim.valid_from < claim.valid_to)
    person = state.person if counted or state.warnings else None
    return msgspec.structs.replace(state, claims=counted, person=person)


def story(ladder: Ladder, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about the elder's case."""
    given: dict[str, Any] = {
        "about": ladder.elder,
        "retract": retracting(kind, ladder.case),
        "same": without_empty_claims,
    }
    return Story(
        kind=kind,
        timeline=CASE,
        world=ladder.world,
        stream=(Case, ladder.case),
        tellings=tellings,
        **(given | more),
    )


def delivery_of(ladder: Ladder, **changes: Any) -> RecordDelivery:
    given: dict[str, Any] = {"pillar": "LINJAMSOS", "quantity": 5, "unit": "KG"}
    return RecordDelivery(case_id=ladder.case, service_id=ladder.service, **(given | changes))
