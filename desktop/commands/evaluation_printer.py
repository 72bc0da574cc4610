"""How `rationale eval` tells what it found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.output import print_json
from models.evaluation.chart import Point, save_chart
from models.evaluation.records import Record
from models.evaluation.replay import with_first_attempts, with_stopping
from models.evaluation.summary import Comparison, Summary, compare, summarize

if TYPE_CHECKING:
    from models.evaluation.runner import Progress
    from models.reasoning.equivalence import Equivalence


@dataclass(frozen=True, slots=True)
class Voting:
    """What the votes of fewer attempts say, and those of a run that had stopped when the answers agreed."""

    first: tuple[Point, ...]
    stopped: Summary
    saved: float
    """The share of the tokens that stopping saves, at least."""
    comparison: Comparison
    """What stopping fixes and breaks of the votes of all attempts."""

    def as_json(self) -> dict[str, Any]:
        """Return it for `--json`."""
        stopping = self.stopped.as_json() | {"saved": self.saved, "against_all": self.comparison.as_json()}
        return {"votes": [{"name": each.budget} | each.summary.as_json() for each in self.first], "stopping": stopping}


def voting_of(records: Sequence[Record], numbers: Sequence[int], equivalence: Equivalence) -> Voting:
    """Count again what fewer attempts of a run in which all of them ran would have said."""
    stopped = with_stopping(records, equivalence)
    every, fewer = summarize(records), summarize(stopped)
    points = [
        Point(f"{number} of {max((len(each.each) for each in records), default=0)}",
              summarize(with_first_attempts(records, number, equivalence)))
        for number in numbers
    ]  # fmt: skip
    return Voting(tuple(points), fewer, 1 - fewer.tokens / max(every.tokens, 1e-9), compare(stopped, records))


def progress_printer() -> Callable[[Progress], None]:
    """Return what shows progress: one line that is written over in a terminal, a line each tenth elsewhere."""
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


def tell(
    results: Sequence[tuple[str, list[Record]]],
    total: int,
    chart: Path | None,
    title: str,
    *,
    voting: Voting | None,
    as_json: bool,
    compared: bool,
) -> None:
    """Print the results of each arm, by its name, and draw the chart."""
    points = [Point(name, summarize(records)) for name, records in results]
    document: dict[str, Any] = {
        "total": total,
        "runs": [{"name": each.budget} | each.summary.as_json() for each in points],
    }
    if compared and len(results) == 2:
        document["against"] = compare(results[0][1], results[1][1]).as_json()
    document |= document["runs"][0]
    if voting is not None:
        document |= voting.as_json()
        points = [*voting.first, *points]
    if chart is not None and all(each.summary.n for each in points):
        save_chart(chart, points, title=title)
        document["chart"] = str(chart)
    if as_json:
        print_json(document)
    else:
        _print(points, document, voting, chart)


def _print(points: Sequence[Point], document: dict[str, Any], voting: Voting | None, chart: Path | None) -> None:
    for each in points:
        low, high = each.summary.interval
        seconds = f" and {each.summary.seconds:.1f} s" if each.summary.seconds else ""
        print(
            f"{each.budget}: {each.summary.right} of {each.summary.n} right, {each.summary.accuracy:.1%} "
            f"({low:.1%} to {high:.1%}); {each.summary.tokens:,.0f} tokens{seconds} a question"
        )
    if "against" in document:
        paired = document["against"]
        print(f"fixed {paired['fixed']}, broke {paired['broken']} of {paired['n']}; p = {paired['p']:.2g}")
    if voting is not None:
        changed = voting.comparison
        print(
            f"Stopping when the answers agree would have saved at least {voting.saved:.0%} of the tokens; it fixes "
            f"{changed.fixed} and breaks {changed.broken} of {changed.n}, p = {changed.p:.2g}."
        )
    if chart is not None:
        print(f"The chart is in {chart}, its numbers in {chart.with_suffix('.csv')}.")
