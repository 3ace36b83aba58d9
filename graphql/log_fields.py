"""Root fields that answer from the log and the release, not from a view, at a moment, too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from .engine import Engine
from .moments import moment_of
from .one_moment import LogQuery, ShownMoment
from .types import MOMENT_ARGUMENTS, VALID_ON, Argument, made_field

LogAnswer = Callable[[Any, Mapping[str, Any], ShownMoment], Awaitable[Any]]
"""``await answer(context, arguments, moment)``."""


def log_field(
    engine: Engine,
    name: str,
    answer: LogAnswer,
    result: Any,
    arguments: Mapping[str, Argument],
    *,
    dated: bool = True,
    required: frozenset[str] = frozenset(),
) -> StrawberryField:
    """A root field that answers from the log and the release, at a moment; described by the
    docstring of ``answer``. ``dated``: it takes ``validOn``."""

    async def ask(root: Any, info: strawberry.Info, **given: Any) -> LogQuery:
        context = info.context
        moment = await moment_of(given, context)
        return LogQuery(engine.compiler, context, moment, partial(answer, context, given))

    text = " ".join((answer.__doc__ or "").split())
    moments = {**MOMENT_ARGUMENTS, **(VALID_ON if dated else {})}
    return made_field(name, ask, result, text, {**arguments, **moments}, required=required)
