"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import os
import time


def new_id() -> str:
    """Return a fresh identifier: 32 hexadecimal digits, 48 bits of milliseconds first (as UUIDv7, RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    return f"{milliseconds & (1 << 48) - 1:012x}{os.urandom(10).hex()}"
