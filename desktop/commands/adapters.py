"""`rationale adapters`: what the model has learned, which of it is in use, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.audit import audit
from desktop.commands.context import CommandContext
from desktop.commands.output import print_json, print_table, visible
from desktop.commands.round_document import proof_words

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store

app = typer.Typer(help="List the adapters, import one, adopt one, roll back, or answer without any.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelName = Annotated[str | None, typer.Option("--model", help="A model by name or path.", metavar="NAME|PATH")]


@app.command("list")
def list_adapters(context: typer.Context, model: ModelName = None, as_json: AsJson = False) -> None:
    """List the adapters of the model, the newest first."""
    with _of_model(context, model) as (store, model_id):
        adapters, in_use = store.adapters.of_model(model_id), store.adapters.in_use(model_id)
        reports = {each.id: _proof(store, each) for each in adapters}
        audits = {each.id: _audits(store, each) for each in adapters}
    used = in_use.id if in_use else None
    if as_json:
        print_json(
            [
                asdict(each) | {"in_use": each.id == used, "proof": reports[each.id], "audit": audits[each.id]}
                for each in adapters
            ]
        )
        return
    rows = [
        (each.id, each.name, "in use" if each.id == used else "", _when(each.created_at), str(each.examples),
         f"{each.bytes / 1e6:.0f} MB", reports[each.id], audits[each.id])
        for each in adapters
    ]  # fmt: skip
    print_table(("Id", "Name", "", "Made", "Examples", "Size", "Proof", "Sealed audit"), rows)


@app.command("import")
def import_file(context: typer.Context, file: Path, model: ModelName = None, as_json: AsJson = False) -> None:
    """Take in a LoRA adapter that was made elsewhere (GGUF); it is copied, and used only when it is adopted."""
    from models.catalog.inspection import inspect_model
    from models.catalog.model_list import resolve_model
    from models.learning.adapter_import import import_adapter

    given: CommandContext = context.obj
    settings = given.settings
    base = inspect_model(resolve_model(model or settings.model, settings.known_models))
    with given.history() as store:
        made = import_adapter(store, given.folder.adapters, base.path, file.expanduser().absolute())
    if as_json:
        print_json(asdict(made))
    else:
        print(f"Imported {visible(made.name)} for {base.name}; “rationale adapters adopt {made.id}” uses it.")


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


@app.command("scale")
def scale(context: typer.Context, adapter_id: str, factor: float, as_json: AsJson = False) -> None:
    """Let an adapter act by this factor: 0 not at all, 1 as it was trained, 2 twice as strongly."""
    given: CommandContext = context.obj
    with given.history() as store:
        store.adapters.set_scale(store.adapters.get(adapter_id).id, factor)
        found = store.adapters.get(adapter_id)
    if as_json:
        print_json(asdict(found))
    else:
        print(f"{found.name} acts with {found.scale:.0%}.")


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


app.command("audit")(audit)


@app.command("report")
def report(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The HTML file to write.", metavar="FILE")],
    model: ModelName = None,
    as_json: AsJson = False,
) -> None:
    """Write all rounds of the model with their evidence as one HTML file that needs nothing else."""
    from models.learning.rounds.saved_report import save_learning_report

    with _of_model(context, model) as (store, model_id):
        save_learning_report(store, model_id, file)
    if as_json:
        print_json({"file": str(file)})
    else:
        print(f"Written to {file}.")


@contextmanager
def _of_model(context: typer.Context, reference: str | None) -> Iterator[tuple[Store, str]]:
    """The history, and the id of the model that is meant."""
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
    from models.learning.likelihood_gate import LABEL
    from models.learning.rounds.deciding import read_report

    if adapter.imported_from:
        return f"imported from {adapter.imported_from}, never examined"
    report = read_report(store.rounds.get(adapter.round_id)) if adapter.round_id else None
    if report is None:
        return ""
    word = "adopted" if report.decision.adopted else "not proven"
    if report.likelihood is not None and report.decision.adopted:
        word = LABEL
    return f"{word}: {proof_words(report)}"


def _audits(store: Store, adapter: AdapterRecord) -> str:
    """What sealed questions said of an adapter, and how often they were opened."""
    from models.learning.rounds.audit import audit_words

    return audit_words([each for each in store.audits.of_model(adapter.model_id) if each.adapter_id == adapter.id])


def _tell(store: Store, model_id: str, *, as_json: bool) -> None:
    adapter = store.adapters.in_use(model_id)
    if as_json:
        print_json({"in_use": asdict(adapter) if adapter else None})
    else:
        print(f"The model answers with {adapter.name}." if adapter else "The model answers as it is.")


def _when(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
