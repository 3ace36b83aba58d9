"""The rows of cards."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import SearchKey
from wahana.platform.tables import CurrentTable, ListIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..field import REFUSES_VALID_ON, Field, Sealed

CONTACTS = "PERSON_CONTACTS:TENANT"
"""A card can be read from anywhere (a speaker, an invitee), so the extent AREA is not enough."""


class KnownRow(msgspec.Struct, frozen=True):
    """The data kept of a person, named in an office or not; sealed, without history."""

    person_id: UUID
    state: bytes
    """:class:`.view.KnownPerson` as UTF-8 JSON."""


class Card(msgspec.Struct, frozen=True):
    """A person who is named in an office: candidate, officer, mentor, speaker, participant, member.
    An erased person has no name."""

    person_id: Annotated[ids.PersonId, Field("Global id of the person.", name="id")]
    version: Annotated[int, Field("Version of the person's stream, for expectedVersion.")]
    updated_at: Annotated[datetime, Field("When the card last changed.")]
    name: Annotated[str | None, Field("Full name, as written.", mask="PERSON_NAMES")]
    name_key: SearchKey
    name_event: UUID | None
    forgotten: Annotated[bool, Field("The person's data were erased.")]
    sex: Annotated[str | None, Field("F or M, if known.")]
    area_code: Annotated[str | None, REFUSES_VALID_ON, Field("Area the person lives in.")]
    regency_name: Annotated[str | None, REFUSES_VALID_ON, Field("Kabupaten or kota.")]
    village_name: Annotated[str | None, REFUSES_VALID_ON, Field("Desa or kelurahan.")]
    offices: Annotated[
        tuple[str, ...], REFUSES_VALID_ON, Field("The capacity in which the person was named.")
    ]
    phone: Annotated[Sealed | None, Field("Phone; shown to roles that may see it.", mask=CONTACTS)]
    address: Annotated[
        Sealed | None, Field("Address; shown to roles that may see it.", mask=CONTACTS)
    ]
    email: Annotated[Sealed | None, Field("E-mail; shown to roles that may see it.", mask=CONTACTS)]


CARDS = VersionedTable(
    Card,
    key=("person_id",),
    table="person_card",
    indexes=(ListIndex("by_name", "name_key", "person_id"),),
)
KNOWN = CurrentTable(KnownRow, key=("person_id",), table="person_card_known", fillfactor=70)
