"""A large import into an open window, and opening what the search finds in it afterwards."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from desktop.benchmark.passes import Figures, Passes, milliseconds
from desktop.benchmark.stage import Stage, staged
from models.history.benchmark.filling import fill
from models.history.benchmark.texts import Texts
from models.history.exchange.formats import ExportFormat
from models.history.records import SearchHit, SearchScope
from models.history.store import open_store
from models.paths import open_data_folder

_PATIENCE = 300.0
_HITS = 30
"""Hits that are opened."""


def importing(messages: int = 50_000) -> Figures:
    """Import a file while its progress is shown, then open hits; `hit_…_ms` is from the click to the painted answer."""
    with tempfile.TemporaryDirectory(prefix="rationale-bench-") as name:
        source, file = open_data_folder(Path(name) / "source"), Path(name) / "export.json"
        fill(source, max(1, messages // 20), messages, lambda _line: None)
        with open_store(source) as store:
            store.exchange.export(file, ExportFormat.JSON)
        with staged() as stage:
            figures = _imported(stage, file)
            return figures | _hits(stage)


def _imported(stage: Stage, file: Path) -> Figures:
    window = stage.application.window
    window.show_settings()
    Passes().until(lambda: stage.quiet, _PATIENCE)
    passes, section = Passes(), window.settings.page.files
    begun = time.perf_counter()
    passes.one(lambda: window.settings.files.import_file(file))
    done = passes.until(lambda: stage.quiet and section.import_button.isEnabled(), _PATIENCE)
    seconds = time.perf_counter() - begun
    window.show_questions()
    passes.until(lambda: stage.quiet, _PATIENCE)
    named = {f"import_{each}": value for each, value in passes.figures().items()}
    return {"import_done": float(done), "import_seconds": round(seconds, 2)} | named


def _hits(stage: Stage) -> Figures:
    words = Texts(1).words
    found: list[SearchHit] = []
    for rank in range(0, 3_000, 60):
        found += stage.store.search(words[rank], SearchScope, limit=2)
    taken = [_opened(stage, hit) for hit in found[:_HITS]]
    return {"hit_median_ms": statistics.median(taken), "hit_longest_ms": max(taken), "hits": float(len(taken))}


def _opened(stage: Stage, hit: SearchHit) -> float:
    window = stage.application.window
    begun = time.perf_counter()
    window.sidebar.hit_chosen.emit(hit)
    Passes().until(lambda: window.desk.conversation_id == hit.conversation_id and stage.transcript.turn_count > 0, 20)
    window.repaint()
    taken = milliseconds(time.perf_counter() - begun)
    Passes().until(lambda: stage.quiet, _PATIENCE)
    window.desk.new_question()
    Passes().until(lambda: stage.quiet, _PATIENCE)
    return taken
