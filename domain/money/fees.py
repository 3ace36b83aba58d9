"""No charge for a service: what comes in is dues, a gift or a harvest, never a fee.

"Semua bentuk pelayanan … tidak dipungut biaya" (banner of S1, S2 and S4). A receipt is refused
when it says that it is a fee, and when a case led to it or it belongs to one (by its causation and
correlation). Ordinary dues of a member who happens to be a client stay allowed: they belong to no
case.
"""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse

UNDERTAKINGS = ("case", "referral")
"""Kinds of streams that say that a command belongs to a case: itself, or a referral of one."""


def check_free(context: Context, purpose: str = "SOCIAL") -> None:
    """Raises FEE_FORBIDDEN for a receipt that is a fee for a service.

    What is asked is guarded by the command's append. An event is no stream that could be asked,
    so commands that an event of a case sets off carry the case's id as their correlation besides.
    """
    if purpose == "SERVICE_FEE":
        refuse("FEE_FORBIDDEN", field="purpose", cause="SERVICE_FEE")
    for field, stream in (
        ("correlation", context.correlation),
        ("causation", context.causation),
    ):
        if stream is not None and any(
            context.load(context.kinds[kind], stream).exists for kind in UNDERTAKINGS
        ):
            refuse("FEE_FORBIDDEN", field=field, cause="OF_A_CASE")
