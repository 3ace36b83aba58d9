"""The recipe "add a field to a view", done to cases on the data of the first release.

A copy of this release gets the field; its own processes bring the data up to date and answer. Every
row is there before and after, and answers are the same except for the field.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import asyncpg
import httpx
import pytest
from tests.conftest import Postgres
from tests.faults.processes import free_port
from tests.patience import PATIENCE_S, until
from tests.tidy.test_house import ROOT

from wahana.projections.case_file.view import VIEW

from .conftest import RELEASE, restored
from .kept import Witness

pytestmark = pytest.mark.takes(15)

ROOMS = ("platform", "tenants", "domain", "projections", "graphql", "deploy")
OFFICE, ROLE = "bontang", "DINAS_OFFICER"
PLACES = (
    (
        "domain/care/case_events.py",
        "    group_size: int | None = None\n",
        "    witnesses: int | None = None\n",
    ),
    (
        "projections/case_file/rows.py",
        "    group_size: int | None\n",
        '    witnesses: Annotated[int | None, Field("How many people saw it.")]\n',
    ),
)
"""File, the line after which the field is put, and the field. The fold takes it by its name."""
TABLES = "SELECT name, relation FROM wahana.view_table WHERE view = $1 AND version = $2"
ROWS = "SELECT format('SELECT to_jsonb(r) - ''generation'' FROM %s r', $1::regclass)"
FIELD = "witnesses"


@dataclass
class Release:
    """Processes of this release (``folder`` is none), or of a copy of it."""

    environment: dict[str, str]
    log: BinaryIO
    folder: Path | None = None

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        path = {} if self.folder is None else {"PYTHONPATH": str(self.folder)}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from wahana.deploy.cli import main; main()", *arguments),
            env=os.environ | self.environment | path,
            stdout=self.log,
            stderr=self.log,
        )

    async def run(self, *arguments: str) -> int:
        return await (await self.start(*arguments)).wait()

    async def is_level(self) -> bool:
        return await self.run("status", "--behind-s", "0") == 0


def copy_with_field(folder: Path) -> None:
    """A copy of the rooms as the package ``wahana`` in ``folder``, with the three changes."""
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, folder / "wahana" / room, ignore=shutil.ignore_patterns("__pycache__")
        )
    version = f"    version={VIEW.version},\n"
    for name, line, added in (
        *PLACES,
        ("projections/case_file/view.py", version, f"    version={VIEW.version + 1},\n"),
    ):
        path = folder / "wahana" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(line) == 1, (name, line)
        path.write_text(text.replace(line, added if line == version else line + added))


async def rows_of(url: str, version: int) -> dict[str, list[dict[str, Any]]]:
    """What the tables of a version hold, of all offices, by table; without the generation."""
    connection = await asyncpg.connect(url)
    try:
        found: dict[str, list[dict[str, Any]]] = {}
        for name, relation in await connection.fetch(TABLES, VIEW.name, version):
            rows = await connection.fetch(await connection.fetchval(ROWS, relation))
            found[name] = [json.loads(row[0]) for row in rows]
        return found
    finally:
        await connection.close()


def sorted_rows(rows: list[dict[str, Any]]) -> list[str]:
    """The rows in an order of their own, without the field."""
    return sorted(
        json.dumps({name: value for name, value in row.items() if name != FIELD}, sort_keys=True)
        for row in rows
    )


@pytest.fixture
def log(tmp_path: Path) -> Iterator[BinaryIO]:
    """Where processes write."""
    with (tmp_path / "processes.log").open("ab") as file:
        yield file


@pytest.mark.xdist_group("witness recipe")
async def test_a_case_gains_a_field_and_loses_no_row(
    postgres: Postgres, tmp_path: Path, log: BinaryIO
) -> None:
    copy_with_field(tmp_path / "copy")
    witness = Witness(RELEASE / "default")
    async with restored(postgres, witness, tmp_path) as place:
        environment = {
            "WAHANA_DATABASE_URL": place.addresses.events,
            "WAHANA_VAULT_URL": place.addresses.vault,
            "WAHANA_ROOT_KEY_FILE": str(place.root_key),
            "WAHANA_DATA": str(tmp_path),
        }
        this, copy = Release(environment, log), Release(environment, log, tmp_path / "copy")
        port = free_port()
        assert await this.run("migrate") == 0
        assert not await this.is_level(), "nobody has begun to fill the new tables"
        processes = [await this.start("work")]
        try:
            await until(this.is_level)
            assert await copy.run("migrate") == 0
            processes.append(await copy.start("work"))
            await until(copy.is_level)
            processes.append(await copy.start("serve", "--port", str(port)))
            before = await rows_of(place.addresses.events, VIEW.version)
            after = await rows_of(place.addresses.events, VIEW.version + 1)
            cases = await until(lambda: asked(port, witness.token(OFFICE, ROLE)))
        finally:
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()
    assert before.keys() == after.keys()
    assert {name: sorted_rows(rows) for name, rows in before.items()} == {
        name: sorted_rows(rows) for name, rows in after.items()
    }
    assert all(FIELD in row for row in after["case_file"])
    assert cases["totalCount"] == len(cases["nodes"]) > 0
    assert all(node[FIELD] is None for node in cases["nodes"])


async def asked(port: int, token: str) -> dict[str, Any] | None:
    """Cases with the new field, as the copy answers; ``None`` while it does not answer yet."""
    text = f"{{ cases(first: 50) {{ totalCount nodes {{ id stage {FIELD} }} }} }}"
    async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
        with contextlib.suppress(httpx.TransportError):
            answer = await http.post(
                f"http://127.0.0.1:{port}/graphql",
                json={"query": text},
                headers={"authorization": f"Bearer {token}"},
            )
            body = answer.json()
            assert "errors" not in body, body
            found: dict[str, Any] = body["data"]["cases"]
            return found
    return None
