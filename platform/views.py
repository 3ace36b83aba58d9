"""What a view is: a read model that the runner folds from the log of one tenant.

A view is one folder of ``projections/``: ``view.py`` (a :class:`View`, its tables and its
``apply``) and ``read.sql`` (its queries). The runner (``runner.py``) hands it batches;
``versioned.py`` keeps rows that can be asked *as of* any position; ``installation.py`` makes the
tables. Nothing here depends on the domain.

Every table of a view lies in the schema ``view`` and its primary key starts with ``tenant_id
uuid, generation int``. A rebuild fills the next generation beside the live one, so every
statement of a view carries both.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from . import table_sql
from .database import DatabaseUnavailable, WorkSession
from .events import Recorded, SealedGroup
from .ids import TenantId
from .staging import Kept
from .tables import AnyTable, ViewVersion

NOW = 2**63 - 2
"""The position of *now*: ``from_position <= p AND p < to_position`` serves both questions."""

TURN_EVENTS = 256
"""Events folded before other tasks have their turn: some ten milliseconds."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

Opener = Callable[[TenantId, Sequence[SealedGroup]], Awaitable[Sequence[Mapping[str, str] | None]]]
"""Opens sealed groups, in order: ``{path in data: value}``, or ``None`` where the key was
destroyed (the person was forgotten). Raises only if the key store cannot be asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """The events of one tenant with positions ``first`` to ``last`` that a view asked for."""

    tenant: TenantId
    of: ViewVersion
    """The view and its version: which tables are written."""
    generation: int
    """Generation of the view to write: a column of every table."""
    first: int
    """The position after the checkpoint."""
    last: int
    """The checkpoint once this batch is applied; the event there may be of another topic."""
    events: Sequence[Recorded]
    """Decoded, in order of position, only the topics of the view; may be empty."""
    opener: Opener
    earlier: Kept = field(default_factory=dict)
    """What the batch before has loaded and folded, if it may not be in the tables yet."""
    later: Kept = field(default_factory=dict)
    """The same of this batch, for the next one."""

    async def each(self) -> AsyncIterator[Recorded]:
        """The events one by one; other tasks of the process have a turn now and then.

        So requests do not wait for a long catch-up, and a batch is written while the next one is
        folded.
        """
        for number, event in enumerate(self.events, 1):
            if number % TURN_EVENTS == 0:
                await asyncio.sleep(0)
            yield event

    def kept(self, by: Hashable) -> list[Any]:
        """What was loaded before by a table or by streams, the latest first."""
        return [*reversed(self.later.get(by, ())), *reversed(self.earlier.get(by, ()))]

    def keep(self, by: Hashable, loaded: Any) -> None:
        """Keep what was loaded for later loads."""
        self.later.setdefault(by, []).append(loaded)

    async def open(self, groups: Sequence[SealedGroup]) -> Sequence[Mapping[str, str] | None]:
        """Open sealed groups in one call (see :data:`Opener`); for ``person_card`` and its like."""
        return await self.opener(self.tenant, groups) if groups else []


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A read model: which events it needs, its tables, and how a batch changes them.

    ``apply`` writes through the session it is given and nowhere else, in a number of statements
    that does not grow with the batch. It is a pure function of the batch and of the view's own
    rows of that generation: it asks no clock and no other view, so that a rebuild gives the same
    rows. It may run again for a batch whose transaction was rolled back.
    """

    name: str
    """Lower case, also the folder's name."""
    version: int
    """Rises when a table changes its shape or ``apply`` folds otherwise. A new version has tables
    of its own, which the worker fills beside the old ones (``following.py``)."""
    topics: frozenset[str] | None
    """Topics of the events that ``apply`` is given; ``None``: every event."""
    tables: tuple[AnyTable, ...]
    """Its tables, in the order in which they are made."""
    apply: Callable[[WorkSession, Batch], Awaitable[None]]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"view name '{self.name}': use a-z, 0-9 and _, at most 40 characters")
        if self.version < 1:
            raise ValueError(f"view {self.name}: versions count from 1")
        if self.topics is not None and not self.topics:
            raise ValueError(f"view {self.name} needs no topic: name some, or None for every event")
        if not self.tables:
            raise ValueError(f"view {self.name} has no table")

    @property
    def of(self) -> ViewVersion:
        """Its name and version, which name its tables."""
        return ViewVersion(self.name, self.version)

    @property
    def follower(self) -> str:
        """The name under which workers share its tenants: each version has workers of its own."""
        return f"{self.name}/{self.version}"

    @property
    def definition(self) -> str:
        """The statements that make its tables."""
        return "\n\n".join(table_sql.definition(table, self.of) for table in self.tables)


async def nobody_opens(
    tenant: UUID, groups: Sequence[SealedGroup]
) -> Sequence[Mapping[str, str] | None]:
    """The opener of a process without a key store: a view that needs one does not advance.

    Raises ``DatabaseUnavailable``.
    """
    raise DatabaseUnavailable(
        f"{len(groups)} sealed groups are to be opened, but this process has no key store; "
        "set WAHANA_VAULT_URL"
    )
