"""What is measured: the whole run, or a quick one that only shows that everything works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and times of a run."""

    rounds: int
    """Turns that each contestant has; the median of the turns counts."""
    round_s: float
    """Length of a turn of appends."""
    mutation_s: float
    """Length of a turn of mutations or lists over HTTP."""
    logs: tuple[int, ...]
    """Events of the offices in which lists are asked as of the middle; the last is the large one,
    in which views are caught up and memory is watched."""
    library_s: float
    """How long the library's runner may work on its part of the events."""
    library_events: int
    """Events that it is given."""
    questions: int
    """How often a list is asked, live and as of, in turns."""
    year_wksbm: int
    """WKSBM of the office whose year is loaded."""
    year_scale: float
    """How large they are; 1 for their real size."""
    screen_s: float
    """How long a screen is asked."""
    tenants: int
    """Offices in all, when the year is asked beside others."""


WHOLE = Plan(
    rounds=3,
    round_s=0.5,
    mutation_s=1.5,
    logs=(1_000, 100_000, 1_000_000),
    library_s=5.0,
    library_events=5_000,
    questions=150,
    year_wksbm=16,
    year_scale=1.0,
    screen_s=0.8,
    tenants=50,
)
QUICK = Plan(
    rounds=1,
    round_s=0.1,
    mutation_s=0.2,
    logs=(1_000, 5_000),
    library_s=1.0,
    library_events=600,
    questions=5,
    year_wksbm=1,
    year_scale=0.1,
    screen_s=0.1,
    tenants=3,
)
