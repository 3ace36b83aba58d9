"""GraphiQL of a running service in a real browser, and an office with an officer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests import tools
from tests.story.client import Client
from tests.story.conftest import SETTINGS, Places, opened, served
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places
from tests.story.offices import BONTANG, Town

from . import chromium
from .chromium import Page


@pytest.fixture
async def officer(places: Places) -> AsyncIterator[Client]:
    """An officer's client of an office in a service that serves GraphiQL."""
    development = SETTINGS.model_copy(update={"development": True})
    async with (
        places() as place,
        opened(place) as service,
        served(service, development) as client,
    ):
        office = await Town(service, client).found(BONTANG, backlog=False)
        yield await office.staff("DINAS_OFFICER", "Nasution")


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """An empty tab."""
    program = tools.browser()
    assert program is not None
    async with chromium.browsing(program, tmp_path / "profile") as made:
        yield made
