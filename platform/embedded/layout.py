"""The files of the embedded server, and the errors of starting it.

In the data folder (ours, mode 0700; 0711 as root, so that PostgreSQL's account can pass)::

    postgres.password   mode 0600: the password of the server's only login
    postgres.json       where the home and the socket are
    postgres/           the home, mode 0700, of PostgreSQL's account:
        cluster/        what initdb makes
        socket/         the socket; in the temporary folder if this path is too long
        lock            held while a launcher uses the home
        server.log

As root, where PostgreSQL's account cannot pass to the data folder (below /root, say), the home
is ``/var/lib/wahana/<hash of the data folder>`` instead: no directory of others is opened.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec

from .. import private_files

ADMIN = "wahana_admin"
"""The server's superuser, its only login."""
PORT = 5432
"""Names the socket's file; no port is opened."""
_SOCKET_BYTES_MAX = 103
"""``sun_path`` holds 108 bytes with its end on Linux, 104 on macOS."""
_SHARED_HOME = Path("/var/lib/wahana")


class CannotStart(Exception):
    """The embedded PostgreSQL cannot start; the message says why and how to fix it."""


class DataInUse(CannotStart):
    """Another process runs PostgreSQL on this data folder."""


class ServerInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The content of ``postgres.json``."""

    home: str
    socket: str


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """How to reach a running embedded server."""

    socket: Path
    """Folder of the socket."""
    password: str

    def url(self, database: str = "postgres", user: str = ADMIN) -> str:
        """A libpq URL of a database, which asyncpg takes as well."""
        where = urlencode({"host": str(self.socket), "port": PORT})
        return f"postgresql://{quote(user)}:{quote(self.password)}@/{quote(database)}?{where}"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The paths of one data folder."""

    data: Path
    home: Path

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def password(self) -> Path:
        return self.data / "postgres.password"

    @property
    def record(self) -> Path:
        return self.data / "postgres.json"

    def location(self) -> ServerInfo | None:
        """What the last start recorded."""
        return _recorded(self.data)


def shared_home() -> Path:
    """The folder for what cannot lie in the data folder; made on demand, as root only.

    Raises :class:`CannotStart`.
    """
    try:
        if not _SHARED_HOME.is_dir():
            _SHARED_HOME.mkdir()
            _SHARED_HOME.chmod(0o755)  # whatever the umask says
    except OSError as error:
        raise CannotStart(
            f"cannot make {_SHARED_HOME}: {error}; start Wahana as an ordinary user, or set "
            "WAHANA_DATA to a folder that the users postgres or nobody can enter"
        ) from error
    return _SHARED_HOME


def layout_of(data: Path) -> DataPaths:
    """The layout of a data folder that may have been started before."""
    data = data.resolve()
    recorded = _recorded(data)
    return DataPaths(data, Path(recorded.home) if recorded else data / "postgres")


def make_data_folder(data: Path) -> None:
    """Make the data folder if it is not there; an existing one keeps its mode.

    Raises :class:`CannotStart`.
    """
    if data.is_dir():
        return
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            # Root keeps its files in it unreadable one by one; PostgreSQL's account only passes.
            data.chmod(0o711)
    except OSError as error:
        raise CannotStart(
            f"cannot make the data folder {data}: {error}; set WAHANA_DATA to a folder you own"
        ) from error


def far_home(data: Path) -> Path:
    """The home for a data folder that PostgreSQL's account cannot enter."""
    return shared_home() / hashlib.sha256(str(data).encode()).hexdigest()[:16]


def make_home(home: Path, uid: int, gid: int) -> None:
    """Make the home (mode 0700) and give it to PostgreSQL's account."""
    if home.is_dir():
        return
    home.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(home, uid, gid)


def take_lock(home: Path, data: Path, *, patience_s: float = 0.0) -> int:
    """Take the home's lock and return its descriptor; the kernel frees it when this process ends.

    Raises :class:`DataInUse` if another process still holds it after ``patience_s``.
    """
    deadline = time.monotonic() + patience_s
    while (descriptor := _try_lock(home / "lock")) is None:
        if time.monotonic() >= deadline:
            raise DataInUse(
                f"another Wahana runs on the data folder {data}: stop it first, "
                "or give this one a folder of its own with WAHANA_DATA (--data DIR)"
            )
        time.sleep(0.05)
    return descriptor


def _try_lock(path: Path) -> int | None:
    descriptor = private_files.open_descriptor(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Meanwhile the home may have been removed and created again, with its lock.
        if os.path.samestat(os.fstat(descriptor), os.stat(path)):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def socket_folder(layout: DataPaths, uid: int, gid: int) -> Path:
    """A folder of mode 0700 for the socket, short enough for its address."""
    near = layout.home / "socket"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= _SOCKET_BYTES_MAX:
        make_home(near, uid, gid)
        return near
    recorded = layout.location()
    if recorded is not None and Path(recorded.socket).parent == Path(tempfile.gettempdir()):
        shutil.rmtree(recorded.socket, ignore_errors=True)
    far = Path(tempfile.mkdtemp(prefix="wahana-"))
    if os.geteuid() == 0:
        os.chown(far, uid, gid)
    return far


def password_of(layout: DataPaths) -> str:
    """The server's password; made on the first start. Raises :class:`CannotStart`."""
    if layout.password.exists():
        return layout.password.read_text(encoding="ascii").strip()
    if layout.cluster.exists():
        raise CannotStart(
            f"{layout.password} is missing, and the database in {layout.cluster} opens only with "
            "it: put it back, or restore a backup into an empty data folder"
        )
    password = secrets.token_urlsafe(32)
    private_files.write(layout.password, password.encode("ascii"))
    return password


def _recorded(data: Path) -> ServerInfo | None:
    try:
        return msgspec.json.decode((data / "postgres.json").read_bytes(), type=ServerInfo)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotStart(
            f"cannot read the data folder {data}: {error.strerror}; give a folder of your own with "
            "--data or WAHANA_DATA"
        ) from error
    except msgspec.MsgspecError as error:
        raise CannotStart(
            f"{data / 'postgres.json'} is damaged ({error}): put it back from a backup of the "
            f"folder, or write where the server's home is: {_example(data)}"
        ) from error


def _example(data: Path) -> str:
    home = data.resolve() / "postgres"
    return msgspec.json.encode(ServerInfo(home=str(home), socket=str(home / "socket"))).decode()


def holds_cluster(data: Path) -> bool:
    """Whether a server was ever started on this data folder. Raises :class:`CannotStart`."""
    return _recorded(data) is not None
