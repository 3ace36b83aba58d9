"""When a fact of a network partner is allowed: one rule for each kind."""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .network_partner import LINK, UNLINKING, NetworkPartner, Unlinking


def _unlinking(context: Context, state: NetworkPartner, found: Unlinking) -> None:
    if state.unlinking is not None:
        refuse("NO_CHANGE", field="partnerId")
    assert state.linked_on is not None
    if found.unlinked_on < state.linked_on:
        refuse("STAGE_DATE", field="occurredOn", stage="LINK", day=state.linked_on)


PARTNER: Timeline[NetworkPartner] = Timeline({LINK: None, UNLINKING: _unlinking})
"""The facts of a partner and their rules."""
