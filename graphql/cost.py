"""The static cost of an operation: the rows it may read, known before it is executed.

A connection counts its page size, a list its expected rows, each times what every row leads to;
a total counts as ten rows; a mutation as ten. A page size in a variable counts as given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from wahana.projections.relation import PAGE_MAX

from .arguments import PAGE_DEFAULT
from .errors import LimitExceeded

TOTAL = 10
MUTATION = 10
UNKNOWN_LIST = 10
"""Rows that a list counts for when no declaration says how many to expect."""


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> tuple[int, bool]:
    """The rows that the operation may read, roughly (at least 1), and whether that is so for
    any variables."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    root = schema.get_root_type(operation.operation)
    assert root is not None, "validation has made sure of the root type"
    adder = _CostVisitor(schema, fragments, variables)
    cost = adder.selection(operation.selection_set, root)
    if operation.operation is OperationType.MUTATION:
        cost += MUTATION * len(operation.selection_set.selections)
    return max(cost, 1), not adder.asked_variables


def check(cost: int, most: int) -> None:
    """Raises :class:`LimitExceeded` if the cost is over the limit; its message says how to fix
    it."""
    if cost > most:
        raise LimitExceeded(
            f"the query may read {cost} rows, more than {most}; ask for smaller pages "
            "(first:) or fewer lists inside lists",
            cost=cost,
            limit=most,
        )


class _CostVisitor:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._known: dict[str, int] = {}
        self.asked_variables = False

    def selection(self, selections: SelectionSetNode | None, parent: GraphQLNamedType) -> int:
        cost = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                cost += self._field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                inner = self._schema.type_map[on.name.value] if on else parent
                cost += self.selection(node.selection_set, inner)
            elif isinstance(node, FragmentSpreadNode):
                cost += self._fragment(node.name.value)
        return cost

    def _fragment(self, name: str) -> int:
        if name not in self._known:
            definition = self._fragments[name]
            on = self._schema.type_map[definition.type_condition.name.value]
            self._known[name] = self.selection(definition.selection_set, on)
        return self._known[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> int:
        field = None
        if is_object_type(parent) or is_interface_type(parent):
            field = parent.fields.get(node.name.value)
        if field is None or node.selection_set is None:
            return TOTAL if node.name.value == "totalCount" else 0
        inner = self.selection(node.selection_set, get_named_type(field.type))
        declared = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        metadata: Mapping[str, Any] = getattr(declared, "metadata", None) or {}
        match metadata.get("form"):
            case "connection":
                return 1 + self._page_size(node) * (1 + inner)
            case "list":
                return 1 + int(metadata["expected"]) * (1 + inner)
            case "one":
                return 1 + inner
        # Inside a connection the page size has been counted; other lists come from a resolver.
        counted = parent.name.endswith("Connection") or not _is_list(field)
        return inner if counted else UNKNOWN_LIST * (1 + inner)

    def _page_size(self, node: FieldNode) -> int:
        sizes = [
            self._number(argument.value)
            for argument in node.arguments or ()
            if argument.name.value in ("first", "last")
        ]
        known = [size for size in sizes if size is not None]
        return max(0, min(known[0], PAGE_MAX)) if known else PAGE_DEFAULT

    def _number(self, value: Any) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value)
        if isinstance(value, VariableNode):
            self.asked_variables = True
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) else None
        return None


def _is_list(field: GraphQLField) -> bool:
    kind = field.type
    return bool(is_list_type(kind.of_type if is_non_null_type(kind) else kind))
