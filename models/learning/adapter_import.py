"""Takes in a LoRA adapter that was made elsewhere: a GGUF file whose matrices fit the model, marked as imported."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from models.catalog.looking.adapters import inspect_adapter_aside
from models.catalog.sizes import format_size
from models.errors import InputError
from models.history.learning.records import AdapterRecord
from models.history.store import Store
from models.paths import make_private_folder

_SPARE_BYTES = 100_000_000
_PIECE_BYTES = 1 << 20


def import_adapter(store: Store, folder: Path, model: Path, path: Path) -> AdapterRecord:
    """Copy an adapter into the user's folder and keep it in the log; it is not in use yet.

    A process of its own reads the files, which takes a second; give it a thread.

    Args:
        store: The history.
        folder: The folder of adapters (`DataFolder.adapters`).
        model: The file of the model that it is for.
        path: The file; it is not moved or changed.

    Raises:
        InputError: It is no adapter, does not fit the model, is there already, or there is no room for it.
    """
    found = inspect_adapter_aside(path, model)
    free = shutil.disk_usage(folder if folder.is_dir() else folder.parent).free
    if free < found.size + _SPARE_BYTES:
        raise InputError(
            f"{path.name} takes {format_size(found.size)}, and only {format_size(free)} are free on the disk; "
            "free some space."
        )
    make_private_folder(folder)
    identifier = _copied(path, folder, store)
    record = AdapterRecord(
        identifier, None, found.model_id, found.name, time.time(), found.examples, found.size, 1.0, path.name
    )
    store.adapters.add(record, reason=None)
    return record


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
