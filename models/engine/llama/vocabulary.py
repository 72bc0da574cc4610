"""The tokens of a model and the texts they stand for."""

from __future__ import annotations

import ctypes
from functools import cached_property
from typing import Any

import llama_cpp


class Vocabulary:
    """The tokens of a loaded model; gone with the model.

    Args:
        model: llama.cpp's pointer to the model.
    """

    def __init__(self, model: Any) -> None:
        self._pointer = llama_cpp.llama_model_get_vocab(model)
        self.size = llama_cpp.llama_vocab_n_tokens(self._pointer)
        """How many tokens there are."""
        self._pieces: dict[int, bytes] = {}

    def tokenize(self, text: str, *, add_special: bool = False, parse_special: bool = True) -> list[int]:
        """Return the token ids of `text`; `parse_special` reads control tokens such as `<|im_end|>` out of the text."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            tokens = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(self._pointer, data, len(data), tokens, room, add_special, parse_special)
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token; control tokens give their names."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._read_piece(token)
        return known

    def _read_piece(self, token: int) -> bytes:
        room = 64
        while True:
            buffer = ctypes.create_string_buffer(room)
            count = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, room, 0, True)
            if count >= 0:
                return buffer.raw[:count]
            room = -count

    def ends_generation(self, token: int) -> bool:
        """Whether the token ends a turn."""
        return bool(llama_cpp.llama_vocab_is_eog(self._pointer, token))

    @cached_property
    def ending_tokens(self) -> tuple[int, ...]:
        """All tokens that end a turn."""
        return tuple(token for token in range(self.size) if self.ends_generation(token))

    def is_control(self, token: int) -> bool:
        """Whether the token is a control token, never meant to be read."""
        return bool(llama_cpp.llama_vocab_is_control(self._pointer, token))

    @property
    def adds_bos(self) -> bool:
        """Whether the model wants its beginning-of-sequence token before the text."""
        return bool(llama_cpp.llama_vocab_get_add_bos(self._pointer))

    def _special_text(self, token: int) -> str:
        return "" if token < 0 else self.piece(token).decode("utf-8", "replace")

    @property
    def bos_text(self) -> str:
        """The text of the beginning-of-sequence token ("" when there is none)."""
        return self._special_text(llama_cpp.llama_vocab_bos(self._pointer))

    @property
    def eos_text(self) -> str:
        """The text of the end-of-sequence token ("" when there is none)."""
        return self._special_text(llama_cpp.llama_vocab_eos(self._pointer))
