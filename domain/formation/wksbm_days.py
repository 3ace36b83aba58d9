"""The facts of a WKSBM by their business days (:mod:`..kernel.known_by`): its kinds of facts, and
what has a day but is corrected with another fact."""

from __future__ import annotations

import dataclasses

from ..kernel.facts import FactKind, left_out
from ..kernel.model import Event
from . import wksbm_correction_events as corrected
from . import wksbm_events as forming
from .wksbm_facts import END, KINDS, SOCIALISATION


def _dated(
    name: str, *made_by: type[Event], corrected_by: tuple[type[Event], ...] = ()
) -> FactKind:
    """What holds from a business day on, in the tuple ``name`` of the state."""
    return FactKind(
        code=name.upper(),
        made_by=made_by,
        corrected_by=corrected_by,
        found=lambda wksbm: ((fact.entry, fact) for fact in getattr(wksbm, name)),
        day=lambda fact: fact.valid_from,
        without=lambda wksbm, of: {name: left_out(getattr(wksbm, name), of)},
    )


NAMES = _dated(
    "names",
    *(forming.WksbmProposed, forming.WksbmRenamed),
    corrected_by=(corrected.WksbmCorrected,),
)
PARENTS = _dated("parents", forming.WksbmProposed, forming.WksbmParentSet)
REFERENCES = _dated("references", forming.WksbmProposed, forming.LegalReferencesSet)
SESSION = dataclasses.replace(SOCIALISATION, day=lambda session: session.held_to or session.told_on)
"""A session that has no day of its own is known from the day on which it was told."""
ENDED = dataclasses.replace(END, day=lambda end: None if end.kind == "WITHDRAWN" else end.ended_on)
"""An end on its day; what was entered by mistake was so on no day."""
BY_DAY = (
    *(NAMES, PARENTS, REFERENCES, SESSION, ENDED),
    *(kind for kind in KINDS.values() if kind not in (SOCIALISATION, END)),
)
"""All facts, with what a WKSBM is from a day on and what was told without a day."""
