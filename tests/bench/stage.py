"""The stage: one durable PostgreSQL, the service on it, its offices, and processes beside it.

Everything of a run happens on this one server: ours and the peers', in databases of their own.
Other processes of the benchmark find it by a file of mode 0600 in the run's folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec

from wahana.deploy import assembly, provision
from wahana.deploy.assembly import Addresses, ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.platform import databases, private_files
from wahana.platform.embedded import EmbeddedPostgres
from wahana.platform.ids import TenantId
from wahana.platform.settings import Settings
from wahana.platform.vault.root_key import LocalRootKey

_CALL_S_MAX = 300.0


class Place(msgspec.Struct, frozen=True):
    """Where a run happens; what a process beside it has to know."""

    folder: str
    server: str
    """URL of the server's administrator."""
    service_password: str

    @property
    def addresses(self) -> Addresses:
        return Addresses(
            events=databases.at(self.server, "wahana"),
            vault=databases.at(self.server, "wahana_vault"),
            service_password=self.service_password,
        )

    @property
    def root(self) -> LocalRootKey:
        return LocalRootKey.obtain(Path(self.folder) / "root.key")

    @property
    def file(self) -> Path:
        return Path(self.folder) / "place.json"

    @classmethod
    def read(cls, file: str) -> Place:
        return msgspec.json.decode(Path(file).read_bytes(), type=cls)

    @contextlib.asynccontextmanager
    async def service(self, settings: Settings | None = None) -> AsyncIterator[ServiceParts]:
        """The service as a process of its own would open it."""
        async with assembly.opened(self.addresses, self.root, settings=settings) as service:
            yield service


@dataclass(frozen=True, slots=True)
class Office:
    """A tenant of the run, with tokens of an officer and of an auditor in it."""

    tenant: TenantId
    officer: UUID
    """The actor of what is loaded."""
    token: str
    auditor_token: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A run's server and service."""

    place: Place
    service: ServiceParts
    loaded: dict[int, Office] = field(default_factory=dict)
    """Offices with a history, by the number of events that was asked for (``loading.py``)."""
    told: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """What workers reported of their tasks (``views.py``)."""

    async def office(self, slug: str) -> Office:
        """A new office with an officer and an auditor."""
        new = TenantSetup(f"Dinas Sosial {slug}", slug, "KABKOTA", "64.74", "Asia/Makassar", True)
        tenant = await provision.add_tenant(self.service, new, log_name="bench.localhost")
        officer, token = await provision.add_member(
            self.service, tenant, OPERATOR, MemberSetup("Petugas", "DINAS_OFFICER")
        )
        _, auditor_token = await provision.add_member(
            self.service, tenant, OPERATOR, MemberSetup("Pemeriksa", "INSPECTORATE")
        )
        return Office(tenant, officer, token, auditor_token)

    async def database(self, name: str) -> str:
        """URL of a database for a peer, made if it is not there."""
        url = databases.at(self.place.server, name)
        await databases.ensure(self.place.server, name)
        return url


@contextlib.asynccontextmanager
async def opened(parent: Path | None) -> AsyncIterator[Stage]:
    """A fresh server in a folder below ``parent`` (else the system's), removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="wahana-bench-", dir=parent))
    folder.chmod(0o711)  # the account that PostgreSQL runs under has to pass
    try:
        async with EmbeddedPostgres.start(folder / "data") as server:
            place = Place(str(folder), server.url(), uuid4().hex)
            private_files.write(place.file, msgspec.json.encode(place))
            for url in (place.addresses.events, place.addresses.vault):
                await databases.ensure(place.server, databases.name_in(url))
            await assembly.prepare(place.addresses)
            async with place.service() as service:
                yield Stage(place, service)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Process:
    """A Python process of the benchmark that answers one JSON line per JSON line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, module: str, *arguments: str) -> AsyncIterator[Process]:
        """``python -m tests.bench.MODULE …``; it ends when its standard input does."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"tests.bench.{module}", *arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**26,
        )  # fmt: skip
        try:
            yield cls(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    async def line(self) -> Any:
        """The next thing it says."""
        assert self._process.stdout is not None
        async with asyncio.timeout(_CALL_S_MAX):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the benchmark ended before its answer; see above")
        return msgspec.json.decode(line)

    async def call(self, **wish: Any) -> Any:
        """Ask it something and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(wish) + b"\n")
        return await self.line()


async def wishes() -> AsyncIterator[dict[str, Any]]:
    """In such a process: the calls, one after the other, until the caller is gone."""
    reader = asyncio.StreamReader(limit=2**26)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        yield msgspec.json.decode(line)


def answer(value: Any) -> None:
    """In such a process: the answer to a call."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()
