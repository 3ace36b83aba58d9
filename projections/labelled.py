"""Closed lists out of the domain's own types and labels, so that a code is explained once."""

from __future__ import annotations

from typing import Any, get_args

from wahana.domain.labels import label

from .relation import Enumeration


def labelled(name: str, description: str, codes: Any) -> Enumeration:
    """The enumeration of a ``Literal``, each value described by its label."""
    return Enumeration(name, description, {code: _said(code) for code in get_args(codes)})


def _said(code: str) -> str:
    indonesian, english = label(code)
    return f"{english[:1].upper()}{english[1:]} ({indonesian})."
