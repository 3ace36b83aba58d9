"""Values of any type of the domain: an event with all its fields, and with the fewest."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wahana.domain.kernel.fields import Personal, Sealed
from wahana.domain.words.catalogue import LABELS

DAY = date(2026, 11, 21)
LATER = date(2026, 12, 1)

CODES: dict[str, str] = {
    "seat": "KETUA",
    "service_kind": "BERAS",
    "kps_kind": "KUBE",
    "kind": "BIMTEK",
    "village_code": "64.74.01.1003",
    "area_code": "64.74",
    "from_area": "64.74.01",
    "grade": "TUMBUH",
    "indicator": "WKSBM_FORMED",
    "matter": "ANY",
    "edition": "2012",
    "role": "LURAH",
    "reason": "TYPING_ERROR",
    "fields": "name",
    "contexts": "PANDEMIC",
    "area_edition": "2025",
    "scheme_version": "1",
    "number": "08",
    "route": "RT1",
}
"""Codes of the offices' own lists, by their field."""


NUMBERS = frozenset(
    {
        *("month", "of", "no", "entry_no", "share", "round", "topic_no", "fund_entry", "term_no"),
        *("plan_item", "rank", "proceeds_entry", "rice_entry", "twin_entry", "corrects", "score"),
    }
)
"""Numbers by which things are called, or that are small by their nature."""


class Examples:
    """Values by type. ``full``: what is optional is there; ``many``: lists hold two, else one."""

    def __init__(self, *, full: bool, many: bool = True, number: int = 12_500) -> None:
        self._full = full
        self._many = many
        self._number = number

    def struct(self, kind: type[msgspec.Struct], /, **fixed: Any) -> Any:
        """A struct with a value in each field; unless ``full``, without the optional ones."""
        hints = typing.get_type_hints(kind, include_extras=True)
        values = {}
        for field in msgspec.structs.fields(kind):
            if field.name in fixed:
                values[field.name] = fixed[field.name]
            elif field.required or self._full:
                values[field.name] = self.value(hints[field.name], field.name, kind)
        return kind(**values)

    def value(self, hint: Any, name: str, owner: type) -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            code = any((meta.extra or {}).get("clear") == "a code from a list"
                       for meta in hint.__metadata__ if isinstance(meta, Meta))  # fmt: skip
            if code:
                return self._code(name, owner)
            return self.value(arguments[0], name, owner)
        if origin is Literal:
            return arguments[0]
        if origin in (typing.Union, UnionType):
            if type(None) in arguments and not self._full:
                return None
            rest = [one for one in arguments if one is not type(None)]
            return Sealed(0) if Sealed in rest else self.value(rest[0], name, owner)
        if origin is tuple:
            one = self.value(arguments[0], name, owner)
            return (one, one) if self._many else (one,)
        if (
            isinstance(hint, type)
            and issubclass(hint, msgspec.Struct)
            and hint not in (Personal, Sealed)
        ):
            return self.struct(hint)
        return self._plain(hint, name)

    def _code(self, name: str, owner: type) -> str:
        if name == "kind" and owner.__name__.startswith("LocalArea"):
            return "RW"
        if name == "kind" and owner.__name__.startswith("Slot"):
            return next(iter(LABELS["SlotKind"]))
        if name == "kind" and owner.__name__.startswith("Data"):
            return "person"
        if name == "reason" and owner.__name__ == "AccessRevealed":
            return "AUDIT"
        if name == "name" and owner.__name__ == "PolicySet":
            return "trained_share_percent"
        return CODES.get(name, "KODE")

    def _plain(self, hint: Any, name: str) -> Any:
        if hint is int:
            years = {"year", "budget_year", "founded_year", "birth_year"}
            return 2026 if name in years else 11 if name in NUMBERS else self._number
        if hint is date:
            return LATER if name in ("valid_to", "term_to", "date_to", "held_to") else DAY
        known: dict[Any, Any] = {
            str: f"Isi {name.replace('_', ' ')}",
            bool: True,
            UUID: UUID(int=1),
            datetime: datetime(2026, 11, 21, 0, 30, tzinfo=UTC),
            Personal: Sealed(0),
            Sealed: Sealed(0),
        }
        return known[hint]
