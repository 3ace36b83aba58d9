"""What a later release may answer otherwise than a witness, and why. Nothing else may differ.

Each entry must still be needed: one that changes nothing fails the test, and is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, Visitor, parse, print_ast, visit
from graphql.language.visitor import REMOVE, VisitorAction

from .kept import Json, Question


@dataclass(frozen=True)
class Entry:
    """One allowed difference."""

    where: str
    reason: str
    only: str = ""
    """Name of the one witness that shows it; else both do."""
    question: str = ""
    """A pattern for the start of the labels of the questions it concerns; else all."""


class Changed(Entry):
    """Values at a path may differ.

    ``where``: response names from the root field on, without indexes: ``trail.nodes.actEn``.
    ``*`` matches one name, ``**`` any number of names.
    """


class Removed(Entry):
    """The schema no longer has the field at a path: it is removed from questions and answers."""


class NotAsked(Entry):
    """A question that no longer makes sense. ``where``: a pattern for the start of its label."""


ON_THE_DAY = "what was known of later days stood in answers about a day"
OF_A_DAY = r".* on \d{4}-"
ALLOWED: tuple[Entry, ...] = (
    *(
        Changed(f"wksbms.nodes.{name}", ON_THE_DAY, only="default", question=OF_A_DAY)
        for name in ("inauguratedOn", "decreeNo", "decreeIssuedOn", "decreeIssuerRole")
    ),
    *(
        Changed(f"cases.nodes.{name}", ON_THE_DAY, only="year", question=OF_A_DAY)
        for name in (
            *("stage", "isOpen", "closedOn", "closeReason", "result", "capacity"),
            "lastDeliveryOn",
        )
    ),
    *(
        Changed(f"referrals.nodes.{name}", ON_THE_DAY, only="year", question=OF_A_DAY)
        for name in ("state", "isLive", "stateSince", "due", "reason")
    ),
    Changed("activities.nodes.status", ON_THE_DAY, only="default", question=OF_A_DAY),
    *(
        Changed(f"arisans.nodes.{name}", ON_THE_DAY, question=OF_A_DAY)
        for name in ("state", "closedOn", "wonCount", "currentRound", "missing")
    ),
    *(
        Changed(path, ON_THE_DAY, only="year", question=OF_A_DAY)
        for path in (
            *("boardMembers.nodes.validTo", "boardSeats.nodes.validTo"),
            "boardSeats.nodes.endReason",
        )
    ),
    *(
        Changed(f"caseInbox.{name}", ON_THE_DAY, question=OF_A_DAY)
        for name in ("totalCount", "nodes")
    ),
    *(
        Changed(f"**.{name}", "sentences of the trail are told anew, with what stood before")
        for name in ("actId", "actEn")
    ),
    *(
        Changed(f"roles.{name}", "names and purposes of roles are words of the catalogue")
        for name in ("nameId", "nameEn", "descriptionId", "descriptionEn")
    ),
    *(
        Changed(f"policies.{name}", "meanings of policies are words of the catalogue")
        for name in ("descriptionId", "descriptionEn")
    ),
    Changed(
        "policies[guardian_consent_ends]",
        "whether a guardian's consent ends at the child's majority is a policy",
    ),
    *(
        Changed(f"roles.{name}", "rights stand in the order of the role table")
        for name in ("commands.group", "reads.group", "reads.reach")
    ),
    *(
        Changed(path, "a book answers until its money and debts have gone over to the next year's")
        for path in (
            "fundBalances.nodes",
            "fundBalances.totalCount",
            "arrears.nodes",
            "arrears.totalCount",
        )
    ),
    Changed(
        "*.totalCount",
        "a book answers until its money and debts have gone over to the next year's",
        question=r"\S+ \S+: counts 1[12]",
    ),
    Changed(
        "fundBooks.nodes.balanceOn",
        "a book answers until its money and debts have gone over to the next year's",
        only="default",
    ),
    Changed(
        "**.periods.nodes.endsOn",
        "a period that came over from last year ends when it ends",
        only="year",
    ),
    *(
        NotAsked(
            rf"\S+ \S+: \S+ (\d+ )?as of ({position})( on \S+)?$",
            "the position lies within a command, which is now shown whole",
            only=witness,
        )
        for witness, position in (("default", "231|259|519"), ("year", "12193"))
    ),
    NotAsked(r"\S+ \S+: refusals ", "lists the rules of a release, which it gains and words anew"),
    *(
        Changed(
            path,
            "what the role may not read under a field is refused before rows are looked for",
            question=r"\S+ \S+: (fundBook|registeredPerson) ",
        )
        for path in ("errors", "errors.path")
    ),
)

NOTHING = "(nothing)"


@dataclass(frozen=True)
class Difference:
    """One value that differs; a value that is missing is :data:`NOTHING`."""

    path: str
    then: Any
    now: Any


class Judge:
    """Compares this release's answers to the questions of one witness with the witness's own."""

    def __init__(self, witness: str, entries: Iterable[Entry] = ALLOWED) -> None:
        self._entries = [one for one in entries if one.only in ("", witness)]
        self._used: set[Entry] = set()

    def text(self, question: Question) -> str | None:
        """The question as this release understands it; ``None``: it is not asked."""
        for entry in self._kind(NotAsked):
            if re.match(entry.where, question.label):
                self._used.add(entry)
                return None
        if not self._kind(Removed):
            return question.text
        remover = _Remover(self._kind(Removed))
        document = visit(parse(question.text, no_location=True), remover)
        self._used |= remover.used
        return print_ast(document) if remover.used else question.text

    def differences(self, question: Question, now: Json) -> list[Difference]:
        """What differs from the answer of then, and may not."""
        found: list[Difference] = []
        for one in compare(question.answer, now):
            path = one.path.removeprefix("data.")
            removed = one.now == NOTHING and self._named(Removed, path, question)
            if not removed and not self._named(Changed, path, question):
                found.append(Difference(path, one.then, one.now))
        return found

    def unused(self) -> list[Entry]:
        """Entries that were not needed."""
        return [entry for entry in self._entries if entry not in self._used]

    def _named(self, kind: type[Entry], path: str, question: Question) -> bool:
        for entry in self._kind(kind):
            if matches(entry.where, path) and re.match(entry.question, question.label):
                self._used.add(entry)
                return True
        return False

    def _kind(self, kind: type[Entry]) -> list[Entry]:
        return [entry for entry in self._entries if isinstance(entry, kind)]


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern names a path."""
    names = (
        r"(?:[^.]+\.)*" if part == "**" else r"[^.]+\." if part == "*" else rf"{re.escape(part)}\."
        for part in pattern.split(".")
    )
    return re.fullmatch("".join(names), f"{path}.") is not None


def compare(then: Any, now: Any, path: str = "") -> list[Difference]:
    """Where two JSON values differ. Lists of unequal length differ as a whole, unless their items
    have names: then an item that only one has differs, at ``path[name]``."""
    if isinstance(then, dict) and isinstance(now, dict):
        found: list[Difference] = []
        for name in dict.fromkeys((*then, *now)):
            below = f"{path}.{name}" if path else name
            found += compare(then.get(name, NOTHING), now.get(name, NOTHING), below)
        return found
    if isinstance(then, list) and isinstance(now, list):
        if len(then) == len(now):
            pairs = zip(then, now, strict=True)
            return [one for old, new in pairs for one in compare(old, new, path)]
        old, new = named(then), named(now)
        if old and new:
            return [
                one
                for name in dict.fromkeys((*old, *new))
                for one in (
                    compare(old[name], new[name], path)
                    if name in old and name in new
                    else [Difference(f"{path}[{name}]", old.get(name), new.get(name))]
                )
            ]
    return [] if then == now and type(then) is type(now) else [Difference(path, then, now)]


def named(items: list[Any]) -> dict[str, Any]:
    """The items by their names; empty unless each has one of its own."""
    if not all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in items):
        return {}
    found = {item["name"]: item for item in items}
    return found if len(found) == len(items) else {}


class _Remover(Visitor):
    """Takes fields out of a document."""

    def __init__(self, removed: list[Entry]) -> None:
        super().__init__()
        self._removed = removed
        self._path: list[str] = []
        self.used: set[Entry] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> VisitorAction:
        self._path.append((node.alias or node.name).value)
        for one in self._removed:
            if matches(one.where, ".".join(self._path)):
                self.used.add(one)
                self._path.pop()
                return REMOVE
        return None

    def leave_field(self, *_: Any) -> None:
        self._path.pop()
