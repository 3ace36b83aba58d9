"""The root fields of community money, meetings and arisan; ``fundBalance`` among them.

The book of a fund is a singleton below its WKSBM and year, so its id is derived from what the
client names, and the balance is one probe of an index, live and as of any moment.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from wahana.domain.money.fund_book import book_id
from wahana.platform.ids import parse_global_id
from wahana.projections.fund_enumerations import FUND_KIND, FUND_UNIT

from .engine import Engine
from .errors import BadInput
from .moments import RequestedTime, day_argument, moment_of
from .relation_query import RelationQuery, query_relation
from .types import MOMENT_ARGUMENTS, Argument, made_field

_RELATION = "FundBalance"


def queries(engine: Engine) -> list[StrawberryField]:
    """The root fields, for the type ``Query``."""
    one, connection = engine.one, engine.connection
    return [
        one("fundBook", "FundBook", "The book of a fund for a year.", dated=True),
        connection("fundBooks", "FundBook", "Books of funds, with their balances.", dated=True),
        connection("fundEntries", "CashEntry", "Entries of cash books.", dated=True),
        balance(engine),
        connection("fundBalances", "FundBalance", "Balances of books on a day.", dated=True),
        connection("fundDays", "FundDay", "Days with an entry and their closings.", dated=True),
        connection("fundMonths", "FundMonth", "Months, sealed or not yet.", dated=True),
        connection("fundCounts", "FundCount", "Counts of the box (opname kas).", dated=True),
        connection("duesPayers", "DuesPayer", "Who owes dues.", dated=True),
        connection("arrears", "Arrears", "Who is in arrears with dues on a day.", dated=True),
        connection("jimpitanRounds", "JimpitanRound", "Jimpitan by night.", dated=True),
        one("meeting", "Meeting", "A meeting of a WKSBM.", dated=True),
        connection("meetings", "Meeting", "Meetings.", dated=True),
        connection("decisions", "MeetingDecision", "Decisions of meetings.", dated=True),
        one("arisan", "ArisanCycle", "A cycle of an arisan.", dated=True),
        connection("arisans", "ArisanCycle", "Cycles of arisan, whose turn it is.", dated=True),
        connection("arisanDebts", "ArisanDebt", "Who owes what in arisan."),
    ]


def balance(engine: Engine) -> StrawberryField:
    """The root field ``fundBalance(wksbmId:, kind:, unit:, on:)``."""
    about = engine.catalogue[_RELATION]
    arguments: dict[str, Argument] = {
        "wksbmId": (strawberry.ID, "The WKSBM."),
        "kind": (engine.types.enum(FUND_KIND), "Kind of the fund."),
        "unit": (engine.types.enum(FUND_UNIT), "Rupiah, or grams of rice."),
        "on": (date, "The day; default: today."),
        **MOMENT_ARGUMENTS,
    }

    async def find(root: Any, info: strawberry.Info, **given: Any) -> RelationQuery | None:
        info.context.enter(_RELATION)
        moment = await moment_of(given, info.context)
        day = day_argument("on", given["on"]) or moment.day
        moment = _on(moment, day)
        wksbm = _wksbm(given["wksbmId"])
        book = book_id(wksbm, _value(given["kind"]), _value(given["unit"]), day.year)
        return query_relation(
            engine.compiler, info.context, about, "one", {}, moment, links={"book_id": book}
        )

    return made_field(
        "fundBalance",
        find,
        engine.types.result_type(_RELATION, "one"),
        "What the book of a fund says for the end of a day, with the entries that prove it; null "
        "if no book of that year was open.",
        arguments,
        metadata={"form": "one"},
        required={"wksbmId", "kind", "unit"},
    )


def _on(moment: RequestedTime, day: date) -> RequestedTime:
    return replace(moment, wanted=replace(moment.wanted, valid_on=day))


def _wksbm(text: str) -> Any:
    try:
        kind, wksbm = parse_global_id(text)
    except ValueError as error:
        raise BadInput(f"wksbmId: {error}") from error
    if kind != "wksbm":
        raise BadInput(f"wksbmId takes an id such as wksbm_<uuid>, not of a {kind}")
    return wksbm


def _value(given: Any) -> Any:
    return given.value if isinstance(given, Enum) else given
