"""The bundled PostgreSQL, started on a private socket beside the service that uses it."""

from .account import Account
from .launcher import EmbeddedPostgres, remove, running
from .layout import CannotStart, DataInUse, ServerAddress

__all__ = [
    "Account",
    "CannotStart",
    "DataInUse",
    "EmbeddedPostgres",
    "ServerAddress",
    "remove",
    "running",
]
