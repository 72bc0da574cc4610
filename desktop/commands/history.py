"""`rationale history`: what was asked, thought and answered; search, backups, checks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desktop.commands import history_exchange, history_order
from desktop.commands.context import CommandContext
from desktop.commands.output import one_line, print_json, print_table
from models.errors import InputError
from models.history.records import CheckReport, SearchScope

app = typer.Typer(help="List, search, order, move, back up and check the history.")
app.command("export")(history_exchange.export)
app.command("import")(history_exchange.import_)
app.command("tag")(history_order.tag)
app.command("archive")(history_order.archive)
app.command("delete")(history_order.delete)
app.command("empty-trash")(history_order.empty_trash)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Limit = Annotated[int, typer.Option(help="The most rows.", min=1, max=10_000)]


@app.command("list")
def list_conversations(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List the conversations, the newest first."""
    given: CommandContext = context.obj
    with given.history_to_read() as store:
        rows = store.conversations(limit=limit)
    if as_json:
        print_json([asdict(each) for each in rows])
    else:
        print_table(("Id", "When", "Title"), [(each.id, _when(each.updated_at), each.title) for each in rows])


@app.command("search")
def search(
    context: typer.Context,
    query: str,
    within: Annotated[
        list[SearchScope] | None, typer.Option("--in", help="Where to look; may be given several times.")
    ] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Search in questions, thoughts and answers; what you write is searched literally, * ends a prefix.

    Filters: model:NAME, rated:accepted (or rejected, corrected, none), before:2026-11-02, after:2026-11, tag:NAME,
    is:archived.
    """
    given: CommandContext = context.obj
    with given.history_to_read() as store:
        hits = store.search(query, within or list(SearchScope), limit=limit)
    if as_json:
        print_json([asdict(each) for each in hits])
    else:
        rows = [(each.conversation_id, _when(each.created_at), each.scope, one_line(each.snippet)) for each in hits]
        print_table(("Conversation", "When", "In", "Text"), rows)


@app.command("backup")
def backup(context: typer.Context, as_json: AsJson = False) -> None:
    """Make a backup now."""
    given: CommandContext = context.obj
    with given.history() as store:
        path = store.backups.make()
    if as_json:
        print_json({"path": str(path)})
    else:
        print(f"The backup is {path}.")


@app.command("restore")
def restore(context: typer.Context, file: Path, as_json: AsJson = False) -> None:
    """Put a backup in the place of the history; the present history is kept beside it."""
    from models.history.restoring import restore_backup

    given: CommandContext = context.obj
    kept = restore_backup(given.folder, file)
    if as_json:
        print_json({"restored": str(file), "kept": str(kept) if kept else None})
    else:
        print(f"Restored {file}." + (f" The history before is kept as {kept}." if kept else ""))


@app.command("check")
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Check the history and mend its search index."""
    from models.history.failures import StoreDamaged

    given: CommandContext = context.obj
    try:
        with given.history() as store:
            report = store.check()
    except StoreDamaged as error:
        report = CheckReport(healthy=False, problems=(error.details or error.message,))
    if as_json:
        print_json(asdict(report))
    else:
        for line in (*report.problems, *report.repaired):
            print(line)
        if report.healthy:
            print("The history is sound.")
    if not report.healthy:
        raise InputError("The history is damaged; “rationale history restore FILE” brings back a backup.")


def _when(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
