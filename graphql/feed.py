"""The log as a feed: ``events(after)`` as a query and as a subscription that resumes.

Both read the log itself, not a view, so an event is there the moment it is accepted, and
"everything after position n" gives neither a gap nor a repetition. Needs HISTORY for the whole
tenant; who may see only an area reads the trail instead.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import strawberry
from strawberry.scalars import JSON

from wahana.domain.care.case_events import CategoryAssigned, CategoryRemoved
from wahana.platform.events import Recorded
from wahana.platform.ids import global_id
from wahana.platform.log.leaf import leaf, leaf_hash
from wahana.projections.relation import PAGE_MAX
from wahana.projections.trail.earlier import NEEDS, EarlierEvent
from wahana.projections.trail.view import entry_of, past_of

from .errors import BadInput, NotPermitted
from .one_moment import ShownMoment
from .request import AuthorizedRequest
from .scalars import BigInt
from .types import Argument

PAGE_DEFAULT = 100
START = BigInt(0)

_AFTER = "Start after this position; 0: from the first event."
_TOPICS = "Only events of these topics; default: all."
After = Annotated[BigInt, strawberry.argument(description=_AFTER)]
Topics = Annotated[list[str] | None, strawberry.argument(description=_TOPICS)]
ARGUMENTS: Mapping[str, Argument] = {
    "after": (BigInt, _AFTER),
    "first": (int, f"Number of events, up to {PAGE_MAX}; default {PAGE_DEFAULT}."),
    "topics": (list[str], _TOPICS),
}
"""Of the root field ``events``; the arguments of the subscription are at ``follow``."""


@strawberry.type(description="An event of the tenant's log. Personal values in it are sealed.")
class LogEvent:
    position: BigInt = strawberry.field(description="Position: 1, 2, 3 … without a gap.")
    event_id: strawberry.ID = strawberry.field(description="Id of the event.")
    stream: strawberry.ID = strawberry.field(description="Global id of the object it is about.")
    version: int = strawberry.field(description="Version of the object after it.")
    topic: str = strawberry.field(description="What happened, such as `wksbm.proposed`.")
    schema_version: int = strawberry.field(description="Version of the topic's form.")
    act_id: str = strawberry.field(description="The same as a sentence, in Indonesian.")
    act_en: str = strawberry.field(description="The same as a sentence, in English.")
    actor: strawberry.ID = strawberry.field(description="Global id of the member who did it.")
    role: str = strawberry.field(description="Role the member acted in.")
    client: str = strawberry.field(description="App that sent the command.")
    source: str = strawberry.field(description="web, app, import, offline, cli or process.")
    occurred_on: date = strawberry.field(description="Business date, as the person gave it.")
    recorded_at: datetime = strawberry.field(description="When it was recorded; rises strictly.")
    late_days: int = strawberry.field(description="Days between the two, in the tenant's zone.")
    data: JSON = strawberry.field(description="What it says; sealed values as references.")
    evidence: JSON = strawberry.field(description="Its evidence.")
    leaf_hash: str = strawberry.field(description="Hex SHA-256 of its leaf in the log (leaf/1).")


@strawberry.type(description="Events in order of position.")
class EventPage:
    events: list[LogEvent] = strawberry.field(description="The events.")
    next_after: BigInt = strawberry.field(description="Give it as `after` to read on.")
    head: BigInt = strawberry.field(description="Last position of the log at this moment.")


async def events(context: Any, given: Mapping[str, Any], moment: ShownMoment) -> EventPage:
    """A page of the log after a position, oldest first; at most 200 events."""
    request = _admitted(context)
    after, topics = given["after"] or START, given["topics"]
    first = PAGE_DEFAULT if given["first"] is None else given["first"]
    if not 1 <= first <= PAGE_MAX:
        raise BadInput(f"first: a page has 1 to {PAGE_MAX} events, not {first}")
    _known(request, topics)
    recorder, head = request.recorder, moment.position
    # Views may lag: the page ends where they do, but what the log gave may be read on from.
    check_after(after, head if after <= head else await recorder.max_notification_id() or 0)
    found = await recorder.select_notifications(
        after, first, head, topics or (), inclusive_of_start=False
    )
    reached = found[-1].position if len(found) == first else max(after, head)
    decode = request.parts.events.decode
    return EventPage(
        events=[await shown(decode(row), request) for row in found],
        next_after=BigInt(reached),
        head=BigInt(head),
    )


async def follow(
    info: strawberry.Info, after: After = START, topics: Topics = None
) -> AsyncGenerator[LogEvent, None]:
    """Every event after a position, those there are and those to come."""
    request = _admitted(info.context)
    _known(request, topics)
    recorder, decode = request.recorder, request.parts.events.decode
    check_after(after, await recorder.max_notification_id() or 0)
    async with recorder.subscribe(after, topics or ()) as subscription:
        async for row in subscription:
            yield await shown(decode(row), request)


async def shown(event: Recorded, request: AuthorizedRequest) -> LogEvent:
    """An event in the form of the API."""
    past = await _past(event, request) if event.row.topic in NEEDS else ()
    entry = entry_of(event, ZoneInfo(request.authorization.state.time_zone), past)
    origin = request.authorization.state.origin
    return LogEvent(
        position=BigInt(entry.position),
        event_id=strawberry.ID(str(entry.event_id)),
        stream=strawberry.ID(global_id(entry.stream_type, entry.stream_id)),
        version=entry.stream_version,
        topic=entry.topic,
        schema_version=event.row.schema_version,
        act_id=entry.act_id,
        act_en=entry.act_en,
        actor=strawberry.ID(global_id("member", entry.actor_id)),
        role=entry.role,
        client=entry.client,
        source=entry.source,
        occurred_on=entry.occurred_on,
        recorded_at=entry.recorded_at,
        late_days=entry.late_days,
        data=_data(entry.topic, orjson.loads(entry.data), request),
        evidence=orjson.loads(entry.evidence),
        leaf_hash=leaf_hash(leaf(event.row, origin)).hex(),
    )


async def _past(event: Recorded, request: AuthorizedRequest) -> list[EarlierEvent]:
    """The events of its stream before an event that corrects or replaces something."""
    parts, row = request.parts, event.row
    rows = parts.log.read_stream(
        request.authorization.tenant, row.stream_id, up_to_version=row.version - 1
    )
    return [past_of(parts.events.decode(one)) async for one in rows]


def _data(topic: str, data: dict[str, Any], request: AuthorizedRequest) -> Any:
    """What an event says; the category of a case only for roles that may see the most sensitive
    tier."""
    if topic in _OF_CATEGORIES and not request.may("CASE_TOP_TIER"):
        return {name: value for name, value in data.items() if name != "code"}
    return data


_OF_CATEGORIES = frozenset({CategoryAssigned.TOPIC, CategoryRemoved.TOPIC})


def check_after(after: int, head: int) -> None:
    """A position to read on from must be one of the log. Raises :class:`BadInput`.

    A position beyond the head was never issued by this log: it is another office's, or the log was
    restored from a backup. Waiting there would miss events.
    """
    if after < 0:
        raise BadInput("after: positions begin with 1; give 0 for everything")
    if after > head:
        raise BadInput(
            f"after: this log ends at position {head}, before {after}; read on from the last "
            "position that this office's log has given you, or from 0"
        )


def _admitted(context: Any) -> AuthorizedRequest:
    request: AuthorizedRequest = context
    request.require("HISTORY")
    if request.authorization.may_read("HISTORY") != "TENANT":
        raise NotPermitted("the feed shows the whole tenant; read trail for your own area")
    return request


def _known(request: AuthorizedRequest, topics: list[str] | None) -> None:
    unknown = set(topics or ()) - request.parts.events.classes.keys()
    if unknown:
        raise BadInput(f"topics: there is no topic {', '.join(sorted(unknown))}")
