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
    """Whether there is a keyring that may keep a token, whether it keeps one, and whether HF_TOKEN holds one.

    `variable_is_odd` says that HF_TOKEN holds what cannot be sent, so that it counts as empty.
    """

    can_keep: bool
    kept: bool
    in_variable: bool
    variable_is_odd: bool = False


def token_state() -> TokenState:
    """Return where a token is; asks the keyring, which may wait for the user, so run it aside."""
    in_variable = bool(_variable())
    is_odd = bool(os.environ.get(VARIABLE, "").strip()) and not in_variable
    return TokenState(can_keep_token(), bool(_kept()), in_variable, is_odd)


def hub_token() -> str | None:
    """Return the token, None when there is none."""
    return _kept() or _variable() or None


def can_keep_token() -> bool:
    """Whether there is a keyring that may keep a token."""
    return _keyring() is not None


def is_usable(token: str) -> bool:
    """Whether a token can be sent: printable ASCII without spaces. Another would come back in the error it causes."""
    return bool(token) and all("!" <= letter <= "~" for letter in token)


def keep_token(token: str | None) -> bool:
    """Put a usable token into the keyring (None takes it out, if one is there); returns whether that worked."""
    keyring = _keyring()
    if keyring is None or (token and not is_usable(token)):
        return False
    try:
        if token:
            keyring.set_password(SERVICE, ACCOUNT, token)
        elif keyring.get_password(SERVICE, ACCOUNT) is not None:
            keyring.delete_password(SERVICE, ACCOUNT)
    except Exception:  # noqa: BLE001 - backends raise what they like
        return False
    return _kept() == (token or "")


def _kept() -> str:
    """What the keyring keeps, "" where there is none, or none that is usable."""
    keyring = _keyring()
    try:
        token = str(keyring.get_password(SERVICE, ACCOUNT) or "") if keyring is not None else ""
        return token if is_usable(token) else ""
    except Exception:  # noqa: BLE001 - backends raise what they like; without a keyring the variable counts
        return ""


def _variable() -> str:
    token = os.environ.get(VARIABLE, "").strip()
    return token if is_usable(token) else ""


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
