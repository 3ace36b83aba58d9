"""Areas below the village: numbered once, nested, renamed, corrected, closed, reopened."""

from __future__ import annotations

from uuid import UUID, uuid5

import msgspec
import pytest

from wahana.domain.kernel.fields import note
from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken
from wahana.domain.kernel.slots import Slot
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_commands import (
    CloseLocalArea,
    RegisterLocalArea,
    RenameLocalArea,
)
from wahana.domain.office.local_area_corrections import CorrectLocalArea, ReopenLocalArea
from wahana.domain.office.local_area_events import (
    LocalAreaClosed,
    LocalAreaCorrected,
    LocalAreaRegistered,
    LocalAreaRenamed,
    LocalAreaReopened,
)

SOROSUTAN = "34.71.13.1006"
GIWANGAN = "34.71.13.1007"


@pytest.fixture
def world(scenario):
    return scenario(area_code="34.71")


def rw(world, who: str = "rw", /, **fields: object) -> RegisterLocalArea:
    given = {"village_code": SOROSUTAN, "kind": "RW", "number": "08", **fields}
    return RegisterLocalArea(local_area_id=world.uid(who), **given)


def test_an_rw_is_registered_and_its_number_taken(world):
    outcome = world.when(rw(world))
    registered = outcome.only(LocalAreaRegistered)
    outcome.then(
        LocalAreaRegistered(
            village_code=SOROSUTAN,
            kind="RW",
            number="8",
            area_edition="2025",
            slot=registered.slot,
        ),
        SlotTaken(kind="local-area", holder=world.uid("rw")),
    )
    state = world.state(LocalArea, world.uid("rw"))
    assert (state.village_code, state.kind, state.naming.number) == (SOROSUTAN, "RW", "8")
    assert not state.closed


@pytest.mark.parametrize(("first", "second"), [("8", "08"), ("08", "008"), ("12a", "012A")])
def test_leading_zeros_do_not_make_another_number(world, first: str, second: str):
    world.run(rw(world, number=first))
    world.when(rw(world, "twin", number=second)).then_refused(
        "AREA_NUMBER_TAKEN", "number", holder=str(world.uid("rw"))
    )


def test_names_are_one_without_case_and_spaces(world):
    world.run(rw(world, kind="DUSUN", number=None, name="Karang  Tengah"))
    world.when(rw(world, "twin", kind="DUSUN", number=None, name="karang tengah")).then_refused(
        "AREA_NUMBER_TAKEN", "name"
    )


MAHAD = ("Ma'had", "MA’HAD", "Ma`had", "Maʼhad", "Ma‘had ", "Ma\u200b'had")
QUOTED = ('Blok "A"-1', "Blok “A”–1", "blok «a»‑1", "Blok\u00a0＂A＂-1")


@pytest.mark.parametrize("names", [MAHAD, QUOTED])
def test_names_are_one_however_their_signs_are_written(world, names: tuple[str, ...]):
    world.run(rw(world, kind="DUSUN", number=None, name=names[0]))
    for name in names:
        world.when(rw(world, "twin", kind="DUSUN", number=None, name=name)).then_refused(
            "AREA_NUMBER_TAKEN", "name", holder=str(world.uid("rw"))
        )
    world.run(rw(world, "other", kind="DUSUN", number=None, name=f"{names[0]} Lor"))


def former(world, who: str, name: str) -> UUID:
    """An area that was registered when only the case of its name was folded; its slot."""
    area, title = world.uid(who), " ".join(name.split()).casefold()
    slot = uuid5(world.tenant_id, f"slot/local-area/{SOROSUTAN}/DUSUN/-/{title}")
    fields = {"village_code": SOROSUTAN, "kind": "DUSUN", "name": name, "area_edition": "2025"}
    world.given(LocalArea, area, LocalAreaRegistered(**fields, slot=slot))
    world.given(Slot, slot, SlotTaken(kind="local-area", holder=area))
    return slot


@pytest.mark.parametrize("names", [MAHAD[:5], QUOTED])
def test_a_slot_from_before_is_still_held(world, names: tuple[str, ...]):
    for nth, name in enumerate(names):
        slot = former(world, f"old {nth}", name)
        for other in names:
            world.when(rw(world, "twin", kind="DUSUN", number=None, name=other)).then_refused(
                "AREA_NUMBER_TAKEN", "name", holder=str(world.uid(f"old {nth}"))
            )
        area = world.uid(f"old {nth}")
        outcome = world.when(CloseLocalArea(local_area_id=area, reason="MERGED")).accepted()
        assert slot in {state.id for state, _ in outcome.written}
        assert world.state(Slot, slot).holder is None


def test_who_has_a_slot_from_before_may_write_its_own_name_otherwise(world):
    slot, area = former(world, "old", "Ma’had"), world.uid("old")
    world.run(RenameLocalArea(local_area_id=area, name="Ma'had"))
    assert world.state(Slot, slot).holder is None
    assert world.state(Slot, world.state(LocalArea, area).slot).holder == area
    world.when(rw(world, "twin", kind="DUSUN", number=None, name="Ma’had")).then_refused(
        "AREA_NUMBER_TAKEN", "name", holder=str(area)
    )


def test_the_same_number_stands_in_another_village_kind_or_under_another_rw(world):
    world.run(rw(world), rw(world, "b", village_code=GIWANGAN), rw(world, "c", kind="DUSUN"))
    world.run(rw(world, "rw9", number="9"))
    rt = {"kind": "RT", "number": "3"}
    world.run(rw(world, "rt", **rt, parent=world.uid("rw")))
    world.run(rw(world, "other", **rt, parent=world.uid("rw9")))
    world.when(rw(world, "twin", **rt, parent=world.uid("rw"))).then_refused(
        "AREA_NUMBER_TAKEN", "number", holder=str(world.uid("rt"))
    )


def test_an_area_lies_under_a_larger_one_of_its_village(world):
    world.run(rw(world), rw(world, "far", village_code=GIWANGAN))
    rt = {"kind": "RT", "number": "1"}
    world.when(rw(world, "x", **rt, parent=world.uid("far"))).then_refused(
        "AREA_NESTING", "parent", kind="RT", parent_kind="RW"
    )
    world.when(rw(world, "x", number="9", parent=world.uid("rw"))).then_refused(
        "AREA_NESTING", "parent"
    )
    world.when(rw(world, "x", **rt, parent=world.uid("nowhere"))).then_refused(
        "NOT_FOUND", "parent"
    )
    world.run(CloseLocalArea(local_area_id=world.uid("rw"), reason="MERGED"))
    world.when(rw(world, "x", **rt, parent=world.uid("rw"))).then_refused("AREA_CLOSED", "parent")


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"village_code": "34.71.13.1999"}, "AREA_UNKNOWN", "villageCode"),
        ({"village_code": "34.71.13"}, "LEVEL_SCOPE", "villageCode"),
        ({"village_code": "64.74.01.1001"}, "AREA_OUTSIDE", "villageCode"),
        ({"kind": "BLOK"}, "KIND_UNKNOWN", "kind"),
        ({"number": None}, "ONE_OF", "number"),
        ({"name": "Delapan"}, "ONE_OF", "number"),
    ],
)
def test_what_is_no_area_here_is_refused(world, fields, code: str, field: str):
    world.when(rw(world, **fields)).then_refused(code, field)


def test_a_national_office_has_no_areas(scenario):
    world = scenario(level="NATIONAL", area_code="")
    world.when(rw(world)).then_refused("LEVEL_SCOPE", given="NATIONAL")


def test_an_id_is_used_once(world):
    world.run(rw(world))
    world.when(rw(world, number="9")).then_refused("ALREADY_EXISTS", "localAreaId")


@pytest.mark.parametrize("number", ["0", "00", "1234", "A", "8-9", ""])
def test_the_schema_refuses_what_is_no_number(number: str):
    body = {"local_area_id": UUID(int=1), "village_code": SOROSUTAN, "kind": "RW"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**body, "number": number}, RegisterLocalArea)


def test_renaming_gives_the_old_number_back(world):
    world.run(rw(world))
    area = world.uid("rw")
    old = world.state(LocalArea, area).slot
    outcome = world.when(RenameLocalArea(local_area_id=area, number="16"))
    renamed = outcome.only(LocalAreaRenamed)
    outcome.then(
        LocalAreaRenamed(number="16", slot=renamed.slot),
        SlotReleased(kind="local-area", holder=area),
        SlotTaken(kind="local-area", holder=area),
    )
    assert outcome.written[1][0].id == old
    world.run(rw(world, "new"))
    world.when(RenameLocalArea(local_area_id=area, number="016")).then_refused(
        "NO_CHANGE", "number"
    )
    world.when(RenameLocalArea(local_area_id=area, number="8")).then_refused(
        "AREA_NUMBER_TAKEN", "number", holder=str(world.uid("new"))
    )
    world.when(RenameLocalArea(local_area_id=area)).then_refused("ONE_OF", "number")


def test_a_correction_gives_the_whole_and_moves_the_slot_only_if_need_be(world):
    world.run(rw(world), rw(world, "dusun", kind="DUSUN", number=None, name="Nitikan"))
    area = world.uid("rw")
    given = {"local_area_id": area, "village_code": SOROSUTAN, "kind": "RW", "number": "8"}
    correct = CorrectLocalArea(**given, parent=world.uid("dusun"), reason="WRONG_PLACE", note="!")
    slot = world.state(LocalArea, area).slot
    world.when(correct).then(
        LocalAreaCorrected(
            of=1,
            village_code=SOROSUTAN,
            kind="RW",
            number="8",
            parent=world.uid("dusun"),
            area_edition="2025",
            slot=slot,
            reason="WRONG_PLACE",
            note=note(area, "!"),
        )
    )
    world.when(correct).then_refused("NO_CHANGE")
    moved = world.when(msgspec.structs.replace(correct, village_code=GIWANGAN, parent=None))
    assert [type(event) for event in moved.events] == [LocalAreaCorrected, SlotReleased, SlotTaken]
    assert moved.events[0].of == 1
    assert world.state(LocalArea, area).village_code == GIWANGAN


def test_closing_frees_the_number_and_reopening_takes_it_again(world):
    world.run(rw(world))
    area = world.uid("rw")
    close = CloseLocalArea(local_area_id=area, reason="SPLIT")
    world.when(close).then(
        LocalAreaClosed(reason="SPLIT"), SlotReleased(kind="local-area", holder=area)
    )
    world.when(close).then_refused("AREA_CLOSED", "localAreaId")
    for command in (
        RenameLocalArea(local_area_id=area, number="1"),
        CorrectLocalArea(
            local_area_id=area, village_code=SOROSUTAN, kind="RW", number="1", reason="DUPLICATE"
        ),
    ):
        world.when(command).then_refused("AREA_CLOSED", "localAreaId")
    reopen = ReopenLocalArea(local_area_id=area, reason="WRONG_PLACE")
    outcome = world.when(reopen)
    reopened = outcome.only(LocalAreaReopened)
    outcome.then(
        LocalAreaReopened(of=2, slot=reopened.slot, reason="WRONG_PLACE"),
        SlotTaken(kind="local-area", holder=area),
    )
    world.when(reopen).then_refused("NO_CHANGE", "localAreaId")


def test_a_number_that_was_given_away_cannot_be_reopened(world):
    world.run(rw(world), CloseLocalArea(local_area_id=world.uid("rw"), reason="MERGED"))
    world.run(rw(world, "new"))
    world.when(ReopenLocalArea(local_area_id=world.uid("rw"), reason="DUPLICATE")).then_refused(
        "AREA_NUMBER_TAKEN", "number", holder=str(world.uid("new"))
    )


@pytest.mark.parametrize(
    "command",
    [
        CloseLocalArea(local_area_id=UUID(int=9), reason="OTHER", note="x"),
        ReopenLocalArea(local_area_id=UUID(int=9), reason="DUPLICATE"),
        RenameLocalArea(local_area_id=UUID(int=9), number="1"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_is_not_there_is_not_found(world, command):
    world.when(command).then_refused("NOT_FOUND", "localAreaId", kind="local_area")


def test_commands_act_in_their_village(world):
    assert rw(world).place(world.context()).area_code == SOROSUTAN
    world.run(rw(world))
    close = CloseLocalArea(local_area_id=world.uid("rw"), reason="MERGED")
    assert close.place(world.context()).area_code == SOROSUTAN


def test_a_correction_that_moves_it_acts_in_the_area_of_both_villages(world):
    world.run(rw(world))
    given = {"local_area_id": world.uid("rw"), "kind": "RW", "number": "8", "reason": "WRONG_PLACE"}
    cases = ((SOROSUTAN, SOROSUTAN), (GIWANGAN, SOROSUTAN[:8]), ("64.74", None))
    for village, area in cases:
        correct = CorrectLocalArea(village_code=village, **given)
        assert correct.place(world.context()).area_code == area
