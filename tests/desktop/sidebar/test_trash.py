from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.history.backups import list_backups
from models.history.learning.records import AdapterRecord, ChoiceReason, ItemRole, LearnedExample, RoundItem, RoundState
from models.history.store import Store
from tests.desktop.sidebar.conftest import Desktop, keep

Reopened = Callable[[Callable[[Store], object]], Desktop]


def fill(store: Store) -> None:
    for name in ("kept", "first", "second", "third"):
        saved = keep(store, name)
        if name != "kept":
            store.trash.put(saved.conversation_id)


def in_trash(desktop: Desktop) -> int:
    return len(desktop.store.conversations(trashed=True))


def test_nothing_in_the_trash_shows_no_way_into_it(desktop: Desktop) -> None:
    assert not desktop.window.sidebar.trash_button.isVisible()


def test_restore_brings_a_conversation_back(reopened: Reopened) -> None:
    desktop = reopened(fill)
    sidebar = desktop.window.sidebar
    assert sidebar.trash_button.isVisible() and sidebar.trash_button.text() == "Trash · 3"
    sidebar.trash_button.click()
    view = sidebar.trash_view
    desktop.wait(lambda: view.trash.rowCount() == 4)
    assert view.chosen() is not None and view.list.hasFocus()
    restored = view.chosen()
    view.restore_button.click()
    desktop.wait(lambda: view.trash.rowCount() == 3 and sidebar.history.rowCount() == 3)
    assert sidebar.trash_button.text() == "Trash · 2"
    assert restored is not None and sidebar.history.row_of(restored.id) > 0


def test_deleting_for_good_asks_first(reopened: Reopened) -> None:
    desktop = reopened(fill)
    view = desktop.window.sidebar.trash_view
    desktop.window.sidebar.trash_button.click()
    desktop.wait(lambda: view.chosen() is not None)
    view.delete_button.click()
    assert view.keep_button.hasFocus() and view.agree_button.isVisible()
    view.keep_button.click()
    desktop.settle()
    assert in_trash(desktop) == 3 and not view.agree_button.isVisible()
    doomed = view.chosen()
    view.delete_button.click()
    view.agree_button.click()
    desktop.wait(lambda: in_trash(desktop) == 2)
    assert doomed is not None and desktop.store.conversation(doomed.id) is None


def test_emptying_the_trash_keeps_everything_else(reopened: Reopened) -> None:
    desktop = reopened(fill)
    sidebar = desktop.window.sidebar
    sidebar.trash_button.click()
    desktop.wait(lambda: sidebar.trash_view.trash.rowCount() == 4)
    sidebar.trash_view.empty_button.click()
    sidebar.trash_view.agree_button.click()
    desktop.wait(lambda: in_trash(desktop) == 0 and sidebar.trash_view.trash.rowCount() == 0)
    assert not sidebar.trash_view.empty_button.isEnabled() and not sidebar.trash_button.isVisible()
    assert [each.title for each in desktop.store.conversations()] == ["kept"]
    sidebar.trash_view.back_button.click()
    assert sidebar.list.isVisible() and sidebar.history.rowCount() == 2


def test_what_is_said_while_the_trash_is_emptied_does_not_wait_for_it(
    reopened: Reopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited for it would be given up when the window closes before it is done."""
    desktop = reopened(fill)
    view, go_on = desktop.window.sidebar.trash_view, threading.Event()
    empty = desktop.store.trash.empty

    def slow(**when: float) -> int:
        assert go_on.wait(10)
        return empty(**when)

    monkeypatch.setattr(desktop.store.trash, "empty", slow)
    desktop.window.sidebar.trash_button.click()
    desktop.wait(lambda: view.chosen() is not None)
    restored = view.chosen()
    assert restored is not None
    view.restore_button.click()
    view.empty_asked.emit(False)
    desktop.window.organiser.keep_title(restored.id, "Renamed")
    desktop.wait(lambda: "Renamed" in {each.title for each in desktop.store.conversations()})
    assert in_trash(desktop) == 2
    go_on.set()
    desktop.wait(lambda: in_trash(desktop) == 0)
    assert {each.title for each in desktop.store.conversations()} == {"kept", "Renamed"}


def test_a_search_leaves_the_trash(reopened: Reopened) -> None:
    desktop = reopened(fill)
    sidebar = desktop.window.sidebar
    sidebar.trash_button.click()
    sidebar.search.field.setText("kept")
    desktop.wait(lambda: sidebar.hit_view.list.isVisible() and sidebar.hits.rowCount() == 1)
    sidebar.search.leave()
    assert sidebar.list.isVisible()


def test_the_way_into_the_trash_is_not_shown_inside_it(reopened: Reopened) -> None:
    sidebar = reopened(fill).window.sidebar
    sidebar.trash_button.click()
    assert sidebar.trash_view.isVisible() and not sidebar.trash_button.isVisible()
    sidebar.trash_view.back_button.click()
    assert sidebar.trash_button.isVisible()


def learn_from(store: Store, conversation_id: str) -> None:
    """Let there be an adapter v1 that was trained on a conversation."""
    item = RoundItem(0, "accepted", "q", "4", conversation_id=conversation_id)
    begun = store.rounds.begin(
        model_id="m1", model_name="Model", plan="{}", adapter_before="", items=[(ItemRole.TRAIN, item)]
    )
    store.rounds.learn(begun.id, [LearnedExample("own", "accepted", "q", "t", "a", "{}", conversation_id)])
    store.rounds.end(begun.id, RoundState.ADOPTED, seconds=1.0)
    store.adapters.add(AdapterRecord("a1", begun.id, "m1", "v1", 1.0, 1, 1, 1.0), reason=ChoiceReason.ADOPTED)


def fill_and_learn(store: Store) -> None:
    fill(store)
    learn_from(store, store.conversations(trashed=True)[0].id)


@pytest.mark.parametrize("everything", [True, False])
def test_what_learned_from_the_deleted_is_named_before_and_after(reopened: Reopened, *, everything: bool) -> None:
    desktop = reopened(fill_and_learn)
    sidebar = desktop.window.sidebar
    sidebar.trash_button.click()
    view = sidebar.trash_view
    desktop.wait(lambda: view.trash.rowCount() == 4)
    (view.empty_button if everything else view.delete_button).click()
    desktop.wait(lambda: view.learned.isVisible() and view.learned.text().startswith("v1 learned from it"))
    view.agree_button.click()
    desktop.wait(lambda: desktop.page.notices.text("learned").startswith("v1 learned from what was deleted"))
    assert in_trash(desktop) == (0 if everything else 2)


def test_nothing_is_named_that_did_not_learn_from_it(reopened: Reopened) -> None:
    desktop = reopened(fill_and_learn)
    view = desktop.window.sidebar.trash_view
    desktop.window.sidebar.trash_button.click()
    desktop.wait(lambda: view.trash.rowCount() == 4)
    view.list.choose_row(2)
    view.delete_button.click()
    desktop.settle()
    assert view.agree_button.isVisible() and not view.learned.isVisible()


def test_older_backups_go_only_when_that_is_chosen(reopened: Reopened) -> None:
    def fill_and_back_up(store: Store) -> None:
        fill(store)
        store.backups.make(1_700_000_000.0)

    desktop = reopened(fill_and_back_up)
    view, folder = desktop.window.sidebar.trash_view, desktop.store.folder
    desktop.window.sidebar.trash_button.click()
    desktop.wait(lambda: view.chosen() is not None)
    old = list_backups(folder)
    view.delete_button.click()
    assert "Backups keep it" in view._kept_words.text() and view._kept_words.isVisible()
    view.agree_button.click()
    desktop.wait(lambda: in_trash(desktop) == 2)
    desktop.settle()
    assert list_backups(folder) == old
    view.delete_button.click()
    view.backups_box.setChecked(True)
    view.agree_button.click()
    desktop.wait(lambda: bool(desktop.page.notices.text("backups")))
    kept = list_backups(folder)
    assert len(kept) == 1 and kept != old
    view.delete_button.click()
    assert not view.backups_box.isChecked(), "it is chosen anew each time"
