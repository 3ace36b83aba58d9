"""Errors as clients see them, and what is logged of them.

The client can correct a :class:`ClientError`: its message says how, its ``code`` is stable.
Temporary errors are TRY_AGAIN, stored data that cannot be read is UNREADABLE. Every other error
while fields are resolved is a fault of the service, INTERNAL: the client gets only a reference
number; the log gets the number, the class and the location. The exception's message is not logged:
it may quote a value, and values may be personal.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import structlog
from graphql import FieldNode, GraphQLError
from strawberry.exceptions import StrawberryInputCoercionError

from wahana.domain.words.page_texts import PAGES
from wahana.platform.append import UnknownTenant
from wahana.platform.errors import TRANSIENT
from wahana.platform.events import UndecodableEvent, UnknownTopic
from wahana.platform.ids import uuid7
from wahana.platform.postgres_log import is_cut
from wahana.platform.unique import ClaimPending
from wahana.platform.vault.errors import EnvelopeError, KeyDamaged, KeyUnknown

_log = structlog.get_logger("wahana.graphql")

_WORDS = PAGES["error"]

_PASSING = (*TRANSIENT, ClaimPending)
_UNREADABLE = (
    *(UnknownTenant, UnknownTopic, UndecodableEvent),
    *(EnvelopeError, KeyDamaged, KeyUnknown),
)
"""Stored data does not fit this release or its key store: the operator must correct that."""


class ClientError(GraphQLError):
    """A request that cannot be served as it is. The message says how to fix it."""

    code: ClassVar[str] = "BAD_REQUEST"

    def __init__(self, message: str, **extensions: Any) -> None:
        super().__init__(message, extensions={"code": self.code, **extensions})


class BadInput(ClientError):
    """An argument does not make sense."""

    code = "BAD_INPUT"


class LimitExceeded(ClientError):
    """The document is over one of the limits (``limits.py``, ``cost.py``)."""

    code = "TOO_MUCH"


class TemporarilyUnavailable(ClientError):
    """Nothing is wrong with the request; send it again in a moment, a command with the same key."""

    code = "TRY_AGAIN"


class NotPermitted(ClientError):
    """The role may not read this."""

    code = "NOT_PERMITTED"


class TimedOut(ClientError):
    """The request took longer than the limit allows."""

    code = "TIMED_OUT"


def new_reference() -> str:
    """A reference number that a person can read out: the random end of a UUIDv7, in groups of
    four."""
    digits = uuid7().hex[-12:].upper()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def present(
    errors: Iterable[GraphQLError],
    *,
    client: str | None = None,
    reference: Callable[[], str] = new_reference,
) -> list[Mapping[str, Any]]:
    """The errors as the client may see them; unexpected ones are logged with their number."""
    return [with_words(_presented(error, client, reference)) for error in errors]


def with_words(shown: Mapping[str, Any]) -> dict[str, Any]:
    """An error with ``messageId``: what an app may show to people of it, in Indonesian."""
    extensions = shown.get("extensions") or {}
    told = words_of(extensions.get("code", ClientError.code))
    return {**shown, "extensions": {**extensions, "messageId": told}}


def words_of(code: str) -> str:
    """What is wrong and how to fix it, in Indonesian, by the code of an error."""
    return _WORDS.get(code, _WORDS[ClientError.code]).indonesian


def _presented(
    error: GraphQLError, client: str | None, reference: Callable[[], str]
) -> Mapping[str, Any]:
    if is_the_clients(error):
        return dict(error.formatted)
    if is_passing(error.original_error):
        return _passing(error)
    return _told_by_number(error, client, reference())


def is_passing(error: BaseException | None) -> bool:
    """Whether a database cannot be reached, a queue is full or another command wants the same
    number: the same request may succeed in a moment."""
    return error is not None and (isinstance(error, _PASSING) or is_cut(error))


def try_again(error: BaseException | None = None) -> TemporarilyUnavailable:
    """The client's form of an error that :func:`is_passing`."""
    if isinstance(error, ClaimPending):
        return TemporarilyUnavailable(str(error), retryable=True)
    return TemporarilyUnavailable(
        "a database cannot be reached just now; try again in a moment", retryable=True
    )


def _passing(error: GraphQLError) -> dict[str, Any]:
    _log.warning("to be tried again", kind=type(error.original_error).__name__)
    again = try_again(error.original_error)
    located = GraphQLError(again.message, nodes=error.nodes, path=error.path)
    return {**located.formatted, "extensions": again.extensions or {}}


def is_the_clients(error: GraphQLError) -> bool:
    """Whether the client caused it: syntax, validation, coercion, or a ``ClientError``."""
    cause = error.original_error
    if isinstance(error, ClientError) or isinstance(cause, ClientError):
        return True
    if isinstance(cause, StrawberryInputCoercionError):
        return True
    if cause is not None and not isinstance(cause, GraphQLError):
        return False
    # An error without a path comes from before execution; one at a field node is about a value
    # that we were going to send; one at an argument or a value node is about the client's.
    nodes = error.nodes or []
    return error.path is None or not (nodes and isinstance(nodes[0], FieldNode))


def unexpected(error: BaseException, *, client: str | None = None) -> dict[str, Any]:
    """An error outside any field, as the client may see it; logged with its number."""
    wrapped = GraphQLError("", original_error=_as_exception(error))
    if is_passing(error):
        return with_words(_passing(wrapped))
    return with_words(_told_by_number(wrapped, client, new_reference()))


def _told_by_number(error: GraphQLError, client: str | None, reference: str) -> dict[str, Any]:
    """An error that the client did not cause: it is logged under a reference number."""
    cause = error.original_error or error
    unreadable = isinstance(cause, _UNREADABLE)
    _log.error(
        "unreadable" if unreadable else "unexpected error",
        reference=reference,
        client=client,
        path=".".join(map(str, error.path or ())),
        kind=f"{type(cause).__module__}.{type(cause).__qualname__}",
        where=_frames(cause),
    )
    message = "Something went wrong on our side. If it goes on, report it with the reference"
    if unreadable:
        message = "What is stored about this cannot be read. Report it with the reference"
    code = "UNREADABLE" if unreadable else "INTERNAL"
    shown: dict[str, Any] = {
        "message": f"{message} {reference}.",
        "extensions": {"code": code, "reference": reference},
    }
    if error.locations:
        shown["locations"] = [location.formatted for location in error.locations]
    if error.path:
        shown["path"] = error.path
    return shown


def _frames(error: BaseException) -> list[str]:
    """Where it was raised, innermost first: files, lines, functions; no values."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)]


def _as_exception(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(type(error).__name__)
