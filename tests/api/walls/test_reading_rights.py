"""What each role reads: nothing, everything, or what belongs to its area or its WKSBM.

Generated from ``domain/kernel/roles.py``: every role, every root field over the views. The others
are compared with the head of the office, who reads everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import orjson
import pytest
from graphql import GraphQLField, get_named_type, is_required_argument
from tests.api.walls.conftest import House, the_api
from tests.api.walls.staff import Staff, hire
from tests.story.offices import newcomer

from wahana.domain.formation.board import board_id
from wahana.domain.kernel.roles import ROLES, allows_reading
from wahana.graphql import permissions
from wahana.platform.ids import global_id, parse_global_id
from wahana.projections.registry import CATALOGUE
from wahana.projections.relation import Relation

pytestmark = pytest.mark.takes(8)

HEAD = "DINAS_HEAD"
READERS = [code for code, role in ROLES.items() if not role.is_service]
RELATIONS = {relation.name: relation for relation in CATALOGUE}
OF_THE_OFFICE = {"Member": "members", "Office": "office"}


@dataclass(frozen=True)
class Place:
    """The staff, and which ids belong to the limited ones and which to others."""

    house: House
    staff: Staff
    own: frozenset[str]
    others: frozenset[str]

    async def rows(
        self, role: str, field: str, *, pages: int | None = None
    ) -> list[dict[str, Any]] | str:
        """The rows that a role is shown, of all or some pages, or the code of the refusal."""
        found: list[dict[str, Any]] = []
        cursor = None
        for page in count(1):
            body = await self.house.ask(self.staff.tokens[role], question(field), after=cursor)
            if "errors" in body:
                return str(body["errors"][0]["extensions"]["code"])
            answer = body["data"][field]
            if isinstance(answer, list):
                return answer
            found += answer["nodes"]
            cursor = answer["pageInfo"]["endCursor"]
            if page == pages or not answer["pageInfo"]["hasNextPage"]:
                break
        return found


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    story = house.ours.story
    village, own = next(iter(story.wksbm.items()))
    staff = await hire(house, village, parse_global_id(own)[1])
    named = {
        one: {one, global_id("board", board_id(parse_global_id(one)[1]))}
        for one in story.wksbm.values()
    }
    others = frozenset().union(*(ids for one, ids in named.items() if one != own))
    return Place(house, staff, frozenset(named[own]), others)


def root_fields() -> dict[str, tuple[GraphQLField, Relation]]:
    """Root fields that show rows of a view without an argument that names an object."""
    root = the_api()._core.query_type
    assert root is not None
    found = {}
    for name, field in root.fields.items():
        relation = RELATIONS.get(get_named_type(field.type).name.removesuffix("Connection"))
        if relation is not None and not any(map(is_required_argument, field.args.values())):
            found[name] = (field, relation)
    return found


def question(name: str) -> str:
    field, relation = root_fields()[name]
    columns = " ".join(
        key
        for key, column in relation.columns.items()
        if not column.mask and column.kind != "sealed"
    )
    given = {"first": "200", "validOn": '"2012-06-21"', "after": "$after"}
    arguments = [f"{key}: {value}" for key, value in given.items() if key in field.args]
    inner = f"{{ {columns} }}"
    if "Connection" in str(field.type):
        inner = f"{{ nodes {inner} pageInfo {{ hasNextPage endCursor }} }}"
    called = f"{name}({', '.join(arguments)})" if arguments else name
    head = "query($after: String)" if "after" in field.args else "query"
    return f"{head} {{ {called} {inner} }}"


def mentions(row: dict[str, Any], ids: frozenset[str]) -> bool:
    """Whether a row is about one of these objects."""
    return any(row.get(name) in ids for name in ("id", "wksbmId", "boardId", "streamId"))


@pytest.mark.parametrize("field", root_fields())
async def test_a_role_reads_what_its_line_of_the_table_says(place: Place, field: str) -> None:
    relation = root_fields()[field][1]
    group = permissions.ROOT_GROUP_OF[relation.name]
    everything = await place.rows(HEAD, field)
    assert isinstance(everything, list)
    limited: dict[Any, Any] = {}
    for role in READERS:
        reach = allows_reading(role, group)
        # Page by page only for the first role of its reach; the others begin as it does.
        apart = "apart" in relation.scopes and permissions.keeps_cases_apart(role)
        known = everything if reach == "TENANT" else limited.get((reach, apart))
        narrowed = reach is not None and permissions.narrowing(role, relation) is not None
        rows = await place.rows(role, field, pages=None if known is None or narrowed else 1)
        if narrowed:
            check_narrowed(place, rows, everything, role)
        elif reach == "TENANT":
            assert rows == everything[: len(rows)], role
            assert len(rows) == min(len(everything), 200), role
        elif reach is None:
            assert rows == "NOT_PERMITTED", role
        elif relation.name in permissions.UNLIMITED and not relation.scopes:
            assert rows == everything, role
        elif not relation.scopes:
            assert rows == "NOT_PERMITTED", role
        elif known is not None:
            assert rows == known[: len(rows)], role
            assert len(rows) == min(len(known), 200), role
        else:
            told = [row for row in everything if not (apart and of_a_case(row))]
            check_limited(place, rows, told, role)
            limited[reach, apart] = rows


def of_a_case(row: dict[str, Any]) -> bool:
    """Whether a row of the trail is about a case: those are kept from who sees none, or some."""
    return row.get("streamType") in ("case", "referral", "service_register")


def check_limited(place: Place, rows: Any, everything: list[dict[str, Any]], role: str) -> None:
    """Rows of the own place: some of all, none of another's, all of the own."""
    assert isinstance(rows, list), (role, rows)
    texts = {orjson.dumps(row) for row in rows}
    assert texts <= {orjson.dumps(row) for row in everything}, role
    assert not [row for row in rows if mentions(row, place.others)], role
    assert {orjson.dumps(row) for row in everything if mentions(row, place.own)} <= texts, role


def check_narrowed(place: Place, rows: Any, everything: list[dict[str, Any]], role: str) -> None:
    """Rows that were sent to the role's body or are its own: here there are few or none."""
    assert isinstance(rows, list), (role, rows)
    texts = {orjson.dumps(row) for row in rows}
    assert texts <= {orjson.dumps(row) for row in everything}, role
    assert len(texts) < len(everything) or not everything, role
    assert not [row for row in rows if mentions(row, place.others)], role


@pytest.mark.parametrize("role", READERS)
async def test_what_is_told_about_persons_of_cases_is_for_who_may_know(
    place: Place, role: str
) -> None:
    text = (
        "{ cases(first: 200) { nodes { categories { code topTier } texts { text } "
        "subjects { personId identity { name } contact { phone address } } } } }"
    )
    body = await place.house.ask(place.staff.tokens[role], text)
    if allows_reading(role, "CASE") is None:
        assert body["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
        return
    cases = body["data"]["cases"]["nodes"]
    referred = ROLES[role].case_access in ("REFERRED", "TASKED")
    assert len(cases) == (0 if referred else 2), "nothing was referred or given to their bodies"
    for case in cases:
        names = [subject["identity"] for subject in case["subjects"]]
        told = allows_reading(role, "CASE_IDENTITY") is not None
        assert names == [{"name": "Warga Contoh" if told else None}]


async def test_limits_do_limit(place: Place) -> None:
    """The check above would hold of empty answers to empty answers."""
    for field, total, own in (("wksbms", 15, 1), ("boards", 15, 1), ("boardMembers", 75, 5)):
        for role, seen in ((HEAD, total), ("LURAH", own), ("WKSBM_CHAIR", own), ("TKSK", own)):
            assert len(await place.rows(role, field)) == seen, (field, role)
    assert len(await place.rows(HEAD, "trail")) > len(await place.rows("LURAH", "trail")) > 5
    assert len(await place.rows("WKSBM_CHAIR", "trail")) > 5


async def test_an_object_outside_ones_reach_is_not_found(place: Place) -> None:
    text = "query($id: ID!) { node(id: $id) { id } wksbm(id: $id) { id name } }"
    other = next(one for one in place.others if one.startswith("wksbm_"))
    own = next(one for one in place.own if one.startswith("wksbm_"))
    for role in ("LURAH", "WKSBM_CHAIR", "KPS_LIAISON"):
        token = place.staff.tokens[role]
        assert (await place.house.ask(token, text, id=other))["data"] == {
            "node": None,
            "wksbm": None,
        }
        found = await place.house.ask(token, text, id=own)
        assert found["data"]["wksbm"]["id"] == found["data"]["node"]["id"] == own


@pytest.mark.parametrize("role", READERS)
async def test_the_balance_of_a_fund_is_for_those_whose_it_is(place: Place, role: str) -> None:
    text = (
        "query($w: ID!) "
        '{ fundBalance(wksbmId: $w, kind: IURAN, unit: IDR, on: "2012-12-31") { wksbmId } }'
    )
    own = global_id("wksbm", place.house.ours.ids["wksbm"])
    body = await place.house.ask(place.staff.tokens[role], text, w=own)
    if allows_reading(role, permissions.ROOT_GROUP_OF["FundBalance"]) is None:
        assert body["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    else:
        assert body["data"]["fundBalance"] == {"wksbmId": own}


@pytest.mark.parametrize("role", READERS)
async def test_names_contacts_and_notes_are_for_those_who_may_see_them(
    place: Place, role: str
) -> None:
    if allows_reading(role, "BOARD") is None:
        assert await place.rows(role, "boardMembers") == "NOT_PERMITTED"
        return
    text = (
        '{ boardMembers(first: 200, validOn: "2012-06-15") '
        "{ nodes { person { id name phone address email } } } }"
    )
    body = await place.house.ask(place.staff.tokens[role], text)
    people = [row["person"] for row in body["data"]["boardMembers"]["nodes"]]
    assert people
    named = allows_reading(role, "PERSON_NAMES") is not None
    assert all((person["name"] is not None) == named for person in people)
    if allows_reading(role, "PERSON_CONTACTS") != "TENANT":
        assert not any(person["phone"] or person["address"] for person in people)


@pytest.fixture(scope="module")
async def reachable(place: Place) -> frozenset[str]:
    """WKSBM on whose boards somebody with a phone sits now: the limited ones' own, another's."""
    officer = place.house.ours.story.officer
    boards = [
        next(one for one in ids if one.startswith("wksbm_")) for ids in (place.own, place.others)
    ]
    for wksbm in boards:
        await officer.done("openBoardTerm", wksbmId=wksbm)
        person = newcomer("Ketua baru", phone="0812-7770-0001")
        done = await officer.done("fillSeat", wksbmId=wksbm, seat="KETUA", person=person)
    text = "query($p: BigInt) { boardMembers(minPosition: $p) { nodes { contact { phone } } } }"
    await place.house.ask(place.staff.tokens[HEAD], text, p=done["position"])
    return frozenset(boards)


@pytest.mark.parametrize("role", READERS)
async def test_contacts_of_a_board_are_for_itself_and_those_it_belongs_to(
    place: Place, reachable: frozenset[str], role: str
) -> None:
    """Generated from the table: roles see contacts as far as they may read PERSON_CONTACTS."""
    text = "{ boardMembers(first: 200) { nodes { wksbmId contact { personId phone address } } } }"
    body = await place.house.ask(place.staff.tokens[role], text)
    if allows_reading(role, "BOARD") is None:
        assert body["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
        return
    told = {
        row["wksbmId"]
        for row in body["data"]["boardMembers"]["nodes"]
        if row["contact"] and row["contact"]["phone"]
    }
    reach = allows_reading(role, "PERSON_CONTACTS")
    wanted = {"TENANT": reachable, None: frozenset()}.get(reach, reachable & place.own)
    assert told == wanted, reach


async def test_the_feed_and_the_download_are_for_those_who_read_the_whole_tenant(
    place: Place,
) -> None:
    async with place.house.http() as http:
        for role in READERS:
            token = place.staff.tokens[role]
            may = allows_reading(role, "EXPORT") is not None
            answer = await http.get("/log.ndjson", headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == (200 if may else 403), role
            feed = await place.house.ask(token, "{ events(first: 1) { head } }")
            whole = allows_reading(role, "HISTORY") == "TENANT"
            assert ("errors" not in feed) == whole, role
