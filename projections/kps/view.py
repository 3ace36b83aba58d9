"""Member bodies of WKSBM with their services and conflicts of interest, and partners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from wahana.domain.care import kps_events as events
from wahana.domain.care.kps import Kps
from wahana.domain.care.network_partner import NetworkPartner
from wahana.domain.kernel.texts import search_key
from wahana.platform.views import View

from ..folds import Fold, ShownRows, filled
from ..streams import Streams, topics
from .rows import BODIES, CONFLICTS, OFFERS, PARTNERS, ConflictRow, KpsRow, OfferRow, PartnerRow


def _body(state: Kps, recorded_at: datetime) -> Iterator[KpsRow]:
    """The row of a membership; none if it was entered by mistake."""
    if state.withdrawn:
        return
    what, law = state.particulars, state.legalisation
    assert what is not None
    yield filled(
        KpsRow,
        state,
        what,
        kps_id=state.id,
        wksbm_id=state.wksbm,
        updated_at=recorded_at,
        name_key=search_key(what.name),
        is_formal=state.formal,
        legal_no=law.legal_no if law else what.legal_no,
        people=what.members,
        left_on=state.leaving.left_on if state.leaving else date.max,
        leave_reason=state.leaving.reason if state.leaving else None,
    )


def _offers(state: Kps, recorded_at: datetime) -> Iterator[OfferRow]:
    for offer in () if state.withdrawn else state.offers:
        until = offer.valid_to or date.max
        yield filled(OfferRow, offer, kps_id=state.id, wksbm_id=state.wksbm, valid_to=until)


def _conflicts(state: Kps, recorded_at: datetime) -> Iterator[ConflictRow]:
    for conflict in () if state.withdrawn else state.conflicts:
        yield filled(
            ConflictRow,
            conflict,
            kps_id=state.id,
            wksbm_id=state.wksbm,
            other_id=conflict.other,
        )


def _partner(state: NetworkPartner, recorded_at: datetime) -> Iterator[PartnerRow]:
    what = state.what
    assert what is not None
    yield filled(
        PartnerRow,
        state,
        what,
        partner_id=state.id,
        wksbm_id=state.wksbm,
        updated_at=recorded_at,
        unlinked_on=state.unlinking.unlinked_on if state.unlinking else None,
    )


FOLD = Fold(
    Streams(Kps, NetworkPartner, table="kps_state"),
    ShownRows(Kps, BODIES, _body),
    ShownRows(Kps, OFFERS, _offers),
    ShownRows(Kps, CONFLICTS, _conflicts),
    ShownRows(NetworkPartner, PARTNERS, _partner),
)

VIEW = View(
    name="kps",
    version=3,
    topics=topics(events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
