"""Stories of services and what was given (S1: an elder in Sorosutan, September 2021)."""

from __future__ import annotations

from datetime import date
from typing import Any

from wahana.domain.care import case_facts as facts
from wahana.domain.care.case_corrections import CorrectDelivery, CorrectService
from wahana.domain.care.conclude import CloseCase, RecordOutcome
from wahana.domain.care.overlap_commands import DismissOverlap
from wahana.domain.care.overlap_corrections import RetractOverlapDecision
from wahana.domain.care.service_register import OVERLAP_DECISION, ServiceRegister
from wahana.domain.care.service_register_rules import REGISTERS
from wahana.domain.care.services import EndService

from .care_world import WHY, day, delivery_of, story, world
from .stories import Step, Story, Telling


def service() -> Story:
    ladder = world().reported()

    def telling(kind: str, first: date, after: date) -> Telling:
        days: dict[str, Any] = {"service_kind": kind, "valid_from": first, "valid_to": after}
        return Telling(
            ladder.assign(**days),
            day(3),
            lambda of: CorrectService(
                case_id=ladder.case, service_id=ladder.service, **days, **WHY
            ),
        )

    return story(
        ladder,
        facts.SERVICE,
        telling("BERAS", day(1), day(30)),
        telling("BERAS", day(5), day(28)),
        telling("KUNJUNGAN", day(1), day(30)),
        telling("BERAS", day(12), day(30)),
        telling("BERAS", day(12), day(12)),
        telling("PESTA", day(1), day(30)),
        then=(Step(delivery_of(ladder), facts.DELIVERY, day(10), bars="ENTRY_IN_USE"),),
    )


def service_end() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.assign(valid_from=day(1), valid_to=day(30)), on=day(3))
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE")
    return story(
        ladder,
        facts.SERVICE_END,
        Telling(end, day(12)),
        then=(Step(RecordOutcome(case_id=ladder.case, result="IMPROVED"), facts.OUTCOME, day(13)),),
    )


def delivery() -> Story:
    ladder = world().reported()
    ladder.world.run(ladder.assign(valid_from=day(1), valid_to=day(30)), on=day(3))

    def telling(on: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {"pillar": "LINJAMSOS", "quantity": 5, "unit": "KG"} | changes
        return Telling(
            delivery_of(ladder, delivered_on=on, **changes),
            max(on, day(3)),
            lambda of: CorrectDelivery(case_id=ladder.case, of=of, delivered_on=on, **given, **WHY),
        )

    return story(
        ladder,
        facts.DELIVERY,
        telling(day(5)),
        telling(day(6), quantity=50, value_idr=600_000),
        telling(day(14)),
        telling(day(17)),
        telling(date(2021, 8, 31)),
        telling(day(5), recipients=(ladder.person("somebody else"),)),
        telling(day(5), fund_book_id=ladder.uid("no such book"), fund_entry_no=1),
        then=(
            Step(
                EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE"),
                facts.SERVICE_END,
                day(12),
            ),
            Step(CloseCase(case_id=ladder.case, reason="MOVED"), facts.CLOSING, day(15)),
        ),
    )


def overlap_decided() -> Story:
    """Rice and groceries for one elder: the policy warns, and both are given."""
    ladder = world().reported()
    ladder.world.run(ladder.assign(), on=day(3))
    second = ladder.assign(
        case_id=ladder.second_case(), service_id=ladder.uid("groceries"), service_kind="SEMBAKO"
    )
    ladder.world.when(second, on=day(3), actor=ladder.other_chair).accepted()
    (warning,) = ladder.register().warnings
    of: dict[str, Any] = {"person_id": ladder.elder, "warning_id": warning.warning_id}
    return Story(
        kind=OVERLAP_DECISION,
        timeline=REGISTERS,
        world=ladder.world,
        stream=(ServiceRegister, ladder.register().id),
        tellings=(Telling(DismissOverlap(**of, reason="DIFFERENT_THING"), day(6)),),
        retract=lambda _: RetractOverlapDecision(**of, **WHY),
        about=ladder.elder,
        by=ladder.head,
    )


STORIES = (service, service_end, delivery, overlap_decided)
