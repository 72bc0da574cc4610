"""Writes small models of other shapes, with random weights, for measuring what models of such shapes take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFWriter
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SyntheticShape:
    """The dimensions of a model of the llama architecture."""

    name: str
    layers: int
    embedding: int
    heads: int
    kv_heads: int
    feed_forward: int
    context: int
    vocabulary: int = 4096
    tied: bool = False


SHAPES = (
    SyntheticShape("tiny", 2, 128, 4, 2, 256, 2048),
    SyntheticShape("wide", 3, 512, 4, 4, 4096, 4096),
    SyntheticShape("deep", 24, 128, 2, 1, 256, 16384),
    SyntheticShape("many heads", 6, 1024, 16, 16, 2048, 8192),
    SyntheticShape("few KV heads", 5, 768, 12, 1, 3072, 8192),
    SyntheticShape("large vocabulary", 4, 256, 4, 2, 512, 4096, vocabulary=65536, tied=True),
)


def write_synthetic_model(path: Path, shape: SyntheticShape) -> Path:
    """Write a model in 16 bits that llama.cpp loads; what it says makes no sense."""
    writer = GGUFWriter(path, "llama")
    writer.add_name(shape.name)
    writer.add_file_type(1)
    writer.add_block_count(shape.layers)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.embedding)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.embedding // shape.heads)
    _add_vocabulary(writer, shape.vocabulary)
    for name, weights in _weights(shape):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_vocabulary(writer: GGUFWriter, size: int) -> None:
    """Add a SentencePiece vocabulary: unknown, start, end, all bytes, and words that no text has."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    words = [f"\u2581{number}" for number in range(size - len(tokens))]
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([*tokens, *words])
    writer.add_token_scores([0.0] * len(tokens) + [-float(rank) for rank in range(len(words))])
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * len(words))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)


def _weights(shape: SyntheticShape) -> Iterator[tuple[str, NDArray[np.float16] | NDArray[np.float32]]]:
    random = np.random.default_rng(0)
    embedding, kv_width = shape.embedding, shape.embedding // shape.heads * shape.kv_heads

    def matrix(rows: int, columns: int) -> NDArray[np.float16]:
        values = random.standard_normal((rows, columns), dtype=np.float32) / np.float32(np.sqrt(columns))
        half: NDArray[np.float16] = values.astype(np.float16)
        return half

    ones = np.ones(embedding, dtype=np.float32)
    yield "token_embd.weight", matrix(shape.vocabulary, embedding)
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        yield block + "attn_norm.weight", ones
        yield block + "attn_q.weight", matrix(embedding, embedding)
        yield block + "attn_k.weight", matrix(kv_width, embedding)
        yield block + "attn_v.weight", matrix(kv_width, embedding)
        yield block + "attn_output.weight", matrix(embedding, embedding)
        yield block + "ffn_norm.weight", ones
        yield block + "ffn_gate.weight", matrix(shape.feed_forward, embedding)
        yield block + "ffn_up.weight", matrix(shape.feed_forward, embedding)
        yield block + "ffn_down.weight", matrix(embedding, shape.feed_forward)
    yield "output_norm.weight", ones
    if not shape.tied:
        yield "output.weight", matrix(shape.vocabulary, embedding)
