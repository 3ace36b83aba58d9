"""A sample catalogue over real tables: for tests of the engine without the schema of the domain."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from wahana.platform import sql
from wahana.platform.ids import TenantId
from wahana.projections.relation import (
    Catalogue,
    Child,
    Column,
    Enumeration,
    Filter,
    Ordering,
    Relation,
    SortKey,
)

FOLDER = Path(__file__).parent
READ = sql.parse((FOLDER / "read.sql").read_text(), "read.sql")
FILL = sql.parse((FOLDER / "fill.sql").read_text(), "fill.sql")
TENANT = TenantId(UUID("00000000-0000-7000-8000-00000000000a"))
OTHER = TenantId(UUID("00000000-0000-7000-8000-00000000000b"))

STAGE = Enumeration(
    "Stage",
    "Stage of a group.",
    {"PROPOSED": "Proposed.", "TRAINED": "Trained.", "INAUGURATED": "Inaugurated."},
    stored={"PROPOSED": "USULAN", "TRAINED": "LATIH", "INAUGURATED": "KUKUH"},
)
SEAT = Enumeration(
    "Seat",
    "Seat in a board.",
    {
        "KETUA": "Chair.",
        "SEKRETARIS": "Secretary.",
        "BENDAHARA": "Treasurer.",
        "ANGGOTA": "Member.",
    },
)
KEY = (SortKey("id", "id"),)

GROUP = Relation(
    name="Group",
    description="A group.",
    sql=READ,
    rows="groups",
    views=("sample",),
    node="group",
    key=KEY,
    columns={
        "id": Column("id", "Global id.", id_kind="group"),
        "name": Column("text", "Name."),
        "stage": Column("enum", "Stage.", nullable=True, enumeration=STAGE),
        "foundedOn": Column("date", "Day of foundation.", nullable=True),
        "members": Column("int", "Count."),
        "budget": Column("bigint", "Rupiah."),
        "active": Column("bool", "Active."),
        "tags": Column("texts", "Tags."),
        "updatedAt": Column("datetime", "Last change."),
        "extra": Column("json", "Whatever.", nullable=True),
        "secret": Column("text", "For those who may.", nullable=True, mask="secrets"),
        "phone": Column("sealed", "Phone.", nullable=True, sql="contact", path="phone"),
    },
    children={
        "board": Child("Member", "list", "All members.", {"group_id": "id"}, expected=5),
        "boardPages": Child(
            "Member", "connection", "Members in pages.", {"group_id": "id"}, ordering="NAME"
        ),
        "parent": Child("Group", "one", "The group above.", {"id": "parent_id"}),
        "children": Child("Group", "connection", "Groups below.", {"parent_id": "id"}),
    },
    filters={
        "stage": Filter("enum", "In a stage.", column="stage", enumeration=STAGE),
        "stages": Filter("enum", "In stages.", column="stage", operator="among", enumeration=STAGE),
        "ids": Filter("id", "With these ids.", column="id", operator="among", id_kind="group"),
        "atLeast": Filter("int", "With so many members.", column="members", operator=">="),
        "foundedBy": Filter("date", "Founded by.", column="founded_on", operator="<="),
        "contains": Filter("text", "Key contains.", statement="name_contains"),
    },
    scopes={"fewer": Filter("int", "Area stand-in.", column="members", operator="<")},
    orderings={
        "NAME": Ordering("By name.", (SortKey("name_key", "text"),)),
        "MEMBERS_DOWN": Ordering("Largest first.", (SortKey("members", "int"),), descending=True),
        "UPDATED": Ordering("Oldest change first.", (SortKey("updated_at", "datetime"),)),
    },
)
MEMBER = Relation(
    name="Member",
    description="A member.",
    sql=READ,
    rows="members",
    views=("sample",),
    node="member",
    key=KEY,
    columns={
        "id": Column("id", "Global id.", id_kind="member"),
        "name": Column("text", "Name."),
        "seat": Column("enum", "Seat.", enumeration=SEAT),
    },
    children={"group": Child("Group", "one", "Its group.", {"id": "group_id"}, nullable=False)},
    filters={"seat": Filter("enum", "In a seat.", column="seat", enumeration=SEAT)},
    orderings={
        "PLACE": Ordering("By place.", (SortKey("place", "int"),)),
        "NAME": Ordering("By name.", (SortKey("name", "text"),)),
    },
)

CATALOGUE = Catalogue([GROUP, MEMBER], {"sample": 1})
