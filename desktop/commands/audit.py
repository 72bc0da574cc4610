"""`rationale adapters audit`: opens sealed questions once, to see what an adapter is worth that the gate has chosen."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.ask import EXIT_INTERRUPTED, interrupts
from desktop.commands.context import CommandContext
from desktop.commands.improve import loaded_engine, sampling_of
from desktop.commands.output import print_json
from models.errors import InputError

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store
    from models.learning.rounds.audit import AuditResult


def audit(
    context: typer.Context,
    adapter_id: Annotated[
        str | None, typer.Argument(help="The adapter; by default the one in use.", metavar="ID")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="practice:NAME; by default what was practised.", metavar="SOURCE")
    ] = None,
    items: Annotated[int, typer.Option(help="Sealed questions to open.", min=20, max=5000)] = 200,
    model: Annotated[str | None, typer.Option("--model", help="A model by name or path.", metavar="NAME|PATH")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Open the sealed audit: base and adapter answer questions that no round has ever seen. Every opening is kept.

    A seal that is looked at often is no seal; open it when you want to be sure, not after every round.
    """
    from models.learning.rounds.asking import BackgroundAsker
    from models.learning.rounds.audit import SealedAudit, audit_plan, draw_sealed
    from models.learning.rounds.halting import Brake, Halted
    from models.learning.rounds.judging import RationaleJudge
    from models.reasoning.equivalence import Equivalence
    from models.reasoning.verifier.client import Verifier

    given: CommandContext = context.obj
    with given.history() as store, loaded_engine(given, given.settings, model) as (engine, learning):
        adapter = _adapter(store, learning.id, adapter_id)
        drawn = draw_sealed(store, learning.id, _families(store, learning.id, source), items)
        brake = Brake()
        plan = audit_plan(sampling_of(given.settings), given.settings.system_prompt)
        with (
            closing(BackgroundAsker(engine, learning.id, brake)) as asker,
            closing(Verifier()) as verifier,
            interrupts(brake.stop),
        ):
            judge = RationaleJudge(Equivalence(verifier), verifier)
            try:
                result = SealedAudit(given.folder, store, asker, judge, plan).open(adapter, drawn, _tell)
            except Halted:
                return EXIT_INTERRUPTED
        openings = sum(each.adapter_id == adapter.id for each in store.audits.of_model(learning.id))
        document = audit_document(adapter, result, openings)
    if as_json:
        print_json(document)
    else:
        for line in audit_lines(adapter, result, openings):
            print(line)
    return 0


def audit_document(adapter: AdapterRecord, result: AuditResult, openings: int) -> dict[str, Any]:
    """Return an opening as `--json` prints it."""
    scores = {
        name: {"right": each.right, "n": each.n, "accuracy": each.right / each.n, "interval": each.interval}
        for name, each in (("base", result.base), ("candidate", result.adapter))
    }
    return {"adapter": asdict(adapter), **scores, "fixed": result.fixed, "broken": result.broken, "p": result.p,
            "openings": openings}  # fmt: skip


def audit_lines(adapter: AdapterRecord, result: AuditResult, openings: int) -> list[str]:
    """Return an opening in a few lines."""
    lines = []
    for name, each in (("base", result.base), (adapter.name, result.adapter)):
        low, high = each.interval
        lines.append(f"  {name}: {each.right / each.n:.1%} right of {each.n} ({low:.1%} to {high:.1%})")
    times = "1 time" if openings == 1 else f"{openings} times"
    return [
        f"On sealed questions {adapter.name} fixed {result.fixed} and broke {result.broken}, p = {result.p:.2g}.",
        *lines,
        f"The audit of {adapter.name} was opened {times}.",
    ]


def _adapter(store: Store, model_id: str, adapter_id: str | None) -> AdapterRecord:
    adapter = store.adapters.get(adapter_id) if adapter_id else store.adapters.in_use(model_id)
    if adapter is None:
        raise InputError("The model answers without an adapter, so there is nothing to audit; name an adapter.")
    if adapter.model_id != model_id:
        raise InputError(f"The adapter {adapter.name} belongs to another model; name that model with --model.")
    return adapter


def _families(store: Store, model_id: str, source: list[str] | None) -> tuple[str, ...]:
    from models.learning.rounds.audit import sealed_families
    from models.learning.rounds.plan import PRACTICE, checked_sources

    if not source:
        return sealed_families(store, model_id)
    return tuple(each.removeprefix(PRACTICE) for each in checked_sources(tuple(source)) if each.startswith(PRACTICE))


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[KAudit: {done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
