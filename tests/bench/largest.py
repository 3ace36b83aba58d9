"""Large commands and large states, made from small ones by their types alone.

Lists are filled with copies of their items (or of a sample of their type), texts are extended to
their maximum length. In copy number k of an item every id is replaced by one derived from it and k,
so that ids of a command's copies occur in a state's copies: the payers of a list of dues are payers
of the book. Loading the id of a copy gives a twin of the original's state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import inspect as types
from tests.api.walls import samples

from wahana.domain.kernel.model import Aggregate, Command, Context
from wahana.platform import apart

LIST = 500
"""Items of a list whose type sets no maximum."""
TEXT = "Éa 9 9 "
"""Texts repeat it: it is not plain ASCII, and its digits are looked at for numbers of people."""
NUMBERED = frozenset({"entry", "no", "number", "round", "share", "of", "term_no"})
"""Numbers that are unique among the items of a list."""


class AnyId(dict[str, UUID]):
    """An id for whatever kind of object."""

    def __contains__(self, kind: object) -> bool:
        return True

    def __missing__(self, kind: str) -> UUID:
        return uuid5(UUID(int=7), kind)


IDS: Mapping[str, UUID] = AnyId()
_ORIGINALS: dict[UUID, UUID] = {}


def copied_id(one: UUID, number: int) -> UUID:
    """The id of the copy with a number; 0 is the original."""
    if not number:
        return one
    made = uuid5(one, str(number))
    _ORIGINALS[made] = one
    return made


# --- commands -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Enlarged:
    """How a command is enlarged: items per list, long texts, optional fields filled."""

    items: int
    texts: bool = False
    optional: bool = False
    codes: bool = True
    """Whether lists of codes are filled up; some take only what fits the rest of the command."""

    def of(self, command: Command) -> Command:
        """The enlarged command. Raises the refusal of a field that is then no longer valid."""
        fields = self._of(types.type_info(type(command)), msgspec.to_builtins(command), "", 0)
        return msgspec.convert(fields, type(command))

    def _of(self, kind: Any, value: Any, name: str, copy: int) -> Any:
        match kind:
            case types.Metadata():
                return self._of(kind.type, value, name, copy)
            case types.UnionType():
                return self._one_of(kind, value, name, copy)
            case types.StructType():
                fields = value if isinstance(value, dict) else {}
                return {
                    field.name: self._of(field.type, fields.get(field.name), field.name, copy)
                    for field in kind.fields
                    if field.name in fields or self._fills(field)
                }
            case types.VarTupleType() | types.ListType() | types.FrozenSetType():
                return self._list(kind, value, name, copy)
            case types.UUIDType():
                return str(copied_id(UUID(value), copy)) if value else value
            case types.StrType() if self.texts and kind.pattern is None and value is not None:
                most = kind.max_length or 0
                return (TEXT * most)[:most].strip() if most > 30 else value
            case _:
                return value

    def _fills(self, field: types.Field) -> bool:
        return not field.required and _is_list(field.type)

    def _one_of(self, kind: types.UnionType, value: Any, name: str, copy: int) -> Any:
        parts = [one for one in kind.types if not isinstance(one, types.NoneType)]
        if value is not None:
            return self._of(next(part for part in parts if _fits(part, value)), value, name, copy)
        if not self.optional and not _is_list(kind):
            return None
        bare = [samples._bare(part) for part in parts]
        if any(isinstance(part, types.StrType) and part.pattern is None for part in bare):
            return self._of(parts[0], "X", name, copy)
        return None

    def _list(self, kind: Any, value: Any, name: str, copy: int) -> list[Any]:
        most = min(kind.max_length or LIST, self.items)
        given = value or [samples._value(kind.item_type, IDS, name, ())]
        item = samples._bare(kind.item_type)
        if isinstance(item, types.LiteralType):
            if not self.codes:
                return list(value or ())
            rest = [one for one in item.values if one not in given]
            return [*given, *rest][: max(most, len(given))]
        made = list(given[:most])
        while len(made) < most:
            made.append(self._of(kind.item_type, given[0], name, len(made)))
        return [self._of(kind.item_type, one, name, copy) for one in made]


def _is_list(kind: Any) -> bool:
    kind = samples._bare(kind)
    if isinstance(kind, types.UnionType):
        return any(map(_is_list, kind.types))
    return isinstance(kind, types.VarTupleType | types.ListType | types.FrozenSetType)


def _fits(kind: Any, value: Any) -> bool:
    """Whether a JSON value may be of a type."""
    kind = samples._bare(kind)
    if isinstance(kind, types.StructType | types.DictType):
        return isinstance(value, dict)
    if isinstance(kind, types.VarTupleType | types.ListType | types.FrozenSetType):
        return isinstance(value, list)
    if isinstance(kind, types.BoolType):
        return isinstance(value, bool)
    if isinstance(kind, types.IntType):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


# --- states ---------------------------------------------------------------------------------


class Worlds:
    """Loads states that were enlarged. ``known``: states that show what a list may hold."""

    def __init__(self, known: list[Aggregate]) -> None:
        self._items: dict[tuple[type[Aggregate], str], Any] = {}
        for state in known:
            for name in apart._lists(type(state)):
                found = getattr(state, name)
                seen = self._items.get((type(state), name), ())
                if isinstance(found, tuple | dict) and len(found) > len(seen):
                    self._items[type(state), name] = found

    def enlarged(self, context: Context, *, command: Command, size: int, whole: bool) -> Context:
        """The context with states of this number of items (``apart.size_of_state``).

        ``whole``: all that are loaded; else the command's target alone.
        """
        target = None if whole else command.target(context)[1]
        load, made = context.load, dict[tuple[type[Aggregate], UUID], Aggregate]()

        def loaded(kind: type[Any], stream_id: UUID, /) -> Any:
            state = load(kind, stream_id)
            if not state.version and stream_id in _ORIGINALS:
                twin = load(kind, _ORIGINALS[stream_id])
                return msgspec.structs.replace(twin, id=stream_id) if twin.version else state
            if not size or not state.version or target not in (None, stream_id):
                return state
            if (kind, stream_id) not in made:
                made[kind, stream_id] = self.grown(state, size)
            return made[kind, stream_id]

        return replace(context, load=loaded)

    def grown(self, state: Aggregate, size: int) -> Aggregate:
        """The state with its lists filled up, until it has about ``size`` items."""
        shown = {name: self._shown(state, name) for name in apart._lists(type(state))}
        shown = {name: items for name, items in shown.items() if items}
        if not shown or apart.size_of_state(state) >= size:
            return state
        copies = max(1, size // (8 * len(shown)))
        while copies:
            found = {name: _copies(items, copies) for name, items in shown.items()}
            made = msgspec.structs.replace(state, version=state.version + copies, **found)
            if apart.size_of_state(made) <= size:
                more = int(copies * size / apart.size_of_state(made))
                if more <= copies * 1.1:
                    return made
                copies = more
            else:
                copies = int(copies * 0.95 * size / apart.size_of_state(made))
        return state

    def _shown(self, state: Aggregate, name: str) -> Any:
        own = getattr(state, name)
        return (
            own
            if own or not isinstance(own, tuple | dict)
            else self._items.get((type(state), name))
        )


def _copies(items: Any, copies: int) -> Any:
    """The items, and copies of them, up to this number in all."""
    if isinstance(items, dict):
        made = list(items.items())
        firsts = len(made)
        while len(made) < copies:
            made.append(_copy(made[len(made) % firsts], len(made)))
        return dict(made)
    if isinstance(items, tuple):
        made = list(items)
        firsts = len(made)
        while len(made) < copies:
            made.append(_copy(made[len(made) % firsts], len(made)))
        return tuple(made)
    return items


def _copy(value: Any, number: int, name: str = "") -> Any:
    match value:
        case UUID():
            return copied_id(value, number)
        case bool():
            return value
        case int() if name in NUMBERED:
            return value + number
        case tuple():
            return tuple(_copy(one, number, name) for one in value)
        case msgspec.Struct():
            names = value.__struct_fields__
            changed = {one: _copy(getattr(value, one), number, one) for one in names}
            return msgspec.structs.replace(value, **changed)
        case _:
            return value
