"""Every exception class of the service, and what a client sees if it reaches the API.

INTERNAL means a fault in code and nothing else: a class that is new has to be put into the table.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from eventsourcing import persistence
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    graphql_sync,
)

from wahana.domain.registry import REFUSALS
from wahana.graphql.errors import present, unexpected

FAULT = "INTERNAL"
"""A fault in code: it should never have been raised."""
AGAIN = "TRY_AGAIN"
UNREADABLE = "UNREADABLE"
CAUGHT = "caught"
"""Caught where it means something, and answered otherwise; it passes nobody."""
REFUSAL = "refusal"
"""Answered as a refusal: its ``code`` is in the table of rules."""
BAD_INPUT = "BAD_INPUT"
"""Caught by the API, and told as something that the client can correct."""
START = "start"
"""Raised when the service starts or is built."""
OPERATOR = "operator"
"""Shown to the operator, on the command line or in a worker."""

TABLE: dict[str, str] = {
    "platform.append.InvalidAppend": FAULT,
    "platform.append.QueueFull": AGAIN,
    "platform.append.UnknownTenant": UNREADABLE,
    "platform.backup.BackupDamaged": OPERATOR,
    "platform.backup.BackupFailed": OPERATOR,
    "platform.bounds.TooLarge": REFUSAL,
    "platform.database.DatabaseUnavailable": AGAIN,
    "platform.embedded.layout.CannotStart": START,
    "platform.embedded.layout.DataInUse": START,
    "platform.events.OpenValueInEvent": FAULT,
    "platform.events.UndecodableEvent": UNREADABLE,
    "platform.events.UnknownTopic": UNREADABLE,
    "platform.events.UnreadableEvent": FAULT,
    "platform.in_flight.StaleBatch": OPERATOR,
    "platform.installation.ViewRefused": START,
    "platform.interventions.NothingStopped": OPERATOR,
    "platform.migrate.MigrationFailed": START,
    "platform.migrate.SchemaAltered": START,
    "platform.migrate.SchemaBehind": START,
    "platform.migrate.SchemaError": START,
    "platform.migrate.SchemaNewer": START,
    "platform.postgres_programs.ProgramFailed": OPERATOR,
    "platform.processes.process_states.NotFetched": CAUGHT,
    "platform.processes.runner.AlreadyHandled": OPERATOR,
    "platform.projector.BatchFailed": OPERATOR,
    "platform.rebuild.CannotDrop": OPERATOR,
    "platform.recorder.KeyUsed": CAUGHT,
    "platform.recorder.StreamConflict": CAUGHT,
    "platform.restore_switch.RestoreRefused": OPERATOR,
    "platform.unique.ClaimPending": AGAIN,
    "platform.unique.ValueTaken": CAUGHT,
    "platform.vault.errors.CommitmentMismatch": UNREADABLE,
    "platform.vault.errors.EnvelopeError": UNREADABLE,
    "platform.vault.errors.EpochInUse": OPERATOR,
    "platform.vault.errors.KeyDamaged": UNREADABLE,
    "platform.vault.errors.KeyHeld": OPERATOR,
    "platform.vault.errors.KeyStoreUnavailable": AGAIN,
    "platform.vault.errors.KeyUnknown": UNREADABLE,
    "platform.vault.errors.RootKeyRefused": START,
    "platform.vault.errors.SealBroken": UNREADABLE,
    "platform.vault.errors.SubjectErased": REFUSAL,
    "platform.vault.errors.UnknownEnvelope": UNREADABLE,
    "platform.vault.errors.Unsealable": FAULT,
    "platform.vault.errors.ValueTooLong": REFUSAL,
    "platform.vault.errors.VaultError": FAULT,
    "platform.vault.errors.WrongKey": UNREADABLE,
    "platform.workspace.Large": CAUGHT,
    "platform.workspace.NotLoaded": CAUGHT,
    "platform.writer.WriterClosed": AGAIN,
    "domain.kernel.refusal.Refused": REFUSAL,
    "domain.kernel.roles.WrongTable": START,
    "domain.kernel.texts.Unfit": CAUGHT,
    "domain.reference.areas.AreaFileChanged": START,
    "domain.words.catalogue.WrongText": START,
    "tenants.authorization.NotAdmitted": CAUGHT,
    "tenants.directory.SlugTaken": OPERATOR,
    "tenants.processes.StreamsBusy": AGAIN,
    "projections.cursor.WrongCursor": BAD_INPUT,
    "projections.quoting.WrongSelection": BAD_INPUT,
    "projections.read.UnfitRow": FAULT,
    "projections.read.WrongValue": BAD_INPUT,
    "projections.reading.UnknownName": START,
    "projections.relation.WrongDeclaration": START,
}
"""What each comes to. A test of its own holds it where it is caught."""

ELSEWHERE: dict[type[BaseException], str] = {
    persistence.OperationalError: AGAIN,
    persistence.IntegrityError: FAULT,
    persistence.ProgrammingError: FAULT,
    asyncpg.TooManyConnectionsError: AGAIN,
    asyncpg.QueryCanceledError: AGAIN,
    asyncpg.AdminShutdownError: AGAIN,
    asyncpg.SerializationError: AGAIN,
    asyncpg.UndefinedColumnError: FAULT,
    ConnectionResetError: AGAIN,
    TimeoutError: AGAIN,
    OverflowError: FAULT,
    RecursionError: FAULT,
    KeyError: FAULT,
}
"""Exceptions of the libraries that the service uses."""


def classes() -> dict[str, type[BaseException]]:
    """Every exception class that is defined in the rooms below the API, by module and name."""
    return {
        f"{cls.__module__.removeprefix('wahana.')}.{cls.__qualname__}": cls
        for module in modules()
        for cls in vars(module).values()
        if inspect.isclass(cls)
        and issubclass(cls, BaseException)
        and cls.__module__ == module.__name__
    }


def modules() -> Iterator[ModuleType]:
    for room in ("domain", "platform", "projections", "tenants"):
        folder = Path(importlib.import_module(f"wahana.{room}").__path__[0])
        for path in sorted(folder.rglob("*.py")):
            name = ".".join(path.relative_to(folder).with_suffix("").parts)
            yield importlib.import_module(f"wahana.{room}.{name}")


def code_of(error: BaseException) -> str:
    """The code that a client gets when a resolver raises the error."""

    def resolve(*_: Any) -> str:
        raise error

    field = GraphQLField(GraphQLString, resolve=resolve)
    result = graphql_sync(GraphQLSchema(GraphQLObjectType("Query", {"a": field})), "{ a }")
    (shown,) = present(result.errors or [])
    found: str = shown["extensions"]["code"]
    return found


def test_every_exception_has_its_answer() -> None:
    assert set(classes()) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_what_comes_to_the_door_is_told_by_its_code(name: str) -> None:
    answer, cls = TABLE[name], classes()[name]
    error = cls.__new__(cls)
    if answer in (FAULT, AGAIN, UNREADABLE):
        assert code_of(error) == answer
        assert unexpected(error)["extensions"]["code"] == answer
    if answer == REFUSAL and "code" in vars(cls):
        assert vars(cls)["code"] in REFUSALS


@pytest.mark.parametrize("cls", ELSEWHERE, ids=lambda cls: cls.__name__)
def test_what_others_raise_is_told_by_its_code(cls: type[BaseException]) -> None:
    assert code_of(cls("told to nobody")) == ELSEWHERE[cls]


@pytest.mark.parametrize("cls", [*ELSEWHERE, *classes().values()], ids=lambda cls: cls.__name__)
def test_nothing_of_the_inside_is_told(cls: type[BaseException]) -> None:
    error = cls.__new__(cls, "secret")
    error.args = ("secret",)
    told = unexpected(error)
    if told["extensions"]["code"] in (FAULT, UNREADABLE):
        assert "secret" not in str(told)
        assert told["extensions"]["reference"] in told["message"]
