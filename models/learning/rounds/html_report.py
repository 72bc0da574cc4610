"""All rounds of a model as one HTML file that needs nothing else: numbers, verdicts, the curve and both answers.

It is written in English, as the command line is. Everything from the history is escaped, and the page's own policy
forbids scripts and whatever is not in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from models.assets import asset
from models.history.store import Store
from models.learning.gate import Decision
from models.learning.likelihood_gate import LABEL, LikelihoodDecision
from models.learning.rounds.accuracy_picture import AccuracyPoint, accuracy_picture
from models.learning.rounds.audit import AuditScore, read_audit
from models.learning.rounds.deciding import RoundReport, Standing
from models.learning.rounds.overview import ChangedAnswer, LearningOverview, ToldRound, changed_answers, overview_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def learning_report(store: Store, model_id: str) -> str:
    """Return the page of a model; reads the history and may take some milliseconds."""
    overview = overview_of(store, model_id)
    return report_page(overview, {each.round.number: changed_answers(store, each.round) for each in overview.rounds})


def report_page(overview: LearningOverview, changed: Mapping[int, Sequence[ChangedAnswer]]) -> str:
    """Return the page of an overview.

    Args:
        overview: The rounds, the newest first; those without a report are left out.
        changed: What each round's candidate fixed and broke, by the round's number.
    """
    told = [each for each in overview.rounds if each.report is not None]
    title = f"What {told[0].round.model_name} has learned" if told else "Nothing was learned yet"
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{_in_words(overview)}</p>", accuracy_picture(_points(told))]
    parts += [_audits(overview)] if overview.audits else []
    parts += [_round(each, changed.get(each.round.number, ())) for each in told]
    style = asset("learning_report.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _in_words(overview: LearningOverview) -> str:
    if not overview.rounds:
        return "No round of learning has ended yet."
    adapter = overview.in_use
    used = f"It answers with {escape(adapter.name)}." if adapter else "It answers as it is, without an adapter."
    return f"{len(overview.rounds)} rounds have ended. {used} All figures are of held-out questions."


def _audits(overview: LearningOverview) -> str:
    names = {each.id: each.name for each in overview.adapters}
    rows = []
    for each in overview.audits:
        found = read_audit(each)
        said = ("broken off", "", "")
        if found is not None:
            shares = f"{_share(found.base)} / {_share(found.adapter)}"
            said = (shares, f"{found.fixed} / {found.broken}", f"{found.p:.2g}")
        rows.append((_day(each.opened_at), names.get(each.adapter_id or "", each.adapter_id or ""), *said))
    head = ("Opened", "Adapter", "Right: base / adapter, of sealed questions", "Fixed / broken", "p")
    times = "1 time" if len(rows) == 1 else f"{len(rows)} times"
    return f"<section><h2>Sealed audit, opened {times}</h2>{_table(head, rows)}</section>"


def _day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _share(score: AuditScore) -> str:
    low, high = score.interval
    return f"{score.right / score.n:.1%} ({low:.1%} to {high:.1%})"


def _points(told: Iterable[ToldRound]) -> list[AccuracyPoint]:
    points: list[AccuracyPoint] = []
    for each in sorted(told, key=lambda one: one.round.number):
        assert each.report is not None
        standings = each.report.standings
        if not points and "base" in standings:
            points.append(_point("Base model", standings["base"], adopted=True))
        if "candidate" in standings:
            name = f"v{each.round.number}"
            points.append(_point(name, standings["candidate"], adopted=each.report.decision.adopted))
    return points


def _point(name: str, standing: Standing, *, adopted: bool) -> AccuracyPoint:
    return AccuracyPoint(name, standing.right / max(standing.n, 1), *standing.interval, adopted)


def _round(told: ToldRound, changed: Sequence[ChangedAnswer]) -> str:
    report = told.report
    assert report is not None
    decision = report.decision
    day = _day(told.round.created_at)
    verdict = "adopted" if decision.adopted else "not proven, so what was in use stayed"
    if report.likelihood is not None and decision.adopted:
        verdict = f"adopted, {LABEL}"
    return "\n".join(
        (
            f"<section><h2>Round {told.round.number}: {verdict}</h2>",
            f"<p>{day}, {told.round.seconds / 60:.1f} minutes.</p>",
            "".join(f'<p class="reason">{escape(each)}</p>' for each in decision.reasons),
            _table(("Contender", "Right", "95 % interval", "Clear answers"), map(_standing, report.standings.items())),
            _table(("Evidence", "Value"), _evidence(report)),
            _table(
                ("Held-out question", "Right answer", "Before", "After", "Change"),
                ((each.question, each.gold, each.before, each.after, _change(each, report)) for each in changed),
            ),
            "</section>",
        )
    )


def _standing(named: tuple[str, Standing]) -> tuple[str, ...]:
    name, each = named
    low, high = each.interval
    share = each.right / max(each.n, 1)
    return name, f"{each.right} of {each.n} ({share:.1%})", f"{low:.1%} to {high:.1%}", f"{each.well_formed:.1%}"


def _evidence(report: RoundReport) -> list[tuple[str, str]]:
    decision = report.decision
    return [
        *(_of_answers(decision) if report.likelihood is None else _of_likelihood(report.likelihood)),
        (
            "Right answers to general questions unlearned",
            f"{decision.anchors_broken} of {decision.anchors} (p = {decision.anchors_p:.2g})",
        ),
        ("Harvested", f"{report.harvested} of {report.harvested_of}"),
        ("Explained with the answer shown", f"{report.rationalized} of {report.rationalized_of}"),
        ("Learned from", _counts(report.provenance)),
        ("Trained on / steps", f"{report.training.examples} / {report.training.steps}" if report.training else "none"),
    ]


def _of_answers(decision: Decision) -> list[tuple[str, str]]:
    change, null = decision.change, decision.null
    return [
        ("Fixed / broken", f"{len(change.fixed)} / {len(change.broken)} of {change.n}"),
        ("p, and the limit of this decision", f"{change.p:.2g}, {decision.alpha:.2g}"),
        ("Null control: fixed / broken, p", f"{len(null.fixed)} / {len(null.broken)}, {null.p:.2g}"),
    ]


def _of_likelihood(found: LikelihoodDecision) -> list[tuple[str, str]]:
    gain, null = found.gain, found.null
    return [
        ("Held-out accepted answers that became likelier", f"{len(gain.likelier)} of {gain.n}"),
        ("Mean gain for each token", f"{gain.mean:+.3f} nats"),
        ("p (Wilcoxon), and the limit of this decision", f"{gain.p:.2g}, {found.alpha:.2g}"),
        (
            "Null control, trained on shuffled answers: likelier, gain, p",
            f"{len(null.likelier)} of {null.n}, {null.mean:+.3f} nats, {null.p:.2g}",
        ),
    ]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing"


def _change(answer: ChangedAnswer, report: RoundReport) -> str:
    names = ("broken", "fixed") if report.likelihood is None else ("less likely", "likelier")
    return names[answer.fixed]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return ""
    return f"<table><tr>{''.join(f'<th>{escape(each)}</th>' for each in head)}</tr>{body}</table>"
