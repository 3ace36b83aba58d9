"""The closed lists of codes of community money, meetings and arisan, from the domain."""

from __future__ import annotations

from wahana.domain.kernel.units import FundUnit
from wahana.domain.money import arisan_events, fund_terms, meeting_events
from wahana.domain.money.amounts import RiceMeasure

from .relation import Enumeration

FUND_KIND = Enumeration.of("FundKind", "Kind of a fund.", fund_terms.FundKind)
FUND_UNIT = Enumeration.of(
    "FundUnit", "The unit of a book; rupiah and rice are never added.", FundUnit
)
FUND_SCOPE = Enumeration.of("FundScope", "Area in which a fund collects.", fund_terms.FundScope)
FUND_STATE = Enumeration.of("FundBookState", "State of a book.", "FundBookState")
ENTRY_KIND = Enumeration.of(
    "CashEntryKind", "Kind of an entry of the cash book.", fund_terms.EntryKind
)
DUES_FREQUENCY = Enumeration.of(
    "DuesFrequency", "How often dues fall due.", fund_terms.DuesFrequency
)
MEETING_KIND = Enumeration.of("MeetingKind", "Kind of a meeting.", meeting_events.MeetingKind)
DECISION_KIND = Enumeration.of(
    "DecisionKind", "Subject of a decision.", meeting_events.DecisionKind
)
GUEST_KIND = Enumeration.of("GuestKind", "Organisation of a guest.", meeting_events.GuestKind)
ARISAN_FREQUENCY = Enumeration.of(
    "ArisanFrequency", "How often a round is held.", arisan_events.ArisanFrequency
)
DRAW_METHOD = Enumeration.of(
    "DrawMethod", "How the winner of a round is determined.", arisan_events.DrawMethod
)
ARISAN_STATE = Enumeration.of("ArisanCycleState", "State of a cycle.", "ArisanCycleState")
ROUND_STATE = Enumeration.of("ArisanRoundState", "State of a round.", "ArisanRoundState")
RICE_MEASURE = Enumeration.of("RiceMeasure", "A measure in which rice is given.", RiceMeasure)
