"""Administrative areas of Indonesia by dotted code, from the files in ``wilayah/``.

The files are shipped unchanged, with their notice (Open Database License 1.0), and are checked
against their SHA-256 when they are first needed. They are sorted by code, so a look-up is a binary
search in the lines, without parsing the file first. Names are not unique ("Sidomulyo" occurs 98
times): areas are found by code only.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Literal

EDITION = "2025"
"""Kepmendagri 300.2.2-2430/2025, through the package ``idn-area-data`` 4.0.1."""

CHECKSUMS = {
    "provinces.csv": "ee9e5b5aaca298c41aef1aa0888285e103856f1414134bbb7afc68b294c9a89d",
    "regencies.csv": "d5fbd54bb1500bbf5e194ddc94a3806df6e6837a310146dfa646b085bd99c0ae",
    "districts.csv": "982f843613cf36bf474cab7ec46b5ecafc46dfeaad26e4bbadf170a6dae8ebe7",
    "villages.csv": "6a8e53fce14d21b514f1f7d1602ceeab4ffbec6df98903e2cad949d8fee94690",
}
"""SHA-256 of the files of the edition."""

AreaKind = Literal[
    "PROVINSI", "KABUPATEN", "KOTA", "KECAMATAN", "KELURAHAN", "DESA", "DESA_ADAT"
]  # fmt: skip
VILLAGE_KINDS: frozenset[AreaKind] = frozenset({"KELURAHAN", "DESA", "DESA_ADAT"})

_FILES = {2: "provinces.csv", 5: "regencies.csv", 8: "districts.csv", 13: "villages.csv"}
_PARENT_LENGTH = {2: 0, 5: 2, 8: 5, 13: 8}
_CHILD_LENGTH = {0: 2, 2: 5, 5: 8, 8: 13}
_VILLAGE_DIGITS: dict[str, AreaKind] = {"1": "KELURAHAN", "2": "DESA", "3": "DESA_ADAT"}
_FIRST_CITY = 71

_DIY_WORDS_FROM = date(2020, 1, 1)
_LABELS: dict[AreaKind, str] = {
    "PROVINSI": "Provinsi",
    "KABUPATEN": "Kabupaten",
    "KOTA": "Kota",
    "KECAMATAN": "Kecamatan",
    "KELURAHAN": "Kelurahan",
    "DESA": "Desa",
    "DESA_ADAT": "Desa Adat",
}


class AreaFileChanged(Exception):
    """A file of areas is not the one of this release. Restore it from the package."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area of an edition."""

    code: str
    name: str
    kind: AreaKind
    edition: str

    @property
    def parent(self) -> str | None:
        """Code of the area it lies in; ``None`` for a province."""
        return self.code[: _PARENT_LENGTH[len(self.code)]] or None

    @property
    def is_village(self) -> bool:
        """Whether it is a kelurahan, desa or desa adat: the lowest level with a national code."""
        return self.kind in VILLAGE_KINDS


class Areas:
    """The areas of an edition. Reads ``folder`` lazily, one file per level."""

    def __init__(self, folder: Path, edition: str, checksums: dict[str, str]) -> None:
        self.edition = edition
        self._folder = folder
        self._checksums = checksums

    @cached_property
    def _provinces(self) -> Sequence[str]:
        return self._lines("provinces.csv")

    @cached_property
    def _regencies(self) -> Sequence[str]:
        return self._lines("regencies.csv")

    @cached_property
    def _districts(self) -> Sequence[str]:
        return self._lines("districts.csv")

    @cached_property
    def _villages(self) -> Sequence[str]:
        return self._lines("villages.csv")

    def find(self, code: str) -> Area | None:
        """The area with this code; ``None`` if the edition does not have it."""
        lines = self._level(len(code))
        key = f"{code},"
        at = bisect_left(lines, key)
        if at == len(lines) or not lines[at].startswith(key):
            return None
        return self._area(lines[at])

    def exists(self, code: str) -> bool:
        """Whether the edition has this code."""
        return self.find(code) is not None

    def ancestors(self, code: str) -> tuple[Area, ...]:
        """The areas in which it lies, the nearest first. Empty for a province or an
        unknown code."""
        found = []
        area = self.find(code)
        while area is not None and area.parent is not None:
            area = self.find(area.parent)
            if area is not None:
                found.append(area)
        return tuple(found)

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas directly below, by code; ``""`` gives the provinces."""
        length = _CHILD_LENGTH.get(len(code))
        if length is None:
            return ()
        lines = self._level(length)
        prefix = f"{code}." if code else ""
        # "/" is the character after ".": the first string beyond all that begin with the prefix.
        end = bisect_left(lines, f"{code}/") if code else len(lines)
        return tuple(self._area(line) for line in lines[bisect_left(lines, prefix) : end])

    def label(self, code: str, on: date | None = None) -> str | None:
        """The name of the area's level in its region on a day (default: now).

        Yogyakarta calls its desa kalurahan, and its kecamatan kapanewon (in a city kemantren),
        since 2020 (Pergub DIY 25/2019).
        """
        area = self.find(code)
        if area is None:
            return None
        if code.startswith("34.") and (on is None or on >= _DIY_WORDS_FROM):
            if area.kind == "DESA":
                return "Kalurahan"
            if area.kind == "KECAMATAN":
                return "Kemantren" if _is_city(code) else "Kapanewon"
        return _LABELS[area.kind]

    def _level(self, length: int) -> Sequence[str]:
        match length:
            case 2:
                return self._provinces
            case 5:
                return self._regencies
            case 8:
                return self._districts
            case 13:
                return self._villages
            case _:
                return ()

    def _area(self, line: str) -> Area:
        fields = next(csv.reader([line])) if '"' in line else line.split(",")
        code = fields[0]
        return Area(code=code, name=fields[-1], kind=_kind(code), edition=self.edition)

    def _lines(self, name: str) -> Sequence[str]:
        path = self._folder / name
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self._checksums[name]:
            raise AreaFileChanged(
                f"{path} is not the file of edition {self.edition}; restore it from the package"
            )
        return data.decode("utf-8").split("\n")[1:-1]


def within(code: str, area_code: str) -> bool:
    """Whether ``code`` is ``area_code`` or lies in it; ``""`` is the country, which
    contains all."""
    return not area_code or code == area_code or code.startswith(f"{area_code}.")


def enclosing(first: str, second: str) -> str:
    """The smallest area that contains two codes; ``""`` is the country."""
    parts = zip(first.split("."), second.split("."), strict=False)
    return ".".join(part for part, _ in takewhile(lambda pair: pair[0] == pair[1], parts))


def _kind(code: str) -> AreaKind:
    match len(code):
        case 2:
            return "PROVINSI"
        case 5:
            return "KOTA" if _is_city(code) else "KABUPATEN"
        case 8:
            return "KECAMATAN"
        case _:
            return _VILLAGE_DIGITS[code[9]]


def _is_city(code: str) -> bool:
    return int(code[3:5]) >= _FIRST_CITY


AREAS = Areas(Path(__file__).with_name("wilayah"), EDITION, CHECKSUMS)
"""The edition that is shipped."""
