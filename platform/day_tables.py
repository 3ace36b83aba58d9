"""Tables that keep the values of another table's rows by business day.

A row of a view shows what is known now. On another day some of its columns had other values: a
:class:`DayTable` has a row for each day on which they changed. ``table_sql.on_day`` puts the two
together: the columns of the day, and the others as they are known now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, get_type_hints

import msgspec

from .versioned import VersionedTable

THERE, DAY = "there", "day"
"""The columns of a :class:`DayTable` besides those of the other table."""


class DayTable(VersionedTable[Any]):
    """The values of some columns of a table from a business day on, until the next day that has a
    row; ``there`` is false where the row itself is not there from that day on."""

    def __init__(self, base: VersionedTable[Any], columns: Sequence[str]) -> None:
        """``columns``: those of the row that have a value of their own on each day."""
        hints = get_type_hints(base.row, include_extras=True)
        named = [name for name in base.row.__struct_fields__ if name in (*base.key, *columns)]
        row = msgspec.defstruct(
            f"{base.row.__name__}OnDay",
            [*((name, hints[name]) for name in named), (DAY, date), (THERE, bool)],
            frozen=True,
            namespace={"__doc__": f"What a row of {base.name} says from a day on."},
        )
        whole = tuple(named) == base.row.__struct_fields__
        found = [index for index in base.indexes if index.after_key and whole]
        super().__init__(row, key=(*base.key, DAY), table=f"{base.name}_day", indexes=found)
        self.base = base
        self.of_day = tuple(name for name in named if name not in base.key)
        self.whole = whole
        """Whether it has all columns: then the rows of a day come from it alone, with those that no
        longer exist."""
