from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtWidgets import QApplication

from tests.desktop.pictures.conftest import pictures_folder
from tests.desktop.pictures.sheet import file_name
from tests.desktop.pictures.stage import Stage
from tests.desktop.pictures.states import STATES, State
from tests.desktop.pictures.visible_text import clipped_texts

LOOKS = (("light", "en"), ("dark", "zh_CN"), ("dark", "en"), ("light", "zh_CN"))


def cases() -> Iterator[ParameterSet]:
    """Yield each state in each look; an ordinary run takes one of the first two looks for each, in turn."""
    for number, state in enumerate(STATES):
        for place, (look, language) in enumerate(LOOKS):
            marks = () if place == number % 2 else (pytest.mark.slow,)
            yield pytest.param(state, look, language, id=f"{state.name}, {look}, {language}", marks=marks)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize(("state", "look", "language"), list(cases()))
def test_each_state_shows_what_its_name_says(
    state: State, look: str, language: str, set_stage: Callable[[State, str, str], Stage]
) -> None:
    stage = set_stage(state, look, language)
    try:
        missing = [what for what, seen in state.bring_about(stage) if not seen]
        QApplication.processEvents()  # a count that has just come asks for its room
        folder = pictures_folder()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            assert stage.picture().save(str(folder / file_name(state.name, look, language)))
        clipped = [words for part in stage.parts() for words in clipped_texts(part)]
        assert not missing, "; ".join(missing)
        assert not clipped, "\n".join(clipped)
    finally:
        for menu in list(stage.parts())[1:]:
            menu.close()
