"""What is measured, how it is printed, and how it is kept as JSON.

A section holds rows (one line of a table each), verdicts (a ratio of two figures of the same
run, compared with the aim of the release) and remarks. Nothing here decides whether the run is
good: a benchmark never fails, it says what it found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure of this run against the aim. ``at_least``: more is better, else less."""

    what: str
    value: float
    aim: float
    unit: str = "×"
    at_least: bool = True

    @property
    def met(self) -> bool:
        return self.value >= self.aim if self.at_least else self.value <= self.aim

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        said = "met" if self.met else "MISSED"
        return (
            f"{self.what}: {shown(self.value)} {self.unit} (aim {sign} {shown(self.aim)}): {said}"
        )


@dataclass(slots=True)
class Section:
    """One part of the benchmark: its rows have the same keys, in the order of the columns."""

    key: str
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    load: float = 0.0
    """Load average of the machine when the section was done, its own processes included."""

    def print(self, console: Console) -> None:
        """The table, then what it means."""
        table = Table(title=f"({self.key}) {self.title}", title_justify="left", title_style="bold")
        for number, name in enumerate(self.rows[0] if self.rows else ()):
            is_text = isinstance(self.rows[0][name], str) and number < 3
            table.add_column(name, justify="left" if is_text else "right")
        for row in self.rows:
            table.add_row(*(shown(value) for value in row.values()))
        console.print()
        console.print(table)
        for verdict in self.verdicts:
            console.print(str(verdict), style="green" if verdict.met else "yellow", highlight=False)
        for remark in [*self.remarks, f"{self.seconds:.0f} s, load average {self.load:.1f}"]:
            console.print(f"- {remark}", style="dim", highlight=False)

    def kept(self) -> dict[str, Any]:
        """For JSON: the figures as they were measured, not as they were shown."""
        verdicts = [
            {
                "what": verdict.what,
                "value": verdict.value,
                "aim": verdict.aim,
                "unit": verdict.unit,
                "atLeast": verdict.at_least,
                "met": verdict.met,
            }
            for verdict in self.verdicts
        ]
        return {
            "title": self.title,
            "seconds": self.seconds,
            "load": self.load,
            "rows": self.rows,
            "verdicts": verdicts,
            "remarks": self.remarks,
        }


@dataclass(frozen=True, slots=True)
class Times:
    """Durations of single acts, in milliseconds, and how many there were per second."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, rates: Sequence[float], seconds: Sequence[float]) -> Times:
        """``rates``: one per round, their median counts; ``seconds``: of every single act."""
        ordered = sorted(seconds)
        at = (percentile(ordered, share) * 1000 for share in (0.5, 0.95, 0.99))
        return cls(median(rates), *at)

    def columns(self, unit: str) -> dict[str, float]:
        return {
            unit: self.per_second,
            "p50 ms": self.p50_ms,
            "p95 ms": self.p95_ms,
            "p99 ms": self.p99_ms,
        }


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of sorted values; ``nan`` of none."""
    if not ordered:
        return math.nan
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def shown(value: Any) -> str:
    """A figure with as many digits as it deserves."""
    if isinstance(value, float):
        if math.isnan(value):
            return "–"
        size = abs(value)
        return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
