"""Whether two final answers mean the same, with math-verify.

math-verify's own time limits use SIGALRM and are switched off: the owner of this process keeps the time.
"""

from __future__ import annotations

import logging
import re

from math_verify import parse, verify

_DELIMITED = re.compile(r"\$|\\\(|\\\[|\\boxed")


def same_meaning(gold: str, given: str) -> bool | None:
    """Compare two answers; None when either cannot be read as mathematics."""
    read = [_read(text) for text in (gold, given)]
    if not read[0] or not read[1]:
        return None
    return bool(verify(read[0], read[1], timeout_seconds=None, raise_on_error=False))


def _read(text: str) -> list[object]:
    """Parse an answer as LaTeX; a plain one is put between dollar signs."""
    delimited = text if _DELIMITED.search(text) else f"${text}$"
    return list(parse(delimited, parsing_timeout=None, raise_on_error=False))


def quiet() -> None:
    """Keep math-verify's warnings about the missing time limits out of the log."""
    logging.getLogger("math_verify").setLevel(logging.CRITICAL)
