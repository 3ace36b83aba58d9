"""Statements keep to the forms that also run where tenants are placed on nodes of their own.

Such an engine sends a statement whole to the node of its tenant, if it can see the tenant in it and
everything it touches lies there. Under row-level security nothing else works. Statements over all
tenants are on a short list: they would run node by node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.tidy.conftest import Prepared
from tests.tidy.test_schema_rules import WITHOUT_A_TENANT
from tests.tidy.test_statements import ADMIN, ALL, OWNER, role_of

KNOWN = {
    "platform/claims.sql:claim": "renews a claim at the server's clock",
    "platform/claims.sql:take_over": "renews a claim at the server's clock",
    "platform/processes/tracking.sql:track": "a follower may track before there is a log",
    "platform/processes/work_list.sql:put": "not anchored yet",
    "platform/processes/work_list.sql:link": "not anchored yet",
}
"""Statements that would have to be written otherwise there, and why they are not."""
OF_ALL_TENANTS = {
    "platform/runner.sql": ("behind_everywhere", "behind_somewhere", "retire"),
    "platform/positions.sql": ("status",),
    "platform/log_watcher.sql": ("grown_since",),
    "platform/processes/runner.sql": ("behind_everywhere", "behind_somewhere"),
    "platform/processes/process_status.sql": ("status",),
}
"""By file, the statements that look at all tenants."""
_TABLE = re.compile(r"\b(?:FROM|JOIN)\s+((?:wahana|view|reading)\.\w+)\b(?!\s*\()", re.IGNORECASE)
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s+((?:wahana|view)\.\w+)", re.IGNORECASE)
_VOLATILE = re.compile(
    r"\b(clock_timestamp|random|gen_random_uuid|nextval|timeofday)\s*\(", re.IGNORECASE
)
_CALL = re.compile(r"(?<!INTO )\b(?:wahana|view)\.\w+\s*\(")


def plain(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def of_tenants(text: str) -> list[str]:
    """The tables with rows of tenants that a statement reads; functions are judged elsewhere."""
    return [table for table in _TABLE.findall(text) if table not in WITHOUT_A_TENANT]


def written() -> Iterator[tuple[str, str, str]]:
    """Statements of the service that write rows of tenants: file and name, table, text."""
    for file, name, text in ALL:
        found = _WRITES.search(plain(text))
        if role_of(file, name) in (ADMIN, OWNER) or "vault" in file or found is None:
            continue
        if found[2] not in WITHOUT_A_TENANT:
            yield f"{file}:{name}", found[2], plain(text)


WRITTEN = list(written())


def test_what_is_inserted_is_anchored_on_a_row_of_the_tenant() -> None:
    wrong = []
    for name, table, text in WRITTEN:
        if "INSERT" not in text.upper() or re.search(r"\bVALUES\b", text, re.IGNORECASE):
            continue
        rest = text[text.index(table) + len(table) :]
        if not of_tenants(rest) or not re.search(r"\btenant_id = \$1", rest):
            wrong.append(name)
    assert set(wrong) == {name for name in KNOWN if "claims" not in name}


def test_a_write_names_its_tenant() -> None:
    assert [name for name, _, text in WRITTEN if "$1" not in text] == []


def test_no_common_table_expression_writes() -> None:
    writing = re.compile(r"\bWITH\b.*\(\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE | re.DOTALL)
    assert [name for name, _, text in WRITTEN if writing.search(text)] == []


def test_a_write_takes_the_time_as_a_bind() -> None:
    """Two nodes, or a node and the one that asked, would evaluate a volatile function twice."""
    clauses = re.compile(r"\b(SET|WHERE)\b(.*)", re.IGNORECASE | re.DOTALL)
    wrong = [
        name
        for name, _, text in WRITTEN
        if any(_VOLATILE.search(found[2]) for found in clauses.finditer(text))
    ]
    assert set(wrong) == {name for name in KNOWN if "claims" in name}


def test_no_function_that_reads_tables_stands_inside_a_larger_statement() -> None:
    alone = re.compile(r"\s*SELECT\s[\w\s,*\"]*?(?:\bFROM\s+)?(?:wahana|view)\.\w+\s*\(")
    wrong = [
        f"{file}:{name}"
        for file, name, text in ALL
        if role_of(file, name) not in (ADMIN, OWNER)
        and _CALL.search(plain(text))
        and not alone.match(plain(text))
    ]
    assert wrong == []


def test_a_read_names_its_tenant_or_is_of_all() -> None:
    wrong = []
    for file, name, text in ALL:
        if role_of(file, name) in (ADMIN, OWNER) or "vault" in file:
            continue
        if name in OF_ALL_TENANTS.get(file, ()):
            continue
        if of_tenants(plain(text)) and not re.search(r"tenant_id = (ANY \()?\$1", plain(text)):
            wrong.append(f"{file}:{name}")
    assert wrong == []


@pytest.mark.parametrize(
    ("what", "question"),
    [
        (
            "triggers",
            "SELECT tgrelid::regclass::text FROM pg_trigger g JOIN pg_class c ON c.oid = tgrelid"
            " WHERE NOT tgisinternal AND relnamespace = ANY ($1::text[]::regnamespace[])",
        ),
        (
            "sequences",
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = ANY ($1::text[]::regnamespace[])",
        ),
        (
            "policies with a sub-select",
            "SELECT polrelid::regclass::text FROM pg_policy p JOIN pg_class c ON c.oid = polrelid"
            " WHERE relnamespace = ANY ($1::text[]::regnamespace[])"
            " AND concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))"
            " ~* 'select'",
        ),
    ],
)
async def test_the_schema_has_none(prepared: Prepared, what: str, question: str) -> None:
    found = await prepared.events.fetch(question, ["wahana", "view"])
    assert [row[0] for row in found] == [], what
