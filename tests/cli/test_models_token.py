"""`rationale models token` keeps a token in the keyring, and says where one is."""

from __future__ import annotations

import io
import sys
from types import ModuleType

import pytest

from desktop import cli
from models.catalog.download.tokens import hub_token


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
