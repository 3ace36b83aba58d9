"""How the tests are run is tested too: order, groups, missing tools, what a failure leaves."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import remove_abandoned
from tests.running import ARTIFACTS
from tests.tidy.test_house import ROOT
from tests.tools import REQUIRED

pytestmark = pytest.mark.takes(11)

ABSENT = "nothing"
"""A tool that is nowhere, for these tests."""
SAMPLE = f'''
import pytest
from hypothesis import given, strategies as st

@pytest.mark.needs("{ABSENT}")
def test_tool(): pass

@pytest.mark.takes(5)
@pytest.mark.xdist_group("long")
def test_long(): pass

@pytest.mark.parametrize("n", range(4))
def test_short(n): pass

def test_that_fails(tmp_path):
    (tmp_path / "process.log").write_text("last words")
    print("said before")
    raise RuntimeError("on purpose")

@given(st.integers())
def test_that_is_drawn(n):
    assert n < 1000
'''
HOOKS = """
from tests.running import pytest_collection_finish, pytest_collection_modifyitems
from tests.running import pytest_configure, pytest_report_header
from tests.running import pytest_runtest_makereport, pytest_runtest_setup, pytest_sessionfinish
from tests.running import pytest_terminal_summary
"""


class Runner:
    """Runs the sample with the hooks of these tests, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.left = folder / "left"
        self._folder = folder / "sample"
        self._folder.mkdir()
        (self._folder / "conftest.py").write_text(HOOKS)
        (self._folder / "test_sample.py").write_text(SAMPLE)

    def __call__(self, *arguments: str, tools: str = "") -> str:
        """What the run says."""
        given = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
        given |= {ARTIFACTS: str(self.left), REQUIRED: tools}
        options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", "-v"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *arguments, str(self._folder)],
            cwd=ROOT,
            env=given,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_a_failure_leaves_what_is_needed_to_understand_it(run: Runner) -> None:
    said = run("--hypothesis-seed=17", "-k", "fails or drawn")
    assert "hypothesis seed: 17" in said
    assert f"what the failures left: {run.left}" in said
    failed, drawn = sorted(path for path in run.left.rglob("call.txt"))
    told = failed.read_text()
    for words in ("RuntimeError: on purpose", "said before", "hypothesis seed: 17", "load ("):
        assert words in told
    assert (failed.parent / "process.log").read_text() == "last words"
    assert "n=1000" in drawn.read_text()


def test_a_run_that_passes_leaves_nothing(run: Runner) -> None:
    assert "left" not in run("-k", "short")
    assert not run.left.exists()


def test_a_missing_tool_is_told_and_where_it_is_required_its_tests_fail(run: Runner) -> None:
    said = run("-k", "tool")
    assert "1 skipped" in said
    assert f"NOT TRIED, for want of {ABSENT}: 1 tests (" in said
    said = run("-k", "tool", tools=ABSENT)
    assert "1 error" in said
    assert f"{ABSENT} is missing, though {REQUIRED} names it" in said
    assert "there are ['chromium'" in run("-k", "tool", tools="chromium lynx")


def test_what_takes_long_starts_first_and_a_group_has_one_worker(run: Runner) -> None:
    said = run("-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder")
    ran = re.findall(r"^\[(gw\d)\].*(PASSED|FAILED) \S+::(test_\w+)", said, re.MULTILINE)
    by_worker: dict[str, list[str]] = {}
    for worker, _, test in ran:
        by_worker.setdefault(worker, []).append(test)
    (long,) = (worker for worker, tests in by_worker.items() if "test_long" in tests)
    assert by_worker.pop(long) == ["test_long"]
    (others,) = by_worker.values()
    assert others.count("test_short") == 4


ELSEWHERE = ("bench", "witness/make.py")
"""Programs beside the tests; the patience of what they drive is their own."""


def _deadlines(tree: ast.AST) -> Iterator[ast.expr]:
    """The deadlines that a file gives to what it waits for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            yield from node.args[{"wait_for": 1, "timeout": 0}.get(name, len(node.args)) :]
            yield from (one.value for one in node.keywords if one.arg in ("timeout", "timeout_s"))


def test_every_test_has_the_same_patience() -> None:
    """A deadline of its own is too short on a busy machine; short is only what must not come."""
    tests, found = ROOT / "tests", []
    for path in sorted(tests.rglob("*.py")):
        name = str(path.relative_to(tests))
        if not name.startswith(ELSEWHERE):
            found += [
                f"{name}:{one.lineno}"
                for one in _deadlines(ast.parse(path.read_text("utf-8")))
                if isinstance(one, ast.Constant) and one.value is not None and one.value >= 1
            ]
    assert not found, "see tests/patience.py"


def test_what_killed_runs_left_in_memory_is_removed(tmp_path: Path) -> None:
    killed = subprocess.Popen(["/bin/true"])
    killed.wait()
    gone, mine = (tmp_path / f"wahana-test-{pid}-x" for pid in (killed.pid, os.getpid()))
    for folder in (gone, mine):
        (folder / "data").mkdir(parents=True)
    remove_abandoned(tmp_path)
    assert (gone.exists(), mine.exists()) == (False, True)
