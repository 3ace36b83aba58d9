"""Plain English wherever a person reads: short sentences, the field's words, no riddles.

Each pattern of the table was in a text once and sent its reader away to guess; beside it stands
what to write. The words of what the office reads are held by ``tests/domain/words/lint.py``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tidy.test_house import ROOMS, ROOT

RIDDLES: dict[str, str] = {
    r"\bmend(s|ed|ing|able)?\b": "correct",
    r"^What can be asked of\b|\bThe words of (an?|executing)\b": "Relations of …, types of …",
    r"\bcounts? no more\b": "is no longer valid",
    r"\b(First day|Since when) no (more|longer)\b": "First day after the end",
    r"\b(the|a) door\b|\bdoor of our own\b": "the API, or what part of it",
    r"\bdoorkeepers?\b|\bvisitors?\b": "authorizer, service actor",
    r"\bthe hands? that\b": "who does it, by the name of the role or the module",
    r"\bWho wants everything\b": "To receive every event, …",
    r"\b(How|Where) (it|an? \w+|the \w+) stands\b": "Status of …",
    r"\bSo (kept|urgent|it stands)\b|\bWaiting so\b|\bbegins so\b": "say which value, in words",
    r"\bno longer stands\b": "what happened: withdrew, was retracted",
    r"\b([Gg]ive|this is) the whole of\b": "send the complete corrected entry",
    r"\bleft out: ": "default: …",
    r"\b[Tt]ak(e|es|en|ing) (\w+ ){0,3}back\b": "retract an entry, revoke a permit",
    r"\b[Ss]trikes (an?|one)\b|\bis struck\b": "withdraws",
    r"\b(for|by|to|than) who (?!is\b|are\b|was\b)": "for those who, by a person who",
    r"\bshall have\b": "Id of the new …",
    r"\bround that is on\b|\bthe one that is on\b": "current",
    r"\bin each other's way\b": "conflict of interest, or overlap",
    r"\bwish(es)? (falls?|that (waits|waited))\b|\bkept as a wish\b": "request",
    r"\bSomebody on record\b|\bEverybody on record\b": "A person on record",
    r"\bworth nothing any more\b": "revoked, or expired",
    r"\bgoes? on for ever\b": "does not end",
    r"\bwhat it may, never what it is\b": "what it allows, never its text",
    r"\b[Tt]akes in (dues|an? gift|the contributions)\b": "Records … received",
    r"\bsay(s)? out loud\b": "say",
    r"^Raises [A-Z_]+(, [A-Z_]+)*: ": "Raises … if …",
    r"^How (many|much)\b": "number of …, amount of …",
    r"^(What|Who) (it|they|an? \w+|the \w+) (is|are|was|were)( about| for)?\.$": "kind of …",
    r"\bas the rules see\b": "the domain's state of …",
    r"\bcomes? to stand\b|\brests? (up)?on\b": "changes, depends on",
    r"\b(has|have|holds?|owes?) (nothing|no) more\b": "no longer",
    r"\b(comes?|came) of it\b|\b(what|whatever) became of\b": "the result",
    r"\bby the words? that\b|\bby a detour\b|\bupon\b": "by the code, bypassed, on",
    r"\b(mistake|fault|error|one)s? (is |are )?of ours\b|\bour fault\b": "error of the program",
    r"\b(of|with|in|by|brings?|owes) so (many|much)\b": "this number of …",
    r"\bbears? (it|another|the|different|an?)\b": "has",
    r"\b([Aa]|[Tt]he|two|no) wish\b|\bwished\b": "request",
    r"\b[Ss]omebody (guides|owes|says|may|joined|left|goes|of)\b": "a person who, a member who",
    r"\bshall be\b|\bhas but\b|\bbut once\b": "is to be, has only",
    r"\bnot hold together\b|\bfalls? away\b": "is inconsistent, is omitted",
    r"\bwhatever moment\b": "whatever position",
    r"\bwith the cure\b|\b(says|names|has|and|its) the cure\b|\bThe cure\b|\bits cure\b": (
        "how to fix it, what to do"
    ),
    r"\bunless told otherwise\b": "by default",
    r"\bnothing besides\b": "nothing else",
    r"\bnobody's fault\b": "what is done then: retried, passed on",
    r"\bruns? out by itself\b|\bends? by itself\b": "expires",
    r"\blook(s|ing)? around\b": "poll",
    r"\bstands? where (the|it|an?)\b": "has reached the position of",
    r"\bke(ep|eps|pt|eping) level\b": "keep up to date",
    r"\bearns? (its|their) place\b": "is worth keeping",
    r"\bthe culprit\b": "the event or command that fails",
    r"\bbut for (?!the first\b)": "except",
    r"\bthe so manyth\b": "say the number",
    r"\b(can|could|cannot|are|is) (be )?had by\b": "computed, found, taken",
}
"""Pattern → what to write. Patterns are matched with the text as one line."""

FINISHED = ("domain", "projections", "tenants")
STRICT: dict[str, str] = {
    r"\bstands? (in|on|under|beside|there|below|above|for|otherwise)\b": "is in, is above, changes",
    r"\b(may|can|shall|here|Here|that|as it|as they|where it) stands?\b": "is allowed, is valid",
    r"\b(is|are) told\b": "is shown, is given, is reported",
}
"""Further patterns, for rooms that have none of them left."""

PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if path.name not in ("CHANGELOG.md", "renamed-words.md")
)
"""What is read as prose. The changelog tells the past, the list of renamed words the old names."""

_PATTERNS = [(re.compile(pattern), better) for pattern, better in RIDDLES.items()]
_STRICT = [(re.compile(pattern), better) for pattern, better in STRICT.items()]


def riddles(text: str, *, strict: bool = False) -> Iterator[str]:
    """The phrases of a text that a reader would have to guess, with what to write instead."""
    line = " ".join(text.split())
    for pattern, better in [*_PATTERNS, *(_STRICT if strict else ())]:
        for found in pattern.finditer(line):
            around = line[max(0, found.start() - 30) : found.end() + 30]
            yield f"…{around}… → {better}"


@pytest.mark.parametrize("page", PAGES, ids=[path.name for path in PAGES])
def test_a_page_has_no_riddles(page: Path) -> None:
    assert list(riddles(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_descriptions_and_messages_have_no_riddles(room: str) -> None:
    """All texts of the code: docstrings, what the schema says, refusals, output and help."""
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        for node in texts:
            if isinstance(node.value, str):
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                strict = room in FINISHED
                found += [f"{place}: {told}" for told in riddles(node.value, strict=strict)]
    assert found == []


def test_the_catalogue_has_no_riddles() -> None:
    found = []
    for path in sorted((ROOT / "domain" / "words").rglob("*.toml")):
        found += [f"{path.name}: {told}" for told in riddles(path.read_text(encoding="utf-8"))]
    assert found == []


def test_a_finished_room_has_none_of_the_further_patterns() -> None:
    assert list(riddles("It stands in the log, and is told to all.")) == []
    assert len(list(riddles("It stands in the log, and is told to all.", strict=True))) == 2


def test_a_riddle_is_seen() -> None:
    assert [
        told.split(" → ")[1] for told in riddles("Takes a closing\n    back; left out: now.")
    ] == [
        "default: …",
        "retract an entry, revoke a permit",
    ]
