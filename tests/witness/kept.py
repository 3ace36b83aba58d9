"""A packed witness: what an earlier release stored and answered, read again."""

from __future__ import annotations

import lzma
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

Json = dict[str, Any]
ADDRESS = "http://wahana.example"
"""Replaces the address of the service in sheets."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was asked, as whom, and what the release answered."""

    name: str
    office: str
    role: str
    text: str
    answer: Json
    """``data``, and of each error ``path`` and ``code``."""
    variables: Json = {}

    @property
    def label(self) -> str:
        """Names it among all questions."""
        return f"{self.office} {self.role}: {self.name}"


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An accountability sheet as it was printed."""

    office: str
    role: str
    path: str
    status: int
    page: str


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command that was sent, and how it ended."""

    office: str
    role: str
    mutation: str
    input: Json
    answer: Json


class Token(msgspec.Struct, frozen=True):
    """A token of the demo, as its file has it."""

    office: str
    tenant_id: str
    role: str
    token: str


class Lines(msgspec.Struct, frozen=True):
    """A long NDJSON export: its lines, and the SHA-256 of every 500."""

    lines: int
    digests: list[str]


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything but the answers."""

    made_at: datetime
    """When the questions were asked."""
    tokens: list[Token]
    heads: dict[str, int]
    """Last position of each office that was asked."""
    log: dict[str, str | Lines]
    """Each office's NDJSON export."""
    sent: list[Sent]


def kept_of(body: Json) -> Json:
    """What of an answer's body is kept: the data, and of each error path and code."""
    errors = [
        {"path": error.get("path"), "code": error.get("extensions", {}).get("code")}
        for error in body.get("errors", [])
    ]
    return {"data": body.get("data"), **({"errors": errors} if errors else {})}


class _Answers(msgspec.Struct, frozen=True):
    questions: list[Question]
    sheets: list[Sheet]


@dataclass(frozen=True)
class Witness:
    """The folder of a witness."""

    folder: Path

    def unpack(self, target: Path) -> Path:
        """A backup folder as ``wahana restore`` takes it."""
        target.mkdir(mode=0o700)
        for name in ("manifest.json", "root.key"):
            shutil.copyfile(self.folder / name, target / name)
        for packed in self.folder.glob("*.dump.xz"):
            with lzma.open(packed) as source, (target / packed.stem).open("wb") as file:
                shutil.copyfileobj(source, file)
        return target

    @cached_property
    def facts(self) -> Facts:
        return msgspec.json.decode(self._read("facts"), type=Facts)

    @cached_property
    def questions(self) -> list[Question]:
        return self._answers.questions

    @cached_property
    def sheets(self) -> list[Sheet]:
        return self._answers.sheets

    def token(self, office: str, role: str) -> str:
        return next(
            one.token for one in self.facts.tokens if (one.office, one.role) == (office, role)
        )

    @cached_property
    def _answers(self) -> _Answers:
        return msgspec.json.decode(self._read("answers"), type=_Answers)

    def _read(self, name: str) -> bytes:
        with lzma.open(self.folder / f"{name}.json.xz") as file:
            return file.read()
