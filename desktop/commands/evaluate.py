"""`rationale eval`: how often the answers to questions with known answers are right."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from desktop.commands.ask import adapter_path, check_model, interrupts, wanted_effort
from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from models.errors import InputError
from models.reasoning.effort import Effort
from models.settings import Settings

if TYPE_CHECKING:
    from models.evaluation.items import Item
    from models.evaluation.records import Record
    from models.evaluation.runner import Evaluation, Progress, Trial

EXIT_INTERRUPTED = 130
ADAPTER = "adapter:"


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to ask all questions, with its name."""

    name: str
    trial: Trial


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='Lines of {"question": …, "answer": …}.', metavar="FILE.jsonl")],
    limit: Annotated[int | None, typer.Option(help="Only the first questions.", min=1)] = None,
    effort: Annotated[str | None, typer.Option(help="off, quick, standard or deep.")] = None,
    attempts: Annotated[int | None, typer.Option(help="How many attempts.", min=1, max=64)] = None,
    max_thought_tokens: Annotated[int | None, typer.Option(help="The longest thought in tokens.", min=0)] = None,
    adapter: Annotated[str | None, typer.Option(help="An adapter by id or path, or none.", metavar="ID|none")] = None,
    against: Annotated[
        str | None, typer.Option(help="Compare with another effort or adapter.", metavar="E|adapter:ID")
    ] = None,
    budgets: Annotated[str | None, typer.Option(help="Thought tokens to compare, such as 0,64,256.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw accuracy against tokens (PNG, CSV beside it).")] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or path.", metavar="NAME|PATH")] = None,
    seed: Annotated[int, typer.Option(help="The first question's seed.", min=0)] = 0,
    out: Annotated[Path | None, typer.Option(help="Keep the records in this file.", metavar="FILE")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier run of the same kind found.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Ask all questions and count the right answers.

    A run that was cut off goes on where it stopped: the same command finds its records again.
    """
    from models.evaluation.items import read_items

    given: CommandContext = context.obj
    settings = given.settings
    items = read_items(file, limit=limit)
    check_model(model or settings.model, settings)
    usual = wanted_effort(settings, effort, attempts, max_thought_tokens)
    arms = _arms(given, settings, usual, adapter_path(given.folder, adapter), against, budgets, seed)
    if out is not None and len(arms) > 1:
        out = out.with_suffix("")
    with _evaluating(given, settings, model) as evaluation, interrupts(evaluation.stop) as interrupted:
        results: list[tuple[Arm, list[Record]]] = []
        for arm in arms:
            path = _record_path(given, items, arm, model or settings.model, out, several=len(arms) > 1)
            results.append((arm, _run(evaluation, items, arm, path, fresh=fresh)))
            if interrupted.is_set():
                break
    _tell(results, len(items), chart, file.name, as_json=as_json, compared=against is not None)
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


def _arms(
    context: CommandContext,
    settings: Settings,
    effort: Effort,
    adapter: str | None,
    against: str | None,
    budgets: str | None,
    seed: int,
) -> list[Arm]:
    from models.evaluation.runner import Trial

    if budgets is not None and against is not None:
        raise InputError("Choose either --against or --budgets.")
    if budgets is not None:
        wanted = [effort.with_thought_tokens(number) for number in _numbers(budgets)]
        return [Arm(f"{each.thought_tokens} thought tokens", Trial(each, adapter, seed)) for each in wanted]
    name = effort.name if adapter is None else f"{effort.name}, {Path(adapter).stem}"
    arms = [Arm(name, Trial(effort, adapter, seed))]
    if against is not None:
        arms.append(_other_arm(context, settings, effort, adapter, against, seed))
    return arms


def _other_arm(
    context: CommandContext, settings: Settings, effort: Effort, adapter: str | None, against: str, seed: int
) -> Arm:
    from models.evaluation.runner import Trial

    if against.startswith(ADAPTER):
        reference = against.removeprefix(ADAPTER)
        return Arm(f"{effort.name}, {reference}", Trial(effort, adapter_path(context.folder, reference), seed))
    return Arm(against, Trial(wanted_effort(settings, against, None, None), adapter, seed))


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise InputError("The budgets must be whole numbers parted by commas, such as 0,64,256.")
    return [int(part) for part in parts]


@contextmanager
def _evaluating(context: CommandContext, settings: Settings, model: str | None) -> Iterator[Evaluation]:
    from models.assistant import Assistant
    from models.evaluation.runner import Evaluation
    from models.reasoning.equivalence import Equivalence
    from models.reasoning.verifier.client import Verifier

    with (
        closing(Assistant(context.folder, settings=settings, store=None)) as assistant,
        closing(Verifier()) as verifier,
    ):
        assistant.start(model)
        yield Evaluation(assistant, Equivalence(verifier), _progress())


def _run(evaluation: Evaluation, items: Sequence[Item], arm: Arm, path: Path, *, fresh: bool) -> list[Record]:
    from models.evaluation.records import RecordFile

    if fresh:
        path.unlink(missing_ok=True)
    with closing(RecordFile(path)) as kept:
        if kept.records:
            print(f"{arm.name}: {len(kept.records)} questions are known from before ({path}).", file=sys.stderr)
        return evaluation.run(items, arm.trial, kept)


def _record_path(
    context: CommandContext, items: list[Item], arm: Arm, model: str, out: Path | None, *, several: bool
) -> Path:
    """The file of the records: the same for the same questions, model, effort, adapter and seed."""
    from models.catalog.model_list import resolve_model
    from models.evaluation.items import fingerprint

    file = resolve_model(model, context.settings.known_models)
    how = msgspec.json.encode((str(file), file.stat().st_size, msgspec.to_builtins(arm.trial)))
    name = f"{fingerprint(items)}-{hashlib.sha256(how).hexdigest()[:16]}.jsonl"
    if out is None:
        return context.folder.root / "evaluations" / name
    return out.with_name(f"{out.name}-{arm.name.replace(' ', '-').replace(',', '')}.jsonl") if several else out


def _progress() -> Callable[[Progress], None]:
    """Show progress on standard error: one line that is written over in a terminal, a line each tenth elsewhere."""
    shown = -1

    def report(progress: Progress) -> None:
        nonlocal shown
        tenth = 10 * progress.done // progress.total
        left = "" if progress.seconds_left is None else f", about {_duration(progress.seconds_left)} left"
        words = f"{progress.done} of {progress.total} answered, {progress.right} right{left}"
        if sys.stderr.isatty():
            print(f"\r\033[K{words}", end="\n" if progress.done == progress.total else "", file=sys.stderr, flush=True)
        elif tenth != shown:
            shown = tenth
            print(words, file=sys.stderr, flush=True)

    return report


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _tell(
    results: Sequence[tuple[Arm, list[Record]]],
    total: int,
    chart: Path | None,
    title: str,
    *,
    as_json: bool,
    compared: bool,
) -> None:
    from models.evaluation.chart import Point, save_chart
    from models.evaluation.summary import compare, summarize

    points = [Point(arm.name, summarize(records)) for arm, records in results]
    document: dict[str, Any] = {
        "total": total,
        "runs": [{"name": each.budget} | each.summary.as_json() for each in points],
    }
    if compared and len(results) == 2:
        document["against"] = compare(results[0][1], results[1][1]).as_json()
    document |= document["runs"][0]
    if chart is not None and all(each.summary.n for each in points):
        save_chart(chart, points, title=title)
        document["chart"] = str(chart)
    if as_json:
        print_json(document)
        return
    for each in points:
        low, high = each.summary.interval
        print(
            f"{each.budget}: {each.summary.right} of {each.summary.n} right, {each.summary.accuracy:.1%} "
            f"({low:.1%} to {high:.1%}); {each.summary.tokens:,.0f} tokens and {each.summary.seconds:.1f} s a question"
        )
    if "against" in document:
        paired = document["against"]
        print(f"fixed {paired['fixed']}, broke {paired['broken']} of {paired['n']}; p = {paired['p']:.2g}")
    if chart is not None:
        print(f"The chart is in {chart}, its numbers in {chart.with_suffix('.csv')}.")
