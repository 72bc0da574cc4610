"""The dimensions of a model that memory depends on, read from its metadata with every number checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalog.failures import damaged

if TYPE_CHECKING:
    from models.catalog.header import Header
    from models.catalog.header_tensors import Tensor

MAXIMUM_LAYERS = 4096
MAXIMUM_WIDTH = 1 << 24
MAXIMUM_CONTEXT = 1 << 31


@dataclass(frozen=True, slots=True)
class ModelShape:
    """Dimensions of a model.

    `feed_forward` is the width of the feed-forward part, of all `experts_used` together (0: no experts).
    `kv_heads` has one number for each layer (0: a layer without a KV cache). `recurrent_state` is the bytes of state
    that one sequence takes in one layer (0: no recurrent layers). `sliding_window` is 0 where all layers see the whole
    context.
    """

    context_length: int
    layers: int
    embedding: int
    feed_forward: int
    experts_used: int
    heads: int
    kv_heads: tuple[int, ...]
    key_length: int
    value_length: int
    vocabulary: int
    sliding_window: int
    recurrent_state: int


def read_shape(header: Header, architecture: str, tensors: Sequence[Tensor]) -> ModelShape:
    """Read the shape.

    Raises:
        BadModelFile: A needed number is missing or makes no sense.
    """
    numbers = _Numbers(header, architecture)
    layers = numbers.needed("block_count", MAXIMUM_LAYERS)
    embedding = numbers.needed("embedding_length", MAXIMUM_WIDTH)
    heads = numbers.each_layer("attention.head_count", layers, default=0)
    most_heads = max(heads)
    head_length = embedding // most_heads if most_heads else 0
    has_attention = any("attn_k" in each.name or "attn_qkv" in each.name for each in tensors)
    experts_used = numbers.maybe("expert_used_count")
    expert_width = numbers.maybe("expert_feed_forward_length") * experts_used
    return ModelShape(
        context_length=numbers.needed("context_length", MAXIMUM_CONTEXT),
        layers=layers,
        embedding=embedding,
        feed_forward=max(*numbers.each_layer("feed_forward_length", layers, default=0), expert_width),
        experts_used=experts_used,
        heads=most_heads,
        kv_heads=numbers.each_layer("attention.head_count_kv", layers, default=most_heads if has_attention else 0),
        key_length=numbers.maybe("attention.key_length", head_length),
        value_length=numbers.maybe("attention.value_length", head_length),
        vocabulary=header.arrays["tokenizer.ggml.tokens"].count,
        sliding_window=numbers.maybe("attention.sliding_window"),
        recurrent_state=_recurrent_state(numbers, embedding),
    )


def _recurrent_state(numbers: _Numbers, embedding: int) -> int:
    """Bytes (float32) that one sequence takes in one recurrent layer; as `llama_hparams::n_embd_r` and `n_embd_s`."""
    if head := numbers.maybe("wkv.head_size"):
        return 4 * embedding * (2 + head)
    if cache := numbers.maybe("shortconv.l_cache"):
        return 4 * embedding * cache
    inner, state = numbers.maybe("ssm.inner_size"), numbers.maybe("ssm.state_size")
    convolution = max(0, numbers.maybe("ssm.conv_kernel") - 1)
    groups = numbers.maybe("ssm.group_count")
    return 4 * (convolution * (inner + 2 * max(groups, 1) * state) + inner * state)


class _Numbers:
    """Whole numbers of the model's own metadata."""

    def __init__(self, header: Header, architecture: str) -> None:
        self._header, self._prefix = header, architecture + "."

    def needed(self, key: str, most: int) -> int:
        """The number under `key`, between 1 and `most`."""
        number = self._header.whole(self._prefix + key)
        if number is None or not 0 < number <= most:
            raise damaged(self._header.path.name, f"{self._prefix}{key} is {number}")
        return number

    def maybe(self, key: str, default: int = 0) -> int:
        """The number under `key`, `default` when there is none."""
        number = self._header.whole(self._prefix + key)
        if number is None:
            return default
        return self._checked(key, number)

    def each_layer(self, key: str, layers: int, *, default: int) -> tuple[int, ...]:
        """The number of each layer, from one number for all or from an array."""
        place = self._header.arrays.get(self._prefix + key)
        if place is None:
            return (self.maybe(key, default),) * layers
        if len(place.numbers) < layers:
            raise damaged(self._header.path.name, f"{self._prefix}{key} has {place.count} numbers for {layers} layers")
        return tuple(self._checked(key, number) for number in place.numbers[:layers])

    def _checked(self, key: str, number: float) -> int:
        if not isinstance(number, int) or not 0 <= number <= MAXIMUM_WIDTH:
            raise damaged(self._header.path.name, f"{self._prefix}{key} is {number}")
        return int(number)
