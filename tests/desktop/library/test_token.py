"""The user's token of the Hub: kept in the system's keyring, never in a file of ours, and asked for where it helps."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.library.help_card import HelpCard
from desktop.library.rows import Act, RowKind
from models.catalog.download.hub import Hub
from models.catalog.download.tokens import ACCOUNT, SERVICE, TokenState
from tests.catalog.hub_server import HubServer
from tests.desktop.library.conftest import Library
from tests.desktop.library.test_downloads import FILE, REPOSITORY, hub, search, see_files, server

__all__ = ["hub", "server"]

SECRET = "hf_secret"


@pytest.fixture(name="keyring")
def working_keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that works, and what it keeps."""

    class Nothing:
        pass

    kept: dict[tuple[str, str], str] = {}
    made, backends, fail = ModuleType("keyring"), ModuleType("keyring.backends"), ModuleType("keyring.backends.fail")
    made.get_keyring = object  # type: ignore[attr-defined]
    made.get_password = lambda *key: kept.get(key)  # type: ignore[attr-defined]
    made.set_password = lambda service, account, value: kept.update({(service, account): value})  # type: ignore[attr-defined]
    made.delete_password = lambda *key: kept.pop(key)  # type: ignore[attr-defined]
    fail.Keyring = Nothing  # type: ignore[attr-defined]
    for module in (made, backends, fail):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return kept


def files_with(folder: Path, words: str) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file() and words.encode() in each.read_bytes()]


def test_a_token_is_kept_in_the_keyring_alone_and_forgotten(
    hub: Library, keyring: dict[tuple[str, str], str], server: HubServer
) -> None:
    part = hub.desk.page.token
    assert not part.isVisible()
    hub.desk.page.token_button.click()
    hub.settle()
    assert part.isVisible() and part.field.isVisible() and not part.forget_button.isVisible()
    assert part.field.echoMode() is QLineEdit.EchoMode.Password and "never in a file" in part.words.text()
    part.field.setText(f" {SECRET} ")
    part.keep_button.click()
    hub.settle()
    assert keyring == {(SERVICE, ACCOUNT): SECRET} and part.field.text() == ""
    assert "is kept in this system's keyring" in part.words.text()
    assert files_with(hub.desktop.application._folder.root, SECRET) == []
    hub.desk.downloads.make_hub = lambda: Hub(endpoint=server.address)
    search(hub, "tiny")
    assert server.requests[-1][2]["authorization"] == f"Bearer {SECRET}"
    part.forget_button.click()
    hub.settle()
    assert keyring == {} and not part.forget_button.isVisible()
    hub.desk.page.token_button.click()
    assert not part.isVisible()


def test_a_keyring_that_does_not_keep_it_is_told(
    hub: Library, keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["keyring"], "set_password", lambda *_given: None)
    hub.desk.page.token_button.click()
    hub.settle()
    part = hub.desk.page.token
    part.field.setText(SECRET)
    part.keep_button.click()
    hub.settle()
    assert keyring == {} and "unlock the keyring" in part.words.text()


def test_what_is_no_token_is_not_kept(hub: Library, keyring: dict[tuple[str, str], str]) -> None:
    hub.desk.page.token_button.click()
    hub.settle()
    part = hub.desk.page.token
    part.field.setText("hf_one two")
    part.keep_button.click()
    hub.settle()
    assert keyring == {} and part.words.text().startswith("This is no token")


def test_without_a_keyring_it_says_so_and_names_the_variable(hub: Library) -> None:
    part = hub.desk.page.token
    part.show_state(TokenState(can_keep=False, kept=False, in_variable=False))
    assert "no keyring" in part.words.text() and "Set the variable HF_TOKEN" in part.words.text()
    assert part.field.isHidden() and part.keep_button.isHidden()
    part.show_state(TokenState(can_keep=False, kept=False, in_variable=True))
    assert "The token of the variable HF_TOKEN is used." in part.words.text()
    part.show_state(TokenState(can_keep=True, kept=False, in_variable=False, variable_is_odd=True))
    assert "so it is not used" in part.words.text()


@pytest.mark.usefixtures("keyring")
def test_a_gated_repository_leads_to_its_page_and_to_the_token(
    hub: Library, server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    search(hub, "tiny")
    server.manners.refusals = [(403, {"X-Error-Code": "GatedRepo"})]
    hub.click(hub.row(REPOSITORY, RowKind.REPOSITORY), Act.FILES)
    hub.settle()
    card = hub.desk.page.list.held[f"help:{REPOSITORY}"]
    assert isinstance(card, HelpCard) and "accept its terms" in card.words.text() and opened == []
    card.buttons[Act.PAGE].click()
    assert opened == [f"https://huggingface.co/{REPOSITORY}"]
    card.buttons[Act.TOKEN].click()
    hub.settle()
    assert hub.desk.page.token.isVisible() and hub.desktop.window.focusWidget() is hub.desk.page.token.field
    card.buttons[Act.FILES].click()
    hub.settle()
    assert hub.row(FILE, RowKind.FILE).primary is Act.GET


def test_a_download_that_is_refused_for_its_terms_has_the_same_buttons(hub: Library, server: HubServer) -> None:
    see_files(hub)
    server.manners.refusals = [(403, {"X-Error-Code": "GatedRepo"})]
    hub.click(hub.row(FILE, RowKind.FILE), Act.GET)
    hub.settle()
    row = hub.row(FILE, RowKind.FILE)
    assert row.words == "stopped" and row.primary is Act.RESUME
    card = hub.desk.page.list.held[f"help:{REPOSITORY}:{FILE}"]
    assert isinstance(card, HelpCard) and list(card.buttons) == [Act.PAGE, Act.TOKEN]


def test_enter_presses_the_button_that_has_the_keyboard(hub: Library, keyring: dict[tuple[str, str], str]) -> None:
    keyring[(SERVICE, ACCOUNT)] = SECRET
    hub.desk.page.token_button.click()
    hub.settle()
    part = hub.desk.page.token
    part.forget_button.setFocus()
    QTest.keyClick(part.forget_button, Qt.Key.Key_Return)
    hub.settle()
    assert keyring == {}
    part.close_button.setFocus()
    QTest.keyClick(part.close_button, Qt.Key.Key_Return)
    assert part.isHidden()
