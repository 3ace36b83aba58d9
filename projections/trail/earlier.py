"""The values before an event, from the earlier events of its stream: for "from … to …".

Only events that correct, retract or replace something need them (:data:`NEEDS`); for all others
nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from wahana.domain.kernel.model import Event
from wahana.domain.registry import EVENTS as DOMAIN_EVENTS
from wahana.platform.events import Recorded
from wahana.tenants.member_events import EVENTS as MEMBER_EVENTS
from wahana.tenants.tenant_events import EVENTS as TENANT_EVENTS

from .forms import default_of, policy_value

Before = dict[str, Any]
"""Fields with their old values; ``day``: the business day of the fact."""

WHY = frozenset({"of", "reason", "note", "entry"})
"""Fields that say why, and which fact; they are not part of the fact."""


class EarlierEvent(NamedTuple):
    """An earlier event of the same stream."""

    version: int
    topic: str
    occurred_on: date
    data: Any


LOGGED: tuple[type[Event], ...] = (*TENANT_EVENTS, *MEMBER_EVENTS, *DOMAIN_EVENTS)
"""All events that can be in a log."""

Look = Callable[[Any, Iterable[EarlierEvent]], Before]


def _overlaid(events: Iterable[EarlierEvent]) -> Before:
    """The fields of events; later values replace earlier ones."""
    found: Before = {}
    for past in events:
        found.setdefault("day", past.occurred_on)
        for name in past.data.__struct_fields__:
            if name not in WHY or name not in found:
                found[name] = getattr(past.data, name)
    return found


def _of_entry(event: Any, past: Iterable[EarlierEvent]) -> Before:
    """The values of the event of version ``of``, with its later corrections."""
    of = event.of
    mine = [one for one in past if one.version == of or getattr(one.data, "of", None) == of]
    return _overlaid(mine)


def _same(*names: str) -> Look:
    """The previous values of the fact that the event identifies by these fields."""

    def look(event: Any, past: Iterable[EarlierEvent]) -> Before:
        key = [getattr(event, name) for name in names]
        return _overlaid(
            one for one in past if [getattr(one.data, name, None) for name in names] == key
        )

    return look


def _all(event: Any, past: Iterable[EarlierEvent]) -> Before:
    """All values of the stream before the event."""
    return _overlaid(past)


def _policy(event: Any, past: Iterable[EarlierEvent]) -> Before:
    """The previous value of a policy, by recorded changes, else its default."""
    known = (one for one in past if one.topic == event.TOPIC)
    found = _same("name")(
        event, (one for one in known if one.data.effective_from <= event.effective_from)
    )
    value = found.get("value", default_of(event.name))
    return {"told": policy_value(event.name, value)}


def _receipt(event: Any, past: Iterable[EarlierEvent]) -> Before:
    """The receipt of an entry of the cash book; an evening of dues has one for each line."""
    found: Before = {}
    for one in past:
        for entry in (one.data, *getattr(one.data, "lines", ())):
            if getattr(entry, "entry_no", None) == event.entry_no and hasattr(entry, "receipt_no"):
                found |= {"day": one.occurred_on, "receipt_no": entry.receipt_no}
                found["receipt_sha256"] = getattr(entry, "receipt_sha256", None)
    return found


def _member(event: Any, past: Iterable[EarlierEvent]) -> Before:
    """The previous particulars of a member of a household."""
    found: Before = {}
    for one in past:
        named = (*getattr(one.data, "members", ()), getattr(one.data, "member", None))
        for member in named:
            if member is not None and member.person_id == event.member.person_id:
                found = {"member": member, "day": one.occurred_on}
    return found


_SPECIAL: Mapping[str, Look] = {
    "tenant.renamed": _all,
    "tenant.policy_set": _policy,
    "member.role_corrected": _same("grant_id"),
    "activity.rescheduled": _all,
    "local_area.renamed": _all,
    "wksbm.inaugurated": _all,
    "wksbm.renamed": _all,
    "household.member_corrected": _member,
    "case.service_corrected": _same("service_id"),
    "service_register.claim_corrected": _same("claim_id"),
    "referral.sent": _all,
    "kps.conflict_corrected": _same("conflict_id"),
    "fund.receipt_corrected": _receipt,
    "arisan.round_collected": _all,
    "arisan.winner_drawn": _all,
    "arisan.pot_paid": _all,
    "arisan.debt_settled": _all,
}
_PLAIN = frozenset(
    {
        *("activity.invitation_withdrawn", "activity.material_removed", "activity.reinstated"),
        *("activity.speaker_removed", "activity.holding_retracted", "activity.statement_retracted"),
        *("board.seat_vacated", "budget_target.withdrawn", "case.category_removed"),
        *("fund.count_difference_booked", "fund.entry_reversed", "fund.reversal_noted"),
        *("fund.withdrawn", "local_area.reopened", "person.alias_retracted"),
        *("person.death_retracted", "person.identity_withdrawn", "wksbm.mentor_ended"),
        *("network_partner.unlinking_retracted", "wksbm.nomination_approved", "wksbm.reactivated"),
    }
)
"""Topics of events that name an entry, but contain all that their sentence needs."""


def _needs(event: type[Event]) -> Look | None:
    if event.TOPIC in _SPECIAL:
        return _SPECIAL[event.TOPIC]
    names = event.__struct_fields__
    return _of_entry if "of" in names and event.TOPIC not in _PLAIN else None


NEEDS: Mapping[str, Look] = MappingProxyType(
    {event.TOPIC: look for event in LOGGED for look in (_needs(event),) if look is not None}
)
"""How to find the old values, for the topics whose sentences show them."""


def was(event: Recorded, past: Iterable[EarlierEvent]) -> Before:
    """The old values for an event; empty for a topic whose sentence does not show them."""
    look = NEEDS.get(event.row.topic)
    if look is None:
        return {}
    before = [one for one in past if one.version < event.row.version]
    before.sort(key=lambda one: one.version)
    return look(event.data, before)
