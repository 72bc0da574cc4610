"""How the window was left: where it stands, and which place of which conversation was being read."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

import msgspec

from desktop.conversation.reading_place import ReadingPlace
from models.paths import write_private_file


class WindowState(msgspec.Struct, frozen=True, kw_only=True):
    """All that the next start, or the same window in another language, takes up again."""

    geometry: str = ""
    """`QWidget.saveGeometry` in base 64."""
    sidebar: bool | None = None
    """Whether the user wants the sidebar; None leaves it to the width."""
    conversation_id: str = ""
    place: ReadingPlace = ReadingPlace()
    settings_shown: bool = False

    @property
    def geometry_bytes(self) -> bytes:
        """What `QWidget.restoreGeometry` takes; empty when there is none or it is damaged."""
        try:
            return base64.b64decode(self.geometry, validate=True)
        except (binascii.Error, ValueError):
            return b""


def encode_geometry(data: bytes) -> str:
    """Return the bytes of `QWidget.saveGeometry` as text."""
    return base64.b64encode(data).decode()


def load_window_state(path: Path) -> WindowState:
    """Read how the window was left; a file that is missing or damaged gives the usual window."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=WindowState)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return WindowState()


def save_window_state(path: Path, state: WindowState) -> None:
    """Write how the window was left, in one step.

    Raises:
        OSError: The file cannot be written.
    """
    write_private_file(path, msgspec.json.encode(state))
