"""Prints the SQL that is composed: ``make sql``, or of some views ``make sql ARGS="meeting dues"``.

The service does not need it: it is for reading composed statements and trying them in psql.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from wahana.platform.views import View
from wahana.projections.compile import Compiler
from wahana.projections.registry import CATALOGUE, VIEWS


def lines_of(view: View) -> Iterator[str]:
    """The definition of a view's tables, the statements that write them, and those that read it:
    rows, and the conditions on them."""
    yield f"-- {view.name}, version {view.version}: its tables"
    yield view.definition
    for table in view.tables:
        for name, text in table.statements(view.of).items():
            yield f"\n-- name: {table.name}_{name}\n{text};"
    for name, text in Compiler(CATALOGUE).every_statement():
        if CATALOGUE[name.partition(".")[0]].views[:1] == (view.name,):
            yield f"\n-- name: {name}\n{text};"


def main(names: Sequence[str]) -> int:
    """Print the SQL of the named views, or of all; 1 if there is none of a name."""
    views = {view.name: view for view in VIEWS}
    if unknown := [name for name in names if name not in views]:
        print(f"there is no view {', '.join(unknown)}; there are: {', '.join(views)}")
        return 1
    for name in names or views:
        print("\n".join(lines_of(views[name])), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
