"""What a resolver over a relation returns: not rows, but a query for them.

The executor (``compiled.py``) turns a relation query and the client's selection into one statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wahana.projections.compile import Compiler
from wahana.projections.relation import Catalogue, Child, Relation
from wahana.projections.selection import Paging, RowConditions

from .arguments import paging_of, source_of
from .context import RequestContext
from .moments import RequestedTime, continued

Form = Literal["one", "list", "connection"]


@dataclass(frozen=True, slots=True)
class RelationQuery:
    """Rows that are wanted of a relation, at a moment, for somebody."""

    compiler: Compiler
    context: RequestContext
    form: Form
    source: RowConditions
    moment: RequestedTime
    paging: Paging | None = None

    @property
    def catalogue(self) -> Catalogue:
        return self.compiler.catalogue

    def child(
        self, child: Child, arguments: Mapping[str, Any]
    ) -> tuple[RowConditions, Paging | None]:
        """The rows that a child field asks for, inside this answer. Raises ``BadInput``."""
        relation = self.catalogue[child.relation]
        source = source_of(
            self.catalogue, relation, arguments, self.context, ordering=child.ordering
        )
        if child.form != "connection":
            return source, None
        return source, paging_of(relation, source, arguments, self.moment)[0]


def query_relation(
    compiler: Compiler,
    context: RequestContext,
    relation: Relation,
    form: Form,
    arguments: Mapping[str, Any],
    moment: RequestedTime,
    *,
    links: Mapping[str, Any] | None = None,
) -> RelationQuery:
    """The query of a root field. A cursor in the arguments pins the moment to its page."""
    source = source_of(compiler.catalogue, relation, arguments, context, links=links)
    paging = None
    if form == "connection":
        paging, cursor = paging_of(relation, source, arguments, None)
        moment = continued(moment, cursor)
    return RelationQuery(compiler, context, form, source, moment, paging)
