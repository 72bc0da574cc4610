"""Copies of models in a type that runs faster on this processor, with where each came from; the originals stay."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from models.catalog.header import read_header
from models.catalog.identity import DERIVED_FROM, pre_tokenizer
from models.catalog.inspection import ModelFile
from models.catalog.speeds import Rates
from models.catalog.weights import scaled, weight_sizes
from models.errors import InputError
from models.paths import write_private_file

MOST_DIVERGENCE = 0.01
"""The most that a copy may stray: the mean KL divergence of what it expects next, in nats. A copy that strays by this
gives what the original finds likeliest about a hundredth less of its probability."""


class Divergence(msgspec.Struct, frozen=True, kw_only=True):
    """The KL divergence from the original to the copy, in nats, over all tokens of a fixed text.

    `error` is the standard error of the mean; `same_choice` the share of tokens after which both find the same token
    the likeliest.
    """

    mean: float
    error: float
    largest: float
    same_choice: float
    tokens: int


class TunedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a copy; `made_at` in Unix seconds, sizes in bytes."""

    original_id: str
    original_name: str
    original_path: str
    original_quantization: str
    quantization: str
    size: int
    divergence: Divergence
    original_rates: Rates
    rates: Rates
    threads: int
    processor: str
    """llama.cpp's own line about the processor's features: on another processor it may not pay."""
    made_at: float
    in_use: bool = True
    """The user's switch: whether loading the model takes the copy."""


class CopyShelf:
    """The copies in one folder, one for each model.

    Args:
        folder: `DataFolder.tuned`.
        system_info: llama.cpp's own line about this processor; "" where it is not known.
    """

    def __init__(self, folder: Path, *, system_info: str = "") -> None:
        self.folder = folder
        self._features = _processor_features(system_info)

    def weights(self, model_id: str) -> Path:
        """Return where a model's copy lies, or would lie."""
        return self.folder / f"{model_id}.gguf"

    def of(self, model_id: str) -> TunedCopy | None:
        """Return what is known of a model's copy; None when there is none, or it is not whole."""
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            copy = msgspec.json.decode(self._facts(model_id).read_bytes(), type=TunedCopy)
            if copy.original_id == model_id and self.weights(model_id).stat().st_size == copy.size:
                return copy
        return None

    def keep(self, copy: TunedCopy, weights: Path) -> None:
        """Keep a copy whose weights lie beside their place, in the place of the one before.

        What is told of the one before counts only for weights of its size.

        Raises:
            InputError: The system does not let go of the one before; it stays as it is.
            OSError: The disk is full or cannot be written.
        """
        try:
            weights.replace(self.weights(copy.original_id))
        except PermissionError as error:
            raise _held(error) from error
        self._write(copy)

    def use(self, model_id: str, *, on: bool) -> TunedCopy:
        """Set whether loading a model takes its copy.

        Raises:
            InputError: It has none.
        """
        copy = self.of(model_id)
        if copy is None:
            raise InputError("This model has no tuned copy; make one with “rationale models tune”.")
        copy = msgspec.structs.replace(copy, in_use=on)
        self._write(copy)
        return copy

    def remove(self, model_id: str) -> bool:
        """Delete a model's copy; returns whether there was one.

        Raises:
            InputError: The system does not let it go; it stays as it is.
        """
        there = self.weights(model_id).exists()
        try:
            for path in (self.weights(model_id), self._facts(model_id)):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _held(error) from error
        return there

    def served(self, file: ModelFile) -> ModelFile | None:
        """Return the model as its copy in use computes it; None where the original is to be loaded.

        All but the weights is the original's: name, chat template, identifier.

        Raises:
            BadModelFile: The copy is damaged.
        """
        copy = self.of(file.model_id)
        if copy is None or not copy.in_use or self.is_from_elsewhere(copy):
            return None
        header = read_header(self.weights(file.model_id))
        if header.text(DERIVED_FROM) != file.model_id or pre_tokenizer(header) != file.pre_tokenizer:
            return None
        return replace(
            file,
            path=header.path,
            parts=(header.path,),
            quantization=copy.quantization,
            size_bytes=header.size,
            weights=weight_sizes(header.tensors, file.shape.layers),
        )

    def is_from_elsewhere(self, copy: TunedCopy) -> bool:
        """Whether a copy was made on a processor with other features, where another type may have been the fastest."""
        made_on = _processor_features(copy.processor)
        return bool(made_on and self._features) and made_on != self._features

    def weighed(self, file: ModelFile) -> ModelFile:
        """Return the model with the weights that it has on the processor: those of its copy, where one is in use.

        No model file is opened. The copy's weights are those of the original in proportion to the sizes of the files,
        which is right for their sum.
        """
        copy = self.of(file.model_id)
        if copy is None or not copy.in_use or self.is_from_elsewhere(copy):
            return file
        weights = scaled(file.weights, copy.size / file.size_bytes)
        return replace(file, quantization=copy.quantization, size_bytes=copy.size, weights=weights)

    def _facts(self, model_id: str) -> Path:
        return self.folder / f"{model_id}.json"

    def _write(self, copy: TunedCopy) -> None:
        write_private_file(self._facts(copy.original_id), msgspec.json.format(msgspec.json.encode(copy)) + b"\n")


def _held(error: OSError) -> InputError:
    """Return the error of a copy that does not go: Windows keeps a file that is mapped."""
    message = "The tuned copy cannot be deleted while it is in use; switch it off, and try again."
    return InputError(message, details=str(error))


def _processor_features(system_info: str) -> frozenset[str]:
    """The features that llama.cpp found, such as "AVX2 = 1"; what it says of graphics cards is left out."""
    processor = re.search(r"(?:^|\|)\s*CPU\s*:(.*?)(?=\|[^|=]*:|$)", system_info, re.DOTALL)
    parts = (processor[1] if processor else "").split("|")
    return frozenset(each.strip() for each in parts if each.strip())
