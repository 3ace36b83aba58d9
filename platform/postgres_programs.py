"""``pg_dump`` and ``pg_restore``, of the release that fits the server.

The program refuses a newer server, and a dump may use syntax that an older server does not know. So
a program of the server's own release is preferred, from the PATH (with TLS support) or from the
bundled PostgreSQL; else the bundled one if it is newer.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from .embedded.binaries import bundled
from .embedded.layout import CannotStart


class ProgramFailed(Exception):
    """A PostgreSQL program is missing or failed; the message has its output."""


async def run(
    name: str,
    arguments: Sequence[str],
    url: str,
    *,
    server_major: int,
    output: int = asyncio.subprocess.DEVNULL,
) -> None:
    """Run a program on the database at ``url``; ``output`` is a descriptor for what it writes.

    The password travels in the environment, never on the command line, which others can read.
    Raises :class:`ProgramFailed`.
    """
    program = await _fitting(name, server_major)
    bare, password = _without_password(url)
    environment = dict(os.environ) | {"LC_ALL": "C", "PGAPPNAME": "wahana"}
    if password is not None:
        environment["PGPASSWORD"] = password
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        f"--dbname={bare}",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        _, words = await process.communicate()
    except BaseException:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    if process.returncode != 0:
        said = words.decode(errors="replace").strip()[-2000:]
        raise ProgramFailed(f"{name} ended with {process.returncode}: {said}")


async def _fitting(name: str, server_major: int) -> str:
    candidates = [path] if (path := shutil.which(name)) else []
    with contextlib.suppress(CannotStart):
        candidates.append(str(bundled().program(name)))
    newer: list[str] = []
    for candidate in candidates:
        major = await _major(candidate)
        if major == server_major:
            return candidate
        if major > server_major:
            newer.append(candidate)
    if newer:
        return newer[0]
    raise ProgramFailed(
        f"no {name} for PostgreSQL {server_major} is here; install the package "
        f"postgresql-client-{server_major}"
    )


async def _major(program: str) -> int:
    process = await asyncio.create_subprocess_exec(
        program, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    words, _ = await process.communicate()
    match = re.search(rb"\) (\d+)", words)
    return int(match[1]) if match else 0


def _without_password(url: str) -> tuple[str, str | None]:
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    user, colon, password = login.partition(":")
    if not colon:
        return url, None
    return urlunsplit(parts._replace(netloc=f"{quote(unquote(user))}{at}{host}")), unquote(password)
