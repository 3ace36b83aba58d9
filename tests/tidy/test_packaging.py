"""What is installed is what the lock file says: exact versions with hashes; and our types."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tests.tidy.test_house import ROOMS, ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)( ; [^\\]+)? \\$", re.MULTILINE)
VERSIONS = {
    canonicalize_name(pin["name"]): Version(pin["version"]) for pin in PINNED.finditer(LOCK)
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
NPM_LOCK = ROOT / "tests" / "api" / "served" / "audit-http" / "package-lock.json"


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_has_a_version_in_the_range_of_the_package(wanted: str) -> None:
    requirement = Requirement(wanted)
    version = VERSIONS.get(canonicalize_name(requirement.name))
    assert version is not None, "run: make lock"
    assert version in requirement.specifier, "run: make lock"


def test_each_line_of_the_lock_is_a_version_or_its_hash() -> None:
    """So pip takes what was tried and nothing else, from whichever index it is set to."""
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = [line for line in LOCK.splitlines() if not line.startswith("#")]
    assert len(VERSIONS) > len(WANTED)
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        assert hashed.fullmatch(line) or PINNED.fullmatch(line), line
        if PINNED.fullmatch(line):
            assert hashed.fullmatch(after), line


def test_npm_takes_exact_versions_by_their_hashes() -> None:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted)
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_a_lock_names_no_index() -> None:
    for text in (LOCK, NPM_LOCK.read_text(encoding="utf-8")):
        assert not re.findall(r"https?:|file:|--(?:extra-)?index|find-links|\"resolved\"", text)


def test_every_room_says_that_it_has_types(tmp_path: Path) -> None:
    """A namespace package has no place of its own for ``py.typed`` (PEP 561)."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.namelist()
    for room in ROOMS:
        assert (ROOT / room / "py.typed").is_file()
        assert f"wahana/{room}/py.typed" in packed
