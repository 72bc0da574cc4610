"""Restoring, the trash's time in the settings, and what is done while the window is open, on a real history."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.settings.backups_section import BackupsSection
from models.history.store import Store
from models.settings import Settings
from tests.desktop.shell.conftest import Desktop
from tests.desktop.shell.test_files_and_backups import fill
from tests.desktop.sidebar.test_trash import learn_from


def put_long_ago(store: Store, name: str) -> str:
    """Put a conversation into the trash as if that were 31 days ago."""
    home = fill(store, name)
    store.trash.put(home)
    with store._connections.writing() as db:
        db.conn.execute("UPDATE conversations SET trashed_at = trashed_at - 31 * 86400 WHERE id = ?", (home,))
    return home


def choose_30_days(desktop: Desktop) -> BackupsSection:
    section = desktop.window.settings.page.backups
    desktop.window.show_settings()
    section.trash_field.setCurrentIndex(1)
    section.trash_field.activated.emit(1)
    desktop.settle()
    return section


def test_choosing_30_days_asks_before_anything_is_deleted(desktop: Desktop) -> None:
    old = put_long_ago(desktop.store, "Old")
    learn_from(desktop.store, old)
    desktop.store.trash.put(fill(desktop.store, "Young"))
    section = choose_30_days(desktop)
    assert section.question.isVisibleTo(section) and section.question.text().startswith("1 conversation has been")
    assert "v1 learned from it" in section.question.text()
    section.keep_button.click()
    desktop.settle()
    assert desktop.store.trash.count() == 2 and desktop.application.keeper.current == Settings()
    assert section.trash_field.currentIndex() == 0
    choose_30_days(desktop)
    section.agree_button.click()
    desktop.wait(lambda: desktop.store.trash.count() == 1)
    assert desktop.store.conversation(old) is None
    assert desktop.application.keeper.current == Settings(trash_days=30)
    desktop.wait(lambda: desktop.page.notices.text("learned").startswith("v1 learned from what was deleted"))
    desktop.settle()


def test_choosing_30_days_asks_nothing_where_nothing_is_old(desktop: Desktop) -> None:
    desktop.store.trash.put(fill(desktop.store, "Young"))
    section = choose_30_days(desktop)
    assert not section.question.isVisibleTo(section)
    assert desktop.application.keeper.current == Settings(trash_days=30) and desktop.store.trash.count() == 1


def test_a_day_later_the_open_window_backs_up_and_empties_old_trash(
    start_desktop: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.shell.upkeep.LOOK_MILLISECONDS", 50)
    desktop = start_desktop(Settings(trash_days=30))
    store, backups = desktop.store, desktop.store.folder.backups
    desktop.wait(lambda: len(list(backups.glob("*.db"))) == 1)
    learn_from(store, put_long_ago(store, "Old"))
    desktop.wait(lambda: desktop.page.notices.text("learned").startswith("v1 learned from what was deleted"))
    assert store.trash.count() == 0
    made = next(backups.glob("*.db"))
    made.rename(made.with_name("history-20200101T000000Z.db"))
    desktop.wait(lambda: len(list(backups.glob("*.db"))) == 1 and not list(backups.glob("history-2020*")))
    assert desktop.window.upkeep._clock.isActive()


def test_deleted_words_leave_a_large_history_by_and_by(
    start_desktop: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.history.shrinking._SMALL_INDEX_PAGES", 0)
    monkeypatch.setattr("desktop.shell.upkeep.REWRITE_MILLISECONDS", 1)
    desktop = start_desktop()
    store, view = desktop.store, desktop.window.sidebar.trash_view
    store.trash.put(fill(store, "About zucchini"))
    view.empty_asked.emit(False)
    desktop.wait(lambda: store.trash.count() == 0 and b"zucchini" not in store.folder.database.read_bytes())
    desktop.wait(lambda: not store.search_rewriting.step())


def test_all_backups_are_listed(desktop: Desktop) -> None:
    backups, section = desktop.store.folder.backups, desktop.window.settings.page.backups
    desktop.store.backups.make()
    for month in range(1, 31):
        (backups / f"history-{2020 + month // 12}{month % 12 + 1:02}01T000000Z.db").write_bytes(b"")
    desktop.window.show_settings()
    desktop.wait(lambda: len(section.restore_buttons) == 31)
    desktop.window.settings.page.show_backups()
    oldest, seen_rows = section.restore_buttons[-1], section._list
    desktop.wait(lambda: seen_rows.height() > 5 * oldest.sizeHint().height())
    assert seen_rows.height() < 13 * oldest.sizeHint().height(), "about eight are seen at once"
    oldest.setFocus()
    section._list.ensureWidgetVisible(oldest)
    seen = oldest.mapTo(section._list.viewport(), oldest.rect().center())
    assert section._list.viewport().rect().contains(seen), "the others are scrolled to"


def test_restoring_halts_the_learning(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    learner, restore = desktop.application._learner, desktop.store.restore_backup
    assert learner is not None

    @contextmanager
    def halted() -> Iterator[None]:
        order.append("halted")
        yield
        order.append("free again")

    def restore_and_note(file: Path) -> Path | None:
        order.append("restored")
        return restore(file)

    monkeypatch.setattr(learner, "halted", halted)
    monkeypatch.setattr(desktop.store, "restore_backup", restore_and_note)
    desktop.window.settings.backups.restore(desktop.store.backups.make())
    desktop.settle()
    assert order == ["halted", "restored", "free again"]


def test_a_round_that_does_not_halt_is_told_and_nothing_is_restored(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner, backup = desktop.application._learner, desktop.store.backups.make()
    home, running = fill(desktop.store, "Later"), threading.Event()
    assert learner is not None
    monkeypatch.setattr(learner, "_work", lambda _job, _sources: running.wait(10))
    monkeypatch.setattr("models.learner._HALT_SECONDS", 0.05)
    learner.begin()
    section = desktop.window.settings.page.backups
    desktop.window.show_settings()
    desktop.wait(lambda: len(section.restore_buttons) == 1)
    desktop.window.settings.backups.restore(backup)
    assert not section.restore_buttons[0].isEnabled(), "one at a time"
    desktop.wait(lambda: "has not come to a halt" in section.status.text())
    assert desktop.store.conversation(home) is not None
    running.set()
    assert section.restore_buttons[0].isEnabled()
    desktop.settle()
