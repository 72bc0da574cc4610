"""What one conversation can be written as, as the file dialog offers it, and what the chosen name and kind mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from models.history.exchange.formats import SUFFIXES, ExportFormat

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A row of the dialog's list."""

    name: str
    form: ExportFormat
    thoughts: bool = True

    @property
    def filter(self) -> str:
        """The kind as `QFileDialog` takes it."""
        return f"{self.name} (*{SUFFIXES[self.form]})"


def export_kinds() -> list[ExportKind]:
    """Return what is offered; the first is what a conversation is written as if nothing else is asked for."""
    return [
        ExportKind(translate("Labelling", "Markdown, to read"), ExportFormat.MARKDOWN),
        ExportKind(translate("Labelling", "Markdown, without thoughts"), ExportFormat.MARKDOWN, thoughts=False),
        ExportKind(translate("Labelling", "JSON, to import again"), ExportFormat.JSON),
        ExportKind(translate("Labelling", "Training data"), ExportFormat.TRAINING),
        ExportKind(translate("Labelling", "Training data, without thoughts"), ExportFormat.TRAINING, thoughts=False),
        ExportKind(translate("Labelling", "Preference pairs"), ExportFormat.PREFERENCES),
        ExportKind(
            translate("Labelling", "Preference pairs, without thoughts"), ExportFormat.PREFERENCES, thoughts=False
        ),
    ]


def chosen_export(kinds: Sequence[ExportKind], typed: Path, chosen: str) -> tuple[Path, ExportKind]:
    """Return the file to write and as what.

    A kind that was picked counts, and the name gets its ending in the place of another kind's. While the first one is
    picked, which stands there by itself, an ending that was typed tells the kind.

    Args:
        kinds: What was offered.
        typed: The name in the dialog.
        chosen: The `filter` that was picked there, "" where the system's dialog does not tell.
    """
    kind = next((each for each in kinds if each.filter == chosen), kinds[0])
    ending = typed.suffix.lower()
    if kind == kinds[0]:
        kind = next((each for each in kinds if SUFFIXES[each.form] == ending), kind)
    wanted = SUFFIXES[kind.form]
    if ending == wanted:
        return typed, kind
    stem = typed.stem if ending in SUFFIXES.values() else typed.name
    return typed.with_name(stem + wanted), kind
