"""``leaf/1`` is for ever: golden vectors, the same bytes from SQL, and no column left out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.conftest import FreshDatabase
from tests.logs.building import a_tenant, command, event

from wahana.platform import sql
from wahana.platform.events import EventRow
from wahana.platform.log.leaf import LEAF_BYTES_MAX, leaf, leaf_hash, origin
from wahana.platform.postgres_log import PostgresLog

VECTORS = json.loads(Path(__file__).with_name("leaf_vectors.json").read_text(encoding="utf-8"))
KEYS = [
    *("actor", "enc", "event", "log", "meta_len", "meta_sha256", "payload_len", "payload_sha256"),
    *("pos", "rec", "schema", "stream", "topic", "v", "ver"),
]
TWIN = sql.load(__file__, "leaf_twin.sql")["leaf"]


def _row(fields: dict[str, Any]) -> EventRow:
    ids = {name: UUID(fields[name]) for name in ("tenant_id", "event_id", "stream_id", "actor_id")}
    stored = {name: base64.b64decode(fields[name]) for name in ("meta", "payload")}
    recorded_at = datetime.fromisoformat(fields["recorded_at"])
    return EventRow(**(fields | ids | stored | {"recorded_at": recorded_at}))


ROWS = [_row(vector["row"]) for vector in VECTORS]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_golden_vectors_hold_for_ever(vector: dict[str, Any]) -> None:
    made = leaf(_row(vector["row"]), vector["origin"])
    assert made.decode() == vector["leaf"]
    assert leaf_hash(made).hex() == vector["leaf_hash"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_leaf_is_sorted_compact_ascii_with_the_fifteen_keys(vector: dict[str, Any]) -> None:
    text = vector["leaf"]
    members = json.loads(text)
    assert list(members) == sorted(KEYS) == KEYS
    assert all(isinstance(value, str) for value in members.values())
    assert text.isascii()
    assert text == json.dumps(members, separators=(",", ":"), sort_keys=True)
    assert len(text) <= LEAF_BYTES_MAX
    row = _row(vector["row"])
    assert members["pos"] == str(row.position - 1)
    assert members["meta_sha256"] == hashlib.sha256(row.meta).hexdigest()
    assert members["payload_len"] == str(len(row.payload))
    assert vector["leaf_hash"] == hashlib.sha256(b"\x00" + text.encode()).hexdigest()


FLIPS: dict[str, Callable[[Any], Any]] = {
    "tenant_id": lambda value: UUID(int=value.int ^ 1),
    "position": lambda value: value + 1,
    "event_id": lambda value: UUID(int=value.int ^ 1),
    "stream_id": lambda value: UUID(int=value.int ^ 1 << 127),
    "version": lambda value: value + 1,
    "topic": lambda value: value + "x",
    "schema_version": lambda value: value + 1,
    "actor_id": lambda value: UUID(int=value.int ^ 1 << 64),
    "recorded_at": lambda value: value + timedelta(microseconds=1),
    "meta": lambda value: value[:-1] + bytes([value[-1] ^ 1]),
    "payload": lambda value: bytes([value[0] ^ 0x80]) + value[1:],
}


@pytest.mark.parametrize("column", [field.name for field in msgspec.structs.fields(EventRow)])
def test_flipping_any_column_changes_the_leaf(column: str) -> None:
    row = ROWS[0]
    flipped = msgspec.structs.replace(row, **{column: FLIPS[column](getattr(row, column))})
    name = "log.example.id"
    before, after = (leaf(r, origin(name, r.tenant_id)) for r in (row, flipped))
    assert before != after
    assert leaf_hash(before) != leaf_hash(after)
    changed = {key for key in KEYS if json.loads(before)[key] != json.loads(after)[key]}
    assert (
        changed
        == {
            "tenant_id": {"log"},
            "position": {"pos"},
            "event_id": {"event"},
            "stream_id": {"stream"},
            "version": {"ver"},
            "topic": {"topic"},
            "schema_version": {"schema"},
            "actor_id": {"actor"},
            "recorded_at": {"rec"},
            "meta": {"meta_sha256"},
            "payload": {"payload_sha256"},
        }[column]
    )


async def test_every_column_of_the_event_table_is_a_column_of_the_row(
    shared_database: FreshDatabase,
) -> None:
    connection = await asyncpg.connect(shared_database.url)
    columns = await connection.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'wahana.event'::regclass AND attnum > 0 "
        "AND NOT attisdropped ORDER BY attnum"
    )
    await connection.close()
    assert [column["attname"] for column in columns] == [
        field.name for field in msgspec.structs.fields(EventRow)
    ]


def test_an_origin_of_another_tenant_is_refused() -> None:
    with pytest.raises(ValueError, match="is not the origin of tenant"):
        leaf(ROWS[0], origin("log.example.id", UUID(int=1)))
    for bad in ("log.example.id", f"/t/{ROWS[0].tenant_id}", f'a"b/t/{ROWS[0].tenant_id}'):
        with pytest.raises(ValueError, match="is not the origin of tenant"):
            leaf(ROWS[0], bad)


@pytest.mark.parametrize("name", ["", "Log.example.id", "a b", "log\n", 'a"', "/x", "x/", "ü.id"])
def test_a_log_name_needs_no_escaping(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a log"):
        origin(name, UUID(int=1))


def test_what_cannot_stand_in_the_table_has_no_leaf() -> None:
    row = ROWS[0]
    for wrong in (
        msgspec.structs.replace(row, position=0),
        msgspec.structs.replace(row, topic='a"b'),
        msgspec.structs.replace(row, recorded_at=row.recorded_at.replace(tzinfo=None)),
    ):
        with pytest.raises(ValueError, match="is not a row of an event table"):
            leaf(wrong, VECTORS[0]["origin"])


def test_the_zone_that_a_driver_gives_does_not_matter() -> None:
    row = ROWS[0]
    in_wita = row.recorded_at.astimezone(timezone(timedelta(hours=8)))
    assert leaf(msgspec.structs.replace(row, recorded_at=in_wita), VECTORS[0]["origin"]) == leaf(
        row, VECTORS[0]["origin"]
    )


async def test_sql_makes_the_same_bytes(shared_database: FreshDatabase) -> None:
    log, tenant = PostgresLog(shared_database.database), a_tenant()
    await log.open_log(tenant)
    events = [
        event(UUID(int=n), 1, topic="wksbm.proposed", schema_version=n, payload=bytes([n, 255, 0]))
        for n in range(1, 6)
    ]
    await log.append(tenant, [command(*events)])
    name = origin("log.example.id/wahana", tenant)
    connection = await asyncpg.connect(shared_database.url)
    made = await connection.fetch(TWIN, tenant, name)
    await connection.close()
    rows = [row async for row in log.read_log(tenant)]
    assert [tuple(pair) for pair in made] == [
        (leaf(row, name), leaf_hash(leaf(row, name))) for row in rows
    ]
    assert len(made) == 5
