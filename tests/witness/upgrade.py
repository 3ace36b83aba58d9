"""The drill of an upgrade without a pause: two releases as processes on one database.

``make upgrade-drill`` takes the year that the first release stored, lets that release run as its
own processes, and brings this one up beside it, the way ``docs/upgrading.md`` says. All the while
commands are sent to whichever servers run, and questions are asked whose answers are fixed: as of
earlier positions. It kills the new worker, goes back to the older release and forward
again, and ends when the older release's tables are gone. Any lost or doubled command, any answer
that differs and any error of a server ends it with the finding.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from tests.faults.processes import free_port
from tests.patience import PATIENCE_S
from tests.story.client import enveloped

from wahana.platform.embedded import EmbeddedPostgres
from wahana.platform.ids import uuid7

from .differences import Judge
from .kept import Question, Witness, kept_of

FIRST_RELEASE = "1985c9b"
HERE = Path(__file__).parent
OFFICE, ROLE = "magelang-1", "DINAS_OFFICER"
REGISTER = """
mutation($input: RegisterPersonInput!) {
  registerPerson(input: $input) {
    __typename ... on Accepted { id position repeated } ... on Rejected { code field messageEn }
  }
}
"""
PERSON = "query($id: ID!) { registeredPerson(id: $id) { id name } }"


class Failed(Exception):
    """What the drill found wrong."""


@dataclass
class Release:
    """A checked out release: its programme, and how it takes the input of a command."""

    name: str
    folder: Path
    nested: bool
    """Whether the envelope of a command is an object (``envelope``)."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, data: Path, logs: Path, what: str, *more: str) -> None:
        log = (logs / f"{self.name}-{what}.log").open("ab")
        command = [self.folder / ".venv/bin/wahana", what, "--data", data, *more]
        environment = {**os.environ, "PYTHONWARNINGS": "default"}
        self.running[what] = subprocess.Popen(
            command, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, env=environment
        )

    def stop(self, what: str, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.running.pop(what)
        process.send_signal(how)
        code = process.wait(PATIENCE_S)
        if how is not signal.SIGKILL and code != 0:
            raise Failed(f"{self.name} {what} ended with {code}")

    def run(self, data: Path, *what: str) -> str:
        command = [self.folder / ".venv/bin/wahana", *what, "--data", data]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{self.name} {' '.join(what)}: {done.stdout}{done.stderr}")
        return done.stdout

    def alive(self) -> None:
        for what, process in self.running.items():
            if process.poll() is not None:
                raise Failed(f"{self.name} {what} has ended with {process.returncode}")


@dataclass
class Told:
    """What was sent and asked, and the results."""

    commands: dict[str, str] = field(default_factory=dict)
    """Name of each person that was registered, by id."""
    answers: dict[str, int] = field(default_factory=dict)
    """Number of questions that each release answered."""
    began: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.began:6.1f} s  {text}", flush=True)


class Crowd:
    """Clients: they send commands and ask questions, of each server that runs."""

    def __init__(self, witness: Witness, told: Told) -> None:
        self.servers: dict[str, tuple[Release, str]] = {}
        self._witness = witness
        self._told = told
        self._judge = Judge(witness.folder.name)
        self._fixed = [
            one
            for one in witness.questions
            if one.office == OFFICE and one.role == ROLE and " as of " in one.name
        ]
        self.http = httpx.AsyncClient(timeout=PATIENCE_S)

    async def run(self) -> None:
        """Go on until cancelled. Raises ``Failed``."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_always())
            group.create_task(self._ask_always())

    async def _send_always(self) -> None:
        for number in itertools.count(1):
            servers = list(self.servers.values())
            first = number % len(servers)
            await self.send([*servers[first:], *servers[:first]], number)
            for release, _ in servers:
                release.alive()
            await asyncio.sleep(1)

    async def _ask_always(self) -> None:
        for question in itertools.cycle(self._fixed):
            for release, url in list(self.servers.values()):
                await self.ask(release, url, question)
            await asyncio.sleep(0.2)

    async def send(self, servers: list[tuple[Release, str]], number: int) -> None:
        """Register a person with the first, and again with one key: then each knows it."""
        name = f"Warga {number}"
        wish = {"name": name, "personId": str(uuid7()), "idempotencyKey": f"drill/{number}"}
        for again, (release, url) in enumerate([servers[0], *servers]):
            if (release, url) not in self.servers.values():
                continue
            given = enveloped(wish) if release.nested else wish
            body = await self._post(release, url, ROLE, REGISTER, {"input": given})
            answer = (body.get("data") or {}).get("registerPerson") or {}
            if answer.get("repeated") is not (again > 0):
                raise Failed(f"{release.name} answered {body} to {wish}")
            self._told.commands[wish["personId"]] = name

    async def ask(self, release: Release, url: str, question: Question) -> None:
        """Ask for answers that cannot change any more."""
        text = self._judge.text(question) if release.nested else question.text
        if text is None or url not in {known for _, known in self.servers.values()}:
            return
        now = kept_of(await self._post(release, url, question.role, text, question.variables))
        found = [
            one
            for one in self._judge.differences(question, now)
            if not one.path.endswith(".stale")  # while a new version is filled, the older answers
        ]
        if found:
            raise Failed(f"{release.name} answers {question.label} otherwise: {found[:3]}")
        self._told.answers[release.name] = self._told.answers.get(release.name, 0) + 1

    async def find_all(self) -> None:
        """Every accepted command is seen by every release that runs. Raises ``Failed``."""
        for release, url in list(self.servers.values()):
            for person, name in list(self._told.commands.items()):
                body = await self._post(release, url, ROLE, PERSON, {"id": f"person_{person}"})
                if ((body.get("data") or {}).get("registeredPerson") or {}).get("name") != name:
                    raise Failed(f"{release.name} does not find {name}: {body}")

    async def _post(
        self, release: Release, url: str, role: str, text: str, variables: dict[str, Any]
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self._witness.token(OFFICE, role)}"}
        content = {"query": text, "variables": variables}
        answer = await self.http.post(f"{url}/graphql", json=content, headers=headers)
        body: dict[str, Any] = answer.json()
        codes = {(one.get("extensions") or {}).get("code") for one in body.get("errors", [])}
        if answer.status_code >= 500 or "INTERNAL" in codes:
            raise Failed(f"{release.name} answered {answer.status_code}: {body.get('errors')}")
        return body


def older_release(work: Path) -> Release:
    """The first release in a folder of its own, set up as its README says."""
    folder = work / "older"
    if not folder.exists():
        root = HERE.parent.parent
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", root, folder], check=True)
        subprocess.run(["git", "checkout", "--quiet", FIRST_RELEASE], cwd=folder, check=True)
        subprocess.run(["make", "--silent", "setup"], cwd=folder, check=True)
    return Release("0.1.0", folder, nested=False)


async def until(release: Release, what: str, condition: Any) -> None:
    """Wait until something holds, as long as the release's processes live. Raises ``Failed``."""
    deadline = time.monotonic() + PATIENCE_S
    while not await condition():
        release.alive()
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not come within {PATIENCE_S:.0f} s")
        await asyncio.sleep(0.5)


@dataclass
class Drill:
    """The steps, in the order of ``docs/upgrading.md``."""

    older: Release
    newer: Release
    data: Path
    logs: Path
    crowd: Crowd
    told: Told
    database: str

    async def serve(self, release: Release) -> None:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        release.start(self.data, self.logs, "serve", "--port", str(port))

        async def ready() -> bool:
            with contextlib.suppress(httpx.TransportError):
                async with httpx.AsyncClient() as http:
                    return (await http.get(f"{url}/ready")).is_success
            return False

        await until(release, f"{release.name} at {url}", ready)
        self.crowd.servers[release.name] = (release, url)

    async def leave(self, release: Release) -> None:
        """Take a server out: first clients stop using it, then it is stopped."""
        del self.crowd.servers[release.name]
        await asyncio.to_thread(release.stop, "serve")
        await asyncio.to_thread(release.stop, "work")

    def work(self, release: Release) -> None:
        release.start(self.data, self.logs, "work")

    async def level(self, release: Release) -> None:
        """Wait until ``wahana status`` says so."""

        async def is_level() -> bool:
            try:
                await asyncio.to_thread(release.run, self.data, "status", "--behind-s", "5")
            except Failed:
                return False
            return True

        await until(release, f"level views of {release.name}", is_level)

    async def old_tables(self) -> int:
        """Number of tables of views that this release does not read."""
        connection = await asyncpg.connect(self.database)
        try:
            found: int = await connection.fetchval(
                (HERE / "old_tables.sql").read_text(encoding="utf-8")
            )
        finally:
            await connection.close()
        return found

    async def run(self) -> None:
        say, older, newer = self.told.say, self.older, self.newer
        await asyncio.to_thread(older.run, self.data, "migrate")
        self.work(older)
        await self.serve(older)
        await self.level(older)
        say("0.1.0 runs: one server, one worker; clients send and ask from now on")
        async with together(self.crowd):
            await asyncio.sleep(10)
            began = time.monotonic()
            await asyncio.to_thread(newer.run, self.data, "migrate")
            say(f"migrated beside it in {time.monotonic() - began:.1f} s; 0.1.0 goes on")
            self.work(newer)
            await asyncio.sleep(2)
            await asyncio.to_thread(newer.stop, "work", signal.SIGKILL)
            self.work(newer)
            say("its worker was killed while it filled the new tables, and started again")
            await self.serve(newer)
            await self.level(newer)
            say("both releases answer and take commands")
            await self.leave(newer)
            await asyncio.sleep(5)
            await self.crowd.find_all()
            say("gone back: 0.1.0 alone")
            self.work(newer)
            await self.serve(newer)
            await self.level(newer)
            await self.crowd.find_all()
            say("forward again: both find every command")
            await self.leave(older)
            say("0.1.0 is stopped")

            async def gone() -> bool:
                return await self.old_tables() == 0

            await until(newer, "the end of the old tables", gone)
            say("its tables are dropped")
            await self.level(newer)
        await self.crowd.find_all()
        checked = await asyncio.to_thread(newer.run, self.data, "check")
        say(f"log walked: {checked.strip().splitlines()[-1]}")


@contextlib.asynccontextmanager
async def together(crowd: Crowd) -> AsyncIterator[None]:
    """The clients go on while the block runs; what they find ends it."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(crowd.run())
        yield
        task.cancel()


async def drill(work: Path) -> None:
    told = Told()
    witness = Witness(HERE / "release_0_1_0" / "year")
    data, logs = work / "data", work / "logs"
    logs.mkdir()
    older = older_release(work)
    newer = Release("this release", HERE.parent.parent, nested=True)
    older.run(data, "restore", str(witness.unpack(work / "backup")))
    told.say(f"{witness.facts.heads[OFFICE]} events of one office restored by 0.1.0")
    async with EmbeddedPostgres.start(data) as server:
        crowd = Crowd(witness, told)
        steps = Drill(older, newer, data, logs, crowd, told, server.url("wahana"))
        try:
            async with crowd.http:
                await steps.run()
        finally:
            for release in (older, newer):
                for what in list(release.running):
                    with contextlib.suppress(Failed):
                        release.stop(what)
    answered = json.dumps(told.answers)
    told.say(
        f"{len(told.commands)} commands, none lost or doubled; answers, all as then: {answered}"
    )


def found_in(group: BaseExceptionGroup[Failed]) -> Iterator[Failed | BaseExceptionGroup[Failed]]:
    """What several tasks found, one by one."""
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from found_in(one)
        else:
            yield one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="new folder for data and logs")
    work = parser.parse_args().work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(drill(work))
    except* Failed as failed:
        for one in found_in(failed):
            print(f"failed: {one}; logs: {work / 'logs'}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
