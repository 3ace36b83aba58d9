"""Cursors: opaque texts with a row's ordering key and the position of its page.

A cursor is base64url (without padding) of a JSON array ``[ordering, moment, key, …]``, all
texts; the statement itself makes it (``compile.py``). The moment is a position and the office's
date, ``123@2026-11-30``: so every following page shows the same moment as the first one, also
if it is asked for on another day.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from .relation import Kind, Relation


class WrongCursor(ValueError):
    """A cursor is invalid, or belongs to another list. Start again without it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position of a page and the ordering key of a row in it, as texts."""

    position: int
    today: date
    """The office's date at the moment."""
    keys: tuple[str, ...]


def _day(key: str) -> None:
    if key not in ("infinity", "-infinity"):
        date.fromisoformat(key)


_PARTS = msgspec.json.Decoder(list[str])
_READERS: Mapping[Kind, Callable[[str], object]] = {
    "id": UUID,
    "int": int,
    "bigint": int,
    "date": _day,
    "datetime": datetime.fromisoformat,
}
"""Parsers that only check whether PostgreSQL can read a key."""


def _text(key: str) -> None:
    if "\0" in key:
        raise ValueError("PostgreSQL holds no NUL in a text")


def decode(text: str, relation: Relation, ordering: str) -> Cursor:
    """The content of a cursor. Raises :class:`WrongCursor` unless it belongs to this list."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        named, moment, *keys = _PARTS.decode(raw)
        position, _, day = moment.partition("@")
        at, today = int(position), date.fromisoformat(day)
        for key, sort_key in zip(keys, relation.sort_keys(ordering), strict=False):
            _READERS.get(sort_key.kind, _text)(key)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise WrongCursor(
            f"'{text[:40]}' is not a cursor; take it from pageInfo or an edge of this list"
        ) from error
    if named != ordering or len(keys) != len(relation.sort_keys(ordering)) or not 0 <= at < 2**63:
        raise WrongCursor(
            f"the cursor belongs to a list in another order than {ordering}; start without it"
        )
    return Cursor(at, today, tuple(keys))
