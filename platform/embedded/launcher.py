"""Starts the bundled PostgreSQL on a data folder, keeps it running, and stops it.

The server runs in its own session, so Ctrl-C in the terminal reaches the service first, which then
stops PostgreSQL. It ends with this process in any case: its supervisor (``supervise.sh``) holds one
end of a pipe whose other end the kernel closes when this process dies. If the server dies, it is
restarted on the same data, socket and password; clients must reopen their connections.

Processes are started through threads, never through the event loop: uvloop cannot change users.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from signal import SIGKILL, SIGQUIT

import asyncpg
import msgspec
import structlog

from .. import private_files
from . import account as accounts
from . import layout as layouts
from .account import Account
from .binaries import Binaries, bundled, usable_by
from .cluster import (
    drop_to,
    end_orphan,
    initialise,
    is_postmaster,
    is_ready,
    postmaster_pid,
)
from .layout import CannotStart, DataInUse, DataPaths, ServerAddress, ServerInfo

_log = structlog.get_logger(__name__)

_SUPERVISE = Path(__file__).with_name("supervise.sh")
_START_S_MAX = 300.0
"""Crash recovery reads the WAL since the last checkpoint; it is bounded by max_wal_size."""
_STOP_S_MAX = 30.0
_LAUNCHES_MAX = 5
_DEATHS_MAX = 10
_DEATHS_WITHIN_S = 60.0
"""A server that dies ten times in a minute is not restarted."""
_LOG_BYTES_MAX = 16 * 2**20

_SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(layouts.PORT),
    "max_connections": "200",
    "max_wal_size": "1GB",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    # An error's DETAIL and a statement's binds can hold personal values; the log takes neither.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_FAST_SETTINGS: dict[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    # A test that needs statistics collects them: plans must not depend on the time of a vacuum.
    "autovacuum": "off",
}


class EmbeddedPostgres:
    """A running PostgreSQL: ``async with EmbeddedPostgres.start(folder) as server``."""

    def __init__(
        self, layout: DataPaths, binaries: Binaries, account: Account | None, *, fast: bool
    ) -> None:
        self._layout = layout
        self._account = account
        self._fast = fast
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self.binaries = binaries
        """The programs of the same release, such as ``pg_dump``."""
        self.address = ServerAddress(layout.home / "socket", "")
        """Where it listens, and its password."""

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, data: Path, *, fast: bool = False) -> AsyncIterator[EmbeddedPostgres]:
        """Start PostgreSQL on ``data`` and stop it at the end of the block.

        ``fast`` is for tests: nothing is flushed to the disk, so what is committed outlives
        killed processes, but not a killed machine.
        Raises :class:`DataInUse` if another process runs on the folder, and
        :class:`CannotStart` for everything else; its message says how to fix it.
        """
        layout, account, lock = await asyncio.to_thread(_claim, data)
        server: EmbeddedPostgres | None = None
        try:
            binaries = await asyncio.to_thread(usable_by, account, bundled())
            server = cls(layout, binaries, account, fast=fast)
            await server._start()
            yield server
        finally:
            try:
                if server is not None:
                    await server._stop()
            finally:
                os.close(lock)

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster; ``None`` while there is none."""
        return postmaster_pid(self._layout.cluster)

    def url(self, database: str = "postgres", user: str = layouts.ADMIN) -> str:
        """A libpq URL of a database on this server, through its socket."""
        return self.address.url(database, user)

    async def _start(self) -> None:
        layout, account = self._layout, self._account
        password = layouts.password_of(layout)
        await asyncio.to_thread(end_orphan, layout.cluster)
        await asyncio.to_thread(
            initialise, layout, self.binaries, account, password, fast=self._fast
        )
        socket = layouts.socket_folder(layout, *_owner(account))
        if account is not None and not account.may_enter(socket):
            raise CannotStart(
                f"the user {account.name} cannot enter {socket}: set TMPDIR to /tmp and start again"
            )
        self.address = ServerAddress(socket, password)
        private_files.write(
            layout.record,
            msgspec.json.encode(ServerInfo(home=str(layout.home), socket=str(socket))),
        )
        await self._launch_patiently()
        self._keeper = asyncio.create_task(self._keep(), name="embedded-postgres")

    async def _launch_patiently(self) -> None:
        """Launch the server, with a few retries: the processes of a killed server end a little
        later than it, and until then hold the memory that PostgreSQL asks for.
        """
        for attempt in range(1, _LAUNCHES_MAX + 1):
            try:
                await self._launch()
                return
            except CannotStart:
                await asyncio.to_thread(self._reap)
                if attempt == _LAUNCHES_MAX or await self._stopping_within(0.2 * attempt):
                    raise

    async def _launch(self) -> None:
        """Start the server and return when it answers. Raises :class:`CannotStart`."""
        started = time.monotonic()
        self._process = await asyncio.to_thread(self._spawn)
        while not is_ready(self._layout.cluster):
            if self._process.poll() is not None:
                raise CannotStart(
                    f"PostgreSQL ended while starting; its log {self._layout.log} says:\n"
                    + _tail(self._layout.log)
                )
            if time.monotonic() - started > _START_S_MAX:
                raise CannotStart(
                    f"PostgreSQL is not ready after {_START_S_MAX:.0f} s; see {self._layout.log}"
                )
            await asyncio.sleep(0.01)
        try:
            connection = await asyncpg.connect(self.url(), timeout=10)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            raise CannotStart(
                f"PostgreSQL runs but refuses us: {error}; is {self._layout.password} the file "
                f"that belongs to {self._layout.cluster}?"
            ) from error
        await connection.close()

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = _SETTINGS | {"shared_buffers": f"{_buffers_mib()}MB"}
        settings |= _FAST_SETTINGS if self._fast else {}
        settings["unix_socket_directories"] = str(self.address.socket)
        options = [f"--{name}={value}" for name, value in settings.items()]
        server = [str(self.binaries.program("postgres")), "-D", str(self._layout.cluster)]
        log = _open_log(self._layout.log)
        try:
            process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own program and script
                ["/bin/sh", "-c", _SUPERVISE.read_text(), "wahana-postgres", *server, *options],
                **drop_to(self._account),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            return process
        except PermissionError as error:
            raise CannotStart(
                f"cannot start PostgreSQL as another user: {error}; give the container the "
                "capabilities SETUID and SETGID, or start Wahana as an ordinary user"
            ) from error
        finally:
            os.close(log)

    async def _keep(self) -> None:
        """Restart the server when it dies, unless that happens repeatedly."""
        deaths: deque[float] = deque(maxlen=_DEATHS_MAX)
        while not await self._stopping_within(0.1):
            if self._process is not None and self._process.poll() is None:
                continue
            deaths.append(time.monotonic())
            if len(deaths) == _DEATHS_MAX and deaths[-1] - deaths[0] < _DEATHS_WITHIN_S:
                _log.error("postgres.gave_up", log=str(self._layout.log))
                return
            _log.warning("postgres.died", log=str(self._layout.log))
            await asyncio.to_thread(self._reap)
            try:
                await self._launch_patiently()
            except (CannotStart, OSError) as error:
                _log.error("postgres.gave_up", reason=str(error))
                return
            _log.info("postgres.restarted")

    async def _stopping_within(self, wait_s: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), wait_s)
        return self._stopping.is_set()

    async def _stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is flushed."""
        self._stopping.set()
        if self._keeper is not None:
            # Not cancelled: a thread of its own may be starting a server just now.
            await asyncio.gather(self._keeper, return_exceptions=True)
        await asyncio.to_thread(self._reap)
        if self.address.socket.parent != self._layout.home:
            shutil.rmtree(self.address.socket, ignore_errors=True)

    def _reap(self) -> None:
        """End the supervisor and the server below it, and wait for both."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        try:
            process.wait(_STOP_S_MAX)
        except subprocess.TimeoutExpired:
            pid = self.pid
            if pid is not None and is_postmaster(pid, self._layout.cluster):
                os.kill(pid, SIGQUIT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                os.killpg(process.pid, SIGKILL)
                process.wait()
        end_orphan(self._layout.cluster)
        self._process = None


def running(data: Path) -> ServerAddress | None:
    """The address of the server that another process runs on ``data``; ``None`` if none does."""
    layout = layouts.layout_of(data)
    location = layout.location()
    if location is None or not layout.home.is_dir():
        return None
    try:
        os.close(layouts.take_lock(layout.home, layout.data))
    except DataInUse:
        password = layout.password.read_text(encoding="ascii").strip()
        return ServerAddress(Path(location.socket), password)
    return None


def remove(data: Path) -> None:
    """Delete the embedded server's data (not the rest of the folder).

    Raises :class:`DataInUse` while a process runs on it.
    """
    layout = layouts.layout_of(data)
    if layout.home.is_dir():
        lock = layouts.take_lock(layout.home, layout.data)
        try:
            end_orphan(layout.cluster)
            shutil.rmtree(layout.home)
        finally:
            os.close(lock)
    layout.password.unlink(missing_ok=True)
    layout.record.unlink(missing_ok=True)


def _claim(data: Path) -> tuple[DataPaths, Account | None, int]:
    """The layout, the account and the lock of a data folder."""
    try:
        layouts.make_data_folder(data)
        accounts.choose(data / "postgres")  # says whose it is before a file of it is opened
        layout = layouts.layout_of(data)
        account = accounts.choose(layout.home)
        if account is not None and layout.location() is None and not account.may_enter(layout.data):
            layout = DataPaths(layout.data, layouts.far_home(layout.data))
            account = accounts.choose(layout.home)
        layouts.make_home(layout.home, *_owner(account))
        # Patience: whoever asks whether a server runs holds the lock for an instant.
        lock = layouts.take_lock(layout.home, layout.data, patience_s=1.0)
    except OSError as error:
        raise CannotStart(
            f"cannot use the data folder {data}: {error}; set WAHANA_DATA (--data DIR) to a folder "
            "that you own"
        ) from error
    return layout, account, lock


def _owner(account: Account | None) -> tuple[int, int]:
    return (os.geteuid(), os.getegid()) if account is None else (account.uid, account.gid)


def _buffers_mib() -> int:
    """A share of the machine's memory: views of a million events catch up a tenth faster with
    512 MiB than with 128."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(512, max(128, memory // 32 // 2**20))


def _open_log(path: Path) -> int:
    """The server log for appending; one older file is kept when it has grown."""
    if path.exists() and path.stat().st_size > _LOG_BYTES_MAX:
        path.replace(path.with_suffix(".log.1"))
    return private_files.open_descriptor(path, os.O_WRONLY | os.O_APPEND)


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-10:])
