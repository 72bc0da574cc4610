"""`rationale models`: which models there are, and what a file is, before it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json, print_table
from models.settings import save_changes

if TYPE_CHECKING:
    from models.catalog.fitting import Fit
    from models.catalog.inspection import ModelFile

app = typer.Typer(help="List, add and inspect models.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("list")
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the bundled model and those that you have added."""
    from models.catalog.model_list import list_models as listed
    from models.catalog.sizes import format_context, format_size

    given: CommandContext = context.obj
    settings = given.settings
    models = listed(settings.known_models)
    if as_json:
        print_json(
            [
                {"reference": each.reference, "path": str(each.path), "problem": each.problem}
                | (_facts(each.file) if each.file else {})
                for each in models
            ]
        )
        return
    rows = [
        (
            each.file.name if each.file else each.path.name or each.reference,
            format_size(each.file.size_bytes) if each.file else "",
            each.file.quantization if each.file else "",
            format_context(each.file.context_length) if each.file else "",
            each.problem or str(each.path),
        )
        for each in models
    ]
    print_table(("Model", "Size", "Quantization", "Context", "File"), rows)


@app.command("add")
def add(context: typer.Context, path: Path, as_json: AsJson = False) -> None:
    """Add a GGUF file to the list; it stays where it is."""
    from models.catalog.model_list import add_model

    given: CommandContext = context.obj
    settings = given.settings
    file, known = add_model(path, settings.known_models)
    import msgspec

    save_changes(given.folder.settings, settings, msgspec.structs.replace(settings, known_models=known))
    if as_json:
        print_json(_facts(file))
    else:
        print(f"Added {file.name} ({file.path}).")


@app.command("inspect")
def inspect(context: typer.Context, path: str, as_json: AsJson = False) -> None:
    """Tell what a model is and whether it fits into this computer's memory."""
    from models.catalog.fitting import fit, free_memory
    from models.catalog.inspection import inspect_model
    from models.catalog.model_list import resolve_model
    from models.engine.machine import memory_devices
    from models.engine.supervisor import probe_devices

    given: CommandContext = context.obj
    file = inspect_model(resolve_model(path, given.settings.known_models))
    devices, _ = probe_devices()
    fitting = fit(file, ram_free=free_memory(), devices=memory_devices(devices))
    if as_json:
        print_json(_facts(file) | {"fit": _fit(fitting)})
        return
    for name, value in _lines(file, fitting):
        print(f"{name + ':':<15} {value}")


def _facts(file: ModelFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "path": str(file.path),
        "architecture": file.architecture,
        "parameters": file.parameters,
        "quantization": file.quantization,
        "size_bytes": file.size_bytes,
        "context_length": file.context_length,
        "layers": file.layers,
        "chat_template": file.chat_template,
        "thought_format": file.thought_format.name,
        "thinks_natively": file.thought_format.native,
        "model_id": file.model_id,
    }


def _fit(fitting: Fit) -> dict[str, Any]:
    estimate = fitting.estimate
    return {
        "fits": fitting.fits,
        "short_by_bytes": fitting.short_by,
        "context_size": fitting.context_size,
        "gpu_layers": fitting.gpu_layers,
        "weights_bytes": estimate.weights,
        "context_bytes": estimate.context,
        "working_bytes": estimate.working,
        "total_bytes": estimate.total,
        "advice": fitting.advice,
    }


def _lines(file: ModelFile, fitting: Fit) -> list[tuple[str, str]]:
    from models.catalog.sizes import format_memory, format_parameters, format_size

    estimate = fitting.estimate
    thinks = "in its own tags" if file.thought_format.native else "when asked to (imposed)"
    parts = f"weights {format_memory(estimate.weights)}, context {format_memory(estimate.context)}"
    layers = f"{min(fitting.gpu_layers, file.layers)} of {file.layers} layers on the graphics card"
    return [
        ("Name", file.name),
        ("File", f"{file.path} ({format_size(file.size_bytes)})"),
        ("Architecture", f"{file.architecture}, {format_parameters(file.parameters)}, {file.layers} layers"),
        ("Quantization", file.quantization),
        ("Context", f"{file.context_length:,} tokens trained, {fitting.context_size:,} chosen here"),
        ("Chat template", "yes" if file.chat_template else "none; questions are put in a plain form"),
        ("Thinks", thinks),
        ("Memory", f"{format_memory(estimate.total)} ({parts}, working space {format_memory(estimate.working)})"),
        ("Fits", f"yes, {layers}" if fitting.fits else f"no. {fitting.advice}"),
    ]
