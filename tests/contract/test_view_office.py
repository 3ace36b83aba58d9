"""The office, readable: names and policies by date, members, local areas, permits."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.domain.conftest import uid
from tests.views.history import History, house
from tests.views.reading import ask

from wahana.domain.office.late_permit_events import LateEntryAllowed, LateEntryRevoked
from wahana.domain.office.local_area_events import (
    LocalAreaClosed,
    LocalAreaCorrected,
    LocalAreaRegistered,
    LocalAreaRenamed,
    LocalAreaReopened,
)
from wahana.platform.database import Database
from wahana.tenants.member_events import (
    MemberAdmitted,
    RoleCorrected,
    RoleEnded,
    RoleGiven,
    TokenIssued,
    TokenRevoked,
)
from wahana.tenants.tenant_events import (
    BacklogOpened,
    CategoryEditionAdopted,
    CategoryEditionAdoptionCorrected,
    PolicySet,
    TenantNameCorrected,
    TenantRenamed,
)

__all__ = ["house"]


async def test_names_policies_and_editions_hold_by_date(house: Database) -> None:
    history = History(house)
    office = history.tenant
    renamed = history.add(
        office, TenantRenamed(name="Dinas Sosial Kota Bontnag", effective_from=date(2013, 1, 1))
    )
    history.add(
        office,
        TenantNameCorrected(
            of=renamed, name="Dinas Sosial Kota Bontang", effective_from=date(2013, 2, 1),
            reason="TYPING_ERROR",
        ),
    )  # fmt: skip
    for value, day in ((5, date(2012, 1, 1)), (7, date(2013, 1, 1))):
        history.add(
            office,
            PolicySet(name="board_candidates", value=value, effective_from=day, reason="DECREE"),
        )
    adopted = history.add(
        office, CategoryEditionAdopted(edition="2012", effective_from=date(2012, 6, 7))
    )
    history.add(
        office,
        CategoryEditionAdoptionCorrected(
            of=adopted, edition="2012", effective_from=date(2013, 1, 1), reason="WRONG_DATE"
        ),
    )
    history.add(office, BacklogOpened(until=date(2026, 12, 31)))
    await history.run()

    (now,) = await ask(history, "Office")
    assert now["name"] == "Dinas Sosial Kota Bontang"
    assert (now["area_name"], now["version"], now["backlog_until"]) == (
        "Kota Bontang", 8, date(2026, 12, 31),
    )  # fmt: skip
    (then,) = await ask(history, "Office", valid_on=date(2012, 6, 14))
    assert then["name"] == "Dinas Sosial dan Tenaga Kerja Kota Bontang"
    (mistaken,) = await ask(history, "Office", as_of=2)
    assert mistaken["name"] == "Dinas Sosial Kota Bontnag"

    policies = await ask(history, "OfficePolicy", valid_on=date(2012, 6, 14))
    assert [(row["name"], row["value"]) for row in policies] == [("board_candidates", "5")]
    assert len(await ask(history, "OfficePolicy")) == 2
    assert await ask(history, "OfficeEdition", valid_on=date(2012, 6, 14)) == []
    (edition,) = await ask(history, "OfficeEdition", valid_on=date(2013, 6, 14))
    assert (edition["edition"], edition["entry"]) == ("2012", adopted)
    assert [row["text"] for row in await ask(history, "OfficeName", _office_id=office)] == [
        "Dinas Sosial dan Tenaga Kerja Kota Bontang",
        "Dinas Sosial Kota Bontang",
    ]


async def test_members_show_roles_and_tokens_but_no_secret(house: Database) -> None:
    history = History(house)
    ratna, grant, other, token = (uid(name) for name in ("ratna", "grant", "other", "token"))
    history.add(ratna, MemberAdmitted(kind="PERSON", person_id=uid("person")))
    for id, role in ((grant, "DINAS_OFFICER"), (other, "CAMAT")):
        history.add(ratna, RoleGiven(grant_id=id, role=role, starts_on=date(2012, 1, 1)))
    history.add(
        ratna,
        RoleCorrected(
            grant_id=other, area_code="64.74.01", starts_on=date(2012, 2, 1), reason="WRONG_DATE"
        ),
    )
    history.add(ratna, RoleEnded(grant_id=grant, ends_on=date(2012, 6, 30), reason="MOVED"))
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    history.add(
        ratna,
        TokenIssued(
            token_id=token, grant_id=other, label="aplikasi", scopes=("B", "A"), expires_at=ends
        ),
    )
    history.add(ratna, TokenRevoked(token_id=token, reason="LOST"))
    await history.run()

    (member,) = await ask(history, "Member")
    assert (member["kind"], member["person_id"], member["version"]) == ("PERSON", uid("person"), 7)
    roles = await ask(history, "MemberRole", memberId=ratna)
    assert [(row["role"], row["area_code"], row["ends_on"]) for row in roles] == [
        ("DINAS_OFFICER", None, date(2012, 6, 30)),
        ("CAMAT", "64.74.01", None),
    ]
    held = await ask(history, "MemberRole", valid_on=date(2012, 7, 1))
    assert [row["role"] for row in held] == ["CAMAT"]
    (shown,) = await ask(history, "MemberToken")
    assert shown["scopes"] == ["A", "B"]
    assert (shown["expires_at"], shown["revoked"]) == (ends, True)
    (before,) = await ask(history, "MemberToken", as_of=history.position - 1)
    assert before["revoked"] is False


async def test_local_areas_are_listed_by_number_and_keep_their_history(
    house: Database,
) -> None:
    history = History(house)
    village = "64.74.01.1001"
    for number in ("10", "9", "12A"):
        history.add(
            uid(f"rw {number}"),
            LocalAreaRegistered(
                village_code=village, kind="RW", number=number, area_edition="2025",
                slot=uid(f"slot {number}"),
            ),
        )  # fmt: skip
    area, slot = uid("rw 9"), uid("slot 8")
    history.add(area, LocalAreaRenamed(number="8", slot=slot))
    history.add(
        area,
        LocalAreaCorrected(
            of=2, village_code=village, kind="RW", number="7", area_edition="2025", slot=slot,
            reason="TYPING_ERROR",
        ),
    )  # fmt: skip
    closed = history.add(area, LocalAreaClosed(reason="MERGED"))
    history.add(area, LocalAreaReopened(of=closed, slot=slot, reason="DUPLICATE"))
    await history.run()

    rows = await ask(history, "LocalArea", inArea="64.74")
    assert [row["label"] for row in rows] == ["RW 7", "RW 10", "RW 12A"]
    assert {row["village_name"] for row in rows} == {"Bontang Kuala"}
    assert await ask(history, "LocalArea", area="64.72") == []
    before = await ask(history, "LocalArea", as_of=history.position - 1, closed=True)
    assert [row["local_area_id"] for row in before] == [area]


async def test_permits_say_what_they_cover_and_who_gave_them(house: Database) -> None:
    history = History(house)
    permit, head = uid("permit"), uid("head")
    history.add(
        permit,
        LateEntryAllowed(
            covers_from=date(2009, 3, 1), covers_to=date(2009, 3, 31), until=date(2013, 1, 31),
            reason="PAPER_FOUND",
        ),
        on=date(2013, 1, 4),
        actor=head,
    )  # fmt: skip
    history.add(permit, LateEntryRevoked(reason="NOT_NEEDED"), on=date(2013, 1, 9))
    await history.run()

    (row,) = await ask(history, "LatePermit", valid_on=date(2009, 3, 19))
    assert (row["allowed_by"], row["allowed_on"]) == (head, date(2013, 1, 4))
    assert (row["revoked"], row["revoked_on"]) == (True, date(2013, 1, 9))
    assert await ask(history, "LatePermit", valid_on=date(2009, 4, 1)) == []
    (usable,) = await ask(history, "LatePermit", as_of=2, revoked=False)
    assert usable["permit_id"] == permit
