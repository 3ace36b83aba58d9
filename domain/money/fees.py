"""No charge for a service: what comes in is dues, a gift or a harvest, never a fee.

"Semua bentuk pelayanan … tidak dipungut biaya" (banner of S1, S2 and S4). A receipt is refused
when it says that it is a fee, and when it belongs to a case (by its correlation). Ordinary dues
of a member who happens to be a client stay allowed: they belong to no case.
"""

from __future__ import annotations

from ..model import Aggregate, Context, refuse

CASE = "case"
"""Type of the streams of cases."""


def check_free(context: Context, purpose: str = "SOCIAL") -> None:
    """Raises FEE_FORBIDDEN for a receipt that is a fee for a service."""
    if purpose == "SERVICE_FEE":
        refuse("FEE_FORBIDDEN", field="purpose", cause="SERVICE_FEE")
    if context.correlation is None:
        return
    for kind in _kinds_of_cases():
        if context.load(kind, context.correlation).exists:
            refuse("FEE_FORBIDDEN", field="correlation", cause="OF_A_CASE")


def _kinds_of_cases() -> tuple[type[Aggregate], ...]:
    # Cases know the money that helped in them, so money knows them by their type alone; the
    # registry imports this module and can be asked only when a decision is made.
    from ..registry import AGGREGATES

    return tuple(kind for kind in AGGREGATES if kind.TYPE == CASE)
