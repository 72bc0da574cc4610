"""Why a conversation in a file cannot be read, in plain words that name the place."""

from __future__ import annotations

import re

import msgspec

_AT = re.compile(r"(?P<reason>.*?)(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)
_HOSTILE = re.compile(r"[^\w.,:\[\] /\\-]")
_LONGEST = 80


def why_unreadable(error: Exception) -> str:
    """Return what follows "Conversation 3 in the file", from what msgspec says of a conversation's JSON."""
    parts = _AT.fullmatch(str(error))
    if not isinstance(error, msgspec.ValidationError) or parts is None:
        return "cannot be read, because it is no proper JSON"
    reason, place = parts["reason"], parts["place"] or ""
    named = re.search(r"`(.*)`", reason, re.DOTALL)
    value = re.search(r"'(.*)'", reason, re.DOTALL)
    if named and reason.startswith("Object missing required field"):
        return f"cannot be read, because “{_told(place, named[1])}” is missing"
    if named and reason.startswith("Object contains unknown field"):
        return f"cannot be read, because “{_told(place, named[1])}” is no field that Rationale knows"
    if not place:
        return "cannot be read, because it is no proper JSON"
    if value and reason.startswith("Invalid enum value"):
        return f"cannot be read, because “{_told(place)}” is “{_told(value[1])}”, which Rationale does not know"
    if "matching regex" in reason:
        return f"cannot be read, because “{_told(place)}” is no id or name as Rationale writes them"
    if "of length" in reason:
        return f"cannot be read, because “{_told(place)}” is empty or too long"
    if re.match(r"Expected `(?:int|float)` [<>]", reason):
        return f"cannot be read, because “{_told(place)}” is too small or too large"
    if ", got " in reason:
        return f"cannot be read, because “{_told(place)}” is of another kind (a text, a number, a list) than it must be"
    return f"cannot be read, because “{_told(place)}” is damaged"


def _told(*parts: str) -> str:
    """Return a place or a value from the file, short and harmless."""
    text = _HOSTILE.sub("?", ".".join(filter(None, parts)))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
