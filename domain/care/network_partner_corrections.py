"""Commands: correct a partner of a WKSBM, and retract its unlinking."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .kps_events import NetworkPartnerCorrected
from .network_partner import LINK, UNLINKING
from .network_partner_commands import PartnerCommand, PartnerDescription, PartnerId
from .network_partner_rules import PARTNER


class CorrectNetworkPartner(
    PartnerDescription, PartnerCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects the particulars of a partner of a WKSBM. Send the complete corrected entry."""

    GROUP: ClassVar[str] = "KPS"
    CORRECTS = (LINK,)

    partner_id: PartnerId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.partner(context)
        assert state.wksbm is not None
        described = self.checked(context, state.wksbm, state.what)
        fields = msgspec.structs.asdict(described)
        return PARTNER.corrected(
            context, state, self, NetworkPartnerCorrected, of=1, field=None, **fields
        )


class RetractNetworkPartnerUnlinking(PartnerCommand, frozen=True, kw_only=True):
    """Retracts an unlinking that was entered wrongly; the partner is linked again."""

    GROUP: ClassVar[str] = "KPS"
    RETRACTS = (UNLINKING,)

    partner_id: PartnerId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.partner(context)
        if state.unlinking is None:
            refuse("NO_CHANGE", field="partnerId")
        of = state.unlinking.entry
        return PARTNER.retracted(context, state, self, UNLINKING, of=of, field="partnerId")
