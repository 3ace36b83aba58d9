"""The registry of all events, commands, aggregates and refusals of the domain.

The modules are listed by hand, so that nothing is registered just by being found; a test compares
the list with every event and command class in the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import isclass
from types import ModuleType
from typing import Any, TypeVar

from .care import (
    answer,
    assess,
    case,
    case_correction_events,
    case_corrections,
    case_events,
    case_retractions,
    case_rules,
    conclude,
    kps,
    kps_commands,
    kps_conflicts,
    kps_corrections,
    kps_events,
    kps_rules,
    network_partner,
    network_partner_commands,
    network_partner_corrections,
    network_partner_rules,
    overlap_commands,
    overlap_corrections,
    refer,
    referral,
    referral_corrections,
    referral_events,
    referral_oversight,
    referral_rules,
    report,
    service_register,
    service_register_events,
    service_register_rules,
    services,
)
from .care.refusals import CASE, KPS, REFERRAL, SERVICE
from .formation import (
    activity,
    activity_attendance_commands,
    activity_command,
    activity_corrections,
    activity_events,
    activity_plan_commands,
    activity_programme_commands,
    activity_rules,
    board,
    board_corrections,
    board_events,
    board_rules,
    guidance_commands,
    handover_commands,
    life_commands,
    nomination_commands,
    proposal_commands,
    seat_commands,
    stage_commands,
    term_commands,
    wksbm,
    wksbm_correction_events,
    wksbm_corrections,
    wksbm_events,
    wksbm_life_corrections,
    wksbm_life_events,
    wksbm_rules,
)
from .formation.refusals import FORMATION
from .formation.wksbm_refusals import WKSBM
from .kernel import model, slot_events, slots
from .kernel.refusal import merge
from .kernel.refusals import COMMON
from .kernel.timeline import Timeline
from .money import (
    arisan,
    arisan_command,
    arisan_commands,
    arisan_corrections,
    arisan_draw,
    arisan_events,
    arisan_opening,
    arisan_rules,
    closing,
    fund_book,
    fund_command,
    fund_corrections,
    fund_events,
    fund_opening,
    fund_record_events,
    fund_rules,
    meeting,
    meeting_commands,
    meeting_corrections,
    meeting_events,
    meeting_rules,
    payers,
    payments,
    receipts,
    reversals,
    rice,
    transfers,
    year_end,
)
from .money.fund_refusals import FUND
from .money.meeting_refusals import ARISAN, MEETING
from .office import (
    budget_target,
    budget_target_commands,
    budget_target_corrections,
    budget_target_events,
    budget_target_rules,
    late_permit,
    late_permit_commands,
    late_permit_corrections,
    late_permit_events,
    late_permit_rules,
    local_area,
    local_area_commands,
    local_area_corrections,
    local_area_events,
    local_area_rules,
)
from .office.refusals import OFFICE
from .people import (
    consent_events,
    duplicate_commands,
    duplicate_corrections,
    household,
    household_commands,
    household_corrections,
    household_events,
    household_rules,
    identity_commands,
    registration,
)
from .people import life_commands as people_life
from .people import person as people_state
from .people import person_command as people_command
from .people import person_corrections as people_corrections
from .people import person_events as people_events
from .people import person_rules as people_rules
from .people.refusals import PEOPLE
from .privacy import consent_commands, consent_corrections, reveal, reveal_events

MODULES: tuple[ModuleType, ...] = (
    registration,
    people_events,
    consent_events,
    people_state,
    people_command,
    identity_commands,
    duplicate_commands,
    duplicate_corrections,
    people_life,
    people_corrections,
    consent_commands,
    consent_corrections,
    household_events,
    household,
    household_commands,
    household_corrections,
    reveal_events,
    reveal,
    budget_target_events,
    budget_target,
    budget_target_commands,
    budget_target_corrections,
    local_area_events,
    local_area,
    local_area_commands,
    local_area_corrections,
    late_permit_events,
    late_permit,
    late_permit_commands,
    late_permit_corrections,
    activity,
    activity_events,
    activity_command,
    activity_plan_commands,
    activity_programme_commands,
    activity_attendance_commands,
    activity_corrections,
    slot_events,
    slots,
    wksbm,
    wksbm_events,
    wksbm_life_events,
    wksbm_correction_events,
    proposal_commands,
    nomination_commands,
    stage_commands,
    guidance_commands,
    life_commands,
    wksbm_corrections,
    wksbm_life_corrections,
    board,
    board_events,
    term_commands,
    seat_commands,
    handover_commands,
    board_corrections,
    meeting_events,
    meeting,
    meeting_commands,
    meeting_corrections,
    fund_events,
    fund_record_events,
    fund_book,
    fund_command,
    fund_opening,
    payers,
    receipts,
    payments,
    rice,
    transfers,
    reversals,
    fund_corrections,
    closing,
    year_end,
    arisan_events,
    arisan,
    arisan_command,
    arisan_opening,
    arisan_commands,
    arisan_draw,
    arisan_corrections,
    kps_events,
    kps,
    kps_commands,
    kps_conflicts,
    kps_corrections,
    network_partner,
    network_partner_commands,
    network_partner_corrections,
    service_register_events,
    service_register,
    case_events,
    case_correction_events,
    case,
    report,
    assess,
    services,
    conclude,
    case_corrections,
    case_retractions,
    overlap_commands,
    overlap_corrections,
    referral_events,
    referral,
    refer,
    answer,
    referral_oversight,
    referral_corrections,
)
"""Modules that define events, commands or aggregates."""

T = TypeVar("T")


def _defined(base: type[T], mark: str) -> Iterator[type[T]]:
    """Classes of the modules below ``base`` that define ``mark``, as concrete ones do."""
    for module in MODULES:
        for value in vars(module).values():
            if (
                isclass(value)
                and value.__module__ == module.__name__
                and issubclass(value, base)
                and hasattr(value, mark)
                and not value.__name__.startswith("_")
            ):
                yield value


EVENTS: tuple[type[model.Event], ...] = tuple(_defined(model.Event, "TOPIC"))
AGGREGATES: tuple[type[model.Aggregate], ...] = tuple(_defined(model.Aggregate, "TYPE"))
COMMANDS: tuple[type[model.Command], ...] = tuple(
    command
    for command in _defined(model.Command, "GROUP")
    if command.decide is not model.Command.decide
)
TIMELINES: tuple[Timeline[Any], ...] = (
    people_rules.PERSONS,
    household_rules.HOUSEHOLDS,
    budget_target_rules.TARGETS,
    local_area_rules.AREAS,
    late_permit_rules.PERMITS,
    activity_rules.ACTIVITIES,
    wksbm_rules.WKSBM,
    board_rules.BOARD,
    case_rules.CASE,
    referral_rules.REFERRAL,
    kps_rules.KPS,
    network_partner_rules.PARTNER,
    service_register_rules.REGISTERS,
    meeting_rules.MEETINGS,
    fund_rules.FUNDS,
    arisan_rules.CYCLES,
)
"""The facts of each aggregate and their rules; a test checks that every event belongs to one."""


REFUSALS = merge(
    (
        *(COMMON, FORMATION, WKSBM, OFFICE, PEOPLE),
        *(FUND, MEETING, ARISAN),
        *(CASE, SERVICE, REFERRAL, KPS),
    )
)
