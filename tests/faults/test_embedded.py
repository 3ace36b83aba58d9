"""Faults of the embedded PostgreSQL: kills, orphans, two copies, unsuitable folders.

| fault | persisted | what the next start does |
| --- | --- | --- |
| postmaster killed (-9) | everything committed | the launcher starts it again, same address |
| launcher killed (-9) | everything committed | PostgreSQL ends with it; a start works at once |
| both killed (-9) | everything committed | crash recovery |
| launcher and supervisor killed (-9) | everything committed | ends the orphaned PostgreSQL |
| pid file names an unrelated live process | everything | disarms the file |
| a second launcher | untouched | refuses, and says what to do |

Processes are killed here, not machines: what was written outlives them without a flush (``fast``).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from tests.patience import PATIENCE_S, until

from wahana.platform.embedded import (
    CannotStart,
    DataInUse,
    EmbeddedPostgres,
    layout,
    remove,
    running,
)
from wahana.platform.embedded.cluster import is_postmaster, postmaster_pid

pytestmark = pytest.mark.takes(11)

_CHILD = """
import asyncio, sys
from pathlib import Path
from wahana.platform.embedded import EmbeddedPostgres
async def main():
    async with EmbeddedPostgres.start(Path(sys.argv[1]), fast=True) as server:
        print(server.pid, flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""

_CLOSING_CHILD = """
import asyncio, signal, sys
from pathlib import Path
import asyncpg
from wahana.platform.embedded import EmbeddedPostgres
async def main():
    async with EmbeddedPostgres.start(Path(sys.argv[1]), fast=True) as server:
        connection = await asyncpg.connect(server.url())
        print(server.pid, flush=True)
        try:
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(0.3)
            print(await connection.fetchval("select 'closed with the database at hand'"))
            await connection.close()
# As at a terminal: a process started in the background is born with it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
"""


async def execute(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url, timeout=PATIENCE_S)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def write_a_fact(server: EmbeddedPostgres) -> None:
    await execute(server.url(), "create table fact as select 42 as answer")


async def read_the_fact(server: EmbeddedPostgres) -> object:
    return await execute(server.url(), "select answer from fact")


async def gone(pid: int, cluster: Path) -> None:
    await until(lambda: not is_postmaster(pid, cluster), "PostgreSQL gone")


@contextlib.contextmanager
def child_launcher(
    data: Path, program: str = _CHILD
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that runs the server, in a group of its own; yields it and the
    postmaster's pid."""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(data)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        assert child.stdout is not None
        try:
            line = child.stdout.readline()
            assert line, "the child did not start PostgreSQL"
            yield child, int(line)
        finally:
            child.kill()


async def test_a_graceful_stop_keeps_everything(data: Path) -> None:
    async with EmbeddedPostgres.start(data) as server:
        await write_a_fact(server)
        pid = server.pid
    assert pid is not None
    assert not is_postmaster(pid, data / "postgres" / "cluster")
    async with EmbeddedPostgres.start(data) as server:
        assert await read_the_fact(server) == 42


async def test_a_killed_postmaster_comes_back_at_the_same_address(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        await write_a_fact(server)
        url, killed = server.url(), server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)

        async def answers() -> bool:
            with contextlib.suppress(OSError, asyncpg.PostgresError):
                return await execute(url, "select answer from fact") == 42
            return False

        await until(answers, "the server back")
        assert server.pid != killed


async def test_a_busy_server_killed_with_its_supervisor_starts_again(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        await write_a_fact(server)
        busy = asyncio.create_task(execute(server.url(), "select pg_sleep(600)"))
        asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
        await until(lambda: execute(server.url(), asleep), "the server busy")
        process = server._process
        assert process is not None
        assert server.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        os.kill(server.pid, signal.SIGKILL)
        with pytest.raises((OSError, asyncpg.PostgresError)):
            await busy
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert await read_the_fact(server) == 42


async def test_postgres_ends_when_its_launcher_is_killed(data: Path) -> None:
    with child_launcher(data) as (child, pid):
        assert is_postmaster(pid, data / "postgres" / "cluster")
        child.kill()
        child.wait()
        await gone(pid, data / "postgres" / "cluster")
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert await execute(server.url(), "select 1") == 1


async def test_a_start_right_after_the_kill_of_the_launcher(data: Path) -> None:
    with child_launcher(data) as (child, _):
        child.kill()
        child.wait()
        async with EmbeddedPostgres.start(data, fast=True) as server:
            assert await execute(server.url(), "select 1") == 1


async def test_an_orphaned_postmaster_is_ended_and_its_data_kept(data: Path) -> None:
    with child_launcher(data) as (child, pid):
        address = running(data)
        assert address is not None
        await execute(address.url(), "create table fact as select 42 as answer")
        supervisor = parent_of(pid)
        for victim in (*children_of(supervisor) - {pid}, supervisor):
            os.kill(victim, signal.SIGKILL)
        child.kill()
        child.wait()
        assert is_postmaster(pid, data / "postgres" / "cluster"), "it should be orphaned by now"
        async with EmbeddedPostgres.start(data, fast=True) as server:
            assert server.pid != pid
            assert await read_the_fact(server) == 42


async def test_a_pid_file_that_names_an_unrelated_process_does_not_bar_the_start(
    data: Path,
) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        await write_a_fact(server)
        owner = server._account
    cluster = data / "postgres" / "cluster"
    with subprocess.Popen(
        ["sleep", "60"], **({} if owner is None else {"user": owner.uid})
    ) as unrelated:
        (cluster / "postmaster.pid").write_text(f"{unrelated.pid}\n{cluster}\n1\n5432\n\n\n\n")
        os.chown(cluster / "postmaster.pid", cluster.stat().st_uid, cluster.stat().st_gid)
        (cluster / "postmaster.pid").chmod(0o600)
        try:
            async with EmbeddedPostgres.start(data, fast=True) as server:
                assert await read_the_fact(server) == 42
            assert unrelated.poll() is None, "an unrelated process was ended"
        finally:
            unrelated.kill()


async def test_two_copies_refuse_politely(data: Path) -> None:
    with child_launcher(data):
        with pytest.raises(DataInUse, match="stop it first, or give this one a folder of its own"):
            async with EmbeddedPostgres.start(data, fast=True):
                pass
        with pytest.raises(DataInUse):
            remove(data)
        address = running(data)
        assert address is not None
        assert await execute(address.url(), "select 1") == 1
    assert running(data) is None


async def test_of_several_starts_at_once_one_wins(data: Path) -> None:
    held = asyncio.Event()
    outcomes: list[str] = []

    async def one() -> None:
        try:
            async with EmbeddedPostgres.start(data, fast=True) as server:
                outcomes.append(str(await execute(server.url(), "select 'runs'")))
                await held.wait()
        except DataInUse:
            outcomes.append("refused")

    starts = [asyncio.create_task(one()) for _ in range(3)]
    while len(outcomes) < 3:
        assert not any(task.done() and task.exception() for task in starts)
        await asyncio.sleep(0.02)
    held.set()
    await asyncio.gather(*starts)
    assert sorted(outcomes) == ["refused", "refused", "runs"]


async def test_ctrl_c_reaches_the_service_first_and_postgres_by_its_hand(data: Path) -> None:
    """What a terminal does: the signal goes to every process of the group at once."""
    with child_launcher(data, _CLOSING_CHILD) as (child, pid):
        os.killpg(child.pid, signal.SIGINT)
        said, _ = child.communicate(timeout=PATIENCE_S)
    assert said.strip() == "closed with the database at hand"
    assert not is_postmaster(pid, data / "postgres" / "cluster")


async def test_nobody_connects_without_the_password(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        wrong = layout.ServerAddress(server.address.socket, "wrong").url()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await execute(wrong, "select 1")
        assert await execute(server.url(), "show listen_addresses") == ""
    for private in (data / "postgres.password", data / "postgres" / "server.log"):
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
    for closed in (data / "postgres", data / "postgres" / "socket"):
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700


async def test_encoding_and_locale(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert await execute(server.url(), "show server_encoding") == "UTF8"
        collation = "select datcollate from pg_database where datname = current_database()"
        assert await execute(server.url(), collation) == "C"
        assert await execute(server.url(), "show timezone") == "UTC"


async def test_a_long_path_gets_a_short_socket(data: Path) -> None:
    long = data.parent / ("x" * 90) / "data"
    async with EmbeddedPostgres.start(long, fast=True) as server:
        socket = server.address.socket
        assert socket.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert await execute(server.url(), "select 1") == 1
        address = running(long)
        assert address is not None
        assert address.socket == socket
    assert not socket.exists()


async def test_a_half_made_cluster_is_made_again(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True) as server:
        password = server.address.password
    home = data / "postgres"
    (home / "cluster").rename(home / "cluster.partial")
    async with EmbeddedPostgres.start(data, fast=True) as server:
        assert server.address.password == password
        assert await execute(server.url(), "select 1") == 1


async def test_a_missing_password_is_named(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True):
        pass
    (data / "postgres.password").unlink()
    with pytest.raises(CannotStart, match="put it back, or restore a backup"):
        async with EmbeddedPostgres.start(data, fast=True):
            pass


async def test_a_broken_cluster_shows_the_servers_own_words(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wahana.platform.embedded.launcher._LAUNCHES_MAX", 2)
    async with EmbeddedPostgres.start(data, fast=True):
        pass
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="incompatible with server"):
        async with EmbeddedPostgres.start(data, fast=True):
            pass
    os.close(layout.take_lock(data / "postgres", data))  # the refused start holds nothing


async def test_remove_leaves_the_other_files(data: Path) -> None:
    async with EmbeddedPostgres.start(data, fast=True):
        pass
    (data / "root.key").write_text("kept")
    remove(data)
    assert [path.name for path in data.iterdir()] == ["root.key"]


def parent_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])


def children_of(pid: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if parent_of(int(entry.name)) == pid:
                    found.add(int(entry.name))
    return found


def test_the_pid_file_is_read_with_care(tmp_path: Path) -> None:
    assert postmaster_pid(tmp_path) is None
    (tmp_path / "postmaster.pid").write_text("")
    assert postmaster_pid(tmp_path) is None
    (tmp_path / "postmaster.pid").write_text("12\n")
    assert postmaster_pid(tmp_path) == 12
