"""The cluster on disk: creates it with initdb, and cleans up after a killed server."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from signal import SIGINT, SIGQUIT
from typing import Any

from .account import Account
from .binaries import Binaries
from .layout import ADMIN, CannotStart, DataPaths

_NO_SUCH_PID = 2**31 - 1
"""Above every kernel's highest process id."""
_PID_FILE = "postmaster.pid"


def initialise(
    layout: DataPaths, binaries: Binaries, account: Account | None, password: str, *, fast: bool
) -> None:
    """Create the cluster if it does not exist: UTF-8, C locale, password authentication.

    It is made under another name and renamed, so that a killed initdb leaves no half cluster.
    Raises :class:`CannotStart`.
    """
    if layout.cluster.exists():
        return
    partial = layout.home / "cluster.partial"
    shutil.rmtree(partial, ignore_errors=True)
    secret = layout.home / "initdb.password"
    secret.unlink(missing_ok=True)
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        os.write(descriptor, password.encode())
        if account is not None:
            os.fchown(descriptor, account.uid, account.gid)
        command = [
            str(binaries.program("initdb")),
            f"--pgdata={partial}",
            f"--username={ADMIN}",
            "--encoding=UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--no-instructions",
            *(["--no-sync"] if fast else []),
        ]
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command,
            **drop_to(account),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(descriptor)
        secret.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(partial, ignore_errors=True)
        raise CannotStart(f"initdb failed in {layout.home}: {done.stderr.strip()[-2000:]}")
    partial.rename(layout.cluster)


def end_orphan(cluster: Path, *, patience_s: float = 30.0) -> None:
    """End a postmaster that outlived its launcher, and disarm a stale pid file.

    Call it only while holding the home's lock. PostgreSQL refuses to start while its pid file
    names any live process of the same account, which after a reboot or in a container is often
    an unrelated one. The file is kept all the same: it names the shared memory by which
    PostgreSQL notices that backends of the dead server still run. Raises :class:`CannotStart`.
    """
    pid_file = cluster / _PID_FILE
    pid = postmaster_pid(cluster)
    if pid is None:
        return
    if is_postmaster(pid, cluster):
        for sent, patience in ((SIGINT, patience_s), (SIGQUIT, 10.0)):
            _signal(pid, sent)
            if _gone(pid, cluster, patience):
                return
        raise CannotStart(
            f"the PostgreSQL process {pid} of {cluster} does not end: run 'kill -9 {pid}'"
        )
    text = pid_file.read_text(encoding="utf-8", errors="replace")
    tail = text.partition("\n")[2]
    with pid_file.open("r+", encoding="utf-8") as file:
        file.write(f"{_NO_SUCH_PID}\n{tail}")
        file.truncate()


def postmaster_pid(cluster: Path) -> int | None:
    """The process id in the cluster's pid file; ``None`` without a readable one."""
    lines = _pid_lines(cluster)
    try:
        return abs(int(lines[0]))
    except (IndexError, ValueError):
        return None


def is_ready(cluster: Path) -> bool:
    """Whether the server that the pid file names accepts connections."""
    lines = _pid_lines(cluster)
    pid = postmaster_pid(cluster)
    # A killed server's file says "ready" for ever, so the process is looked at too.
    return (
        len(lines) >= 8
        and lines[7].strip() == "ready"
        and pid is not None
        and is_postmaster(pid, cluster)
    )


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether a process is the PostgreSQL server of this cluster, by its command line."""
    try:
        arguments = os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
        return Path(arguments[0]).name == "postgres" and str(cluster) in arguments
    except OSError:
        if Path("/proc/self/cmdline").exists():
            return False
    command = subprocess.run(  # noqa: S603 - fixed program of systems without /proc
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return f"/postgres -D {cluster} " in f"{command.strip()} "


def drop_to(account: Account | None) -> dict[str, Any]:
    """Arguments of ``Popen`` that run a program as the account, away from our own folder."""
    # PG… and LC_… of the caller's environment must not reach the server.
    environment = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    common: dict[str, Any] = {"cwd": "/", "env": environment | {"LC_ALL": "C"}}
    if account is None:
        return common
    return common | {"user": account.uid, "group": account.gid, "extra_groups": []}


def _pid_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / _PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _gone(pid: int, cluster: Path, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while is_postmaster(pid, cluster):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
