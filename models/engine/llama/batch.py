"""What one call decodes."""

from __future__ import annotations

from typing import Any

import llama_cpp


class Batch:
    """Tokens to decode in one call: each with its place, its sequence, and whether its logits are wanted."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._batch = llama_cpp.llama_batch_init(capacity, 0, 1)
        self.size = 0

    def clear(self) -> None:
        """Empty the batch."""
        self.size = 0

    def add(self, token: int, position: int, sequence: int, *, logits: bool) -> int:
        """Add a token; returns its index in the batch."""
        index = self.size
        batch = self._batch
        batch.token[index] = token
        batch.pos[index] = position
        batch.n_seq_id[index] = 1
        batch.seq_id[index][0] = sequence
        batch.logits[index] = logits
        self.size = index + 1
        return index

    @property
    def room(self) -> int:
        """How many more tokens fit."""
        return self.capacity - self.size

    def native(self) -> Any:
        """The C structure, sized to what was added."""
        self._batch.n_tokens = self.size
        return self._batch

    def close(self) -> None:
        """Free the batch."""
        llama_cpp.llama_batch_free(self._batch)
