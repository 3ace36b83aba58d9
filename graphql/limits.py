"""Caps on a document's size, checked before anything is validated or executed.

Every cap bounds the work that a text of at most 256 KiB can cause. Counts are of the document with
its fragments expanded, because that is what would be executed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from .errors import LimitExceeded


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for."""

    body_bytes: int = 256 * 1024
    timeout_s: float = 15.0
    tokens: int = 2000
    depth: int = 15
    aliases: int = 50
    root_fields: int = 20
    directives: int = 40
    fields: int = 1000
    validation_errors: int = 5
    cost: int = 20_000
    """Rows that may be read at most, see ``cost.py``."""
    operations_per_socket: int = 50
    recheck_s: float = 5.0
    """How often a connection that stays open asks whether its credentials still hold."""
    init_wait_s: float = 10.0
    """A WebSocket that has not sent connection_init by then is closed."""


@dataclass(frozen=True, slots=True)
class SelectionSize:
    """The size of a selection with its fragments spread out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    root_fields: int = 0

    def below(self) -> SelectionSize:
        """As the sub-selection of a field."""
        return SelectionSize(self.depth + 1, self.fields, self.aliases, self.directives, 0)

    def beside(self, other: SelectionSize) -> SelectionSize:
        return SelectionSize(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.root_fields + other.root_fields,
        )


def check(document: DocumentNode, limits: Limits) -> None:
    """Raises :class:`LimitExceeded` if any operation is over a cap; its message says how to fix
    it."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    ruler = _SizeVisitor(fragments)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            measured = ruler.selection(definition.selection_set)
            own = SelectionSize(directives=len(definition.directives or ()))
            _refuse_over(measured.beside(own), limits)
        elif isinstance(definition, FragmentDefinitionNode):
            _refuse_over(ruler.fragment(definition.name.value), limits)


def _refuse_over(measured: SelectionSize, limits: Limits) -> None:
    caps = (
        ("levels deep", measured.depth, limits.depth, "ask for less depth, or in two requests"),
        ("root fields", measured.root_fields, limits.root_fields, "send them in several requests"),
        ("aliases", measured.aliases, limits.aliases, "send some of them in another request"),
        ("directives", measured.directives, limits.directives, "leave fields out instead"),
        ("fields", measured.fields, limits.fields, "select fewer, or in several requests"),
    )
    for what, found, most, cure in caps:
        if found > most:
            raise LimitExceeded(
                f"the document has {min(found, 10**6)} {what}, more than {most}; {cure}",
                limit=most,
            )


class _SizeVisitor:
    """Measures selections; every fragment once, so that nesting them costs nothing."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, SelectionSize] = {}
        self._open: set[str] = set()

    def fragment(self, name: str) -> SelectionSize:
        """A single fragment. Unknown and circular ones are 0: validation refuses them."""
        if name in self._known:
            return self._known[name]
        definition = self._fragments.get(name)
        if definition is None or name in self._open:
            return SelectionSize()
        self._open.add(name)
        own = SelectionSize(directives=len(definition.directives or ()))
        self._known[name] = self.selection(definition.selection_set).beside(own)
        self._open.discard(name)
        return self._known[name]

    def selection(self, selections: SelectionSetNode | None) -> SelectionSize:
        measured = SelectionSize()
        for node in _nodes(selections):
            own = SelectionSize(directives=len(node.directives or ()))
            if isinstance(node, FieldNode):
                own = SelectionSize(1, 1, 1 if node.alias else 0, own.directives, 1)
                inner = self.selection(node.selection_set).below()
            elif isinstance(node, FragmentSpreadNode):
                inner = self.fragment(node.name.value)
            else:
                inner = self.selection(node.selection_set)
            measured = measured.beside(own).beside(inner)
        return measured


def _nodes(
    selections: SelectionSetNode | None,
) -> Iterable[FieldNode | FragmentSpreadNode | InlineFragmentNode]:
    for node in selections.selections if selections else ():
        if isinstance(node, FieldNode | FragmentSpreadNode | InlineFragmentNode):
            yield node
