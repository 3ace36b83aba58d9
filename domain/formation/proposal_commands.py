"""Commands: propose a WKSBM, and change its name, parent and legal references."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import EARLIEST, Years
from ..kernel.fields import ClearText, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.policies import WksbmLevel
from ..kernel.reference_checks import refuse_village
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, Year
from .area import RANK, claim, site
from .legality import Decree, LegalReference
from .wksbm import Wksbm
from .wksbm_command import WksbmCommand, alive
from .wksbm_events import LegalReferencesSet, Origin, WksbmParentSet, WksbmProposed, WksbmRenamed
from .wksbm_facts import PROPOSAL

WksbmName = Annotated[ClearText, Meta(description="Name of the WKSBM.")]
FoundedYear = Annotated[
    int,
    Meta(
        ge=1945,
        le=2200,
        description="Year of its founding, if it existed before.",
        extra={"years": Years()},
    ),
]
References = Annotated[
    tuple[LegalReference, ...],
    Meta(max_length=20, description="Regulations and letters it refers to."),
]


class ProposeWksbm(Command, frozen=True, kw_only=True):
    """Proposes a WKSBM for an area, or records one that formed by itself.

    It takes the area from then on: one WKSBM per area and level, unless the office's policy allows
    more (ONE_PER_AREA).
    """

    GROUP: ClassVar[str] = "FORMATION"
    MAKES = (PROPOSAL,)

    wksbm_id: Annotated[NewId, Meta(description="Id of the new WKSBM.")]
    name: WksbmName
    level: Annotated[WksbmLevel, Meta(description="Level at which it works.")]
    village_code: AreaCode
    local_area_id: Annotated[
        UUID | None,
        Meta(description="The office's own area below the village; for RT, RW, dusun, kampung."),
    ] = None
    origin: Annotated[Origin, Meta(description="Grown by itself, or formed on purpose.")]
    budget_year: Year
    founded_year: FoundedYear | None = None
    parent_id: Annotated[
        UUID | None, Meta(description="The WKSBM to which it belongs, of the same village.")
    ] = None
    legal_references: References = ()

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Wksbm, self.wksbm_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.village_code, wksbm_id=self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        where = site(
            context,
            level=self.level,
            village_code=self.village_code,
            local_area=self.local_area_id,
        )
        state = context.fresh(Wksbm, self.wksbm_id, field="wksbmId")
        check_founded(self.founded_year, context.occurred_on)
        if self.parent_id is not None:
            check_parent(context, self.wksbm_id, self.level, self.village_code, self.parent_id)
        slot, taken = claim(context, where, self.wksbm_id)
        proposed = carry(
            WksbmProposed,
            self,
            area_edition=where.area_edition,
            local_area=where.local_area,
            parent=self.parent_id,
            slot=slot,
        )
        return [(state, proposed), *taken]


def check_founded(year: int | None, proposed_on: date) -> None:
    """Raises DATE_RANGE if a WKSBM came into being in a year after its proposal."""
    if year is not None and year > proposed_on.year:
        refuse(
            "DATE_RANGE",
            field="foundedYear",
            day=date(year, 1, 1),
            first=EARLIEST,
            last=proposed_on,
        )


class RenameWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Gives a WKSBM another name from the business date on; a wrongly spelt name is corrected
    instead."""

    GROUP: ClassVar[str] = "FORMATION"
    MAKES = (PROPOSAL,)

    name: WksbmName
    decree: Annotated[Decree | None, Meta(description="The decree, if there is one.")] = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.name == state.name:
            refuse("NO_CHANGE", field="name")
        return [(state, carry(WksbmRenamed, self))]


class SetWksbmParent(WksbmCommand, frozen=True, kw_only=True):
    """Places a WKSBM under another one of a higher level in the same village, or under none."""

    GROUP: ClassVar[str] = "FORMATION"

    parent_id: Annotated[UUID | None, Meta(description="The WKSBM above it; default: none.")] = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.parent_id == state.parent:
            refuse("NO_CHANGE", field="parentId")
        if self.parent_id is not None:
            check_parent(context, state.id, state.level, state.village_code, self.parent_id)
        return [(state, WksbmParentSet(parent=self.parent_id))]


class SetLegalReferences(WksbmCommand, frozen=True, kw_only=True):
    """Sets the regulations and letters that are the legal basis of a WKSBM; the list replaces the
    previous one."""

    GROUP: ClassVar[str] = "FORMATION"

    legal_references: References

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if self.legal_references == state.legal_references:
            refuse("NO_CHANGE", field="legalReferences")
        return [(state, carry(LegalReferencesSet, self))]


def check_parent(
    context: Context, own: UUID, level: WksbmLevel, village_code: str, parent_id: UUID
) -> None:
    """Raises LEVEL_SCOPE, WKSBM_STATE or NOT_FOUND unless the parent has a higher level in the same
    village.

    So a chain of parents can have no cycle.
    """
    parent = alive(context, parent_id, field="parentId")
    above = tuple(name for name, rank in RANK.items() if rank > RANK[level])
    if parent.id == own or parent.level not in above:
        refuse("LEVEL_SCOPE", field="parentId", given=parent.level, allowed=above)
    if parent.village_code != village_code:
        refuse_village(parent.village_code, village_code, field="parentId")
