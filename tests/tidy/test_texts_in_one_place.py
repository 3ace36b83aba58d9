"""Indonesian texts for people are in the catalogue, and lists take their words from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tidy.test_house import ROOMS, ROOT

from wahana.domain.words.catalogue import LABELS

ELSEWHERE = {
    "domain/words": "the catalogue itself",
    "domain/reference": "the ministry's lists and the names of areas, as published",
    "deploy/demo": "titles of sources, and what invented people say",
}
"""Where Indonesian texts stand outside the catalogue, and why."""

_QUOTED = re.compile(r"“[^”]*”|\b[A-Z][A-Z_]+\b|(?<=\w )\([^)]*\)")
"""A source is quoted in its own words, a code is no text, an English word may name the trade's."""
_WORDS = re.compile(
    r"\b(ya|yang|dengan|untuk|tidak|dari|dan|atau|pada|harus|belum|sudah|adalah|oleh|bila|jika"
    r"|dalam|kepada|menjadi|karena|kosong|mulai|sampai|alasan|mengoreksi|isi|perlu|boleh|setiap"
    r"|bulan|tahun|jumlah|orang|keluarga|daftar|lainnya|hari|salah|baru|semua|hanya)\b",
    re.IGNORECASE,
)
"""Words of Indonesian sentences that are none of English, of codes or of names."""
_LABELS = {
    label.indonesian.lower()
    for name in LABELS
    for label in LABELS[name].values()
    if " " in label.indonesian and label.indonesian.lower() != label.english.lower()
}


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


def indonesian(text: str) -> bool:
    """Whether a literal is a text in Indonesian: code and names apart."""
    plain = _QUOTED.sub("", text)
    return plain.strip(" .,:;").lower() in _LABELS or bool(_WORDS.search(plain))


@pytest.mark.parametrize("room", ROOMS)
def test_indonesian_texts_stand_in_the_catalogue(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(tuple(ELSEWHERE)):
            found += [
                f"{name}:{line}: {text}" for line, text in _literals(path) if indonesian(text)
            ]
    assert found == []


def test_an_indonesian_text_is_seen() -> None:
    assert indonesian(" dari {old} menjadi {new}")
    assert indonesian("Alasan lain")
    assert not indonesian("S0: “sesuai jadwal dan tahapan kegiatan”")
    assert not indonesian("Sends a referral (rujukan).")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_place_with_texts_of_its_own_has_some(place: str) -> None:
    where = ROOT / place
    paths = [where] if where.is_file() else sorted(where.rglob("*.py"))
    assert any(indonesian(text) for path in paths for _, text in _literals(path))


@pytest.mark.parametrize("room", ["projections", "graphql"])
def test_lists_take_their_words_from_the_catalogue(room: str) -> None:
    """An enumeration is made of a closed list (`Enumeration.of`), never of words by hand."""
    by_hand = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "Enumeration"
    ]
    assert by_hand == []
    made = [
        path
        for path in (ROOT / "projections").rglob("*.py")
        if "Enumeration.of(" in path.read_text()
    ]
    assert len(made) > 3
