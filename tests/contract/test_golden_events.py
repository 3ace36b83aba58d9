"""Every event that was ever stored is decoded for ever.

``golden/events/<topic>.v<schema>.json`` is the ``data`` of one stored payload, with every
optional field filled; a field that came later has a file ``….v<schema>.<field>.json`` beside it.
A file is written once, when its topic, schema or field is new, by running this
test with ``WAHANA_UPDATE_GOLDEN=1``; an existing file is never written again: when it no longer
decodes, the class has to go up one ``SCHEMA`` and bring an ``upcast``.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import inspect

from wahana.deploy.registry import EVENTS, event_registry
from wahana.domain.kernel.model import Event
from wahana.platform import events
from wahana.platform.events import EventMeta, EventRow

GOLDEN = Path(__file__).with_name("golden") / "events"
UPDATE = "WAHANA_UPDATE_GOLDEN"
ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
DAY = date(2012, 6, 14)
META = events.encode_meta(
    EventMeta(
        role="DINAS_OFFICER",
        client="golden",
        occurred_on=DAY,
        policy=1,
        catalogue="pmks/2007;wilayah/2025",
        correlation=ID,
        source="cli",
    )
)
TEXTS = ("Bontang", "bontang", "2007", "64.74.01.1003", "64.74", "8", "a" * 64)
"""The first that fits a field's pattern and length is used."""
BY_NAME = {
    "village_code": "64.74.01.1003",
    "area_edition": "2025",
    "edition": "2007",
    "codes": ["2007/LUT", "2007/ABT"],
    "seat": "KETUA",
    "year": 2012,
    "budget_year": 2012,
    "founded_year": 2006,
}
"""Values that a reader of a sample expects under a name."""


def name(kind: type[Event]) -> str:
    return f"{kind.TOPIC}.v{kind.SCHEMA}"


def stored(topic: str, schema: int, data: bytes) -> EventRow:
    payload = b'{"salt":"%s","data":%s}' % (b"00" * 16, data)
    return EventRow(
        tenant_id=ID,
        position=1,
        event_id=ID,
        stream_id=ID,
        version=1,
        topic=topic,
        schema_version=schema,
        actor_id=ID,
        recorded_at=datetime(2012, 6, 14, tzinfo=UTC),
        meta=META,
        payload=payload,
    )


def of_file(path: Path) -> tuple[str, int]:
    """Topic and schema of a golden file."""
    topic, version = re.split(r"\.v(?=\d)", path.stem)
    return topic, int(version.partition(".")[0])


def golden_files() -> list[Path]:
    return sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("kind", EVENTS, ids=name)
def test_every_event_has_its_golden_sample(kind: type[Event]) -> None:
    path = GOLDEN / f"{name(kind)}.json"
    if not path.exists() and os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        data = msgspec.json.encode(sample(inspect.type_info(kind)))
        path.write_bytes(msgspec.json.format(data, indent=2) + b"\n")
    assert path.exists(), f"no sample of {name(kind)}; run this test once with {UPDATE}=1"
    decoded = event_registry().decode(stored(kind.TOPIC, kind.SCHEMA, path.read_bytes()))
    assert type(decoded.data) is kind


@pytest.mark.parametrize("path", golden_files(), ids=lambda path: path.stem)
def test_a_golden_sample_is_decoded_and_loses_nothing(path: Path) -> None:
    topic, schema = of_file(path)
    data = path.read_bytes()
    decoded = event_registry().decode(stored(topic, schema, data)).data
    again = (
        event_registry().decode(stored(topic, decoded.SCHEMA, msgspec.json.encode(decoded))).data
    )
    assert again == decoded
    if schema == decoded.SCHEMA:
        assert msgspec.json.decode(msgspec.json.encode(decoded)) == msgspec.json.decode(data)


@pytest.mark.parametrize("kind", EVENTS, ids=name)
def test_every_field_of_an_event_stands_in_a_golden_sample(kind: type[Event]) -> None:
    """A field that came later has a sample of its own: the first ones are never written again."""
    samples = [path for path in golden_files() if of_file(path)[0] == kind.TOPIC]
    known = {key for path in samples for key in msgspec.json.decode(path.read_bytes())}
    whole = sample(inspect.type_info(kind))
    later = sorted(set(whole) - known)
    if later and os.environ.get(UPDATE):
        data = msgspec.json.encode(whole)
        path = GOLDEN / f"{name(kind)}.{later[0]}.json"
        path.write_bytes(msgspec.json.format(data, indent=2) + b"\n")
        later = []
    assert later == [], f"no sample has them; run this test once with {UPDATE}=1"


@pytest.mark.parametrize("kind", EVENTS, ids=name)
def test_what_the_engine_encodes_it_decodes(kind: type[Event]) -> None:
    event = msgspec.convert(sample(inspect.type_info(kind)), kind)
    row = stored(kind.TOPIC, kind.SCHEMA, b"{}")
    row = msgspec.structs.replace(row, payload=events.encode_payload(event, (), bytes(16)))
    assert event_registry().decode(row).data == event


# --- samples made from the types -----------------------------------------------------------


def sample(kind: inspect.Type) -> Any:
    """A JSON-ready value of a type: every field filled, the first of several choices."""
    match kind:
        case inspect.StructType(fields=fields, tag=tag, tag_field=tag_field):
            body = {
                field.encode_name: BY_NAME.get(field.name) or sample(field.type) for field in fields
            }
            return body if tag is None else {tag_field: tag} | body
        case inspect.UnionType(types=types):
            return sample(_chosen(types))
        case inspect.Metadata(type=inner):
            return sample(inner)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return [sample(item)]
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.StrType():
            return _text(kind)
        case inspect.IntType(ge=least):
            return max(least or 0, 2)
        case inspect.BoolType():
            return True
        case inspect.UUIDType():
            return str(ID)
        case inspect.DateType():
            return DAY.isoformat()
        case inspect.DateTimeType():
            return "2012-06-14T02:00:00Z"
    raise TypeError(f"no sample is known for {kind}; add a case here")


def _chosen(types: tuple[inspect.Type, ...]) -> inspect.Type:
    """A sealed value rather than an open one, anything rather than nothing."""
    some = [item for item in types if not isinstance(item, inspect.NoneType)]
    sealed = [item for item in some if getattr(item, "tag", None) == "sealed"]
    return (sealed or some)[0]


def _text(kind: inspect.StrType) -> str:
    for text in TEXTS:
        long_enough = len(text) >= (kind.min_length or 0)
        short_enough = kind.max_length is None or len(text) <= kind.max_length
        if long_enough and short_enough and (not kind.pattern or re.search(kind.pattern, text)):
            return text
    raise ValueError(f"no sample text fits {kind}; add one to TEXTS")
