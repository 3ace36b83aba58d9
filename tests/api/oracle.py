"""What a document over the sample must answer, worked out by plain loops over all rows.

It shares nothing with the compiler: rows are read whole, filtered, ordered, paged and linked in
Python, and graphql-core resolves them field by field. Only declarations are read (which column a
filter compares), never the statements made of them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, execute, parse, validate

from wahana.platform.ids import parse_global_id
from wahana.projections.relation import Catalogue, Relation

HEAD = 1000
NOW = 2**63 - 2
_COMPARE = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "among": lambda left, right: left in right,
}


@dataclass
class Asked:
    """One question: the rows of its moment, and who asks."""

    catalogue: Catalogue
    rows: Mapping[tuple[int, date | None], Mapping[str, list[dict[str, Any]]]]
    """Rows of each relation by moment; a moment is added when it is first asked for."""
    permissions: frozenset[str] = frozenset()
    limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    position: int
    valid_on: date | None
    pinned: bool
    day: date
    """The office's date at the moment; see ``SampleContext``."""


class Unread(Exception):
    """The rows of a moment are missing: read them and ask again."""

    def __init__(self, moment: tuple[int, date | None]) -> None:
        super().__init__(moment)
        self.moment = moment


class Oracle:
    """Answers documents over a schema by its own resolvers."""

    def __init__(self, schema: strawberry.Schema, catalogue: Catalogue, enums: Any) -> None:
        self._core = schema._schema
        self._catalogue = catalogue
        self._enums = enums
        for relation in catalogue:
            self._attach(relation)
        roots = {"groups": ("Group", "connection"), "allGroups": ("Group", "list")}
        query = self._core.query_type
        assert query is not None
        for name, (relation, form) in roots.items():
            query.fields[name].resolve = self._root(catalogue[relation], form)
        query.fields["group"].resolve = self._by_id
        query.fields["node"].resolve = self._by_id
        node: Any = self._core.type_map["Node"]
        node.resolve_type = lambda value, *_: value["__typename"]

    def answer(self, text: str, asked: Asked) -> ExecutionResult:
        """The result; raises :class:`Unread` while rows of a moment are missing."""
        missing: list[Unread] = []
        document = parse(text)
        if errors := validate(self._core, document):
            return ExecutionResult(None, errors)
        result: Any = execute(self._core, document, context_value=(asked, missing))
        if missing:
            raise missing[0]
        return result

    # --- resolvers ----------------------------------------------------------------------------

    def _attach(self, relation: Relation) -> None:
        row: Any = self._core.type_map[relation.name]
        row.is_type_of = None
        for name in relation.columns:
            row.fields[name].resolve = lambda value, info, name=name: self._cell(value, info, name)
        for name in relation.children:
            row.fields[name].resolve = self._child(relation, name)
        for suffix in ("Edge", "Connection"):
            kind: Any = self._core.type_map[relation.name + suffix]
            _plain_fields(kind)
        _plain_fields(self._core.type_map["PageInfo"])

    def _cell(self, value: dict[str, Any], info: Any, name: str) -> Any:
        asked, _ = info.context
        relation = self._catalogue[value["__typename"]]
        column = relation.columns[name]
        if column.mask is not None and column.mask not in asked.permissions:
            return None
        found = value[column.sql or _snake(name)]
        if found is None:
            return None
        match column.kind:
            case "id":
                return f"{column.id_kind}_{found}"
            case "enum":
                assert column.enumeration is not None
                names = {v: k for k, v in column.enumeration.stored.items()} or {
                    name: name for name in column.enumeration.values
                }
                return self._enums(column.enumeration)[names[found]]
            case "json":
                return json.loads(found)
            case "sealed":
                return base64.b64decode(json.loads(found)["ct"]).decode()
        return found

    def _root(self, relation: Relation, form: str) -> Any:
        def resolve(root: Any, info: Any, **given: Any) -> Any:
            moment = _moment(given)
            if form == "connection":
                cursors = [_cursor(given[n], relation, given) for n in _CURSORS if given.get(n)]
                for position, _, _ in cursors:
                    if moment.pinned and moment.position < position:
                        raise GraphQLError("the cursor is of a later moment")
                if cursors:
                    position, day, _ = min(cursors, key=lambda cursor: cursor[0])
                    moment = Moment(position, moment.valid_on, True, day)
            _recorded(moment)
            rows = self._rows(relation, moment, info, given)
            return self._formed(rows, relation, form, moment, given)

        return resolve

    def _by_id(self, root: Any, info: Any, **given: Any) -> Any:
        moment = _moment(given)
        try:
            kind, identity = parse_global_id(given["id"])
        except ValueError as error:
            raise GraphQLError(str(error)) from error
        relation = self._catalogue.of_node(kind)
        wanted = info.field_name
        if relation is None or (wanted == "group" and relation.name != "Group"):
            raise GraphQLError("an id of another kind")
        _recorded(moment)
        rows = self._rows(relation, moment, info, {})
        return next((row for row in rows if row["id"] == identity), None)

    def _child(self, relation: Relation, name: str) -> Any:
        child = relation.children[name]
        target = self._catalogue[child.relation]

        def resolve(value: dict[str, Any], info: Any, **given: Any) -> Any:
            moment: Moment = value["__moment"]
            if child.form == "connection":
                for one in _CURSORS:
                    if given.get(one):
                        _cursor(given[one], target, given, child.ordering)
                        if not moment.pinned:
                            raise GraphQLError("a cursor inside an answer that is not pinned")
            rows = [
                row
                for row in self._rows(target, moment, info, given)
                if all(_same(row[theirs], value[ours]) for theirs, ours in child.link.items())
            ]
            return self._formed(rows, target, child.form, moment, given, child.ordering)

        return resolve

    # --- rows ---------------------------------------------------------------------------------

    def _rows(
        self, relation: Relation, moment: Moment, info: Any, given: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        asked, missing = info.context
        at = (min(moment.position, HEAD), moment.valid_on)
        if at not in asked.rows:
            missing.append(Unread(at))
            return []
        conditions = [(relation.filters[n], v) for n, v in given.items() if n in relation.filters]
        conditions += [
            (relation.scopes[n], v) for n, v in asked.limits.items() if n in relation.scopes
        ]
        return [
            {**row, "__typename": relation.name, "__moment": moment}
            for row in asked.rows[at][relation.name]
            if all(_fits(row, one, value) for one, value in conditions if value is not None)
        ]

    def _formed(
        self,
        rows: list[dict[str, Any]],
        relation: Relation,
        form: str,
        moment: Moment,
        given: Mapping[str, Any],
        ordering: str | None = None,
    ) -> Any:
        if form == "one":
            return rows[0] if rows else None
        ordering = _ordering(relation, given, ordering)
        keys = [key.sql for key in relation.sort_keys(ordering)]
        descending = relation.orderings[ordering].descending
        rows.sort(key=lambda row: [_comparable(row[key]) for key in keys], reverse=descending)
        if form == "list":
            return rows
        return self._page(rows, relation, ordering, moment, given)

    def _page(
        self,
        rows: list[dict[str, Any]],
        relation: Relation,
        ordering: str,
        moment: Moment,
        given: Mapping[str, Any],
    ) -> Any:
        first, last = given.get("first"), given.get("last")
        if first is not None and last is not None:
            raise GraphQLError("first and last")
        size = first if first is not None else last if last is not None else 50
        if not 0 <= size <= 200:
            raise GraphQLError("the size of a page")
        total = len(rows)
        keys = [key.sql for key in relation.sort_keys(ordering)]
        descending = relation.orderings[ordering].descending
        for name in _CURSORS:
            if given.get(name):
                _, _, place = _cursor(given[name], relation, {"orderBy": ordering})
                behind = (name == "after") != descending
                rows = [row for row in rows if _beyond(row, keys, place, behind)]
        more = len(rows) > size
        page = rows[:size] if last is None else rows[len(rows) - size :] if size else []
        if last is not None and not more:
            page = rows
        position = min(moment.position, HEAD)
        edges = [
            {"cursor": _made(ordering, position, moment.day, [row[k] for k in keys]), "node": row}
            for row in page
        ]
        has_after, has_before = bool(given.get("after")), bool(given.get("before"))
        forward = last is None
        return {
            "edges": edges,
            "nodes": page,
            "totalCount": total,
            "position": position,
            "stale": False,
            "pageInfo": {
                "hasNextPage": (more or has_before) if forward else has_before,
                "hasPreviousPage": has_after if forward else (more or has_after),
                "startCursor": edges[0]["cursor"] if edges else None,
                "endCursor": edges[-1]["cursor"] if edges else None,
            },
        }


_CURSORS = ("after", "before")


def _plain_fields(kind: GraphQLObjectType | Any) -> None:
    kind.is_type_of = None
    for name, defined in kind.fields.items():
        defined.resolve = lambda value, info, name=name: value[name]


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


def _same(left: Any, right: Any) -> bool:
    return left is not None and left == right


def _moment(given: Mapping[str, Any]) -> Moment:
    valid_on, as_of = given.get("validOn"), given.get("asOf")
    if as_of is None:
        return Moment(NOW, valid_on, False, date(2026, 12, 1))
    recorded_at, position = as_of.get("recordedAt"), as_of.get("position")
    if recorded_at:
        if not 1800 <= recorded_at.year <= 2026:
            raise GraphQLError("an instant that is not over, or of no log")
        position = 50 if recorded_at.year < 2013 else HEAD
        return Moment(position, valid_on, True, recorded_at.date())
    if position is None or not 0 <= position < NOW:
        raise GraphQLError("a position that is none")
    return Moment(position, valid_on, True, date(2026, 11, 30))


def _recorded(moment: Moment) -> None:
    if moment.pinned and moment.position > HEAD:
        raise GraphQLError("not recorded yet")


def _fits(row: dict[str, Any], condition: Any, value: Any) -> bool:
    if condition.statement is not None:
        assert condition.statement == "name_contains"
        return str(value) in row["name_key"]
    values = value if condition.operator == "among" else [value]
    wanted = [_wanted(condition, one) for one in values]
    found = row[condition.column]
    right = wanted if condition.operator == "among" else wanted[0]
    return found is not None and bool(_COMPARE[condition.operator](found, right))


def _wanted(condition: Any, value: Any) -> Any:
    if condition.kind == "id":
        try:
            kind, identity = parse_global_id(value)
        except ValueError as error:
            raise GraphQLError(str(error)) from error
        if kind != condition.id_kind:
            raise GraphQLError("an id of another kind")
        return identity
    if condition.kind == "enum":
        name = getattr(value, "value", value)
        return condition.enumeration.stored.get(name, name)
    return value


def _ordering(relation: Relation, given: Mapping[str, Any], default: str | None) -> str:
    chosen = given.get("orderBy")
    return str(getattr(chosen, "value", chosen) or default or next(iter(relation.orderings)))


def _cursor(
    text: str, relation: Relation, given: Mapping[str, Any], default: str | None = None
) -> tuple[int, date, list[str]]:
    ordering = _ordering(relation, given, default)
    try:
        named, position, *keys = json.loads(
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        )
        if named != ordering or len(keys) != len(relation.sort_keys(ordering)):
            raise ValueError(text)
        position, day = position.split("@")
        return int(position), date.fromisoformat(day), keys
    except ValueError as error:
        raise GraphQLError("no cursor of this list") from error


def _made(ordering: str, position: int, day: date, keys: list[Any]) -> str:
    shown = [f"{key:%Y-%m-%d %H:%M:%S.%f}".rstrip("0").rstrip(".") + "+00"
             if isinstance(key, datetime) else str(key) for key in keys]  # fmt: skip
    text = json.dumps([ordering, f"{position}@{day}", *shown], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _comparable(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.bytes
    return value.encode() if isinstance(value, str) else value


def _beyond(row: dict[str, Any], keys: list[str], place: list[str], behind: bool) -> bool:
    found = [_comparable(row[key]) for key in keys]
    given = [_comparable(_read(row[key], text)) for key, text in zip(keys, place, strict=True)]
    return found > given if behind else found < given


def _read(like: Any, text: str) -> Any:
    if isinstance(like, datetime):
        return datetime.fromisoformat(text)
    return text if isinstance(like, str) else type(like)(text)
