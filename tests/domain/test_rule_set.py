"""Editions of the rules: frozen, complete, named by every event, and judged again by."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from pathlib import Path

import msgspec
import pytest

from wahana.domain.kernel import roles as roles_module
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.policy_editions import DEFAULTS, POLICY_EDITIONS, PolicyEdition
from wahana.domain.kernel.roles import ROLE_EDITIONS, WrongTable, read_table
from wahana.domain.kernel.rule_set import IN_FORCE, rule_set_of

FOLDER = Path(roles_module.__file__).parent / "editions"
RELEASED = {
    "policies-1.json": "e110657f9c5ff61cba679e209286c1bb4d1e12cf502d8fe7ad140b1dc9f50560",
    "policies-2.json": "40032677ddd35528c87f90ed33b49c9fa2d2994362ff498a5627aacca22458b8",
    "roles-1.csv": "f78dccc43c45ef1a00284b4a6d30b02d0bd5551bf4ab478dcbbef7380baa273a",
}
"""Editions that events name: SHA-256 of each file. A changed rule is a new file, never another
text of an old one; an edition is added here with the release that brings it."""


def test_an_edition_never_changes():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir()}
    assert found == RELEASED, (
        "to change a right or a default, copy the newest file of editions/ under the next number, "
        "change that, and add it here"
    )


def test_the_defaults_in_the_code_are_those_of_the_newest_edition():
    assert Policies() == DEFAULTS == POLICY_EDITIONS[max(POLICY_EDITIONS)].defaults
    newest = msgspec.json.decode((FOLDER / f"policies-{max(POLICY_EDITIONS)}.json").read_bytes())
    assert set(newest) == set(Policies.__struct_fields__), "the newest file names every policy"


def test_an_event_names_its_editions_and_an_old_one_is_of_the_first():
    assert rule_set_of(f"pmks/2012;wilayah/2025;{IN_FORCE.label}") == IN_FORCE
    first = rule_set_of("pmks/2012;wilayah/2025")
    assert (first.policies.number, first.roles.edition) == (1, 1)
    with pytest.raises(KeyError):
        rule_set_of("wilayah/2025;policies/999;roles/1")


def test_a_default_of_a_later_edition_changes_nothing_that_was_decided_before():
    later = PolicyEdition(2, msgspec.structs.replace(DEFAULTS, board_candidates=7))
    set_in_2020 = [(date(2020, 1, 1), {"late_window_days": 10})]
    on = date(2021, 1, 1)
    assert later.resolve(set_in_2020, on).board_candidates == 7
    judged_again = rule_set_of("wilayah/2025").policies.resolve(set_in_2020, on)
    assert (judged_again.board_candidates, judged_again.late_window_days) == (5, 10)


def table_with(line: str) -> str:
    return (FOLDER / "roles-1.csv").read_text("utf-8") + line + "\n"


def test_a_group_that_is_added_gives_nobody_a_right_by_default():
    roles = list(ROLE_EDITIONS[1].roles)
    with pytest.raises(WrongTable, match="write every cell out"):
        read_table(table_with("command,NEW,TENANT"), 2)
    with pytest.raises(WrongTable, match="write every cell out"):
        read_table(table_with("command,NEW" + "," * len(roles)), 2)
    with pytest.raises(WrongTable, match="is no extent"):
        read_table(table_with("command,NEW" + ",ALL" * len(roles)), 2)
    nobody = read_table(table_with("command,NEW" + ",-" * len(roles)), 2)
    assert not any(nobody.allows(role, "NEW") for role in roles)


def test_every_role_group_and_right_is_written_out_once():
    rows = list(csv.reader(io.StringIO((FOLDER / "roles-1.csv").read_text("utf-8"))))
    assert len({len(row) for row in rows}) == 1
    names = [tuple(row[:2]) for row in rows]
    assert len(set(names)) == len(names)
    assert all(cell for row in rows for cell in row)
