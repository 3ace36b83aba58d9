"""The editions of the policy defaults, and which policies were in force on a day.

An edition never changes once events name it (:mod:`.rule_set`). To change a default, change it in
:class:`.policies.Policies` and copy the newest ``editions/policies-N.json`` under the next number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from .policies import Policies


@dataclass(frozen=True, slots=True)
class PolicyEdition:
    """The defaults of all policies of one edition."""

    number: int
    defaults: Policies

    def resolve(self, versions: Iterable[tuple[date, Mapping[str, Any]]], on: date) -> Policies:
        """The policies in force on a day.

        ``versions``: pairs of effective date and new values by name, in the order in which they
        were recorded. The value with the latest effective date up to ``on`` applies; of two with
        the same date, the one recorded later. Policies without a value have their default.
        """
        values: dict[str, Any] = {}
        for _, changed in sorted(
            ((day, changed) for day, changed in versions if day <= on),
            key=lambda version: version[0],
        ):
            values |= changed
        if not values:
            return self.defaults
        return msgspec.convert(msgspec.structs.asdict(self.defaults) | values, Policies)


def _editions() -> Mapping[int, PolicyEdition]:
    """The editions by number, read from their files; a policy missing in one has the default of the
    edition that introduced it."""
    files = {
        int(file.stem.partition("-")[2]): file
        for file in (Path(__file__).parent / "editions").glob("policies-*.json")
    }
    found: dict[int, PolicyEdition] = {}
    later: dict[str, Any] = {}
    for number in sorted(files, reverse=True):
        later |= msgspec.json.decode(files[number].read_bytes())
        found[number] = PolicyEdition(number, msgspec.convert(later, Policies))
    return MappingProxyType(dict(sorted(found.items())))


POLICY_EDITIONS: Mapping[int, PolicyEdition] = _editions()
"""All editions of the defaults by number; the newest is in force and equals ``Policies()``. To
change a default, also copy the newest ``editions/policies-N.json`` under the next number."""
DEFAULTS = POLICY_EDITIONS[max(POLICY_EDITIONS)].defaults
resolve = POLICY_EDITIONS[max(POLICY_EDITIONS)].resolve
