"""The lines of a month's accountability sheet: entries in words, with a running balance.

An evening of dues is one line. If a month has more lines than a page holds, neighbours of the
same kind become one, in the end all of a day: the order and every balance that is left standing
stay right, and the sheet says how many entries stand behind it. Nobody is named in a line: the
sheet hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from wahana.domain.labels import label

from . import indonesian

LINES_MAX = 60
"""Lines that a page of A4 holds in the smallest type that is still read."""

Entry = Mapping[str, Any]
"""An entry of the cash book as ``CashEntry`` gives it; amounts are texts."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: one entry, or several that belong together."""

    numbers: str
    day: str
    text: str
    received: int
    receipt: str
    paid: int
    balance: int


def lines(entries: Iterable[Entry], opening: int) -> list[Line]:
    """The lines of entries that stand in the order of days and numbers."""
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


def _line(group: list[Entry], opening: int) -> Line:
    received = sum(int(entry["received"] or 0) for entry in group)
    paid = sum(int(entry["paid"] or 0) for entry in group)
    first, last = group[0], group[-1]
    receipts = [entry["receiptNo"] for entry in group if entry["receiptNo"]]
    return Line(
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
        return indonesian.form_date(first)
    return f"{first.day:02}–{indonesian.form_date(last)}"


def _together(group: list[Entry]) -> str:
    kinds = list(dict.fromkeys(entry["kind"] for entry in group))
    if kinds == ["DUES_IN"]:
        return f"Iuran, {len(group)} setoran"
    if kinds == ["JIMPITAN_IN"]:
        return f"Jimpitan, {len(group)} putaran"
    named = ", ".join(label(kind)[0] for kind in kinds)
    return f"{named[:1].upper()}{named[1:]}, {len(group)} entri"


def _text(entry: Entry) -> str:
    text = _TEXTS[entry["kind"]](entry)
    if entry["goods"]:
        goods = (f"{one['quantity']} {one['measure']} {one['name']}" for one in entry["goods"])
        text += f" ({', '.join(goods)})"
    if entry["correctsNo"] is not None:
        text += f", pengganti no. {entry['correctsNo']}"
    if entry["reversedBy"] is not None:
        text += f" – dibalik, no. {entry['reversedBy']}"
    return text


def _dues(entry: Entry) -> str:
    return f"Iuran {indonesian.month(date.fromisoformat(entry['period']))}"


def _jimpitan(entry: Entry) -> str:
    return f"Jimpitan, {entry['gave']} dari {entry['households']} rumah"


def _donation(entry: Entry) -> str:
    donor = entry["publishedDonor"] or label(entry["donorKind"])[0]
    return f"Sumbangan {donor}"


def _rice(entry: Entry) -> str:
    return f"Beras dijual seharga {indonesian.rupiah(int(entry['twinAmount']))}"


def _proceeds(entry: Entry) -> str:
    return f"Hasil jual beras {indonesian.grams(int(entry['twinAmount']))}"


def _payment(entry: Entry) -> str:
    purpose = label(entry["purpose"])[0]
    shop = f", {entry['organisation']}" if entry["organisation"] else ""
    return f"Pengeluaran: {purpose}{shop}"


def _reversal(entry: Entry) -> str:
    day = indonesian.form_date(date.fromisoformat(entry["reversesDay"]))
    why = label(entry["reason"])[0]
    return f"Pembalikan no. {entry['reversesNo']}, {day} ({why})"


_TEXTS: Mapping[str, Callable[[Entry], str]] = {
    "BALANCE_OPENED": lambda _: "Saldo awal buku",
    "CARRIED_OVER": lambda _: "Pindahan dari tahun lalu",
    "DUES_IN": _dues,
    "JIMPITAN_IN": _jimpitan,
    "DONATION_IN": _donation,
    "RICE_OUT": _rice,
    "PROCEEDS_IN": _proceeds,
    "PAYMENT_OUT": _payment,
    "DEATH_BENEFIT_OUT": lambda _: "Santunan kematian",
    "COUNT_DIFFERENCE": lambda _: "Selisih hitung kas",
    "REVERSAL": _reversal,
}
