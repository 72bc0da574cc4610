"""Ends an answer at a text (such as a base model's own next question) without showing any part of that text."""

from __future__ import annotations


class StopText:
    """Watches arriving text for any of `stops`; what may be the beginning of one is held back."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._stops = stops
        self._held = ""

    @property
    def active(self) -> bool:
        """Whether there is anything to watch for."""
        return bool(self._stops)

    def feed(self, text: str) -> tuple[str, bool]:
        """Return the text that is certain and whether a stop was found (its text and all after it are gone)."""
        self._held += text
        found = [(place + len(stop), place) for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            _, place = min(found)  # the one that was complete first, so that the pieces' sizes do not matter
            certain, self._held = self._held[:place], ""
            return certain, True
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        cut = len(self._held) - keep
        certain, self._held = self._held[:cut], self._held[cut:]
        return certain, False

    def finish(self) -> str:
        """Return what was held back."""
        rest, self._held = self._held, ""
        return rest


def _overlap(text: str, stop: str) -> int:
    """The length of the longest end of `text` that begins `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((length for length in range(longest, 0, -1) if text.endswith(stop[:length])), 0)
