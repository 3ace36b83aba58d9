"""The measures of a document are those of the document with its fragments written out."""

from __future__ import annotations

import pytest
from graphql import parse
from hypothesis import given, settings
from hypothesis import strategies as st

from wahana.graphql.errors import LimitExceeded
from wahana.graphql.limits import Limits, check

FRAGMENTS = 4
Selection = list[tuple[str, object]]


@st.composite
def selections(draw: st.DrawFn, level: int, depth: int = 0) -> Selection:
    """Fields (plain, aliased, with a sub-selection) and spreads of later fragments."""
    made: Selection = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["plain", "alias", "nested", "inline", "spread", "skip"]))
        if kind in ("nested", "inline") and depth < 3:
            made.append((kind, draw(selections(level, depth + 1))))
        elif kind == "spread" and level < FRAGMENTS:
            made.append((kind, draw(st.integers(level, FRAGMENTS - 1))))
        else:
            made.append((kind if kind in ("alias", "skip") else "plain", None))
    return made


def written(selection: Selection) -> str:
    parts = []
    for kind, of in selection:
        match kind:
            case "alias":
                parts.append("x: a")
            case "skip":
                parts.append("a @skip(if: false)")
            case "nested":
                parts.append(f"a {{ {written(of)} }}")  # type: ignore[arg-type]
            case "inline":
                parts.append(f"... @skip(if: false) {{ {written(of)} }}")  # type: ignore[arg-type]
            case "spread":
                parts.append(f"...F{of}")
            case _:
                parts.append("a")
    return " ".join(parts)


def spread_out(selection: Selection, fragments: list[Selection]) -> tuple[int, int, int, int, int]:
    """Depth, fields, aliases, directives, root fields; counted the slow way."""
    depth = fields = aliases = directives = roots = 0
    for kind, of in selection:
        inner = (0, 0, 0, 0, 0)
        if kind in ("nested", "inline"):
            inner = spread_out(of, fragments)  # type: ignore[arg-type]
        elif kind == "spread":
            inner = spread_out(fragments[of], fragments)  # type: ignore[call-overload]
        is_field = kind not in ("inline", "spread")
        directives += (kind in ("skip", "inline")) + inner[3]
        aliases += (kind == "alias") + inner[2]
        fields += is_field + inner[1]
        roots += 1 if is_field else inner[4]
        depth = max(depth, is_field + inner[0])
    return depth, fields, aliases, directives, roots


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_exactly_what_is_over_a_cap_is_refused(data: st.DataObject) -> None:
    fragments = [data.draw(selections(level + 1)) for level in range(FRAGMENTS)]
    root = data.draw(selections(0))
    text = f"{{ {written(root)} }} " + " ".join(
        f"fragment F{number} on T {{ {written(one)} }}" for number, one in enumerate(fragments)
    )
    found = [spread_out(root, fragments), *(spread_out(one, fragments) for one in fragments)]
    most = [max(counts) for counts in zip(*found, strict=True)]
    names = ("depth", "fields", "aliases", "directives", "root_fields")
    document = parse(text)
    check(document, Limits(**dict(zip(names, most, strict=True))))  # type: ignore[arg-type]
    for name, value in zip(names, most, strict=True):
        if value > 0:
            caps = dict(zip(names, most, strict=True)) | {name: value - 1}
            with pytest.raises(LimitExceeded):
                check(document, Limits(**caps))  # type: ignore[arg-type]
