"""A LoRA adapter in memory."""

from __future__ import annotations

from pathlib import Path

import llama_cpp

from models.engine.llama.failures import LlamaError
from models.engine.llama.model import Model


class Adapter:
    """A LoRA adapter read from a GGUF file, for one model.

    Raises:
        LlamaError: The file is missing, damaged or made for another model.
    """

    def __init__(self, model: Model, path: Path) -> None:
        pointer = llama_cpp.llama_adapter_lora_init(model.pointer, str(path).encode())
        if not pointer:
            raise LlamaError("llama.cpp could not load the adapter")
        self.pointer = pointer

    def close(self) -> None:
        """Free the adapter; the context must not use it any more."""
        if self.pointer:
            llama_cpp.llama_adapter_lora_free(self.pointer)
            self.pointer = None
