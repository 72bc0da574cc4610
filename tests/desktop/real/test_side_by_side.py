"""An adapter in the real window: taken in, put into use, compared with the model as it is, and rolled back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.history.records import AttemptState
from tests.desktop.real.conftest import RealDesktop
from tests.gguf_files import write_adapter

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_both_sides_answer_with_the_real_model(
    start: Callable[..., RealDesktop], tmp_path: Path, bundled_model_path: Path
) -> None:
    desktop = start()
    window = desktop.application.window
    window.show_learning()
    learning = window.learning
    assert learning is not None
    file = write_adapter(tmp_path / "noise.gguf", bundled_model_path, scale=0.2)
    learning.desk.import_file(str(file))
    log = learning.page.adapters
    desktop.wait(lambda: log.selected is not None and log.use_button.isEnabled())
    log.use_button.click()
    model_id = learning.desk._watch.model_id
    desktop.wait(lambda: desktop.store.adapters.in_use(model_id) is not None and desktop.application.tasks.idle)

    QTest.keyClick(window, Qt.Key.Key_B, CTRL_SHIFT)
    view = learning.comparing.view
    desktop.wait(lambda: view.is_open)
    view.question.setPlainText("Where do foxes live?")
    view.ask_button.click()
    desktop.wait(lambda: not view.running and all(each.words.strip() for each in view.sides))
    plain, adapted = (each.words for each in view.sides)
    assert plain != adapted, "the adapter is large enough to change every answer"
    assert not desktop.store.conversations(), "nothing is kept unless that is asked for"
    view.leave()

    adapter = desktop.store.adapters.in_use(model_id)
    assert adapter is not None
    assert asked_of(desktop) == {adapter.id}
    learning.page.roll_back_asked.emit()
    desktop.wait(lambda: desktop.store.adapters.in_use(model_id) is None and desktop.application.tasks.idle)
    assert asked_of(desktop) == {""}


def asked_of(desktop: RealDesktop) -> set[str]:
    """Ask a question; returns which adapters answered it."""
    desktop.application.window.show_questions()
    desktop.ask("What is 2 + 3?")
    desktop.wait_answered()
    answered = desktop.stored.answer
    assert answered is not None and answered.chosen.state is AttemptState.FINISHED
    return {each.adapter_id for each in answered.attempts}
