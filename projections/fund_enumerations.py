"""The closed lists of community money, meetings and arisan; their members are the domain's."""

from __future__ import annotations

from wahana.domain.kernel.units import FundUnit
from wahana.domain.money import arisan_events, fund_terms, meeting_events
from wahana.domain.money.amounts import RiceMeasure

from .relation import Enumeration

FUND_KIND = Enumeration.of("FundKind", "What a fund is for.", fund_terms.FundKind)
FUND_UNIT = Enumeration.of(
    "FundUnit", "The unit of a book; rupiah and rice are never added.", FundUnit
)
FUND_SCOPE = Enumeration.of("FundScope", "How far a fund collects.", fund_terms.FundScope)
FUND_STATE = Enumeration.of("FundBookState", "Whether a book is kept.", "FundBookState")
ENTRY_KIND = Enumeration.of(
    "CashEntryKind", "What an entry of the cash book is.", fund_terms.EntryKind
)
DUES_FREQUENCY = Enumeration.of(
    "DuesFrequency", "How often dues fall due.", fund_terms.DuesFrequency
)
MEETING_KIND = Enumeration.of("MeetingKind", "What a meeting is.", meeting_events.MeetingKind)
DECISION_KIND = Enumeration.of(
    "DecisionKind", "What a decision is about.", meeting_events.DecisionKind
)
GUEST_KIND = Enumeration.of("GuestKind", "Where a guest comes from.", meeting_events.GuestKind)
ARISAN_FREQUENCY = Enumeration.of(
    "ArisanFrequency", "How often a round is held.", arisan_events.ArisanFrequency
)
DRAW_METHOD = Enumeration.of(
    "DrawMethod", "How the winner of a round is found.", arisan_events.DrawMethod
)
ARISAN_STATE = Enumeration.of("ArisanCycleState", "Whether a cycle runs.", "ArisanCycleState")
ROUND_STATE = Enumeration.of("ArisanRoundState", "How far a round has come.", "ArisanRoundState")
RICE_MEASURE = Enumeration.of("RiceMeasure", "A measure in which rice is given.", RiceMeasure)
