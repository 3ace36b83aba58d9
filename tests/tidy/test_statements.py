"""Every named statement is right SQL for the role that runs it, and is used.

A statement is prepared as its role against the prepared databases; where the server can, it is
also planned, because rights on tables and functions are only looked at then.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.tidy.conftest import Prepared, Where
from tests.tidy.test_house import ROOT
from tests.tidy.test_schema_rules import WITHOUT_A_TENANT

from wahana.platform import sql
from wahana.projections.compile import Compiler
from wahana.projections.reading import TableNames
from wahana.projections.registry import CATALOGUE, VIEWS
from wahana.projections.relation import Relation
from wahana.projections.selection import Connection, Paging, RowConditions, SelectedField

ADMIN = ""
"""The login that sets up; it takes no role."""
WORKER, READER, WRITER, KEYS, OWNER = (
    *("wahana_worker", "wahana_app_ro", "wahana_app_rw", "wahana_vault", "wahana_owner"),
)
ROLE_OF: Mapping[str, str] = {
    "platform/backup.sql": ADMIN,
    "platform/claims.sql": WORKER,
    "platform/claims.sql find_claim": READER,
    "platform/databases.sql": ADMIN,
    "platform/event_log.sql": READER,
    "platform/event_log.sql append": WRITER,
    "platform/event_log.sql open_log": WRITER,
    "platform/event_log.sql close_instant": WRITER,
    "platform/following.sql": WORKER,
    "platform/installation.sql": OWNER,
    "platform/interventions.sql": WORKER,
    "platform/leases.sql": WORKER,
    "platform/migrate.sql": OWNER,
    "platform/positions.sql": WORKER,
    "platform/projector.sql": WORKER,
    "platform/readers.sql": WORKER,
    "platform/rebuild.sql": WORKER,
    "platform/roles.sql": ADMIN,
    "platform/runner.sql": WORKER,
    "platform/processes/runner.sql": WORKER,
    "platform/processes/process_status.sql": WORKER,
    "platform/processes/tracking.sql": WORKER,
    "platform/processes/tracking.sql tracked": READER,
    "platform/processes/work_list.sql": WORKER,
    "platform/processes/work_list.sql due": READER,
    "platform/processes/work_list.sql linked": READER,
    "platform/vault/keys.sql": KEYS,
    "platform/wakeups.sql": READER,
    "platform/log_watcher.sql": WORKER,
    "projections/*/apply.sql": WORKER,
    "tenants/directory.sql": READER,
    "tenants/directory.sql add_tenant": WRITER,
    "tenants/directory.sql add_token": WRITER,
    "tenants/directory.sql add_refusal": WRITER,
}
"""Who runs the statements of a file, or one of them. Files are prepared in the database they
belong to; those of ``read.sql`` and ``moment.sql`` as the compiler composes them,
and with them what ``shared.sql`` gives them."""
COMPOSED = ("read.sql", "moment.sql", "shared.sql")
TABLES = "platform/table_sql.py"
"""Where the statements of views' tables are composed."""
SEARCH_PATH = {"platform/migrate.sql": "wahana"}
TENANT = "00000000-0000-0000-0000-000000000001"
_TABLE = re.compile(r"(?:FROM|JOIN|INTO|UPDATE)\s+((?:wahana|view|vault)\.\w+)\b(?!\()")
_PLANNED = re.compile(r"\s*(--[^\n]*\n\s*)*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


READING = TableNames(VIEWS)
OF = {view.name: view.of for view in VIEWS}


def files() -> list[Path]:
    """The files of named statements of the product."""
    return [
        path
        for room in ("platform", "tenants", "projections")
        for path in sorted((ROOT / room).rglob("*.sql"))
        if path.parent.name != "migrations"
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def role_of(file: str, statement: str) -> str:
    """Who runs a statement."""
    if file == TABLES:
        return WORKER
    general = re.sub(r"^projections/\w+/apply", "projections/*/apply", file)
    return ROLE_OF.get(f"{general} {statement}") or ROLE_OF[general]


def statements() -> Iterator[tuple[str, str, str]]:
    """File, name and text of every statement that can run alone."""
    for path in files():
        if path.name not in COMPOSED:
            for name, text in sql.parse(path.read_text(encoding="utf-8"), path.name).items():
                whole = OF[path.parent.name].named(text) if path.name == "apply.sql" else text
                yield name_of(path), name, whole
    for view in VIEWS:
        for table in view.tables:
            for name, text in table.statements(view.of).items():
                yield TABLES, f"{table.name} {name}", text


ALL = list(statements())


async def prepare(
    connection: asyncpg.Connection[Any], role: str, text: str, search_path: str = ""
) -> None:
    """Prepare a statement as a role; plan it where that can be done without its values."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        if search_path:
            await connection.execute(f"SET LOCAL search_path = {search_path}")
        await connection.execute(f"SET LOCAL app.tenant = '{TENANT}'")
        if role:
            await connection.execute(f"SET LOCAL ROLE {role}")
        await connection.prepare(text)
        if _PLANNED.match(text) and connection.get_server_version().major >= 16:
            await connection.execute(f"EXPLAIN (GENERIC_PLAN) {text}")
    finally:
        await transaction.rollback()


@pytest.mark.parametrize(
    ("file", "name", "text"), ALL, ids=[f"{file}:{name}" for file, name, _ in ALL]
)
async def test_a_statement_is_right_for_the_role_that_runs_it(
    prepared: Prepared, file: str, name: str, text: str
) -> None:
    where: Where = "vault" if "vault" in file or name.startswith("vault_") else "events"
    role = role_of(file, name)
    if role not in (ADMIN, OWNER):
        tables = set(_TABLE.findall(text)) - set(WITHOUT_A_TENANT)
        assert not tables or "tenant_id" in text, "it does not say which tenant's rows it means"
    await prepare(prepared.at(where), role, text, SEARCH_PATH.get(file, ""))


@pytest.mark.parametrize("relation", list(CATALOGUE), ids=lambda relation: relation.name)
async def test_a_relation_is_right_for_the_reader(prepared: Prepared, relation: Relation) -> None:
    compiler = Compiler(CATALOGUE)
    parts = [
        text
        for name, text in compiler.every_statement()
        if name.removesuffix(" on a day") == relation.name or name.startswith(f"{relation.name}.")
    ]
    own = 1 + len(relation.conditions)
    assert len(parts) in (own, 2 * own), "those for a business day, too, where they are others"
    for order in relation.orderings:
        whole = Connection(RowConditions(relation.name, (), (), order), Paging(size=5), (COUNTED,))
        parts.append(compiler.answer(whole))
    for text in parts:
        await prepare(prepared.events, READER, text)


COUNTED = SelectedField("totalCount", "totalCount")


def words_of(folder: Path) -> set[str]:
    """Every text in the Python files of a folder."""
    words = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    return words


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_every_statement_is_described_and_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = words_of(path.parent)
    for name in sql.parse(text, path.name):
        described = re.search(rf"-- name: {name}[ \t]*\n-- \S", text)
        assert described, f"{name} says nothing about itself"
        used = name in words or (path.name == "shared.sql" and f"{{{name}}}" in READ)
        assert used, f"{name} is used nowhere in {name_of(path.parent)}"


READ = "".join(path.read_text(encoding="utf-8") for path in files())
"""All statements, as they are written."""


def test_every_file_has_its_role() -> None:
    files = {file for file, _, _ in ALL} - {TABLES}
    found = {re.sub(r"^projections/\w+/apply", "projections/*/apply", file) for file in files}
    assert found == {file for file in ROLE_OF if " " not in file}
    of_one = {file for file in ROLE_OF if " " in file}
    assert of_one <= {f"{file} {name}" for file, name, _ in ALL}


def test_no_bind_is_a_number_too_far() -> None:
    for file, name, text in ALL:
        binds = {int(number) for number in re.findall(r"\$(\d+)", text)}
        assert binds == set(range(1, len(binds) + 1)), f"{file}:{name} leaves a bind out"
