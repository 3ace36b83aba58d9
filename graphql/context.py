"""What the engine asks of a request: the tenant's reading session, permissions, scopes.

``request.py`` makes one per request (one tenant, one actor); the engine has no rules about people.
Below the resolvers, once per request: a permission masks columns, a scope adds its condition to
every statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Any, Protocol

from wahana.platform.append import Moment
from wahana.platform.database import ReadSession
from wahana.platform.events import SealedGroup


class RequestContext(Protocol):
    """Who asks, for which tenant, and how to read for them."""

    @property
    def client(self) -> str:
        """Name of the app or token, for logs; never a person's name."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """When the credentials end; a WebSocket is closed then."""
        ...

    def reading(self) -> AbstractAsyncContextManager[ReadSession]:
        """A read-only transaction of the request's tenant."""
        ...

    def may(self, permission: str) -> bool:
        """Whether the actor's role has a permission (``Column.mask``)."""
        ...

    def enter(self, relation: str) -> None:
        """A root field asks for a relation. Raises a ``ClientError`` if the actor may not."""
        ...

    def scopes(self, relation: str) -> Mapping[str, Any]:
        """The values of the scopes that limit this actor, by the names of ``Relation.scopes``."""
        ...

    def today(self) -> date:
        """Today, in the office's zone."""
        ...

    def day_of(self, instant: datetime) -> date:
        """The date of an instant in the office's zone."""
        ...

    async def moment_of(self, position: int) -> Moment | None:
        """The end of the command that wrote a position; ``None``: it is not recorded yet."""
        ...

    async def position_at(self, recorded_at: datetime) -> int | None:
        """The last position recorded at or before an instant; ``None``: it is not over yet."""
        ...

    async def open(
        self, relation: str, groups: Sequence[SealedGroup]
    ) -> Sequence[Mapping[str, str] | None]:
        """Open the sealed groups of a relation's rows in order; ``None`` keeps one masked."""
        ...
