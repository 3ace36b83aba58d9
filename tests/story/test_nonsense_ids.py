"""Ids of the wrong kind are answered as ids that are not there, whatever else a command reads."""

from __future__ import annotations

from uuid import uuid4

import pytest

from .funds import KRICAK, OPENED, YEAR, Community, community
from .offices import YOGYAKARTA, Town


@pytest.fixture
async def ours(town: Town) -> Community:
    """A WKSBM of Kota Yogyakarta."""
    return await community(await town.found(YOGYAKARTA))


async def test_an_undertaking_may_be_anything(ours: Community) -> None:
    """A correlation that is the id of something that is no case makes no receipt a fee."""
    await ours.open("BANTUAN")
    gift = {"kind": "BANTUAN", "donorKind": "RESIDENT", "amount": 10_000}
    meeting = await ours.chair.done(
        "holdMeeting", wksbmId=ours.wksbm_id, headcount=9, occurredOn=OPENED
    )
    for correlation in (ours.wksbm_id, meeting["id"]):
        given = await ours.done("receiveDonation", f"{YEAR}-03-01", correlation=correlation, **gift)
        assert not given["repeated"]


async def test_an_id_of_another_kind_is_not_there(ours: Community) -> None:
    """Also where the command reads the same id as what it really is."""
    consent = {"purpose": "SERVICE", "scope": ["NEEDS"], "method": "WRITTEN", "proof": "F-1"}
    person = (await ours.officer.done("registerPerson", name="Warga", areaCode=KRICAK))["id"]
    bare = person.partition("_")[2]
    for field in ("wksbmId", "caseId"):
        refused = await ours.officer.refused(
            "NOT_FOUND", "giveConsent", personId=person, **{field: bare}, **consent
        )
        assert refused["field"] == field
    taken = await ours.chair.refused(
        "ALREADY_EXISTS", "holdMeeting", meetingId=bare, wksbmId=ours.wksbm_id, headcount=9
    )
    assert taken["field"] == "meetingId"


async def test_the_id_of_something_new_is_made_for_it(ours: Community) -> None:
    """Nobody can take an id that the service derives; the refusal says what to do."""
    book = (await ours.open("BANTUAN"))["id"]
    for taken in (book.partition("_")[2], str(uuid4())):
        refused = await ours.officer.refused(
            "INVALID_INPUT", "registerPerson", personId=taken, name="Warga"
        )
        assert refused["field"] == "personId"
        assert all("UUIDv7" in refused[text] for text in ("messageId", "messageEn"))
