"""Tools beside Python that some tests need: a browser, node, the rights of root.

``@pytest.mark.needs("chromium")`` skips a test where the tool is missing, and the end of the run
says so. ``WAHANA_TEST_TOOLS="chromium graphql-http"`` names tools that must be there, as in CI:
without one of them its tests fail.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REQUIRED = "WAHANA_TEST_TOOLS"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AUDITS = Path(sys.prefix) / "audit-http"
"""Where ``make tools`` puts the audits of npm graphql-http."""
_REASON = "needs "


def browser() -> str | None:
    """The path of a browser, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _audits() -> bool:
    return shutil.which("node") is not None and (AUDITS / "node_modules").is_dir()


@dataclass(frozen=True, slots=True)
class Tool:
    """How to find it, and how to get it."""

    there: Callable[[], bool]
    cure: str


TOOLS = {
    "chromium": Tool(lambda: browser() is not None, "sudo apt-get install chromium"),
    "graphql-http": Tool(_audits, "sudo apt-get install nodejs npm; make tools"),
    "nothing": Tool(lambda: False, "there is none: it is for the tests of this"),
    "root": Tool(lambda: os.geteuid() == 0, "run the tests as root"),
}


def skip_without(item: pytest.Item) -> None:
    """Skip a test if an optional tool is missing."""
    for name in _missing(item):
        if name not in required():
            item.add_marker(pytest.mark.skip(reason=f"{_REASON}{name}"))


def fail_without(item: pytest.Item) -> None:
    """Fail a test if a required tool is missing."""
    for name in _missing(item):
        pytest.fail(f"{name} is missing, though {REQUIRED} names it: {TOOLS[name].cure}")


def required() -> set[str]:
    """The required tools. Raises ``KeyError`` for one that no test knows."""
    wanted = set(os.environ.get(REQUIRED, "").split())
    if unknown := wanted - set(TOOLS):
        raise KeyError(f"{REQUIRED} names {', '.join(sorted(unknown))}; there are {list(TOOLS)}")
    return wanted


def summary(skipped: Iterable[Any]) -> Iterator[str]:
    """A line for each tool that tests were skipped for. ``skipped``: the reports."""
    reasons = (report.longrepr[-1] for report in skipped if isinstance(report.longrepr, tuple))
    found = Counter(reason.partition(_REASON)[2] for reason in reasons if _REASON in reason)
    for name, count in found.items():
        if name in TOOLS:
            yield f"NOT TRIED, for want of {name}: {count} tests ({TOOLS[name].cure})"


def _missing(item: pytest.Item) -> list[str]:
    names = [name for mark in item.iter_markers("needs") for name in mark.args]
    return [name for name in names if not TOOLS[name].there()]
