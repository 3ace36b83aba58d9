"""Every code that can be shown has words of its own, in its own list, in both languages."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

import pytest
from tests.domain.words import lint, walk

from wahana.domain.kernel.policies import Policies, policy_specs
from wahana.domain.kernel.roles import COMMAND_GROUPS, READ_GROUPS, ROLES
from wahana.domain.people.household_events import HouseholdRole, JoinReason
from wahana.domain.people.person_events import DeathReason
from wahana.domain.words.catalogue import LABELS, Label, Labels, List

NAMES = re.compile(r"(Dinas|Inspektorat|[A-Z][A-Z0-9/]+)\b")
"""What a label may begin with in capitals: names and abbreviations."""

OFFICE_LISTS = {
    "seats": "Seat",
    "maturity_grades": "MaturityGrade",
    "activity_kinds": "ActivityKind",
    "indicators": "Indicator",
    "local_area_kinds": "LocalAreaKind",
    "kps_kinds": "KpsKind",
    "service_kinds": "ServiceKind",
    "case_contexts": "CaseContext",
}
"""Policies whose value is a list of codes, and where their labels stand."""


def test_the_walk_finds_the_lists() -> None:
    assert len(walk.lists()) > 90
    assert HouseholdRole in {one for _, one in walk.lists()}


@pytest.mark.parametrize(("place", "codes"), walk.lists(), ids=[p for p, _ in walk.lists()])
def test_every_list_has_words(place: str, codes: Any) -> None:
    labels = LABELS[codes]
    assert set(labels) == set(get_args(codes))


@pytest.mark.parametrize("name", list(LABELS))
def test_words_of_a_list_are_words(name: str) -> None:
    for code, label in LABELS[name].items():
        for language in ("id", "en"):
            text = label.of(language)
            assert not list(lint.problems(text, language)), f"{name}.{code}"
            assert "(" not in text, f"{name}.{code}: no brackets in a label"
            assert text[:1].islower() or NAMES.match(text), f"{name}.{code}: lower case"
            assert text[-1] not in ".,;:", f"{name}.{code}: no full stop"
        shown = label.described
        assert not re.search(r"\(([^)]*)\) \(", shown), f"{name}.{code}: one bracket: {shown}"


@pytest.mark.parametrize("name", list(LABELS))
def test_two_codes_of_a_list_do_not_read_alike(name: str) -> None:
    for column in (0, 1):
        texts = [label[column] for label in LABELS[name].values()]
        if name not in ("PolicyUnit", "Field", "Fact"):
            assert len(set(texts)) == len(texts), sorted(texts)


def test_a_code_has_its_label_in_its_own_list() -> None:
    assert LABELS[HouseholdRole]["OTHER"] == ("lainnya", "other", "")
    assert LABELS[DeathReason]["OTHER"] == ("alasan lain", "another reason", "")
    assert LABELS[JoinReason]["MOVED"] == ("pindah masuk", "moved in", "")
    assert LABELS["Seat"].word("KETUA", "id") == "ketua"


def test_a_code_that_an_office_added_is_read_as_words() -> None:
    assert LABELS["Seat"].word("SEKSI:KEROHANIAN_ISLAM", "id") == "seksi kerohanian islam"


def test_policies_roles_and_groups_have_names() -> None:
    assert set(LABELS["Policy"]) == {spec.name for spec in policy_specs()}
    assert set(LABELS["PolicyMeaning"]) == set(LABELS["Policy"])
    assert set(LABELS["Role"]) == set(ROLES)
    assert set(LABELS["CommandGroup"]) == set(COMMAND_GROUPS)
    assert set(LABELS["ReadGroup"]) == set(READ_GROUPS)


@pytest.mark.parametrize(("policy", "name"), OFFICE_LISTS.items())
def test_codes_of_the_default_policies_have_words(policy: str, name: str) -> None:
    assert set(LABELS[name]) == set(getattr(Policies(), policy))


def test_every_policy_of_codes_is_looked_at() -> None:
    of_codes = {
        name
        for name in Policies.__struct_fields__
        if isinstance(value := getattr(Policies(), name), tuple) and isinstance(value[0], str)
    }
    assert of_codes - {"wksbm_levels"} == set(OFFICE_LISTS)


def test_a_list_is_asked_for_by_name_or_type() -> None:
    assert LABELS["HouseholdRole"] is LABELS[HouseholdRole]
    with pytest.raises(KeyError, match="no list of the catalogue has the codes"):
        LABELS[Literal["NO", "SUCH"]]
    with pytest.raises(KeyError, match="by its name or its Literal type"):
        LABELS[str]


def test_of_two_lists_with_the_same_codes_and_other_words_one_is_asked_for_by_name() -> None:
    one = List("One", {"A": Label("satu", "one")})
    other = List("Other", {"A": Label("dua", "two")})
    labels = Labels({"One": one, "Other": other})
    assert labels["Other"] is other
    with pytest.raises(KeyError, match="One and Other have the same codes, other words"):
        labels[Literal["A"]]
    assert Labels({"One": one, "Same": one})[Literal["A"]] is one
