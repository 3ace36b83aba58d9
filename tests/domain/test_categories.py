"""The two lists of target groups, their mapping, and the rule that a code is in the list."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.kernel.reference_checks import require_category
from wahana.domain.kernel.refusal import Refused
from wahana.domain.reference.catalogue import REFERENCE
from wahana.domain.reference.categories import CATEGORIES

SEED_ORDER = [
    "ABT",
    "AT",
    "AN",
    "AJ",
    "WRSE",
    "KTK",
    "LUT",
    "PACA",
    "TS",
    "PGMS",
    "GLDNG",
    "BWBLK",
    "NAPZA",
    "KFM",
    "RTLH",
    "KBSP",
    "KAT",
    "KBA",
    "KBS",
    "PM",
    "ODHA",
    "KLGRTN",
]


def test_2007_is_the_list_of_the_seed_in_its_order():
    assert list(CATEGORIES.editions["2007"].categories) == SEED_ORDER
    assert len(SEED_ORDER) == 22


def test_2012_has_its_twenty_six_numbers():
    edition = CATEGORIES.editions["2012"]
    assert list(edition.categories) == [f"{n:02}" for n in range(1, 27)]
    assert edition.promulgated_on == date(2012, 6, 7)


@pytest.mark.parametrize(
    ("code", "abbreviation", "name"),
    [
        ("2012/07", "AMPK", "anak yang memerlukan perlindungan khusus"),
        ("2012/08", "LUT", "lanjut usia telantar"),
        ("2007/LUT", "LUT", "lanjut usia terlantar"),
        ("2012/26", "KAT", "komunitas adat terpencil"),
    ],
)
def test_a_category_is_edition_and_number(code: str, abbreviation: str, name: str):
    category = CATEGORIES.find(code)
    assert category is not None
    assert (category.code, category.abbreviation, category.name_id) == (code, abbreviation, name)


@pytest.mark.parametrize("code", ["", "LUT", "2007", "2007/", "2012/8", "2012/27", "2036/01"])
def test_what_is_in_no_list_is_not_found(code: str):
    assert CATEGORIES.find(code) is None


def test_every_category_of_2007_has_a_fate_and_every_one_of_2012_an_origin():
    old = [c.code for c in CATEGORIES.editions["2007"].categories.values()]
    new = [c.code for c in CATEGORIES.editions["2012"].categories.values()]
    fates = {code: CATEGORIES.successors(code) for code in old}
    assert all(fates.values())
    reached = {target for fate in fates.values() for target in fate.new}
    created = {c for c in new if [s.change for s in CATEGORIES.origins(c)] == ["NEW"]}
    assert created == {"2012/07", "2012/13", "2012/14", "2012/18"}
    assert reached | created == set(new)
    assert not reached & created


@pytest.mark.parametrize(
    ("code", "change", "new"),
    [
        ("2007/LUT", "SAME", ("2012/08",)),
        ("2007/AN", "NARROWED", ("2012/03",)),
        ("2007/WRSE", "RENAMED", ("2012/23",)),
        ("2007/PACA", "SPLIT_BY_AGE", ("2012/05", "2012/09")),
        ("2007/RTLH", "DROPPED", ()),
    ],
)
def test_fates(code: str, change: str, new: tuple[str, ...]):
    fate = CATEGORIES.successors(code)
    assert fate is not None
    assert (fate.change, fate.new) == (change, new)


def test_only_2007_has_successors():
    assert CATEGORIES.successors("2012/01") is None
    assert CATEGORIES.origins("2007/LUT") == ()


def test_the_most_sensitive_groups_are_in_the_top_tier():
    top = {c.number for c in CATEGORIES.editions["2007"].categories.values() if c.tier == "TOP"}
    assert top == {"ODHA", "NAPZA", "TS", "BWBLK", "AN", "AJ", "AT", "ABT", "KTK", "PACA", "KBSP"}
    top = {c.number for c in CATEGORIES.editions["2012"].categories.values() if c.tier == "TOP"}
    assert top >= {"01", "02", "03", "04", "05", "06", "07", "10", "15", "16", "17", "19", "25"}
    assert not top & {"08", "11", "12", "21", "22", "24"}


def test_the_list_in_force_judges(scenario):
    world = scenario(edition="2007")
    assert require_category(world.context(), "2007/LUT", field="codes").name_en
    with pytest.raises(Refused) as refused:
        require_category(world.context(), "2012/08", field="codes")
    assert (refused.value.code, refused.value.field) == ("CATEGORY_NOT_IN_LIST", "codes")
    world.edition = "2012"
    assert require_category(world.context(), "2012/08", field="codes").code == "2012/08"
    world.edition = None
    with pytest.raises(Refused) as refused:
        require_category(world.context(), "2012/08", field="codes")
    assert refused.value.params["edition"] is None


def test_a_citation_names_the_editions():
    assert REFERENCE.label("2012") == "pmks/2012;wilayah/2025"
    assert REFERENCE.label(None) == "wilayah/2025"
