"""The rules under which a decision is made, by the editions that its event names.

Policy defaults and the role table have numbered editions, which stay in the code like those of the
areas. An event names them in its ``meta.catalogue`` (``…;policies/1;roles/1``), so it can be judged
again by the rules of its time; an event that names none is of edition 1.
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
        """The editions as an event names them: ``policies/1;roles/1``."""
        return f"policies/{self.policies.number};roles/{self.roles.edition}"


IN_FORCE = RuleSet(POLICY_EDITIONS[max(POLICY_EDITIONS)], ROLE_EDITIONS[max(ROLE_EDITIONS)])
"""The rules under which decisions are made today."""


def rule_set_of(catalogue: str) -> RuleSet:
    """The rules under which an event was made, from its ``meta.catalogue``.

    Raises ``KeyError`` for an edition that this release does not know.
    """
    named = {name: int(number) for name, number in _EDITION.findall(catalogue)}
    return RuleSet(POLICY_EDITIONS[named.get("policies", 1)], ROLE_EDITIONS[named.get("roles", 1)])


_EDITION = re.compile(r"(?:^|;)(policies|roles)/(\d+)")
