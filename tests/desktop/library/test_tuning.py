"""The inspector offers a tuned copy and a speed test, follows them, and lets the copy be left aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from models.catalog.inspection import inspect_model
from models.catalog.speeds import MeasuredSpeed, Rates, SpeedBook
from models.catalog.tuned_copies import CopyShelf, Divergence, TunedCopy
from models.events import EngineState, TuningState, TuningStep
from models.settings import ModelChoices
from tests.desktop.library.conftest import COPY, CUT, Library
from tests.desktop.library.test_models_page import WITH_CARD, in_use

SLOW = Rates(prefill=240, one=116, eight=160)
FAST = Rates(prefill=504, one=122, eight=208)


def keep_copy(library: Library, path: Path) -> CopyShelf:
    """Let there be a copy of a model, as a tuning would have left it."""
    model = inspect_model(path)
    folder = library.desktop.application._folder
    folder.tuned.mkdir(parents=True, exist_ok=True)
    weights = folder.tuned / "new.gguf"
    weights.write_bytes(b"weights")
    shelf = CopyShelf(folder.tuned)
    divergence = Divergence(mean=0.0053, error=0.0004, largest=0.3, same_choice=0.97, tokens=900)
    copy = TunedCopy(
        original_id=model.model_id, original_name=model.name, original_path=str(path), original_quantization="Q4_1",
        quantization="Q8_0", size=7, divergence=divergence, original_rates=SLOW, rates=FAST, threads=2, processor="",
        made_at=1.0,
    )  # fmt: skip
    shelf.keep(copy, weights)
    return shelf


def test_only_the_model_in_use_can_be_tested_and_any_can_be_tuned(library: Library, bundled_model_path: Path) -> None:
    part, tuning = library.desk.page.inspector.tuning, library.desktop.assistant.tuning
    in_use(library, bundled_model_path)
    library.choose(COPY)
    assert part.test_button.isHidden() and part.tune_button.isVisible()
    part.tune_button.click()
    assert tuning.tuned == [str(library.folder / COPY)]
    library.desk._choose_path(str(bundled_model_path))
    assert part.test_button.isVisible()
    part.test_button.click()
    assert tuning.tested == [str(bundled_model_path)]
    library.choose(CUT)
    part.tune_button.click()
    assert len(tuning.tuned) == 1  # nothing is shown of a file that cannot be loaded


def test_a_model_on_a_graphics_card_is_not_tuned(library: Library, bundled_model_path: Path) -> None:
    in_use(library, bundled_model_path, gpu_layers=31, device="A card")
    library.desk._choose_path(str(bundled_model_path))
    part = library.desk.page.inspector.tuning
    assert part.tune_button.isHidden() and part.test_button.isVisible()


def test_a_tuning_is_followed_can_be_cancelled_and_its_copy_is_told(library: Library, bundled_model_path: Path) -> None:
    assistant, part = library.desktop.assistant, library.desk.page.inspector.tuning
    in_use(library, bundled_model_path)
    path = str(bundled_model_path)
    library.desk._choose_path(path)
    assistant.emit(TuningState(path, TuningStep.COMPARING, "Q8_0", 0.5))
    library.desktop.wait(lambda: part.words.text() == "Comparing Q8_0 with the original…")
    assert part.bar.isVisible() and part.bar.accessibleName().endswith("50 %") and part.tune_button.isHidden()
    part.cancel_button.click()
    assert assistant.tuning.cancelled == 1
    library.choose(COPY)
    assert not part.tune_button.isEnabled() and not part.bar.isVisible()  # one at a time
    library.desk._choose_path(path)
    shelf = keep_copy(library, bundled_model_path)
    assistant.emit(TuningState(path, TuningStep.DONE, share=1.0))
    library.desktop.wait(part.switch.isVisible)
    assert part.switch.text() == "Compute with the tuned copy (Q8_0)" and part.switch.isChecked()
    assert "2.1 times as fast" in part.copy_note.text() and "0.0053 nats" in part.copy_note.text()
    part.switch.click()
    library.settle()
    found = shelf.of(inspect_model(bundled_model_path).model_id)
    assert found is not None and not found.in_use and not part.switch.isChecked()


def test_a_copy_can_be_deleted_and_is_offered_again(library: Library, bundled_model_path: Path) -> None:
    part = library.desk.page.inspector.tuning
    shelf, model_id = keep_copy(library, bundled_model_path), inspect_model(bundled_model_path).model_id
    in_use(library, bundled_model_path)
    library.desk._choose_path(str(bundled_model_path))
    library.desktop.assistant.emit(TuningState(str(bundled_model_path), TuningStep.DONE, share=1.0))
    library.desktop.wait(part.remove_button.isVisible)
    assert part.tune_button.isHidden()
    library.settle()
    assert library.desk.state.weighed[str(bundled_model_path)].served.quantization == "Q8_0"
    part.remove_button.click()
    library.settle()
    assert shelf.of(model_id) is None and part.tune_button.isVisible() and part.remove_button.isHidden()
    assert library.desk.state.weighed[str(bundled_model_path)].served.quantization == "Q4_1"


def test_a_speed_test_can_be_cancelled_and_waits_for_answers(library: Library, bundled_model_path: Path) -> None:
    assistant, part = library.desktop.assistant, library.desk.page.inspector.tuning
    in_use(library, bundled_model_path, state=EngineState.BUSY)
    library.desk._choose_path(str(bundled_model_path))
    assert part.test_button.isVisible() and not part.test_button.isEnabled()
    assert "An answer is being written" in part.test_button.toolTip()
    in_use(library, bundled_model_path)
    assert part.test_button.isEnabled() and part.test_button.toolTip() == ""
    assistant.emit(TuningState(str(bundled_model_path), TuningStep.MEASURING, share=0.2))
    library.desktop.wait(part.cancel_button.isVisible)
    part.cancel_button.click()
    assert assistant.tuning.cancelled == 1


def test_what_would_run_on_a_graphics_card_is_not_offered_a_copy(
    start_library: Callable[..., Library], bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.library.weighing_desk.read_machine", lambda _known: WITH_CARD)
    library = start_library()
    library.open()
    in_use(library, bundled_model_path, gpu_layers=31)
    library.choose(COPY)
    part = library.desk.page.inspector.tuning
    assert part.tune_button.isHidden() and part.title.isHidden(), "a heading with nothing below it"
    keeper = library.desktop.application.keeper
    keeper.change(model_choices={str(library.folder / COPY): ModelChoices(gpu_layers=0)})
    library.settle()
    assert part.tune_button.isVisible() and part.title.isVisible(), "on the processor it pays"


def test_what_nothing_came_of_is_said_in_a_sentence(library: Library, bundled_model_path: Path) -> None:
    assistant, part = library.desktop.assistant, library.desk.page.inspector.tuning
    in_use(library, bundled_model_path)
    library.desk._choose_path(str(bundled_model_path))
    message = "The disk is full or cannot be written; free some space and try again."
    assistant.emit(TuningState(str(bundled_model_path), TuningStep.FAILED, message=message))
    library.desktop.wait(lambda: part.words.text() == message)
    assert part.tune_button.isVisible() and part.tune_button.isEnabled()


def test_measured_speeds_are_shown(library: Library, bundled_model_path: Path) -> None:
    assistant, part = library.desktop.assistant, library.desk.page.inspector.tuning
    in_use(library, bundled_model_path)
    library.desk._choose_path(str(bundled_model_path))
    library.settle()
    assert part.speed.isHidden()
    model = inspect_model(bundled_model_path)
    speed = MeasuredSpeed(
        name=model.name, rates=FAST, device="CPU", gpu_layers=0, threads=2, quantization="Q4_1", measured_at=1.0
    )
    SpeedBook(library.desktop.application._folder.speeds).keep(model.model_id, speed)
    assistant.emit(TuningState(str(bundled_model_path), TuningStep.DONE, share=1.0))
    library.desktop.wait(part.speed.isVisible)
    assert part.speed.text() == "122 tokens/s · 8 at once: 208 · reads 504"


def test_a_copy_from_another_processor_is_not_weighed(library: Library, bundled_model_path: Path) -> None:
    shelf, model = keep_copy(library, bundled_model_path), inspect_model(bundled_model_path)
    copy = shelf.of(model.model_id)
    assert copy is not None
    weights = shelf.folder / "new.gguf"
    weights.write_bytes(b"weights")
    shelf.keep(msgspec.structs.replace(copy, processor="CPU : NEON = 1 | "), weights)
    for info, quantization in (("", "Q8_0"), ("CPU : AVX2 = 1 | ", "Q4_1")):
        library.desktop.assistant.engine.system_info = info
        library.desk.weighing.weigh()
        library.settle()
        assert library.desk.state.weighed[str(bundled_model_path)].served.quantization == quantization
