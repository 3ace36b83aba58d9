"""The bundled PostgreSQL, started on a private socket beside the service that uses it."""

from .account import Account
from .launcher import EmbeddedPostgres, remove, running
from .layout import CannotStart, DataInUse, ServerAddress, holds_cluster

__all__ = [
    "Account",
    "CannotStart",
    "DataInUse",
    "EmbeddedPostgres",
    "ServerAddress",
    "holds_cluster",
    "remove",
    "running",
]
