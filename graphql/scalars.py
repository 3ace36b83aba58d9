"""The scalars of the API.

``BigInt`` is a text of digits, because JavaScript loses digits past 2^53. ``DateTime`` is always
UTC with six digits of a second and ``Z``: texts then sort as the instants do.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NewType

from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition, scalar

BigInt = NewType("BigInt", int)

_DIGITS = re.compile(r"-?[0-9]{1,19}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INT8 = range(-(2**63), 2**63)


def parse_big_int(value: object) -> int:
    """A number or a text of digits within 64 bits. Raises ``GraphQLError`` with the form."""
    number = None
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and _DIGITS.fullmatch(value):
        number = int(value)
    if number is None or number not in _INT8:
        raise GraphQLError(f'{str(value)[:40]!r} is not a BigInt; write digits, such as "1250000"')
    return number


def parse_datetime(value: object) -> datetime:
    """An ISO 8601 instant with its offset. Raises ``GraphQLError`` with the form."""
    try:
        instant = datetime.fromisoformat(str(value))
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise GraphQLError(
        f"{str(value)[:40]!r} is not an instant; write one with its offset, such as "
        "2012-06-14T08:30:00+08:00"
    )


def parse_date(value: object) -> date:
    """A day as ``2012-06-14``. Raises ``GraphQLError`` with the form."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise GraphQLError(
        f"{str(value)[:40]!r} is not a day; write year-month-day, such as 2012-06-14"
    )


def write_datetime(value: datetime) -> str:
    """``2012-06-14T00:30:00.000000Z``."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_SCALARS: dict[object, ScalarDefinition] = {
    BigInt: scalar(
        name="BigInt",
        description="A whole number within 64 bits, as a text of digits.",
        serialize=str,
        parse_value=parse_big_int,
    ),
    date: scalar(
        name="Date",
        description="A day: `2012-06-14`.",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    datetime: scalar(
        name="DateTime",
        description="An instant in UTC with microseconds: `2012-06-14T00:30:00.000000Z`. "
        "Arguments may have any offset.",
        serialize=write_datetime,
        parse_value=parse_datetime,
    ),
}


def config() -> StrawberryConfig:
    """The configuration that every schema of the engine has: our scalars, names as written."""
    return StrawberryConfig(scalar_map=_SCALARS)
