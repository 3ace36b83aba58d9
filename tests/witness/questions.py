"""Questions for a witness, made from the schema of the release that answers them.

Every list and figure of the schema, for several roles, now, as of earlier positions and of earlier
business days. The texts are kept beside their answers, so a later release is asked the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

NOT_ASKED = frozenset({"node", "personByNik", "events", "refusedCommands"})
"""Root fields that are asked by hand (:data:`BY_HAND`) or whose answers a witness cannot keep."""
BY_HAND = {
    "node": "{ node(id: %s) { __typename id } }",
    "events": '{ events(after: "0", first: 200) { head events { position leafHash } } }',
    "area": '{ area(code: "64.74.03") { code name } }',
}
BY_NIK = "query($nik: String!) { personByNik(nik: $nik) }"
CHIEF = "DINAS_OFFICER"
"""Who is asked for everything in depth; the others for every list and its own columns."""
TOGETHER = 15
"""Small questions in one document."""


class Question(NamedTuple):
    """A text, and whose token is sent with it."""

    name: str
    office: str
    role: str
    text: str
    variables: dict[str, str] = {}  # noqa: RUF012 (a named tuple's default is never changed)


@dataclass(frozen=True)
class Moment:
    """When a question is about."""

    name: str
    position: int | None = None
    valid_on: str | None = None

    def arguments(self, field: GraphQLField) -> dict[str, str] | None:
        """As the field takes them; ``None`` if it does not know all of them."""
        wanted: dict[str, str] = {}
        if self.position is not None:
            wanted["asOf"] = f'{{position: "{self.position}"}}'
        if self.valid_on is not None:
            wanted["validOn"] = f'"{self.valid_on}"'
        return wanted if wanted.keys() <= field.args.keys() else None


NOW = Moment("now")


class Asker:
    """Makes the questions of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        assert schema.query_type is not None
        self._fields = {
            name: field for name, field in schema.query_type.fields.items() if name not in NOT_ASKED
        }

    def lists(self) -> Iterator[tuple[str, GraphQLField]]:
        """Root fields that need no argument."""
        for name, field in self._fields.items():
            if not any(map(is_required_argument, field.args.values())):
                yield name, field

    def ones(self) -> Iterator[tuple[str, GraphQLField]]:
        """Root fields that give one thing by its id."""
        for name, field in self._fields.items():
            required = {arg for arg, one in field.args.items() if is_required_argument(one)}
            if required == {"id"}:
                yield name, field

    def connection_of(self, kind: GraphQLNamedType) -> str | None:
        """The list whose nodes are of a type."""
        for name, field in self.lists():
            if _node_of(get_named_type(field.type)) is kind:
                return name
        return None

    def key_of(self, name: str) -> str:
        """The fields that identify the nodes of a list."""
        node = _node_of(get_named_type(self._fields[name].type))
        return "id" if node is not None and "id" in node.fields else "__typename"

    def text(self, name: str, given: Mapping[str, str], *, depth: int, first: int = 50) -> str:
        """A question for everything down to a depth."""
        field = self._fields[name]
        arguments = dict(given)
        if "first" in field.args:
            arguments.setdefault("first", str(first))
        named = get_named_type(field.type)
        return f"{{ {name}{_in_brackets(arguments)} {_selection(named, depth)} }}"

    def orders(self) -> Iterator[tuple[str, str]]:
        """Every list in every order: root field and value."""
        for name, field in self.lists():
            if "orderBy" in field.args:
                for value in _enum(get_named_type(field.args["orderBy"].type)):
                    yield name, value

    def counts(self) -> Iterator[tuple[str, str, str]]:
        """Every filter with fixed values: root field, filter, value."""
        for name, field in self.lists():
            if _node_of(get_named_type(field.type)) is None:
                continue
            for argument, one in field.args.items():
                kind = get_named_type(one.type)
                values = ("true", "false") if kind.name == "Boolean" else _enum(kind)
                if argument != "orderBy":
                    yield from ((name, argument, value) for value in values)


def generated(asker: Asker, office: str, role: str, moments: Iterable[Moment]) -> list[Question]:
    """Everything that a role is asked without knowing an id."""
    chief = role == CHIEF
    made: list[Question] = []
    for moment in moments if chief else (NOW,):
        for name, field in asker.lists():
            given = moment.arguments(field)
            if given is not None:
                depth = 2 if chief and moment is NOW else 1
                text = asker.text(name, given, depth=depth, first=50)
                made.append(Question(f"{name} {moment.name}", office, role, text))
    if chief:
        orders = [
            f"{name}(first: 12, orderBy: {value}) {{ nodes {{ {asker.key_of(name)} }} }}"
            for name, value in asker.orders()
        ]
        counts = [
            f"{name}({argument}: {value}) {{ totalCount }}"
            for name, argument, value in asker.counts()
        ]
        made += _together("orders", office, role, orders)
        made += _together("counts", office, role, counts)
    made += [
        Question(f"{name} by hand", office, role, text)
        for name, text in BY_HAND.items()
        if "%s" not in text
    ]
    made.append(Question("personByNik", office, role, BY_NIK, {"nik": "6474031506900001"}))
    return made


def by_id(
    asker: Asker, office: str, role: str, ids: Mapping[str, list[str]], moments: Iterable[Moment]
) -> list[Question]:
    """Single things by their ids, which the lists gave (by name of the list)."""
    made: list[Question] = []
    for name, field in asker.ones():
        found = ids.get(asker.connection_of(get_named_type(field.type)) or "", [])
        for moment in moments:
            given = moment.arguments(field)
            for number, one in enumerate(found if given is not None else ()):
                text = asker.text(name, {"id": f'"{one}"', **(given or {})}, depth=2)
                made.append(Question(f"{name} {number} {moment.name}", office, role, text))
    for name, found in ids.items():
        if found:
            text = BY_HAND["node"] % f'"{found[0]}"'
            made.append(Question(f"node of {name}", office, role, text))
            history = asker.text("history", {"objectId": f'"{found[0]}"'}, depth=1)
            made.append(Question(f"history of {name}", office, role, history))
    return made


def smaller(text: str) -> Iterator[str]:
    """A question, and the same with smaller and smaller pages."""
    yield text
    for first in (10, 2):
        yield text.replace("first: 50", f"first: {first}")


def _together(name: str, office: str, role: str, parts: list[str]) -> Iterator[Question]:
    """Several root fields in one document, each under a name of its own."""
    for number, some in enumerate(_batched(parts)):
        fields = " ".join(f"a{at}: {part}" for at, part in enumerate(some))
        yield Question(f"{name} {number}", office, role, f"{{ {fields} }}")


def _batched(parts: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(parts), TOGETHER):
        yield parts[at : at + TOGETHER]


def _enum(kind: GraphQLNamedType) -> Iterable[str]:
    return kind.values if isinstance(kind, GraphQLEnumType) else ()


def _node_of(kind: GraphQLNamedType) -> GraphQLObjectType | None:
    """The type of a connection's nodes."""
    if isinstance(kind, GraphQLObjectType) and "nodes" in kind.fields:
        node = get_named_type(kind.fields["nodes"].type)
        return node if isinstance(node, GraphQLObjectType) else None
    return None


def _selection(kind: GraphQLNamedType, depth: int) -> str:
    """Every column, and what hangs on it down to a depth; nothing for a scalar."""
    if is_leaf_type(kind):
        return ""
    if not isinstance(kind, GraphQLObjectType):
        return "{ __typename }"
    node = _node_of(kind)
    if node is not None:
        head = " ".join(name for name in ("totalCount", "position", "stale") if name in kind.fields)
        return f"{{ {head} nodes {_selection(node, depth)} }}"
    parts: list[str] = []
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if any(map(is_required_argument, field.args.values())):
            continue
        if is_leaf_type(named):
            parts.append(name)
        elif depth > 1 and isinstance(named, GraphQLObjectType):
            first = "(first: 5)" if "first" in field.args else ""
            parts.append(f"{name}{first} {_selection(named, depth - 1)}")
    return f"{{ {' '.join(parts) or '__typename'} }}"


def _in_brackets(arguments: Mapping[str, Any]) -> str:
    if not arguments:
        return ""
    return f"({', '.join(f'{name}: {value}' for name, value in arguments.items())})"
