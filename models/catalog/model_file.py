"""What is known of a model file; light to import, since the window weighs models without reading any."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.catalog.shape import ModelShape
from models.catalog.thought_formats import ThoughtFormat
from models.catalog.weights import WeightSizes


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that llama.cpp should be able to load; sizes in bytes.

    `path` is the first of `parts`; most models have one part. `parameters` counts weights. `model_id` names what the
    model computes (`models.catalog.identity`). `chat_template` is None when the file has none, or when a search left
    the text out, since a file may carry megabytes of it. `has_chat_template` says whether there is one.
    `pre_tokenizer` names how it splits text, "" where that is not told (`models.catalog.identity`).
    """

    path: Path
    parts: tuple[Path, ...]
    name: str
    architecture: str
    parameters: int
    quantization: str
    size_bytes: int
    shape: ModelShape
    weights: WeightSizes
    chat_template: str | None
    thought_format: ThoughtFormat
    model_id: str
    has_chat_template: bool
    pre_tokenizer: str

    @property
    def context_length(self) -> int:
        """How many tokens of context the model was trained for."""
        return self.shape.context_length

    @property
    def layers(self) -> int:
        """How many layers it has, the output layer not counted."""
        return self.shape.layers

    @property
    def is_split(self) -> bool:
        """Whether it consists of several files."""
        return len(self.parts) > 1
