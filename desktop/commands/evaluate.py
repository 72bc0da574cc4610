"""`rationale eval`: how often the answers to questions with known answers are right."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from desktop.commands.ask import adapter_path, check_model, interrupts, wanted_effort
from desktop.commands.context import CommandContext
from desktop.commands.evaluation_arms import Arm, arms_of, votes_wanted
from models.settings import Settings

if TYPE_CHECKING:
    from models.evaluation.items import Item
    from models.evaluation.records import Record
    from models.evaluation.runner import Evaluation

EXIT_INTERRUPTED = 130


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='Lines of {"question": …, "answer": …}.', metavar="FILE.jsonl")],
    limit: Annotated[int | None, typer.Option(help="Only the first questions.", min=1)] = None,
    effort: Annotated[str | None, typer.Option(help="off, quick, standard or deep.")] = None,
    attempts: Annotated[int | None, typer.Option(help="How many attempts.", min=1, max=64)] = None,
    max_thought_tokens: Annotated[int | None, typer.Option(help="The longest thought in tokens.", min=0)] = None,
    adapter: Annotated[str | None, typer.Option(help="An adapter by id or path, or none.", metavar="ID|none")] = None,
    against: Annotated[
        str | None, typer.Option(help="Compare with another effort or adapter, or repairs:0.", metavar="E|adapter:ID")
    ] = None,
    budgets: Annotated[str | None, typer.Option(help="Thought tokens to compare, such as 0,64,256.")] = None,
    votes: Annotated[
        str | None, typer.Option(help="Also count the votes of only the first attempts, such as 1,2,4,8.")
    ] = None,
    repairs: Annotated[
        int | None, typer.Option(help="How often a false step may be written anew.", min=0, max=10)
    ] = None,
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
    from desktop.commands.evaluation_printer import tell, voting_of
    from models.evaluation.items import read_items

    given: CommandContext = context.obj
    settings = given.settings
    items = read_items(file, limit=limit)
    check_model(model or settings.model, settings)
    usual = wanted_effort(settings, effort, attempts, max_thought_tokens)
    if repairs is not None:
        usual = replace(usual, repairs=repairs)
    fewer = votes_wanted(votes, usual)
    arms = arms_of(given, settings, usual, adapter_path(given.folder, adapter), against, budgets, seed)
    if out is not None and len(arms) > 1:
        out = out.with_suffix("")
    with _evaluating(given, settings, model) as evaluation, interrupts(evaluation.stop) as interrupted:
        results: list[tuple[Arm, list[Record]]] = []
        for arm in arms:
            path = _record_path(given, items, arm, model or settings.model, out, several=len(arms) > 1)
            results.append((arm, _run(evaluation, items, arm, path, fresh=fresh)))
            if interrupted.is_set():
                break
        voting = voting_of(results[0][1], fewer, evaluation.equivalence) if fewer else None
    named = [(arm.name, records) for arm, records in results]
    tell(named, len(items), chart, file.name, voting=voting, as_json=as_json, compared=against is not None)
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


@contextmanager
def _evaluating(context: CommandContext, settings: Settings, model: str | None) -> Iterator[Evaluation]:
    from desktop.commands.evaluation_printer import progress_printer
    from models.assistant import Assistant
    from models.evaluation.runner import Evaluation
    from models.reasoning.equivalence import Equivalence
    from models.reasoning.verifier.client import Verifier

    with (
        closing(Assistant(context.folder, settings=settings, store=None)) as assistant,
        closing(Verifier()) as verifier,
    ):
        assistant.start(model)
        yield Evaluation(assistant, Equivalence(verifier), progress_printer())


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
