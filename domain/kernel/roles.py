"""The role table: role × group of commands × extent, role × group of reads × extent.

It is data: ``editions/roles-N.csv`` has a column per role and a row per group, with every cell
filled in (``-``: no right), so a new group gives no role a right by default. The rows ``trait``
hold the other properties of a role that rules use. Roles are named there and nowhere else; their
labels are in the catalogue of texts. Codes are stored in events and never change.

An edition never changes once events name it: to change a right, copy the newest file under the next
number. Decisions are made under the newest edition and judged again under the one that the event
names (:mod:`.rule_set`). The source is the offices' table of roles: who writes, reads and approves
what concerning a WKSBM.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

Extent = Literal["TENANT", "AREA", "OWN_WKSBM"]
"""How far a right extends: the whole tenant, the area of the actor's role (an area code's prefix),
or the WKSBM for which the actor acts."""

_TRAITS = {
    "acts for": ("WKSBM", "DESA_KEL", "KECAMATAN_TKSK", "LK3", "DINAS"),
    "case access": ("HELD", "REFERRED", "TASKED"),
    "opens by letter": ("YES",),
    "is service": ("YES",),
}

NONE = "-"
_FOLDER = Path(__file__).parent / "editions"


class WrongTable(ValueError):
    """The file of an edition is inconsistent. The message says where."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its permanent code, its rights by group, and its traits."""

    code: str
    commands: Mapping[str, Extent]
    reads: Mapping[str, Extent]
    acts_for: str | None
    """The kind of body for which it acts when it holds, refers and answers cases."""
    case_access: str | None
    """What it needs to see a case that its extent does not cover: its body holds the case (HELD),
    the case was referred to its body (REFERRED), or its body was given a service in it (TASKED)."""
    opens_by_letter: bool
    """Sees masked data, and may open them only with a letter of assignment (auditors)."""
    is_service: bool
    """Used by the service itself; it cannot be given to a member."""


@dataclass(frozen=True, slots=True)
class RoleTable:
    """One edition of the role table."""

    edition: int
    roles: Mapping[str, Role]
    command_groups: tuple[str, ...]
    read_groups: tuple[str, ...]

    def allows(self, role: str, group: str) -> Extent | None:
        """How far ``role`` may use the commands of ``group``; ``None``: not at all.

        Raises ``KeyError`` for an unknown role or group: a mistake in the code, not a refusal.
        """
        return self.roles[role].commands.get(_known(group, self.command_groups))

    def allows_reading(self, role: str, group: str) -> Extent | None:
        """How far ``role`` may read data of ``group``; ``None``: not at all.

        Raises ``KeyError`` for an unknown role or group.
        """
        return self.roles[role].reads.get(_known(group, self.read_groups))


def _known(group: str, groups: tuple[str, ...]) -> str:
    if group not in groups:
        raise KeyError(group)
    return group


def read_table(text: str, edition: int) -> RoleTable:
    """A role table from the text of its file. Raises :class:`WrongTable`."""
    header, *rows = csv.reader(text.splitlines())
    codes = header[2:]
    parts: dict[str, dict[str, list[str]]] = {"command": {}, "read": {}, "trait": {}}
    for number, (part, name, *cells) in enumerate(rows, 2):
        if part not in parts or name in parts[part] or len(cells) != len(codes) or "" in cells:
            raise WrongTable(f"roles-{edition}.csv, line {number}: write every cell out, once")
        parts[part][name] = cells
    for part in ("command", "read"):
        for name, cells in parts[part].items():
            if wrong := {*cells} - {NONE, *get_args(Extent)}:
                raise WrongTable(f"roles-{edition}.csv, {name}: {sorted(wrong)} is no extent")
    roles = {
        code: Role(
            code,
            _rights(parts["command"], column),
            _rights(parts["read"], column),
            _trait(parts["trait"], "acts for", column),
            _trait(parts["trait"], "case access", column),
            _trait(parts["trait"], "opens by letter", column) is not None,
            _trait(parts["trait"], "is service", column) is not None,
        )
        for column, code in enumerate(codes)
    }
    groups = tuple(parts["command"]), tuple(parts["read"])
    return RoleTable(edition, MappingProxyType(roles), *groups)


def _rights(rows: Mapping[str, list[str]], column: int) -> Mapping[str, Extent]:
    found = {group: cells[column] for group, cells in rows.items() if cells[column] != NONE}
    return MappingProxyType(cast("dict[str, Extent]", found))


def _trait(rows: Mapping[str, list[str]], name: str, column: int) -> str | None:
    """The value of a trait; ``None``: the role does not have it."""
    value = rows[name][column]
    if value != NONE and value not in _TRAITS[name]:
        raise WrongTable(f"trait {name}: {value} is none of {_TRAITS[name]}")
    return None if value == NONE else value


def _editions() -> Mapping[int, RoleTable]:
    files = {int(file.stem.partition("-")[2]): file for file in _FOLDER.glob("roles-*.csv")}
    return MappingProxyType(
        {
            edition: read_table(files[edition].read_text("utf-8"), edition)
            for edition in sorted(files)
        }
    )


ROLE_EDITIONS: Mapping[int, RoleTable] = _editions()
"""All editions by number; the newest one is in force."""
ROLE_TABLE: RoleTable = ROLE_EDITIONS[max(ROLE_EDITIONS)]
ROLES: Mapping[str, Role] = ROLE_TABLE.roles
"""All roles by code."""
COMMAND_GROUPS, READ_GROUPS = ROLE_TABLE.command_groups, ROLE_TABLE.read_groups

OPERATOR = "OPERATOR"
"""The platform's operator, who acts by the command line only."""
FIRST_ADMIN = "TENANT_ADMIN"
"""The role of an office's first member."""
PROCESS = "PROCESS"
"""The service itself, when a process manager acts."""

allows = ROLE_TABLE.allows
allows_reading = ROLE_TABLE.allows_reading


def acting_for(role: str) -> str | None:
    """The kind of body for which a role acts."""
    return ROLES[role].acts_for
