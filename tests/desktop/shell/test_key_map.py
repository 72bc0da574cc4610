from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from desktop.keyboard.fuzzy import fuzzy_score
from desktop.keyboard.key_map import KEYS, Place, key_named, key_words, place_words


def test_every_key_can_be_pressed_and_is_named() -> None:
    for key in KEYS:
        assert key_words(key.id)
        for keys in key.keys:
            assert not QKeySequence(keys).isEmpty(), keys
    assert all(place_words(place) for place in Place)


def test_no_two_keys_of_one_place_are_the_same() -> None:
    for place in Place:
        taken = [keys for key in KEYS if key.place in (place, Place.ANYWHERE) and not key.typed for keys in key.keys]
        assert len(taken) == len(set(taken)), place


def test_keys_are_shown_as_on_a_keyboard() -> None:
    assert key_named("new_question").caps == "Ctrl N"
    assert key_named("palette").caps == "Ctrl Shift P"
    assert key_named("settings").caps == "Ctrl ,"
    assert key_named("keys").caps == "?"
    assert key_named("palette").shown == "Ctrl+Shift+P"


@pytest.mark.parametrize(("name", "single"), [("fold", True), ("fold_all", True), ("keys", True), ("sidebar", False),
                                              ("example_1", False), ("leave", False)])  # fmt: skip
def test_single_letters_are_known(name: str, single: bool) -> None:
    assert key_named(name).single_letter is single


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("sid", "Show or hide the sidebar", "Search the history in detail"),
        ("nq", "New question", "Answer in queue"),
        ("settings", "Settings", "See the things in the gardens"),
        ("FOLD", "Fold or unfold a thought", "Find our old logs"),
        ("侧边", "显示或隐藏侧边栏", "侧面看边缘"),
    ],
)
def test_what_is_meant_comes_first(query: str, better: str, worse: str) -> None:
    first, second = fuzzy_score(query, better), fuzzy_score(query, worse)
    assert first is not None
    assert second is None or first > second


def test_what_lacks_a_letter_does_not_fit() -> None:
    assert fuzzy_score("xyz", "New question") is None
    assert fuzzy_score("question new", "New question") is not None
    assert fuzzy_score("", "anything") == 0
