"""The role table: complete, described, and what the offices expect of it."""

from __future__ import annotations

import pytest

from wahana.domain.kernel.roles import COMMAND_GROUPS, READ_GROUPS, ROLES, allows, allows_reading
from wahana.domain.registry import COMMANDS
from wahana.domain.words.catalogue import LABELS

SCOPES = {"TENANT", "AREA", "OWN_WKSBM"}
OF_THE_OFFICE = {"TENANT", "MEMBER"}
"""Groups whose commands are in the tenants room."""


def test_the_codes_are_for_ever():
    assert set(ROLES) == {
        "OPERATOR",
        "TENANT_ADMIN",
        "DINAS_HEAD",
        "DINAS_OFFICER",
        "PROVINCE_OFFICER",
        "LURAH",
        "CAMAT",
        "TKSK",
        "LK3_COUNSELLOR",
        "WKSBM_CHAIR",
        "WKSBM_SECRETARY",
        "WKSBM_TREASURER",
        "KPS_LIAISON",
        "INSPECTORATE",
        "BPK_NATIONAL",
        "APP",
        "PROCESS",
    }


def test_every_right_names_a_group_and_a_scope():
    for role in ROLES.values():
        assert set(role.commands) <= set(COMMAND_GROUPS)
        assert set(role.reads) <= set(READ_GROUPS)
        assert {*role.commands.values(), *role.reads.values()} <= SCOPES
        assert role.code in LABELS["RoleMeaning"]


def test_every_group_has_commands_and_every_command_a_group_that_somebody_may_use():
    used = {command.GROUP for command in COMMANDS}
    assert used | OF_THE_OFFICE == set(COMMAND_GROUPS)
    for group in COMMAND_GROUPS:
        assert any(allows(role, group) for role in ROLES), group
    for group in READ_GROUPS:
        assert any(allows_reading(role, group) for role in ROLES), group


@pytest.mark.parametrize(
    ("role", "group", "scope"),
    [
        ("DINAS_OFFICER", "FORMATION", "TENANT"),
        ("DINAS_OFFICER", "INAUGURATION", "TENANT"),
        ("DINAS_OFFICER", "WAIVER", None),
        ("DINAS_HEAD", "WAIVER", "TENANT"),
        ("DINAS_HEAD", "TARGET", "TENANT"),
        ("LURAH", "NOMINATION_APPROVAL", "AREA"),
        ("LURAH", "FORMATION", None),
        ("WKSBM_CHAIR", "BOARD", "OWN_WKSBM"),
        ("WKSBM_TREASURER", "BOARD", None),
        ("TENANT_ADMIN", "MEMBER", "TENANT"),
        ("TENANT_ADMIN", "FORMATION", None),
        ("INSPECTORATE", "FORMATION", None),
        ("APP", "FORMATION", None),
    ],
)
def test_who_may_do_what(role: str, group: str, scope: str | None):
    assert allows(role, group) == scope


@pytest.mark.parametrize(
    ("role", "group", "scope"),
    [
        ("OPERATOR", "FORMATION", None),
        ("TENANT_ADMIN", "FORMATION", None),
        ("TENANT_ADMIN", "CONFIG", "TENANT"),
        ("INSPECTORATE", "HISTORY", "TENANT"),
        ("INSPECTORATE", "PERSON_CONTACTS", None),
        ("LURAH", "PERSON_NAMES", "AREA"),
        ("PROVINCE_OFFICER", "PERSON_NAMES", None),
        ("LK3_COUNSELLOR", "HISTORY", None),
        ("APP", "PERSON_NAMES", None),
        ("DINAS_OFFICER", "NOTES", "TENANT"),
    ],
)
def test_who_may_read_what(role: str, group: str, scope: str | None):
    assert allows_reading(role, group) == scope


MONEY_WRITERS = {
    "FUND": {"WKSBM_TREASURER"},
    "ARISAN": {"WKSBM_TREASURER"},
    "FUND_APPROVAL": {"WKSBM_CHAIR"},
    "MEETING": {"WKSBM_CHAIR", "WKSBM_SECRETARY", "DINAS_HEAD", "DINAS_OFFICER"},
}
"""Who writes: the community keeps its own money; no office of the state does."""


@pytest.mark.parametrize("group", MONEY_WRITERS)
def test_the_community_keeps_its_own_money(group: str):
    assert {role for role in ROLES if allows(role, group)} == MONEY_WRITERS[group]
    for role in MONEY_WRITERS[group] - {"DINAS_HEAD", "DINAS_OFFICER"}:
        assert allows(role, group) == "OWN_WKSBM"


OFFICERS = dict.fromkeys(("WKSBM_CHAIR", "WKSBM_SECRETARY", "WKSBM_TREASURER"), "OWN_WKSBM")
OFFICES = dict.fromkeys(("DINAS_HEAD", "DINAS_OFFICER", "INSPECTORATE", "BPK_NATIONAL"), "TENANT")


@pytest.mark.parametrize(
    ("group", "readers"),
    [
        ("FUND", OFFICERS | OFFICES | {"LURAH": "AREA"}),
        ("FUND_LINES", OFFICERS | OFFICES),
        ("ARISAN", OFFICERS | OFFICES),
        (
            "FUND_TOTALS",
            OFFICERS
            | OFFICES
            | dict.fromkeys(("LURAH", "CAMAT", "TKSK"), "AREA")
            | dict.fromkeys(("PROVINCE_OFFICER", "APP"), "TENANT"),
        ),
    ],
)
def test_who_reads_the_communitys_money(group: str, readers: dict[str, str]):
    found = {role: allows_reading(role, group) for role in ROLES}
    assert {role: scope for role, scope in found.items() if scope} == readers


@pytest.mark.parametrize("ask", [allows, allows_reading])
def test_a_role_or_group_that_is_not_there_is_a_mistake(ask):
    with pytest.raises(KeyError):
        ask("WIZARD", "FORMATION")
    with pytest.raises(KeyError):
        ask("DINAS_HEAD", "MAGIC")


def test_nobody_of_audit_or_province_writes():
    for role in ("PROVINCE_OFFICER", "APP"):
        assert not ROLES[role].commands
    for role in ("INSPECTORATE", "BPK_NATIONAL"):
        # The one thing an auditor does leaves a record of itself.
        assert set(ROLES[role].commands) == {"REVEAL"}


def test_an_auditor_sees_no_personal_value_without_a_letter():
    for role in ("INSPECTORATE", "BPK_NATIONAL"):
        masked = ("PERSON_CONTACTS", "PERSON_NEEDS", "PERSON_IDENTITY", "NIK_LOOKUP", "NOTES")
        assert not set(ROLES[role].reads) & set(masked)
        assert allows_reading(role, "ACCESS_LOG") == "TENANT"
