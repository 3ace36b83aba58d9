"""``docs/corrections.md``: every fact that can be entered, and how it is corrected.

The table is made of what the code declares (kinds of facts, the commands that enter, correct and
retract them, the rule of each) and of what the stories of ``tests/domain/corrections`` show: which
later entries hinder a correction, and under whom its note is sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType
from typing import Any

from tests.domain.test_corrections import STORIES, Told, correcting, corrections
from tests.tidy.test_house import ROOT
from tests.tidy.test_snapshots import written_down

from wahana.deploy.registry import EVENTS, FACTS, RULES, Revised
from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.model import Command
from wahana.domain.words.catalogue import LABELS

TABLE = ROOT / "docs" / "corrections.md"
WRITE = "WAHANA_UPDATE_SCHEMA=1 make test ARGS=tests/tidy/test_correction_table.py"
HEAD = f"""\
# Corrections: every fact, and how it is corrected

Made by tests/tidy/test_correction_table.py; do not edit. `{WRITE}` writes it anew.

Every correction and retraction goes one way (decision 0017). All are refused with NOT_FOUND where
no such fact stands, NO_CHANGE where nothing would change, NOTE_REQUIRED for the reason OTHER
without a note, ENTRY_IN_USE or STAGE_DATE, naming it, where a later entry would not stand any more,
and with what the fact's own rule refuses, which is that of the command that enters it.

- **Rule**: what the rule of the fact, and that of the aggregate as a whole, refuses.
- **Rests on it**: the entries that hindered a correction or retraction in the stories of the tests.
- **Note**: under whom the note of a correction is sealed.
"""
COLUMNS = ("Fact", "Entered by", "Corrected by", "Retracted by", "Rule", "Rests on it", "Note")


def mutations(commands: Iterable[type[Command]]) -> str:
    """The commands of a cell, as the API names them."""
    names = (command.__name__ for command in commands)
    return ", ".join(f"{name[0].lower()}{name[1:]}" for name in names) or "–"


def refused_by(function: Any, seen: set[CodeType] | None = None) -> Iterator[str]:
    """The codes in a rule and in the functions of the domain that it calls by name."""
    seen = set() if seen is None else seen
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    yield from (word for word in code.co_consts if isinstance(word, str) and word in RULES)
    for name in code.co_names:
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__.startswith("wahana."):
            yield from refused_by(called, seen)


def resting() -> dict[FactKind, list[str]]:
    """By kind, the later entries that a correction or retraction was refused for."""
    found: dict[FactKind, set[str]] = {}
    for made in STORIES:
        story = made()
        named = found.setdefault(story.kind, set())
        if story.tellings[0].correct is not None:
            for wrong, right, steps in corrections(made):
                told = Told(made, wrong, steps)
                if told.refused is None:
                    named |= told.hindered_by(*correcting(told.story, right, told.of), steps)
        if story.retract is not None:
            for steps in range(len(story.then) + 1):
                told = Told(made, 0, steps)
                assert told.story.retract is not None
                named |= told.hindered_by(told.story.retract(told.of), story.retract_on, steps)
    return {kind: sorted(words) for kind, words in found.items()}


def sealed() -> dict[FactKind, list[str]]:
    """By kind, under whom the stories have the notes of corrections sealed."""
    found: dict[FactKind, set[str]] = {}
    for made in STORIES:
        story = made()
        under = "the " + story.stream[0].TYPE.replace("_", " ")
        found.setdefault(story.kind, set()).add("the person" if story.about else under)
    return {kind: sorted(words) for kind, words in found.items()}


def row(fact: Revised, rests: list[str], notes: list[str]) -> str:
    kind = fact.kind
    finals = sorted({event.FINAL for event in kind.made_by if event.FINAL})
    revised = kind.corrected_by or kind.retracted_by
    refused = [code for rule in fact.timeline.rules(kind) for code in refused_by(rule)]
    cells = (
        f"{LABELS['Fact'][kind.code].english} `{kind.code}`",
        mutations(fact.made_by),
        mutations(fact.corrected_by) if revised else "; ".join(finals),
        mutations(fact.retracted_by),
        ", ".join(dict.fromkeys(refused)) or "–",
        ", ".join(LABELS["Fact"][word].english for word in rests) or "–",
        " or ".join(notes) or "–",
    )
    return f"| {' | '.join(cells)} |"


def table() -> str:
    """The whole file."""
    rests, notes = resting(), sealed()
    lines = [HEAD]
    last = None
    for fact in FACTS:
        stream = fact.kind.made_by[0].TOPIC.partition(".")[0]
        if stream != last:
            lines += ["", f"## {stream}", "", f"| {' | '.join(COLUMNS)} |"]
            lines.append("| " + " | ".join("---" for _ in COLUMNS) + " |")
            last = stream
        lines.append(row(fact, rests.get(fact.kind, []), notes.get(fact.kind, [])))
    lines += ["", "## What is final, and why", "", "| Event | Why nothing corrects it |"]
    lines.append("| --- | --- |")
    lines += [f"| `{event.TOPIC}` | {event.FINAL} |" for event in EVENTS if event.FINAL]
    return "\n".join(lines) + "\n"


def test_the_table_of_corrections_is_the_one_that_is_written_down() -> None:
    text = table()
    assert written_down(TABLE, text) == text, f"run {WRITE} and commit the file"
