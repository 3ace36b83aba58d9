"""The books of an office, computed from its exported log alone: an oracle for rules and views.

Reads events as plain dictionaries (lines of the NDJSON export, decoded) and shares no code with
what it checks. It walks the calendar day by day where the service computes, so that both can only
agree if both are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
SIGNS = {
    "fund.opening_balance_recorded": 1,
    "fund.balance_carried_over": 1,
    "fund.jimpitan_round_collected": 1,
    "fund.donation_received": 1,
    "fund.proceeds_received": 1,
    "fund.count_difference_booked": 1,
    "fund.entry_reversed": 1,
    "fund.transfer_received": 1,
    "fund.transfer_sent": -1,
    "fund.rice_converted": -1,
    "fund.disbursed": -1,
    "fund.death_benefit_paid": -1,
}
"""Events that are one entry, and the sign of their amount."""


@dataclass
class Entry:
    """An entry of a cash book."""

    no: int
    day: date
    amount: int
    payer: str | None = None
    period: date | None = None
    stands: bool = True
    reverses: int = 0
    """The amount of the entry that this one reverses; 0: it reverses nothing."""
    about: date | None = None
    """The day it is about, if not its own: of the reversed entry, or of a count."""

    @property
    def true_day(self) -> date:
        return self.about or self.day


@dataclass
class Membership:
    """A time in which a person owes dues."""

    since: date
    version: int
    pledge: int | None = None
    until: date | None = None
    free: list[tuple[int, date, date | None]] = field(default_factory=list)


@dataclass
class Book:
    """A fund's book of a year."""

    id: str
    wksbm: str
    kind: str
    unit: str
    year: int
    opens_on: date
    withdrawn: bool = False
    carried_on: date | None = None
    entries: dict[int, Entry] = field(default_factory=dict)
    members: dict[str, list[Membership]] = field(default_factory=dict)
    rates: dict[int, tuple[date, int, str]] = field(default_factory=dict)
    """By version of their event: first day, amount, frequency."""
    debts: dict[str, dict[date, int]] = field(default_factory=dict)
    """Owed from earlier years, by payer and period."""
    ahead: dict[str, dict[date, int]] = field(default_factory=dict)
    counts: dict[int, tuple[date, int]] = field(default_factory=dict)
    """By version: the day, and what was found."""
    seals: dict[int, tuple[int, int]] = field(default_factory=dict)
    """What came in and went out in each sealed month, as it was sealed."""
    differences: list[tuple[int, int]] = field(default_factory=list)
    """Of each booked difference of a count: the amount, and what it ought to be."""
    _walked: list[tuple[date, date, int]] | None = None

    def answers(self, day: date) -> bool:
        """Whether the money is in this book on the day, and not in another year's."""
        gone = self.carried_on is not None and day >= self.carried_on
        return not self.withdrawn and self.opens_on <= day and not gone

    def balance(self, day: date) -> int:
        """What is in the box at the end of the day, if the book answers for that day."""
        return sum(entry.amount for entry in self.entries.values() if entry.day <= day)

    def totals(self, first: date, last: date) -> tuple[int, int]:
        """What came in and what went out in some days; a reversed entry counts on its own day."""
        came = went = 0
        for entry in self.entries.values():
            if not first <= entry.day <= last:
                continue
            side = entry.reverses or entry.amount
            if side > 0:
                came += entry.amount
            else:
                went -= entry.amount
        return came, went

    # --- dues

    def periods(self, payer: str, until: date) -> Iterator[tuple[date, date, int]]:
        """The periods of the book's year that a payer owes: first day, end, amount."""
        for member in self.members.get(payer, []):
            for start, end, amount in self._grid(member.since, until):
                first = start >= date(self.year, 1, 1) and (
                    end > member.since or start >= member.since
                )
                gone = member.until is not None and start >= member.until
                free = any(a <= start and (b is None or start < b) for _, a, b in member.free)
                if first and not gone and not free and not self._later(payer, member, start):
                    yield start, end, member.pledge or amount

    def _later(self, payer: str, member: Membership, start: date) -> bool:
        """Whether the payer had joined again by the period, which is then owed from that day on."""
        times = self.members[payer]
        after = times[times.index(member) + 1 :]
        return bool(after) and start >= self._start_of(after[0].since)

    def _start_of(self, day: date) -> date:
        """The first day of the period that holds a day."""
        rate = self._rate(day)
        if rate is None or rate[2] == "ONCE":
            return day.replace(day=1) if rate is None else day
        while not self._begins(rate, day):
            day -= ONE_DAY
        return day

    def _rate(self, day: date) -> tuple[date, int, str] | None:
        begun = [(rate[0], version) for version, rate in self.rates.items() if rate[0] <= day]
        return self.rates[max(begun)[1]] if begun else None

    def _begins(self, rate: tuple[date, int, str], day: date) -> bool:
        """Whether a period of the rate begins on the day: on its first one, and by the calendar."""
        since, _, often = rate
        return day == since or {
            "DAILY": True,
            "WEEKLY": day.weekday() == 0,
            "SELAPANAN": (day - since).days % 35 == 0,
            "MONTHLY": day.day == 1,
            "YEARLY": (day.month, day.day) == (1, 1),
        }.get(often, False)

    def _grid(self, since: date, until: date) -> Iterator[tuple[date, date, int]]:
        """All periods that begin up to a day, whoever owes them; dues on entry begin with it."""
        rate = self._rate(since)
        if rate is not None and rate[2] == "ONCE" and since <= until:
            yield since, since, rate[1]
        yield from (period for period in self._calendar() if period[0] <= until)

    def _calendar(self) -> list[tuple[date, date, int]]:
        """The periods of all rates but dues on entry, one after another: first day, end, amount."""
        if self._walked is None:
            found, begun, day = [], None, date(self.year - 1, 1, 1)
            while day <= date(self.year + 2, 1, 1):
                rate = self._rate(day)
                if rate is not None and (day == rate[0] or self._begins(rate, day)):
                    if begun is not None:
                        found.append((begun[0], day, begun[1]))
                    begun = None if rate[2] == "ONCE" else (day, rate[1])
                day += ONE_DAY
            self._walked = found
        return self._walked

    def paid(self, payer: str, period: date, by: date) -> int:
        """What was paid for a period by a day, and not reversed."""
        ahead = self.ahead.get(payer, {}).get(period, 0)
        return ahead + sum(
            entry.amount
            for entry in self.entries.values()
            if (entry.payer, entry.period) == (payer, period) and entry.stands and entry.day <= by
        )

    def arrears(self, payer: str, day: date) -> tuple[int, int]:
        """What a payer owes on a day, and how much of it for periods that are over."""
        due: dict[date, int] = {}
        over: dict[date, bool] = {}
        for period, amount in self.debts.get(payer, {}).items():
            if period <= day:
                due[period] = due.get(period, 0) + amount
                over[period] = self._over(period, day)
        for start, end, amount in self.periods(payer, min(day, date(self.year, 12, 31))):
            if start <= day:
                due[start] = due.get(start, 0) + amount
                over[start] = end <= day
        owed = {one: max(due[one] - self.paid(payer, one, day), 0) for one in due}
        return sum(owed.values()), sum(owed[one] for one in owed if over[one])

    def _over(self, period: date, day: date) -> bool:
        """Whether an old period has ended; one that began last year may be running still."""
        rate = self._rate(period)
        if rate is None or not self._begins(rate, period):
            return True
        following = period + ONE_DAY
        while not self._begins(self._rate(following) or rate, following):
            following += ONE_DAY
        return following <= day

    def all_arrears(self, day: date) -> dict[str, tuple[int, int]]:
        """What each payer owes on the day who owes anything."""
        payers = {*self.members, *self.debts}
        found = {payer: self.arrears(payer, day) for payer in payers}
        return {payer: owed for payer, owed in found.items() if owed[0]}


class Books:
    """All books of an office, computed from a log."""

    def __init__(self, events: Iterable[Mapping[str, Any]]) -> None:
        """``events``: each with ``streamId``, ``version``, ``topic`` and ``data``, in order."""
        self.books: dict[str, Book] = {}
        for event in events:
            if event["topic"].startswith("fund."):
                self._take(event)

    @classmethod
    def exported(cls, lines: Iterable[str | bytes]) -> Books:
        """From lines of the NDJSON export."""
        read = (json.loads(line) for line in lines)
        return cls({**one, "data": json.loads(one["payload"])["data"]} for one in read)

    def _take(self, event: Mapping[str, Any]) -> None:
        stream, data, version = event["streamId"], event["data"], event["version"]
        name = event["topic"].removeprefix("fund.")
        if name == "opened":
            self._open(stream, data)
            return
        book = self.books[stream]
        if event["topic"] in SIGNS:
            amount = SIGNS[event["topic"]] * data["amount"]
            book.entries[data["entry_no"]] = Entry(
                data["entry_no"], _day(data["booked_on"]), amount
            )
        handler = getattr(self, f"_{name}", None)
        if handler is not None:
            handler(book, data, version)

    def _open(self, stream: str, data: Mapping[str, Any]) -> None:
        before = self.books.get(stream)
        self.books[stream] = Book(
            stream, data["wksbm"], data["kind"], data["unit"], data["year"], _day(data["opens_on"]),
            entries={} if before is None else before.entries,
        )  # fmt: skip

    def _withdrawn(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.withdrawn = True

    def _dues_received(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        for line in data["lines"]:
            book.entries[line["entry_no"]] = Entry(
                line["entry_no"], _day(data["booked_on"]), line["amount"], line["payer"],
                _day(line["period"]),
            )  # fmt: skip

    def _balance_carried_over(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        self.books[data["from_book"]].carried_on = _day(data["booked_on"])
        if data.get("dues"):
            dues = data["dues"]
            book.rates[version] = (_day(dues["valid_from"]), dues["amount"], dues["frequency"])
        for payer in data.get("payers", ()):
            who = payer["payer"]
            if who not in book.members:
                member = Membership(_day(payer["enrolled_from"]), version, payer.get("pledge"))
                member.until = _maybe(payer.get("left_on"))
                member.free = [
                    (version, _day(days["valid_from"]), _maybe(days.get("valid_to")))
                    for days in payer.get("exemptions", ())
                ]
                book.members[who] = [member]
            for said, kept in (("owed", book.debts), ("advance", book.ahead)):
                kept[who] = {}
                for item in payer.get(said, ()):
                    kept[who][_day(item["period"])] = item["amount"]

    def _entry_reversed(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        source = self.books[data.get("of_book") or book.id]
        old = source.entries[data["of"]]
        old.stands = False
        mine = book.entries[data["entry_no"]]
        mine.reverses = old.amount
        mine.about = book.opens_on if data.get("of_book") else old.true_day
        if data.get("of_book") and data.get("payer"):
            payer, period, rest = data["payer"], _day(data["period"]), -data["amount"]
            ahead = book.ahead.setdefault(payer, {})
            back = min(rest, ahead.get(period, 0))
            ahead[period] = ahead.get(period, 0) - back
            debts = book.debts.setdefault(payer, {})
            debts[period] = debts.get(period, 0) + rest - back

    def _cash_counted(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.counts[version] = (_day(data["counted_on"]), data["counted"])

    def _count_difference_booked(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        entry = book.entries[data["entry_no"]]
        day, counted = book.counts[data["of"]]
        known = sum(one.amount for one in book.entries.values() if one.true_day <= day)
        if entry.true_day <= day:
            known -= entry.amount
        latest = max(book.counts, key=lambda of: (book.counts[of][0], of))
        book.differences.append((entry.amount, counted - known if latest == data["of"] else 0))
        entry.about = day

    def _month_sealed(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.seals[data["month"]] = (data["received"], data["paid"])

    def _payer_enrolled(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        member = Membership(_day(data["enrolled_from"]), version, data.get("pledge"))
        book.members.setdefault(data["payer"], []).append(member)

    def _payer_corrected(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        member = book.members[data["payer"]][-1]
        member.since, member.pledge = _day(data["enrolled_from"]), data.get("pledge")

    def _payer_exempted(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        days = (version, _day(data["valid_from"]), _maybe(data.get("valid_to")))
        book.members[data["payer"]][-1].free.append(days)

    def _payer_left(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.members[data["payer"]][-1].until = _day(data["left_on"])

    def _dues_set(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.rates[version] = (_day(data["valid_from"]), data["amount"], data["frequency"])

    def _dues_corrected(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        book.rates[data["of"]] = (_day(data["valid_from"]), data["amount"], data["frequency"])

    def _entry_retracted(self, book: Book, data: Mapping[str, Any], version: int) -> None:
        of, who = data["of"], data.get("payer")
        match data["entry"]:
            case "DUES":
                del book.rates[of]
            case "COUNT":
                del book.counts[of]
            case "PAYER":
                book.members[who].pop()
                if not book.members[who]:
                    del book.members[who]
                    for kept in (book.debts, book.ahead):
                        kept.pop(who, None)
            case "LEAVING":
                book.members[who][-1].until = None
            case "EXEMPTION":
                member = book.members[who][-1]
                member.free = [days for days in member.free if days[0] != of]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe(text: str | None) -> date | None:
    return None if text is None else _day(text)
