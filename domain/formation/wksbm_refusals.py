"""Refusals of WKSBM and boards, besides those in the table of the formation."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

WKSBM = table(
    Rule(
        code="WKSBM_STATE",
        rule="A WKSBM that has ended cannot act; a dormant one is reactivated first.",
        source="practice: “vakum 2011–2015”; S1 merged and dissolved bodies",
    ),
    Rule(
        code="SAME_WKSBM",
        rule="A WKSBM is not merged into itself, nor its own duplicate.",
        source="service: identifiers",
    ),
    Rule(
        code="STAGE_DONE",
        rule="Each stage is recorded once; after it, corrections and the board's commands apply.",
        source="S0: “tahapan kegiatan”",
    ),
    Rule(
        code="NOT_CANDIDATE",
        rule="Only candidates are replaced, trained and withdrawn.",
        source="S0: “calon pengurus”",
    ),
    Rule(
        code="NOT_ATTENDED",
        rule="A training is proved by the attendance of the activity it cites.",
        source="S0: “pembekalan teknis”; S1: 40 recorded participants",
    ),
    Rule(
        code="PERSON_TWICE",
        rule="A list of people names each of them once.",
        source="S0: five different people",
    ),
    Rule(
        code="SEAT_TWICE",
        rule="A list of seats fills each of them once.",
        source="S1: pengurus",
    ),
    Rule(
        code="DORMANCY_OVERLAP",
        rule="Periods of dormancy do not overlap.",
        source="practice: “vakum 2011–2015”",
    ),
    Rule(
        code="TERM_OVERLAP",
        rule="A board has one term on any day.",
        source="S1: pengurus",
    ),
    Rule(
        code="TERM_CLOSED",
        rule="A term is closed once.",
        source="service: the life of a board",
    ),
    Rule(
        code="NO_TERM",
        rule="A seat is held within a term.",
        source="S1: pengurus",
    ),
    Rule(
        code="BEFORE_TERM",
        rule="A seat is held within its term.",
        source="S1: pengurus",
    ),
    Rule(
        code="PERIOD_EMPTY",
        rule="A period ends after the day on which it begins; its end is the first day after it.",
        source="service: time",
    ),
    Rule(
        code="SEAT_EMPTY",
        rule="Only a seat that somebody holds can be vacated.",
        source="S1: pengurus",
    ),
    Rule(
        code="NOT_AN_OFFICER",
        rule="Officers of the term hand over, members of the board receive.",
        source="practice: serah terima pengurus",
    ),
    Rule(
        code="HANDOVER_EMPTY",
        rule="A handover names the books or the balances that change hands.",
        source="practice: serah terima pengurus",
    ),
    Rule(
        code="WITNESS_NOT_APART",
        rule="A witness neither hands over nor receives.",
        source="service: four eyes",
    ),
)
