"""Commands: correct a local area, and retract its closing."""

from __future__ import annotations

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from ..reference.areas import enclosing
from .local_area import AREA_CLOSING, NAMING, LocalArea
from .local_area_commands import AboutLocalArea, AreaDescription, LocalAreaId
from .local_area_events import LocalAreaCorrected
from .local_area_rules import AREAS, check_there, slot_of


class CorrectLocalArea(
    AreaDescription, AboutLocalArea, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a local area that was entered wrongly: send the complete corrected entry."""

    CORRECTS = (NAMING,)

    local_area_id: LocalAreaId
    reason: Why
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        """The smallest area that contains both villages, so both must be in the actor's area."""
        village_code = context.load(LocalArea, self.local_area_id).village_code
        return Place(area_code=enclosing(village_code, self.village_code) or None)

    def decide(self, context: Context) -> Decision:
        area = self.area(context)
        check_there(area)
        naming, edition = self.checked(context)
        assert area.naming is not None
        return AREAS.corrected(
            context,
            area,
            self,
            LocalAreaCorrected,
            of=area.naming.entry,
            field=None,
            number=naming.number,
            area_edition=edition,
            slot=slot_of(context, naming),
        )


class ReopenLocalArea(AboutLocalArea, frozen=True, kw_only=True):
    """Retracts a closing that was entered wrongly."""

    RETRACTS = (AREA_CLOSING,)

    local_area_id: LocalAreaId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        area = self.area(context)
        if area.closing is None:
            refuse("NO_CHANGE", field="localAreaId")
        assert area.naming is not None
        of, slot = area.closing.entry, slot_of(context, area.naming)
        return AREAS.retracted(
            context, area, self, AREA_CLOSING, of=of, field="localAreaId", slot=slot
        )
