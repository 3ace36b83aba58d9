"""Unique values: the blind index, claims in both stores, and who of several gets a value."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.conftest import FreshDatabase
from tests.logs.building import a_tenant

from wahana.platform import unique
from wahana.platform.append import Guard
from wahana.platform.claims import Claims, MemoryClaims, PostgresClaims
from wahana.platform.ids import TenantId
from wahana.platform.unique import ClaimPending, HeldValues, UniqueValue, UniqueValues, ValueTaken
from wahana.platform.vault.index import BlindIndex
from wahana.platform.vault.root_key import LocalRootKey

NIK = "6474014304500001"
LONG = timedelta(days=1)


@pytest.fixture
def index(tmp_path: Any) -> BlindIndex:
    return BlindIndex(LocalRootKey.create(tmp_path / "root.key"))


@pytest.fixture
def tenant() -> TenantId:
    return a_tenant()


@pytest.fixture(params=["memory", "postgres"])
def claims(request: pytest.FixtureRequest, shared_database: FreshDatabase) -> Claims:
    return MemoryClaims() if request.param == "memory" else PostgresClaims(shared_database.database)


# --- the index ------------------------------------------------------------------------------


def test_a_digest_is_of_one_deployment_tenant_kind_and_value(index: BlindIndex, tmp_path: Any):
    one, two = UUID(int=1), UUID(int=2)
    digest = index.digest(one, "nik", NIK)
    assert len(digest) == 16
    assert index.digest(one, "nik", NIK) == digest
    other = BlindIndex(LocalRootKey.create(tmp_path / "other.key"))
    again = BlindIndex(LocalRootKey.read(tmp_path / "root.key"))
    assert again.digest(one, "nik", NIK) == digest
    different = {
        index.digest(two, "nik", NIK),
        index.digest(one, "kk", NIK),
        index.digest(one, "nik", NIK[:-1] + "2"),
        other.digest(one, "nik", NIK),
    }
    assert len(different | {digest}) == 5
    assert NIK not in repr(index)


def test_many_tenants_do_not_fill_the_memory(index: BlindIndex, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("wahana.platform.vault.index._KEPT", 2)
    first = index.digest(UUID(int=1), "nik", NIK)
    for number in range(2, 6):
        index.digest(UUID(int=number), "nik", NIK)
    assert len(index._keys) <= 2
    assert index.digest(UUID(int=1), "nik", NIK) == first


# --- claims, in both stores -----------------------------------------------------------------


async def test_a_digest_is_claimed_by_one(claims: Claims, tenant: TenantId):
    digest, one, two = bytes(16), uuid4(), uuid4()
    assert await claims.find(tenant, digest) is None
    assert await claims.claim(tenant, digest, one)
    assert await claims.claim(tenant, digest, one)
    assert not await claims.claim(tenant, digest, two)
    assert await claims.claim(a_tenant(), digest, two)
    found = await claims.find(tenant, digest)
    assert found is not None
    assert found.subject == one
    assert 0 <= found.age_s < 60


async def test_a_claim_that_was_renewed_is_not_taken_over(claims: Claims, tenant: TenantId):
    digest, one, two = bytes(16), uuid4(), uuid4()
    await claims.claim(tenant, digest, one)
    former = await claims.find(tenant, digest)
    assert former is not None
    await asyncio.sleep(0.002)
    await claims.claim(tenant, digest, one)
    assert not await claims.take_over(tenant, digest, two, former)
    former = await claims.find(tenant, digest)
    assert former is not None
    assert await claims.take_over(tenant, digest, two, former)
    assert not await claims.take_over(tenant, digest, two, former)
    assert not await claims.claim(tenant, digest, one)


async def test_claims_are_deleted_up_to_a_moment(claims: Claims, tenant: TenantId):
    one, digests = uuid4(), [bytes([number]) * 16 for number in range(3)]
    for digest in digests:
        await claims.claim(tenant, digest, one)
    await claims.keep_only(tenant, one, (), datetime.now(UTC) - LONG)
    assert all([await claims.find(tenant, digest) for digest in digests])
    await claims.keep_only(tenant, one, [digests[0]], datetime.now(UTC) + LONG)
    await claims.keep_only(tenant, uuid4(), (), datetime.now(UTC) + LONG)
    left = [await claims.find(tenant, digest) is not None for digest in digests]
    assert left == [True, False, False]


async def test_many_who_claim_at_once_are_one(claims: Claims, tenant: TenantId):
    people = [uuid4() for _ in range(40)]
    won = await asyncio.gather(*(claims.claim(tenant, bytes(16), each) for each in people))
    assert won.count(True) == 1


async def test_no_tenant_sees_anothers_claims(shared_database: FreshDatabase, tenant: TenantId):
    claims = PostgresClaims(shared_database.database)
    await claims.claim(tenant, bytes(16), uuid4())
    async with shared_database.database.reading(a_tenant()) as session:
        assert await session.fetchval("select count(*) from wahana.nik_claim") == 0
    async with shared_database.database.pool("wahana_app_ro").acquire() as connection:
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetchval("select count(*) from wahana.nik_claim")


# --- who gets it ----------------------------------------------------------------------------


@dataclass
class Log:
    """What the subjects' events say, as the test puts it."""

    values: dict[UUID, str] = field(default_factory=dict)
    merged: dict[UUID, UUID] = field(default_factory=dict)

    async def held(self, tenant: TenantId, kind: str, subject: UUID) -> HeldValues:
        return HeldValues(7, self.values.get(subject), self.merged.get(subject, subject))


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def values(claims: Claims, index: BlindIndex, log: Log) -> UniqueValues:
    return UniqueValues(claims, index, log.held)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long in these tests."""
    monkeypatch.setattr(unique, "WAIT_S", 0.05)
    monkeypatch.setattr(unique, "_STEP_S", 0.01)


def wanted(subject: UUID, value: str = NIK) -> UniqueValue:
    return UniqueValue("nik", subject, "nik", value)


def later() -> datetime:
    return datetime.now(UTC) + LONG


async def test_who_has_a_value_keeps_it(values: UniqueValues, log: Log, tenant: TenantId):
    one, two = uuid4(), uuid4()
    assert await values.claim(tenant, [wanted(one)]) == ()
    log.values[one] = NIK
    assert await values.claim(tenant, [wanted(one)]) == ()
    with pytest.raises(ValueTaken) as taken:
        await values.claim(tenant, [wanted(two)])
    assert (taken.value.code, taken.value.field) == ("NIK_TAKEN", "nik")
    assert taken.value.params == {"holder": one}
    assert taken.value.told(frozenset({"nik"})).params == {"holder": one}
    assert taken.value.told(frozenset()).params == {"holder": None}
    assert NIK not in repr(wanted(two)) + str(taken.value) + repr(HeldValues(1, NIK, one))


async def test_a_merged_holder_is_named_by_the_survivor(
    values: UniqueValues, log: Log, tenant: TenantId
):
    merged, survivor = uuid4(), uuid4()
    await values.claim(tenant, [wanted(merged)])
    log.values[merged], log.merged[merged] = NIK, survivor
    with pytest.raises(ValueTaken) as taken:
        await values.claim(tenant, [wanted(uuid4())])
    assert taken.value.params == {"holder": survivor}
    assert await values.find(tenant, "nik", NIK) == survivor


@pytest.mark.usefixtures("quick")
async def test_a_young_orphan_is_waited_for_an_old_one_taken_over(
    values: UniqueValues, log: Log, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
):
    gone, two, three = uuid4(), uuid4(), uuid4()
    await values.claim(tenant, [wanted(gone)])
    with pytest.raises(ClaimPending, match="send this one again"):
        await values.claim(tenant, [wanted(two)])
    monkeypatch.setattr(unique, "LEASE_S", 0.0)
    # The append is guarded by the version at which the former one was seen without the value.
    assert await values.claim(tenant, [wanted(two)]) == (Guard(gone, 7),)
    log.values[two] = NIK
    with pytest.raises(ValueTaken):
        await values.claim(tenant, [wanted(three)])
    with pytest.raises(ValueTaken):
        await values.claim(tenant, [wanted(gone)])


async def test_who_waits_learns_how_the_other_ended(
    values: UniqueValues, log: Log, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unique, "_STEP_S", 0.01)
    one, two = uuid4(), uuid4()
    await values.claim(tenant, [wanted(one)])
    waiting = asyncio.create_task(values.claim(tenant, [wanted(two)]))
    await asyncio.sleep(0.03)
    log.values[one] = NIK
    with pytest.raises(ValueTaken):
        await waiting


async def test_what_is_given_up_may_be_had_by_others(
    values: UniqueValues, log: Log, tenant: TenantId
):
    one, two, other = uuid4(), uuid4(), NIK[:-1] + "2"
    await values.claim(tenant, [wanted(one)])
    await values.claim(tenant, [wanted(one, other)])
    log.values[one] = other
    assert await values.find(tenant, "nik", NIK) is None
    await values.settle(tenant, [wanted(one, other)], (), later())
    assert await values.find(tenant, "nik", other) == one
    assert await values.claim(tenant, [wanted(two)]) == ()
    log.values[two] = NIK
    del log.values[one]
    await values.settle(tenant, (), [one], later())
    assert await values.claim(tenant, [wanted(uuid4(), other)]) == ()
    await values.forget(tenant, two)
    assert await values.find(tenant, "nik", NIK) is None


async def test_who_was_forgotten_is_not_found(values: UniqueValues, log: Log, tenant: TenantId):
    one = uuid4()
    await values.claim(tenant, [wanted(one)])
    log.values[one] = NIK
    assert await values.find(tenant, "nik", NIK) == one
    del log.values[one]  # the key was destroyed: nobody can open it
    assert await values.find(tenant, "nik", NIK) is None


async def test_a_database_that_is_away_after_the_append_fails_no_command(
    index: BlindIndex, log: Log, tenant: TenantId
):
    class Away(MemoryClaims):
        calls = 0

        async def keep_only(self, *_: Any) -> None:
            self.calls += 1
            raise ConnectionResetError

    away = Away()
    await UniqueValues(away, index, log.held).settle(tenant, [wanted(uuid4())], (), later())
    assert away.calls == 1


@pytest.mark.parametrize("round_", range(3))
async def test_of_many_who_want_a_value_one_gets_it(
    values: UniqueValues, log: Log, tenant: TenantId, round_: int
):
    async def want(subject: UUID) -> bool:
        try:
            await values.claim(tenant, [wanted(subject)])
        except ValueTaken:
            return False
        await asyncio.sleep(0.02)  # the append
        log.values[subject] = NIK
        return True

    got = await asyncio.gather(*(want(uuid4()) for _ in range(12)))
    assert got.count(True) == len(log.values) == 1
