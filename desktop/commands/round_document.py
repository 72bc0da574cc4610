"""A round of learning as JSON and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.history.learning.records import Round


def round_document(ended: Round) -> dict[str, Any]:
    """Return a round as `--json` prints it."""
    from models.learning.rounds.deciding import read_report

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
            "pass_before": decision.pass_before, "pass_candidate": decision.pass_candidate,
            "variety_before": decision.variety_before, "variety_candidate": decision.variety_candidate,
            "well_formed_before": decision.well_formed_before,
            "well_formed_candidate": decision.well_formed_candidate,
        },
        "reasons": list(decision.reasons),
        "tokens": report.tokens,
    }  # fmt: skip


def round_lines(ended: Round) -> list[str]:
    """Return what became of a round, in a few lines."""
    from models.learning.rounds.deciding import read_report

    report = read_report(ended)
    if report is None:
        return [f"Round {ended.number} {ended.state.value}: {ended.problem}".rstrip(": ")]
    change, null = report.decision.change, report.decision.null
    verdict = (
        f"Adopted v{ended.number}"
        if report.decision.adopted
        else f"Kept what was in use; v{ended.number} is not proven"
    )
    proof = (
        f"{verdict}: fixed {len(change.fixed)}, broke {len(change.broken)} of {change.n}, p = {change.p:.2g}"
        f" (limit {report.decision.alpha:.2g}); null control fixed {len(null.fixed)}, broke {len(null.broken)}."
    )
    learned = (
        f"Learned from {report.training.examples if report.training else 0} rationales: {report.harvested} of"
        f" {report.harvested_of} harvested, {report.rationalized} of {report.rationalized_of} explained;"
        f" {ended.seconds / 60:.1f} minutes."
    )
    lines = [proof, learned]
    for name, each in report.standings.items():
        low, high = each.interval
        lines.append(f"  {name}: {each.right / each.n:.1%} right ({low:.1%} to {high:.1%})")
    return [*lines, *report.decision.reasons]
