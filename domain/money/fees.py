"""No charge for a service: receipts are dues, gifts or proceeds, never a fee.

"Semua bentuk pelayanan … tidak dipungut biaya" (banner of S1, S2 and S4). A receipt is refused if
it is declared a fee, or if its causation or correlation shows that it belongs to a case. Ordinary
dues of a member who is also a client remain allowed: they belong to no case.
"""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse

UNDERTAKINGS = ("case", "referral")
"""Kinds of streams that show that a command belongs to a case: the case itself, or its referral."""


def check_free(context: Context, purpose: str = "SOCIAL") -> None:
    """Raises FEE_FORBIDDEN for a receipt that is a fee for a service.

    The streams read are guarded by the append. An event id names no stream, so commands caused by
    an event of a case also carry the case's id as their correlation.
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
