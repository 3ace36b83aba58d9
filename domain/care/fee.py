"""Services are free (S1, S2, S4: "tidak dipungut biaya"): what a receipt of money has to ask.

The rule FEE_FORBIDDEN belongs to the fund books; whether something is a case is known here. A
receipt is a fee if its purpose says so, or if what caused it, or the undertaking it belongs to,
is a case or a referral of one. An event is no stream that could be asked, so commands that an
event of a case sets off carry the case's id as their correlation besides.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ..model import Context
from .case import Case
from .referral import Referral


def case_among(context: Context, ids: Iterable[UUID | None]) -> UUID | None:
    """The first of some ids (correlation, cause) that is a case, or a referral of one.

    An id of something else is simply no case; what is asked is guarded by the command's append.
    """
    for each in ids:
        if each is None:
            continue
        if context.load(Case, each).exists:
            return each
        if (case_id := context.load(Referral, each).case_id) is not None:
            return case_id
    return None
