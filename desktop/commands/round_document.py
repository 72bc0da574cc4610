"""A round of learning as JSON and as lines for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.history.learning.records import Round
    from models.history.store import Store
    from models.learning.likelihood_gate import LikelihoodDecision
    from models.learning.rounds.deciding import RoundReport


def round_document(ended: Round, store: Store) -> dict[str, Any]:
    """Return a round as `--json` prints it, with both answers to each held-out question that was fixed or broken."""
    from models.learning.rounds.deciding import read_report
    from models.learning.rounds.overview import changed_answers

    report = read_report(ended)
    found: dict[str, Any] = {
        "id": ended.id, "number": ended.number, "model": ended.model_name, "decision": ended.state.value,
        "seconds": round(ended.seconds, 1), "problem": ended.problem or None,
    }  # fmt: skip
    if report is None:
        return found
    decision, training = report.decision, report.training
    scores = {name: each.right / each.n for name, each in report.standings.items()}
    return found | {
        "adapter": report.adapter_id,
        "harvested": report.harvested, "harvested_of": report.harvested_of,
        "rationalized": report.rationalized, "rationalized_of": report.rationalized_of,
        "trained_on": training.examples if training else 0,
        "steps": training.steps if training else 0,
        "provenance": report.provenance, "flaws": report.flaws, "harvested_by_level": report.harvested_by_level,
        "gate": {
            "n": decision.change.n, "base": scores.get("base"), "current": scores.get("current"),
            "candidate": scores.get("candidate"),
            "intervals": {name: each.interval for name, each in report.standings.items()},
            "by_level": {name: each.by_level for name, each in report.standings.items()},
            "fixed": len(decision.change.fixed), "broken": len(decision.change.broken), "p": decision.change.p,
            "alpha": decision.alpha,
            "null": {
                "fixed": len(decision.null.fixed), "broken": len(decision.null.broken), "p": decision.null.p,
            },
            "anchors": decision.anchors, "anchors_broken": decision.anchors_broken,
            "anchors_p": decision.anchors_p,
            "pass_before": decision.pass_before, "pass_candidate": decision.pass_candidate,
            "variety_before": decision.variety_before, "variety_candidate": decision.variety_candidate,
            "well_formed_before": decision.well_formed_before,
            "well_formed_candidate": decision.well_formed_candidate,
        },
        "changed": [asdict(each) for each in changed_answers(store, ended)],
        "evidence": "answers" if report.likelihood is None else "likelihood",
        "likelihood": _likelihood_document(report.likelihood),
        "reasons": list(decision.reasons),
        "tokens": report.tokens,
    }  # fmt: skip


def _likelihood_document(found: LikelihoodDecision | None) -> dict[str, Any] | None:
    """What was measured of held-out accepted answers; `claim` says what an adoption means."""
    from models.learning.likelihood_gate import LABEL

    if found is None:
        return None
    gain, null = found.gain, found.null
    return {
        "claim": LABEL, "n": gain.n, "likelier": len(gain.likelier), "gain": gain.mean, "p": gain.p,
        "alpha": found.alpha,
        "null": {"n": null.n, "likelier": len(null.likelier), "gain": null.mean, "p": null.p},
    }  # fmt: skip


def round_lines(ended: Round) -> list[str]:
    """Return what became of a round, in a few lines."""
    from models.learning.rounds.deciding import read_report

    report = read_report(ended)
    if report is None:
        return [f"Round {ended.number} {ended.state.value}: {ended.problem}".rstrip(": ")]
    lines = [_proof_line(ended, report), _learned_line(ended, report)]
    for name, each in report.standings.items():
        low, high = each.interval
        lines.append(f"  {name}: {each.right / each.n:.1%} right ({low:.1%} to {high:.1%})")
    return [*lines, *report.decision.reasons]


def proof_words(report: RoundReport) -> str:
    """Return what was found, in a few words."""
    if (found := report.likelihood) is not None:
        gain = found.gain
        return f"{len(gain.likelier)} of {gain.n} held-out accepted answers became likelier, p = {gain.p:.2g}"
    change = report.decision.change
    return f"fixed {len(change.fixed)}, broke {len(change.broken)} of {change.n}, p = {change.p:.2g}"


def _proof_line(ended: Round, report: RoundReport) -> str:
    from models.learning.likelihood_gate import LABEL

    verdict = f"Kept what was in use; v{ended.number} is not proven"
    if report.decision.adopted:
        verdict = f"Adopted v{ended.number}" + (f", {LABEL}" if report.likelihood is not None else "")
    if (found := report.likelihood) is not None:
        control = (
            f"an adapter trained on shuffled answers made {len(found.null.likelier)} likelier (p = {found.null.p:.2g})"
        )
    else:
        null = report.decision.null
        control = f"null control fixed {len(null.fixed)}, broke {len(null.broken)}"
    return f"{verdict}: {proof_words(report)} (limit {report.decision.alpha:.2g}); {control}."


def _learned_line(ended: Round, report: RoundReport) -> str:
    return (
        f"Learned from {report.training.examples if report.training else 0} rationales: {report.harvested} of"
        f" {report.harvested_of} harvested, {report.rationalized} of {report.rationalized_of} explained;"
        f" {ended.seconds / 60:.1f} minutes."
    )
