"""Rules for every table, policy, role and function, checked in the databases' catalogues."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.tidy.conftest import Prepared, Where

from wahana.platform import sql

CATALOGUE = sql.load(__file__, "catalogue.sql")
DATABASES: tuple[Where, ...] = ("events", "vault")

WITHOUT_A_TENANT = {
    "wahana.api_token": "read to find the tenant of a token: a hash and three ids",
    "wahana.tenant": "the directory of tenants: read to find the tenant",
    "wahana.lease": "which worker works on which bucket of tenants; no data of any",
    "wahana.view_definition": "the views that release 0.1.0 installed, the same for all tenants",
    "wahana.view_version": "the installed versions of views, the same for all tenants",
    "wahana.view_table": "their tables, the same for all tenants",
    "wahana.reader": "which processes run and what they read; no data of any tenant",
    "wahana.migration": "the ledger of migrations, the same for all tenants",
    "vault.migration": "the ledger of migrations, the same for all tenants",
}
"""Tables without row-level security, each with its reason."""
KEYED_BY_TENANT_ALONE = {"wahana.tenant"}
"""Of these, the tables whose key is the tenant all the same."""
UNIQUE_OVER_ALL_TENANTS = {
    ("wahana.tenant", ("slug",)): "a slug names one office of the service",
    ("wahana.tenant", ("origin",)): "a log's origin names one log of the world",
    ("wahana.view_table", ("relation",)): "a table of the database is one table of one version",
    ("wahana.view_table", ("view", "version")): "the version that it is of, for all tenants",
}
NOT_FORCED = {
    "wahana.event": "written by the append function as the owner",
    "wahana.tenant_head": "locked and moved by the append function as the owner",
    "wahana.command_log": "written by the append function as the owner",
}
OWNER = "wahana_owner"
CHECKPOINTS = (
    *("wahana.projection", "wahana.projection_live", "wahana.projection_version"),
    "wahana.tracking",
)
ROLES = (
    *(OWNER, "wahana_app_ro", "wahana_app_rw", "wahana_worker", "wahana_vault"),
    "wahana_service",
)
LEDGERS = ("wahana.migration", "vault.migration")
"""Made by the runner of migrations before any; every role checks it at its start."""
OWN_TENANT = "(tenant_id = (current_setting('app.tenant'::text))::uuid)"
"""The raising form: a session that was never bound to a tenant gets an error."""


async def rows(prepared: Prepared, name: str) -> list[Any]:
    """The rows of a catalogue question in both databases."""
    return [row for where in DATABASES for row in await prepared.at(where).fetch(CATALOGUE[name])]


async def test_every_table_is_keyed_by_tenant_or_says_why_not(prepared: Prepared) -> None:
    tables = {row["name"] for row in await rows(prepared, "tables")}
    first = {
        row["name"]: row["columns"][0]
        for row in await rows(prepared, "keys")
        if row["kind"] == "p" and not row["nullable"]
    }
    assert set(WITHOUT_A_TENANT) <= tables, "a table of the list is gone: take it off"
    keyed = {table for table in tables if first.get(table) == "tenant_id"}
    assert tables - keyed == set(WITHOUT_A_TENANT) - KEYED_BY_TENANT_ALONE
    assert len([table for table in tables if table.startswith("view.")]) > 15


async def test_view_tables_are_keyed_by_generation_too(prepared: Prepared) -> None:
    keys = {
        row["name"]: tuple(row["columns"][:2])
        for row in await rows(prepared, "keys")
        if row["kind"] == "p" and row["name"].startswith("view.")
    }
    assert set(keys.values()) == {("tenant_id", "generation")}


async def test_every_other_key_begins_with_the_tenant(prepared: Prepared) -> None:
    wrong = {
        (row["name"], tuple(row["columns"]))
        for row in await rows(prepared, "keys")
        if row["kind"] in "uf" and row["columns"][0] != "tenant_id"
    }
    assert wrong == set(UNIQUE_OVER_ALL_TENANTS)
    indexes = await rows(prepared, "unique_indexes")
    assert [row["name"] for row in indexes if row["first_column"] != "tenant_id"] == []


async def test_row_security_is_on_everywhere_and_forced_but_for_three(prepared: Prepared) -> None:
    tables = await rows(prepared, "tables")
    assert {row["name"] for row in tables if not row["enabled"]} == set(WITHOUT_A_TENANT)
    unforced = {row["name"] for row in tables if row["enabled"] and not row["forced"]}
    assert unforced == set(NOT_FORCED)


async def test_every_policy_is_for_named_roles_and_their_own_tenant(prepared: Prepared) -> None:
    policies = await rows(prepared, "policies")
    guarded = {row["name"] for row in policies}
    tables = await rows(prepared, "tables")
    assert guarded == {row["name"] for row in tables if row["enabled"]}
    for row in policies:
        assert row["permissive"]
        assert "PUBLIC" not in row["roles"], row
        if row["roles"] == [OWNER]:
            # For the functions that look at the state of all tenants' checkpoints, and the one that
            # forgets those of a version that nobody reads any more.
            assert row["command"] in ("r", "d"), row
            assert (row["using"], row["check"]) == ("true", None), row
            assert row["name"] in CHECKPOINTS
        else:
            assert {row["using"], row["check"]} - {None} == {OWN_TENANT}, row


async def test_our_roles_stand_under_every_rule_and_one_owns_everything(prepared: Prepared) -> None:
    above = {row["name"]: row["above_rules"] for row in await rows(prepared, "roles")}
    assert {name: above[name] for name in ROLES} == dict.fromkeys(ROLES, False)
    # The embedded server's own login sets up databases; a given server has another one.
    assert set(above) - set(ROLES) <= {"wahana_admin"}
    assert {row["owner"] for row in await rows(prepared, "tables")} == {OWNER}
    assert {row["owner"] for row in await rows(prepared, "owned")} == {OWNER}


async def test_nobody_but_the_named_may_run_a_function_and_definers_have_a_path(
    prepared: Prepared,
) -> None:
    functions = await rows(prepared, "functions")
    assert functions
    for row in functions:
        assert "PUBLIC" not in row["executors"], row["name"]
        path = [setting for setting in row["settings"] if setting.startswith("search_path=")]
        if row["definer"]:
            assert path, f"{row['name']} runs as its owner with its caller's search path"
            assert re.fullmatch(r"search_path=pg_catalog(, pg_temp)?", path[0]), row["name"]


async def test_nobody_may_change_or_delete_what_was_recorded(prepared: Prepared) -> None:
    recorded = ("wahana.event", "wahana.command_log", "wahana.tenant_head")
    append_only = ("wahana.refusal", "wahana.projection_act", "wahana.process_act")
    for row in await rows(prepared, "grants"):
        may = {privilege.strip() for privilege in row["privileges"].split(",")}
        if row["name"] in recorded:
            assert may == {"SELECT"}, row
        if row["name"] in append_only:
            assert may <= {"SELECT", "INSERT"}, row
        assert "TRUNCATE" not in may, row
        if row["grantee"] == "-":  # PUBLIC
            assert row["name"] in LEDGERS, row
            assert may == {"SELECT"}, row


async def test_every_table_says_what_it_is(prepared: Prepared) -> None:
    mute = [row["name"] for row in await rows(prepared, "remarks") if not row["remark"]]
    assert set(mute) <= set(LEDGERS)


@pytest.mark.parametrize("where", DATABASES)
async def test_a_catalogue_question_finds_something(prepared: Prepared, where: Where) -> None:
    # Rules over empty lists hold always.
    empty = [
        name
        for name in ("tables", "keys", "policies", "roles", "owned", "functions", "grants")
        if not await prepared.at(where).fetch(CATALOGUE[name])
    ]
    assert empty == []
