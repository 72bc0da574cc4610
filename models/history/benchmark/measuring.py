"""What is measured in a large history; milliseconds, as a user's program would wait for them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from models.history.benchmark.filling import fill
from models.history.benchmark.searches import beginnings_of_two, chinese_words, filtered, typed_words
from models.history.benchmark.texts import Texts
from models.history.exchange.formats import ExportFormat
from models.history.exchange.progress import Cancelled, Progress, cancelled
from models.history.records import NewAttempt, SearchScope
from models.history.store import Store, open_store
from models.paths import DataFolder, open_data_folder

Say = Callable[[str], None]
_HITS = 100
"""As many as the sidebar asks for."""
_AS_SIDEBAR = (SearchScope.QUESTIONS, SearchScope.ANSWERS)


def bench_history(conversations: int, messages: int, say: Say, *, imported: int = 50_000) -> dict[str, Any]:
    """Make a history in a folder of its own, measure it, and delete it.

    Args:
        conversations: How many there are.
        messages: How many questions and answers they hold together.
        say: Is told what is done.
        imported: The messages of the file that is imported into an empty history.
    """
    with tempfile.TemporaryDirectory(prefix="rationale-bench-") as name:
        root = Path(name)
        large, empty, small = (open_data_folder(root / part) for part in ("large", "empty", "small"))
        begun = time.perf_counter()
        text = fill(large, conversations, messages, say)
        figures: dict[str, Any] = {"conversations": conversations, "text_bytes": text}
        figures["fill_seconds"] = time.perf_counter() - begun
        figures["database_bytes"] = large.database.stat().st_size
        figures["database_per_text"] = figures["database_bytes"] / text
        open_store(empty).close()
        say("measuring the start")
        figures["start_empty_ms"], figures["start_ms"] = _start(empty), _start(large)
        with open_store(large) as store:
            say("measuring search, opening and saving")
            figures |= _search(store) | _opening(store) | _saving(store)
        say(f"measuring the import of {imported:,} messages")
        fill(small, max(1, imported // 10), imported, lambda _line: None, seed=2)
        figures |= _import(small, open_data_folder(root / "target"), root / "export.json")
    return figures


def _start(folder: DataFolder) -> float:
    """The median of five: opening the history and reading what the sidebar shows first."""
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        with open_store(folder) as store:
            store.pinned()
            store.conversations(limit=60)
            store.trash.count()
            taken.append(_since(begun))
    return median(taken)


def _search(store: Store) -> dict[str, Any]:
    """Every prefix of what is typed, as the sidebar searches it; then all of it at once, in all scopes, too."""
    words, chinese = typed_words(), chinese_words()
    typed = [query[:length] for query in words for length in range(1, len(query) + 1)]
    figures = _searches(store, "search", typed, _AS_SIDEBAR)
    figures |= _searches(store, "search_everywhere", words, SearchScope)
    figures |= _searches(store, "search_beginnings", beginnings_of_two(), _AS_SIDEBAR)
    figures |= _searches(store, "search_chinese", chinese, _AS_SIDEBAR)
    figures |= _searches(store, "search_chinese_everywhere", chinese, SearchScope)
    return figures | _searches(store, "search_filters", list(filtered()), _AS_SIDEBAR)


def _searches(store: Store, name: str, typed: Sequence[str], scopes: Iterable[SearchScope]) -> dict[str, Any]:
    taken = [(_timed(partial(store.search, query, scopes, limit=_HITS)), query) for query in typed]
    slowest = [f"{query} ({milliseconds:.0f} ms)" for milliseconds, query in sorted(taken, reverse=True)[:5]]
    return _spread(name, [milliseconds for milliseconds, _ in taken]) | {f"{name}_slowest": ", ".join(slowest)}


def _opening(store: Store) -> dict[str, Any]:
    """From a hit to the turns of its branch."""
    words = Texts(1).words
    taken = []
    for rank in range(0, 3000, 60):
        for hit in store.search(words[rank], SearchScope, limit=3):
            begun = time.perf_counter()
            leaf = store.set_active(hit.conversation_id, hit.answer_id or hit.question_id)
            store.path(hit.conversation_id, leaf=leaf)
            taken.append(_since(begun))
    return _spread("open_hit", taken)


def _saving(store: Store) -> dict[str, Any]:
    """A growing thought, saved as while it streams."""
    saved = store.recording.add_question(
        question="How long", conversation_id=None, parent_id=None, system_prompt="", effort="standard",
        attempts=[NewAttempt()],
    )  # fmt: skip
    attempt = store.attempt(saved.attempt_ids[0])
    taken = []
    for number in range(500):
        attempt = replace(attempt, thought=attempt.thought + f"token {number} and some more words of it. ")
        begun = time.perf_counter()
        store.recording.save_progress(attempt)
        taken.append(_since(begun))
    return _spread("save_batch", taken)


def _import(source: DataFolder, target: DataFolder, file: Path) -> dict[str, Any]:
    with open_store(source) as store:
        begun = time.perf_counter()
        store.exchange.export(file, ExportFormat.JSON)
        figures: dict[str, Any] = {"export_seconds": time.perf_counter() - begun}
    with open_store(target) as store:
        figures["import_cancel_ms"] = _cancel(store, file)
        moments: dict[str, float] = {}
        begun = time.perf_counter()
        report = store.exchange.import_file(file, watch=lambda progress: _first(moments, progress))
        done = time.perf_counter()
        store.exchange.index()
        figures["import_messages"] = report.turns
        figures["import_seconds"] = done - begun
        figures["import_transaction_seconds"] = done - moments["importing"]
        figures["import_index_seconds"] = time.perf_counter() - done
    return figures


def _cancel(store: Store, file: Path) -> float:
    """Milliseconds from the wish to end an import, half of it done, to its end."""
    asked = 0.0

    def watch(progress: Progress) -> None:
        nonlocal asked
        if progress.stage == "importing" and progress.done > progress.total / 2:
            asked = time.perf_counter()
            raise cancelled()

    try:
        store.exchange.import_file(file, watch=watch)
    except Cancelled:
        return _since(asked)
    return 0.0


def _first(moments: dict[str, float], progress: Progress) -> None:
    moments.setdefault(progress.stage, time.perf_counter())


def _spread(name: str, taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    place = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        f"{name}_{part}_ms": ordered[min(len(ordered) - 1, int(share * len(ordered)))] for part, share in place.items()
    }


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return _since(begun)


def _since(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)
