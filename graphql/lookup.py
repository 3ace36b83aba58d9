"""Finding a person by NIK: the id of the record, or nothing; by POST and as a variable only.

URLs are written to access logs and documents are cached, so the number comes in a variable of a
POST, which ``documents.py`` and ``http.py`` see to for every field that is marked ``private``.
"""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from wahana.domain.kernel.refusal import Refused, render
from wahana.domain.people import numbers
from wahana.platform.ids import global_id

from .errors import BadInput
from .planned import handled
from .request import AuthorizedRequest


def field() -> StrawberryField:
    """The field ``personByNik``."""
    return handled(
        "personByNik",
        _find,
        strawberry.ID | None,
        "The person whose NIK this is, or null. Send it by POST, as a variable without a default. "
        "As of now alone: a number that was withdrawn or erased is not to be found by its past.",
        {"nik": (str, "NIK, 16 digits. Never logged.")},
        required=frozenset({"nik"}),
        private=frozenset({"nik"}),
    )


async def _find(context: AuthorizedRequest, arguments: dict[str, Any]) -> str | None:
    context.require("NIK_LOOKUP")
    try:
        nik = numbers.checked_nik(arguments["nik"], field="nik")
    except Refused as refused:
        raise BadInput(f"nik: {render(refused, 'en', context.rules).message}") from None
    found = await context.find("nik", nik)
    return None if found is None else global_id("person", found)
