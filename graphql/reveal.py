"""``reveal``: opens sealed data of one record, after the record of the look is in the log.

The values are read from the record's own stream, so they are those of the moment and not of a
view; they are answered once, to the request that recorded the look. The command, who may send it
and what can be opened are in ``wahana.domain.privacy.reveal``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from msgspec import Meta
from strawberry.types.field import StrawberryField

from wahana.domain.kernel.checks import normalise
from wahana.domain.kernel.fields import Code, DocumentNo, Personal, Sealed
from wahana.domain.kernel.model import Aggregate
from wahana.domain.kernel.refusal import Refused
from wahana.domain.kernel.vocabulary import NoteText
from wahana.domain.privacy.reveal import REVEALABLE, Reveal, Revealable
from wahana.domain.privacy.reveal_events import AccessReason
from wahana.platform import execution
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.ids import global_id, parse_global_id
from wahana.platform.vault.sealer import PersonalFields

from .errors import BadInput
from .inputs import GlobalId, TypeMapping
from .outcomes import Conflict, Rejected, conflict, rejected, unfit
from .planned import handled
from .request import AuthorizedRequest
from .scalars import BigInt

_FIELDS = PersonalFields(Personal, Sealed)
_INDEX = re.compile(r"\.\d+")


class RevealRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Opens sealed data of a record, once, and records who looked at what and why."""

    id: Annotated[
        GlobalId, Meta(description="Global id of the record: `person_…`, `case_…`, `referral_…`.")
    ]
    via: Annotated[
        UUID | None,
        Meta(description="The referral that gives your body access, if it is a case."),
    ] = None
    fields: Annotated[
        tuple[Code, ...],
        Meta(min_length=1, max_length=20, description="Fields to open: name, nik, birthDate, …"),
    ]
    reason: Annotated[AccessReason, Meta(description="Why.")]
    letter: Annotated[
        DocumentNo | None,
        Meta(description="Number of the letter of assignment; auditors need one."),
    ] = None
    note: NoteText | None = None

    def __post_init__(self) -> None:
        normalise(self)


@strawberry.type(description="A value that was opened.")
class RevealedValue:
    field: str = strawberry.field(description="Which field.")
    value: str | None = strawberry.field(description="The value; null if it was erased.")
    version: int = strawberry.field(description="Version of the entry that gave it.")
    erased: bool = strawberry.field(description="Its key was destroyed: nobody can open it.")


@strawberry.type(description="The look is recorded; these are the values, given only this once.")
class Revealed:
    id: strawberry.ID = strawberry.field(description="Global id of the record.")
    position: BigInt = strawberry.field(description="Position of the record of this look.")
    recorded_at: datetime = strawberry.field(description="When the look was recorded.")
    repeated: bool = strawberry.field(
        description="The key had been used before: the values were answered then, not now."
    )
    values: list[RevealedValue] = strawberry.field(
        description="What the record has of the fields, in the order asked for."
    )


RevealResult = Annotated[
    Revealed | Rejected | Conflict,
    strawberry.union("RevealResult", description="How a look at sealed data ended."),
]


def field(
    shape: TypeMapping,
    body: Callable[..., bytes],
    placed: Callable[[execution.Rejected], execution.Rejected],
) -> StrawberryField:
    """The field ``reveal``; ``shape`` is the input of :class:`RevealRequest` with its envelope,
    ``body`` gives the bytes by which a retry is known, ``placed`` a refusal's field as sent."""

    async def handle(context: AuthorizedRequest, arguments: dict[str, Any]) -> Any:
        given = arguments["input"]
        try:
            envelope, asked = shape.convert(given)
        except Refused as refused:
            return unfit(refused, context.rules)
        sent = body(given, envelope, asked)
        answer = await _looked(context, _command(asked), envelope.request(), sent)
        if isinstance(answer, execution.Rejected):
            return rejected(placed(answer), context.rules)
        return answer

    return handled(
        "reveal",
        handle,
        RevealResult,
        RevealRequest.__doc__ or "",
        {"input": (shape.annotation, "What to open, and why.")},
    )


async def _looked(
    context: AuthorizedRequest, command: Reveal, request: execution.CommandRequest, body: bytes
) -> Any:
    """Record the look, then look."""
    result = await context.execute(command, request, body)
    if isinstance(result, execution.Rejected):
        return result
    if isinstance(result, execution.Conflict):
        return conflict(result)
    return Revealed(
        id=strawberry.ID(global_id(command.kind, command.subject)),
        position=BigInt(result.position),
        recorded_at=result.recorded_at,
        repeated=result.repeated,
        values=[] if result.repeated else await _values(context, command),
    )


def _command(asked: RevealRequest) -> Reveal:
    try:
        kind, subject = parse_global_id(asked.id)
    except ValueError as error:
        raise BadInput(f"id: {error}") from None
    return Reveal(
        kind=kind,
        subject=subject,
        via=asked.via,
        fields=asked.fields,
        reason=asked.reason,
        letter=asked.letter,
        note=asked.note,
    )


@dataclass(frozen=True, slots=True)
class _SealedValue:
    field: str
    version: int
    path: str
    group: SealedGroup


async def _values(context: AuthorizedRequest, command: Reveal) -> list[RevealedValue]:
    """The current values of the fields, opened in one call."""
    known = REVEALABLE[command.kind].fields
    wanted = {name: known[name] for name in dict.fromkeys(command.fields)}
    own = {name: about for name, about in wanted.items() if about.of is None}
    found = await _standing(context, command.subject, own)
    for name, about in wanted.items():
        if about.of is not None:
            for record in about.of(await _state(context, command)):
                found += await _standing(context, record, {name: about})
    persons = await _persons(context, command)
    if persons is not None:
        found = [each for each in found if each.group.s in persons]
    order = list(wanted)
    found.sort(key=lambda each: order.index(each.field))
    opened = await context.open(command.kind, [each.group for each in found])
    return [
        RevealedValue(
            field=each.field,
            value=None if values is None else values.get(each.path),
            version=each.version,
            erased=values is None,
        )
        for each, values in zip(found, opened, strict=True)
    ]


async def _state(context: AuthorizedRequest, command: Reveal) -> Any:
    """The state of the record, for fields that are on other records."""
    return await _folded(context, REVEALABLE[command.kind].state, command.subject)


async def _persons(context: AuthorizedRequest, command: Reveal) -> frozenset[UUID] | None:
    """Under whom what is opened may be sealed: the persons of the referral by which somebody has
    the record, and the record itself; ``None``: under anybody."""
    via = REVEALABLE[command.kind].via
    if via is None or command.via is None:
        return None
    kind, persons_of = via
    referral = await _folded(context, kind, command.via)
    return frozenset((*persons_of(referral), command.subject))


async def _folded(context: AuthorizedRequest, kind: type[Aggregate], stream_id: UUID) -> Any:
    state: Any = kind(id=stream_id)
    async for recorded in context.stream(stream_id):
        state = recorded.mutate(state)
    return state


async def _standing(
    context: AuthorizedRequest, subject: UUID, wanted: Mapping[str, Revealable]
) -> list[_SealedValue]:
    """The sealed values of a stream that are valid, by field in the order asked for."""
    found: dict[str, list[_SealedValue]] = {name: [] for name in wanted}
    async for recorded in context.stream(subject):
        _drop(found, recorded, wanted)
        for path, reference in _FIELDS.paths(recorded.data):
            group = recorded.group(reference)
            assert group is not None
            for name, about in wanted.items():
                if _INDEX.sub("", path) in about.paths:
                    new = _SealedValue(name, recorded.version, path, group)
                    found[name] = [*found[name], new] if about.every else [new]
    return [each for name in wanted for each in found[name]]


def _drop(
    found: dict[str, list[_SealedValue]], recorded: Recorded, wanted: Mapping[str, Revealable]
) -> None:
    """Take away what an event says no longer exists: cleared, withdrawn or retracted."""
    data = recorded.data
    gone = {*getattr(data, "cleared", ()), *type(data).RELEASES}
    for name, about in wanted.items():
        if gone & set(about.paths):
            found[name] = []
    if type(data).__name__.endswith("Retracted") and isinstance(getattr(data, "of", None), int):
        for name, entries in found.items():
            found[name] = [each for each in entries if each.version != data.of]
