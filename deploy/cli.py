"""The command line: ``wahana <command>``. Each command does one job, and may be repeated.

Exit codes: 0 done; 1 something is behind (``status``) or was refused, with what to do on stderr;
2 something has stopped (``status``) or the command was used wrongly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import pydantic
import typer
import uvloop

from wahana.platform import backup as backups
from wahana.platform import telemetry
from wahana.platform.append import QueueFull
from wahana.platform.database import DatabaseUnavailable
from wahana.platform.embedded import CannotStart, DataInUse
from wahana.platform.events import UndecodableEvent, UnknownTopic
from wahana.platform.interventions import Justification, NothingStopped
from wahana.platform.migrate import SchemaError
from wahana.platform.rebuild import CannotDrop
from wahana.platform.restore_switch import RestoreRefused
from wahana.platform.settings import Settings
from wahana.platform.vault.errors import VaultError
from wahana.tenants.directory import SlugTaken

from . import jobs, tenant_jobs
from .provision import CommandRefused

app = typer.Typer(
    name="wahana",
    help="The social welfare forums (WKSBM) of many offices, every fact an immutable event.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
tenant_app = typer.Typer(help="The offices (Dinas) of this service.", no_args_is_help=True)
app.add_typer(tenant_app, name="tenant")

CURABLE = (
    CannotDrop,
    CannotStart,
    CommandRefused,
    DataInUse,
    DatabaseUnavailable,
    NothingStopped,
    OSError,
    QueueFull,
    RestoreRefused,
    SchemaError,
    SlugTaken,
    UndecodableEvent,
    UnknownTopic,
    VaultError,
    backups.BackupDamaged,
    backups.BackupFailed,
    jobs.UnknownTenantOrView,
    ValueError,
)
"""Errors whose message says what to do; shown without a traceback."""

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the embedded database.")]
Tenant = Annotated[str | None, typer.Option("--tenant", help="Slug or id; default: all.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is recorded.")]
By = Annotated[str, typer.Option("--by", help="Your name; it is recorded.")]


def settings_of(data: Path | None = None, **given: Any) -> Settings:
    """The settings of the environment, with what the command line gives. Ends with 2 if wrong."""
    wanted = {"data": data, **given}
    try:
        return Settings(**{name: value for name, value in wanted.items() if value is not None})
    except pydantic.ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_input=False):
            name = str(error["loc"][0])
            told = f"--{name} or WAHANA_{name.upper()}" if name in given else _variable(name)
            typer.secho(f"{told}: {error['msg']}", err=True, fg="red")
        raise typer.Exit(2) from None


def _variable(name: str) -> str:
    return f"the environment variable WAHANA_{name.upper()}"


def warrant(by: str, reason: str) -> Justification:
    """Who acts and why. Ends with 2 if it is not said."""
    try:
        return Justification(by.strip(), reason.strip())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--by' and '--reason'") from None


def run(job: Coroutine[Any, Any, int | None], settings: Settings) -> None:
    """Run a job and leave with its exit code."""
    telemetry.configure_logging(settings.log_format)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            code = runner.run(job)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except CURABLE as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from None
    raise typer.Exit(code or 0)


@app.command()
def demo(
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port of the API; 0 takes a free one.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete the data folder first.")] = False,
    year: Annotated[
        bool, typer.Option("--year", help="Also a year of a whole office: about 35,000 events.")
    ] = False,
    seed: Annotated[
        int,
        typer.Option(min=0, max=999_999, help="Seed of that year; each makes a different office."),
    ] = 1,
) -> None:
    """Start everything with the sample offices: database, API, worker. Ctrl-C stops it."""
    from .demo.run import run_demo

    settings = settings_of(data, port=port, development=True)
    run(run_demo(settings, fresh=fresh, seed=seed if year else None), settings)


@app.command()
def serve(
    data: Data = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the API until stopped; requests in progress are finished."""
    from .serving import serve_until_stopped

    settings = settings_of(data, host=host, port=port)
    run(serve_until_stopped(settings), settings)


@app.command()
def work(data: Data = None) -> None:
    """Keep views up to date and run process managers until told to stop. Workers share the work."""
    settings = settings_of(data)
    run(jobs.work(settings), settings)


@app.command()
def migrate(data: Data = None) -> None:
    """Upgrade both databases and the views to this release."""
    settings = settings_of(data)
    run(jobs.migrate(settings), settings)


@app.command()
def status(
    data: Data = None,
    tenant: Tenant = None,
    behind_s: Annotated[float, typer.Option(help="Seconds that count as behind.")] = 60.0,
) -> None:
    """Show how far views and process managers are. Exit code: 0 up to date, 1 behind, 2 stopped."""
    settings = settings_of(data)
    run(jobs.status(settings, tenant, behind_s), settings)


@app.command()
def check(data: Data = None, tenant: Tenant = None) -> None:
    """Check the logs: positions and versions have no gaps, and times rise."""
    settings = settings_of(data)
    run(jobs.check(settings, tenant), settings)


@app.command()
def rebuild(
    view: Annotated[str, typer.Argument(help="Name of the view; wahana status lists them.")],
    reason: Reason,
    by: By,
    data: Data = None,
    tenant: Tenant = None,
    accept_differences: Annotated[
        bool, typer.Option(help="Switch though rows differ from the live ones.")
    ] = False,
) -> None:
    """Rebuild a view beside the live one, compare the two, and switch per tenant."""
    settings = settings_of(data)
    job = jobs.rebuild(settings, view, tenant, warrant(by, reason), accept_differences)
    run(job, settings)


@app.command()
def replay(
    view: Annotated[str, typer.Argument(help="The view or process manager that stopped.")],
    tenant: Annotated[str, typer.Option("--tenant", help="Slug or id.")],
    reason: Reason,
    by: By,
    data: Data = None,
) -> None:
    """Retry the event at which a view or process manager of a tenant has stopped."""
    settings = settings_of(data)
    run(jobs.replay(settings, view, tenant, warrant(by, reason)), settings)


@app.command()
def discard(
    view: Annotated[str, typer.Argument(help="The view or process manager that stopped.")],
    position: Annotated[int, typer.Argument(help="Position of the event to skip.")],
    tenant: Annotated[str, typer.Option("--tenant", help="Slug or id.")],
    reason: Reason,
    by: By,
    data: Data = None,
) -> None:
    """Skip the event at which a view or process manager has stopped. It stays in the log."""
    settings = settings_of(data)
    run(jobs.discard(settings, view, tenant, position, warrant(by, reason)), settings)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="New folder for the backup (mode 0700).")],
    data: Data = None,
) -> None:
    """Back up both databases and the root key. Keep it as safe as the data itself."""
    settings = settings_of(data)
    run(jobs.backup(settings, folder), settings)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="Folder of a backup.")],
    data: Data = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace data that is there.")] = False,
) -> None:
    """Restore a backup, after its checksums are verified."""
    settings = settings_of(data)
    run(jobs.restore(settings, folder, replace=replace), settings)


@app.command()
def settings(data: Data = None) -> None:
    """Print the settings, their variables and meanings. Secrets are not shown."""
    jobs.print_settings(settings_of(data))


@tenant_app.command("add")
def tenant_add(
    slug: Annotated[str, typer.Argument(help="Short name: bontang.")],
    name: Annotated[str, typer.Option(help="Name of the office.")],
    area: Annotated[str, typer.Option(help="Area code: 64.74, 34; empty for NATIONAL.")] = "",
    level: Annotated[str, typer.Option(help="KABKOTA, PROV or NATIONAL.")] = "KABKOTA",
    zone: Annotated[str, typer.Option(help="Asia/Jakarta, Asia/Makassar or Asia/Jayapura.")] = (
        "Asia/Jakarta"
    ),
    admin: Annotated[str | None, typer.Option(help="Name of its first administrator.")] = None,
    data: Data = None,
) -> None:
    """Register an office, and its first administrator with a token that is shown once."""
    settings = settings_of(data)
    run(tenant_jobs.add(settings, slug, name, area, level, zone, admin), settings)


@tenant_app.command("admin")
def tenant_admin(
    tenant: Annotated[str, typer.Argument(help="Slug or id.")],
    name: Annotated[str, typer.Option(help="Name of the administrator.")],
    data: Data = None,
) -> None:
    """Add an administrator with a token that is shown once: for an office that lost its own."""
    settings = settings_of(data)
    run(tenant_jobs.add_admin(settings, tenant, name), settings)


@tenant_app.command("list")
def tenant_list(data: Data = None) -> None:
    """List the offices of this service."""
    settings = settings_of(data)
    run(tenant_jobs.show_all(settings), settings)


@tenant_app.command("show")
def tenant_show(
    tenant: Annotated[str, typer.Argument(help="Slug or id.")], data: Data = None
) -> None:
    """Show one office: names, level, area, zone, policies by date, head of its log."""
    settings = settings_of(data)
    run(tenant_jobs.show(settings, tenant), settings)


def main() -> None:
    """Entry point of ``wahana``."""
    app()
