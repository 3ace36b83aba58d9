"""The work lists of process managers: what each has still to do, by day and by link.

An entry describes the current state of its stream, so it is overwritten and has no history. It is
written in the transaction that records the position (:mod:`.tracking`): a worker that was overtaken
writes nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import date
from uuid import UUID

from .. import sql
from ..database import Database, WorkSession
from ..ids import TenantId
from .manager import WorkItem

_SQL = sql.load(__file__, "work_list.sql")

PAGE_ITEMS = 500
"""Due items per page."""
_FIRST = (date.min, UUID(int=0))


async def write(session: WorkSession, process: str, items: Collection[WorkItem]) -> None:
    """Overwrite entries, and delete those that are done."""
    if not items:
        return
    scope = (session.tenant, process)
    waiting = [item for item in items if not item.done]
    links = {(link, item.id) for item in waiting for link in item.links}
    await session.execute(_SQL["unlink"], *scope, [item.id for item in items])
    if done := [item.id for item in items if item.done]:
        await session.execute(_SQL["remove"], *scope, done)
    if waiting:
        await session.execute(
            _SQL["put"], *scope, [item.id for item in waiting], [item.due for item in waiting]
        )
    if links:
        await session.execute(
            _SQL["link"], *scope, [link for link, _ in links], [item for _, item in links]
        )


async def linked(
    database: Database, tenant: TenantId, process: str, links: Collection[UUID]
) -> Mapping[UUID, list[UUID]]:
    """The items of each link, in order of their ids."""
    found: dict[UUID, list[UUID]] = {link: [] for link in links}
    async with database.reading(tenant) as session:
        for row in await session.fetch(_SQL["linked"], tenant, process, list(links)):
            found[UUID(int=row["link_id"].int)].append(UUID(int=row["item_id"].int))
    return found


async def due(
    database: Database, tenant: TenantId, process: str, on: date
) -> AsyncIterator[list[UUID]]:
    """The items that are due on a day, the longest waiting first, page by page."""
    after, item = _FIRST
    while True:
        async with database.reading(tenant) as session:
            rows = await session.fetch(_SQL["due"], tenant, process, on, after, item, PAGE_ITEMS)
        if rows:
            yield [UUID(int=row["item_id"].int) for row in rows]
        if len(rows) < PAGE_ITEMS:
            return
        after, item = rows[-1]["due"], rows[-1]["item_id"]
