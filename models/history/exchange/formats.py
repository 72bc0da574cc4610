"""What conversations can be written as. The window imports this before anything else of the history."""

from __future__ import annotations

from enum import StrEnum


class ExportFormat(StrEnum):
    """What a history is written as."""

    MARKDOWN = "markdown"
    """To be read: the branches that are shown."""
    JSON = "json"
    """Everything, to be imported again (`models.history.exchange.documents`)."""
    TRAINING = "training"
    """JSON Lines in the chat format, one line for each rating in force that is not left out of training."""
    PREFERENCES = "preferences"
    """JSON Lines of pairs, one answer chosen and one rejected."""


SUFFIXES = {
    ExportFormat.MARKDOWN: ".md",
    ExportFormat.JSON: ".json",
    ExportFormat.TRAINING: ".jsonl",
    ExportFormat.PREFERENCES: ".jsonl",
}
"""How the names of such files end."""
