"""The files of an aggregate say by their names what is in them.

``<aggregate>.py`` holds its state, ``…_events.py`` what can happen to it, ``…_commands.py`` what
enters facts, ``…_corrections.py`` what corrects and retracts them, ``…_rules.py`` when they are
allowed.
"""

from __future__ import annotations

from wahana.deploy.registry import COMMANDS, EVENTS, KINDS
from wahana.domain.kernel.model import Command


def file_of(thing: type) -> str:
    return thing.__module__.rsplit(".", 1)[-1]


def corrects(command: type[Command]) -> bool:
    named = command.__name__.startswith(("Correct", "Retract"))
    return bool(named or command.CORRECTS or command.RETRACTS)


def test_events_stand_in_files_named_after_them() -> None:
    assert {file_of(event) for event in EVENTS if not file_of(event).endswith("_events")} == set()


def test_a_file_of_events_holds_nothing_else() -> None:
    for thing in (*COMMANDS, *KINDS.values()):
        assert not file_of(thing).endswith("_events"), thing


def test_corrections_stand_in_files_named_after_them() -> None:
    found = {
        file_of(command)
        for command in COMMANDS
        if corrects(command) and not file_of(command).endswith(("_corrections", "_retractions"))
    }
    assert found == set()


def test_a_file_of_corrections_holds_nothing_else() -> None:
    for command in COMMANDS:
        if file_of(command).endswith(("_corrections", "_retractions")):
            assert corrects(command) or command.__name__.startswith("Withdraw"), command
