"""The compiled road by example: what it answers, in how many statements, as of which moment."""

from __future__ import annotations

from typing import Any

import orjson
import pytest


async def ask(schema: Any, context: Any, text: str, **variables: Any) -> Any:
    result = await schema.execute(text, variable_values=variables, context_value=context)
    assert result.errors is None, result.errors
    return orjson.loads(orjson.dumps(result.data))


async def test_a_page_with_children_is_one_statement(compiled: Any, context: Any) -> None:
    asked = context()
    data = await ask(
        compiled,
        asked,
        "{ groups(first: 50) { edges { cursor node { id name stage foundedOn members budget active"
        " tags updatedAt extra board { name seat } } } pageInfo { hasNextPage } totalCount } }",
    )
    assert asked.statements == 1
    assert len(data["groups"]["edges"]) == 50
    assert data["groups"]["totalCount"] == 60
    assert data["groups"]["pageInfo"] == {"hasNextPage": True}
