"""How each event changes the state of a WKSBM. Pure; a table from event class to change.

Making, correcting and retracting facts follows from the declaration of their kinds
(:mod:`.wksbm_facts`); this module has the rest.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..kernel.facts import Changed, Fold, changed, folds
from ..kernel.in_force import in_order
from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from . import wksbm_correction_events as corrected
from . import wksbm_events as forming
from . import wksbm_life_events as life
from .wksbm_events import WksbmParticulars
from .wksbm_facts import (
    DORMANCY,
    END,
    KINDS,
    RETRACTED,
    UNAPPROVED,
    DatedName,
    DatedParent,
    DatedReferences,
)
from .wksbm_state import WksbmState

replace = msgspec.structs.replace


def _particulars(event: WksbmParticulars) -> Changed:
    """What it is, except its name, which has days."""
    said = msgspec.structs.asdict(carry(WksbmParticulars, event))
    return {name: value for name, value in said.items() if name != "name"}


# --- formation -----------------------------------------------------------------------------


def _proposed(state: WksbmState, event: forming.WksbmProposed, stamp: Stamp) -> Changed:
    return (
        _particulars(event)
        | _renamed(state, event, stamp)
        | _parent_set(state, event, stamp)
        | _references_set(state, event, stamp)
        | {"slot": event.slot, "proposed_on": stamp.occurred_on}
    )


def _renominated(state: WksbmState, stamp: Stamp, **change: Any) -> Changed:
    """A changed nomination: its author may not approve it, and an approval is no longer valid."""
    old = state.nomination
    assert old is not None
    return {
        "nomination": replace(
            old,
            latest=stamp.version,
            entered_by=tuple(dict.fromkeys((*old.entered_by, stamp.actor_id))),
            **UNAPPROVED,
            **change,
        )
    }


def _replaced(state: WksbmState, event: forming.CandidateReplaced, stamp: Stamp) -> Changed:
    old = state.nomination
    assert old is not None
    return _renominated(
        state,
        stamp,
        candidates=tuple(
            event.candidate if item.person == event.leaving else item for item in old.candidates
        ),
        withdrawn=tuple(person for person in old.withdrawn if person != event.leaving),
        replaced=(*old.replaced, event.leaving),
    )


def _candidate_withdrew(
    state: WksbmState, event: forming.CandidateWithdrew, stamp: Stamp
) -> Changed:
    old = state.nomination
    assert old is not None
    return _renominated(state, stamp, withdrawn=(*old.withdrawn, event.person))


def _approved(state: WksbmState, event: forming.NominationApproved, stamp: Stamp) -> Changed:
    if state.nomination is None or state.nomination.latest != event.of:
        return {}
    return {
        "nomination": replace(
            state.nomination,
            approved_by=stamp.actor_id,
            approved_on=stamp.occurred_on,
            approval=stamp.version,
        )
    }


def _nomination(state: WksbmState, event: corrected.NominationCorrected, stamp: Stamp) -> Changed:
    old = state.nomination
    assert old is not None
    return _renominated(
        state,
        stamp,
        withdrawn=(),
        candidates=event.candidates,
        nominated_on=event.nominated_on,
        replaced=(*old.replaced, *(item.person for item in old.candidates)),
    )


def _dated(name: str, fact: type[Any], state: WksbmState, stamp: Stamp, value: Any) -> Changed:
    new = fact(stamp.version, stamp.occurred_on, value)
    return {name: in_order((*getattr(state, name), new), "valid_from")}


def _renamed(
    state: WksbmState, event: forming.WksbmProposed | forming.WksbmRenamed, stamp: Stamp
) -> Changed:
    return _dated("names", DatedName, state, stamp, event.name)


def _parent_set(
    state: WksbmState, event: forming.WksbmProposed | forming.WksbmParentSet, stamp: Stamp
) -> Changed:
    return _dated("parents", DatedParent, state, stamp, event.parent)


def _references_set(
    state: WksbmState, event: forming.WksbmProposed | forming.LegalReferencesSet, stamp: Stamp
) -> Changed:
    return _dated("references", DatedReferences, state, stamp, event.legal_references)


# --- life ----------------------------------------------------------------------------------


def _mentor_ended(state: WksbmState, event: life.MentorEnded, stamp: Stamp) -> Changed:
    ended = {"valid_to": event.valid_to, "ended_by": stamp.version}
    return {"mentors": changed(state.mentors, event.of, **ended)}


def _went_dormant(state: WksbmState, event: life.WksbmWentDormant, stamp: Stamp) -> Changed:
    """The WKSBM becomes dormant; a dormancy without an end releases the slot of its area."""
    rested = DORMANCY.fold[life.WksbmWentDormant](state, event, stamp)
    return rested if event.valid_to is not None else rested | {"slot": None}


def _reactivated(state: WksbmState, event: life.WksbmReactivated, stamp: Stamp) -> Changed:
    woken = {"valid_to": event.valid_to, "woken": stamp.version}
    return {"dormancies": changed(state.dormancies, event.of, **woken), "slot": event.slot}


def _ended(
    state: WksbmState,
    event: life.WksbmMerged | life.WksbmDissolved | life.WksbmWithdrawn,
    stamp: Stamp,
) -> Changed:
    return END.fold[type(event)](state, event, stamp) | {"slot": None}


# --- corrections ---------------------------------------------------------------------------


def _corrected(state: WksbmState, event: corrected.WksbmCorrected, stamp: Stamp) -> Changed:
    """Its name is that in force, rightly written."""
    *before, last = state.names
    names = (*before, replace(last, name=event.name))
    return _particulars(event) | {"slot": event.slot, "names": names}


_FOLDS = folds(*KINDS.values())


def _retracted(state: WksbmState, event: corrected.WksbmEntryRetracted, stamp: Stamp) -> Changed:
    """The state without the fact, and the slot that the WKSBM takes again or releases."""
    left = _FOLDS[RETRACTED](state, event, stamp)
    if event.entry == "REACTIVATION":
        return left | {"slot": None}
    return left if event.slot is None else left | {"slot": event.slot}


FOLD: dict[type[Event], Fold] = {
    **_FOLDS,
    forming.WksbmProposed: _proposed,
    forming.CandidateReplaced: _replaced,
    forming.CandidateWithdrew: _candidate_withdrew,
    forming.NominationApproved: _approved,
    forming.WksbmRenamed: _renamed,
    forming.WksbmParentSet: _parent_set,
    forming.LegalReferencesSet: _references_set,
    life.MentorEnded: _mentor_ended,
    life.WksbmWentDormant: _went_dormant,
    life.WksbmReactivated: _reactivated,
    life.WksbmMerged: _ended,
    life.WksbmDissolved: _ended,
    life.WksbmWithdrawn: _ended,
    corrected.WksbmCorrected: _corrected,
    corrected.NominationCorrected: _nomination,
    corrected.WksbmEntryRetracted: _retracted,
}
