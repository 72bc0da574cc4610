"""What the engine is asked to load, with all that the user chose for the model."""

from __future__ import annotations

from pathlib import Path

from models.catalog.wishes import choices_of, reference_of, wishes_of
from models.engine.protocol import Load
from models.paths import DataFolder
from models.settings import Settings


def load_request(path: Path, settings: Settings, reference: str, *, folder: DataFolder | None = None) -> Load:
    """Return the request.

    Args:
        path: The model's file.
        settings: The user's settings.
        reference: What they call the model.
        folder: Where tuned copies are, and what is remembered of files; None uses neither.
    """
    reference = reference if reference in settings.model_choices else reference_of(path)
    wishes = wishes_of(settings, reference)
    return Load(
        str(path),
        context_size=wishes.context_size,
        gpu_layers=wishes.gpu_layers,
        threads=wishes.threads,
        batch_tokens=wishes.batch_tokens,
        kv_type=wishes.kv_type,
        flash_attention=wishes.flash_attention,
        chat_template=choices_of(settings, reference).chat_template,
        tuned_folder=str(folder.tuned) if folder is not None else "",
        checked_file=str(folder.checked_models) if folder is not None else "",
    )
