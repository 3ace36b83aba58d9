"""What this release knows: all events, commands, kinds of streams and refusals, in one place.

The engine is handed these tables; it imports none of the trade. A new area of the trade adds
its tuples to ``domain/registry.py`` and appears everywhere: codec, mutations, history, tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wahana.domain import registry as domain
from wahana.domain.kernel.model import Aggregate, Command, Event
from wahana.domain.kernel.refusal import Rule
from wahana.platform.events import EventRegistry
from wahana.tenants import member, member_commands, refusals, tenant, tenant_commands

EVENTS: tuple[type[Event], ...] = (*domain.EVENTS, *tenant.EVENTS, *member.EVENTS)
COMMANDS: tuple[type[Command], ...] = (
    *domain.COMMANDS,
    *tenant_commands.COMMANDS,
    *member_commands.COMMANDS,
)
_KINDS: tuple[type[Aggregate], ...] = (*domain.AGGREGATES, tenant.Tenant, member.Member)
KINDS: Mapping[str, type[Aggregate]] = MappingProxyType({kind.TYPE: kind for kind in _KINDS})
"""Kinds of streams by the prefix of their topics."""

RULES: Mapping[str, Rule] = MappingProxyType(
    {**domain.REFUSALS, **{rule.code: rule for rule in refusals.RULES}}
)


def event_registry() -> EventRegistry:
    """The codec of all events."""
    return EventRegistry(EVENTS)
