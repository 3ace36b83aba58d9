"""A GraphQL client like that of an app: an address, a token, JSON over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
from tests.domain.words import lint

from wahana.platform.ids import uuid7

Answer = dict[str, Any]

_COMMAND = """
mutation Send($input: NAMEInput!) {
  FIELD(input: $input) {
    __typename
    ... on Accepted {
      id position version recordedAt repeated secret
      receipt { position leafHash } events { position eventId stream topic version }
    }
    ... on Rejected { code field messageId messageEn hintId hintEn about }
    ... on Conflict { id currentVersion expectedVersion changedFields }
  }
}
"""


@dataclass(frozen=True)
class Client:
    """One user of the API."""

    http: httpx.AsyncClient
    url: str
    token: str | None = None

    def as_(self, token: str | None) -> Client:
        """The same connection with another token."""
        return replace(self, token=token)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    async def post(self, query: str, **variables: Any) -> httpx.Response:
        """The HTTP answer to a question."""
        return await self.http.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers=self.headers,
        )

    async def raw(self, query: str, **variables: Any) -> Answer:
        """The whole body of the answer."""
        found: Answer = (await self.post(query, **variables)).json()
        return found

    async def ask(self, query: str, **variables: Any) -> Answer:
        """The data of an answer without errors."""
        body = await self.raw(query, **variables)
        assert "errors" not in body, body["errors"]
        data: Answer = body["data"]
        return data

    async def do(self, mutation: str, **given: Any) -> Answer:
        """Send one command, with a new key by default, and return its result."""
        answer: Answer = (await self.ask(document(mutation), input=enveloped(given)))[mutation]
        return answer

    async def done(self, mutation: str, **given: Any) -> Answer:
        """Send one command and check that it is accepted."""
        answer = await self.do(mutation, **given)
        assert answer["__typename"] == "Accepted", (mutation, answer)
        return answer

    async def refused(self, code: str, mutation: str, **given: Any) -> Answer:
        """Send one command and check that it is refused with a code and has its texts."""
        answer = await self.do(mutation, **given)
        assert (answer["__typename"], answer.get("code")) == ("Rejected", code), (mutation, answer)
        texts = [answer[name] for name in ("messageId", "messageEn", "hintId", "hintEn")]
        assert len(set(texts)) == 4
        for name, text in zip(("messageId", "messageEn", "hintId", "hintEn"), texts, strict=True):
            found = list(lint.problems(text, "id" if name.endswith("Id") else "en"))
            assert not found, (name, text, found)
        return answer


_ENVELOPE = (
    *("idempotencyKey", "expectedVersion", "occurredOn", "source", "permit", "mandate"),
    *("onBehalfOf", "evidence", "correlation"),
)


def enveloped(given: Mapping[str, Any]) -> dict[str, Any]:
    """The input of a command out of flat values: what belongs to the envelope goes there, under
    a key of its own unless one is given."""
    around = {name: given[name] for name in given if name in _ENVELOPE}
    own = {name: given[name] for name in given if name not in _ENVELOPE}
    return {"envelope": {"idempotencyKey": str(uuid7()), **around}, **own}


def document(mutation: str) -> str:
    """The text of a mutation with one command."""
    name = mutation[0].upper() + mutation[1:]
    return _COMMAND.replace("NAME", name).replace("FIELD", mutation)
