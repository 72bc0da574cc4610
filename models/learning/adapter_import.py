"""Takes in a LoRA adapter that was made elsewhere: a GGUF file whose matrices fit the model, marked as imported."""

from __future__ import annotations

import hashlib
import math
import os
import shutil
import tempfile
import time
from pathlib import Path

from models.catalog.header import Header, read_header
from models.catalog.header_tensors import Tensor
from models.catalog.inspection import ModelFile
from models.catalog.sizes import format_size
from models.catalog.split_files import read_headers
from models.errors import InputError
from models.history.learning.records import AdapterRecord
from models.history.store import Store
from models.learning.adapter_file import read_adapter_facts
from models.paths import make_private_folder

LONGEST_NAME = 40
_SPARE_BYTES = 100_000_000
_PIECE_BYTES = 1 << 20
_ENDS = (".lora_a", ".lora_b")
_INPUT = "token_embd.weight"


def import_adapter(store: Store, folder: Path, model: ModelFile, path: Path) -> AdapterRecord:
    """Copy an adapter into the user's folder and keep it in the log; it is not in use yet.

    Args:
        store: The history.
        folder: The folder of adapters (`DataFolder.adapters`).
        model: The model that it is for.
        path: The file; it is not moved or changed.

    Raises:
        InputError: It is no adapter, does not fit the model, is there already, or there is no room for it.
    """
    header = read_header(path)
    check_fits(header, model)
    facts = read_adapter_facts(path)
    if facts is not None and facts.base_model_id != model.model_id:
        raise InputError(f"{path.name} was trained on {facts.base_name}, not on {model.name}; load that model first.")
    free = shutil.disk_usage(folder if folder.is_dir() else folder.parent).free
    if free < header.size + _SPARE_BYTES:
        raise InputError(
            f"{path.name} takes {format_size(header.size)}, and only {format_size(free)} are free on the disk; "
            "free some space."
        )
    make_private_folder(folder)
    identifier = _copied(path, folder, store)
    record = AdapterRecord(
        identifier, None, model.model_id, _name(header), time.time(), facts.examples if facts else 0,
        header.size, 1.0, path.name,
    )  # fmt: skip
    store.adapters.add(record, reason=None)
    return record


def check_fits(header: Header, model: ModelFile) -> None:
    """See that a file is a LoRA adapter whose every matrix fits a matrix of the model, as llama.cpp demands.

    Raises:
        InputError: One sentence that says what does not fit.
    """
    name = header.path.name
    if header.text("general.type") != "adapter" and "adapter.type" not in header.values:
        raise InputError(f"{name} is no adapter; choose the GGUF file of a LoRA adapter.")
    if (kind := header.text("adapter.type")) != "lora":
        raise InputError(f"{name} is an adapter of the kind “{kind[:40]}”; only LoRA adapters can be used.")
    if header.arrays.get("adapter.alora.invocation_tokens"):
        raise InputError(
            f"{name} works only after words of its own (aLoRA), which Rationale cannot do; choose another."
        )
    architecture = header.text("general.architecture")
    if architecture != model.architecture:
        raise InputError(
            f"{name} was made for a model of the kind “{architecture[:40]}”, and {model.name} is a "
            f"“{model.architecture}”; choose an adapter for this model."
        )
    alpha = header.values.get("adapter.lora.alpha")
    if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not math.isfinite(alpha) or alpha <= 0:
        raise InputError(f"{name} does not say how strongly it acts (alpha), so it would do nothing; export it again.")
    _check_matrices(header, model)


def _check_matrices(header: Header, model: ModelFile) -> None:
    name = header.path.name
    pairs: dict[str, dict[str, Tensor]] = {}
    for tensor in header.tensors:
        base, end = tensor.name[:-7], tensor.name[-7:]
        if end not in _ENDS:
            raise InputError(f"{name} changes more than LoRA does ({tensor.name[:60]}), which cannot be used here.")
        pairs.setdefault(base, {})[end] = tensor
    if not pairs:
        raise InputError(f"{name} is empty: it changes nothing; choose another.")
    matrices = {each.name: each for part in read_headers(model.path) for each in part.tensors}
    for base, ends in pairs.items():
        if len(ends) != len(_ENDS):
            raise InputError(f"{name} is incomplete: {base[:60]} has only one of its two matrices; export it again.")
        if base not in matrices:
            raise InputError(f"{name} changes {base[:60]}, which {model.name} does not have; it is for another model.")
        if not _fits(matrices[base], ends[".lora_a"], ends[".lora_b"]):
            raise InputError(f"{name} does not fit {model.name}: {base[:60]} has other dimensions; it is for another.")


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


def _copied(path: Path, folder: Path, store: Store) -> str:
    """Copy the file under a name made of its content, in one step; returns that name."""
    digest = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(".part", ".import.", folder)  # 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as target, path.open("rb") as source:
            while piece := source.read(_PIECE_BYTES):
                digest.update(piece)
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        identifier = f"imported-{digest.hexdigest()[:12]}"
        if any(each.id == identifier for each in store.adapters.of_model()):
            raise InputError(f"{path.name} was imported already; “rationale adapters list” shows it.")
        temporary.replace(folder / f"{identifier}.gguf")
    finally:
        temporary.unlink(missing_ok=True)
    return identifier
