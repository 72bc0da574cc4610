"""Tells what a model file is, from its header alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from gguf.constants import LlamaFileType

from models.catalog.architectures import PROJECTORS, is_known_architecture
from models.catalog.bundled import BUNDLED_NAME, bundled_model
from models.catalog.failures import BadModelFile, other_kind, unknown_architecture
from models.catalog.header import Header
from models.catalog.header_tensors import Tensor
from models.catalog.identity import model_id, pre_tokenizer
from models.catalog.model_file import ModelFile
from models.catalog.shape import read_shape
from models.catalog.split_files import read_headers
from models.catalog.thought_formats import detect_thought_format
from models.catalog.weights import weight_sizes

__all__ = ["ModelFile", "inspect_model"]

LONGEST_NAME = 80
_ARCHITECTURE = re.compile(r"[\w.-]{1,64}", re.ASCII)


def inspect_model(path: Path) -> ModelFile:
    """Read what the model file is; nothing is loaded.

    Raises:
        BadModelFile: It cannot be used: missing, unreadable, empty, cut short, damaged, not a GGUF file, a vocabulary
            or an adapter only, of an architecture that llama.cpp does not know, split with a part missing.
    """
    headers = read_headers(path)
    first = headers[0]
    architecture = _check_kind(first)
    tensors = [tensor for header in headers for tensor in header.tensors]
    if not tensors:
        message = f"{path.name} holds only a vocabulary, no model; choose the file of the whole model."
        raise other_kind(message, "0 tensors")
    if not is_known_architecture(architecture):
        raise unknown_architecture(path.name, architecture)
    _check_writes_text(first, architecture)
    shape = read_shape(first, architecture, tensors)
    template = first.text("tokenizer.chat_template") or None
    return ModelFile(
        path=first.path,
        parts=tuple(header.path for header in headers),
        name=_name(first),
        architecture=architecture,
        parameters=sum(tensor.elements for tensor in tensors),
        quantization=_quantization(first, tensors),
        size_bytes=sum(header.size for header in headers),
        shape=shape,
        weights=weight_sizes(tensors, shape.layers),
        chat_template=template,
        thought_format=detect_thought_format(template, architecture),
        model_id=model_id(headers),
        has_chat_template=template is not None,
        pre_tokenizer=pre_tokenizer(first),
    )


def _check_kind(header: Header) -> str:
    """Return the architecture; refuse GGUF files that are no models."""
    name, architecture = header.path.name, header.text("general.architecture")
    kind = header.text("general.type")
    if kind == "adapter" or "adapter.type" in header.values:
        raise other_kind(f"{name} is an adapter, not a model; choose the model that it was trained on.")
    if kind == "mmproj" or architecture in PROJECTORS:
        raise other_kind(f"{name} is the image or sound part of a model; choose the model itself.")
    if kind == "imatrix" or architecture == "imatrix":
        raise other_kind(f"{name} holds statistics for quantizing, not a model; choose the model itself.")
    if not _ARCHITECTURE.fullmatch(architecture):
        raise BadModelFile(
            f"{name} does not say what kind of model it is, so it may be damaged; choose another.",
            details=f"general.architecture is {architecture[:LONGEST_NAME]!r}",
        )
    return architecture


def _check_writes_text(header: Header, architecture: str) -> None:
    if header.values.get(f"{architecture}.attention.causal") is False:
        raise other_kind(f"{header.path.name} only compares texts and cannot answer; choose a chat model.")
    if "tokenizer.ggml.tokens" not in header.arrays:
        raise other_kind(
            f"{header.path.name} has no vocabulary, so it cannot read a question; choose a language model.",
            "key not found: tokenizer.ggml.tokens",
        )


def _name(header: Header) -> str:
    """What people call the model: its own title, or the file's name without its end."""
    try:
        if header.path.samefile(bundled_model()):
            return BUNDLED_NAME
    except (BadModelFile, OSError):
        pass
    title = "".join(letter for letter in header.text("general.name") if letter.isprintable()).strip()
    return title[:LONGEST_NAME] or header.path.stem


def _quantization(header: Header, tensors: list[Tensor]) -> str:
    """The name of the file's quantization ("Q4_K_M"); where the file does not say, of most of its weights."""
    number = header.whole("general.file_type")
    if number is not None and number != LlamaFileType.GUESSED and number in LlamaFileType._value2member_map_:
        return LlamaFileType(number).name.removeprefix("MOSTLY_").removeprefix("ALL_")
    weights: Counter[str] = Counter()
    for tensor in tensors:
        weights[tensor.kind.name] += tensor.elements
    return weights.most_common(1)[0][0]
