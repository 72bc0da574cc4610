"""Checks that the engine computes with an adapter what torch computed with it.

llama.cpp multiplies with 8-bit activations where the weights are quantized, so its log-probabilities differ a little
from torch's, with and without an adapter alike. What an adapter *changes* must agree: a wrong layout (permuted rows, a
wrong scale, the wrong base) changes something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.engine.protocol import AdapterChoice, Score
from models.identifiers import new_id
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.messages import Probe

Scorer = Callable[[Score], tuple[float, ...]]
"""Asks the engine for the log-probability of each token of a continuation, and waits for it."""

MOST_NOISE = 0.35
"""The most that engine and torch may differ without an adapter: the mean over all tokens of |Δ log p|, in nats. A
loading fault gives several nats."""

MOST_DEVIATION = 0.02
"""The most that the change by the adapter may differ, as a share of the change itself (root mean squares), beyond the
noise: a difference of two values that are both as noisy as without an adapter has √2 times that, and 2 is safe."""


@dataclass(frozen=True, slots=True)
class Parity:
    """How well engine and torch agree over all tokens of the probes; in nats.

    `noise` is the mean |Δ log p| without an adapter, `with_adapter` the same with it, `change` the root mean square of
    what the adapter changes in torch, `deviation` that of the difference between what it changes in the engine and in
    torch.
    """

    tokens: int
    noise: float
    noise_rms: float
    with_adapter: float
    change: float
    deviation: float

    @property
    def base_agrees(self) -> bool:
        """Whether torch computes the same model."""
        return self.noise <= MOST_NOISE

    @property
    def adapter_agrees(self) -> bool:
        """Whether the adapter changes the same."""
        return self.deviation <= MOST_DEVIATION * self.change + 2.0 * self.noise_rms


def measure_parity(probes: Sequence[Probe], adapter: str, score: Scorer) -> Parity:
    """Return how well the engine agrees with what torch found of the probes, without and with the adapter file."""
    columns: list[tuple[float, float, float, float]] = []
    for probe in probes:
        plain = score(_request(probe, None))
        adapted = score(_request(probe, AdapterChoice(adapter)))
        if not len(plain) == len(adapted) == len(probe.base) == len(probe.adapted):
            raise _broken(f"{len(plain)} tokens in the engine, {len(probe.base)} in torch")
        columns += zip(plain, adapted, probe.base, probe.adapted, strict=True)
    if not columns:
        return Parity(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    engine_base, engine_adapted, torch_base, torch_adapted = np.array(columns, dtype=np.float64).T
    difference = (engine_adapted - engine_base) - (torch_adapted - torch_base)
    return Parity(
        tokens=len(columns),
        noise=float(np.abs(engine_base - torch_base).mean()),
        noise_rms=_root_mean_square(engine_base - torch_base),
        with_adapter=float(np.abs(engine_adapted - torch_adapted).mean()),
        change=_root_mean_square(torch_adapted - torch_base),
        deviation=_root_mean_square(difference),
    )


def check_parity(probes: Sequence[Probe], adapter: str, score: Scorer) -> Parity:
    """Return the agreement of engine and torch; refuse an adapter that does something else in the engine.

    Raises:
        TrainingFailed: They do not agree.
    """
    parity = measure_parity(probes, adapter, score)
    if not (parity.base_agrees and parity.adapter_agrees):
        raise _broken(repr(parity))
    return parity


def _request(probe: Probe, adapter: AdapterChoice | None) -> Score:
    return Score(
        run=new_id(),
        messages=probe.messages,
        continuation=probe.continuation,
        thinking=probe.thinking,
        adapter=adapter,
    )


def _root_mean_square(values: np.typing.NDArray[np.float64]) -> float:
    return float(np.sqrt((values**2).mean()))


def _broken(details: str) -> TrainingFailed:
    return TrainingFailed(
        "The trained adapter does not compute in llama.cpp what it was trained to, so it is not used; "
        "choose another model to train.",
        trouble=TrainingTrouble.PARITY,
        details=details,
    )
