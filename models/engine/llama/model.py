"""A model in memory: loaded with its vocabulary, and freed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp

from models.engine.llama.failures import LlamaError
from models.engine.llama.vocabulary import Vocabulary


class Model:
    """A loaded model with its vocabulary.

    Args:
        path: The GGUF file (of a split model: the first part).
        gpu_layers: How many layers go to the graphics cards.
        card_shares: How much of them each card takes, in llama.cpp's order; () leaves it to llama.cpp.
        check: Looks at all weights for values that no model has; takes about half a second for each gigabyte.
        progress: Called with the loaded share (0 to 1); returns False to give up.

    Raises:
        LlamaError: llama.cpp could not load it.
    """

    def __init__(
        self,
        path: Path,
        *,
        gpu_layers: int = 0,
        card_shares: Sequence[float] = (),
        check: bool = False,
        vocabulary_only: bool = False,
        progress: Callable[[float], bool] = lambda _share: True,
    ) -> None:
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        parameters.vocab_only = vocabulary_only
        parameters.check_tensors = check
        if any(card_shares):
            self._shares = _shares(card_shares)
            parameters.tensor_split = ctypes.cast(self._shares, ctypes.POINTER(ctypes.c_float))
        self._progress = llama_cpp.llama_progress_callback(lambda share, _data: progress(share))
        parameters.progress_callback = self._progress
        pointer = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
        if not pointer:
            raise LlamaError("llama.cpp could not load the model")
        self.pointer = pointer
        self.vocabulary = Vocabulary(pointer)

    @property
    def can_rewind(self) -> bool:
        """Whether a sequence can be cut back to any earlier place (recurrent states cannot)."""
        return not (llama_cpp.llama_model_is_recurrent(self.pointer) or llama_cpp.llama_model_is_hybrid(self.pointer))

    def close(self) -> None:
        """Free the model."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _shares(card_shares: Sequence[float]) -> ctypes.Array[ctypes.c_float]:
    """`tensor_split`, of which llama.cpp reads as many numbers as there can be devices."""
    room = max(len(card_shares), int(llama_cpp.llama_max_devices()))
    shares: ctypes.Array[ctypes.c_float] = (ctypes.c_float * room)(*card_shares)
    return shares
