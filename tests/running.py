"""How the tests are run: in which order, by which worker, and what is saved when one fails.

Each worker of pytest-xdist has a server, databases and folders of its own. A file's tests run in
one worker, because they share what was set up for them; ``xdist_group`` splits a file or joins
several. What takes long starts first, so that no worker ends long after the others.
"""

from __future__ import annotations

import gc
import os
import random
import re
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests import tools

ORDER = "WAHANA_TEST_ORDER"
"""A seed: files run in a random order drawn from it, to find tests that depend on others."""
ARTIFACTS = "WAHANA_TEST_ARTIFACTS"
"""The folder for the traces of failures; by default a new one in the temporary folder."""
KEPT_BYTES_MAX = 4 * 2**20
"""Bytes that are kept of each file, from its end."""
KEPT_SUFFIXES = frozenset({".log", ".txt", ".json"})

# A loaded machine is slow, not wrong: no test fails because an example took long. In CI the
# examples are the same at each run, elsewhere they are drawn anew.
settings.register_profile(
    "wahana",
    parent=settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("wahana")


class Traces:
    """What a worker could need to explain a failure."""

    def __init__(self) -> None:
        self.databases: dict[str, str] = {}
        """Databases that are there now, and the template of each."""
        self.files: dict[str, Path] = {}
        """Files to keep if anything failed, by the name they are kept under."""


TRACES = Traces()


def artifacts() -> Path:
    """The folder of this run."""
    return Path(os.environ[ARTIFACTS])


def worker() -> str:
    """``gw0``, ``gw1``, …; ``main`` without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_configure(config: pytest.Config) -> None:
    # Workers inherit the environment, and with it the folder.
    os.environ.setdefault(
        ARTIFACTS, str(Path(tempfile.gettempdir()) / f"wahana-failures-{os.getpid()}")
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"hypothesis seed: {_seed(config) or 'drawn by each test'}"


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Give each test its group and markers, and sort the longest groups first. Wraps the other
    hooks: pytest-xdist reads groups, pytest markers.
    """
    lengths: dict[str, float] = {}
    groups: dict[pytest.Item, str] = {}
    for item in items:
        tools.skip_without(item)
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        group = item.get_closest_marker("xdist_group")
        if group is None:
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
        name = str(group.args[0]) if group else item.location[0]
        groups[item] = name
        takes = item.get_closest_marker("takes")
        lengths[name] = max(lengths.get(name, 0.0), float(takes.args[0]) if takes else 0.0)
    if config.getoption("dist", "no") != "no" or os.environ.get("PYTEST_XDIST_WORKER"):
        names = list(dict.fromkeys(groups.values()))
        if seed := os.environ.get(ORDER):
            random.Random(seed).shuffle(names)
        else:
            names.sort(key=lambda name: -lengths[name])
        place = {name: number for number, name in enumerate(names)}
        items.sort(key=lambda item: place[groups[item]])
    return (yield)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Reduce the work of the garbage collector, as the service does (``jobs.settle``): some ten
    thousand tests stay in memory."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    tools.fail_without(item)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    if report.failed:
        with suppress(OSError):
            _keep(item, report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.testsfailed:
        for name, path in TRACES.files.items():
            _copy(path, artifacts() / worker() / name)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in tools.summary(terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(line, yellow=True, bold=True)
    if artifacts().is_dir():
        terminalreporter.write_line(f"what the failures left: {artifacts()}", red=True)


def _seed(config: pytest.Config) -> str | None:
    seed: str | None = config.getoption("--hypothesis-seed", None)
    return seed


def _keep(item: pytest.Item, report: pytest.TestReport) -> None:
    """Record a failure, and copy the files that the test wrote."""
    slug = re.sub(r"[^\w.-]+", "_", report.nodeid.removeprefix("tests/"))[-150:]
    folder = artifacts() / worker() / slug
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        report.nodeid,
        f"failed in its {report.when}, after {report.duration:.1f} s; load {os.getloadavg()}",
        f"hypothesis seed: {_seed(item.config)}",
        *(f"database {name}, made from {of}" for name, of in TRACES.databases.items()),
        "",
        str(report.longrepr),
        *(f"\n--- {title} ---\n{text}" for title, text in report.sections),
    ]
    (folder / f"{report.when}.txt").write_text("\n".join(lines), encoding="utf-8")
    written = getattr(item, "funcargs", {}).get("tmp_path")
    if isinstance(written, Path):
        for path in _files(written):
            _copy(path, folder / path.relative_to(written))


def _files(folder: Path) -> Iterable[Path]:
    return (
        path
        for path in folder.rglob("*")
        if path.suffix in KEPT_SUFFIXES and path.is_file() and not path.is_symlink()
    )


def _copy(path: Path, target: Path) -> None:
    """Copy a file, or of a large one its end."""
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.stat().st_size <= KEPT_BYTES_MAX:
            shutil.copyfile(path, target)
            return
        with path.open("rb") as file:
            file.seek(-KEPT_BYTES_MAX, os.SEEK_END)
            target.write_bytes(file.read())
