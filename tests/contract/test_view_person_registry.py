"""The register: sealed values, consents, aliases, duplicates, households, looks, at any moment."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.domain.conftest import uid
from tests.views.history import History, house, twice
from tests.views.reading import ask

from wahana.domain.kernel.fields import child_data, contact, identity
from wahana.domain.people import consent_events as consents
from wahana.domain.people import household_events as household
from wahana.domain.people import person_events as events
from wahana.domain.people.household_events import Membership
from wahana.domain.people.person_events import PersonCorrected, PersonRegistered
from wahana.domain.privacy.reveal import access_log_id
from wahana.domain.privacy.reveal_events import AccessRevealed
from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.projections.person_registry import view as registry

__all__ = ["house"]

MBAH, TWIN, BUDI = uid("mbah"), uid("twin"), uid("budi")
HOME, CONSENT = uid("home"), uid("consent")
NIK = "6474014304500001"
RELATIONS = (
    *("RegisteredPerson", "PersonConsent", "PersonAlias", "PersonDuplicate"),
    *("Household", "HouseholdMember", "PersonAccess"),
)


def people(history: History) -> History:
    """Two records of one person and a child, a household, and all that happens to them."""
    add = history.add
    for person, nik in ((MBAH, None), (TWIN, NIK), (BUDI, None)):
        add(
            person,
            PersonRegistered(
                name=identity(person, "Sarinem"), phone=contact(person, "+62812"),
                birth_date=identity(person, "1950-04-03"), birth_year=1950, sex="F",
                nik=identity(person, nik, unique="nik") if nik else None,
                nik_state="CLAIMED" if nik else "NONE", nik_missing=None if nik else "NOT_ASKED",
                warnings=("SEX_DIFFERS",) if nik else (), area_code="64.74.01.1004",
                legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009 ps 38",
            ),
        )  # fmt: skip
    add(MBAH, events.PersonMoved(area_code="64.74.02.1001", area_edition="2025"))
    add(MBAH, PersonCorrected(of=1, reason="TYPING_ERROR", cleared=("phone",)))
    add(MBAH, events.AliasRecorded(alias=identity(MBAH, "Mbah Nem"), kind="CALLED"))
    add(MBAH, events.AliasRecorded(alias=identity(MBAH, "Salah"), kind="CALLED"))
    add(MBAH, events.AliasRetracted(of=5, reason="WRONG_PERSON"))
    add(
        TWIN,
        consents.ConsentGiven(
            consent_id=CONSENT, purpose="SERVICE", scope=("NEEDS",), giver="GUARDIAN",
            giver_name=child_data(TWIN, "Bu Sri"), method="WRITTEN", proof="F-1",
        ),
    )  # fmt: skip
    merges(history)
    homes(history)
    add(MBAH, events.PersonDied(died_on=date(2012, 6, 10), certificate="KM-1"))
    add(MBAH, events.DeathCorrected(of=8, died_on=date(2012, 6, 11), reason="WRONG_DATE"))
    add(
        access_log_id(history.tenant, MBAH),
        AccessRevealed(kind="person", subject=MBAH, fields=("name", "nik"), reason="AUDIT"),
    )
    return history


def merges(history: History) -> None:
    add = history.add
    for one, other in ((MBAH, TWIN), (TWIN, MBAH)):
        add(one, events.DuplicateSuspected(other=other, score=90, basis=("NAME",)))
    carried = consents.Consent(
        id=CONSENT, purpose="SERVICE", scope=("NEEDS",), giver="GUARDIAN",
        given_on=date(2012, 6, 14), record=TWIN,
    )  # fmt: skip
    for one in (MBAH, TWIN):
        add(
            one,
            events.PersonsMerged(
                survivor=MBAH, merged=TWIN, suspected_by=uid("officer"), approver=uid("head"),
                nik_state="CLAIMED", nik_record=TWIN, consents=(carried,),
            ),
            actor=uid("head"),
        )  # fmt: skip


def homes(history: History) -> None:
    add = history.add
    first = Membership(person_id=MBAH, role="HEAD", since=date(2010, 1, 1))
    child = Membership(person_id=BUDI, role="CHILD", since=date(2011, 1, 1))
    add(
        HOME,
        household.HouseholdFormed(
            kk=identity(HOME, "6474012107120003"), address=contact(HOME, "Jalan 1"),
            area_code="64.74.01.1004", area_edition="2025", members=(first, child),
        ),
    )  # fmt: skip
    add(HOME, household.HouseholdCardChanged(kk=identity(HOME, "6474012107120004")))
    add(
        HOME,
        household.HouseholdMemberRemoved(
            person_id=BUDI, left_on=date(2012, 6, 1), reason="OWN_HOUSEHOLD"
        ),
    )


async def test_persons_are_sealed_and_stand_as_the_rules_see_them(house: Database) -> None:
    history = await people(History(house)).run()
    rows = {row["person_id"]: row for row in await ask(history, "RegisteredPerson")}
    mbah, twin = rows[MBAH], rows[TWIN]
    assert json.loads(mbah["name"])["c"] == "identity"
    assert (mbah["phone"], mbah["nik"], mbah["died_on"]) == (None, None, date(2012, 6, 11))
    assert (mbah["nik_state"], mbah["nik_record"]) == ("CLAIMED", TWIN)
    assert (mbah["area_code"], mbah["birth_year"], mbah["sex"]) == ("64.74.02.1001", 1950, "F")
    assert twin["merged_into"] == MBAH
    assert twin["warnings"] == ["SEX_DIFFERS"]
    assert json.loads(twin["nik"])["s"] == str(TWIN)
    assert history.keys.opened.count(BUDI) == 0
    living = await ask(history, "RegisteredPerson", isMerged=False)
    assert {row["person_id"] for row in living} == {MBAH, BUDI}
    near = await ask(history, "RegisteredPerson", inArea="64.74.01")
    assert {row["person_id"] for row in near} == {TWIN, BUDI}
    scoped = await ask(history, "RegisteredPerson", area="64.74.02.1001")
    assert [row["person_id"] for row in scoped] == [MBAH]


async def test_consents_aliases_and_duplicates(house: Database) -> None:
    history = await people(History(house)).run()
    consents = await ask(history, "PersonConsent")
    assert {(row["person_id"], row["record"]) for row in consents} == {(MBAH, TWIN), (TWIN, TWIN)}
    (own,) = [row for row in consents if row["person_id"] == TWIN]
    assert (own["proof"], json.loads(own["giver_name"])["c"]) == ("F-1", "child")
    assert len(await ask(history, "PersonConsent", valid_on=date(2012, 6, 14))) == 2
    assert await ask(history, "PersonConsent", valid_on=date(2012, 6, 13)) == []
    (alias,) = await ask(history, "PersonAlias", personId=MBAH)
    assert (alias["entry"], alias["kind"]) == (4, "CALLED")
    (pair,) = await ask(history, "PersonDuplicate")
    assert {pair["person_id"], pair["other_id"]} == {MBAH, TWIN}
    assert (pair["state"], pair["survivor"], pair["decided_by"]) == ("MERGED", MBAH, uid("head"))
    assert await ask(history, "PersonDuplicate", state="SUSPECTED") == []


async def test_a_reversal_shows_in_both_records(house: Database) -> None:
    history = people(History(house))
    for one in (MBAH, TWIN):
        reversal = events.MergeReversed(survivor=MBAH, merged=TWIN, reason="OTHER_PERSON")
        history.add(one, reversal)
    history.add(
        TWIN, consents.ConsentWithdrawn(consent_id=CONSENT, by="GUARDIAN"), on=date(2012, 6, 16)
    )
    await history.run()
    rows = {row["person_id"]: row for row in await ask(history, "RegisteredPerson")}
    assert (rows[MBAH]["nik_state"], rows[TWIN]["merged_into"]) == ("NONE", None)
    (consent,) = await ask(history, "PersonConsent", isWithdrawn=True)
    assert (consent["person_id"], consent["withdrawn_on"]) == (TWIN, date(2012, 6, 16))
    (pair,) = await ask(history, "PersonDuplicate")
    assert (pair["state"], pair["survivor"]) == ("REVERSED", None)


async def test_households_and_who_belonged_to_them_on_a_day(house: Database) -> None:
    history = await people(History(house)).run()
    (home,) = await ask(history, "Household", isDissolved=False)
    assert (home["head_id"], home["size"]) == (MBAH, 1)
    assert "6474012107120004" in bytes_of(home["kk"])
    members = {row["person_id"] for row in await ask(history, "HouseholdMember", hasLeft=False)}
    assert members == {MBAH}
    then = await ask(history, "HouseholdMember", valid_on=date(2012, 5, 31))
    assert {row["person_id"] for row in then} == {MBAH, BUDI}
    early = await ask(history, "HouseholdMember", valid_on=date(2010, 6, 1))
    assert {row["person_id"] for row in early} == {MBAH}


async def test_a_dissolved_household_keeps_who_belonged_to_it(house: Database) -> None:
    history = people(History(house))
    history.add(
        HOME, household.HouseholdDissolved(dissolved_on=date(2012, 6, 12), reason="ALL_LEFT")
    )
    await history.run()
    (home,) = await ask(history, "Household", isDissolved=True)
    assert (home["size"], home["head_id"]) == (0, None)
    assert len(await ask(history, "HouseholdMember", hasLeft=True)) == 2


async def test_what_is_taken_back_shows_what_stood_before(house: Database) -> None:
    history = people(History(house))
    history.add(
        HOME,
        household.HouseholdMoved(
            address=contact(HOME, "Jalan 2"), area_code="64.74.01.1003", area_edition="2025"
        ),
    )
    for of, entry in ((4, "MOVE"), (2, "CARD"), (3, "MEMBERSHIP_END")):
        retracted = household.HouseholdEntryRetracted(of=of, entry=entry, reason="DUPLICATE")  # type: ignore[arg-type]
        history.add(HOME, retracted)
    await history.run()
    (home,) = await ask(history, "Household")
    assert (home["area_code"], home["size"]) == ("64.74.01.1004", 2)
    assert "6474012107120003" in bytes_of(home["kk"])
    assert "Jalan 1" in bytes_of(home["address"])
    assert await ask(history, "HouseholdMember", hasLeft=True) == []


async def test_a_corrected_consent_and_a_move_taken_back(house: Database) -> None:
    history = people(History(house))
    history.add(MBAH, events.PersonEntryRetracted(of=2, entry="RELOCATION", reason="DUPLICATE"))
    history.add(
        TWIN,
        consents.ConsentCorrected(
            of=2, consent_id=CONSENT, purpose="REFERRAL", scope=("HEALTH",), giver="GUARDIAN",
            giver_name=child_data(TWIN, "Bu Tri"), method="RECORDED", proof="F-2",
            reason="WRONG_DOCUMENT",
        ),
    )  # fmt: skip
    await history.run()
    rows = {row["person_id"]: row for row in await ask(history, "RegisteredPerson")}
    assert rows[MBAH]["area_code"] == "64.74.01.1004"
    (own,) = [row for row in await ask(history, "PersonConsent") if row["person_id"] == TWIN]
    assert (own["purpose"], own["scope"], own["proof"]) == ("REFERRAL", ["HEALTH"], "F-2")
    assert "Bu Tri" in bytes_of(own["giver_name"])


async def test_looks_are_listed_for_the_auditor(house: Database) -> None:
    history = await people(History(house)).run()
    (look,) = await ask(history, "PersonAccess", subjectId=MBAH)
    assert (look["fields"], look["reason"]) == (["name", "nik"], "AUDIT")
    assert look["object"] == f"person_{MBAH}"
    assert await ask(history, "PersonAccess", subjectId=TWIN) == []


async def test_any_moment_any_batch_and_a_rebuild(house: Database) -> None:
    history = people(History(house))
    head = await history.write()

    async def shown(**moment: Any) -> dict[str, Any]:
        return {name: await ask(history, name, **moment) for name in RELATIONS}

    then = {}
    for position in range(1, head + 1):
        await history.run(views=[twice(registry.VIEW)], batch_events=1, up_to=position)
        then[position] = await shown()
    assert all(then[head].values())
    for position, rows in then.items():
        assert await shown(as_of=position) == rows, position
    (rebuilt,) = await rebuild.rebuild(
        history.projector(),
        registry.VIEW,
        [history.tenant],
        Justification("Bu Ratna", "held against a rebuild"),
    )
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


def bytes_of(group: str) -> str:
    """What the pretended seal holds (see ``tests/views/history.py``)."""
    import base64

    return base64.b64decode(json.loads(group)["ct"]).decode()
