"""The operating-system account that PostgreSQL runs as: it refuses to run as root.

As an ordinary user that is the user itself (``None``). As root it is the owner of the existing
home, or else the first of a few accounts that most systems have. No account is created.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .layout import CannotStart

PREFERRED = ("wahana", "postgres", "nobody")
"""Accounts to drop to, best first."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account."""

    name: str
    uid: int
    gid: int

    def may_run(self, program: Path | str, *arguments: str) -> bool:
        """Whether the account can run a program to success: asks the kernel, not the mode bits."""
        try:
            done = subprocess.run(  # noqa: S603 - our own programs, no shell
                [str(program), *arguments],
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except OSError:
            return False
        return done.returncode == 0

    def may_enter(self, directory: Path) -> bool:
        """Whether the account can reach a directory by its path."""
        return self.may_run("/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory))


def choose(home: Path) -> Account | None:
    """The account for the server whose home is ``home``; ``None``: the user of this process.

    Raises :class:`CannotStart` if the home belongs to another account, or as root if there is no
    unprivileged account.
    """
    me = os.geteuid()
    owner = home.stat().st_uid if home.exists() else None
    if me != 0:
        if owner is not None and owner != me:
            raise CannotStart(
                f"{home} belongs to {_name(owner)}, not to {_name(me)}: start Wahana as "
                f"{_name(owner)} or as root, or give another data folder"
            )
        return None
    if owner == 0:
        raise CannotStart(
            f"{home} belongs to root, and PostgreSQL does not run as root: "
            f"run 'chown -R {_first().name} {home}'"
        )
    if owner is not None:
        return Account(_name(owner), owner, home.stat().st_gid)
    return _first()


def _first() -> Account:
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL does not run as root and none of the users "
        f"{', '.join(PREFERRED)} is there: run 'useradd --system wahana'"
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
