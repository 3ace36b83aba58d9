"""What does not fit a field is told in Indonesian too, as msgspec really says it."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from wahana.domain.kernel.problems import problem
from wahana.domain.kernel.refusal import Words
from wahana.domain.rendering import show
from wahana.graphql import inputs
from wahana.platform.ids import parse_global_id


class Needs(msgspec.Struct):
    name: str


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Annotated[str, Meta(max_length=3)], "beras", "panjangnya paling banyak 3"),
        (Annotated[str, Meta(min_length=3)], "a", "panjangnya paling sedikit 3"),
        (Annotated[tuple[int, ...], Meta(max_length=1)], [1, 2], "panjangnya paling banyak 1"),
        (Annotated[int, Meta(ge=1)], 0, "nilainya paling kecil 1"),
        (Annotated[int, Meta(le=9)], 10, "nilainya paling besar 9"),
        (Annotated[int, Meta(gt=0)], 0, "nilainya paling kecil 1"),
        (Annotated[str, Meta(pattern="^[0-9]$")], "x", "bentuknya tidak sesuai dengan '^[0-9]$'"),
        (Literal["RT", "RW"], "XX", "'XX' bukan pilihan yang ada"),
        (UUID, "x", "bukan id"),
        (int, "x", "seharusnya int, bukan str"),
        (Needs, {}, "isian name belum ada"),
    ],
)
def test_a_check_is_told_in_indonesian(kind: Any, value: Any, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(value, kind)
    said = problem(str(raised.value))
    assert said.indonesian == told
    assert said.english == str(raised.value)


def test_a_wrong_id_is_told_with_the_form_of_one() -> None:
    with pytest.raises(ValueError, match="is not an id") as raised:
        parse_global_id("IDENTITY")
    assert problem(str(raised.value)).indonesian == "'IDENTITY' bukan id; bentuk id: wksbm_<uuid>"


def test_a_control_character_is_told_with_the_cure() -> None:
    with pytest.raises(ValueError, match="control character") as raised:
        inputs._text("Siti\0")
    told = "berisi karakter kendali U+0000; kirim tanpa itu (tab dan ganti baris boleh)"
    assert problem(str(raised.value)).indonesian == told


def test_a_sentence_of_an_unknown_form_is_told_as_it_is() -> None:
    assert problem("something new") == Words("something new", "something new")


def test_each_language_shows_its_own_words() -> None:
    words = Words("sebelum hari pertama", "it lies before the first day")
    assert show(words, "id") == "sebelum hari pertama"
    assert show(words, "en") == "it lies before the first day"
