"""The cluster on disk: made once by initdb, and what a killed server leaves in it."""

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
from .layout import ADMIN, CannotStart, Layout

_NO_SUCH_PID = 2**31 - 1
"""Above every kernel's highest process id."""
_PID_FILE = "postmaster.pid"


def initialise(
    layout: Layout, binaries: Binaries, account: Account | None, password: str, *, fast: bool
) -> None:
    """Make the cluster if it is not there: UTF-8, C locale, password authentication.

    It is made under another name and renamed, so that a killed initdb leaves no half cluster.
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
    PostgreSQL notices that backends of the dead server still run.
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


def is_ready(cluster: Path, started_after: float) -> bool:
    """Whether the pid file says that the server accepts connections."""
    lines = _pid_lines(cluster)
    if len(lines) < 8 or lines[7].strip() != "ready":
        return False
    return float(lines[2]) >= started_after - 2


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether a process is the PostgreSQL server of this cluster, by its command line."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        command = raw.replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self/cmdline").exists():
            return False
        command = subprocess.run(  # noqa: S603 - fixed program of systems without /proc
            ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    return f"-D {cluster} " in f"{command} " and "postgres" in command.split(" ", 1)[0]


def drop_to(account: Account | None) -> dict[str, Any]:
    """Arguments of ``Popen`` that run a program as the account, away from our own folder."""
    if account is None:
        return {"cwd": "/"}
    environment = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
    return {
        "cwd": "/",
        "user": account.uid,
        "group": account.gid,
        "extra_groups": [],
        "env": environment,
    }


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
