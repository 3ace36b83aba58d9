"""How each event changes the state of a WKSBM. Pure; a table from event class to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from ..kernel.model import Event, Stamp
from . import wksbm_correction_events as corrected
from . import wksbm_events as forming
from . import wksbm_life_events as life
from .wksbm_facts import (
    Award,
    Dormancy,
    End,
    Grade,
    Inauguration,
    Mentor,
    Nomination,
    Socialisation,
    TargetGroups,
    Training,
    Values,
    Waiver,
)
from .wksbm_state import WksbmState

Change = dict[str, Any]
F = TypeVar("F", bound=msgspec.Struct)

replace = msgspec.structs.replace


def _fields(event: Event, *names: str) -> Change:
    return {name: getattr(event, name) for name in names}


def _mend(facts: Iterable[F], of: int, **change: Any) -> tuple[F, ...]:
    """The facts, the one of entry ``of`` changed."""
    return tuple(
        replace(fact, **change) if fact.entry == of else fact  # type: ignore[attr-defined]
        for fact in facts
    )


def _without(facts: Iterable[F], of: int) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.entry != of)  # type: ignore[attr-defined]


_IDENTITY = (
    *("name", "level", "village_code", "area_edition", "local_area"),
    *("origin", "budget_year", "founded_year"),
)


# --- formation -----------------------------------------------------------------------------


def _proposed(state: WksbmState, event: forming.WksbmProposed, stamp: Stamp) -> Change:
    return _fields(event, *_IDENTITY, "parent", "legal_references", "slot") | {
        "proposed_on": stamp.occurred_on
    }


def _socialised(state: WksbmState, event: forming.WksbmSocialised, stamp: Stamp) -> Change:
    session = Socialisation(
        entry=stamp.version, **_fields(event, "activity", "held_from", "held_to")
    )
    return {"socialisations": (*state.socialisations, session)}


def _nominated(state: WksbmState, event: forming.CandidatesNominated, stamp: Stamp) -> Change:
    return {
        "nomination": Nomination(
            entry=stamp.version,
            latest=stamp.version,
            nominated_on=stamp.occurred_on,
            entered_by=(stamp.actor_id,),
            candidates=event.candidates,
        )
    }


_UNAPPROVED: Change = {"approved_by": None, "approved_on": None, "approval": None}


def _renominated(state: WksbmState, stamp: Stamp, **change: Any) -> Change:
    """A change of the nomination: whoever made it had a hand in it, and an approval lapses."""
    old = state.nomination
    assert old is not None
    return {
        "nomination": replace(
            old,
            latest=stamp.version,
            entered_by=tuple(dict.fromkeys((*old.entered_by, stamp.actor_id))),
            **_UNAPPROVED,
            **change,
        )
    }


def _replaced(state: WksbmState, event: forming.CandidateReplaced, stamp: Stamp) -> Change:
    old = state.nomination
    assert old is not None
    return _renominated(
        state,
        stamp,
        candidates=tuple(
            event.candidate if item.person == event.leaving else item for item in old.candidates
        ),
        withdrawn=tuple(person for person in old.withdrawn if person != event.leaving),
    )


def _candidate_withdrew(
    state: WksbmState, event: forming.CandidateWithdrew, stamp: Stamp
) -> Change:
    old = state.nomination
    assert old is not None
    return _renominated(state, stamp, withdrawn=(*old.withdrawn, event.person))


def _approved(state: WksbmState, event: forming.NominationApproved, stamp: Stamp) -> Change:
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


def _trained(
    state: WksbmState, event: forming.CandidatesTrained | forming.MembersTrained, stamp: Stamp
) -> Change:
    training = Training(
        entry=stamp.version,
        trained_on=stamp.occurred_on,
        **_fields(event, "activity", "attended"),
    )
    return {"trainings": (*state.trainings, training)}


def _waived(state: WksbmState, event: forming.StageWaived, stamp: Stamp) -> Change:
    return {"waivers": (*state.waivers, Waiver(entry=stamp.version, stage=event.stage))}


def _inaugurated(state: WksbmState, event: forming.WksbmInaugurated, stamp: Stamp) -> Change:
    return {
        "inauguration": Inauguration(
            entry=stamp.version,
            inaugurated_on=stamp.occurred_on,
            **_fields(event, "decree", "activity", "term_no"),
        )
    }


def _renamed(state: WksbmState, event: forming.WksbmRenamed, stamp: Stamp) -> Change:
    return {"name": event.name}


def _parent_set(state: WksbmState, event: forming.WksbmParentSet, stamp: Stamp) -> Change:
    return {"parent": event.parent}


def _references_set(state: WksbmState, event: forming.LegalReferencesSet, stamp: Stamp) -> Change:
    return {"legal_references": event.legal_references}


# --- life ----------------------------------------------------------------------------------


def _graded(state: WksbmState, event: life.MaturityAssessed, stamp: Stamp) -> Change:
    grade = Grade(
        entry=stamp.version,
        assessed_on=stamp.occurred_on,
        **_fields(event, "grade", "scheme_version"),
    )
    return {"grades": (*state.grades, grade)}


def _mentored(state: WksbmState, event: life.MentorAssigned, stamp: Stamp) -> Change:
    mentor = Mentor(
        entry=stamp.version, **_fields(event, "person", "role", "guidance", "valid_from")
    )
    return {"mentors": (*state.mentors, mentor)}


def _mentor_ended(state: WksbmState, event: life.MentorEnded, stamp: Stamp) -> Change:
    return {
        "mentors": _mend(state.mentors, event.of, valid_to=event.valid_to, ended_by=stamp.version)
    }


def _award(state: WksbmState, event: life.AwardEntered | life.AwardGranted, stamp: Stamp) -> Change:
    award = Award(
        entry=stamp.version,
        rank=event.rank if isinstance(event, life.AwardGranted) else None,
        **_fields(event, "competition", "level", "year"),
    )
    return {"awards": (*state.awards, award)}


def _groups_declared(state: WksbmState, event: life.TargetGroupsDeclared, stamp: Stamp) -> Change:
    groups = TargetGroups(entry=stamp.version, **_fields(event, "edition", "codes"))
    return {"target_groups": (*state.target_groups, groups)}


def _values_recorded(state: WksbmState, event: life.ValuesRecorded, stamp: Stamp) -> Change:
    return {"values": (*state.values, Values(entry=stamp.version, values=event.values))}


def _went_dormant(state: WksbmState, event: life.WksbmWentDormant, stamp: Stamp) -> Change:
    rest = Dormancy(entry=stamp.version, **_fields(event, "valid_from", "valid_to"))
    change: Change = {"dormancies": (*state.dormancies, rest)}
    return change if event.valid_to is not None else change | {"slot": None}


def _reactivated(state: WksbmState, event: life.WksbmReactivated, stamp: Stamp) -> Change:
    return {
        "dormancies": _mend(
            state.dormancies, event.of, valid_to=event.valid_to, woken=stamp.version
        ),
        "slot": event.slot,
    }


def _ended(
    state: WksbmState,
    event: life.WksbmMerged | life.WksbmDissolved | life.WksbmWithdrawn,
    stamp: Stamp,
) -> Change:
    match event:
        case life.WksbmMerged():
            end = End(entry=stamp.version, kind="MERGED", ended_on=stamp.occurred_on)
        case life.WksbmDissolved():
            end = End(entry=stamp.version, kind="DISSOLVED", ended_on=stamp.occurred_on)
        case life.WksbmWithdrawn():
            end = End(entry=stamp.version, kind="WITHDRAWN", ended_on=stamp.occurred_on)
    return {"end": end, "slot": None}


# --- corrections ---------------------------------------------------------------------------


def _corrected(state: WksbmState, event: corrected.WksbmCorrected, stamp: Stamp) -> Change:
    return _fields(event, *_IDENTITY, "slot")


def _socialisation(
    state: WksbmState, event: corrected.SocialisationCorrected, stamp: Stamp
) -> Change:
    change = _fields(event, "activity", "held_from", "held_to")
    return {"socialisations": _mend(state.socialisations, event.of, **change)}


def _nomination(state: WksbmState, event: corrected.NominationCorrected, stamp: Stamp) -> Change:
    return _renominated(state, stamp, withdrawn=(), **_fields(event, "candidates", "nominated_on"))


def _training(state: WksbmState, event: corrected.TrainingCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "activity", "attended", "trained_on")
    return {"trainings": _mend(state.trainings, event.of, **change)}


def _inauguration(
    state: WksbmState,
    event: corrected.DecreeCorrected
    | corrected.InaugurationDateCorrected
    | corrected.InaugurationActivityCorrected,
    stamp: Stamp,
) -> Change:
    assert state.inauguration is not None
    match event:
        case corrected.DecreeCorrected():
            change = _fields(event, "decree")
        case corrected.InaugurationDateCorrected():
            change = _fields(event, "inaugurated_on")
        case corrected.InaugurationActivityCorrected():
            change = _fields(event, "activity")
    return {"inauguration": replace(state.inauguration, **change)}


def _maturity(state: WksbmState, event: corrected.MaturityCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "grade", "scheme_version", "assessed_on")
    return {"grades": _mend(state.grades, event.of, **change)}


def _mentor(state: WksbmState, event: corrected.MentorCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "person", "role", "guidance", "valid_from", "valid_to")
    return {"mentors": _mend(state.mentors, event.of, ended_by=None, **change)}


def _award_mended(state: WksbmState, event: corrected.AwardCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "competition", "level", "year", "rank")
    return {"awards": _mend(state.awards, event.of, **change)}


def _dormancy(state: WksbmState, event: corrected.DormancyCorrected, stamp: Stamp) -> Change:
    change = _fields(event, "valid_from", "valid_to")
    return {"dormancies": _mend(state.dormancies, event.of, **change)}


ENTRY_LISTS: dict[str, str] = {
    "SOCIALISATION": "socialisations",
    "TRAINING": "trainings",
    "WAIVER": "waivers",
    "MATURITY": "grades",
    "MENTOR": "mentors",
    "AWARD": "awards",
    "TARGET_GROUPS": "target_groups",
    "VALUES": "values",
    "DORMANCY": "dormancies",
}


def _retracted(state: WksbmState, event: corrected.WksbmEntryRetracted, stamp: Stamp) -> Change:
    awake = {"slot": event.slot} if event.slot is not None else {}
    match event.entry:
        case "NOMINATION":
            return {"nomination": None}
        case "APPROVAL":
            assert state.nomination is not None
            return {"nomination": replace(state.nomination, **_UNAPPROVED)}
        case "INAUGURATION":
            return {"inauguration": None}
        case "REACTIVATION":
            rests = tuple(
                replace(item, valid_to=None, woken=None) if item.woken == event.of else item
                for item in state.dormancies
            )
            return {"dormancies": rests, "slot": None}
        case "END":
            return {"end": None} | awake
        case "MENTOR_END":
            mentors = tuple(
                replace(item, valid_to=None, ended_by=None) if item.ended_by == event.of else item
                for item in state.mentors
            )
            return {"mentors": mentors}
        case kind:
            name = ENTRY_LISTS[kind]
            return {name: _without(getattr(state, name), event.of)} | awake


FOLD: dict[type[Event], Callable[[WksbmState, Any, Stamp], Change]] = {
    forming.WksbmProposed: _proposed,
    forming.WksbmSocialised: _socialised,
    forming.CandidatesNominated: _nominated,
    forming.CandidateReplaced: _replaced,
    forming.CandidateWithdrew: _candidate_withdrew,
    forming.NominationApproved: _approved,
    forming.CandidatesTrained: _trained,
    forming.MembersTrained: _trained,
    forming.StageWaived: _waived,
    forming.WksbmInaugurated: _inaugurated,
    forming.WksbmRenamed: _renamed,
    forming.WksbmParentSet: _parent_set,
    forming.LegalReferencesSet: _references_set,
    life.MaturityAssessed: _graded,
    life.MentorAssigned: _mentored,
    life.MentorEnded: _mentor_ended,
    life.AwardEntered: _award,
    life.AwardGranted: _award,
    life.TargetGroupsDeclared: _groups_declared,
    life.ValuesRecorded: _values_recorded,
    life.WksbmWentDormant: _went_dormant,
    life.WksbmReactivated: _reactivated,
    life.WksbmMerged: _ended,
    life.WksbmDissolved: _ended,
    life.WksbmWithdrawn: _ended,
    corrected.WksbmCorrected: _corrected,
    corrected.SocialisationCorrected: _socialisation,
    corrected.NominationCorrected: _nomination,
    corrected.TrainingCorrected: _training,
    corrected.DecreeCorrected: _inauguration,
    corrected.InaugurationDateCorrected: _inauguration,
    corrected.InaugurationActivityCorrected: _inauguration,
    corrected.MaturityCorrected: _maturity,
    corrected.MentorCorrected: _mentor,
    corrected.AwardCorrected: _award_mended,
    corrected.DormancyCorrected: _dormancy,
    corrected.WksbmEntryRetracted: _retracted,
}
