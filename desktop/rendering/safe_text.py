"""Text and links from a model, made harmless: no control characters, no hidden marks, no active addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Drop NUL and other control characters (tabs and line feeds stay) and make every line end a line feed."""
    return _DROPPED.sub(
        "",
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"),
    )


def show_direction_marks(text: str) -> str:
    """Replace the characters that turn the writing direction of what follows by visible signs such as ``⟨U+202E⟩``."""
    return _DIRECTION.sub(_sign, text)


def show_hidden(text: str) -> str:
    """Replace every invisible or direction-changing character by a visible sign; for link texts and addresses."""
    return _HIDDEN.sub(_sign, text)


def safe_address(address: str) -> str | None:
    """Return the address when it may be opened on a click (http or https, with a host), otherwise None.

    An address with hidden characters, spaces or a user name before its host is refused: it is not what it seems.
    """
    if (
        _HIDDEN.search(address)
        or _DROPPED.search(address)
        or any(each.isspace() for each in address)
        or "\\" in address
    ):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return address


def _sign(match: re.Match[str]) -> str:
    return f"\u27e8U+{ord(match.group()):04X}\u27e9"
