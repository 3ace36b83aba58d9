"""Refusals of meetings and of arisan cycles."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

MEETING = table(
    Rule(
        code="MEETING_STATE",
        rule="A retracted meeting can no longer be used.",
        source="service: corrections",
    ),
    Rule(
        code="HEADCOUNT_LOW",
        rule="The headcount is at least one, and at least the number of those named.",
        source="S2: pertemuan",
    ),
    Rule(
        code="VOTES_EXCEED",
        rule="A decision has at least one vote and no more than people present.",
        source="practice: musyawarah",
    ),
    Rule(
        code="LIMIT_REQUIRED",
        rule="A decision to spend has a limit in one unit; other decisions have none.",
        source="practice: a decision covers a sum",
    ),
    Rule(
        code="DECISION_SPENT",
        rule="A decision with payments must still cover them.",
        source="audit",
    ),
)

ARISAN = table(
    Rule(
        code="ARISAN_TWICE",
        rule="Each share wins once in a cycle.",
        source="S2: arisan",
    ),
    Rule(
        code="ARISAN_EARLY",
        rule="A round is drawn when it is collected or its shortfall is covered.",
        source="S2: arisan",
    ),
    Rule(
        code="ARISAN_STATE",
        rule="A command must fit the current state of the cycle.",
        source="practice: a cycle is not opened again after its last draw",
    ),
    Rule(
        code="ARISAN_AMOUNT",
        rule="A share pays its contribution and no more; a cover fills what is missing.",
        source="practice",
    ),
    Rule(
        code="ARISAN_ROUND",
        rule="Rounds follow one another.",
        source="practice",
    ),
    Rule(
        code="ARISAN_ORDER",
        rule="In an agreed order the next share wins.",
        source="practice",
    ),
    Rule(
        code="DRAW_PROOF",
        rule="A draw can be checked: by its seed, or by two witnesses.",
        source="practice: draw in public",
    ),
    Rule(
        code="SHARE_TWICE",
        rule="A list of payments names each share once.",
        source="practice",
    ),
    Rule(
        code="COVER_PROOF",
        rule="Who covers a shortfall is named; a fund's payment covers once, in full.",
        source="practice",
    ),
)
