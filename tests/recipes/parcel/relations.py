"""Relations of parcels."""

from __future__ import annotations

from wahana.projections.declared import RowOrder, declare
from wahana.projections.row_source import TableRows

from .rows import PARCELS, ParcelRow

PARCEL = declare(
    "Parcel",
    ParcelRow,
    rows=TableRows(PARCELS),
    views=("parcel",),
    key=("parcel_id",),
    node=True,
    orderings={"CONTENT": RowOrder("By what is in it.", ("content",))},
)
