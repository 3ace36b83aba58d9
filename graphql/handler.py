"""Handles GraphQL requests: from text and variables to a response, on any transport.

Cheap checks come first: cached documents, caps, validation, cost, then a plan if there is one
(``planned.py``), else graphql-core with the compiled executor. HTTP, WebSocket, SSE and callers
inside the process use it, so limits and errors are the same everywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, cast

import orjson
import strawberry
from graphql import ExecutionResult, GraphQLError, OperationType, execute, subscribe
from strawberry.execution import optimized_is_awaitable

from . import cost, planned
from .documents import Document, Documents, InvalidDocument, is_introspection
from .errors import BadInput, ClientError, LimitExceeded, TimedOut, present, unexpected
from .limits import Limits


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A GraphQL request whose parts have the right types."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None

    @classmethod
    def of(cls, parameters: Any) -> GraphQLRequest:
        """From the JSON object of a request. Raises :class:`BadInput`; its message says how to fix
        it."""
        if not isinstance(parameters, dict):
            raise BadInput("send a JSON object with query, variables, operationName")
        query, variables = parameters.get("query"), parameters.get("variables")
        name, extensions = parameters.get("operationName"), parameters.get("extensions")
        if not isinstance(query, str) or not query:
            raise BadInput("query is missing; send the text of a GraphQL document in it")
        if variables is not None and not isinstance(variables, dict):
            raise BadInput("variables must be a JSON object or null")
        if name is not None and not isinstance(name, str):
            raise BadInput("operationName must be a string or null")
        if extensions is not None and not isinstance(extensions, dict):
            raise BadInput("extensions must be a JSON object or null")
        return cls(query, variables or {}, name or None)


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """The response to a request. Without ``executed`` there is no data: the request was wrong."""

    executed: bool
    data: Any = None
    errors: Sequence[Mapping[str, Any]] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    timed_out: bool = False

    def body(self) -> dict[str, Any]:
        """The response map of the GraphQL specification, errors first."""
        body: dict[str, Any] = {}
        if self.errors:
            body["errors"] = self.errors
        if self.executed:
            body["data"] = self.data
        if self.extensions:
            body["extensions"] = self.extensions
        return body

    def encode(self) -> bytes:
        """The body as JSON."""
        return orjson.dumps(self.body())


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request whose document is valid and within the limits."""

    document: Document
    name: str | None
    variables: Mapping[str, Any]
    cost: int

    @property
    def kind(self) -> OperationType:
        return self.document.operation(self.name).operation

    @property
    def is_introspection(self) -> bool:
        return is_introspection(self.document.operation(self.name))


class RequestHandler:
    """Answers requests to one schema."""

    def __init__(self, schema: strawberry.Schema, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._core = schema._schema
        self._executor = schema.execution_context_class
        planned.attach(self._core)
        self._documents = Documents(self._core, self.limits)

    def prepare(self, request: GraphQLRequest) -> PreparedRequest:
        """Everything before execution. Raises :class:`InvalidDocument`."""
        try:
            document = self._documents.get(request.query)
            operation = document.operation(request.operation_name)
            price = document.costs.get(request.operation_name)
            if price is None:
                price, fixed = cost.cost_of(self._core, document.node, operation, request.variables)
                cost.check(price, self.limits.cost)
                if fixed:
                    document.costs[request.operation_name] = price
        except ClientError as error:
            raise InvalidDocument([error]) from None
        except RecursionError:
            raise InvalidDocument(
                [LimitExceeded("the document is nested too deeply; flatten it")]
            ) from None
        return PreparedRequest(document, request.operation_name, request.variables, price)

    async def execute(self, prepared: PreparedRequest, context: Any) -> GraphQLResponse:
        """Run a query or mutation. Never raises, except on cancellation."""
        client = getattr(context, "client", None)
        try:
            async with asyncio.timeout(self.limits.timeout_s):
                result = await self._run(prepared, context)
        except TimeoutError:
            message = (
                f"the request took more than {self.limits.timeout_s:g} s and was stopped; ask for "
                "less. A mutation may have happened: send it again with the same idempotencyKey"
            )
            return refused([TimedOut(message)], timed_out=True)
        except Exception as error:
            return GraphQLResponse(True, None, [unexpected(error, client=client)])
        return self._reply(result, prepared, client)

    async def answer(self, request: GraphQLRequest, context: Any) -> GraphQLResponse:
        """:meth:`prepare` and :meth:`execute` in one, for callers inside the process."""
        try:
            prepared = self.prepare(request)
        except InvalidDocument as invalid:
            return refused(invalid.errors)
        return await self.execute(prepared, context)

    async def subscribe(
        self, prepared: PreparedRequest, context: Any
    ) -> AsyncGenerator[GraphQLResponse, None]:
        """The replies of a subscription, as they come; close it to stop the source."""
        client = getattr(context, "client", None)
        source: Any = subscribe(
            self._core,
            prepared.document.node,
            context_value=context,
            variable_values=dict(prepared.variables),
            operation_name=prepared.name,
            executor_class=self._executor,
            operation_extensions=None,
        )
        source = await source if isawaitable(source) else source
        if isinstance(source, ExecutionResult):
            yield GraphQLResponse(False, errors=present(source.errors or (), client=client))
            return
        try:
            async for result in source:
                yield self._reply(result, prepared, client)
        except ClientError as error:
            # The source refused: it starts, and may refuse, only when it is iterated.
            yield refused([error])
        except Exception as error:
            yield GraphQLResponse(True, None, [unexpected(error, client=client)])
        finally:
            await source.aclose()

    async def replies(
        self, prepared: PreparedRequest, context: Any
    ) -> AsyncGenerator[GraphQLResponse, None]:
        """The replies of any operation: one, or those of a subscription."""
        if prepared.kind is not OperationType.SUBSCRIPTION:
            yield await self.execute(prepared, context)
            return
        async with contextlib.aclosing(self.subscribe(prepared, context)) as source:
            async for reply in source:
                yield reply

    async def _run(self, prepared: PreparedRequest, context: Any) -> ExecutionResult:
        root = None
        plan = planned.plan_of(self._core, prepared.document, prepared.name)
        if plan is not None:
            outcome = await plan.run(context, prepared.variables)
            if isinstance(outcome, ExecutionResult):
                return outcome
            root = outcome
        run: Any = execute
        result = run(
            self._core,
            prepared.document.node,
            root_value=root,
            context_value=context,
            variable_values=dict(prepared.variables),
            operation_name=prepared.name,
            is_awaitable=optimized_is_awaitable,
            executor_class=self._executor,
            operation_extensions=None,
        )
        return cast("ExecutionResult", await result if isawaitable(result) else result)

    def _reply(
        self, result: ExecutionResult, prepared: PreparedRequest, client: str | None
    ) -> GraphQLResponse:
        errors = present(result.errors or (), client=client)
        # Without data and without a path nothing was executed: variables did not fit.
        executed = result.data is not None or any(error.path for error in result.errors or ())
        extensions = {
            "cost": {"requested": prepared.cost, "limit": self.limits.cost},
            **(result.extensions or {}),
        }
        return GraphQLResponse(executed, result.data, errors, extensions if executed else {})


def refused(errors: Sequence[GraphQLError], *, timed_out: bool = False) -> GraphQLResponse:
    """The reply to a request that is not executed."""
    return GraphQLResponse(False, errors=present(errors), timed_out=timed_out)
