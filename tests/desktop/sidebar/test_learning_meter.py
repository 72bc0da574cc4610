"""The line under the model that counts ratings until learning begins by itself."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.sidebar.learning_meter import LearningMeter
from desktop.theme import Theme


@pytest.mark.parametrize(("rated", "hidden"), [(0, False), (1, False), (31, False), (40, True)])
def test_it_stands_there_only_while_answers_are_missing(qtbot: QtBot, theme: Theme, rated: int, hidden: bool) -> None:
    meter = LearningMeter(theme)
    qtbot.addWidget(meter)
    meter.show_share(rated, 40)
    assert meter.isHidden() is hidden
    assert meter.text() == f"Learning: {rated} of 40 rated"


def test_the_bar_is_as_long_as_the_share(qtbot: QtBot, theme: Theme) -> None:
    meter = LearningMeter(theme)
    qtbot.addWidget(meter)
    meter.resize(240, meter.sizeHint().height())
    meter.show_share(20, 40)
    image, y = meter.grab().toImage(), theme.line_height("meta") + 10
    accent = theme.color("accent.fill").rgb()
    assert [image.pixel(x, y) == accent for x in (30, 110, 130, 210)] == [True, True, False, False]
