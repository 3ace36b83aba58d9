"""One way for every correction and retraction: the corrected timeline of an aggregate.

A correction is accepted if the same commands, with the right fact in the place of the wrong one,
would have been accepted in the order in which they were entered; a retraction, if they would
have been without that command. So no rule is passed by a detour, and correcting leads to the
state to which entering it right would have led.

A :class:`Timeline` holds, for one aggregate, its kinds of facts (:mod:`.facts`) and the rule of
each: a function of the context, the state before the fact, and the fact. A command that makes a
fact asks its rule of the state as it stands (:meth:`Timeline.made`). A command that corrects one
(:meth:`Timeline.corrected`) asks the same rule of the state as it stood before the fact, and then
the rules of all facts that were entered after it. The state before a fact is found by retracting
what was entered later, newest first, by the folds of their retractions.

What stood before against its own rule, by a change of rules or by an old fault, is no reason to
refuse: only what the correction itself would break is.
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
"""Raises ``Refused`` unless a fact may stand after a state: (context, state before it, fact)."""

Happened = list[tuple[Aggregate, Event]]

DATE_ORDER = frozenset({"STAGE_DATE", "DATE_ORDER"})
"""Refusals that say that two days are in the wrong order."""


class Correcting(Protocol):
    """What every command that corrects or retracts says: why, and perhaps a note."""

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
        """``rules``: the rule of each kind of fact; ``None``: it has none of its own.

        ``about``: under whom notes are sealed where a fact names nobody.
        ``whole``: a rule of the state as a whole; raises ``Refused`` unless it is sound.
        ``follows``: what happens in other streams when the aggregate comes from one state to
        another: the facts that are carried along.
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
                # A fact and its end may be corrected by one event; it names the fact.
                self._corrected_by.setdefault(event, kind)

    def rules(self, kind: FactKind) -> tuple[Callable[..., None], ...]:
        """The rules that a fact is held to: its own, and that of the state as a whole."""
        return tuple(rule for rule in (self._rules[kind], self._whole) if rule is not None)

    # --- facts

    def fact(
        self, state: S, kind: FactKind, of: int, which: Callable[[Any], bool] = lambda fact: True
    ) -> Any:
        """The fact that the event of version ``of`` made. Raises NOT_FOUND.

        ``which``: the one that is meant, where an event made several.
        """
        made = (fact for entry, fact in kind.found(state) if entry == of)
        found = next((fact for fact in made if which(fact)), None)
        if found is None:
            refuse_missing("entry", of, field="of")
        return found

    def before(self, state: S, of: int) -> S:
        """The state as it stood before the event of version ``of``, by what is known now."""
        before = state
        for _, _, _, before in self._newest_first(state, of):  # noqa: B007 - the last one is wanted
            pass
        return before

    def _newest_first(self, state: S, of: int) -> Iterator[tuple[FactKind, int, Any, S]]:
        """Facts entered with or after ``of``, newest first, each with the state before it."""
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
        """The decision that a fact is entered. Raises what its rule raises."""
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
        """The decision that a fact was otherwise: ``event`` with ``fields``, of version ``of``.

        What the command says in fields of the event's names is carried over; ``fields`` wins.
        ``as_kind``: the kind of the fact, where one event corrects several.
        ``field``: the field of the command that refusals point at, ``unchanged``: that of
        NO_CHANGE, if it is another. ``together``: what else changes in the same stream, because
        it was entered with the fact and depends on it. Raises NOT_FOUND, NO_CHANGE,
        NOTE_REQUIRED, ENTRY_IN_USE, STAGE_DATE and what the rule of the fact raises.
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
        """The decision that a fact never was. Raises NOT_FOUND, NOTE_REQUIRED, ENTRY_IN_USE."""
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
        """The event that corrects or retracts, with its reason, its note and what it is of."""
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
        """Refuse a timeline with a fact that its own command would not have made."""
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
        for later, entry, fact, refused in reversed(broken):
            if self._stood(context, was, later, entry, fact):
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
        """Refuse what a later fact rests on, naming that fact."""
        later, fact, refused = broken
        if own is not None and kind.without is not None:
            # Where the two facts bar each other, the fact's own rule has the better words.
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
        """Ask the rule of a fact."""
        rule = self._rules[kind]
        if rule is not None:
            rule(context, before, fact)

    def _check_own(self, context: Context, kind: FactKind, before: S, fact: Any) -> None:
        """Ask the rule of the fact that is corrected; refusals point at the command's fields."""
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

    def _stood(self, context: Context, was: S, kind: FactKind, of: int, now: Any) -> bool:
        """Whether a fact held to its rule before the correction; ``now``: what it is after it."""
        made = [
            (fact, before)
            for other, entry, fact, before in self._newest_first(was, of)
            if (other, entry) == (kind, of)
        ]
        same = [each for each in made if each[0] == now]  # of those that one event made
        return any(
            self._refusal(context, kind, before, fact) is None for fact, before in same or made
        )


def after(context: Context, state: S, *events: Event) -> S:
    """The state to which these events would lead."""
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
