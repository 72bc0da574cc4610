"""Makes a model faster on this processor: a copy in another type, kept only if it pays and computes nearly the same."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from models.catalog.fitting import free_memory, margin
from models.catalog.inspection import ModelFile
from models.catalog.sizes import format_memory, format_size
from models.catalog.speeds import Rates
from models.catalog.tuned_copies import MOST_DIVERGENCE, CopyShelf, Divergence, TunedCopy
from models.engine.measuring.worker_messages import Compare, Comparison, MakeCopy
from models.engine.measuring.working import WorkFailed, Working
from models.errors import InputError
from models.paths import make_private_folder

CANDIDATES = {"Q4_0": 5.5, "Q8_0": 8.5}
"""Types whose kernels are fastest on most processors, with the most bits that a weight then takes on average."""

LEAST_GAIN = 1.1
"""How many times faster a copy must do a typical question."""

_PROMPT, _WRITTEN = 512, 1024
"""Tokens of a typical question: what is read, and what all attempts write."""
_SPARE_BYTES = 200_000_000
_COPYING = 0.3
"""Copying's part of the work on one candidate."""


@dataclass(frozen=True, slots=True)
class TuningProgress:
    """What is being done ("copying" or "comparing"), with which type, and the share of all work (0 to 1)."""

    step: str
    quantization: str
    share: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one type; the figures are None where `problem` says why there are none."""

    quantization: str
    size: int = 0
    divergence: Divergence | None = None
    original_rates: Rates | None = None
    rates: Rates | None = None
    problem: str = ""

    @property
    def gain(self) -> float:
        """How many times faster than the original it does a typical question; 0 where that is not known."""
        if self.rates is None or self.original_rates is None:
            return 0.0
        return _seconds(self.original_rates) / _seconds(self.rates)

    @property
    def pays(self) -> bool:
        """Whether it is worth to be kept."""
        near = self.divergence is not None and self.divergence.mean <= MOST_DIVERGENCE
        return near and self.gain >= LEAST_GAIN


@dataclass(frozen=True, slots=True)
class Tuned:
    """How tuning ended: the copy that is kept now (None: none pays), and all that was tried."""

    copy: TunedCopy | None
    trials: tuple[Trial, ...]


class Tuning:
    """Tunes one model. `run` blocks, so give it a thread; `cancel` ends it from any other.

    Args:
        file: The model.
        shelf: Where the copy goes.
        threads: Processor threads.
        progress: Called with what is being done, on the thread of `run`.
    """

    def __init__(
        self,
        file: ModelFile,
        shelf: CopyShelf,
        *,
        threads: int,
        progress: Callable[[TuningProgress], None] = lambda _progress: None,
        working: Working | None = None,
    ) -> None:
        self._file, self._shelf, self._threads, self._progress = file, shelf, threads, progress
        self._working = working or Working()
        self._candidates = [each for each in CANDIDATES if each != file.quantization]

    def run(self) -> Tuned:
        """Try the types; the best that pays is kept, in the place of an earlier copy.

        Raises:
            InputError: There is no room for it, or a model is being tuned already.
            Cancelled: `cancel` was called; nothing is left of it.
        """
        make_private_folder(self._shelf.folder)
        with self._alone(), tempfile.TemporaryDirectory(prefix=".making-", dir=self._shelf.folder) as folder:
            best: tuple[Trial, Path, Comparison] | None = None
            trials = []
            for number, quantization in enumerate(self._candidates):
                path = Path(folder) / f"{quantization}.gguf"
                trial, comparison = self._try(number, quantization, path)
                trials.append(trial)
                if comparison is not None and trial.pays and (best is None or trial.gain > best[0].gain):
                    best = (trial, path, comparison)
                else:
                    path.unlink(missing_ok=True)
            if best is None:
                return Tuned(None, tuple(trials))
            copy = self._described(best[0], best[2])
            self._shelf.keep(copy, best[1])
            return Tuned(copy, tuple(trials))

    def cancel(self) -> None:
        """End it; nothing is left of it."""
        self._working.cancel()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._shelf.folder / ".lock", timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise InputError("A model is being tuned already; wait until that is done.") from error
        try:
            self._clear_up()
            yield
        finally:
            lock.release()

    def _clear_up(self) -> None:
        """Delete what a program that was ended left behind."""
        for folder in self._shelf.folder.glob(".making-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _try(self, number: int, quantization: str, path: Path) -> tuple[Trial, Comparison | None]:
        self._check_room(quantization)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            order = MakeCopy(str(self._file.path), str(path), quantization, self._file.model_id, self._threads)
            self._working.do(order, self._teller(number, "copying", quantization, 0.0, _COPYING))
            compare = Compare(str(self._file.path), str(path), self._threads)
            found = self._working.do(compare, self._teller(number, "comparing", quantization, _COPYING, 1.0))
        except WorkFailed as error:
            return Trial(quantization, problem=error.details or error.message), None
        assert isinstance(found, Comparison)
        trial = Trial(quantization, path.stat().st_size, found.divergence, found.original_rates, found.rates)
        return trial, found

    def _teller(self, number: int, step: str, quantization: str, start: float, end: float) -> Callable[[float], None]:
        def tell(share: float) -> None:
            done = (number + start + (end - start) * share) / len(self._candidates)
            self._progress(TuningProgress(step, quantization, done))

        return tell

    def _check_room(self, quantization: str) -> None:
        """See that disk and memory hold the copy beside its original."""
        size = int(self._file.parameters * CANDIDATES[quantization] / 8)
        free = shutil.disk_usage(self._shelf.folder).free
        if free < size + _SPARE_BYTES:
            raise InputError(
                f"A copy of {self._file.name} takes up to {format_size(size)}, and only {format_size(free)} are free "
                "on the disk; free some space."
            )
        free = free_memory()
        needed = size + self._file.weights.total + margin(free)
        if free < needed:
            raise InputError(
                f"To compare a copy of {self._file.name} with it takes {format_memory(needed)} of memory, and only "
                f"{format_memory(free)} are free; close other programs."
            )

    def _described(self, trial: Trial, found: Comparison) -> TunedCopy:
        return TunedCopy(
            original_id=self._file.model_id,
            original_name=self._file.name,
            original_path=str(self._file.path),
            original_quantization=self._file.quantization,
            quantization=trial.quantization,
            size=trial.size,
            divergence=found.divergence,
            original_rates=found.original_rates,
            rates=found.rates,
            threads=self._threads,
            processor=found.processor,
            made_at=time.time(),
        )


def _seconds(rates: Rates) -> float:
    return _PROMPT / rates.prefill + _WRITTEN / rates.eight
