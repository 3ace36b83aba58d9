"""One mutation per command, made from the commands themselves.

``proposeWksbm(input: ProposeWksbmInput!): CommandResult!`` comes from ``ProposeWksbm``: a new
command in the domain's registry is a new mutation, with its descriptions, without code here. Every
mutation has a handler, which planned documents and graphql-core share.
"""

from __future__ import annotations

import functools
import sys
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from types import ModuleType
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import orjson
from msgspec import Meta
from strawberry.types.field import StrawberryField

from wahana.domain.kernel.checks import camel, normalise
from wahana.domain.kernel.days import PastDay
from wahana.domain.kernel.fields import ClearText
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.refusal import Refused
from wahana.domain.kernel.vocabulary import Sha256
from wahana.domain.privacy.reveal import Reveal
from wahana.platform import apart, events, execution
from wahana.platform.events import EvidenceMark, Source
from wahana.platform.execution import CommandRequest
from wahana.tenants import tokens
from wahana.tenants.member_commands import IssueToken

from . import reveal
from .inputs import ENVELOPE, InputTypes, TypeMapping
from .outcomes import CommandResult, accepted, conflict, rejected, unfit
from .planned import Handler, handled
from .request import AuthorizedRequest

CommandSource = Literal["web", "app", "import", "offline"]
"""The sources of events that a client may claim."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence of a fact: a document kept elsewhere, or the mark of a demo fact."""

    mark: Annotated[EvidenceMark, Meta(description="What kind of ground it is.")]
    ref: Annotated[
        ClearText,
        Meta(description="Short name of the source, naming no person, such as `SK 12/2012`, `S0`."),
    ]
    sha256: Annotated[Sha256 | None, Meta(description="Hex SHA-256 of the document's bytes.")] = (
        None
    )


class CommandEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """How a command is sent: its key, the day of the act, and its evidence. The same for every
    command; an offline queue keeps it with the command."""

    idempotency_key: Annotated[
        str,
        Meta(
            pattern=r"^[!-~]{1,200}$",
            description="A text of your own, new for every command; a retry has the same one.",
            extra={"text": "form"},
        ),
    ]
    expected_version: Annotated[
        Annotated[int, Meta(ge=0, le=2**31 - 1)] | None,
        Meta(description="Version of the object you have seen; default: any."),
    ] = None
    occurred_on: Annotated[
        PastDay | None, Meta(description="Day on which it happened; default: today.")
    ] = None
    source: Annotated[
        CommandSource,
        Meta(description="Where it comes from: offline for a queue that was filled earlier."),
    ] = "app"
    permit: Annotated[
        UUID | None, Meta(description="Permit for a late entry (allowLateEntry).")
    ] = None
    mandate: Annotated[
        UUID | None, Meta(description="Decree, letter or seat by which the person acts.")
    ] = None
    on_behalf_of: Annotated[
        UUID | None, Meta(description="The person whose act you enter, if not your own.")
    ] = None
    evidence: Annotated[
        tuple[Evidence, ...], Meta(description="Evidence of the fact.", max_length=20)
    ] = ()
    correlation: Annotated[
        UUID | None, Meta(description="Id of the undertaking it belongs to.")
    ] = None

    def __post_init__(self) -> None:
        normalise(self)

    def request(self) -> CommandRequest:
        """The same in the engine's words."""
        return CommandRequest(
            key=self.idempotency_key,
            expected_version=self.expected_version,
            occurred_on=self.occurred_on,
            source=self.source,
            permit=self.permit,
            mandate=self.mandate,
            on_behalf_of=self.on_behalf_of,
            evidence=tuple(
                events.Evidence(mark=one.mark, ref=one.ref, sha256=one.sha256)
                for one in self.evidence
            ),
            correlation=self.correlation,
        )


def fields(
    commands: Sequence[type[Command]], known_enums: Mapping[str, type[Enum]]
) -> list[StrawberryField]:
    """The fields of the type ``Mutation``; ``known_enums``: those of the types of queries."""
    inputs = InputTypes(_enum_names(commands), known_enums)
    made = []
    for command in commands:
        if command in _OF_THEIR_OWN:
            continue
        name = command.__name__
        shape = inputs.of(command, name=f"{name}Input", envelope=CommandEnvelope)
        made.append(
            handled(
                name[0].lower() + name[1:],
                _handler(command, shape),
                CommandResult,
                " ".join((command.__doc__ or "").split()),
                {"input": (shape.annotation, "The command and what comes with it.")},
            )
        )
    if Reveal in commands:
        shape = inputs.of(reveal.RevealRequest, name="RevealInput", envelope=CommandEnvelope)
        made.append(reveal.field(shape, body_of, placed))
    return made


_OF_THEIR_OWN = frozenset({Reveal})
"""Commands whose mutation has another result type than the others."""


def body_of(given: Mapping[str, Any], *made: msgspec.Struct) -> bytes:
    """The input as it is digested, to distinguish a retry from another command under the same key.

    It is what the client sent, except its texts: these have the normalised form of ``made``, so
    that a retry may send another form of the same text. The envelope is digested among the fields
    of the command, as it stood before it was an object: a retry may reach a later release.
    """
    given = {**given[ENVELOPE], **{name: given[name] for name in given if name != ENVELOPE}}
    kept = {shown: getattr(one, name) for one in made for name, shown in _shown(type(one))}
    digested = {shown: _as_kept(value, kept[shown]) for shown, value in given.items()}
    return orjson.dumps(digested, option=orjson.OPT_SORT_KEYS, default=_plain)


def _as_kept(given: Any, kept: Any) -> Any:
    if isinstance(given, str):
        return kept if isinstance(kept, str) else given
    if isinstance(given, Mapping) and isinstance(kept, msgspec.Struct):
        names = {shown: name for name, shown in _shown(type(kept))}
        return {shown: _as_kept(one, getattr(kept, names[shown])) for shown, one in given.items()}
    if isinstance(given, list) and isinstance(kept, tuple):
        return [_as_kept(one, its) for one, its in zip(given, kept, strict=True)]
    return given


@functools.cache
def _shown(struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields of a class: their names here and in GraphQL."""
    return tuple((name, camel(name)) for name in struct.__struct_fields__)


def _handler(command: type[Command], shape: TypeMapping) -> Handler:
    def made(given: dict[str, Any]) -> tuple[CommandEnvelope, Command, bytes]:
        envelope, sent = shape.convert(given)
        return envelope, sent, body_of(given, envelope, sent)

    async def handle(context: AuthorizedRequest, arguments: dict[str, Any]) -> Any:
        given = arguments["input"]
        try:
            envelope, sent, body = await apart.run(apart.size_of_json(given), made, given)
        except Refused as refused:
            return unfit(refused, context.rules)
        return await _executed(context, sent, envelope.request(), body)

    return handle


async def _executed(
    context: AuthorizedRequest, sent: Command, request: CommandRequest, body: bytes
) -> Any:
    secret: str | None = None
    if isinstance(sent, IssueToken):
        secret = tokens.new_secret()
        await context.add_token(tokens.digest(secret), sent.member_id, sent.token_id)
    result = await context.execute(sent, request, body)
    if isinstance(result, execution.Accepted):
        shown = None if result.repeated else secret
        return accepted(result, context.authorization.state.origin, shown)
    if isinstance(result, execution.Rejected):
        return rejected(placed(result), context.rules)
    return conflict(result)


def placed(result: execution.Rejected) -> execution.Rejected:
    """The refusal, its field as the client has it: what comes with a command is in its envelope."""
    head, _, _ = (result.field or "").partition(".")
    if head not in _IN_ENVELOPE:
        return result
    return replace(result, field=f"{ENVELOPE}.{result.field}")


_IN_ENVELOPE = frozenset(map(camel, CommandEnvelope.__struct_fields__))


def _plain(value: Any) -> Any:
    """Coerced enum members, as the client wrote them."""
    return getattr(value, "value", str(value))


def _enum_names(commands: Iterable[type[Command]]) -> Mapping[Any, str]:
    """Names of the ``Literal`` types that the commands' modules have given a name to."""
    found: dict[Any, str] = {Source: "Source", CommandSource: "CommandSource"}
    for module in _modules(commands):
        for name, value in vars(module).items():
            if typing.get_origin(value) is Literal and not name.startswith("_"):
                found.setdefault(value, name)
    return found


def _modules(commands: Iterable[type[Command]]) -> list[ModuleType]:
    names = {base.__module__ for command in commands for base in command.__mro__}
    own = sorted(name for name in names if name.startswith("wahana."))
    return [sys.modules[name] for name in own]
