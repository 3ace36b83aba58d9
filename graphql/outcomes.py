"""What a mutation answers: accepted, rejected by a rule, or in conflict. Refusals are data.

One union for all mutations, so a client handles them in one place. GraphQL errors are reserved for
faults: a malformed document, a missing token, a database that cannot be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from wahana.domain.kernel.refusal import Refused, Rule, objects, render
from wahana.platform import execution
from wahana.platform.events import EventRow
from wahana.platform.ids import global_id
from wahana.platform.log.leaf import leaf, leaf_hash

from .scalars import BigInt


@strawberry.type(description="Proof of what was recorded: the leaf of the command's last event.")
class Receipt:
    position: BigInt = strawberry.field(description="Position of the event; leaf index + 1.")
    leaf_hash: str = strawberry.field(
        description="Hex SHA-256 of the leaf (leaf/1). Keep it: a later proof must contain it."
    )


@strawberry.type(description="An event that the command recorded.")
class RecordedEvent:
    position: BigInt = strawberry.field(description="Position in the tenant's log.")
    event_id: strawberry.ID = strawberry.field(description="Id of the event.")
    stream: strawberry.ID = strawberry.field(description="Global id of the object it is about.")
    topic: str = strawberry.field(description="What happened, such as `wksbm.proposed`.")
    version: int = strawberry.field(description="Version of the object after it.")


@strawberry.type(description="The command is done: its events are in the log for ever.")
class Accepted:
    id: strawberry.ID = strawberry.field(description="Global id of the object of the command.")
    position: BigInt = strawberry.field(
        description="Position of the last event. Give it as `minPosition` to read your write."
    )
    version: int = strawberry.field(
        description="Version of the object; give it as `expectedVersion` of the next command."
    )
    recorded_at: datetime = strawberry.field(description="When the last event was recorded.")
    repeated: bool = strawberry.field(
        description="The key had been used for this command before; this is the first result."
    )
    events: list[RecordedEvent] = strawberry.field(description="The events, in order.")
    receipt: Receipt = strawberry.field(description="What to keep as proof.")
    secret: str | None = strawberry.field(
        description="Text of the token; only for `issueToken`, and only the first time."
    )


@strawberry.type(description="A rule refused the command. Nothing was recorded; the key is unused.")
class Rejected:
    code: str = strawberry.field(description="Code of the rule; the query `refusals` lists them.")
    field: str | None = strawberry.field(description="Field of the input that it is about.")
    message_id: str = strawberry.field(description="What could not be done, in Indonesian.")
    message_en: str = strawberry.field(description="What could not be done, in English.")
    hint_id: str = strawberry.field(description="How to fix it, in Indonesian.")
    hint_en: str = strawberry.field(description="How to fix it, in English.")
    about: list[strawberry.ID] = strawberry.field(
        description="Global ids of the objects that it is about, such as who holds the NIK; "
        "texts for people show none."
    )


@strawberry.type(description="The object has changed since the version that was expected.")
class Conflict:
    id: strawberry.ID = strawberry.field(description="Global id of the object.")
    expected_version: int = strawberry.field(description="The version that was expected.")
    current_version: int = strawberry.field(description="The version it has.")
    changed_fields: list[str] = strawberry.field(
        description="Fields of the events since then: do they touch yours?"
    )


CommandResult = Annotated[
    Accepted | Rejected | Conflict,
    strawberry.union("CommandResult", description="How a command ended."),
]


def unfit(refused: Refused, rules: Mapping[str, Rule]) -> Rejected:
    """The answer to an input that is no command: a type refused one of its fields."""
    return rejected(execution.Rejected(refused.code, refused.field, refused.params), rules)


def accepted(result: execution.Accepted, origin: str, secret: str | None) -> Accepted:
    """The answer of an accepted command; ``origin`` is that of the tenant's log."""
    last = result.rows[-1]
    return Accepted(
        id=strawberry.ID(global_id(result.target_kind, result.target_id)),
        position=BigInt(last.position),
        version=result.version,
        recorded_at=last.recorded_at,
        repeated=result.repeated,
        events=[_event(row) for row in result.rows],
        receipt=Receipt(
            position=BigInt(last.position), leaf_hash=leaf_hash(leaf(last, origin)).hex()
        ),
        secret=secret,
    )


def rejected(result: execution.Rejected, rules: Mapping[str, Rule]) -> Rejected:
    """The answer of a refused command, with its texts."""
    refused = Refused(result.code, field=result.field, **result.params)
    indonesian, english = render(refused, "id", rules), render(refused, "en", rules)
    return Rejected(
        code=rules[result.code].answered_as or result.code,
        field=result.field,
        message_id=indonesian.message,
        message_en=english.message,
        hint_id=indonesian.hint,
        hint_en=english.hint,
        about=[strawberry.ID(one) for one in _about(refused)],
    )


def _about(refused: Refused) -> list[str]:
    """Global ids of what a refusal is about. The engine gives a bare id: that of the person who
    holds a value that only one may have."""
    found = [global_id(one.kind, one.id) for one in objects(refused)]
    holder = refused.params.get("holder")
    return [*found, global_id("person", holder)] if isinstance(holder, UUID) else found


def conflict(result: execution.Conflict) -> Conflict:
    """The answer of a command whose object has moved on."""
    return Conflict(
        id=strawberry.ID(global_id(result.target_kind, result.target_id)),
        expected_version=result.expected_version,
        current_version=result.current_version,
        changed_fields=list(result.changed_fields),
    )


def _event(row: EventRow) -> RecordedEvent:
    kind, _, _ = row.topic.partition(".")
    return RecordedEvent(
        position=BigInt(row.position),
        event_id=strawberry.ID(str(row.event_id)),
        stream=strawberry.ID(global_id(kind, row.stream_id)),
        topic=row.topic,
        version=row.version,
    )
