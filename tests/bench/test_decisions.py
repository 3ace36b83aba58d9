"""That every command is measured, as large as it can be; and that corrections stay quadratic.

What is measured is not held here: a figure is not steady on a busy machine. Steps are.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import pytest
from msgspec import inspect as types
from tests.api.walls import samples
from tests.bench.decisions import FORMS, Case, once, sizes
from tests.bench.largest import Worlds, _is_list
from tests.bench.ready import Ready, ready
from tests.domain.money.test_effort import steps

from wahana.deploy.registry import COMMANDS
from wahana.domain.kernel.model import Command
from wahana.platform import apart

ALL = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)


@cache
def worlds() -> dict[type[Command], Ready]:
    return ready()


@cache
def enlarging() -> Worlds:
    return Worlds([state for one in worlds().values() for state in one.world.states()])


@ALL
def test_every_command_has_a_world_that_accepts_it(command: type[Command]) -> None:
    assert command in worlds(), "give it a world in tests/bench/ready.py"
    one = worlds()[command]
    assert once(Case("", one.world, one.command, one.actor, one.on)).told == "accepted"


@ALL
def test_every_command_is_measured_with_its_lists_full(command: type[Command]) -> None:
    made = dict(sizes(small := worlds()[command].command))
    for field in types.type_info(command).fields:
        most = getattr(_list(field.type), "max_length", None)
        if most and not isinstance(_list(field.type).item_type, types.LiteralType):
            assert len(getattr(made.get("long lists", small), field.name)) == most


def _list(kind: Any) -> Any:
    """The list type of a field; nothing if it takes none."""
    if not _is_list(kind):
        return None
    bare = samples._bare(kind)
    parts = bare.types if isinstance(bare, types.UnionType) else [bare]
    return next(samples._bare(part) for part in parts if _is_list(part))


def test_a_states_copies_come_as_near_as_they_can_to_the_size_that_is_asked() -> None:
    grown = [
        apart.size_of_state(enlarging().grown(state, 100))
        for one in worlds().values()
        for state in one.world.states()
        if enlarging().grown(state, 100) is not state
    ]
    assert len(grown) > 100
    assert all(50 < size <= 100 for size in grown)


def corrections_by_kind() -> dict[Any, list[type[Command]]]:
    """The corrections and retractions of each kind of stream."""
    found: dict[Any, list[type[Command]]] = {}
    for command, one in worlds().items():
        if command.CORRECTS or command.RETRACTS:
            kind = one.command.target(one.world.context(on=one.on))[0]
            found.setdefault(kind, []).append(command)
    return found


@pytest.mark.parametrize("kind", corrections_by_kind(), ids=lambda kind: kind.__name__)
def test_twice_as_many_facts_take_a_correction_four_times_as_many_steps(kind: Any) -> None:
    """Not eight times: it judges each fact after it once, by the state that stood before it."""
    ratios = (growth(command) for command in corrections_by_kind()[kind])
    ratio = next((found for found in ratios if found is not None), None)
    assert ratio is not None, "no history leads to larger states of this kind"
    assert ratio <= 4.6


def growth(command: type[Command]) -> float | None:
    """The factor by which a command takes more steps on a state of twice the size; ``None`` where
    no history leads to such a state."""
    one = worlds()[command]

    def of(size: int) -> int:
        plain = one.world.context(on=one.on, actor=one.actor)
        context = enlarging().enlarged(plain, command=one.command, size=size, whole=False)
        return steps(partial(_tried, one.command, context))

    try:
        return of(40) / of(20)
    except Impossible:
        return None


class Impossible(Exception):
    """The enlarged state is none that events lead to."""


def _tried(command: Command, context: Any) -> None:
    try:
        command.decide(context)
    except Exception as refused:
        if not hasattr(refused, "code"):
            raise Impossible from refused


def test_forms_grow() -> None:
    """What is measured last is the largest, and most commands have a larger form."""
    forms = [list(sizes(one.command)) for one in worlds().values()]
    for of_one in forms:
        lengths = [len(repr(made)) for _, made in of_one]
        assert lengths == sorted(lengths)
    assert sum(len(of_one) > 1 for of_one in forms) > len(forms) / 2
    assert max(map(len, forms)) == len(FORMS) + 1
