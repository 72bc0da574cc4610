"""What the user chose for a model, as the load plan takes it: the model's own choices go before the general ones."""

from __future__ import annotations

from pathlib import Path

from models.catalog.bundled import BUNDLED, bundled_model
from models.catalog.failures import BadModelFile
from models.catalog.load_plan import KV_TYPES, Wishes
from models.settings import ModelChoices, Settings


def choices_of(settings: Settings, reference: str) -> ModelChoices:
    """Return what was chosen for a model alone.

    Args:
        settings: The user's settings.
        reference: "bundled" or the path of the file, as `Settings.model` has it.
    """
    return settings.model_choices.get(reference) or ModelChoices()


def reference_of(path: Path) -> str:
    """Return what settings call the model of a file."""
    try:
        return BUNDLED if path == bundled_model() else str(path)
    except BadModelFile:
        return str(path)


def wishes_of(settings: Settings, reference: str) -> Wishes:
    """Return all that was chosen about how a model is loaded."""
    own, general = choices_of(settings, reference), settings.engine
    return Wishes(
        context_size=_first(own.context_size, general.context_size),
        gpu_layers=_first(own.gpu_layers, general.gpu_layers),
        kv_type=own.kv_type if own.kv_type in KV_TYPES else None,
        flash_attention=own.flash_attention,
        batch_tokens=own.batch_tokens,
        threads=_first(own.threads, general.threads),
    )


def _first(own: int | None, general: int | None) -> int | None:
    return own if own is not None else general
