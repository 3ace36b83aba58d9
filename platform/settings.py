"""Settings of a process, from the environment (``WAHANA_…``); one place, each with its meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set. ``wahana settings`` prints it with the descriptions."""

    model_config = SettingsConfigDict(env_prefix="WAHANA_", extra="ignore")

    data: Path = Field(
        default=Path("data"), description="Folder of the embedded database, keys and tokens."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL to use instead of the embedded one: a login that may create roles "
        "and is a member of the four roles (libpq URL).",
    )
    vault_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL database of the key store; on another host if you can.",
    )
    root_key_file: Path | None = Field(
        default=None,
        description="File of mode 0600 with the root key; default: root.key in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address the API listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the API listens on.")
    log_name: str = Field(
        default="wahana.localhost",
        description="Name of the log; it is part of every leaf and can never change.",
    )
    cors_origins: list[str] = Field(
        default_factory=list, description="Origins whose pages may call the API from a browser."
    )
    development: bool = Field(
        default=False, description="Serve GraphiQL and allow introspection to all."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Form of the log lines."
    )
    read_connections: int = Field(default=8, ge=1, description="Read connections per process.")
    append_connections: int = Field(
        default=8,
        ge=1,
        description="Append connections per process: how many offices it writes for at once.",
    )
    work_connections: int = Field(default=6, ge=2, description="Worker connections per process.")
