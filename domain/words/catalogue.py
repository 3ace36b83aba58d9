"""The catalogue of texts: every word and sentence that a person reads, in both languages.

The texts are in the TOML files beside this module, for translators to edit: ``lists/`` has the
labels of codes, list by list; ``refusals/`` the message and hint of each refusal; ``trail/`` the
sentence of each event; ``pages/`` the texts of sheets and pages; ``problems/`` what is wrong with a
field. A text is ``[Indonesian, English]``; :mod:`.template` explains its placeholders. The files
are read and checked when this module is imported, like the reference data.

A code has its label in *its* list: ``LABELS[HouseholdRole]["OTHER"]`` is "lainnya",
``LABELS[CorrectionReason]["OTHER"]`` "alasan lain". A list is found by its name or by the
``Literal`` type with the same members, so a member without a label is noticed at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from .formats import Language, capital

_HERE = Path(__file__).parent
_PARTS = re.compile(r"[_:]+")


class WrongText(ValueError):
    """The catalogue is inconsistent. The message says where."""


class Words(NamedTuple):
    """A phrase in both languages."""

    indonesian: str
    english: str

    def of(self, language: Language) -> str:
        """The phrase in a language."""
        return self.indonesian if language == "id" else self.english


class Label(NamedTuple):
    """The label of a code: lower case, except for names."""

    indonesian: str
    english: str
    about: str = ""
    """An explanation in English, where the label alone is not enough."""

    def of(self, language: Language) -> str:
        """The label in a language."""
        return self.indonesian if language == "id" else self.english

    @property
    def described(self) -> str:
        """The description of the code in the API: Indonesian, then English if it differs."""
        text = capital(self.indonesian)
        if self.english.lower() != self.indonesian.lower():
            text += f" ({self.english})"
        return f"{text}: {self.about}." if self.about else f"{text}."


class List(Mapping[str, Label]):
    """The labels of one list of codes, in the order of the file."""

    def __init__(self, name: str, labels: Mapping[str, Label]) -> None:
        self.name = name
        self._labels = labels

    def __getitem__(self, code: str) -> Label:
        return self._labels[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)

    def word(self, code: str, language: Language) -> str:
        """The label of a code in a language.

        A code that an office added to one of its own lists is shown in its own words:
        ``SEKSI:KEROHANIAN`` is "seksi kerohanian".
        """
        label = self._labels.get(code)
        return label.of(language) if label is not None else readable(code)


def readable(code: str) -> str:
    """A code of an office's own list, in words."""
    return _PARTS.sub(" ", code).strip().lower()


class Labels(Mapping[Any, List]):
    """All lists, by name or by the ``Literal`` type of their members."""

    def __init__(self, lists: Mapping[str, List]) -> None:
        self._lists = lists
        self._by_members: dict[frozenset[str], list[List]] = {}
        for one in lists.values():
            self._by_members.setdefault(frozenset(one), []).append(one)

    def __getitem__(self, key: Any) -> List:
        if isinstance(key, str):
            return self._lists[key]
        if get_origin(key) is not Literal:
            raise KeyError(f"a list is asked for by its name or its Literal type, not by {key}")
        members = frozenset(get_args(key))
        found = self._by_members.get(members, [])
        if not found:
            raise KeyError(f"no list of the catalogue has the codes {sorted(members)}: {_HERE}")
        if any(dict(one) != dict(found[0]) for one in found):
            names = " and ".join(one.name for one in found)
            raise KeyError(f"{names} have the same codes, other words: ask by name")
        return found[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def read(folder: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables in all files of a folder of the catalogue, by name."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((_HERE / folder).glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        if both := found.keys() & tables.keys():
            raise WrongText(f"{path}: {sorted(both)} are in another file already")
        found |= tables
    return found


def words(text: Any, where: str) -> Words:
    """A text of a file, in both languages. Raises :class:`WrongText` if one is missing."""
    if not _is_text(text, 2, 2):
        raise WrongText(f"{where}: a text is [Indonesian, English]")
    return Words(*text)


def _is_text(text: Any, least: int, most: int) -> bool:
    return (
        isinstance(text, list)
        and least <= len(text) <= most
        and all(isinstance(part, str) and part.strip() == part != "" for part in text)
    )


def _labels(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Label]]:
    for code, text in table.items():
        if not _is_text(text, 2, 3):
            raise WrongText(f"{name}.{code}: a label is [Indonesian, English, explanation or not]")
        yield code, Label(*text)


LABELS = Labels(
    MappingProxyType(
        {
            name: List(name, MappingProxyType(dict(_labels(name, table))))
            for name, table in read("lists").items()
        }
    )
)
"""The labels of codes, list by list."""
