"""`rationale models token` keeps a token in the keyring, and says where one is."""

from __future__ import annotations

import io
import sys
from types import ModuleType

import pytest

from desktop import cli
from models.catalog.download.tokens import ACCOUNT, SERVICE, can_keep_token, hub_token, keep_token


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that works, and what it keeps."""

    class Nothing:
        pass

    found: dict[tuple[str, str], str] = {}
    keyring, backends, fail = ModuleType("keyring"), ModuleType("keyring.backends"), ModuleType("keyring.backends.fail")
    functions = {
        "get_keyring": object,
        "get_password": lambda *key: found.get(key),
        "set_password": lambda service, account, value: found.update({(service, account): value}),
        "delete_password": lambda *key: found.pop(key),
    }
    for name, function in functions.items():
        setattr(keyring, name, function)
    fail.Keyring = Nothing  # type: ignore[attr-defined]
    for module in (keyring, backends, fail):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return found


def test_a_token_is_kept_told_and_forgotten(
    kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["models", "token"]) == 0
    assert capsys.readouterr().out == "There is no token.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("hf_secret\n"))
    assert cli.run(["models", "token", "--keep"]) == 0
    told = capsys.readouterr()
    assert "is kept in this system's keyring" in told.out and "hf_secret" not in told.out + told.err
    assert hub_token() == "hf_secret"
    assert cli.run(["models", "token", "--forget"]) == 0
    assert kept == {} and hub_token() is None
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert cli.run(["models", "token", "--keep"]) == 2
    assert "The token is empty" in capsys.readouterr().err


def test_without_a_keyring_it_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setenv("HF_TOKEN", "hf_variable")
    assert cli.run(["models", "token", "--keep"]) == 2
    assert "set the variable HF_TOKEN" in capsys.readouterr().err
    assert cli.run(["models", "token"]) == 0
    assert capsys.readouterr().out == "The token of the variable HF_TOKEN is used.\n"


def test_forgetting_what_was_not_kept_says_so(
    kept: dict[tuple[str, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert kept == {} and cli.run(["models", "token", "--forget"]) == 0
    assert capsys.readouterr().out == "No token was kept in this system's keyring.\nThere is no token.\n"
    assert keep_token(None)


@pytest.mark.parametrize("token", ["hf_one two", "hf_né", "hf_one\x1b"])
def test_what_could_not_be_sent_is_refused_and_not_shown(
    kept: dict[tuple[str, str], str], token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token}\n"))
    assert cli.run(["models", "token", "--keep"]) == 2
    told = capsys.readouterr()
    assert "This is no token" in told.err and "hf_" not in told.out + told.err and kept == {}
    assert not keep_token(token)


def test_a_token_with_a_line_break_is_never_sent(
    kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept[(SERVICE, ACCOUNT)] = "hf_one\nhf_two"
    monkeypatch.setenv("HF_TOKEN", "hf_one\nhf_two")
    assert hub_token() is None
    assert cli.run(["models", "token"]) == 0
    assert "HF_TOKEN has a space or a letter that no token has" in capsys.readouterr().out


def test_no_test_reads_the_keyring_of_this_machine() -> None:
    assert not can_keep_token()
