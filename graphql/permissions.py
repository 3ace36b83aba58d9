"""Who may read which relation, and how far: the role table applied to what the views offer.

Decided once per request and relation, below the resolvers; then it is a condition of the one
statement. A relation without a line here cannot be read by anybody (a test holds the two lists
to each other).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wahana.tenants.scope import Scope

GROUP_OF: Mapping[str, str] = {}
"""Relation → read group of the role table (``wahana.domain.roles``)."""


def limits(scope: Scope, group: str) -> Mapping[str, Any]:
    """The scopes of a relation that limit the actor: ``area`` or ``wksbm``; empty: the tenant."""
    reach = scope.may_read(group)
    if reach == "AREA":
        return {"area": scope.actor.area}
    if reach == "OWN_WKSBM":
        return {"wksbm": list(scope.actor.wksbm_ids)}
    return {}
