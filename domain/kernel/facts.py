"""Kinds of facts: where a fact is kept in a state, and which events make, correct and retract it.

A *fact* is an entry that is still valid. An aggregate keeps each with its ``entry``, the version of
the event that made it; corrections and retractions name that version. A :class:`FactKind` is
declared once, beside the facts of its aggregate. The fold of its events, the corrected timeline
(:mod:`.timeline`) and the table of all facts and their corrections, which a test goes through,
follow from it.

There are five forms: facts in a list (:func:`listed`) or in a mapping by key (:func:`keyed`), a
fact that exists at most once (:func:`single`), the end of a fact (:func:`ending`), and the identity
of an aggregate from its first event on (:func:`identity_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from .in_force import in_order
from .model import Event, Stamp
from .particulars import carry

S = TypeVar("S", bound=msgspec.Struct)
Changed = dict[str, Any]
"""Fields of a state with their new values."""
Fold = Callable[[Any, Any, Stamp], Changed]
"""What an event changes in a state."""

replace = msgspec.structs.replace

WHY = frozenset({"of", "reason", "note", "entry"})
"""Fields of a correcting event that say why, and which fact; they are not part of the fact."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FactKind:
    """A kind of fact of one aggregate."""

    code: str
    """Its code in the API and in refusals, such as ``ASSESSMENT``."""
    made_by: tuple[type[Event], ...]
    corrected_by: tuple[type[Event], ...] = ()
    retracted_by: type[Event] | None = None
    found: Callable[[Any], Iterable[tuple[int, Any]]]
    """The facts of this kind in a state, each with the version of its event."""
    day: Callable[[Any], date | None]
    """The business day of a fact."""
    without: Callable[[Any, int], Changed] | None = None
    """The fields of the state without the fact of a version: the fold of its retraction.

    ``None`` for the identity of an aggregate: nothing can exist without it.
    """
    withdrawn: Mapping[str, Any] | None = None
    """For an identity: the fields of the state after its retraction, as if it had never existed."""
    about: Callable[[Any], UUID | None] = field(default=lambda fact: None)
    """The person a fact is about, under whose key its texts are sealed; ``None``: the timeline
    says."""
    called: Callable[[Any], str] | None = None
    """The code of a fact in refusals, where it differs from the ``code`` of its kind."""
    day_field: str = ""
    """Name of the fact's day field in the fact and in commands that correct it; empty if it has
    none."""
    kept_codes: frozenset[str] = frozenset()
    """Codes of refusals that are shown unchanged when a correction of another fact breaks this
    kind's rule; all others become ENTRY_IN_USE or STAGE_DATE."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Field of the fact → its name in correcting events and commands, where the two differ."""
    fold: Mapping[type[Event], Fold] = field(default_factory=dict)
    """The fold of the events that make and correct it."""

    def __repr__(self) -> str:
        return f"FactKind({self.code})"


def listed(
    code: str,
    fact: type[msgspec.Struct],
    name: str,
    *,
    made_by: type[Event] | tuple[type[Event], ...],
    corrected_by: type[Event] | None = None,
    retracted_by: type[Event] | None = None,
    day: str | None,
    about: Callable[[Any], UUID | None] | None = None,
    build: Callable[[Any, Stamp], Any] | None = None,
    correct: Fold | None = None,
    renamed: Mapping[str, str] | None = None,
    without: Callable[[Any, int], Changed] | None = None,
    called: Callable[[Any], str] | None = None,
    kept_codes: Iterable[str] = (),
) -> FactKind:
    """Facts in the tuple ``name`` of the state, in the order of their business days, those of one
    day in the order of their entries (:mod:`.in_force`).

    Fields that the event and the fact share by name are copied. The day is the event's field
    ``day``, if it has one, else the business date of the command (``day=None``: the fact has no
    day). ``renamed``: fields of the fact that have another name in the correcting event (whose
    ``reason`` is that of the correction). ``build`` makes the fact and ``correct`` changes it,
    where copying fields is not enough; ``without`` replaces the retraction, where more than the
    fact is removed.
    """
    making = made_by if isinstance(made_by, tuple) else (made_by,)
    folds: dict[type[Event], Fold] = {}

    def ordered(change: Changed) -> Changed:
        return {**change, name: in_order(change[name], day)} if name in change else change

    for event in making:
        make = build or _maker(fact, event, day)

        def added(state: Any, event: Any, stamp: Stamp, make: Any = make) -> Changed:
            return ordered({name: (*getattr(state, name), make(event, stamp))})

        folds[event] = added
    if corrected_by is not None:
        corrector = correct or _corrector(fact, name, corrected_by, renamed or {})
        folds[corrected_by] = lambda state, event, stamp: ordered(corrector(state, event, stamp))
    return FactKind(
        code=code,
        made_by=making,
        corrected_by=() if corrected_by is None else (corrected_by,),
        retracted_by=retracted_by,
        found=lambda state: ((item.entry, item) for item in getattr(state, name)),
        day=lambda item: None if day is None else getattr(item, day),
        without=without or (lambda state, of: {name: left_out(getattr(state, name), of)}),
        about=about or _about,
        called=called,
        day_field=day or "",
        kept_codes=frozenset(kept_codes),
        renamed=renamed or {},
        fold=folds,
    )


def keyed(
    code: str,
    fact: type[msgspec.Struct],
    name: str,
    *,
    key: str,
    made_by: type[Event] | tuple[type[Event], ...],
    corrected_by: type[Event] | None = None,
    retracted_by: type[Event] | None = None,
    day: str,
    about: Callable[[Any], UUID | None] | None = None,
    build: Callable[[Any, Stamp], Iterable[Any]] | None = None,
    renamed: Mapping[str, str] | None = None,
    kept_codes: Iterable[str] = (),
) -> FactKind:
    """Facts in the mapping ``name`` of the state, each under its field ``key``.

    ``build`` makes the facts of an event that makes several, or that has more than the fields it
    shares with the fact.
    """
    making = made_by if isinstance(made_by, tuple) else (made_by,)
    folds: dict[type[Event], Fold] = {}
    for event in making:
        make = build or _one(_maker(fact, event, day))

        def added(state: Any, event: Any, stamp: Stamp, make: Any = make) -> Changed:
            new = {getattr(item, key): item for item in make(event, stamp)}
            return {name: {**getattr(state, name), **new}}

        folds[event] = added
    return FactKind(
        code=code,
        made_by=making,
        corrected_by=() if corrected_by is None else (corrected_by,),
        retracted_by=retracted_by,
        found=lambda state: ((item.entry, item) for item in getattr(state, name).values()),
        day=lambda item: getattr(item, day),
        without=lambda state, of: {
            name: {at: item for at, item in getattr(state, name).items() if item.entry != of}
        },
        about=about or _about,
        day_field=day if corrected_by and day in corrected_by.__struct_fields__ else "",
        kept_codes=frozenset(kept_codes),
        renamed=renamed or {},
        fold=folds,
    )


def single(
    code: str,
    fact: type[msgspec.Struct],
    name: str,
    *,
    made_by: type[Event] | tuple[type[Event], ...],
    corrected_by: type[Event] | tuple[type[Event], ...] = (),
    retracted_by: type[Event] | None = None,
    day: str,
    about: Callable[[Any], UUID | None] | None = None,
    build: Callable[[Any, Stamp], Any] | None = None,
    without: Callable[[Any, int], Changed] | None = None,
) -> FactKind:
    """A fact that exists at most once, in the field ``name`` of the state; ``None`` without it.

    With several correcting events, each gives some of the fields.
    """
    making = made_by if isinstance(made_by, tuple) else (made_by,)
    correcting = corrected_by if isinstance(corrected_by, tuple) else (corrected_by,)

    def standing(state: Any) -> tuple[Any, ...]:
        item = getattr(state, name)
        return () if item is None else (item,)

    def made(event: type[Event]) -> Fold:
        make = build or _maker(fact, event, day)
        return lambda state, source, stamp: {name: make(source, stamp)}

    def corrected(event: type[Event]) -> Fold:
        values = _corrected_fields(fact, event, {})
        return lambda state, source, stamp: {name: replace(getattr(state, name), **values(source))}

    return FactKind(
        code=code,
        made_by=making,
        corrected_by=correcting,
        retracted_by=retracted_by,
        found=lambda state: ((item.entry, item) for item in standing(state)),
        day=lambda item: getattr(item, day),
        without=without or (lambda state, of: {name: None}),
        about=about or _about,
        day_field=day,
        fold={
            **{event: made(event) for event in making},
            **{event: corrected(event) for event in correcting},
        },
    )


def ending(
    code: str,
    name: str,
    *,
    made_by: type[Event] | tuple[type[Event], ...],
    corrected_by: type[Event] | None = None,
    retracted_by: type[Event] | None = None,
    entry: str,
    day: str,
    restored: Mapping[str, Any] | Callable[[Any], Changed],
    about: Callable[[Any], UUID | None] | None = None,
    kept_codes: Iterable[str] = (),
) -> FactKind:
    """The ends of facts in the tuple ``name``; each end is kept in the fact that it ended.

    ``entry`` is the field for the version of the event that ended the fact, ``day`` the field for
    the day, ``restored`` the fields of the fact without its end. Retracting a fact retracts its
    end.
    """

    def resumed(item: Any) -> Any:
        return replace(item, **(restored(item) if callable(restored) else restored))

    return FactKind(
        code=code,
        made_by=made_by if isinstance(made_by, tuple) else (made_by,),
        corrected_by=() if corrected_by is None else (corrected_by,),
        retracted_by=retracted_by,
        found=lambda state: (
            (getattr(item, entry), item)
            for item in getattr(state, name)
            if getattr(item, entry) is not None
        ),
        day=lambda item: getattr(item, day),
        without=lambda state, of: {
            name: tuple(
                resumed(item) if getattr(item, entry) == of else item
                for item in getattr(state, name)
            )
        },
        about=about or _about,
        day_field=day,
        kept_codes=frozenset(kept_codes),
    )


def identity_of(
    code: str,
    *,
    made_by: type[Event] | tuple[type[Event], ...],
    corrected_by: type[Event] | tuple[type[Event], ...] = (),
    retracted_by: type[Event] | None = None,
    fact: Callable[[Any], Any],
    day: Callable[[Any], date | None],
    entry: Callable[[Any], int] = lambda state: 1,
    day_field: str = "",
    about: Callable[[Any], UUID | None] | None = None,
    withdrawn: Mapping[str, Any] | None = None,
) -> FactKind:
    """The identity of an aggregate, given by its first event; all other facts depend on it."""
    return FactKind(
        code=code,
        made_by=made_by if isinstance(made_by, tuple) else (made_by,),
        corrected_by=corrected_by if isinstance(corrected_by, tuple) else (corrected_by,),
        retracted_by=retracted_by,
        found=lambda state: ((entry(state), fact(state)),),
        day=day,
        day_field=day_field,
        withdrawn=withdrawn,
        about=about or (lambda given: None),
    )


def folds(*kinds: FactKind) -> dict[type[Event], Fold]:
    """The folds of all events that make, correct and retract facts of these kinds.

    A retracting event that serves several kinds names the kind in its field ``entry``.
    """
    found: dict[type[Event], Fold] = {}
    retracted: dict[type[Event], dict[str, FactKind]] = {}
    for kind in kinds:
        found |= kind.fold
        if kind.retracted_by is not None:
            retracted.setdefault(kind.retracted_by, {})[kind.code] = kind
    for event, by_code in retracted.items():
        found[event] = _retractor(by_code)
    return found


def folded(state: S, table: Mapping[type[Event], Fold], event: Any, stamp: Stamp) -> S:
    """The state after an event, by a table of folds; an event that is not in it changes nothing."""
    fold = table.get(type(event))
    return state if fold is None else replace(state, **fold(state, event, stamp))


def left_out(facts: Sequence[Any], of: int) -> tuple[Any, ...]:
    """The facts without the one of version ``of``."""
    return tuple(item for item in facts if item.entry != of)


def changed(facts: Iterable[Any], of: int, **change: Any) -> tuple[Any, ...]:
    """The facts, with the one of version ``of`` changed."""
    return tuple(replace(item, **change) if item.entry == of else item for item in facts)


def _retractor(by_code: Mapping[str, FactKind]) -> Fold:
    def fold(state: Any, event: Any, stamp: Stamp) -> Changed:
        kind = by_code[event.entry] if len(by_code) > 1 else next(iter(by_code.values()))
        return dict(kind.withdrawn or {}) if kind.without is None else kind.without(state, event.of)

    return fold


def _maker(
    fact: type[msgspec.Struct], event: type[Event], day: str | None
) -> Callable[[Any, Stamp], Any]:
    dated = set() if day is None else {day} & set(fact.__struct_fields__)
    undated = dated - set(event.__struct_fields__)

    def make(source: Any, stamp: Stamp) -> Any:
        given: dict[str, Any] = dict.fromkeys(undated, stamp.occurred_on)
        return carry(fact, source, entry=stamp.version, **given)

    return make


def _one(make: Callable[[Any, Stamp], Any]) -> Callable[[Any, Stamp], Iterable[Any]]:
    return lambda source, stamp: (make(source, stamp),)


def _corrected_fields(
    fact: type[msgspec.Struct], event: type[Event], renamed: Mapping[str, str]
) -> Callable[[Any], Changed]:
    """The fields of a fact that a correcting event sets."""
    shared = set(fact.__struct_fields__) & set(event.__struct_fields__) - WHY
    pairs = tuple((mine, mine) for mine in shared - set(renamed)) + tuple(renamed.items())
    return lambda source: {mine: getattr(source, theirs) for mine, theirs in pairs}


def _corrector(
    fact: type[msgspec.Struct], name: str, event: type[Event], renamed: Mapping[str, str]
) -> Fold:
    values = _corrected_fields(fact, event, renamed)
    return lambda state, source, stamp: {
        name: changed(getattr(state, name), source.of, **values(source))
    }


def _about(fact: Any) -> UUID | None:
    """The person that a fact names, if any."""
    person: UUID | None = getattr(fact, "subject", None) or getattr(fact, "person", None)
    return person
