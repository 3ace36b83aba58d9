"""Documents by their text: parsed, measured, validated once, and kept.

Parsing and validating a mutation costs milliseconds, finding it again microseconds. Only valid
documents are cached, with least-recently-used eviction. A document's plan (``planned.py``) is
cached with it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from . import limits as caps
from .errors import BadInput, ClientError, LimitExceeded
from .limits import Limits
from .types import private_arguments

KEPT = 256
"""Documents kept; one of 2,000 tokens takes about a megabyte."""

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


class InvalidDocument(Exception):
    """The document cannot be executed; ``errors`` say why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors)
        self.errors = errors


class UnknownOperation(ClientError):
    """The request does not say which operation of the document is meant."""

    code = "UNKNOWN_OPERATION"


@dataclass(slots=True)
class Document:
    """A valid document and its operations by name."""

    node: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    plans: dict[str | None, Any] = field(default_factory=dict)
    """What ``planned.py`` knows about each operation."""
    private: bool = False
    """It has arguments that must not appear in a log or a cached text."""
    costs: dict[str | None, int] = field(default_factory=dict)
    """The cost of the operations for which no variable counts."""

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of that name, or the only one. Raises :class:`UnknownOperation`."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name)
        if found is None or name is None:
            known = ", ".join(str(key) for key in self.operations if key)
            asked = f"there is no operation {name[:80]!r}" if name else "say which operation"
            raise UnknownOperation(f"{asked}; give operationName, one of: {known or '(none)'}")
        return found


class Documents:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, kept: int = KEPT) -> None:
        self._schema = schema
        self._limits = limits
        self._kept = kept
        self._private = {
            name: arguments
            for root in (schema.query_type, schema.mutation_type)
            for name, defined in (root.fields if root else {}).items()
            if (arguments := private_arguments(defined))
        }
        self._documents: OrderedDict[bytes, Document] = OrderedDict()

    def get(self, text: str) -> Document:
        """The document of a text. Raises :class:`InvalidDocument`."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        found = self._documents.get(key)
        if found is None:
            found = self._documents[key] = self._read(text)
            if len(self._documents) > self._kept:
                self._documents.popitem(last=False)
        else:
            self._documents.move_to_end(key)
        return found

    def _read(self, text: str) -> Document:
        node = self._parsed(text)
        try:
            caps.check(node, self._limits)
        except LimitExceeded as error:
            raise InvalidDocument([error]) from None
        if errors := validate(
            self._schema, node, _RULES, max_errors=self._limits.validation_errors
        ):
            raise InvalidDocument(errors)
        operations = {
            definition.name.value if definition.name else None: definition
            for definition in node.definitions
            if isinstance(definition, OperationDefinitionNode)
        }
        private = _fields_called(node, self._private)
        for called in private:
            _check_hidden(node, called, self._private[called.name.value])
        return Document(node, operations, private=bool(private))

    def _parsed(self, text: str) -> DocumentNode:
        try:
            return parse(text, max_tokens=self._limits.tokens)
        except GraphQLSyntaxError as error:
            if "tokens" in error.message and len(text) > self._limits.tokens:
                most = self._limits.tokens
                cure = f"the document has more than {most} tokens; send it in several requests"
                raise InvalidDocument([LimitExceeded(cure, limit=most)]) from None
            raise InvalidDocument([error]) from None


def _fields_called(node: DocumentNode, names: Container[str]) -> list[FieldNode]:
    """The fields of a document that have one of these names."""
    found: list[FieldNode] = []

    class Finder(Visitor):
        def enter_field(self, called: FieldNode, *_: Any) -> None:
            if called.name.value in names:
                found.append(called)

    if names:
        visit(node, Finder())
    return found


def _check_hidden(node: DocumentNode, called: FieldNode, arguments: Container[str]) -> None:
    """Raise :class:`InvalidDocument` unless private arguments are variables without defaults."""
    given = [each.value for each in called.arguments or () if each.name.value in arguments]
    names = {value.name.value for value in given if isinstance(value, VariableNode)}
    with_default = {
        variable.variable.name.value
        for definition in node.definitions
        if isinstance(definition, OperationDefinitionNode)
        for variable in definition.variable_definitions or ()
        if variable.default_value is not None
    }
    if len(names) < len(given) or names & with_default:
        cure = f"{called.name.value}: give its value in a variable that has no default"
        raise InvalidDocument([BadInput(cure)])


def is_introspection(operation: OperationDefinitionNode) -> bool:
    """Whether an operation asks about the schema only."""
    names = [
        getattr(getattr(node, "name", None), "value", "")
        for node in operation.selection_set.selections
        if node.kind == "field"
    ]
    return (
        operation.operation is OperationType.QUERY
        and len(names) == len(operation.selection_set.selections)
        and all(name in ("__schema", "__type", "__typename") for name in names)
    )
