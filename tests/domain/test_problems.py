"""Messages about a value that does not fit its field, in both languages, from msgspec's own
ones."""

from __future__ import annotations

import typing
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta
from tests.domain.words import lint, walk

from wahana.deploy.registry import COMMANDS
from wahana.domain.kernel.problems import PATTERNS, PHRASES, field_name, phrase, problem, steps
from wahana.domain.words.catalogue import LABELS, Words
from wahana.graphql.mutations import CommandEnvelope
from wahana.platform.ids import parse_global_id


class Needs(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Holds(msgspec.Struct):
    valid_from: int
    lines: tuple[Annotated[int, Meta(ge=1)], ...] = ()


@pytest.mark.parametrize(
    ("kind", "value", "indonesian", "english"),
    [
        (
            Annotated[str, Meta(max_length=3)],
            "beras",
            "paling banyak 3 karakter",
            "may have at most 3 characters",
        ),
        (
            Annotated[str, Meta(min_length=1)],
            "",
            "paling sedikit 1 karakter",
            "must have at least 1 character",
        ),
        (
            Annotated[tuple[int, ...], Meta(max_length=1)],
            [1, 2],
            "paling banyak 1 butir",
            "may have at most 1 item",
        ),
        (
            Annotated[tuple[int, ...], Meta(min_length=2)],
            [1],
            "paling sedikit 2 butir",
            "must have at least 2 items",
        ),
        (Annotated[int, Meta(ge=1)], 0, "paling kecil 1", "must be at least 1"),
        (Annotated[int, Meta(le=9000)], 9001, "paling besar 9.000", "must be at most 9,000"),
        (Annotated[int, Meta(gt=0)], 0, "paling kecil 1", "must be at least 1"),
        (Annotated[int, Meta(lt=5)], 5, "paling besar 4", "must be at most 4"),
        (Annotated[str, Meta(pattern=r"\S")], " ", "tidak boleh kosong", "may not be empty"),
        (
            Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")],
            "x",
            "harus berupa kode SHA-256 dengan 64 angka heksadesimal",
            "must be a SHA-256 of 64 hex digits",
        ),
        (Literal["RT", "RW"], "XX", "tidak mengenal pilihan “XX”", "does not know the choice “XX”"),
        (UUID, "x", "harus berupa ID", "must be an ID"),
        (int, "x", "harus berupa bilangan bulat", "must be a whole number"),
        (int | None, "x", "harus berupa bilangan bulat", "must be a whole number"),
        (bool, 3, "harus berupa ya atau tidak", "must be yes or no"),
        (tuple[int, ...], 3, "harus berupa daftar", "must be a list"),
        (
            date,
            "2026-02-31",
            "harus berupa tanggal yang ada, seperti 2026-11-21",
            "must be a real date, such as 2026-11-21",
        ),
        (
            Annotated[datetime, Meta(tz=True)],
            "2026-11-21T08:00:00",
            "harus menyebut zona waktu",
            "must name its time zone",
        ),
        (Needs, {}, "belum diisi", "is missing"),
        (
            Needs,
            {"name": "x", "nama": "y"},
            "memuat isian yang tidak dikenal",
            "holds a field that is not known",
        ),
    ],
)
def test_a_check_is_told_in_both_languages(
    kind: Any, value: Any, indonesian: str, english: str
) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(value, kind)
    assert problem(str(raised.value)).words == (indonesian, english)


def test_where_it_is_stays_beside_the_words() -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert({"valid_from": 1, "lines": [1, 0]}, Holds)
    found = problem(str(raised.value))
    assert found.words.indonesian == "paling kecil 1"
    assert found.path == ("lines", "1")
    assert found.name == ("baris", "lines")
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert({}, Holds)
    assert problem(str(raised.value)).name == ("tanggal mulai", "first day")
    assert field_name(steps("lines[...].validFrom")) == ("tanggal mulai", "first day")
    assert field_name(()) is None


def test_a_wrong_id_is_told_with_what_was_given() -> None:
    with pytest.raises(ValueError, match="is not an id") as raised:
        parse_global_id("IDENTITAS")
    told = "harus berupa ID seperti yang diberikan layanan, bukan “IDENTITAS”"
    assert problem(str(raised.value)).words.indonesian == told


def test_a_sentence_of_an_unknown_form_is_told_plainly() -> None:
    assert problem("something new").words == Words("tidak sesuai", "does not fit")


def _fields() -> set[tuple[str, Any]]:
    """Every field that a client fills in, with its annotation."""
    seen: set[type] = set()
    found: set[tuple[str, Any]] = set()

    def visit(struct: type[msgspec.Struct]) -> None:
        if struct in seen:
            return
        seen.add(struct)
        hints = typing.get_type_hints(struct, include_extras=True)
        for name in struct.__struct_fields__:
            found.add((name, str(hints[name])))
            for inner in walk.structs_inside(hints[name]):
                visit(inner)

    for command in (*COMMANDS, CommandEnvelope):
        visit(command)
    return found


def test_every_field_has_a_name() -> None:
    missing = {name for name, _ in _fields()} - set(LABELS["Field"])
    assert missing == set()


def test_every_form_of_a_text_has_a_phrase() -> None:
    patterns = {
        meta.pattern
        for struct in walk.structs("domain", "tenants", "platform", "graphql")
        for hint in typing.get_type_hints(struct, include_extras=True).values()
        for meta in walk.metas(hint)
        if meta.pattern is not None
    }
    assert patterns - set(PATTERNS) == set()
    assert set(PATTERNS.values()) <= set(PHRASES)


@pytest.mark.parametrize("key", list(PHRASES))
def test_every_phrase_reads_well(key: str) -> None:
    params = {
        "limit": 12,
        "value": "XX",
        "kind": "int",
        "sign": "U+0000",
        "role": "LURAH",
        "named": ("read:X",),
        "code": "99.99",
        "zone": "Mars",
        "edition": "1999",
        "known": ("2007", "2012"),
    }
    for language, text in zip(("id", "en"), phrase(key, **params), strict=True):
        start = "Isian “jumlah” " if language == "id" else "The field “amount” "
        found = [one for one in lint.problems(f"{start}{text}.", language) if "machine" not in one]
        assert found == []
