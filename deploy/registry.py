"""All events, commands, kinds of streams and refusals of this release, in one place. The engine
gets these tables as parameters; it imports nothing of the domain. A new area of the domain adds its
tuples to ``domain/registry.py`` and appears everywhere: codec, mutations, history, tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from wahana.domain import registry as domain
from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.model import Aggregate, Command, Event
from wahana.domain.kernel.refusal import Rule
from wahana.domain.kernel.timeline import Timeline
from wahana.platform.events import EventRegistry
from wahana.tenants import (
    member,
    member_commands,
    member_corrections,
    member_events,
    member_rules,
    refusals,
    tenant,
    tenant_commands,
    tenant_corrections,
    tenant_events,
    tenant_rules,
)

EVENTS: tuple[type[Event], ...] = (*domain.EVENTS, *tenant_events.EVENTS, *member_events.EVENTS)
COMMANDS: tuple[type[Command], ...] = (
    *domain.COMMANDS,
    *tenant_commands.COMMANDS,
    *tenant_corrections.COMMANDS,
    *member_commands.COMMANDS,
    *member_corrections.COMMANDS,
)
TIMELINES: tuple[Timeline[Any], ...] = (
    *domain.TIMELINES,
    tenant_rules.TENANTS,
    member_rules.MEMBERS,
)
"""The facts of each aggregate and their rules; a test holds every event to them."""


class Revised(NamedTuple):
    """A kind of fact, and the commands that enter, correct and retract it."""

    timeline: Timeline[Any]
    kind: FactKind
    made_by: tuple[type[Command], ...]
    corrected_by: tuple[type[Command], ...]
    retracted_by: tuple[type[Command], ...]


FACTS: tuple[Revised, ...] = tuple(
    Revised(
        timeline,
        kind,
        tuple(command for command in COMMANDS if kind in command.MAKES),
        tuple(command for command in COMMANDS if kind in command.CORRECTS),
        tuple(command for command in COMMANDS if kind in command.RETRACTS),
    )
    for timeline in TIMELINES
    for kind in timeline.kinds
)
"""All kinds of facts; what a person can enter wrongly has a correction or a retraction."""
_KINDS: tuple[type[Aggregate], ...] = (*domain.AGGREGATES, tenant.Tenant, member.Member)
KINDS: Mapping[str, type[Aggregate]] = MappingProxyType({kind.TYPE: kind for kind in _KINDS})
"""Kinds of streams by the prefix of their topics."""

RULES: Mapping[str, Rule] = MappingProxyType(
    {**domain.REFUSALS, **{rule.code: rule for rule in refusals.RULES}}
)


def event_registry() -> EventRegistry:
    """The codec of all events."""
    return EventRegistry(EVENTS)
