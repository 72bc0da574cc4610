"""The user's token for the Hub: from the system's keyring, if there is one, else from HF_TOKEN; never from a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

SERVICE, ACCOUNT = "rationale", "huggingface"
VARIABLE = "HF_TOKEN"


@dataclass(frozen=True, slots=True)
class TokenState:
    """Whether there is a keyring that may keep a token, whether it keeps one, and whether HF_TOKEN holds one."""

    can_keep: bool
    kept: bool
    in_variable: bool


def token_state() -> TokenState:
    """Return where a token is; asks the keyring, which may wait for the user, so run it aside."""
    return TokenState(can_keep_token(), bool(_kept()), bool(_variable()))


def hub_token() -> str | None:
    """Return the token, None when there is none."""
    return _kept() or _variable() or None


def can_keep_token() -> bool:
    """Whether there is a keyring that may keep a token."""
    return _keyring() is not None


def keep_token(token: str | None) -> bool:
    """Put the token into the keyring (None takes it out); returns whether that worked."""
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        if token:
            keyring.set_password(SERVICE, ACCOUNT, token)
        else:
            keyring.delete_password(SERVICE, ACCOUNT)
    except Exception:  # noqa: BLE001 - backends raise what they like
        return False
    return _kept() == (token or "")


def _kept() -> str:
    """What the keyring keeps, "" where there is none."""
    keyring = _keyring()
    try:
        return str(keyring.get_password(SERVICE, ACCOUNT) or "") if keyring is not None else ""
    except Exception:  # noqa: BLE001 - backends raise what they like; without a keyring the variable counts
        return ""


def _variable() -> str:
    return os.environ.get(VARIABLE, "").strip()


def _keyring() -> ModuleType | None:
    """The package `keyring`, where it is installed and has a store that can be used: not on every system."""
    try:
        keyring = import_module("keyring")
        nothing = import_module("keyring.backends.fail").Keyring
    except ImportError:
        return None
    try:
        return None if isinstance(keyring.get_keyring(), nothing) else keyring
    except Exception:  # noqa: BLE001 - backends raise what they like
        return None
