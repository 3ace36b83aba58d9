"""The service's own processes under a supervisor, as an operator would run them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGTERM

_PAUSE_S = 0.1
_WAHANA = ("-c", "from wahana.deploy.cli import main; main()")


@dataclass
class Supervised:
    """``wahana <command>``, started again whenever it ends, until the block is left."""

    arguments: tuple[str, ...]
    log: Path
    starts: int = 0
    pid: int | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Supervised]:
        """The process is kept running during the block; then it is stopped."""
        keeper = asyncio.create_task(self._keep())
        try:
            yield self
        finally:
            self._stopping.set()
            if self.pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, SIGTERM)
            await keeper

    def kill(self) -> None:
        """Kill it, as a power cut does; the supervisor starts it again."""
        assert self.pid is not None, f"{self.arguments} does not run"
        os.kill(self.pid, SIGKILL)

    async def _keep(self) -> None:
        environment = os.environ | {"WAHANA_LOG_FORMAT": "json"}
        while not self._stopping.is_set():
            with self.log.open("ab") as log:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, *_WAHANA, *self.arguments),
                    stdout=log,
                    stderr=log,
                    env=environment,
                )
            self.starts, self.pid = self.starts + 1, process.pid
            await process.wait()
            self.pid = None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _PAUSE_S)


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
