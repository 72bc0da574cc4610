"""When the panel opens and folds by itself (rules 1 to 3 and 5 of the design notes)."""

from __future__ import annotations

import pytest

from desktop.conversation.fold_rules import FoldRules
from models.history.records import PanelState


def test_opens_when_thinking_starts_and_folds_once_when_it_ends() -> None:
    rules = FoldRules()
    seen = [rules.open]
    rules.thinking_started()
    seen.append(rules.open)
    folded = rules.thinking_ended(inside=False)
    seen.append(rules.open)
    rules.toggle()
    folded_again = rules.thinking_ended(inside=False)
    seen.append(rules.open)
    assert seen == [False, True, False, True]
    assert (folded, folded_again) == (True, False)


@pytest.mark.parametrize("inside", [True, False])
def test_does_not_fold_what_the_reader_touched_or_is_in(inside: bool) -> None:
    rules = FoldRules()
    rules.thinking_started()
    if not inside:
        rules.touch()
    assert not rules.thinking_ended(inside=inside)
    assert rules.open


def test_folded_by_hand_while_live_never_opens_by_itself() -> None:
    rules = FoldRules()
    rules.thinking_started()
    rules.toggle()
    rules.thinking_started()
    rules.ended_without_answer()
    assert not rules.open
    assert rules.state is PanelState.FOLDED


@pytest.mark.parametrize(("stored", "is_open"), [(PanelState.OPEN, True), (PanelState.FOLDED, False)])
def test_the_stored_state_is_kept(stored: PanelState, is_open: bool) -> None:
    rules = FoldRules(stored)
    rules.thinking_started()
    assert rules.open is is_open
    assert rules.state is stored


def test_untouched_is_automatic() -> None:
    rules = FoldRules()
    rules.thinking_started()
    assert rules.state is PanelState.AUTOMATIC


def test_a_thought_without_an_answer_stays_in_view() -> None:
    rules = FoldRules()
    rules.ended_without_answer()
    assert rules.open


def test_what_stayed_open_around_the_pointer_is_kept_open() -> None:
    rules = FoldRules()
    rules.thinking_started()
    rules.thinking_ended(inside=True)
    assert rules.state is PanelState.OPEN
