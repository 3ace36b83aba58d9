"""Where the databases are: a demo has its folder to itself, other commands work beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import open_folder

from wahana.deploy import locations
from wahana.platform import databases
from wahana.platform.embedded import DataInUse
from wahana.platform.settings import Settings


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the account of PostgreSQL can pass."""
    with open_folder() as made:
        yield made


async def test_a_second_demo_on_the_folder_is_refused_and_a_command_beside_it_is_not(
    folder: Path,
) -> None:
    settings = Settings(data=folder / "data", database_url=None)
    async with locations.addresses(settings, alone=True) as first:
        with pytest.raises(DataInUse):
            async with locations.addresses(settings, alone=True):
                pytest.fail("two demos share a folder")
        async with locations.addresses(settings) as beside:
            assert beside == first
            assert await databases.exists(beside.events, locations.EVENTS_DATABASE)
