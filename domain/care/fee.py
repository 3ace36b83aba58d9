"""Services are free (S1, S2, S4: "tidak dipungut biaya"): what a receipt of money has to ask.

The rule FEE_FORBIDDEN belongs to the fund books; whether something is a case is known here. A
receipt is a fee if its purpose says so, or if what caused it, or the undertaking it belongs to,
is a case. Commands that a case sets off carry the case's id as their correlation.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ..model import Context
from .case import Case


def case_among(context: Context, ids: Iterable[UUID | None]) -> UUID | None:
    """The first of some ids (correlation, cause, beneficiary) that is a case, if one is.

    An id of something else is simply no case; what is asked is guarded by the command's append.
    """
    return next(
        (each for each in ids if each is not None and context.load(Case, each).exists), None
    )


def is_case(context: Context, any_id: UUID | None) -> bool:
    """Whether an id is that of a case of this tenant."""
    return case_among(context, (any_id,)) is not None
