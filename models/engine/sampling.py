"""Draws the next token of an attempt and measures how sure the model was of it.

llama.cpp's sampler call copies the whole vocabulary into a list of candidates for every token (1.6 % of the time of a
135M model), and reading the model's confidence costs another pass. Here one pass over the logits finds both: the
log-sum-exp and the few candidates that can be drawn at all; only those go through llama.cpp's samplers.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.engine.llama.sampler_chain import SamplerChain
from models.engine.protocol import Sampling

Logits = NDArray[np.float32]
Tokens = NDArray[np.int32]

NEAR = 5.0
"""Tokens within this many nats of the likeliest are looked at first: one in 150 of it; some ten are usual."""

_RANDOM_SEED = 2**32 - 1
"""The one seed that llama.cpp takes as "another one every time"."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn token, its log-probability (nats, before any filter or temperature), and its likeliest rivals."""

    token: int
    logprob: float
    rivals: tuple[tuple[int, float], ...]
    """(token, probability), likeliest first, without the drawn token."""


class TokenSampler:
    """One attempt's way to draw tokens; reproducible by its seed.

    Args:
        sampling: The parameters.
        seed: Of the random draw.
        rivals: How many rivals to report.
        vocabulary_size: Tokens of the model.
    """

    def __init__(self, sampling: Sampling, *, seed: int, rivals: int, vocabulary_size: int) -> None:
        self._sampling = sampling
        self._rivals = rivals
        self._recent: deque[int] = deque(maxlen=max(sampling.repeat_window, 0))
        self._work = np.empty(vocabulary_size, dtype=np.float32)
        self._chain = SamplerChain(sampling, seed % _RANDOM_SEED, vocabulary_size) if sampling.temperature > 0 else None

    def draw(self, logits: Logits) -> Drawn:
        """Draw from `logits`, shape (vocabulary,); they are left as they are."""
        top = float(logits.max())
        below = np.subtract(logits, np.float32(top), out=self._work)
        near = _near(below)
        scores = logits[near]
        normalizer = top + math.log(float(np.exp(below, out=below).sum()))
        if self._sampling.repeat_penalty != 1.0 and self._recent:
            penalised = self._penalised(logits)
            near_penalised = _near(penalised - penalised.max())
            candidates, drawn_from = self._candidates(penalised, near_penalised, penalised[near_penalised])
        else:
            candidates, drawn_from = self._candidates(logits, near, scores)
        token = int(candidates[0]) if self._chain is None else self._chain.draw(candidates, drawn_from)
        self._recent.append(token)
        return Drawn(token, float(logits[token]) - normalizer, self._likeliest(near, scores, token, normalizer))

    def _likeliest(self, near: Tokens, scores: Logits, token: int, normalizer: float) -> tuple[tuple[int, float], ...]:
        wanted = self._rivals + 1
        pairs = zip(near[:wanted].tolist(), scores[:wanted].tolist(), strict=True)
        rivals = [(rival, math.exp(score - normalizer)) for rival, score in pairs if rival != token]
        return tuple(rivals[: self._rivals])

    def remember(self, tokens: list[int]) -> None:
        """Count tokens that were written without being drawn (a continued text) towards the repeat penalty."""
        self._recent.extend(tokens)

    def close(self) -> None:
        """Free the sampler."""
        if self._chain is not None:
            self._chain.close()

    def _candidates(self, logits: Logits, near: Tokens, scores: Logits) -> tuple[Tokens, Logits]:
        """The tokens that top-k leaves, likeliest first, with their logits; `near` is enough for all narrow filters."""
        sampling = self._sampling
        enough = len(near) >= sampling.top_k > 0 or (sampling.min_p > 0 and -math.log(sampling.min_p) <= NEAR)
        if not enough and self._chain is not None:
            near = np.argsort(-logits, kind="stable").astype(np.int32)
            scores = logits[near]
        return (near[: sampling.top_k], scores[: sampling.top_k]) if sampling.top_k > 0 else (near, scores)

    def _penalised(self, logits: Logits) -> Logits:
        """Logits with the tokens of the window made less likely (Keskar et al. 2019, CTRL, section 4.1)."""
        penalised = logits.copy()
        recent = np.unique(np.fromiter(self._recent, dtype=np.int64))
        scores = penalised[recent]
        penalty = np.float32(self._sampling.repeat_penalty)
        penalised[recent] = np.where(scores > 0, scores / penalty, scores * penalty)
        return penalised


def _near(below: Logits) -> Tokens:
    """The tokens within `NEAR` of the likeliest, likeliest first; `below` is how far each is from it (0 or less)."""
    near = np.flatnonzero(below > np.float32(-NEAR)).astype(np.int32)
    return near[np.argsort(-below[near], kind="stable")]
