"""The mechanism of all corrections and retractions: the corrected timeline of an aggregate.

A correction is accepted if the same commands, in the order in which they were entered but with the
right fact instead of the wrong one, would have been accepted; a retraction, if they would have been
accepted without that command. So no rule can be bypassed by a correction, and a corrected aggregate
has the state that the right entry would have led to.

A :class:`Timeline` holds, for one aggregate, its kinds of facts (:mod:`.facts`) and the rule of
each: a function of the context, the state before the fact, and the fact. A command that makes a
fact checks its rule against the present state (:meth:`Timeline.made`). A command that corrects one
(:meth:`Timeline.corrected`) checks the same rule against the state before the fact, and then the
rules of all facts entered after it. The state before a fact is found by retracting the later facts,
newest first, by the folds of their retractions.

A fact that broke its own rule before the correction, because the rule changed or by an old fault,
is no reason to refuse: only what the correction itself would break is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Generic, NoReturn, Protocol, TypeVar
from uuid import UUID

import msgspec

from .facts import FactKind
from .fields import Personal
from .model import Aggregate, Context, Event, Stamp
from .particulars import carry
from .refusal import Refused, refuse, refuse_missing
from .vocabulary import explained

S = TypeVar("S", bound=Aggregate)
Rule = Callable[[Context, Any, Any], None]
"""Raises ``Refused`` unless a fact is allowed: (context, state before it, fact)."""

Happened = list[tuple[Aggregate, Event]]

DATE_ORDER = frozenset({"STAGE_DATE", "DATE_ORDER"})
"""Refusals for two days in the wrong order."""


class Correcting(Protocol):
    """The fields of every command that corrects or retracts: the reason, and an optional note."""

    @property
    def reason(self) -> Any: ...
    @property
    def note(self) -> str | None: ...


class Timeline(Generic[S]):
    """The facts of an aggregate, in the order in which they were entered, and their rules."""

    def __init__(
        self,
        rules: Mapping[FactKind, Rule | None],
        *,
        about: Callable[[S], UUID] = lambda state: state.id,
        whole: Callable[[Context, S], None] | None = None,
        follows: Callable[[Context, S, S], Happened] = lambda context, was, state: [],
    ) -> None:
        """``rules``: the rule of each kind of fact; ``None``: it has no rule of its own.

        ``about``: the subject under which notes are sealed if the fact names no person. ``whole``:
        a rule of the whole state; raises ``Refused`` unless the state is consistent. ``follows``:
        the events of other streams that a change from one state to another requires, so that
        dependent facts change too.
        """
        self.kinds = tuple(rules)
        self._rules = rules
        self._about = about
        self._whole = whole
        self._follows = follows
        self._made_by = {event: kind for kind in rules for event in kind.made_by}
        self._corrected_by: dict[type[Event], FactKind] = {}
        for kind in rules:
            for event in kind.corrected_by:
                # One event may correct a fact and its end; it names the fact.
                self._corrected_by.setdefault(event, kind)

    def rules(self, kind: FactKind) -> tuple[Callable[..., None], ...]:
        """The rules that apply to a fact: that of its kind, and that of the whole state."""
        return tuple(rule for rule in (self._rules[kind], self._whole) if rule is not None)

    # --- facts

    def fact(
        self, state: S, kind: FactKind, of: int, which: Callable[[Any], bool] = lambda fact: True
    ) -> Any:
        """The fact that the event of version ``of`` made. Raises NOT_FOUND.

        ``which``: selects one, if the event made several.
        """
        made = (fact for entry, fact in kind.found(state) if entry == of)
        found = next((fact for fact in made if which(fact)), None)
        if found is None:
            refuse_missing("entry", of, field="of")
        return found

    def before(self, state: S, of: int) -> S:
        """The state before the event of version ``of``, corrections entered later included."""
        before = state
        for _, _, _, before in self._newest_first(state, of):  # noqa: B007 - the last one is used
            pass
        return before

    def _newest_first(self, state: S, of: int) -> Iterator[tuple[FactKind, int, Any, S]]:
        """Facts entered by ``of`` and later events, newest first, each with the state before it."""
        found = [
            (entry, kind, fact)
            for kind in self.kinds
            if kind.without is not None
            for entry, fact in kind.found(state)
            if entry >= of
        ]
        found.sort(key=lambda each: each[0], reverse=True)
        index = 0
        while index < len(found):
            entry = found[index][0]
            together = []
            while index < len(found) and found[index][0] == entry:
                together.append(found[index])
                index += 1
            for kind in dict.fromkeys(kind for _, kind, _ in together):
                assert kind.without is not None
                state = msgspec.structs.replace(state, **kind.without(state, entry))
            for _, kind, fact in together:
                yield kind, entry, fact, state

    # --- decisions

    def made(self, context: Context, state: S, event: Event) -> Happened:
        """The decision to enter a fact. Raises what its rule raises."""
        kind = self._made_by[type(event)]
        then = after(context, state, event)
        for entry, fact in kind.found(then):
            if entry == then.version:
                self._check(context, kind, state, fact)
        return [(state, event), *self._follows(context, state, then)]

    def corrected(
        self,
        context: Context,
        state: S,
        command: Correcting,
        event: type[Event],
        /,
        *,
        of: int,
        as_kind: FactKind | None = None,
        field: str | None = "of",
        unchanged: str | None = "",
        together: Sequence[Event] = (),
        which: Callable[[Any], bool] = lambda fact: True,
        **fields: Any,
    ) -> Happened:
        """The decision to correct the fact of version ``of`` by ``event`` with ``fields``.

        Fields of the command with the names of event fields are copied; ``fields`` takes
        precedence. ``as_kind``: the kind of the fact, if the event corrects several kinds.
        ``field``: the field of the command that refusals name; ``unchanged``: the one that
        NO_CHANGE names, if it is another. ``together``: further events of the same stream for what
        was entered with the fact and depends on it.

        Raises NOT_FOUND, NO_CHANGE, NOTE_REQUIRED, ENTRY_IN_USE, STAGE_DATE and what the rule of
        the fact raises.
        """
        kind = as_kind or self._corrected_by[event]
        old = self.fact(state, kind, of, which)
        happened = self._revision(event, command, self._person(state, kind, old), of, **fields)
        corrected = after(context, state, happened, *together)
        new = self.fact(corrected, kind, of, which)
        told_anew = any(
            isinstance(getattr(happened, name), Personal)
            for name in event.__struct_fields__
            if name != "note"
        )
        if new == old and not told_anew:
            refuse("NO_CHANGE", field=field if unchanged == "" else unchanged)
        self._judge(context, state, corrected, kind, of, field, which)
        events = (happened, *together)
        return [*((state, e) for e in events), *self._follows(context, state, corrected)]

    def retracted(
        self,
        context: Context,
        state: S,
        command: Correcting,
        kind: FactKind,
        /,
        *,
        of: int,
        field: str | None = "of",
        which: Callable[[Any], bool] = lambda fact: True,
        **fields: Any,
    ) -> Happened:
        """The decision to retract a fact. Raises NOT_FOUND, NOTE_REQUIRED, ENTRY_IN_USE."""
        assert kind.retracted_by is not None
        old = self.fact(state, kind, of, which)
        if "entry" in kind.retracted_by.__struct_fields__:
            fields["entry"] = kind.code
        about = self._person(state, kind, old)
        happened = self._revision(kind.retracted_by, command, about, of, **fields)
        without = after(context, state, happened)
        self._judge(context, state, without, kind, of, field, which)
        return [(state, happened), *self._follows(context, state, without)]

    def _revision(
        self, event: type[Event], command: Correcting, about: UUID, of: int, **fields: Any
    ) -> Event:
        """The correcting or retracting event, with reason, note and the version ``of``."""
        if "of" in event.__struct_fields__:
            fields["of"] = of
        note = explained(command.reason, command.note, about)
        return carry(event, command, under=about, note=note, **fields)

    def _person(self, state: S, kind: FactKind, fact: Any) -> UUID:
        return kind.about(fact) or self._about(state)

    # --- rules

    def _judge(
        self,
        context: Context,
        was: S,
        state: S,
        kind: FactKind,
        of: int,
        field: str | None,
        which: Callable[[Any], bool],
    ) -> None:
        """Refuse a timeline in which a fact breaks its rule because of the correction."""
        broken: list[tuple[FactKind, int, Any, Refused]] = []
        own: Any = None
        for later, entry, fact, before in self._newest_first(state, of):
            if (later, entry) == (kind, of) and which(fact):
                self._check_own(context, kind, before, fact)
                own = fact
                continue
            refused = self._refusal(context, later, before, fact)
            if refused is not None:
                broken.append((later, entry, fact, refused))
        if kind.without is None:
            own = self.fact(state, kind, of, which)
            self._check_own(context, kind, self.before(state, of + 1), own)
        if self._whole is not None:
            self._whole(context, state)
        was_allowed = self._allowed_before(
            context, was, [(later, entry) for later, entry, _, _ in broken]
        )
        for later, entry, fact, refused in reversed(broken):
            if was_allowed(later, entry, fact):
                self._in_use(context, state, kind, of, own, (later, fact, refused), field)

    def _in_use(
        self,
        context: Context,
        state: S,
        kind: FactKind,
        of: int,
        own: Any,
        broken: tuple[FactKind, Any, Refused],
        field: str | None,
    ) -> NoReturn:
        """Refuse because a later fact depends on the corrected one; names the later fact."""
        later, fact, refused = broken
        if own is not None and kind.without is not None:
            # Where each of the two facts excludes the other, the corrected one explains it better.
            beside = msgspec.structs.replace(state, **kind.without(state, of))
            mine = self._refusal(context, kind, beside, own)
            if mine is not None and mine.code == refused.code:
                raise mine
        if refused.code in later.kept_codes:
            raise refused.at(field)
        day = later.day(fact)
        name = later.code if later.called is None else later.called(fact)
        if own is not None and refused.code in DATE_ORDER:
            moved = camel(kind.day_field) if kind.day_field else field
            refuse("STAGE_DATE", field=moved, stage=name, day=day)
        refuse("ENTRY_IN_USE", field=field, entry=name, day=day)

    def _check(self, context: Context, kind: FactKind, before: S, fact: Any) -> None:
        """Check the rule of a fact."""
        rule = self._rules[kind]
        if rule is not None:
            rule(context, before, fact)

    def _check_own(self, context: Context, kind: FactKind, before: S, fact: Any) -> None:
        """Check the rule of the corrected fact; refusals name the fields of the
        correcting command."""
        try:
            self._check(context, kind, before, fact)
        except Refused as refused:
            names = {camel(mine): camel(theirs) for mine, theirs in kind.renamed.items()}
            if kind.day_field:
                names["occurredOn"] = camel(kind.day_field)
            told = names.get(refused.field or "", refused.field)
            raise refused.at(told) from None

    def _refusal(self, context: Context, kind: FactKind, before: S, fact: Any) -> Refused | None:
        try:
            self._check(context, kind, before, fact)
        except Refused as refused:
            return refused
        return None

    def _allowed_before(
        self, context: Context, was: S, asked: Sequence[tuple[FactKind, int]]
    ) -> Callable[[FactKind, int, Any], bool]:
        """Which of these facts held to their rules before the correction.

        The answer takes a kind, an entry and the fact as it is after the correction. All are
        judged in one walk: a walk for each would take the cube of the number of facts.
        """
        held: dict[tuple[FactKind, int], list[tuple[Any, bool]]] = {each: [] for each in asked}
        first = min((entry for _, entry in asked), default=None)
        if first is not None:
            for kind, entry, fact, before in self._newest_first(was, first):
                if (found := held.get((kind, entry))) is not None:
                    refused = self._refusal(context, kind, before, fact)
                    found.append((fact, refused is None))

        def was_allowed(kind: FactKind, entry: int, now: Any) -> bool:
            made = held[kind, entry]
            same = [ok for fact, ok in made if fact == now]  # of those that one event made
            return any(same or [ok for _, ok in made])

        return was_allowed


def after(context: Context, state: S, *events: Event) -> S:
    """The state after these events."""
    for event in events:
        stamp = Stamp(
            event_id=UUID(int=0),
            version=state.version + 1,
            occurred_on=context.occurred_on,
            recorded_at=datetime.combine(context.today, time(), tzinfo=UTC),
            actor_id=context.actor.id,
            role=context.actor.role,
        )
        state = msgspec.structs.replace(state.evolve(event, stamp), version=stamp.version)
    return state


def camel(name: str) -> str:
    """The name of a field as clients write it."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
