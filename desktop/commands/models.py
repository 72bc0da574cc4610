"""`rationale models`: which models there are, and what a file is, before it is loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands import models_download, models_token, models_tune
from desktop.commands.context import CommandContext
from desktop.commands.models_machine import machine_with_info, this_machine
from desktop.commands.output import print_json, print_table
from models.settings import save_changes

if TYPE_CHECKING:
    from models.catalog.inspection import ModelFile
    from models.catalog.load_plan import LoadPlan
    from models.catalog.speeds import MeasuredSpeed
    from models.catalog.tuned_copies import TunedCopy

app = typer.Typer(help="List, add, inspect, download, tune and test models.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


app.command("search")(models_download.search)
app.command("download")(models_download.download)
app.command("token")(models_token.token)
app.command("tune")(models_tune.tune)
app.command("test")(models_tune.measure)


@app.command("list")
def list_models(
    context: typer.Context,
    as_json: AsJson = False,
    everything: Annotated[bool, typer.Option("--all", help="Also files that are no models, or are damaged.")] = False,
) -> None:
    """List the models of this computer: bundled, downloaded, added, and those that other programs keep."""
    from desktop.commands.models_table import HEADINGS, as_object, cells
    from models.catalog.found.places import standard_places
    from models.catalog.load_plan import plan_load
    from models.catalog.overview import overview
    from models.catalog.wishes import reference_of, wishes_of

    given: CommandContext = context.obj
    folder, settings = given.folder, given.settings
    found = overview(
        known=settings.known_models,
        folders=settings.model_folders,
        places=standard_places(Path.home(), os.environ),
        downloads=folder.models,
        cache_file=folder.found_models,
    )
    models = [*found.models, *(found.others if everything else ())]
    machine = this_machine()
    pairs = [
        (each, plan_load(each.file, machine, wishes_of(settings, reference_of(each.path))) if each.file else None)
        for each in models
    ]
    if as_json:
        print_json([as_object(each, plan) for each, plan in pairs])
        return
    print_table(HEADINGS, [cells(each, plan) for each, plan in pairs])
    if found.others and not everything:
        print(f"{len(found.others)} other files are no usable models; --all names them.", file=sys.stderr)
    for each in found.left_out:
        print(f"The folder {each} holds too much to be listed whole; put the models that you use into a folder of "
              "their own, and add that one with “models add”.", file=sys.stderr)  # fmt: skip


@app.command("add")
def add(context: typer.Context, path: Path, as_json: AsJson = False) -> None:
    """Add a GGUF file to the list, or a folder to look into; they stay where they are."""
    import msgspec

    from models.catalog.model_list import add_model, told_as_text

    given: CommandContext = context.obj
    settings = given.settings
    if path.expanduser().is_dir():
        folder = told_as_text(path.expanduser().absolute())
        folders = tuple(dict.fromkeys((*settings.model_folders, str(folder))))
        save_changes(given.folder.settings, settings, msgspec.structs.replace(settings, model_folders=folders))
        print_json({"folder": str(folder)}) if as_json else print(f"Added the folder {folder}.")
        return
    file, known = add_model(path, settings.known_models)

    save_changes(given.folder.settings, settings, msgspec.structs.replace(settings, known_models=known))
    if as_json:
        from desktop.commands.models_table import file_facts

        print_json(file_facts(file))
    else:
        print(f"Added {file.name} ({file.path}).")


@app.command("inspect")
def inspect(context: typer.Context, path: str, as_json: AsJson = False) -> None:
    """Tell what a model is and whether it fits into this computer's memory."""
    from desktop.commands.models_table import file_facts, plan_facts
    from models.catalog.inspection import inspect_model
    from models.catalog.load_plan import plan_with_copy
    from models.catalog.model_list import resolve_model
    from models.catalog.speeds import SpeedBook
    from models.catalog.tuned_copies import CopyShelf
    from models.catalog.wishes import reference_of, wishes_of

    given: CommandContext = context.obj
    file = inspect_model(resolve_model(path, given.settings.known_models))
    machine, info = machine_with_info()
    shelf = CopyShelf(given.folder.tuned, system_info=info)
    _, plan = plan_with_copy(file, shelf.weighed(file), machine, wishes_of(given.settings, reference_of(file.path)))
    copy, speed = shelf.of(file.model_id), SpeedBook(given.folder.speeds).of(file.model_id)
    if as_json:
        tuned = models_tune.copy_facts(copy) if copy else None
        measured = models_tune.speed_facts(speed) if speed else None
        print_json(file_facts(file) | {"fit": plan_facts(plan), "tuned": tuned, "speed": measured})
        return
    for name, value in [*_lines(file, plan), *_measured_lines(copy, speed)]:
        print(f"{name + ':':<15} {value}")


def _lines(file: ModelFile, plan: LoadPlan) -> list[tuple[str, str]]:
    from models.catalog.sizes import format_memory, format_parameters, format_size

    estimate = plan.estimate
    thinks = "in its own tags" if file.thought_format.native else "when asked to (imposed)"
    parts = f"weights {format_memory(estimate.weights)}, context {format_memory(estimate.context)}"
    layers = f"{min(plan.gpu_layers, file.layers)} of {file.layers} layers on the graphics card"
    return [
        ("Name", file.name),
        ("File", f"{file.path} ({format_size(file.size_bytes)})"),
        ("Architecture", f"{file.architecture}, {format_parameters(file.parameters)}, {file.layers} layers"),
        ("Quantization", file.quantization),
        ("Context", f"{file.context_length:,} tokens trained, {plan.context_size:,} chosen here"),
        ("Chat template", "yes" if file.chat_template else "none; questions are put in a plain form"),
        ("Thinks", thinks),
        ("Memory", f"{format_memory(estimate.total)} ({parts}, working space {format_memory(estimate.working)})"),
        ("Fits", f"yes, {layers}" if plan.fits else f"no. {plan.advice}"),
    ]


def _measured_lines(copy: TunedCopy | None, speed: MeasuredSpeed | None) -> list[tuple[str, str]]:
    return [
        ("Tuned", models_tune.copy_in_words(copy) if copy else "no; “rationale models tune” tries what is faster here"),
        ("Speed", models_tune.speed_in_words(speed) if speed else "not measured; “rationale models test” does it"),
    ]
