"""An operator at three in the morning: every error is one line that says what to do."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wahana.deploy import cli, serving
from wahana.platform import backup, telemetry
from wahana.platform.embedded import layout
from wahana.platform.settings import Settings

from .conftest import Place, opened

pytestmark = pytest.mark.takes(5)

Wahana = Callable[..., Result]
WARRANT = ("--by", "Siti", "--reason", "drill")
COMMANDS = (
    *(("demo",), ("serve",), ("work",), ("migrate",), ("status",), ("check",), ("settings",)),
    *(("rebuild",), ("replay",), ("discard",), ("backup",), ("restore",)),
    *(("tenant", "add"), ("tenant", "admin"), ("tenant", "list"), ("tenant", "show")),
)


@pytest.fixture
def wahana(monkeypatch: pytest.MonkeyPatch) -> Wahana:
    """``wahana <arguments>`` in this process; nothing but a clean end is let through."""
    monkeypatch.setattr(telemetry, "configure_logging", lambda *_: None)
    monkeypatch.delenv("WAHANA_DATABASE_URL", raising=False)

    def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
        result = CliRunner().invoke(cli.app, list(arguments), env=env)
        if not isinstance(result.exception, SystemExit | None):
            raise result.exception
        return result

    return run


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_tells_what_it_does(wahana: Wahana, command: tuple[str, ...]) -> None:
    told = wahana(*command, "--help")
    assert told.exit_code == 0
    assert len(told.output.split()) > 10


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("serve", "--port", "99999"), "--port or WAHANA_PORT"),
        (("rebuild", "trail", "--by", " ", "--reason", ""), "say who acts"),
        (("discard", "trail", "x", "--tenant", "a", *WARRANT), "position"),
        (("rebuild", "trail"), "--reason"),
        (("nonsense",), "No such command"),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else None,
)
def test_a_wrong_use_is_told_with_2(wahana: Wahana, arguments: Sequence[str], told: str) -> None:
    result = wahana(*arguments)
    assert (result.exit_code, told in result.output) == (2, True), result.output


def test_a_wrong_variable_is_named(wahana: Wahana) -> None:
    result = wahana("status", env={"WAHANA_LOG_FORMAT": "xml"})
    assert (result.exit_code, "WAHANA_LOG_FORMAT" in result.output) == (2, True)


def test_a_mistyped_folder_is_told_and_not_filled(wahana: Wahana, tmp_path: Path) -> None:
    for command in (("status",), ("check",), ("backup", str(tmp_path / "b")), ("tenant", "list")):
        result = wahana(*command, "--data", str(tmp_path / "typo"))
        assert result.exit_code == 1
        assert "no database in the data folder" in result.output
        assert "wahana migrate" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_told(wahana: Wahana, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = wahana("status", "--data", str(tmp_path / "file"))
    assert (result.exit_code, "--data or WAHANA_DATA" in result.output) == (1, True)


def test_a_damaged_record_of_the_server_is_told(wahana: Wahana, tmp_path: Path) -> None:
    (tmp_path / "postgres.json").write_text('{"home":')
    result = wahana("status", "--data", str(tmp_path))
    assert (result.exit_code, "postgres.json is damaged" in result.output) == (1, True)
    (tmp_path / "postgres.json").write_text(result.output.rpartition("home is: ")[2])
    assert layout.layout_of(tmp_path).home == tmp_path.resolve() / "postgres"


@pytest.mark.parametrize("url", ["postgresql://x:y@127.0.0.1:1/wahana", "mysql://a/b"])
def test_a_server_that_does_not_answer_is_told(wahana: Wahana, url: str) -> None:
    result = wahana("status", env={"WAHANA_DATABASE_URL": url})
    assert (result.exit_code, "WAHANA_DATABASE_URL" in result.output) == (1, True)
    assert ":y@" not in result.output


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=r"Is the port in use.*--port") as told:
            serving.listening(Settings(port=port))
    assert isinstance(told.value, cli.CURABLE)


async def test_on_a_service_every_refusal_names_its_cure(
    wahana: Wahana, place: Place, tmp_path: Path
) -> None:
    env = {
        "WAHANA_DATABASE_URL": place.addresses.events,
        "WAHANA_VAULT_URL": place.addresses.vault,
        "WAHANA_ROOT_KEY_FILE": str(place.root_key),
    }

    async def told(*arguments: str) -> tuple[int, str]:
        result = await asyncio.to_thread(wahana, *arguments, env=env)
        return result.exit_code, " ".join(result.output.split())

    async def refused(*arguments: str, saying: str) -> None:
        code, output = await told(*arguments)
        assert (code, saying in output) == (1, True), output

    add = ("tenant", "add", "bontang", "--name", "Dinas Sosial Kota Bontang")
    await refused(*add[:2], "Not A Slug!", *add[3:], "--area", "64.74", saying="slug: ")
    await refused(*add[:4], "", "--area", "64.74", saying="name: ")
    await refused(*add, "--area", "64.74", "--level", "CITY", saying="level: ")
    await refused(*add, "--area", "99.99", saying="does not exist: 99.99")
    # What was refused is no office; the same slug with what is right finishes it.
    assert (await told("tenant", "list"))[0] == 0
    assert (await told("status"))[0] == 0
    code, output = await told(*add, "--area", "64.74", "--zone", "Asia/Makassar")
    assert code == 0, output
    await refused(*add, "--area", "64.74", saying="wahana tenant show bontang")
    await refused("tenant", "admin", "bontang", "--name", "", saying="person.new.name: ")
    code, output = await told("tenant", "admin", "bontang", "--name", "Siti Aminah")
    assert code == 0
    async with opened(place) as service:
        secret = next(word for word in output.split() if word.startswith("wah_"))
        assert (await service.authorizer.admit(secret)).actor.role == "TENANT_ADMIN"
    await refused("tenant", "show", "nope", saying="there are: bontang")
    await refused("rebuild", "nope", *WARRANT, saying="there are: office")
    about = ("trail", "--tenant", "bontang", *WARRANT)
    await refused("replay", *about, saying="wahana status")
    await refused("discard", about[0], "5", *about[1:], saying="wahana status")
    full = tmp_path / "full"
    full.mkdir()
    await refused("backup", str(full), saying="give the backup another name")
    await refused("restore", str(full), saying=f"no backup: it has no {backup.MANIFEST}")
    code, output = await told("backup", str(tmp_path / "kept"))
    assert code == 0, output
    await refused("restore", str(tmp_path / "kept"), saying="add --replace")
    async with opened(place):
        await refused(
            "restore", str(tmp_path / "kept"), "--replace", saying="stop the service first"
        )
    assert (await told("check"))[1] == "bontang: 5 events, sound"
    place.root_key.rename(tmp_path / "away")
    for command in ("status", "check"):
        await refused(command, saying="put it back (a folder made by")
    assert not place.root_key.exists(), "a new key would open nothing"
