"""The rules that a decision is made under, by the editions that its event names.

Policy defaults and the role table have numbered editions that stay in the code, like those of
the areas. An event names them in its ``meta.catalogue`` (``…;policies/1;roles/1``), so that it can
be judged again by the rules of its own day; one from before they were named is of edition 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .policy_editions import POLICY_EDITIONS, PolicyEdition
from .roles import ROLE_EDITIONS, RoleTable


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Policy defaults and role table, each of one edition."""

    policies: PolicyEdition
    roles: RoleTable

    @property
    def label(self) -> str:
        """What an event says about them."""
        return f"policies/{self.policies.number};roles/{self.roles.edition}"


IN_FORCE = RuleSet(POLICY_EDITIONS[max(POLICY_EDITIONS)], ROLE_EDITIONS[max(ROLE_EDITIONS)])
"""The rules that decisions are made under today."""


def rule_set_of(catalogue: str) -> RuleSet:
    """The rules that an event was made under, from its ``meta.catalogue``.

    Raises ``KeyError`` for an edition that this release does not know.
    """
    named = {name: int(number) for name, number in _EDITION.findall(catalogue)}
    return RuleSet(POLICY_EDITIONS[named.get("policies", 1)], ROLE_EDITIONS[named.get("roles", 1)])


_EDITION = re.compile(r"(?:^|;)(policies|roles)/(\d+)")
