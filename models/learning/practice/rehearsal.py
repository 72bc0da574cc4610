"""Rehearsal: general questions at which the model is held to the distribution that it has without training.

A model that is trained on one kind of problem alone answers everything in that form. Its own answers to questions of
all kinds, mixed in, hold it in place; none of them is an anchor, so that the anchors still prove that it worked.

Source: Z. Li and D. Hoiem, "Learning without Forgetting" (arXiv 1606.09282); A. Robins, "Catastrophic forgetting,
rehearsal and pseudorehearsal", Connection Science 7 (1995).
"""

from __future__ import annotations

import functools

import msgspec

from models.assets import asset


@functools.cache
def rehearsal_questions() -> tuple[str, ...]:
    """Return the questions that come with Rationale; no anchor is among them, nor nearly.

    Raises:
        Bug: They are missing.
    """
    return msgspec.json.decode(asset("practice/rehearsal.json").read_bytes(), type=tuple[str, ...])
