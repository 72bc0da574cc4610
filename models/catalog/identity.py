"""Names a model by what it computes: its tensors and its vocabulary, not its file name, chat template or title."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from models.catalog.failures import BadModelFile
from models.catalog.header import Header
from models.catalog.header_tensors import Tensor

SAMPLED_TENSORS = 256
"""Enough for all matrices of most models up to 8 billion weights."""
SAMPLE_BYTES = 4096
LONGEST_PRE_TOKENIZER = 64
_PIECE_BYTES = 1024 * 1024
DERIVED_FROM = "rationale.derived_from"
"""The key under which a tuned copy names the model that it was made from; it counts only on the shelf of copies."""

_TOKENIZER_ARRAYS = ("tokenizer.ggml.tokens", "tokenizer.ggml.merges")


def model_id(headers: Sequence[Header]) -> str:
    """Return the identifier of a model (32 hexadecimal digits), the same for a split file and the whole one.

    SHA-256 over the architecture, the tokenizer's tokens and merges, each tensor's name, type and shape in the order of
    names, and 4 KiB from the middle of each matrix, or of 256 evenly chosen ones where there are more. So it costs some
    megabytes of reading for a file of 40 GB; only models that differ nowhere but between the samples would share an
    identifier, and training changes all of a matrix.

    How text is split before it is looked up in the vocabulary (`pre_tokenizer`) is not in it, since files are repaired
    there without a change of weights, and their speeds and rounds of learning stay. Adapters and tuned copies, which
    depend on it, name it and are left aside where the model's file has another. What a file says of its origin is not
    believed, since anybody may write that into one: a tuned copy gets the identifier of its original from the shelf
    that it was found on.

    Args:
        headers: The headers of the model's files, the first part first.

    Raises:
        BadModelFile: A file cannot be read any more.
    """
    digest = hashlib.sha256(headers[0].text("general.architecture").encode())
    placed = sorted(
        ((tensor, header) for header in headers for tensor in header.tensors), key=lambda pair: pair[0].name
    )
    for tensor, _ in placed:
        digest.update(f"\n{tensor.name} {int(tensor.kind)} {tensor.shape}".encode())
    matrices = [pair for pair in placed if len(pair[0].shape) > 1]
    samples = min(len(matrices), SAMPLED_TENSORS)
    for piece in _vocabulary(headers[0]):
        digest.update(piece)
    for sample in range(samples):
        tensor, header = matrices[sample * len(matrices) // samples]
        digest.update(_sample(header, tensor))
    return digest.hexdigest()[:32]


def pre_tokenizer(header: Header) -> str:
    """Return the name of the way in which a model splits text into words before its vocabulary is used.

    "" for vocabularies that need none: llama.cpp splits words only before byte-pair encoding ("gpt2").
    """
    if header.text("tokenizer.ggml.model") != "gpt2":
        return ""
    return header.text("tokenizer.ggml.pre")[:LONGEST_PRE_TOKENIZER] or "default"


def _vocabulary(header: Header) -> Iterator[bytes]:
    with _opened(header) as stream:
        for key in _TOKENIZER_ARRAYS:
            if place := header.arrays.get(key):
                yield key.encode()
                stream.seek(place.start)
                for start in range(place.start, place.end, _PIECE_BYTES):
                    yield stream.read(min(_PIECE_BYTES, place.end - start))


def _sample(header: Header, tensor: Tensor) -> bytes:
    with _opened(header) as stream:
        stream.seek(tensor.start + max(0, tensor.size - SAMPLE_BYTES) // 2)
        return stream.read(min(SAMPLE_BYTES, tensor.size))


def _opened(header: Header) -> BinaryIO:
    try:
        return header.path.open("rb")
    except OSError as error:
        message = f"The file {header.path.name} cannot be read any more; check the disk or choose another."
        raise BadModelFile(message, details=str(error)) from error
