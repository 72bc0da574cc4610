"""Makes small GGUF files for tests: models with random weights, copies of a model with something changed, adapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from numpy.typing import NDArray

Array = NDArray[np.float32]


def write_tiny_model(
    path: Path,
    *,
    architecture: str = "llama",
    layers: int = 2,
    embedding: int = 64,
    heads: int | list[int] = 4,
    kv_heads: int | list[int] = 2,
    feed_forward: int = 128,
    context: int = 512,
    chat_template: str | None = None,
    name: str = "Tiny",
    tied: bool = False,
    seed: int = 0,
    extra: Callable[[GGUFWriter], None] = lambda _writer: None,
) -> Path:
    """Write a model with random weights (float16) and a vocabulary of bytes that llama.cpp can load.

    Heads may be given for each layer; the weights are then those of the first.
    """
    first_heads = heads if isinstance(heads, int) else heads[0]
    first_kv_heads = kv_heads if isinstance(kv_heads, int) else kv_heads[0]
    writer = GGUFWriter(path, architecture)
    writer.add_name(name)
    writer.add_file_type(1)
    writer.add_block_count(layers)
    writer.add_context_length(context)
    writer.add_embedding_length(embedding)
    writer.add_feed_forward_length(feed_forward)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(embedding // first_heads)
    vocabulary = _add_byte_vocabulary(writer)
    if chat_template is not None:
        writer.add_chat_template(chat_template)
    extra(writer)
    for tensor, weights in _llama_weights(
        layers, embedding, first_heads, first_kv_heads, feed_forward, vocabulary, tied, seed
    ):
        writer.add_tensor(tensor, weights)
    return _finish(writer, path)


def write_vocabulary_only(path: Path, model: Path) -> Path:
    """Write a copy of a model's metadata and tokenizer without any tensor."""
    return copy_model(path, model, tensors=False)


def copy_model(
    path: Path,
    model: Path,
    *,
    tensors: bool = True,
    changed: Mapping[str, Any] | None = None,
    without: frozenset[str] = frozenset(),
    change_tensor: Callable[[str, NDArray[Any]], NDArray[Any]] = lambda _name, data: data,
) -> Path:
    """Write a copy of a model with some metadata `changed` (by key) or left out (`without`).

    A model's chat template is under `tokenizer.chat_template`. `change_tensor` gets a tensor's name and raw data and
    returns what is written.
    """
    reader = GGUFReader(model)
    architecture = reader.fields["general.architecture"].contents()
    writer = GGUFWriter(path, str((changed or {}).get("general.architecture", architecture)))
    replaced = dict(changed or {})
    replaced.pop("general.architecture", None)
    _copy_metadata(writer, reader, replaced, without)
    for key, value in replaced.items():
        writer.add_key_value(key, value, GGUFValueType.get_type(value))
    for tensor in reader.tensors if tensors else ():
        data = change_tensor(tensor.name, np.array(tensor.data))
        writer.add_tensor(tensor.name, data, raw_dtype=tensor.tensor_type)
    return _finish(writer, path)


def write_adapter(path: Path, model: Path, *, rank: int = 4, scale: float = 0.02, seed: int = 0) -> Path:
    """Write a LoRA adapter with random weights for the attention's query and value matrices of a model."""
    reader = GGUFReader(model)
    writer = GGUFWriter(path, str(reader.fields["general.architecture"].contents()))
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(rank))
    random = np.random.default_rng(seed)
    for tensor in reader.tensors:
        if tensor.name.endswith(("attn_q.weight", "attn_v.weight")):
            columns, rows = (int(each) for each in tensor.shape)
            for end, shape in (("lora_a", (rank, columns)), ("lora_b", (rows, rank))):
                writer.add_tensor(f"{tensor.name}.{end}", (random.standard_normal(shape) * scale).astype(np.float32))
    return _finish(writer, path)


def split_model(folder: Path, model: Path, *, tensors_each: int) -> list[Path]:
    """Write a copy of a model in parts of so many tensors each; returns the parts in order."""
    folder.mkdir(parents=True)
    reader = GGUFReader(model)
    writer = GGUFWriter(
        folder / f"{model.stem}.gguf",
        str(reader.fields["general.architecture"].contents()),
        split_max_tensors=tensors_each,
    )
    _copy_metadata(writer, reader, {}, frozenset())
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, np.array(tensor.data), raw_dtype=tensor.tensor_type)
    _finish(writer, folder / f"{model.stem}.gguf")
    return sorted(folder.glob("*.gguf"))


def cut_short(path: Path, model: Path, *, keep: int) -> Path:
    """Write the first `keep` bytes of a file."""
    path.write_bytes(model.read_bytes()[:keep])
    return path


def _copy_metadata(writer: GGUFWriter, reader: GGUFReader, replaced: dict[str, Any], without: frozenset[str]) -> None:
    """Copy all metadata but the architecture; takes what was used out of `replaced`."""
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture" or key in without:
            continue
        value = replaced.pop(key, None)
        writer.add_key_value(
            key,
            field.contents() if value is None else value,
            field.types[0],
            field.types[-1] if field.types[1:] else None,
        )


def write_huge_model(path: Path, *, size: int, layers: int = 80, quantization: str = "Q8_0") -> Path:
    """Write a model whose weights take about `size` bytes; they are a hole in a sparse file and take no disk.

    Its metadata is that of a real llama: 128 numbers for each head, eight KV heads, a context of 131,072 tokens.
    """
    kind = GGMLQuantizationType[quantization]
    per_layer = size // layers
    bytes_per_row = {"Q8_0": 8192 // 32 * 34, "F16": 8192 * 2}[quantization]
    rows = per_layer // bytes_per_row
    writer = GGUFWriter(path, "llama")
    writer.add_name("Huge 70B")
    writer.add_file_type({"Q8_0": 7, "F16": 1}[quantization])
    writer.add_block_count(layers)
    writer.add_context_length(131072)
    writer.add_embedding_length(8192)
    writer.add_feed_forward_length(28672)
    writer.add_head_count(64)
    writer.add_head_count_kv(8)
    _add_byte_vocabulary(writer)
    dtype = np.dtype(np.uint8)
    for layer in range(layers):
        byte_shape = (rows, bytes_per_row)
        writer.add_tensor_info(f"blk.{layer}.attn_k.weight", byte_shape, dtype, rows * bytes_per_row, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as stream:
        start = -(-stream.seek(0, 2) // 32) * 32
        stream.truncate(start + layers * rows * bytes_per_row)
    return path


def _add_byte_vocabulary(writer: GGUFWriter) -> int:
    """Add a SentencePiece vocabulary: unknown, start, end, 256 bytes and the letters; returns its size."""
    letters = [chr(code) for code in range(97, 123)] + ["\u2581"]
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *letters]
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 259 + [-float(rank) for rank in range(len(letters))])
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * len(letters))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    return len(tokens)


def _llama_weights(
    layers: int, embedding: int, heads: int, kv_heads: int, feed_forward: int, vocabulary: int, tied: bool, seed: int
) -> list[tuple[str, NDArray[Any]]]:
    random = np.random.default_rng(seed)
    kv_width = embedding // heads * kv_heads

    def matrix(rows: int, columns: int) -> NDArray[Any]:
        values: NDArray[Any] = random.standard_normal((rows, columns)) / np.sqrt(columns)
        return values.astype(np.float16)

    ones = np.ones(embedding, dtype=np.float32)
    weights: list[tuple[str, NDArray[Any]]] = [("token_embd.weight", matrix(vocabulary, embedding))]
    for layer in range(layers):
        block = f"blk.{layer}."
        weights += [
            (block + "attn_norm.weight", ones),
            (block + "attn_q.weight", matrix(embedding, embedding)),
            (block + "attn_k.weight", matrix(kv_width, embedding)),
            (block + "attn_v.weight", matrix(kv_width, embedding)),
            (block + "attn_output.weight", matrix(embedding, embedding)),
            (block + "ffn_norm.weight", ones),
            (block + "ffn_gate.weight", matrix(feed_forward, embedding)),
            (block + "ffn_up.weight", matrix(feed_forward, embedding)),
            (block + "ffn_down.weight", matrix(embedding, feed_forward)),
        ]
    weights.append(("output_norm.weight", ones))
    if not tied:
        weights.append(("output.weight", matrix(vocabulary, embedding)))
    return weights


def _finish(writer: GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
