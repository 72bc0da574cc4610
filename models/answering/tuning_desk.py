"""Tuned copies and speed tests for the window: everything runs on a thread of its own and is told by events."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.catalog.looking.client import Looker, inspect_aside
from models.catalog.model_list import resolve_model
from models.catalog.speeds import MeasuredSpeed, SpeedBook
from models.catalog.tuned_copies import CopyShelf, TunedCopy
from models.engine.sharing import SharedEngine
from models.engine.supervisor import Notice
from models.errors import InputError, KnownError
from models.events import Event, TuningState, TuningStep
from models.paths import DataFolder

if TYPE_CHECKING:
    from models.catalog.model_file import ModelFile
    from models.engine.measuring.tuning import Tuning, TuningProgress

NOTHING_PAYS = "No other type of this model is faster here and computes nearly the same, so it is used as it is."


class TuningDesk:
    """One piece of work at a time; may be asked from any thread, and never blocks.

    Args:
        folder: The user's data folder.
        engine: What answers; a speed test asks it.
        emit: Takes the events, from any thread.
        reload: Loads the model at a path again, if it is the one in use.
    """

    def __init__(
        self, folder: DataFolder, engine: SharedEngine, emit: Callable[[Event], None], reload: Callable[[str], None]
    ) -> None:
        self._engine, self._emit, self._reload = engine, emit, reload
        self._shelf, self._speeds = CopyShelf(folder.tuned), SpeedBook(folder.speeds)
        self._lock = threading.Lock()
        self._looker: Looker | None = None
        self._tuning: Tuning | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def copy_of(self, model_id: str) -> TunedCopy | None:
        """Return what is known of a model's copy (reads a small file)."""
        return self._shelf.of(model_id)

    def speed_of(self, model_id: str) -> MeasuredSpeed | None:
        """Return what the latest speed test of a model found (reads a small file)."""
        return self._speeds.of(model_id)

    def tune(self, reference: str, known: Sequence[str]) -> None:
        """Make a copy if it pays; `TuningState` events follow, and the model in use is loaded again with it.

        Args:
            reference: The model, as `resolve_model` takes it.
            known: `Settings.known_models`.
        """
        self._begin(reference, known, self._tune)

    def test(self, reference: str, known: Sequence[str]) -> None:
        """Measure the model in use; `TuningState` events follow. Nobody should ask it meanwhile."""
        self._begin(reference, known, self._test)

    def cancel(self) -> None:
        """End a tuning or a speed test; nothing is left of it."""
        self._cancelled.set()
        with self._lock:
            if self._looker is not None:
                self._looker.cancel()
            if self._tuning is not None:
                self._tuning.cancel()

    def use(self, model_id: str, *, on: bool) -> None:
        """Set whether loading a model takes its copy; the model in use is loaded again.

        Raises:
            InputError: It has none.
        """
        self._load_again(self._shelf.use(model_id, on=on))

    def remove(self, model_id: str) -> None:
        """Delete a model's copy, if there is one; the model in use is loaded again without it.

        Raises:
            InputError: The system does not let it go.
        """
        copy = self._shelf.of(model_id)
        self._shelf.remove(model_id)
        if copy is not None and copy.in_use:
            self._load_again(copy)

    def close(self, timeout: float = 5.0) -> None:
        """End what runs."""
        self.cancel()
        if self._thread is not None:
            self._thread.join(timeout)

    def _load_again(self, copy: TunedCopy) -> None:
        """Load a copy's model again where it is now: its file may have been moved since the copy was made."""
        loaded = self._engine.loaded
        is_loaded = loaded is not None and loaded.model_id == copy.original_id
        self._reload(loaded.path if loaded is not None and is_loaded else copy.original_path)

    def _begin(self, reference: str, known: Sequence[str], work: Callable[[Path], tuple[TuningStep, str]]) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                message = "A model is being tuned already; wait until that is done."
                self._emit(TuningState(reference, TuningStep.FAILED, message=message))
                return
            self._cancelled.clear()
            self._thread = threading.Thread(
                target=self._work, args=(reference, known, work), name="tuning", daemon=True
            )
            self._thread.start()

    def _work(self, reference: str, known: Sequence[str], work: Callable[[Path], tuple[TuningStep, str]]) -> None:
        from models.engine.measuring.working import Cancelled

        try:
            step, message = work(resolve_model(reference, known))
            self._emit(TuningState(reference, step, share=1.0, message=message))
        except Cancelled:
            self._emit(TuningState(reference, TuningStep.CANCELLED))
        except KnownError as error:
            self._emit(TuningState(reference, TuningStep.FAILED, message=error.message, details=error.details))
        except OSError as error:
            message = "The disk is full or cannot be written; free some space and try again."
            self._emit(TuningState(reference, TuningStep.FAILED, message=message, details=str(error)))
        except Exception:
            self._emit(TuningState(reference, TuningStep.FAILED, details=traceback.format_exc()))
            raise

    def _tune(self, path: Path) -> tuple[TuningStep, str]:
        from models.engine.machine import processor_threads
        from models.engine.measuring.tuning import Tuning

        file = self._inspected(path)
        loaded = self._engine.loaded
        if loaded is not None and loaded.model_id == file.model_id and loaded.gpu_layers:
            raise InputError(f"{file.name} runs on the graphics card here, where a tuned copy brings nothing.")

        def tell(progress: TuningProgress) -> None:
            step = TuningStep(progress.step)
            self._emit(TuningState(str(file.path), step, progress.quantization, progress.share))

        tuning = Tuning(file, self._shelf, threads=processor_threads(), progress=tell)
        with self._lock:
            self._tuning = tuning
        try:
            self._check()
            done = tuning.run()
        finally:
            with self._lock:
                self._tuning = None
        if done.copy is None:
            return TuningStep.NOTHING_PAYS, NOTHING_PAYS
        self._reload(str(file.path))
        return TuningStep.DONE, ""

    def _check(self) -> None:
        """Notice a cancel that came before there was anything that it could reach."""
        from models.engine.measuring.working import Cancelled

        if self._cancelled.is_set():
            raise Cancelled

    def _inspected(self, path: Path) -> ModelFile:
        """What a model is; read elsewhere, since the file may be of any origin."""
        from models.engine.measuring.working import Cancelled

        looker = Looker()
        with self._lock:
            self._looker = looker
        try:
            self._check()
            return inspect_aside(path, looker)
        except InputError:
            if looker.cancelled:
                raise Cancelled from None
            raise
        finally:
            with self._lock:
                self._looker = None

    def _test(self, path: Path) -> tuple[TuningStep, str]:
        from models.engine.measuring.speed_test import measure_engine, measured

        loaded = self._engine.loaded
        if loaded is None or not _is_same(Path(loaded.path), path):
            raise InputError(f"{path.stem} is not loaded; load it first, then test its speed.")
        notices: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        client = self._engine.client(notices.put)
        try:
            rates = measure_engine(
                client, notices, loaded.context_size,
                lambda share: self._emit(TuningState(str(path), TuningStep.MEASURING, share=share)),
                self._cancelled.is_set,
            )  # fmt: skip
        finally:
            client.close()
        self._speeds.keep(loaded.model_id, measured(loaded, rates))
        return TuningStep.DONE, ""


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
