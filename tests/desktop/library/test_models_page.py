"""The Models page: what is found, what it needs, how it is loaded, and what is said of a file that cannot be used."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.keyboard.key_map import Place
from desktop.library.failure_card import FailureCard
from desktop.library.machine import ThisMachine
from desktop.library.rows import Act, BarKind, RowKind
from models.catalog.fitting import MemoryDevice
from models.catalog.load_plan import Machine
from models.catalog.looking.messages import LONGEST_LINE
from models.events import EngineState, NextModel
from models.settings import ModelChoices, Settings, load_settings
from tests.catalog.raw_headers import write_bloated
from tests.desktop.library.conftest import COPY, CUT, ODD, WRONG, Library
from tests.desktop.scripted_assistant import READY
from tests.gguf_files import write_tiny_model

GB = 10**9
WITH_CARD = ThisMachine(Machine(5 * GB, 4, (MemoryDevice("A card", 2 * GB, 1_600_000_000),)), 8 * GB)


def in_use(library: Library, path: Path, **more: object) -> None:
    """Let a model be the one that answers."""
    status = replace(READY, model_path=str(path), **more)  # type: ignore[arg-type]
    library.desktop.assistant.emit(status)
    library.desktop.wait(lambda: library.desk.state.status == status)
    library.settle()


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {each.name: (each.stat().st_mtime_ns, each.stat().st_size) for each in sorted(folder.iterdir())}


def test_what_is_on_this_computer_is_shown_with_what_it_needs(library: Library) -> None:
    window = library.desktop.window
    assert window.pages.currentWidget() is library.desk.page
    copy = library.row(COPY)
    assert (copy.quantization, copy.context, copy.size) == ("Q4_1", "8k", "98 MB")
    assert copy.words == "0.4 GB, fits" and [each.act for each in copy.buttons] == [Act.LOAD]
    assert copy.bar is not None and copy.bar.kind is BarKind.MEMORY and all(share > 0 for share in copy.bar.shares)
    bundled = library.rows[2]
    assert bundled.title == "SmolLM2 135M Instruct" and bundled.kind is RowKind.MODEL
    assert library.row(CUT).words == "could not be loaded" and library.row(ODD).words == "could not be loaded"
    assert not any(row.key.endswith(WRONG) for row in library.rows)  # it is no model at all
    assert "3 files" in library.desk.page.found._note.text() and "in 1 folder" in library.desk.page.found._note.text()
    words = library.desk.page.machine.words
    assert "core" in words and "GB free" in words


def test_nothing_is_moved_or_changed_and_the_window_reads_no_header(
    start_library: Callable[..., Library], models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in the window's process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    before = snapshot(models)
    library = start_library()
    library.open()
    assert library.row(COPY).size == "98 MB" and snapshot(models) == before


def test_a_folder_that_holds_too_much_is_named_and_the_others_are_listed(
    start_library: Callable[..., Library], models: Path
) -> None:
    write_bloated(models / "evil", LONGEST_LINE // 45_000)
    library = start_library()
    library.open()
    assert library.row(COPY).size == "98 MB" and library.desk.state.search_problem == ""
    (note,) = (row for row in library.rows if row.kind is RowKind.NOTE)
    assert note.title.startswith("The folder evil is not listed whole") and str(models / "evil") in note.told
    place = library.desk.page.list.rows.place_of(note.key)
    assert str(models / "evil") in library.desk.page.list.rows.index(place).data(Qt.ItemDataRole.ToolTipRole)


def test_every_way_leads_to_the_page(library: Library) -> None:
    window = library.desktop.window
    row = window.sidebar.navigation._rows["models"]
    for lead in (row.click, window.sidebar.model_chip.click, window.model_desk.models_asked.emit):
        window.show_questions()
        lead()
        assert window.pages.currentWidget() is library.desk.page and row.isChecked()
    keys = {each.id: each for each in window.keys.keyboard.shown_keys()}
    assert {"models", "model_load", "model_details", "model_search"} <= set(keys)
    assert keys["model_load"].place is Place.MODELS
    QTest.keyClick(library.desk.page.list, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.page


def test_rows_say_all_to_a_screen_reader(library: Library) -> None:
    view = library.desk.page.list
    index = view.rows.index(view.rows.place_of(library.row(COPY).key))
    words = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    for part in (library.row(COPY).title, COPY, "98 MB", "Q4_1", "0.4 GB, fits", "Load"):
        assert part in words
    assert view.accessibleName() and library.desk.page.inspector.form.slider.accessibleName()


def test_arrows_walk_over_headings_enter_loads_and_space_shows_the_details(library: Library) -> None:
    view = library.desk.page.list
    view.choose(library.rows[2].key)
    for _ in range(3):
        library.press(Qt.Key.Key_Down)
    assert view.row_of(view.current_key) is not None and view.current_key == library.row(ODD).key
    library.choose(COPY)
    assert library.desk.page.inspector.facts.text() == "135 million weights · 30 layers · Q4_1"
    library.press(Qt.Key.Key_Space)
    assert isinstance(library.desktop.window.focusWidget(), QPushButton)
    view.setFocus()
    library.press(Qt.Key.Key_Return)
    assert library.desktop.assistant.loaded[-1] == str(library.folder / COPY)


def test_a_folder_is_added_and_looked_into(start_library: Callable[..., Library], models: Path) -> None:
    library = start_library(Settings())
    library.open()
    assert not any(row.key.endswith(COPY) for row in library.rows)
    assert any(row.kind is RowKind.NOTE and "Nothing yet" in row.title for row in library.rows)
    library.desk.places.add_folder(str(models))
    library.settle()
    assert library.row(COPY).size == "98 MB"
    assert load_settings(library.desktop.application._folder.settings)[0].model_folders == (str(models),)


def test_a_model_is_remembered_when_it_is_ready_and_not_before(library: Library, bundled_model_path: Path) -> None:
    assistant, keeper = library.desktop.assistant, library.desktop.application.keeper
    in_use(library, bundled_model_path)
    library.click(library.row(COPY), Act.LOAD)
    path = str(library.folder / COPY)
    assert assistant.loaded[-1] == path and keeper.current.model == "bundled"
    assert keeper.current.known_models == (), "what a folder holds is not added by loading it"
    assistant.emit(replace(assistant.status, next_model=NextModel(path, 0.42)))
    library.desktop.wait(lambda: library.row(COPY).words == "loading, 42 %")
    assert library.rows[2].mark == "In use" and not library.row(COPY).buttons
    assert "42 %" in library.desktop.window.sidebar.model_chip.accessibleName()
    in_use(library, Path(path), model_name="The copy")
    assert library.row(COPY).mark == "In use" and keeper.current.model == path


def test_a_model_that_fails_changes_nothing_and_says_why(library: Library, bundled_model_path: Path) -> None:
    assistant, keeper = library.desktop.assistant, library.desktop.application.keeper
    in_use(library, bundled_model_path)
    library.choose(COPY)
    promise = library.desk.page.inspector.promise.text()
    assert promise == "SmolLM2 135M keeps answering until this one is ready. If it fails, nothing changes."
    library.desk.load_chosen()
    path = str(library.folder / COPY)
    message = "The model file is damaged or not complete; download it again."
    failed = NextModel(path, message=message, details="tensor 'blk.3' is bad", reason="file")
    assistant.emit(replace(assistant.status, next_model=failed))
    library.desktop.wait(lambda: library.row(COPY).words == "could not be loaded")
    card = library.desk.page.list.held[f"card:{path}"]
    assert isinstance(card, FailureCard)
    assert card.title.text() == "This file is damaged" and card.sentence.text() == message
    assert card.details.text() == "tensor 'blk.3' is bad" and Act.REST not in card.buttons
    assert library.rows[2].mark == "In use" and keeper.current.model == "bundled"
    assert assistant.status.state is EngineState.READY
    assert "keeps answering" in library.desktop.page.notices.text("engine")
    library.click(library.row(COPY), Act.LOAD)
    assert assistant.loaded[-1] == path and library.row(COPY).words == "0.4 GB, fits"


def test_a_file_that_is_cut_short_says_how_much_is_there_and_can_be_hidden(library: Library) -> None:
    library.click(library.row(CUT), Act.DETAILS)
    card = library.desk.page.list.held[f"card:{library.folder / CUT}"]
    assert isinstance(card, FailureCard)
    assert card.title.text() == "This file is cut short"
    assert "it should be 98 MB, but only 40 MB are there" in card.sentence.text()
    assert "which fits" in card.more.text() and "not within the file bounds" in card.details.text()
    assert card.buttons[Act.SHOW].isVisibleTo(card) and Act.REST not in card.buttons
    card.buttons[Act.HIDE].click()
    library.settle()
    assert not any(row.key.endswith(CUT) for row in library.rows)
    kept = load_settings(library.desktop.application._folder.settings)[0]
    assert kept.hidden_models == (str(library.folder / CUT),) and (library.folder / CUT).exists()


def test_a_file_that_is_gone_stays_in_the_list_with_its_reason(
    start_library: Callable[..., Library], tmp_path: Path
) -> None:
    gone = tmp_path / "drive" / "gone.gguf"
    library = start_library(Settings(known_models=(str(gone),)))
    library.open()
    library.choose("gone.gguf")
    card = library.desk.page.list.held[f"card:{gone}"]
    assert isinstance(card, FailureCard) and card.title.text() == "This file is not there"
    assert Act.SHOW not in card.buttons
    gone.parent.mkdir()
    write_tiny_model(gone)
    library.desk.look()
    library.settle()
    assert library.row("gone.gguf").words.endswith("fits") and f"card:{gone}" not in library.desk.page.list.held


def test_how_a_loading_ended_is_forgotten_when_the_file_is_mended(library: Library) -> None:
    assistant, path = library.desktop.assistant, library.folder / COPY
    gone = NextModel(str(path), message="There is no file.", reason="file", fault="gone")
    assistant.emit(replace(assistant.status, next_model=gone))
    library.desktop.wait(lambda: library.row(COPY).words == "could not be loaded")
    card = library.desk.page.list.held[f"card:{path}"]
    assert isinstance(card, FailureCard) and card.title.text() == "This file is not there"
    library.desk.look()  # it is there: a drive was taken out and put back
    library.settle()
    assert library.row(COPY).words.endswith("fits")
    damaged = NextModel(str(path), message="It is damaged.", reason="file", fault="damaged")
    assistant.emit(replace(assistant.status, next_model=damaged))
    library.desktop.wait(lambda: library.row(COPY).words == "could not be loaded")
    library.desk.look()
    library.settle()
    assert library.row(COPY).words == "could not be loaded"  # a look does not see all, and the file is the same
    os.utime(path, (1.0, 1.0))
    library.desk.look()
    library.settle()
    assert library.row(COPY).words.endswith("fits")


def test_choices_are_kept_for_each_model_and_the_estimate_follows(library: Library) -> None:
    inspector, keeper = library.desk.page.inspector, library.desktop.application.keeper
    library.choose(COPY)
    before = inspector.bars[0][2].text()
    form = inspector.form
    assert not form.slider.isEnabled() and "No graphics device" in form.hint.text()
    field = form.fields["context_size"]
    field.setCurrentIndex(field.findData(2048))
    field.activated.emit(field.currentIndex())
    path = str(library.folder / COPY)
    assert keeper.current.model_choices == {path: ModelChoices(context_size=2048)}
    assert inspector.bars[0][2].text() != before
    field = form.fields["kv_type"]
    field.setCurrentIndex(field.findData("q8_0"))
    field.activated.emit(field.currentIndex())
    library.settle()
    kept = load_settings(library.desktop.application._folder.settings)[0].model_choices
    assert kept == {path: ModelChoices(context_size=2048, kv_type="q8_0")}
    assert library.desktop.assistant.loaded == ["bundled"]  # nothing is loaded before the button is pressed


def test_the_split_of_memory_is_told_in_words_too(library: Library) -> None:
    assert "weights 0.1 GB, context 0.2 GB, working space" in library.row(COPY).hint
    library.choose(COPY)
    inspector = library.desk.page.inspector
    weights, context, _working = (each.text() for each in inspector.legend)
    assert weights == "weights 0.1 GB" and context.startswith("context 0.")
    (_label, bar, words) = next(row for row in inspector.bars if not row[1].isHidden())
    assert bar.accessibleName() == bar.toolTip()
    assert inspector.minimumSizeHint().width() <= inspector.width(), "nothing is cut off at the right"
    assert words.text() in bar.accessibleName() and "weights 0.1 GB" in bar.accessibleName()


def test_the_layers_can_be_dragged_and_the_estimate_moves(
    start_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.library.weighing_desk.read_machine", lambda _known: WITH_CARD)
    library = start_library()
    library.open()
    library.choose(COPY)
    inspector, keeper = library.desk.page.inspector, library.desktop.application.keeper
    assert "A card, 1.6 of 2.0 GB free" in library.desk.page.machine.words
    assert inspector.form.slider.isEnabled() and inspector.form.slider._automatic == 31
    assert inspector.form.layers_value.text() == "30 of 30" and library.row(COPY).words.endswith("30 layers on GPU")
    on_card = inspector.bars[0][2].text()
    slider = inspector.form.slider
    slider.setSliderDown(True)
    slider.setValue(10)
    assert inspector.form.layers_value.text() == "10 of 30" and inspector.bars[0][2].text() != on_card
    assert keeper.current.model_choices == {}
    slider.setSliderDown(False)
    path = str(library.folder / COPY)
    assert keeper.current.model_choices == {path: ModelChoices(gpu_layers=10)}
    assert inspector.form.segments["hand"].isChecked()
    inspector.form.segments["cpu"].click()
    assert keeper.current.model_choices[path].gpu_layers == 0 and inspector.form.layers_value.text() == "0 of 30"
    inspector.form.segments["auto"].click()
    assert keeper.current.model_choices[path].gpu_layers is None


def test_only_what_was_trained_here_is_said_to_be(library: Library, bundled_model_path: Path) -> None:
    in_use(library, bundled_model_path, adapter="v3")
    assert library.rows[2].under == "adapter v3, trained here"
    in_use(library, bundled_model_path, adapter="style", adapter_from="style.gguf")
    assert library.rows[2].under == "adapter style, never examined, imported from style.gguf"


def test_the_adapter_note_and_the_crowded_promise_are_told(
    start_library: Callable[..., Library], bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = ThisMachine(Machine(550_000_000, 2), 8 * GB)
    monkeypatch.setattr("desktop.library.weighing_desk.read_machine", lambda _known: machine)
    library = start_library()
    library.open()
    in_use(library, bundled_model_path, adapter="v3")
    library.choose(COPY)
    inspector = library.desk.page.inspector
    assert "Adapter v3 belongs to SmolLM2 135M" in inspector.adapter_words.text()
    assert inspector.promise.text().startswith("There is no room for both at once: SmolLM2 135M stops answering")
    view = library.desk.page.list
    view.choose(library.rows[2].key)
    assert inspector.adapter_note.isHidden() and library.rows[2].under == "adapter v3, trained here"


def test_a_template_can_be_chosen_for_a_model_whose_own_is_broken(library: Library) -> None:
    path = str(library.folder / COPY)
    assistant, keeper = library.desktop.assistant, library.desktop.application.keeper
    message = "The chat template inside the model file cannot be used; choose another file of this model."
    failed = NextModel(path, message=message, details="unexpected end of template", reason="template")
    assistant.emit(replace(assistant.status, next_model=failed))
    library.desktop.wait(lambda: library.row(COPY).words == "could not be loaded")
    card = library.desk.page.list.held[f"card:{path}"]
    (chatml,) = (each for each in card.findChildren(QPushButton) if each.text() == "Ask as ChatML")
    chatml.click()
    assert keeper.current.model_choices[path].chat_template == "chatml" and assistant.loaded[-1] == path
    field = library.desk.page.inspector.form.fields["chat_template"]
    in_use(library, Path(path))
    library.choose(COPY)
    assert field.isVisible() and field.currentText() == "ChatML", "what was chosen is seen and can be taken back"
    field.setCurrentIndex(0)
    field.activated.emit(0)
    assert keeper.current.model_choices[path].chat_template == "" and field.currentText() == "As the file says"
    assert field.isHidden()


def test_a_model_without_a_template_leads_to_the_field_where_one_is_chosen(
    start_library: Callable[..., Library], models: Path
) -> None:
    path = write_tiny_model(models / "plain.gguf", chat_template=None)
    library = start_library()
    words = "This model has no chat template, so questions are put to it in a plain form."
    status = replace(READY, model_path=str(path), message=words, has_chat_template=False)
    library.desktop.assistant.emit(status)
    notices = library.desktop.page.notices
    library.desktop.wait(lambda: notices.text("engine") == words)
    (choose,) = (each for each in notices.findChildren(QPushButton) if each.text() == "Choose how to ask")
    choose.click()
    library.settle()
    field = library.desk.page.inspector.form.fields["chat_template"]
    assert library.desktop.window.pages.currentWidget() is library.desk.page
    assert field.isVisible() and library.desktop.window.focusWidget() is field


def test_a_model_that_needs_more_than_there_is_says_by_how_much(
    start_library: Callable[..., Library], models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(models)
    models.mkdir()
    write_tiny_model(models / "long.gguf", context=131_072, layers=16, embedding=256, kv_heads=4)
    machine = ThisMachine(Machine(600_000_000, 2), 8 * GB)
    monkeypatch.setattr("desktop.library.weighing_desk.read_machine", lambda _known: machine)
    library = start_library()
    library.open()
    assert "fits up to" in library.row("long.gguf").words and library.row("long.gguf").ink == "warn.text"
    monkeypatch.setattr(
        "desktop.library.weighing_desk.read_machine", lambda _known: ThisMachine(Machine(260_000_000, 2), 8 * GB)
    )
    library.desk.show()
    library.settle()
    assert "too large by" in library.row("long.gguf").words
    bar = library.row("long.gguf").bar
    assert bar is not None and bar.kind is BarKind.TOO_LARGE
    library.click(library.row("long.gguf"), Act.SMALLER)
    assert library.desk.page.search.field.text() == "Tiny" and library.desk.state.search.found is None
    library.choose("long.gguf")
    assert library.desk.page.inspector.advice.isVisibleTo(library.desk.page)


def test_folders_and_hidden_files_can_be_taken_back(library: Library) -> None:
    page, places = library.desk.page, library.desk.places
    assert page.places_button.isVisible()
    library.desk.places.hide(str(library.folder / COPY))
    library.settle()
    assert not any(row.key.endswith(COPY) for row in library.rows)
    words = [action.text() for action in places.menu().actions()]
    assert words == ["Do not look in models of mine any more", "Show the hidden file again"]
    places.menu().actions()[1].trigger()
    library.settle()
    assert library.row(COPY).size == "98 MB"
    before = snapshot(library.folder)
    places.menu().actions()[0].trigger()
    library.settle()
    assert not any(row.key.endswith(COPY) for row in library.rows) and snapshot(library.folder) == before
    assert page.places_button.isHidden()


def test_an_old_failure_does_not_come_back_with_each_answer(library: Library, bundled_model_path: Path) -> None:
    in_use(library, bundled_model_path)
    assistant, failed = library.desktop.assistant, str(library.folder / COPY)
    problem = NextModel(failed, message="It is damaged.", reason="file", fault="damaged")
    assistant.emit(replace(assistant.status, next_model=problem))
    library.desktop.wait(lambda: failed in library.desk.state.failed)
    library.desk._choose_path(str(bundled_model_path))
    chosen = library.desk.state.chosen
    library.desk.state.failed.pop(failed)
    in_use(library, bundled_model_path, next_model=problem, state=EngineState.BUSY)
    assert library.desk.state.chosen == chosen and failed not in library.desk.state.failed


def test_what_was_done_otherwise_is_told_once(library: Library, bundled_model_path: Path) -> None:
    words = "The context is kept in q8_0, which takes about half, so that the model fits."
    in_use(library, bundled_model_path, message=words, notices=(words,))
    assert library.desktop.page.notices.text("engine").count("q8_0") == 1
