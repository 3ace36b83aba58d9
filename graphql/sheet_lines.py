"""The lines of a month's accountability sheet: entries in words, with a running balance.

An evening of dues is one line. If a month has more lines than a page holds, neighbours of the
same kind become one, in the end all of a day: the order and every balance that is still shown stay
right, and the sheet says how many entries a line combines. Nobody is named in a line: the sheet
hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from wahana.domain.words import formats
from wahana.domain.words.page_texts import templates

LINES_MAX = 60
"""Lines that a page of A4 holds in the smallest type that is still read."""

Entry = Mapping[str, Any]
"""An entry of the cash book as ``CashEntry`` gives it; amounts are texts."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet: one entry, or several that belong together."""

    numbers: str
    day: str
    text: str
    received: int
    receipt: str
    paid: int
    balance: int


def lines(entries: Iterable[Entry], opening: int) -> list[SheetLine]:
    """The lines of entries, which are given in the order of days and numbers."""
    given = list(entries)
    for belongs in (_event, _kind_of_day, _kind, _day):
        groups = [list(group) for _, group in groupby(given, key=belongs)]
        if len(groups) <= LINES_MAX:
            break
    found = []
    for group in groups:
        line = _line(group, opening)
        opening = line.balance
        found.append(line)
    return found


def _event(entry: Entry) -> Any:
    return entry["position"]


def _kind_of_day(entry: Entry) -> Any:
    return entry["day"], entry["kind"]


def _kind(entry: Entry) -> Any:
    return entry["kind"] if entry["kind"] != "REVERSAL" else entry["entryNo"]


def _day(entry: Entry) -> Any:
    return entry["day"]


def _line(group: list[Entry], opening: int) -> SheetLine:
    received = sum(int(entry["received"] or 0) for entry in group)
    paid = sum(int(entry["paid"] or 0) for entry in group)
    first, last = group[0], group[-1]
    receipts = [entry["receiptNo"] for entry in group if entry["receiptNo"]]
    return SheetLine(
        numbers=_span([str(entry["entryNo"]) for entry in group]),
        day=_days(date.fromisoformat(first["day"]), date.fromisoformat(last["day"])),
        text=_text(first) if len(group) == 1 else _together(group),
        received=received,
        receipt=_span(receipts),
        paid=paid,
        balance=opening + received - paid,
    )


def _span(items: list[str]) -> str:
    if not items:
        return ""
    return items[0] if len(items) == 1 else f"{items[0]}–{items[-1]}"


def _days(first: date, last: date) -> str:
    if first == last:
        return formats.form_date(first)
    return f"{first.day:02}–{formats.form_date(last)}"


def _together(group: list[Entry]) -> str:
    kinds = tuple(dict.fromkeys(entry["kind"] for entry in group))
    text = _SEVERAL.get(kinds[0]) if len(kinds) == 1 else None
    return (text or _SEVERAL["others"]).of({"kinds": kinds, "count": len(group)})


def _text(entry: Entry) -> str:
    facts = {
        **entry,
        "other": entry["purpose"] == "OTHER",
        "period": _date(entry["period"]),
        "reversesDay": _date(entry["reversesDay"]),
        "twinAmount": int(entry["twinAmount"] or 0),
        "goods": tuple(
            f"{one['quantity']} {one['measure']} {one['name']}" for one in entry["goods"] or ()
        ),
    }
    return _ONE[entry["kind"]].of(facts) + _SEVERAL["beside"].of_phrase(facts)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_ONE = templates("sheet_line", "id")
_SEVERAL = templates("sheet_lines", "id")
