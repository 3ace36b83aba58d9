"""Looks at sealed data: what may be asked for, who needs a letter, what is recorded."""

from __future__ import annotations

import pytest

from wahana.domain.kernel.fields import note
from wahana.domain.people.registration import RegisterPerson
from wahana.domain.privacy.reveal import AccessLog, Reveal, access_log_id
from wahana.domain.privacy.reveal_events import AccessRevealed


@pytest.fixture
def world(scenario):
    made = scenario()
    made.run(RegisterPerson(person_id=made.uid("mbah"), name="Sarinem", area_code="64.74.01.1001"))
    return made


def reveal(world, *fields: str, **more: object) -> Reveal:
    values: dict[str, object] = {
        "kind": "person", "subject": world.uid("mbah"), "fields": fields or ("nik",),
        "reason": "CASE_HANDLING",
    }  # fmt: skip
    return Reveal(**values | more)  # type: ignore[arg-type]


def test_a_look_says_who_saw_what_and_why(world):
    mbah = world.uid("mbah")
    world.when(reveal(world, "nik", "name", "nik", reason="OTHER", note="salah orang?")).then(
        AccessRevealed(
            kind="person", subject=mbah, fields=("nik", "name"), reason="OTHER",
            note=note(mbah, "salah orang?"),
        )
    )  # fmt: skip
    world.run(reveal(world))
    assert world.state(AccessLog, access_log_id(world.tenant_id, mbah)).looks == 2


def test_only_what_there_is_can_be_looked_at(world):
    world.when(reveal(world, subject=world.uid("nobody"))).then_refused("NOT_FOUND", "id")
    world.when(reveal(world, kind="wksbm")).then_refused("NOT_FOUND", "id")
    outcome = world.when(reveal(world, "nik", "secrets"))
    outcome.then_refused("REVEAL_FIELD", "fields", fields=("secrets",))
    assert "birthDate" in outcome.refused.params["known"]


@pytest.mark.parametrize("role", ["INSPECTORATE", "BPK_NATIONAL"])
def test_an_auditor_looks_by_letter(world, role: str):
    world.when(reveal(world), role=role).then_refused("LETTER_REQUIRED", "letter")
    world.when(reveal(world, letter="ST-7/2012"), role=role).accepted()


def test_the_place_is_that_of_the_record(world):
    assert reveal(world).place(world.context()).area_code == "64.74.01.1001"
    assert reveal(world, kind="wksbm").place(world.context()).area_code is None
