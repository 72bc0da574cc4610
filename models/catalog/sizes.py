"""Sizes as people read them: decimal units, as shops and download pages use."""

from __future__ import annotations

KILO, MEGA, GIGA = 10**3, 10**6, 10**9


def format_size(size: int) -> str:
    """Return a file's size: "12 kB", "98 MB", "1.12 GB", "123 GB"."""
    if size >= 100 * GIGA:
        return f"{size / GIGA:.0f} GB"
    if size >= 999.5 * MEGA:
        return f"{size / GIGA:.2f} GB"
    if size >= 999.5 * KILO:
        return f"{size / MEGA:.0f} MB"
    return f"{size / KILO:.0f} kB" if size >= KILO else f"{size} bytes"


def format_memory(size: int) -> str:
    """Return an amount of memory in GB with one decimal: "0.4 GB"; estimates are not finer than that."""
    return f"{size / GIGA:.1f} GB"


def format_parameters(count: int) -> str:
    """Return a number of weights: "135 million weights", "1.54 billion weights"."""
    if count >= 999.5 * MEGA:
        return f"{count / GIGA:.2f} billion weights"
    return f"{count / MEGA:.0f} million weights" if count >= MEGA else f"{count:,} weights"


def format_context(tokens: int) -> str:
    """Return a context's size in short: "8k", "32k", "128k"; below 1,024 the number itself."""
    return f"{tokens / 1024:.0f}k" if tokens >= 1024 else str(tokens)
