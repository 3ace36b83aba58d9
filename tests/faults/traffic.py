"""Clients that send commands over HTTP and retry until answered: random, stale, duplicate and with
reused keys.

A client retries under the same key until it has an answer, whatever happens to the service
meanwhile. Answers are kept and compared with the log at the end.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import httpx
from tests.patience import PATIENCE_S
from tests.story.client import document, enveloped

Answer = dict[str, Any]
RETRIED = {"TRY_AGAIN", "TIMED_OUT"}
"""Codes of errors after which the client sends the same again."""


class NotAnswered(AssertionError):
    """A client gave up."""


@dataclass(frozen=True)
class Office:
    """Where a client sends its commands."""

    tenant: UUID
    token: str
    wksbm: tuple[str, ...]
    """A few WKSBM that all clients rename, each after what it has last seen."""
    village: str


@dataclass(frozen=True)
class SentMutation:
    """A command to send: its mutation, its input with the key."""

    office: Office
    mutation: str
    given: dict[str, Any]

    @property
    def key(self) -> str:
        key: str = self.given["idempotencyKey"]
        return key


@dataclass
class Record:
    """What all clients were answered."""

    accepted: dict[tuple[UUID, str], tuple[SentMutation, Answer]] = field(default_factory=dict)
    """The first acceptance, by tenant and key."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Number of answers by kind."""
    troubles: Counter[str] = field(default_factory=Counter)
    """The reasons for sending again."""
    answered: int = 0

    def take(self, sent: SentMutation, answer: Answer) -> None:
        """Keep an answer. Every acceptance of a key is the same one."""
        self.answered += 1
        self.kinds[str(answer.get("code") or answer["__typename"])] += 1
        if answer["__typename"] != "Accepted":
            return
        place = (sent.office.tenant, sent.key)
        known = self.accepted.setdefault(place, (sent, answer))[1]
        assert told(answer) == told(known), (
            "two answers to one key",
            sent.mutation,
            answer,
            known,
        )


def told(answer: Answer) -> Answer:
    """An acceptance without the mark whether it is a repetition."""
    return {name: value for name, value in answer.items() if name != "repeated"}


@dataclass
class Sender:
    """Sends mutations to one address until they are answered."""

    http: httpx.AsyncClient
    url: str
    record: Record

    async def send(self, sent: SentMutation) -> Answer:
        """The answer to a mutation, sent as often as needed."""
        deadline = time.monotonic() + PATIENCE_S
        pause_s = 0.02
        while time.monotonic() < deadline:
            answer = await self._once(sent)
            if answer is not None:
                self.record.take(sent, answer)
                return answer
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, 0.5)
        raise NotAnswered(
            f"{sent.mutation}: no answer in {PATIENCE_S:.0f} s {self.record.troubles}"
        )

    async def _once(self, sent: SentMutation) -> Answer | None:
        """The answer, or nothing if it has to be sent again."""
        try:
            response = await self.http.post(
                f"{self.url}/graphql",
                json={
                    "query": document(sent.mutation),
                    "variables": {"input": enveloped(sent.given)},
                },
                headers={"authorization": f"Bearer {sent.office.token}"},
            )
            body = response.json()
        except (httpx.TransportError, ValueError) as error:
            self.record.troubles[type(error).__name__] += 1
            return None
        if errors := body.get("errors"):
            code = errors[0].get("extensions", {}).get("code")
            assert code in RETRIED, errors
            self.record.troubles[code] += 1
            return None
        found: Answer = body["data"][sent.mutation]
        return found


async def client(number: str, offices: Sequence[Office], sender: Sender, wishes: int) -> None:
    """One client: a number of mutations, each sent once, doubled, repeated or under a used key."""
    random = Random(f"{number}")
    seen: dict[str, int] = {}
    for turn in range(wishes):
        office = offices[random.randrange(len(offices))]
        sent = _drawn(random, office, f"{number}-{turn}", seen)
        manner = random.random()
        if manner < 0.15:
            answers = await asyncio.gather(sender.send(sent), sender.send(sent))
            kinds = {answer["__typename"] == "Accepted" for answer in answers}
            assert len(kinds) == 1, "one of two equal commands was accepted, the other was not"
            answer = answers[0]
        else:
            answer = await sender.send(sent)
        _remember(sent, answer, seen)
        if answer["__typename"] != "Accepted":
            continue
        if manner > 0.85:
            again = await sender.send(sent)
            assert again["repeated"], "a second acceptance under one key"
        elif manner > 0.75:
            other = SentMutation(office, sent.mutation, {**sent.given, **_changed(sent)})
            reused = await sender.send(other)
            assert reused.get("code") == "KEY_REUSED", reused


def _drawn(random: Random, office: Office, name: str, seen: dict[str, int]) -> SentMutation:
    key = {"idempotencyKey": f"key-{name}-{random.getrandbits(64):x}"}
    match random.random():
        case kind if kind < 0.35:
            made = UUID(int=random.getrandbits(128), version=4)
            return SentMutation(
                office, "registerPerson", {**key, "personId": str(made), "name": f"Warga {name}"}
            )
        case kind if kind < 0.55:
            return SentMutation(
                office,
                "scheduleActivity",
                {
                    **key,
                    "activityId": str(UUID(int=random.getrandbits(128), version=4)),
                    "kind": "PENYULUHAN",
                    "title": f"Penyuluhan {name}",
                    "organiserUnit": "Seksi PMKS",
                    "level": "KABKOTA",
                    "dateFrom": "2026-01-05",
                    "dateTo": "2026-01-05",
                },
            )
        case kind if kind < 0.7:
            number = str(random.randrange(1, 40))
            given = {**key, "villageCode": office.village, "kind": "RW", "number": number}
            return SentMutation(office, "registerLocalArea", given)
        case _:
            one = random.choice(office.wksbm)
            given = {**key, "wksbmId": one, "name": f"WKSBM {name}"}
            stale = {"expectedVersion": seen.get(one, 1)} if random.random() < 0.7 else {}
            return SentMutation(office, "renameWksbm", {**given, **stale})


def _changed(sent: SentMutation) -> dict[str, Any]:
    """Another body for the same key."""
    changed = {"registerLocalArea": "number", "scheduleActivity": "title"}
    return {changed.get(sent.mutation, "name"): "99"}


def _remember(sent: SentMutation, answer: Answer, seen: dict[str, int]) -> None:
    """The version of a WKSBM as this client knows it now: others may be further."""
    if sent.mutation == "renameWksbm":
        version = answer.get("version") or answer.get("currentVersion")
        if version is not None:
            seen[sent.given["wksbmId"]] = version
