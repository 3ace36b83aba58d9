"""The sealer: the only way in which personal values enter an event.

The domain yields open values (shape: a struct with ``subject``, ``category`` and ``value``).
The sealer takes them out, puts a reference in their place and seals them, one group per event,
subject and category. Behind it, ``wahana.platform.events.encode_payload`` refuses an event in
which an open value is left. The two classes are parameters: the engine knows no domain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

import msgspec
from msgspec import inspect

from wahana.platform import apart
from wahana.platform.bounds import ITEMS_OF_AN_EVENT
from wahana.platform.events import SealedGroup
from wahana.platform.ids import TenantId
from wahana.platform.unique import UniqueValue

from . import errors
from .envelope import NONCE_BYTES, DataKey
from .keyring import KeyRing
from .wrapping import Randomness, system_randomness

VALUE_BYTES_MAX: Final = 16 * 1024
"""UTF-8 bytes of one personal value in an event."""

E = TypeVar("E", bound=msgspec.Struct)


class OpenValue(Protocol):
    """The shape of an open personal value (see ``wahana.domain.kernel.fields.Personal``)."""

    @property
    def subject(self) -> UUID: ...

    @property
    def category(self) -> str: ...

    @property
    def value(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SealingPlan(Generic[E]):
    """An event with references for its personal values, and the values by group and path."""

    event: E
    groups: tuple[tuple[tuple[UUID, str], dict[str, str]], ...] = field(default=(), repr=False)


class Sealer:
    """Seals the events of a command.

    ``open_type`` and ``sealed_type`` are the classes of an open value and of the reference
    ``sealed_type(group=i)`` to the i-th sealed group of the event.
    """

    def __init__(
        self,
        keys: KeyRing,
        *,
        open_type: type[Any],
        sealed_type: type[Any],
        randomness: Randomness = system_randomness,
    ) -> None:
        self._keys = keys
        self._open_type = open_type
        self._reference: Callable[..., Any] = sealed_type
        self._fields = PersonalFields(open_type, sealed_type)
        self._randomness = randomness

    def plan(self, event: E) -> SealingPlan[E]:
        """Take the personal values out of an event. Pure.

        A path names a value as the event's JSON does: ``candidates.3.name``. Raises
        :class:`~.errors.Unsealable` if a value sits where it cannot be taken out or is sealed
        already (its reference would point into another event), and
        :class:`~.errors.ValueTooLong`.
        """
        if not self._fields.of(type(event)):
            return SealingPlan(event)
        numbers: dict[tuple[UUID, str], int] = {}
        values: list[dict[str, str]] = []

        def put_reference(path: str, found: OpenValue) -> Any:
            if type(found) is not self._open_type:
                raise errors.Unsealable(
                    f"{type(event).__name__}.{path} is sealed already; give the event the open "
                    "value: a sealed one belongs to the event it is in"
                )
            if "\0" in found.value:
                raise errors.Unsealable(f"{path} holds a NUL character; send it without")
            if len(found.value.encode()) > VALUE_BYTES_MAX:
                raise errors.ValueTooLong(path, VALUE_BYTES_MAX)
            group = numbers.setdefault((found.subject, found.category), len(values))
            if group == len(values):
                values.append({})
            if path in values[group]:
                raise errors.Unsealable(f"{type(event).__name__} has two fields called {path}")
            values[group][path] = found.value
            return self._reference(group=group)

        sealed = self._fields.replace(event, put_reference)
        return SealingPlan(sealed, tuple(zip(numbers, values, strict=True)))

    async def seal(
        self, tenant: TenantId, events: Sequence[tuple[UUID, E]]
    ) -> list[tuple[E, tuple[SealedGroup, ...]]]:
        """The events of one command, given with their ids, sealed: event and its groups.

        At most one round trip to the key store, none without personal values. Nothing is
        sealed unless all is. Raises what :meth:`plan` and :meth:`.keys.KeyStore.ensure` raise;
        :class:`~.errors.KeyStoreUnavailable` may be tried again, for nothing was recorded.
        """
        size = len(events) * ITEMS_OF_AN_EVENT
        plans = await apart.run(
            size, lambda: [(event_id, self.plan(event)) for event_id, event in events]
        )
        wanted = [pair for _, plan in plans for pair, _ in plan.groups]
        keys = await self._keys.for_sealing(tenant, wanted) if wanted else {}
        return await apart.run(size, self._sealed, plans, keys)

    def _sealed(
        self, plans: Sequence[tuple[UUID, SealingPlan[E]]], keys: Mapping[tuple[UUID, str], DataKey]
    ) -> list[tuple[E, tuple[SealedGroup, ...]]]:
        return [
            (
                plan.event,
                tuple(
                    keys[pair].seal(event_id, values, self._randomness(NONCE_BYTES))
                    for pair, values in plan.groups
                ),
            )
            for event_id, plan in plans
        ]

    def unique_values(self, happened: Sequence[Any]) -> list[UniqueValue]:
        """The values in events that must be unique within a tenant, for ``platform/unique.py``."""
        return [
            UniqueValue(value.unique, value.subject, path, value.value)
            for event in happened
            for path, value in self._fields.paths(event)
            if type(value) is self._open_type and value.unique is not None
        ]


Replace = Callable[[str, Any], Any]


class PersonalFields:
    """Finds the personal values of events, open or sealed; knows per class where they can be.

    A class is looked at once, by its annotations; an event whose class can hold none costs one
    dictionary look-up.
    """

    def __init__(self, open_type: type[Any], sealed_type: type[Any]) -> None:
        self._leaves = (open_type, sealed_type)
        self._known: dict[type[Any], tuple[tuple[str, str], ...]] = {}

    def of(self, cls: type[Any]) -> tuple[tuple[str, str], ...]:
        """The fields of a struct class that can hold personal values: (attribute, JSON name).

        Raises :class:`~.errors.Unsealable` if one can hold them in a set, as a dictionary's key
        or in a class that is no struct.
        """
        known = self._known.get(cls)
        if known is None:
            info = inspect.type_info(cls)
            assert isinstance(info, inspect.StructType)
            known = self._known[cls] = tuple(
                (each.name, each.encode_name)
                for each in info.fields
                if self._possible(each.type, f"{cls.__name__}.{each.name}", set())
            )
        return known

    def paths(self, event: Any) -> Iterator[tuple[str, Any]]:
        """The personal values that an event holds, with their paths: for the opener of a group."""
        found: list[tuple[str, Any]] = []

        def note(path: str, value: Any) -> Any:
            found.append((path, value))
            return value

        self.replace(event, note)
        return iter(found)

    def replace(self, event: E, replace: Replace) -> E:
        """The event with ``replace(path, value)`` in place of each personal value."""
        replaced: E = self._struct(event, "", replace)
        return replaced

    def _struct(self, value: Any, prefix: str, replace: Replace) -> Any:
        changes = {}
        for attribute, name in self.of(type(value)):
            old = getattr(value, attribute)
            new = self._value(old, prefix + name, replace)
            if new is not old:
                changes[attribute] = new
        return msgspec.structs.replace(value, **changes) if changes else value

    def _value(self, value: Any, path: str, replace: Replace) -> Any:
        if isinstance(value, self._leaves):
            return replace(path, value)
        if isinstance(value, msgspec.Struct):
            return self._struct(value, path + ".", replace)
        if isinstance(value, list | tuple):
            items = [self._value(item, f"{path}.{n}", replace) for n, item in enumerate(value)]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, dict):
            return {key: self._value(item, f"{path}.{key}", replace) for key, item in value.items()}
        return value

    def _possible(self, kind: inspect.Type, place: str, above: set[type[Any]]) -> bool:
        """Whether a value of this type can hold a personal value; untyped fields can."""
        if isinstance(kind, inspect.Metadata):
            return self._possible(kind.type, place, above)
        if isinstance(kind, inspect.StructType):
            if kind.cls in self._leaves:
                return True
            if kind.cls in above:
                return False
            return self._any((each.type for each in kind.fields), place, above | {kind.cls})
        if isinstance(kind, inspect.UnionType):
            return self._any(kind.types, place, above)
        if isinstance(kind, inspect.ListType | inspect.VarTupleType):
            return self._possible(kind.item_type, place, above)
        if isinstance(kind, inspect.TupleType):
            return self._any(kind.item_types, place, above)
        if isinstance(kind, inspect.DictType):
            self._forbid(kind.key_type, place, above)
            return self._possible(kind.value_type, place, above)
        if isinstance(kind, inspect.SetType | inspect.FrozenSetType):
            self._forbid(kind.item_type, place, above)
        if isinstance(kind, inspect.DataclassType | inspect.NamedTupleType | inspect.TypedDictType):
            for each in kind.fields:
                self._forbid(each.type, place, above)
        return isinstance(kind, inspect.AnyType | inspect.CustomType)

    def _any(self, kinds: Iterable[inspect.Type], place: str, above: set[type[Any]]) -> bool:
        # Without a short cut, so that a forbidden place behind a possible one is found as well.
        found = [self._possible(kind, place, above) for kind in kinds]
        return True in found

    def _forbid(self, kind: inspect.Type, place: str, above: set[type[Any]]) -> None:
        if not isinstance(kind, inspect.AnyType) and self._possible(kind, place, above):
            raise errors.Unsealable(
                f"{place} can hold a personal value in a set, as a key or in a class that is no "
                "struct; use a struct, a list or a dictionary's value"
            )
