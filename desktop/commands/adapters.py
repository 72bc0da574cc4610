"""`rationale adapters`: what the model has learned, which of it is in use, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json, print_table

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store

app = typer.Typer(help="List the trained adapters, adopt one, roll back, or answer without any.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelName = Annotated[str | None, typer.Option("--model", help="A model by name or path.", metavar="NAME|PATH")]


@app.command("list")
def list_adapters(context: typer.Context, model: ModelName = None, as_json: AsJson = False) -> None:
    """List the adapters of the model, the newest first."""
    with _of_model(context, model) as (store, model_id):
        adapters, in_use = store.adapters.of_model(model_id), store.adapters.in_use(model_id)
        reports = {each.id: _proof(store, each) for each in adapters}
    used = in_use.id if in_use else None
    if as_json:
        print_json([asdict(each) | {"in_use": each.id == used, "proof": reports[each.id]} for each in adapters])
        return
    rows = [
        (each.id, each.name, "in use" if each.id == used else "", _when(each.created_at), str(each.examples),
         f"{each.bytes / 1e6:.0f} MB", reports[each.id])
        for each in adapters
    ]  # fmt: skip
    print_table(("Id", "Name", "", "Made", "Examples", "Size", "Proof"), rows)


@app.command("adopt")
def adopt(context: typer.Context, adapter_id: str, model: ModelName = None, as_json: AsJson = False) -> None:
    """Answer with an adapter from now on."""
    with _of_model(context, model) as (store, model_id):
        store.adapters.choose(model_id, adapter_id)
        _tell(store, model_id, as_json=as_json)


@app.command("rollback")
def rollback(context: typer.Context, model: ModelName = None, as_json: AsJson = False) -> None:
    """Answer again with what was in use before."""
    with _of_model(context, model) as (store, model_id):
        store.adapters.roll_back(model_id)
        _tell(store, model_id, as_json=as_json)


@app.command("none")
def none(context: typer.Context, model: ModelName = None, as_json: AsJson = False) -> None:
    """Answer with the model as it is."""
    with _of_model(context, model) as (store, model_id):
        store.adapters.choose(model_id, None)
        _tell(store, model_id, as_json=as_json)


@app.command("delete")
def delete(context: typer.Context, adapter_id: str, as_json: AsJson = False) -> None:
    """Delete an adapter; if it is in use, the one before it is used again."""
    given: CommandContext = context.obj
    with given.history() as store:
        adapter = store.adapters.get(adapter_id)
        store.adapters.delete(adapter_id)
        with suppress(FileNotFoundError):
            (given.folder.adapters / f"{adapter_id}.gguf").unlink()
        _tell(store, adapter.model_id, as_json=as_json)


@contextmanager
def _of_model(context: typer.Context, reference: str | None) -> Iterator[tuple[Store, str]]:
    """The history, and the id of the model that is meant."""
    from pathlib import Path

    from models.catalog.inspection import inspect_model
    from models.catalog.model_list import resolve_model

    given: CommandContext = context.obj
    settings = given.settings
    path = resolve_model(reference or settings.model, settings.known_models)
    model_id = inspect_model(Path(path)).model_id
    with given.history() as store:
        yield store, model_id


def _proof(store: Store, adapter: AdapterRecord) -> str:
    """What the gate said of an adapter, in a few words."""
    from models.learning.rounds.deciding import read_report

    report = read_report(store.rounds.get(adapter.round_id)) if adapter.round_id else None
    if report is None:
        return ""
    change = report.decision.change
    word = "adopted" if report.decision.adopted else "not proven"
    return f"{word}: fixed {len(change.fixed)}, broke {len(change.broken)} of {change.n}, p = {change.p:.2g}"


def _tell(store: Store, model_id: str, *, as_json: bool) -> None:
    adapter = store.adapters.in_use(model_id)
    if as_json:
        print_json({"in_use": asdict(adapter) if adapter else None})
    else:
        print(f"The model answers with {adapter.name}." if adapter else "The model answers as it is.")


def _when(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
