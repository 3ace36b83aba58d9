"""A story of a fact: how it can be entered, rightly and wrongly, and what comes after it.

Each story is played in a fresh world. Tellings are the same fact with other particulars; some of
them are refused. The tests play a story with one telling, correct it to another, and compare that
with a world in which the other was entered from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.model import Actor, Aggregate, Command
from wahana.domain.kernel.timeline import Timeline


@dataclass(frozen=True)
class Telling:
    """A fact as a person may enter it."""

    make: Command
    on: date | None = None
    correct: Callable[[int], Command] | None = None
    """The command that corrects the fact of a version to this one."""
    correct_on: date | None = None
    """Business date of the correction, where that is the day of the fact."""


@dataclass(frozen=True)
class Step:
    """Something that happens after the fact."""

    does: Command | Callable[[int], Command]
    """A command, perhaps about the fact of a version."""
    kind: FactKind | None = None
    """The kind of fact that it enters."""
    on: date | None = None
    by: Actor | None = None
    called: str | None = None
    """Its code in refusals, if that is not the code of its kind."""
    ends: bool = False
    """Whether it ends the fact; an end goes with its fact."""
    bars: str | None = None
    """The refusal of corrections after it that would have done no harm before: it has copied
    particulars of the fact, or gone out to others."""


@dataclass(frozen=True)
class Story:
    """A fact, in a world that is ready for it."""

    kind: FactKind
    timeline: Timeline[Any]
    world: Any
    stream: tuple[type[Aggregate], UUID]
    tellings: tuple[Telling, ...]
    then: tuple[Step, ...] = ()
    retract: Callable[[int], Command] | None = None
    retract_on: date | None = None
    about: UUID | None = None
    """Under whom notes of its corrections are sealed; ``None``: the stream itself."""
    by: Actor | None = None
    """Who enters and corrects it; ``None``: the actor of the world."""
    same: Callable[[Any], Any] = lambda state: state
    """A state without empty parts, such as a claim of no days; ``None`` if nothing is left."""

    @property
    def state(self) -> Any:
        return self.world.state(*self.stream)

    def entry(self) -> int:
        """Version of the fact that was entered last."""
        return max(entry for entry, _ in self.kind.found(self.state))
