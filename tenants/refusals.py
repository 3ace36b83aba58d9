"""Refusals of the office's own commands, in the table form of ``domain/kernel/refusal.py``."""

from __future__ import annotations

from wahana.domain.kernel.refusal import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        code="TOKEN_LIMIT",
        rule="At most two tokens of one app are live at once, so that one can replace the other.",
        source="service: rotation of tokens",
    ),
    Rule(
        code="ROLE_LIMITS",
        rule="A role that reaches an area or a WKSBM names it.",
        source="service: roles",
    ),
    Rule(
        code="ROLE_UNLIMITED",
        rule="A role is given no limit that the role table does not know: it would not hold.",
        source="service: roles",
    ),
    Rule(
        code="ALREADY_DONE",
        rule="What has been done is not done again.",
        source="service: audit",
    ),
)
