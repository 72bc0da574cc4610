"""Reads the seed rationales that come with the practice sets: `assets/practice/NAME.json`."""

from __future__ import annotations

import functools

import msgspec

from models.assets import asset
from models.learning.practice.items import SeedRationale


@functools.cache
def read_seeds(name: str) -> tuple[SeedRationale, ...]:
    """Return the seed rationales of a family.

    Raises:
        Bug: They are missing.
    """
    content = asset(f"practice/{name}.json").read_bytes()
    return msgspec.json.decode(content, type=tuple[SeedRationale, ...])
