"""The rows of parcels."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.versioned import VersionedTable
from wahana.projections.field import GLOBAL_ID, Field
from wahana.projections.ids import IdOf


class ParcelRow(msgspec.Struct, frozen=True):
    """A parcel that was sent."""

    parcel_id: Annotated[UUID, IdOf("parcel"), GLOBAL_ID]
    content: Annotated[str, Field("What is in it.")]


PARCELS = VersionedTable(ParcelRow, key=("parcel_id",), table="parcel")
