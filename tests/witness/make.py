"""Makes a witness of the release that is checked out. See README.md for the command.

It runs the demo as anybody does, sends commands, asks questions, exports the log, stops the demo,
and packs a backup. What can be made again is left out of the large one: the rows of its views.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import lzma
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
from graphql import build_client_schema, get_introspection_query

sys.path.insert(0, str(Path(__file__).resolve().parent))
import questions
import sent
from kept import ADDRESS, kept_of

from wahana.platform import databases, postgres_programs
from wahana.platform.embedded import EmbeddedPostgres

YEAR_OFFICE = "magelang-1"
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]
OWN_BOOKS = ("fundBooks", "fundBalances", "fundMonths", "duesPayers", "arrears", "decisions")
"""Lists of the year that are asked for each WKSBM, as one page does not hold them."""

Json = dict[str, Any]


class Api:
    """The demo over HTTP."""

    def __init__(self, url: str, tokens: list[Json]) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=60)
        self._tokens = {(one["office"], one["role"]): one["token"] for one in tokens}

    def get(self, path: str, office: str, role: str) -> httpx.Response:
        return self._http.get(path, headers=self._headers(office, role))

    def ask(self, office: str, role: str, text: str, **variables: Any) -> Json:
        """The whole body of the answer."""
        body = {"query": text, "variables": variables}
        headers = self._headers(office, role)
        answer: Json = self._http.post("/graphql", json=body, headers=headers).json()
        return answer

    def send(self, office: str, role: str, mutation: str, wish: Json) -> Json:
        body = self.ask(office, role, sent.text(mutation), input=wish)
        assert "errors" not in body, (mutation, body)
        answer: Json = body["data"][mutation]
        return answer

    def offices(self) -> list[str]:
        return list(dict.fromkeys(office for office, _ in self._tokens))

    def roles(self, office: str) -> list[str]:
        return [role for one, role in self._tokens if one == office]

    def _headers(self, office: str, role: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self._tokens[office, role]}"}


def run_demo(data: Path, port: int, *, year: bool) -> subprocess.Popen[bytes]:
    """Start the demo and wait until it has loaded and its views are up to date."""
    wahana = Path(sys.executable).with_name("wahana")
    more = ["--year"] if year else []
    demo = subprocess.Popen([wahana, "demo", "--data", data, "--port", str(port), *more])
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline:
        assert demo.poll() is None, "the demo has ended"
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready").is_success:
                return demo
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise TimeoutError("the demo was not ready within 15 minutes")


def settle(api: Api, offices: list[str]) -> dict[str, int]:
    """Wait until process managers have acted and views are up to date; return each office's last
    position."""
    seen: dict[str, int] = {}
    quiet = 0
    while quiet < 5:
        time.sleep(1)
        heads = {}
        for office in offices:
            body = api.ask(office, "DINAS_OFFICER", "{ trail(first: 1) { position stale } }")
            log = api.ask(office, "INSPECTORATE", questions.BY_HAND["events"])
            heads[office] = int(log["data"]["events"]["head"])
            level = int(body["data"]["trail"]["position"]) == heads[office]
            quiet = quiet if level else -1
        quiet = quiet + 1 if heads == seen else 0
        seen = heads
    return seen


def answers(api: Api, offices: list[str], heads: dict[str, int], *, year: bool) -> list[Json]:
    """Every question and its answer."""
    office = offices[0]
    introspection = api.ask(office, "DINAS_OFFICER", get_introspection_query())
    asker = questions.Asker(build_client_schema(introspection["data"]))
    kept: list[Json] = []

    def put(question: questions.Question) -> Json:
        """An answer that would be too large is asked for in smaller pages and less deep."""
        for text in questions.smaller(question.text):
            body = api.ask(question.office, question.role, text, **question.variables)
            answer = kept_of(body)
            codes = {error["code"] for error in answer.get("errors", [])}
            assert "INTERNAL" not in codes, (question, answer["errors"])
            if "TOO_MUCH" not in codes:
                break
        if "TIMED_OUT" in codes:  # no answer that could be the same again
            print("took too long, and is left out:", question)
        else:
            kept.append({**question._asdict(), "text": text, "answer": answer})
        return body

    for office in offices:
        moments = [questions.NOW, *_moments(heads[office], year=year)]
        for role in api.roles(office):
            found: dict[str, list[str]] = {}
            for question in questions.generated(asker, office, role, moments):
                name = question.name.removesuffix(" now")
                body = put(question)
                if question.name.endswith(" now") and name not in found:
                    found[name] = _ids(body, name)
            several = 2 if role == questions.CHIEF else 1
            some = {name: ids[:several] for name, ids in found.items()}
            for question in questions.by_id(asker, office, role, some, moments[:3:2]):
                put(question)
            if year and role == questions.CHIEF:
                for wksbm in found["wksbms"]:
                    for name in OWN_BOOKS:
                        text = asker.text(name, {"wksbmId": f'"{wksbm}"'}, depth=1)
                        put(questions.Question(f"{name} of {wksbm}", office, role, text))
    return kept


def _moments(head: int, *, year: bool) -> list[questions.Moment]:
    days = ("2024-03-31",) if year else ("2012-06-14", "2022-04-15")
    places = [head // 3, head * 2 // 3]
    made = [questions.Moment(f"as of {place}", place) for place in places]
    made += [questions.Moment(f"on {day}", valid_on=day) for day in days]
    return [*made, questions.Moment(f"as of {places[1]} on {days[0]}", places[1], days[0])]


def _ids(body: Json, name: str) -> list[str]:
    found = (body.get("data") or {}).get(name)
    nodes = found.get("nodes", []) if isinstance(found, dict) else []
    return [node["id"] for node in nodes if "id" in node]


def printed(api: Api, welcome: str, offices: list[str]) -> list[Json]:
    """The queries that the demo prints, and their answers."""
    kept: list[Json] = []
    for part in welcome.split("\n\n"):
        title, _, rest = part.partition("\n   token: ")
        number, dot, name = title.partition(". ")
        if not (dot and number.isdigit() and rest):
            continue
        token, _, text = rest.partition("\n")
        office, role = token.split()
        if office in offices:
            body = api.ask(office, role, text)
            assert "errors" not in body, body
            question = questions.Question(f"printed: {name}", office, role, text)
            kept.append({**question._asdict(), "answer": kept_of(body)})
    return kept


def sheets(api: Api, offices: list[str]) -> list[Json]:
    """Accountability sheets: some months of every book."""
    kept: list[Json] = []
    text = "{ fundBooks(first: 100) { nodes { id year } } }"
    for office in offices:
        books = api.ask(office, "WKSBM_TREASURER", text)["data"]["fundBooks"]["nodes"]
        for book in books:
            for month in (1, 4, 6, 12):
                path = f"/sheet?book={book['id']}&month={book['year']}-{month:02}"
                answer = api.get(path, office, "WKSBM_TREASURER")
                page = answer.text.replace(api.url, ADDRESS)
                one = {"office": office, "role": "WKSBM_TREASURER", "path": path}
                kept.append({**one, "status": answer.status_code, "page": page})
    return kept


def logs(api: Api, offices: list[str], *, year: bool) -> dict[str, Any]:
    """Each office's NDJSON: the whole text, or of the year the SHA-256 of every 500 lines."""
    kept: dict[str, Any] = {}
    for office in offices:
        answer = api.get("/log.ndjson", office, "INSPECTORATE")
        text = answer.raise_for_status().text
        lines = text.splitlines(keepends=True)
        parts = ["".join(lines[at : at + 500]) for at in range(0, len(lines), 500)]
        digests = [hashlib.sha256(part.encode()).hexdigest() for part in parts]
        kept[office] = {"lines": len(lines), "digests": digests} if year else text
    return kept


async def pack(data: Path, backup: Path, target: Path, *, year: bool) -> None:
    """Dump both databases again, uncompressed, and pack them; the manifest follows."""
    manifest = json.loads((backup / "manifest.json").read_bytes())
    async with EmbeddedPostgres.start(data) as server:
        admin = server.url("postgres")
        await databases.create(admin, "packed", template="wahana")
        try:
            connection = await databases.connect(server.url("packed"))
            if year:
                await _strip(connection)
            # Bytes of JSON as text, not as twice as many hexadecimal digits.
            await connection.execute("ALTER DATABASE packed SET bytea_output = 'escape'")
            major = connection.get_server_version().major
            await connection.close()
            for name, url in (
                ("events.dump", server.url("packed")),
                ("keys.dump", server.url("wahana_vault")),
            ):
                manifest["files"][name] = await _dump(url, target / name, major)
        finally:
            await databases.drop(admin, "packed")
    (target / "root.key").write_bytes((backup / "root.key").read_bytes())
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


async def _strip(connection: asyncpg.Connection[Any]) -> None:
    """Remove the rows of views, which can be made from the log, and the record of their
    generations."""
    await connection.execute(Path(__file__).with_name("strip.sql").read_text())


async def _dump(url: str, file: Path, major: int) -> Json:
    options = ["--format=custom", "--compress=none", "--exclude-schema=public"]
    with file.open("wb") as output:
        await postgres_programs.run(
            "pg_dump", options, url, server_major=major, output=output.fileno()
        )
    content = file.read_bytes()
    file.unlink()
    packed = lzma.compress(content, format=lzma.FORMAT_XZ, filters=FILTERS)
    file.with_name(f"{file.name}.xz").write_bytes(packed)
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _write(target: Path, name: str, content: Any) -> None:
    text = msgspec.json.encode(content)
    filters = [{**FILTERS[0], "dict_size": 64 << 20}]
    packed = lzma.compress(text, format=lzma.FORMAT_XZ, filters=filters)
    (target / f"{name}.json.xz").write_bytes(packed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="new folder of the witness")
    parser.add_argument("--year", action="store_true", help="with the year of an office")
    parser.add_argument("--work", type=Path, required=True, help="folder for data and backup")
    parser.add_argument("--port", type=int, default=8731)
    given = parser.parse_args()
    given.target.mkdir(parents=True)
    data, backup = given.work / "data", given.work / "backup"
    demo = run_demo(data, given.port, year=given.year)
    try:
        tokens = json.loads((data / "tokens.json").read_bytes())["tokens"]
        api = Api(f"http://127.0.0.1:{given.port}", tokens)
        offices = [YEAR_OFFICE] if given.year else api.offices()
        settle(api, offices)
        commands: list[sent.Sent] = []
        if not given.year:
            found = api.ask(sent.OFFICE, sent.TREASURER, "{ fundBooks { nodes { wksbmId } } }")
            wksbm = found["data"]["fundBooks"]["nodes"][0]["wksbmId"]
            commands = sent.send_all(api.send, wksbm)
        heads = settle(api, offices)
        made_at = datetime.now(UTC)
        welcome = (data / "welcome.txt").read_text()
        kept = printed(api, welcome, offices)
        kept += answers(api, offices, heads, year=given.year)
        pages = sheets(api, offices)
        log = logs(api, offices, year=given.year)
        assert settle(api, offices) == heads, "an answer depends on what came meanwhile"
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(120) == 0
    subprocess.run(
        [Path(sys.executable).with_name("wahana"), "backup", backup, "--data", data], check=True
    )
    asyncio.run(pack(data, backup, given.target, year=given.year))
    facts = {"made_at": made_at, "tokens": tokens, "heads": heads, "log": log}
    _write(given.target, "facts", facts | {"sent": [one._asdict() for one in commands]})
    _write(given.target, "answers", {"questions": kept, "sheets": pages})


if __name__ == "__main__":
    main()
