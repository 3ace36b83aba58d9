"""No charge for a service: what comes in is dues, a gift or a harvest, never a fee.

"Semua bentuk pelayanan … tidak dipungut biaya" (banner of S1, S2 and S4). A receipt is refused
when it says that it is a fee, and when a case led to it or it belongs to one (by its causation and
correlation). Ordinary dues of a member who happens to be a client stay allowed: they belong to no
case.
"""

from __future__ import annotations

from ..care.fee import case_among
from ..model import Context, refuse


def check_free(context: Context, purpose: str = "SOCIAL") -> None:
    """Raises FEE_FORBIDDEN for a receipt that is a fee for a service."""
    if purpose == "SERVICE_FEE":
        refuse("FEE_FORBIDDEN", field="purpose", cause="SERVICE_FEE")
    for field in ("correlation", "causation"):
        if case_among(context, (getattr(context, field),)) is not None:
            refuse("FEE_FORBIDDEN", field=field, cause="OF_A_CASE")
