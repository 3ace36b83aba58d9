"""The house is tidy: sizes, names, borders, layout. A rule that is not tested is soon broken."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("platform", "tenants", "domain", "projections", "graphql", "deploy")
LINES_PER_FILE_MAX = 400
LINES_PER_FUNCTION_MAX = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
COMPOSES = {"platform/table_sql.py"}
"""The module that writes the statements of views' tables (decision 0019)."""
_SQL = re.compile(
    r"\b(SELECT\s+[\w*(].*\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+(\.\w+)?\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(TABLE|INDEX|FUNCTION|ROLE|DATABASE)\s|ALTER\s+TABLE\s)"
)


def _files(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    paths = [ROOT / name for name in listed if name.endswith(suffixes)]
    return [path for path in paths if path.is_file() and ".importroot" not in path.parts]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_the_limit() -> None:
    long = {
        _name(path): lines
        for path in _files(".py", ".sql")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_PER_FILE_MAX
    }
    assert not long


def test_no_function_is_longer_than_the_limit() -> None:
    long = [
        f"{_name(path)}:{function.lineno} {function.name}"
        for path in _files(".py")
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LINES_PER_FUNCTION_MAX
    ]
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [_name(path) for path in _files(".py") if path.stem in FORBIDDEN_NAMES]


def test_sql_stands_only_in_sql_files() -> None:
    found = []
    for path in _files(".py"):
        if path.relative_to(ROOT).parts[0] == "tests" or _name(path) in COMPOSES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and _SQL.search(node.value):  # type: ignore[attr-defined]
                found.append(f"{_name(path)}:{node.lineno}")  # type: ignore[attr-defined]
    assert not found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_no_package_at_its_root(room: str) -> None:
    assert (ROOT / room).is_dir()
    assert not (ROOT / room / "__init__.py").exists()
    link = ROOT / ".importroot" / "wahana" / room
    assert link.is_symlink()
    assert link.resolve() == ROOT / room


def test_the_standard_library_and_graphql_core_are_not_shadowed() -> None:
    import platform

    import graphql

    assert platform.system()
    assert graphql.__version__
    assert str(ROOT) not in str(platform.__file__)


def test_the_wheel_holds_every_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["only-include"]) == set(ROOMS)
    assert wheel["sources"] == {room: f"wahana/{room}" for room in ROOMS}


def test_the_borders_of_the_rooms_hold() -> None:
    import sys

    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


def test_only_the_tenants_room_vouches_for_a_tenant_id() -> None:
    makers = {
        _name(path)
        for path in _files(".py")
        if re.search(r"\bTenantId\(", path.read_text(encoding="utf-8"))
        and path.relative_to(ROOT).parts[0] in ROOMS
    }
    # Workers find their tenants in the table of heads, by functions that only their role may call.
    workers = {"platform/runner.py", "platform/processes/runner.py"}
    assert makers == {"tenants/directory.py", *workers}


def test_stored_days_are_reckoned_with_by_one_function() -> None:
    """``kernel/days.shifted`` stays in the calendar; ``timedelta`` leaves it, and what an old event
    says may be its last day. ``words`` cannot import it, and looks itself."""
    found = {
        _name(path)
        for path in _files(".py")
        if path.relative_to(ROOT).parts[0] in ("domain", "projections", "tenants")
        and "timedelta(" in path.read_text(encoding="utf-8")
    }
    assert found == {"domain/words/formats.py"}


def test_no_setting_outlives_its_transaction() -> None:
    session_level = re.compile(
        r"set_config\(\s*'app\.tenant'[^)]*false|SET\s+(SESSION\s+)?app\.tenant"
    )
    found = [
        _name(path)
        for path in _files(".py", ".sql")
        if path.name != "test_house.py" and session_level.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_every_test_can_fail() -> None:
    sign = re.compile(r"\bassert\b|raises|\.then|check_|expect|assume")
    silent = []
    for path in _files(".py"):
        if path.relative_to(ROOT).parts[0] != "tests":
            continue
        text = path.read_text(encoding="utf-8")
        silent += [
            f"{_name(path)}:{function.lineno} {function.name}"
            for function in _functions(path)
            if function.name.startswith("test_")
            and not sign.search(ast.get_source_segment(text, function) or "")
        ]
    assert not silent


def test_a_public_module_says_what_it_is() -> None:
    mute = [
        _name(path)
        for path in _files(".py")
        if path.relative_to(ROOT).parts[0] in ROOMS
        and path.name != "__init__.py"
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not mute
