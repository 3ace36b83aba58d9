"""What can be asked of parcels."""

from __future__ import annotations

from wahana.projections.declared import Order, declare
from wahana.projections.row_source import From

from .rows import PARCELS, ParcelRow

PARCEL = declare(
    "Parcel",
    ParcelRow,
    rows=From(PARCELS),
    views=("parcel",),
    key=("parcel_id",),
    node=True,
    orderings={"CONTENT": Order("By what is in it.", ("content",))},
)
