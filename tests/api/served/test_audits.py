"""The GraphQL-over-HTTP specification, by the audits of npm ``graphql-http`` 1.23.1.

Needs node and that package in the virtual environment's folder ``audit-http``, where
``make tools`` puts it.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.tools import AUDITS


@pytest.mark.needs("graphql-http")
async def test_all_audits_pass(served: str) -> None:
    script = Path(__file__).with_name("audits.mjs")
    process = await asyncio.create_subprocess_exec(
        "node", str(script), str(AUDITS), served, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    audits = [json.loads(line) for line in out.splitlines()]
    assert len(audits) == 61
    assert [audit for audit in audits if audit["status"] != "ok"] == []
