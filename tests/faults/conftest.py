"""Fixtures of the fault tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import open_folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder of an embedded server, not there yet, where PostgreSQL's account can pass."""
    with open_folder() as folder:
        yield folder / "data"
