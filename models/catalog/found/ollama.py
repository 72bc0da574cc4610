"""Ollama's models: a manifest names the layers of a model, the layers lie as blobs named by their hash.

Layout: `manifests/<host>/<namespace>/<name>/<tag>` (JSON) and `blobs/sha256-<hash>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from models.catalog.found.walking import Walk, is_folder

MODEL_LAYER = "application/vnd.ollama.image.model"
MAXIMUM_MANIFEST_BYTES = 1 << 20
_DIGEST = re.compile(r"sha256[:-]([0-9a-f]{64})")
_DEPTH = 5


class _Layer(msgspec.Struct):
    mediaType: str = ""  # noqa: N815 - the manifest's own word
    digest: str = ""


class _Manifest(msgspec.Struct):
    layers: list[_Layer] = []


def ollama_models(folder: Path, walk: Walk) -> Iterator[tuple[str, Path]]:
    """Yield the name (`llama3.2:3b`) and the file of each model that Ollama keeps under `folder`."""
    for manifest in _manifests(folder / "manifests", walk, _DEPTH):
        blob = _model_blob(manifest, folder / "blobs")
        if blob:
            yield _name(manifest.relative_to(folder / "manifests")), blob


def _manifests(folder: Path, walk: Walk, depth: int) -> Iterator[Path]:
    if depth <= 0:
        return
    for entry in walk.entries_of(folder):
        if is_folder(entry):
            yield from _manifests(Path(entry.path), walk, depth - 1)
        else:
            yield Path(entry.path)


def _model_blob(manifest: Path, blobs: Path) -> Path | None:
    try:
        if not manifest.is_file() or manifest.stat().st_size > MAXIMUM_MANIFEST_BYTES:
            return None
        layers = msgspec.json.decode(manifest.read_bytes(), type=_Manifest).layers
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    for layer in layers:
        match = _DIGEST.fullmatch(layer.digest) if layer.mediaType == MODEL_LAYER else None
        if match:
            return blobs / f"sha256-{match[1]}"
    return None


def _name(place: Path) -> str:
    """`llama3.2:3b` of `registry.ollama.ai/library/llama3.2/3b`; other hosts and people keep their names in front."""
    *owner, name, tag = place.parts if len(place.parts) > 1 else ("", *place.parts)
    if owner[:1] == ["registry.ollama.ai"]:
        owner = owner[1:]
    if owner == ["library"]:
        owner = []
    return "/".join([*owner, f"{name}:{tag}"])
