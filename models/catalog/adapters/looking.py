"""Looks at an adapter file: what it is, and whether it fits a model; the file may be hostile."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.catalog.adapters.facts import facts_in
from models.catalog.adapters.records import AdapterLook
from models.catalog.failures import other_kind
from models.catalog.header import Header, read_header
from models.catalog.header_tensors import Tensor
from models.catalog.identity import LONGEST_PRE_TOKENIZER
from models.catalog.inspection import inspect_model
from models.catalog.model_file import ModelFile
from models.catalog.split_files import read_headers

LONGEST_NAME = 40
_LONGEST_BASE = 80
_ENDS = (".lora_a", ".lora_b")
_INPUT = "token_embd.weight"


def look_at_adapter(
    path: Path, model: Path | None = None, reading: Callable[[Path], None] = lambda _path: None
) -> AdapterLook:
    """Return what an adapter file is.

    Args:
        path: The file.
        model: The model that it is for; None asks only whether the file is whole.
        reading: Called with each file before its header is read.

    Raises:
        BadModelFile: One of the files cannot be read, is damaged or of another kind, or they do not fit each other.
    """
    reading(path)
    header = read_header(path)
    facts = facts_in(header)
    examples, split = (facts.examples, facts.pre_tokenizer[:LONGEST_PRE_TOKENIZER]) if facts is not None else (0, "")
    look = AdapterLook(_name(header), header.size, "", examples, split)
    if model is None:
        return look
    reading(model)
    file = inspect_model(model)
    _check_fits(header, file)
    if facts is not None and facts.base_model_id != file.model_id:
        base = facts.base_name[:_LONGEST_BASE]
        raise other_kind(f"{path.name} was trained on {base}, not on {file.name}; load that model first.")
    if not look.splits_like(file.pre_tokenizer):
        raise other_kind(
            f"{path.name} was trained on another file of {file.name}, which splits text differently; "
            "load that file first."
        )
    return replace(look, model_id=file.model_id)


def _check_fits(header: Header, model: ModelFile) -> None:
    """See that a file is a LoRA adapter whose every matrix fits a matrix of the model, as llama.cpp demands."""
    name = header.path.name
    if header.text("general.type") != "adapter" and "adapter.type" not in header.values:
        raise other_kind(f"{name} is no adapter; choose the GGUF file of a LoRA adapter.")
    if (kind := header.text("adapter.type")) != "lora":
        raise other_kind(f"{name} is an adapter of the kind “{kind[:40]}”; only LoRA adapters can be used.")
    if header.arrays.get("adapter.alora.invocation_tokens"):
        raise other_kind(
            f"{name} works only after words of its own (aLoRA), which Rationale cannot do; choose another."
        )
    architecture = header.text("general.architecture")
    if architecture != model.architecture:
        raise other_kind(
            f"{name} was made for a model of the kind “{architecture[:40]}”, and {model.name} is a "
            f"“{model.architecture}”; choose an adapter for this model."
        )
    alpha = header.values.get("adapter.lora.alpha")
    if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not math.isfinite(alpha) or alpha <= 0:
        raise other_kind(f"{name} does not say how strongly it acts (alpha), so it would do nothing; export it again.")
    _check_matrices(header, model)


def _check_matrices(header: Header, model: ModelFile) -> None:
    name = header.path.name
    pairs: dict[str, dict[str, Tensor]] = {}
    for tensor in header.tensors:
        base, end = tensor.name[:-7], tensor.name[-7:]
        if end not in _ENDS:
            raise other_kind(f"{name} changes more than LoRA does ({tensor.name[:60]}), which cannot be used here.")
        pairs.setdefault(base, {})[end] = tensor
    if not pairs:
        raise other_kind(f"{name} is empty: it changes nothing; choose another.")
    matrices = {each.name: each for part in read_headers(model.path) for each in part.tensors}
    for base, ends in pairs.items():
        if len(ends) != len(_ENDS):
            raise other_kind(f"{name} is incomplete: {base[:60]} has only one of its two matrices; export it again.")
        if base not in matrices:
            raise other_kind(f"{name} changes {base[:60]}, which {model.name} does not have; it is for another model.")
        if not _fits(matrices[base], ends[".lora_a"], ends[".lora_b"]):
            raise other_kind(f"{name} does not fit {model.name}: {base[:60]} has other dimensions; it is for another.")


def _fits(base: Tensor, first: Tensor, second: Tensor) -> bool:
    """Whether B · A has the matrix's shape (fastest dimension first); for the embedding both are turned round."""
    if len(base.shape) < 2 or not len(base.shape) == len(first.shape) == len(second.shape):
        return False
    if not base.shape[2:] == first.shape[2:] == second.shape[2:]:
        return False
    inputs, outputs = base.shape[:2]
    if base.name == _INPUT:
        return inputs == second.shape[1] and outputs == first.shape[1] and first.shape[0] == second.shape[0]
    return inputs == first.shape[0] and outputs == second.shape[1] and first.shape[1] == second.shape[0]


def _name(header: Header) -> str:
    title = "".join(letter for letter in header.text("general.name") if letter.isprintable()).strip()
    return (title or header.path.stem)[:LONGEST_NAME]
