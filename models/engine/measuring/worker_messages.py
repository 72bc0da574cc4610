"""What the measuring process is told to do, and what it says."""

from __future__ import annotations

import msgspec

from models.catalog.speeds import Rates
from models.catalog.tuned_copies import Divergence


class MakeCopy(msgspec.Struct, frozen=True, tag=True):
    """Write a copy in another type."""

    source: str
    target: str
    quantization: str
    original_id: str
    threads: int


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Compare a copy with its original."""

    original: str
    copy: str
    threads: int


class Allocate(msgspec.Struct, frozen=True, tag=True):
    """Load a model on the processor and tell what llama.cpp allocated for it."""

    path: str
    context_size: int
    sequences: int
    batch_tokens: int


class Allocated(msgspec.Struct, frozen=True, tag=True):
    """What llama.cpp allocated, in bytes, by its own word."""

    weights: int
    context: int
    working: int


class Comparison(msgspec.Struct, frozen=True, tag=True):
    """How a copy compares; medians over the rounds."""

    divergence: Divergence
    original_rates: Rates
    rates: Rates
    processor: str


class Copied(msgspec.Struct, frozen=True, tag=True):
    """The copy is written."""


class Share(msgspec.Struct, frozen=True, tag=True):
    """How much is done, 0 to 1."""

    share: float


class Problem(msgspec.Struct, frozen=True, tag=True):
    """It could not be done; llama.cpp's own words."""

    details: str


Order = MakeCopy | Compare | Allocate
Done = Copied | Comparison | Allocated
Report = Share | Done | Problem
