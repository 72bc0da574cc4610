"""`rationale models tune` and `rationale models test`: make a model faster on this computer, and measure it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.ask import interrupts
from desktop.commands.context import CommandContext
from desktop.commands.models_machine import this_machine
from desktop.commands.output import print_json
from models.errors import InputError

if TYPE_CHECKING:
    from models.catalog.inspection import ModelFile
    from models.catalog.speeds import MeasuredSpeed, Rates
    from models.catalog.tuned_copies import CopyShelf, TunedCopy
    from models.engine.measuring.tuning import Trial, Tuned, TuningProgress

EXIT_INTERRUPTED = 130

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Model = Annotated[str, typer.Argument(help="A model by name or path.", metavar="NAME|PATH")]


def tune(
    context: typer.Context,
    model: Model,
    as_json: AsJson = False,
    switch: Annotated[bool | None, typer.Option("--on/--off", help="Use the copy that is there, or not.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Delete the copy.")] = False,
) -> int:
    """Make a copy of the model in the type that is fastest on this processor, if it computes nearly the same.

    The original stays as it is, and answers, adapters and learning still belong to it. Takes up to some minutes for a
    large model; Ctrl+C leaves nothing behind.
    """
    from models.catalog.tuned_copies import CopyShelf

    given: CommandContext = context.obj
    file = _file(given, model)
    shelf = CopyShelf(given.folder.tuned)
    if remove:
        there = shelf.remove(file.model_id)
        print_json({"removed": there}) if as_json else print("Removed." if there else "There was no copy.")
    elif switch is not None:
        copy = shelf.use(file.model_id, on=switch)
        print_json(copy_facts(copy)) if as_json else print(copy_in_words(copy))
    else:
        return _make(given, file, shelf, as_json=as_json)
    return 0


def measure(context: typer.Context, model: Model, as_json: AsJson = False) -> None:
    """Measure how fast the model reads and writes here; the estimates of thinking time come from it (half a minute)."""
    from models.answering.loading import load_request
    from models.catalog.speeds import SpeedBook
    from models.catalog.wishes import reference_of
    from models.engine.measuring.speed_test import run_speed_test

    given: CommandContext = context.obj
    file = _file(given, model)
    load = load_request(file.path, given.settings, reference_of(file.path), folder=given.folder)
    teller = _Teller()
    model_id, speed = run_speed_test(load, lambda share: teller.tell("measuring", share))
    teller.end()
    SpeedBook(given.folder.speeds).keep(model_id, speed)
    if as_json:
        print_json(speed_facts(speed))
    else:
        print(speed_in_words(speed))


def _make(given: CommandContext, file: ModelFile, shelf: CopyShelf, *, as_json: bool) -> int:
    from models.catalog.load_plan import plan_load
    from models.catalog.wishes import reference_of, wishes_of
    from models.engine.machine import processor_threads
    from models.engine.measuring.tuning import Tuning
    from models.engine.measuring.working import Cancelled

    if plan_load(file, this_machine(), wishes_of(given.settings, reference_of(file.path))).gpu_layers:
        raise InputError(f"{file.name} runs on the graphics card here, where a tuned copy brings nothing.")
    teller = _Teller()

    def tell(progress: TuningProgress) -> None:
        teller.tell(f"{progress.step} {progress.quantization}", progress.share)

    threads = given.settings.engine.threads or processor_threads()
    tuning = Tuning(file, shelf, threads=threads, progress=tell)
    with interrupts(tuning.cancel):
        try:
            done = tuning.run()
        except Cancelled:
            teller.end()
            print("Stopped; nothing was changed.", file=sys.stderr)
            return EXIT_INTERRUPTED
    teller.end()
    _tell(file, done, as_json=as_json)
    return 0


def _tell(file: ModelFile, done: Tuned, *, as_json: bool) -> None:
    if as_json:
        copy = copy_facts(done.copy) if done.copy else None
        print_json({"copy": copy, "tried": [_trial_facts(each) for each in done.trials]})
        return
    for trial in done.trials:
        print(_trial_in_words(trial))
    print(copy_in_words(done.copy) if done.copy else f"No copy pays here; {file.name} is used as it is.")


def _file(given: CommandContext, model: str) -> ModelFile:
    from models.catalog.inspection import inspect_model
    from models.catalog.model_list import resolve_model

    return inspect_model(resolve_model(model, given.settings.known_models))


class _Teller:
    """Shows progress on standard error: one line that is written over in a terminal, nothing elsewhere."""

    def tell(self, what: str, share: float) -> None:
        """Show what is being done, and how much of it is."""
        if sys.stderr.isatty():
            print(f"\r\033[K{what}, {share:.0%}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def copy_facts(copy: TunedCopy) -> dict[str, Any]:
    """Return a copy for --json."""
    import msgspec

    facts: dict[str, Any] = msgspec.to_builtins(copy)
    return facts | {"ratios": _ratios(copy.original_rates, copy.rates)}


def copy_in_words(copy: TunedCopy) -> str:
    """Return one sentence on a copy."""
    ratios = _ratios(copy.original_rates, copy.rates)
    state = "in use" if copy.in_use else "switched off"
    return (
        f"{copy.quantization} copy, {state}: reads {ratios['prefill']:.2f} times as fast, writes eight attempts "
        f"{ratios['eight']:.2f} times and one {ratios['one']:.2f} times as fast; strays by {copy.divergence.mean:.4f} "
        "nats."
    )


def speed_facts(speed: MeasuredSpeed) -> dict[str, Any]:
    """Return a speed test's result for --json."""
    import msgspec

    facts: dict[str, Any] = msgspec.to_builtins(speed)
    return facts


def speed_in_words(speed: MeasuredSpeed) -> str:
    """Return one sentence on a speed test's result."""
    rates = speed.rates
    return (
        f"reads {rates.prefill:,.0f} tokens/s, writes {rates.one:,.0f} tokens/s alone and {rates.eight:,.0f} tokens/s "
        f"in eight attempts ({speed.quantization} on {speed.device}, {speed.threads} threads)"
    )


def _trial_facts(trial: Trial) -> dict[str, Any]:
    import msgspec

    facts: dict[str, Any] = msgspec.to_builtins(trial)
    ratios = _ratios(trial.original_rates, trial.rates) if trial.original_rates and trial.rates else None
    return facts | {"ratios": ratios, "gain": trial.gain, "pays": trial.pays}


def _trial_in_words(trial: Trial) -> str:
    if trial.divergence is None or trial.original_rates is None or trial.rates is None:
        return f"{trial.quantization}: could not be tried"
    ratios = _ratios(trial.original_rates, trial.rates)
    speeds = f"reading × {ratios['prefill']:.2f}, eight attempts × {ratios['eight']:.2f}, one × {ratios['one']:.2f}"
    return f"{trial.quantization}: {speeds}; strays by {trial.divergence.mean:.4f} ± {trial.divergence.error:.4f} nats"


def _ratios(original: Rates, copy: Rates) -> dict[str, float]:
    return {
        "prefill": copy.prefill / original.prefill,
        "one": copy.one / original.one,
        "eight": copy.eight / original.eight,
    }
