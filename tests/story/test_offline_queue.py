"""A queue that a board filled without a network, sent when there is one.

No field of its own is needed for it: a GraphQL document takes a root field per command and
executes them in order, each under its own idempotency key, ``source: OFFLINE`` and the day on
which it happened. Every command has a result; one that is refused does not hold up the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import pytest

from wahana.platform.ids import uuid7

from .client import Answer, Client, enveloped
from .ladder import LUT, Neighbourhood, elder, neighbourhood
from .offices import Town


@pytest.fixture(scope="module")
async def around(town: Town) -> Neighbourhood:
    return await neighbourhood(town)


def queue_of(around: Neighbourhood, case: str) -> list[tuple[str, dict[str, Any]]]:
    """What a board entered without a network: twenty commands on a case that it reports first."""
    report = {
        "wksbmId": around.wksbm_id,
        "targetKind": "INDIVIDUAL",
        "subjects": [elder("Mbah Luring")],
        "channel": "VISIT",
        "reporterRole": "NEIGHBOUR",
        "categories": [LUT],
    }
    commands: list[tuple[str, dict[str, Any]]] = [
        ("reportCase", report),
        *(("addCaseNote", {"text": f"Kunjungan {no}."}) for no in range(1, 18)),
        ("closeCase", {"reason": "GOALS_MET"}),
        ("recordOutcome", {"result": "IMPROVED"}),
    ]
    yesterday = (around.office.today - timedelta(days=1)).isoformat()
    about = {"caseId": case, "occurredOn": yesterday, "source": "OFFLINE"}
    return [(name, {**about, **given, "idempotencyKey": str(uuid7())}) for name, given in commands]


async def send(client: Client, queue: list[tuple[str, dict[str, Any]]]) -> list[Answer]:
    """The results of a queue that is sent as one document, in its order."""
    parts = " ".join(
        f"c{no}: {name}(input: $i{no}) {{ __typename ... on Accepted {{ id version repeated }} "
        "... on Rejected { code hintId } }"
        for no, (name, _) in enumerate(queue)
    )
    types = ", ".join(
        f"$i{no}: {name[0].upper()}{name[1:]}Input!" for no, (name, _) in enumerate(queue)
    )
    inputs = {f"i{no}": enveloped(given) for no, (_, given) in enumerate(queue)}
    answer = await client.ask(f"mutation({types}) {{ {parts} }}", **inputs)
    return [answer[f"c{no}"] for no in range(len(queue))]


async def test_a_queue_of_offline_commands_gets_a_result_for_each(around: Neighbourhood) -> None:
    """One document with a root field per command; sent again after a cut connection, it gives
    the first results and does nothing twice."""
    case = str(uuid7())
    queue = queue_of(around, case)
    assert len(queue) == 20
    results = await send(around.chair, queue)
    assert [one["__typename"] for one in results].count("Accepted") == 19
    assert results[18]["code"] == "CASE_STAGE", "nothing had come of it yet"
    assert results[18]["hintId"]
    assert [one["version"] for one in results[:2]] == [2, 3]
    again = await send(around.chair, queue)
    assert again[18]["__typename"] == "Accepted", "a refused command keeps its key free"
    del again[18], results[18]
    assert again == [{**one, "repeated": True} for one in results]
    assert all(one["repeated"] for one in await send(around.chair, queue))
    found = await around.chair.ask(
        "query($id: ID!) { case(id: $id) { history(first: 50) { nodes { source occurredOn } } } }",
        id=f"case_{case}",
    )
    entries = found["case"]["history"]["nodes"]
    assert {entry["source"] for entry in entries} == {"OFFLINE"}
    assert {entry["occurredOn"] for entry in entries} == {queue[0][1]["occurredOn"]}


async def test_a_queue_that_was_cut_off_is_sent_again(around: Neighbourhood) -> None:
    """The connection goes while the queue is worked on: what was done stays done, once."""
    case = str(uuid7())
    queue = queue_of(around, case)
    for pause in (0.002, 0.01, 0.03):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(send(around.chair, queue), pause)
    for _ in range(2):  # the case is closed once its outcome stands, which follows in the queue
        await send(around.chair, queue)
    assert all(one["repeated"] for one in await send(around.chair, queue))
    notes = "query($id: ID!) { case(id: $id) { version texts { text } } }"
    last = await around.chair.ask(
        "query($p: BigInt) { cases(first: 1, minPosition: $p) { position } }",
        p=(await around.chair.done("addCaseNote", caseId=case, kind="AFTER_CARE", text="Baik."))[
            "position"
        ],
    )
    assert last
    found = (await around.chair.ask(notes, id=f"case_{case}"))["case"]
    assert len(found["texts"]) == 18
