"""Deadlines of tests: generous, because a busy machine is slow, not wrong.

A test waits until it sees the expected state, never for a fixed time. The deadline only ends a test
that would hang. For what must *not* happen, a test waits a fraction of a second.
"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest

from wahana.platform import unique
from wahana.platform.vault import postgres_keys
from wahana.projections import read

PATIENCE_S = 300.0 * float(os.environ.get("WAHANA_TEST_PATIENCE", "1"))
"""Seconds. ``WAHANA_TEST_PATIENCE`` multiplies it, on a machine that is slower still."""
_PAUSE_S = 0.01
Seen = TypeVar("Seen")


async def until(look: Callable[[], Seen | Awaitable[Seen]], wanted: str = "") -> Seen:
    """Poll until the result is true, and return it. ``wanted`` describes it."""
    seen: Any = None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                seen = look()
                if inspect.isawaitable(seen):
                    seen = await seen
                if seen:
                    return seen  # type: ignore[no-any-return]
                await asyncio.sleep(_PAUSE_S)
    except TimeoutError:
        raise AssertionError(f"not within {PATIENCE_S:.0f} s: {wanted or look}; {seen!r}") from None


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """Raise the service's own deadlines, after which it would answer with less."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (read, "WAIT_S_MAX"),
            (unique, "WAIT_S"),
            (postgres_keys, "WAIT_S_MAX"),
        ):
            patch.setattr(module, name, PATIENCE_S)
        yield


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower them, for a query whose wait must time out."""
    monkeypatch.setattr(read, "WAIT_S_MAX", 0.3)
