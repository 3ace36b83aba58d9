"""Errors that are not caused by an event, and what may be logged of any error."""

from __future__ import annotations

import traceback
from pathlib import Path

import asyncpg
from eventsourcing.persistence import OperationalError

from .vault.errors import KeyStoreUnavailable

TRANSIENT: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    OperationalError,
    KeyStoreUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.InternalClientError,
    asyncpg.UndefinedTableError,  # of a version that is not installed (any more)
)
"""Errors that are not caused by the event: the same batch may succeed later."""
UNAVAILABLE: tuple[type[Exception], ...] = (*TRANSIENT, asyncpg.InterfaceError)
"""Errors of an unusable database. Within a view's ``apply`` an ``InterfaceError`` may be a fault of
the view (a wrong number of binds), so there it is treated as an error of the event."""


def origin_of(error: BaseException) -> str:
    """Class and location of an error. Its message is not kept, because it may name a person."""
    code = getattr(error, "sqlstate", None)
    name = f"{type(error).__name__} {code}" if code else type(error).__name__
    frames = [
        f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
        if frame.filename.endswith(".py") and "site-packages" not in frame.filename
    ]
    return f"{name} in {' < '.join(frames[:3])}"[:500] if frames else name
