from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.sidebar.model_chip import ModelChip
from desktop.theme import Theme
from models.events import EngineState, EngineStatus
from tests.desktop.sidebar.conftest import Desktop

LONG = "Some-Vendor-Extremely-Long-Model-Name-With-Everything-In-It-7B-Instruct-v3"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_long_name_is_cut_and_the_quantization_is_not(desktop: Desktop, scale: float) -> None:
    desktop.application.theme.set_text_scale(scale)
    desktop.assistant.emit(
        EngineStatus(EngineState.READY, model_name=LONG, quantization="Q4_K_M", device="CPU", threads=2)
    )
    chip = desktop.window.sidebar.model_chip
    desktop.wait(lambda: chip._name.text().endswith("… · Q4_K_M"))
    QApplication.processEvents()
    assert chip._name.fontMetrics().horizontalAdvance(chip._name.text()) <= chip._name.width()
    assert LONG in chip.toolTip()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (EngineStatus(EngineState.NO_MODEL), "No model is loaded"),
        (EngineStatus(EngineState.LOADING, model_name="M", quantization="Q4_1", progress=0.42), "Loading, 42 %"),
        (EngineStatus(EngineState.FAILED, model_name="M", message="The file is damaged."), "The file is damaged."),
        (EngineStatus(EngineState.READY, model_name="M", device="CPU", threads=2), "CPU 2 threads / no adapter yet"),
    ],
)
def test_every_state_is_said_in_words(theme: Theme, status: EngineStatus, words: str) -> None:
    chip = ModelChip(theme)
    chip.show_status(status)
    assert chip._state.text() == words
    chip.deleteLater()
