"""Says the sentences that come from below the window in the language of the window."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from desktop.language.sentence_templates import FRAGMENTS, TEMPLATES

_PLACE = re.compile(r"\\\{(\d+)\\\}")


def told(text: str) -> str:
    """Return `text` in the window's language; what is no known sentence (the engine's own words) stays as it is.

    Several sentences in a row are told one by one.
    """
    whole = _told(text, TEMPLATES)
    if whole is not None:
        return whole
    parts = re.split(r"(?<=[.?!]) (?=[A-Z“])", text)
    return " ".join(_told(part, TEMPLATES) or part for part in parts) if len(parts) > 1 else text


def _told(text: str, templates: tuple[str, ...]) -> str | None:
    for template in templates:
        if not text.startswith(template.partition("{")[0]):  # compiling every pattern takes longer than all the rest
            continue
        match = _pattern(template).fullmatch(text)
        if match is None:
            continue
        filled = [_told(words, FRAGMENTS) or words for words in match.groups()]
        return _fill(QCoreApplication.translate("Sentences", template), filled)
    return None


def _fill(template: str, words: list[str]) -> str:
    """Put words into the places of a template; `str.format` would read braces of a file's name as places."""
    return re.sub(r"\{(\d+)\}", lambda place: words[int(place.group(1))], template)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub("(.*?)", re.escape(template)), re.DOTALL)
