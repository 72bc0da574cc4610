"""What a look at an adapter file finds; light to import, since the window shows what another process has read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdapterLook:
    """What an adapter file is; `size` in bytes.

    `model_id` is that of the model that it was found to fit, "" where it was not asked for one. `examples` is how many
    it learned from, 0 where it does not say so; `pre_tokenizer` that of the file that it was trained on, "" likewise.
    """

    name: str
    size: int
    model_id: str
    examples: int
    pre_tokenizer: str

    def splits_like(self, pre_tokenizer: str) -> bool:
        """Whether a model's file with this pre-tokenizer splits text as in training, as far as that is known."""
        return self.pre_tokenizer in ("", pre_tokenizer)
