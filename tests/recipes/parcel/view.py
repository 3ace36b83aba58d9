"""Parcels, by what is in them."""

from __future__ import annotations

from wahana.platform.database import WorkSession
from wahana.platform.views import Batch, View

from .events import ParcelSent
from .rows import PARCELS, ParcelRow


async def apply(session: WorkSession, batch: Batch) -> None:
    """A row for each parcel."""
    parcels = await PARCELS.load(session, batch, [(event.data.thing,) for event in batch.events])
    for event in batch.events:
        sent = event.data
        row = ParcelRow(sent.thing, sent.content)
        parcels.put(event.position, row)
    await parcels.write(session)


VIEW = View(
    name="parcel",
    version=1,
    topics=frozenset({ParcelSent.TOPIC}),
    tables=(PARCELS,),
    apply=apply,
)
