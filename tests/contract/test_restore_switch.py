"""A restore is done completely, whenever its process is killed. Small databases replace the real
ones; each is marked ``old`` or ``new``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr

from wahana.deploy import locations as start
from wahana.platform import databases, private_files
from wahana.platform.restore_switch import RestoredDatabase, RestoreRefused, finish, pending, switch
from wahana.platform.settings import Settings

pytestmark = pytest.mark.takes(7)

KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from wahana.platform import databases, private_files
from wahana.platform.restore_switch import RestoredDatabase, switch

steps = int(sys.argv[1])

def counting(step):
    def counted(*given):
        global steps
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*given)
    return counted

databases._run = counting(databases._run)
private_files.write = counting(private_files.write)
places = [RestoredDatabase(url) for url in sys.argv[3:]]
asyncio.run(switch(places, Path(sys.argv[2]), b"new"))
"""
"""The switch, killed before its n-th step: a database dropped or renamed, or a file written."""
STEPS = 12
NOTED_AT = 3
"""Two databases of an earlier restore are dropped, then the note is written."""


class Deployment:
    """Both databases, old and new, and the old root key."""

    def __init__(self, urls: list[str], root_key: Path) -> None:
        self.places = [RestoredDatabase(url) for url in urls]
        self.root_key = root_key
        events, vault = urls
        self.settings = Settings(
            database_url=SecretStr(events),
            vault_url=SecretStr(vault),
            root_key_file=root_key,
            data=root_key.parent,
        )

    async def marks(self) -> list[str]:
        """What stands at the places: of the two databases and the root key."""
        found = [await _mark(place.url) for place in self.places]
        return [*found, self.root_key.read_text()]

    async def names(self) -> set[str]:
        """The databases that are there, by the ends of their names."""
        return {
            name.removeprefix(place.name)
            for place in self.places
            for name in (place.name, place.fresh, place.replaced)
            if await databases.exists(place.server, name)
        }


@pytest.fixture
async def deployment(postgres: Any, tmp_path: Path) -> AsyncIterator[Deployment]:
    made = Deployment(
        [postgres.url(f"wahana_test_{uuid.uuid4().hex}") for _ in range(2)], tmp_path / "root.key"
    )
    made.root_key.write_text("old")
    for place in made.places:
        for name, mark in ((place.name, "old"), (place.fresh, "new")):
            await databases.create(place.server, name)
            await _set_mark(databases.at(place.url, name), mark)
    yield made
    for place in made.places:
        for name in (place.name, place.fresh, place.replaced):
            await databases.drop(place.server, name)


@pytest.mark.parametrize("step", range(1, STEPS + 2))
async def test_a_restore_killed_at_any_step_is_whole_after_the_next_start(
    deployment: Deployment, step: int
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(step), str(deployment.root_key),
        *(place.url for place in deployment.places),
    )  # fmt: skip
    code = await process.wait()
    assert code == (0 if step > STEPS else -signal.SIGKILL)
    assert pending(deployment.root_key) == (NOTED_AT < step <= STEPS)
    async with start.addresses(deployment.settings):
        pass
    whole = "new" if step > NOTED_AT else "old"
    assert await deployment.marks() == [whole] * 3
    assert await deployment.names() == ({""} if whole == "new" else {"", ".restoring"})
    assert not pending(deployment.root_key)
    assert await finish(deployment.places, deployment.root_key) is False


@pytest.mark.parametrize("which", [0, 1])
async def test_an_error_gives_everything_back(deployment: Deployment, which: int) -> None:
    url = deployment.places[which].url
    connected = await asyncpg.connect(url)
    try:
        with pytest.raises(asyncpg.ObjectInUseError):
            await switch(deployment.places, deployment.root_key, b"new")
    finally:
        await connected.close()
    assert await deployment.marks() == ["old"] * 3
    assert await deployment.names() == {"", ".restoring"}
    assert not pending(deployment.root_key)
    await switch(deployment.places, deployment.root_key, b"new")
    assert await deployment.marks() == ["new"] * 3


async def test_a_root_key_that_cannot_be_written_gives_everything_back(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = private_files.write

    def full(path: Path, content: bytes) -> None:
        if path == deployment.root_key:
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(private_files, "write", full)
    with pytest.raises(OSError, match="No space"):
        await switch(deployment.places, deployment.root_key, b"new")
    assert await deployment.marks() == ["old"] * 3
    assert not pending(deployment.root_key)


async def test_a_switch_that_cannot_be_finished_here_says_how(deployment: Deployment) -> None:
    """With other settings, or while a client is connected: nothing changes; the message says what
    to do."""
    script = (sys.executable, "-c", KILLED, str(NOTED_AT + 1), str(deployment.root_key))
    urls = [place.url for place in deployment.places]
    process = await asyncio.create_subprocess_exec(*script, *urls)
    await process.wait()
    with pytest.raises(RestoreRefused, match="with those of the restore"):
        await finish(deployment.places[::-1], deployment.root_key)
    connected = await asyncpg.connect(urls[1])
    try:
        with pytest.raises(RestoreRefused, match="stop the service first"):
            await finish(deployment.places, deployment.root_key)
    finally:
        await connected.close()
    assert pending(deployment.root_key)
    assert os.stat(f"{deployment.root_key}.restoring").st_mode & 0o077 == 0
    done = await asyncio.gather(*(finish(deployment.places, deployment.root_key) for _ in range(3)))
    assert sorted(done) == [False, False, True]
    assert await deployment.marks() == ["new"] * 3


async def _mark(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SELECT mark FROM mark"))
    finally:
        await connection.close()


async def _set_mark(url: str, mark: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE TABLE mark (mark text)")
        await connection.execute("INSERT INTO mark VALUES ($1)", mark)
    finally:
        await connection.close()
