"""The user's token for the Hub: from the system's keyring, if there is one, else from HF_TOKEN; never from a file."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

SERVICE, ACCOUNT = "rationale", "huggingface"
VARIABLE = "HF_TOKEN"


def hub_token() -> str | None:
    """Return the token, None when there is none."""
    keyring = _keyring()
    if keyring is not None:
        try:
            if kept := keyring.get_password(SERVICE, ACCOUNT):
                return str(kept)
        except Exception:  # noqa: BLE001, S110 - backends raise what they like; without a keyring the variable counts
            pass
    value = os.environ.get(VARIABLE, "").strip()
    return value or None


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
    return True


def _keyring() -> ModuleType | None:
    """The package `keyring`, which is not needed, where it is installed and has a store that can be used."""
    try:
        keyring = import_module("keyring")
        nothing = import_module("keyring.backends.fail").Keyring
    except ImportError:
        return None
    try:
        return None if isinstance(keyring.get_keyring(), nothing) else keyring
    except Exception:  # noqa: BLE001 - backends raise what they like
        return None
