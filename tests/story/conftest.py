"""The whole service in one process, on fresh databases, and offices in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from wahana.deploy import assembly
from wahana.deploy.assembly import Addresses, Service
from wahana.platform.settings import Settings
from wahana.platform.vault.root_key import LocalRootKey


@pytest.fixture
async def service(empty_url: str, vault_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service on databases of its own; nothing runs in the background."""
    addresses = Addresses(events=empty_url, vault=vault_url)
    await assembly.prepare(addresses)
    root = LocalRootKey.create(tmp_path / "root.key")
    settings = Settings(read_connections=2, append_connections=2, work_connections=2)
    async with assembly.opened(addresses, root, settings=settings) as opened:
        yield opened
