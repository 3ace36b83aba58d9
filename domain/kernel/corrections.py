"""What every correction states: which fact it corrects, and why.

The log is never rewritten: a wrong fact is corrected by a typed correction, which names the fact by
the version of its event. A correction gives the complete corrected fact, not the difference, so it
can be read on its own; a second correction names the same fact again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Protocol, TypeVar

from msgspec import Meta

from .problems import refuse_field
from .refusal import refuse_missing
from .units import Ordinal

CorrectionReason = Literal[
    "TYPING_ERROR", "WRONG_PERSON", "WRONG_DATE", "WRONG_DOCUMENT", "WRONG_PLACE", "DUPLICATE",
    "OTHER",
]  # fmt: skip
"""Why a fact is corrected. ``OTHER`` requires a note."""

EntryVersion = Annotated[
    Ordinal, Meta(description="Version, in the stream, of the event that is corrected.")
]
Why = Annotated[CorrectionReason, Meta(description="Why it is corrected.")]

NoEnd = Annotated[bool, Meta(description="It has no end; default: an end that was entered stays.")]
"""A field of corrections of facts that may have an end, so that an omitted end is not lost."""


def end_of(given: date | None, no_end: bool, stands: date | None) -> date | None:
    """The end after a correction: ``given``, none if ``no_end``, else the present one, ``stands``.

    Raises INVALID_INPUT if both an end and ``no_end`` are given.
    """
    if no_end and given is not None:
        refuse_field("noEnd", "end_and_none")
    return None if no_end else given or stands


class Fact(Protocol):
    """A fact of a state, with the version of the event that made it."""

    @property
    def entry(self) -> int: ...


E = TypeVar("E", bound=Fact)


def entry_of(facts: Iterable[E], of: int) -> E:
    """The fact that the event of version ``of`` made. Raises NOT_FOUND."""
    found = next((fact for fact in facts if fact.entry == of), None)
    if found is None:
        refuse_missing("entry", of, field="of")
    return found
