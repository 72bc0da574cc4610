"""Says which file of a repository suits this machine; judged by size, before anything of it was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.catalog.download.files import HubModel
from models.catalog.download.quantizations import bits_of
from models.catalog.fitting import MemoryDevice, margin
from models.catalog.sizes import GIGA, format_memory

LEAST_BESIDE_WEIGHTS = GIGA // 2
SHARE_BESIDE_WEIGHTS = 0.2
"""What context and working space take beside the weights, roughly: 8,192 tokens of the usual models."""

SMALL_FILE_BYTES = 2 * GIGA
"""Up to this size a processor reads a file quickly enough that more bits cost little time."""

_GOOD_BITS = 5.0
"""Q4_K_M; more hardly improves answers, and on a processor each token takes as long as the file is large."""
_MOST_BITS = 8.5
_FEW_BITS = 3.8


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The file to take, with the reason in one sentence; `model` is None when none fits."""

    model: HubModel | None
    reason: str


def memory_needed(model: HubModel) -> int:
    """Return about how many bytes of memory a model takes with a usual context."""
    return model.size + max(LEAST_BESIDE_WEIGHTS, int(model.size * SHARE_BESIDE_WEIGHTS))


def recommend(models: Sequence[HubModel], *, ram_free: int, devices: Sequence[MemoryDevice] = ()) -> Recommendation:
    """Choose among a repository's models.

    Args:
        models: The models; those whose names tell no quantization are only taken when there is no other.
        ram_free: Free RAM in bytes.
        devices: The graphics cards.
    """
    if not models:
        return Recommendation(None, "The repository has no GGUF file of a model.")
    cards = sum(max(0, each.free - margin(each.total)) for each in devices if not each.shares_ram)
    ram = max(0, ram_free - margin(ram_free))
    known = [each for each in models if bits_of(each.quantization) is not None] or list(models)
    if best := _best(known, cards, _MOST_BITS):
        return Recommendation(best, f"It is the most exact that fits onto the graphics card whole{_few(best)}.")
    small = _best([each for each in known if each.size <= SMALL_FILE_BYTES], ram, _MOST_BITS)
    good = _best(known, ram, _GOOD_BITS)
    if small and (good is None or _bits(small) >= _bits(good)):
        return Recommendation(small, f"It is small, so the most exact one is quick enough{_few(small)}.")
    if good:
        return Recommendation(good, f"It fits into memory and is the best trade of exactness for speed{_few(good)}.")
    if best := _best(known, cards + ram, _GOOD_BITS):
        return Recommendation(best, f"It fits into the graphics card and the memory together{_few(best)}.")
    smallest = min(known, key=lambda each: each.size)
    short = memory_needed(smallest) - max(ram, cards + ram)
    if short <= 0:
        return Recommendation(smallest, "It is the only one that fits into memory.")
    return Recommendation(None, f"None fits: the smallest needs about {format_memory(short)} more than is free.")


def _best(models: Sequence[HubModel], room: int, most_bits: float) -> HubModel | None:
    """The most exact model that fits into `room`, of two alike the smaller."""
    fitting = [each for each in models if memory_needed(each) <= room and _bits(each) <= most_bits]
    return max(fitting, key=lambda each: (_bits(each), -each.size), default=None)


def _bits(model: HubModel) -> float:
    return bits_of(model.quantization) or _GOOD_BITS


def _few(model: HubModel) -> str:
    return ", though so few bits cost quality" if _bits(model) < _FEW_BITS else ""
