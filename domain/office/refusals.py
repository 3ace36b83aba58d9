"""Refusals of the office: budget targets, areas below the village, late-entry permits."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

OFFICE = table(
    Rule(
        code="AREA_NUMBER_TAKEN",
        rule="A number or name is used once per kind inside a village (or its parent); 8 is 08.",
        source="practice: RT and RW are numbered inside the kelurahan or the RW",
    ),
    Rule(
        code="AREA_NESTING",
        rule="A local area lies under a larger one of the same village.",
        source="practice: RT under RW or dusun, RW under dusun or lingkungan",
    ),
    Rule(
        code="AREA_CLOSED",
        rule="A closed local area no longer changes.",
        source="service: areas",
    ),
    Rule(
        code="TARGET_STATE",
        rule="A target is set once per year and indicator, then revised; withdrawn, it may be set "
        "again.",
        source="S0: 15 WKSBM in the budget year 2012",
    ),
    Rule(
        code="PERMIT_ENDED",
        rule="A permit is revoked once, and is given for future days.",
        source="service: late entries",
    ),
)
