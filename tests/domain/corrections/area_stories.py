"""Stories of the office: budget targets, areas below the village, late-entry permits (S0)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.conftest import Scenario

from wahana.domain.kernel.slots import Slot
from wahana.domain.office.budget_target import TARGET, BudgetTarget, budget_target_id
from wahana.domain.office.budget_target_commands import ReviseBudgetTarget, SetBudgetTarget
from wahana.domain.office.budget_target_corrections import CorrectBudgetTarget, WithdrawBudgetTarget
from wahana.domain.office.budget_target_rules import TARGETS
from wahana.domain.office.late_permit import PERMIT, LatePermit
from wahana.domain.office.late_permit_commands import AllowLateEntry
from wahana.domain.office.late_permit_corrections import RevokeLateEntry
from wahana.domain.office.late_permit_rules import PERMITS
from wahana.domain.office.local_area import AREA_CLOSING, NAMING, LocalArea
from wahana.domain.office.local_area_commands import (
    CloseLocalArea,
    RegisterLocalArea,
    RenameLocalArea,
)
from wahana.domain.office.local_area_corrections import CorrectLocalArea, ReopenLocalArea
from wahana.domain.office.local_area_rules import AREAS

from .stories import Step, Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut berkas Dinas."}
KEY: dict[str, Any] = {"year": 2012, "indicator": "WKSBM_FORMED"}
SOROSUTAN = "34.71.13.1006"
GIWANGAN = "34.71.13.1007"


def day(number: int) -> date:
    return date(2012, 6, number)


# --- budget targets


def target_story(world: Scenario, *tellings: Telling, **more: Any) -> Story:
    stream = (BudgetTarget, budget_target_id(world.tenant_id, 2012, "WKSBM_FORMED"))
    return Story(
        kind=TARGET, timeline=TARGETS, world=world, stream=stream, tellings=tellings, **more
    )


def target(make: Any, **changes: Any) -> Telling:
    given = {"target_qty": 15, "funding": "APBD"} | changes
    correct = CorrectBudgetTarget(**KEY, **given, **WHY)
    if make is ReviseBudgetTarget:
        revised = ReviseBudgetTarget(**KEY, target_qty=given["target_qty"], reason="DISASTER")
        return Telling(revised, day(5), lambda _: correct)
    return Telling(SetBudgetTarget(**KEY, **given), day(2), lambda _: correct)


def target_set() -> Story:
    return target_story(
        Scenario(),
        target(SetBudgetTarget),
        target(SetBudgetTarget, target_qty=51, basis="SPM", basis_ref="Permensos 129/HUK/2008"),
        target(SetBudgetTarget, funding="APBN"),
    )


def target_revised() -> Story:
    return target_story(
        Scenario().run(SetBudgetTarget(**KEY, target_qty=15, funding="APBD"), on=day(1)),
        target(ReviseBudgetTarget, target_qty=12),
        target(ReviseBudgetTarget, target_qty=20),
    )


def target_withdrawn() -> Story:
    revise = ReviseBudgetTarget(**KEY, target_qty=12, reason="BUDGET_CHANGE")
    again = SetBudgetTarget(**KEY, target_qty=15, funding="APBD")
    return target_story(
        Scenario(),
        Telling(again, day(2)),
        then=(Step(revise, TARGET, day(3), ends=True),),
        retract=lambda _: WithdrawBudgetTarget(**KEY, **WHY),
    )


# --- areas below the village


def held(state: Any) -> Any:
    """A state, unless it is a slot that nobody holds."""
    return None if isinstance(state, Slot) and state.holder is None else state


def area_world() -> Scenario:
    world = Scenario(area_code="34.71")
    others: dict[str, dict[str, Any]] = {
        "dusun": {"kind": "DUSUN", "name": "Nitikan"},
        "taken": {"kind": "RW", "number": "9"},
        "far": {"kind": "DUSUN", "name": "Mendungan", "village_code": GIWANGAN},
    }
    for who, given in others.items():
        of = {"local_area_id": world.uid(who), "village_code": SOROSUTAN} | given
        world.run(RegisterLocalArea(**of), on=day(1))
    return world


def area_story(world: Scenario, kind: Any, *tellings: Telling, **more: Any) -> Story:
    return Story(
        kind=kind,
        timeline=AREAS,
        world=world,
        stream=(LocalArea, world.uid("rw")),
        tellings=tellings,
        same=held,
        **more,
    )


def area(world: Scenario, **changes: Any) -> Telling:
    of = {"local_area_id": world.uid("rw")}
    given = {"village_code": SOROSUTAN, "kind": "RW", "number": "8"} | changes
    correct = CorrectLocalArea(**of, **given, **WHY)
    return Telling(RegisterLocalArea(**of, **given), day(2), lambda _: correct)


def area_registered() -> Story:
    world = area_world()
    close = CloseLocalArea(local_area_id=world.uid("rw"), reason="MERGED")
    after = RegisterLocalArea(
        local_area_id=world.uid("after"), village_code=SOROSUTAN, kind="RW", number="8"
    )
    return area_story(
        world,
        NAMING,
        area(world),
        area(world, number="10", parent=world.uid("dusun")),
        area(world, kind="DUSUN", number=None, name="Karang"),
        area(world, village_code=GIWANGAN),
        area(world, number="09"),
        area(world, number="9", village_code=GIWANGAN),
        area(world, parent=world.uid("far")),
        area(world, parent=world.uid("taken")),
        area(world, name="Delapan"),
        area(world, kind="BLOK"),
        area(world, village_code="64.74.01.1001"),
        then=(Step(close, AREA_CLOSING, day(3), bars="AREA_CLOSED"), Step(after, NAMING, day(4))),
    )


def area_renamed() -> Story:
    world = area_world()
    first = area(world).make
    world.run(first, on=day(2))

    def telling(number: str | None, name: str | None = None) -> Telling:
        of: dict[str, Any] = {"local_area_id": world.uid("rw"), "number": number, "name": name}
        correct = CorrectLocalArea(**of, village_code=SOROSUTAN, kind="RW", **WHY)
        return Telling(RenameLocalArea(**of), day(3), lambda _: correct)

    return area_story(world, NAMING, telling("16"), telling(None, "Wetan"), telling("9"))


def area_closed() -> Story:
    world = area_world()
    world.run(area(world).make, on=day(2))
    of = {"local_area_id": world.uid("rw")}
    return area_story(
        world,
        AREA_CLOSING,
        Telling(CloseLocalArea(**of, reason="SPLIT"), day(3)),
        retract=lambda _: ReopenLocalArea(**of, **WHY),
    )


# --- late-entry permits


def permitted() -> Story:
    world = Scenario(today=day(20))
    of = {"permit_id": world.uid("permit")}
    allow = AllowLateEntry(
        **of,
        covers_from=date(2009, 1, 1),
        covers_to=date(2009, 12, 31),
        until=date(2012, 7, 31),
        reason="PAPER_FOUND",
    )
    return Story(
        kind=PERMIT,
        timeline=PERMITS,
        world=world,
        stream=(LatePermit, of["permit_id"]),
        tellings=(Telling(allow, day(20)),),
        retract=lambda _: RevokeLateEntry(**of, **WHY),
    )


STORIES = (
    *(target_set, target_revised, target_withdrawn),
    *(area_registered, area_renamed, area_closed, permitted),
)
