"""Plain English wherever a person reads: short sentences, the field's words, no riddles.

Each pattern of the table was in a text once, and its reader had to guess; beside it is what to
write. ``tests/domain/words/lint.py`` checks the texts that an office reads.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
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
    r"\bso many\b|\b(of|with|in|by|brings?|owes) so much\b": "this number of …",
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
    r"\bke(ep|eps|pt|eping) (it |them )?level\b|\b(is|are|if|all) level\b": "up to date",
    r"\b(is|are|was) away\b|\bin vain\b": "cannot be reached, without success",
    r"\bheld against\b": "compared with",
    r"\btold (by|in|from|of|twice)\b": "entered, computed, reported, played",
    r"\bearns? (its|their) place\b": "is worth keeping",
    r"\bthe culprit\b": "the event or command that fails",
    r"\bbut for (?!the first\b)": "except",
    r"\bthe so manyth\b": "say the number",
    r"\b(can|could|cannot|are|is) (be )?had by\b": "computed, found, taken",
    r"\bstands? (in|on|under|beside|there|below|above|for|otherwise)\b": "is in, is above, changes",
    r"\b(may|can|shall|here|Here|that|as it|as they|where it) stands?\b": "is allowed, is valid",
    r"\b(is|are) told\b": "is shown, is given, is reported",
}
"""Pattern → what to write. Patterns are matched with the text as one line."""

PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if path.name not in ("CHANGELOG.md", "renamed-words.md")
)
"""What is read as prose. The changelog tells the past, the list of renamed words the old names."""

_PATTERNS = [(re.compile(pattern), better) for pattern, better in RIDDLES.items()]


def riddles(text: str) -> Iterator[str]:
    """The phrases of a text that a reader would have to guess, with what to write instead."""
    line = " ".join(text.split())
    for pattern, better in _PATTERNS:
        for found in pattern.finditer(line):
            around = line[max(0, found.start() - 30) : found.end() + 30]
            yield f"…{around}… → {better}"


@pytest.mark.parametrize("page", PAGES, ids=[path.name for path in PAGES])
def test_a_page_has_no_riddles(page: Path) -> None:
    assert list(riddles(page.read_text(encoding="utf-8"))) == []


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that are statements: docstrings of modules, classes, functions and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each block of comments."""
    last = -1
    block: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1 and block:
                yield last, " ".join(block)
                block = []
            block.append(token.string.lstrip("# "))
            last = token.start[0]
    if block:
        yield last, " ".join(block)


def _found_in(path: Path, *, all_texts: bool) -> Iterator[str]:
    """The riddles of a Python file: of its docstrings and comments, or of all texts in it."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    nodes = ast.walk(tree) if all_texts else _docstrings(tree)
    texts = [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for line, text in [*texts, *_comments(source)]:
        yield from (f"{path.relative_to(ROOT)}:{line}: {found}" for found in riddles(text))


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_descriptions_and_messages_have_no_riddles(room: str) -> None:
    """All texts of the code: docstrings, comments, what the schema says, refusals, output, help."""
    paths = sorted((ROOT / room).rglob("*.py"))
    assert [found for path in paths for found in _found_in(path, all_texts=True)] == []


def test_docstrings_and_comments_of_tests_have_no_riddles() -> None:
    paths = sorted((ROOT / "tests").rglob("*.py"))
    assert [found for path in paths for found in _found_in(path, all_texts=False)] == []


def test_comments_of_statements_have_no_riddles() -> None:
    """Of all but the migrations, which never change."""
    found = []
    for room in (*ROOMS, "tests"):
        for path in sorted((ROOT / room).rglob("*.sql")):
            if "migrations" in path.parts:
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            text = " ".join(line[2:] for line in lines if line.startswith("--"))
            found += [f"{path.relative_to(ROOT)}: {told}" for told in riddles(text)]
    assert found == []


def test_the_catalogue_has_no_riddles() -> None:
    found = []
    for path in sorted((ROOT / "domain" / "words").rglob("*.toml")):
        found += [f"{path.name}: {told}" for told in riddles(path.read_text(encoding="utf-8"))]
    assert found == []


def test_a_riddle_is_seen() -> None:
    assert [
        told.split(" → ")[1] for told in riddles("Takes a closing\n    back; left out: now.")
    ] == [
        "default: …",
        "retract an entry, revoke a permit",
    ]
    assert len(list(riddles("It stands in the log, and is told to all."))) == 2


def test_a_riddle_in_a_comment_is_seen() -> None:
    source = "A = 1  # it stands\n# in the log\nB = '# it stands in a text'\n# alone\n"
    assert [text for _, text in _comments(source)] == ["it stands in the log", "alone"]
