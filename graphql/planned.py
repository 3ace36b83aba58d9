"""Planned documents: mutations whose execution is planned once per document.

graphql-core's own execution costs more than half of a mutation's time. A document qualifies if
every root field has a handler and the result's selection holds nothing but plain fields of
objects and unions, without directives. Then: variables are coerced by graphql-core, the
arguments go straight to the handler, its result is read straight into the selection.

Any irregular case (a handler that raises, a null where none may be, a type
the plan has not seen) is handed to graphql-core together with the outcomes so far: it runs the
same document, takes the known outcomes instead of calling their handlers again, and writes the
errors. So both paths give the same result by construction, and no command runs twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from wahana.platform import apart

from .documents import Document
from .types import PRIVATE, made_field

Handler = Callable[[Any, dict[str, Any]], Awaitable[Any]]
"""``await handler(context, arguments)``: arguments as graphql-core coerced them."""
Reader = Callable[[Any], Any]

_HANDLER = "handler"
_INT = range(-(2**31), 2**31)


def handled(
    name: str,
    handler: Handler,
    result: Any,
    description: str,
    arguments: Mapping[str, tuple[Any, str]],
    *,
    required: frozenset[str] = frozenset({"input"}),
    private: frozenset[str] = frozenset(),
) -> StrawberryField:
    """A root field that a handler answers; planned or by graphql-core.

    ``result`` is the annotation of what the handler returns: a Strawberry type or union whose
    members are plain classes. ``arguments``: name → (annotation, description). ``private`` ones
    must come in a variable, by POST (``documents.py``).
    """

    async def never(root: Any, info: Any, **given: Any) -> Any:
        raise RuntimeError(f"{name} is answered by its handler; call attach() on the schema")

    return made_field(
        name,
        never,
        result,
        description,
        arguments,
        metadata={_HANDLER: handler, PRIVATE: private},
        required=required,
    )


def attach(schema: GraphQLSchema) -> None:
    """Let graphql-core answer the handled fields of a schema, too."""
    for root in (schema.query_type, schema.mutation_type):
        for defined in root.fields.values() if root else ():
            if (handler := _handler(defined)) is not None:
                defined.resolve = _resolver(handler)


class NotPlanned(Exception):
    """The plan does not fit what came; graphql-core takes over."""


@dataclass(slots=True)
class RootResults:
    """What the handlers of an operation have given so far, by response name. The root value of
    an execution that takes over."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Exception] = field(default_factory=dict)


@dataclass(slots=True)
class _RootField:
    """One root field of a plan."""

    alias: str
    handler: Handler
    definition: GraphQLField
    node: FieldNode
    direct: dict[str, str] | None
    """Argument → variable, if the field takes nothing but variables."""
    read: Reader

    def arguments(self, variables: VariableValues) -> dict[str, Any]:
        if self.direct is not None:
            coerced = variables.coerced
            if all(name in coerced for name in self.direct.values()):
                return {argument: coerced[name] for argument, name in self.direct.items()}
        return get_argument_values(self.definition, self.node, variables)


@dataclass(slots=True)
class OperationPlan:
    """The plan of one operation."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    steps: tuple[_RootField, ...]

    async def run(
        self, context: Any, variables: Mapping[str, Any]
    ) -> ExecutionResult | RootResults:
        """The result, or the outcomes so far if graphql-core has to take over."""
        coerced = await apart.run(
            apart.size_of_json(variables),
            get_variable_values,
            self.schema,
            self.operation.variable_definitions or (),
            dict(variables),
            max_errors=50,
        )
        if isinstance(coerced, list):
            return ExecutionResult(data=None, errors=coerced)
        outcomes = RootResults()
        data: dict[str, Any] = {}
        for step in self.steps:
            try:
                arguments = step.arguments(coerced)
            except GraphQLError:
                return outcomes  # raised again at its field
            try:
                value = outcomes.values[step.alias] = await step.handler(context, arguments)
            except Exception as error:
                outcomes.faults[step.alias] = error
                return outcomes
            try:
                data[step.alias] = step.read(value)
            except (NotPlanned, AttributeError, TypeError, ValueError, GraphQLError):
                return outcomes
        return ExecutionResult(data=data, errors=None)


def plan_of(schema: GraphQLSchema, document: Document, name: str | None) -> OperationPlan | None:
    """The plan of an operation, made at its first use; ``None``: it is graphql-core's."""
    if name not in document.plans:
        document.plans[name] = _Planner(schema, document).plan(document.operation(name))
    found: OperationPlan | None = document.plans[name]
    return found


class _Planner:
    def __init__(self, schema: GraphQLSchema, document: Document) -> None:
        self._schema = schema
        self._fragments = {
            definition.name.value: FragmentDetails(definition)
            for definition in document.node.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._none = VariableValues({}, {})
        self._operation: OperationDefinitionNode

    def plan(self, operation: OperationDefinitionNode) -> OperationPlan | None:
        self._operation = operation
        if operation.operation is OperationType.SUBSCRIPTION:
            return None
        if _has_directives(operation) or any(map(_has_directives, self._definitions())):
            return None
        root = self._schema.get_root_type(operation.operation)
        assert root is not None, "validation has made sure of the root type"
        steps: dict[str, _RootField] = {}
        try:
            for node in operation.selection_set.selections:
                if not isinstance(node, FieldNode) or node.name.value not in root.fields:
                    return None
                step = self._step(node, root.fields[node.name.value])
                if step is None or step.alias in steps:
                    return None
                steps[step.alias] = step
        except NotPlanned:
            return None
        return OperationPlan(self._schema, operation, tuple(steps.values()))

    def _definitions(self) -> list[Any]:
        return [details.definition for details in self._fragments.values()]

    def _step(self, node: FieldNode, defined: GraphQLField) -> _RootField | None:
        handler = _handler(defined)
        if handler is None:
            return None
        direct: dict[str, str] | None = {}
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode) and direct is not None:
                direct[argument.name.value] = argument.value.name.value
            else:
                direct = None
        if direct is not None and set(direct) != set(defined.args):
            direct = None
        alias = node.alias.value if node.alias else node.name.value
        reader = self._reader(defined.type, [FieldDetails(node, None)])
        return _RootField(alias, handler, defined, node, direct, reader)

    def _reader(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Reader:
        if is_non_null_type(kind):
            inner = self._reader(kind.of_type, details)

            def present(value: Any) -> Any:
                if value is None:
                    raise NotPlanned
                return inner(value)

            return present
        return _or_none(self._bare_reader(kind, details))

    def _bare_reader(self, kind: Any, details: list[FieldDetails]) -> Reader:
        if is_list_type(kind):
            member = self._reader(kind.of_type, details)

            def members(value: Any) -> Any:
                if not isinstance(value, list | tuple):
                    raise NotPlanned
                return [member(one) for one in value]

            return members
        if is_leaf_type(kind):
            return _leaf(kind)
        if is_object_type(kind):
            return self._object(kind, details)
        if is_abstract_type(kind):
            possible = {found.name: found for found in self._schema.get_possible_types(kind)}
            readers = {name: self._object(found, details) for name, found in possible.items()}

            def member_of(value: Any) -> Any:
                definition = getattr(type(value), "__strawberry_definition__", None)
                found = readers.get(definition.name if definition else "")
                if found is None:
                    raise NotPlanned
                return found(value)

            return member_of
        raise NotPlanned

    def _object(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Reader:
        grouped = collect_subfields(
            self._schema, self._fragments, self._none, self._operation, kind, details
        ).grouped_field_set
        origin = _origin(kind)
        parts: list[tuple[str, str, Reader]] = []
        constants: dict[str, str] = {}
        for alias, found in grouped.items():
            name = found[0].node.name.value
            if name == "__typename":
                constants[alias] = kind.name
                parts.append((alias, "", str))
                continue
            defined = kind.fields[name]
            if not getattr(defined.resolve, "_is_default", False) or defined.args:
                raise NotPlanned  # a resolver of its own
            declared: StrawberryField = defined.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
            parts.append((alias, declared.python_name, self._reader(defined.type, found)))

        def read(value: Any) -> dict[str, Any]:
            if type(value) is not origin:
                raise NotPlanned
            return {
                alias: reader(getattr(value, attribute)) if attribute else constants[alias]
                for alias, attribute, reader in parts
            }

        return read


def _handler(defined: GraphQLField) -> Handler | None:
    declared = defined.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    metadata: Mapping[str, Any] = getattr(declared, "metadata", None) or {}
    return metadata.get(_HANDLER)


def _resolver(handler: Handler) -> Callable[..., Any]:
    async def resolve(root: Any, info: Any, **arguments: Any) -> Any:
        if isinstance(root, RootResults):
            alias = str(info.path.key)
            if alias in root.faults:
                raise root.faults[alias]
            if alias in root.values:
                return root.values[alias]
        return await handler(info.context, arguments)

    return resolve


def _leaf(kind: GraphQLScalarType | GraphQLEnumType) -> Reader:
    """Writes a leaf as graphql-core would; what it would refuse is irregular."""
    match kind.name:
        case "String" | "ID":
            return _exactly(str)
        case "Boolean":
            return _exactly(bool)
        case "Int":

            def whole(value: Any) -> Any:
                if type(value) is not int or value not in _INT:
                    raise NotPlanned
                return value

            return whole
    if isinstance(kind, GraphQLEnumType):
        names = {value.value: name for name, value in kind.values.items()}

        def named(value: Any) -> Any:
            if not isinstance(value, Enum) or value.value not in names:
                raise NotPlanned
            return names[value.value]

        return named
    return kind.coerce_output_value


def _exactly(kind: type[Any]) -> Reader:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise NotPlanned
        return value

    return same


def _or_none(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _origin(kind: GraphQLObjectType) -> Any:
    definition = kind.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    origin = getattr(definition, "origin", None)
    if origin is None:
        raise NotPlanned
    return origin


def _has_directives(node: Any) -> bool:
    """Whether a definition or anything selected in it carries a directive."""
    if getattr(node, "directives", None):
        return True
    selections = getattr(node, "selection_set", None)
    return any(map(_has_directives, selections.selections if selections else ()))
