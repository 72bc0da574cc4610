"""What the store offers for moving conversations in and out."""

from __future__ import annotations

from pathlib import Path

from models.history import indexing
from models.history.connections import Connections
from models.history.exchange.export import export
from models.history.exchange.formats import ExportFormat
from models.history.exchange.importing import ImportReport, import_file
from models.history.exchange.progress import Progress, Watch, nobody

_INDEXED_AT_ONCE = 200
"""Attempts that become findable in one transaction, so that other writers wait only shortly."""


class Exchange:
    """Export and import; may take long, so call it from a thread of its own.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def export(
        self,
        file: Path,
        form: ExportFormat,
        *,
        thoughts: bool = True,
        conversation_id: str | None = None,
        overwrite: bool = False,
        watch: Watch = nobody,
    ) -> int:
        """Write one conversation or all into a file (`models.history.exchange.export.export`)."""
        with self._connections.reading() as db:
            return export(
                db, file, form, thoughts=thoughts, conversation_id=conversation_id, overwrite=overwrite, watch=watch
            )

    def import_file(self, file: Path, *, watch: Watch = nobody) -> ImportReport:
        """Add what is new in a file that was exported as JSON (`models.history.exchange.importing.import_file`).

        When this has returned everything is in the history; `index` makes its thoughts and answers findable.
        """
        return import_file(file, lambda: self._connections.writing(durable=True), watch)

    def index(self, *, watch: Watch = nobody) -> int:
        """Make findable what an import has brought; returns how many attempts. Call it again when it ended early."""
        with self._connections.reading() as db:
            total = indexing.waiting(db)
        done = 0
        while done < total:
            watch(Progress("indexing", done, total))
            with self._connections.writing() as db:
                some = indexing.index_some(db, _INDEXED_AT_ONCE)
            if not some:
                break
            done += some
        return done
