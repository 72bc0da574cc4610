"""What a user types into the search becomes an FTS5 query that means exactly those words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from models.history.search_beginnings import INDEXED
from models.history.search_tables import SPACELESS, spaced_apart

_MOST_CHARACTERS = 1000
_MOST_PARTS = 32
_SHORTEST_PREFIX = INDEXED
_SHORTEST_ASKED_FOR = 2
"""Letters before a *. A single letter begins nearly everything; it is searched as a word."""

_PART = re.compile(r'"([^"]*)("?)(\*?)|([^\s"]+)')
_TOKEN = re.compile(r"\w+")
_QUOTES = str.maketrans("“”„«»", '"""""', "\0")


Beginnings = Callable[[str], Sequence[str]]


def full_text_queries(typed: str, beginnings: Beginnings = lambda _letters: ()) -> list[str]:
    """Return the FTS5 queries for what was typed, to be tried in turn; none when there is no letter or digit in it.

    All words must occur, in any order. "Words in quotes" must stand together; a word that ends with * is a prefix, and
    so is the last one while it is being typed (no space or quote after it). Nothing else has a meaning of its own. The
    second query, if any, leaves out a last word of which only one or two letters are typed yet.

    Args:
        typed: What the user wrote.
        beginnings: Tells how the words in the index go on after two letters (`models.history.search_beginnings`).
    """
    typed = typed[:_MOST_CHARACTERS].translate(_QUOTES).encode(errors="replace").decode()
    parts = list(_PART.finditer(typed))[:_MOST_PARTS]
    phrases: list[str] = []
    shorter = None
    for part in parts:
        quoted, closed, star, word = part.groups()
        still_typed = part.end() == len(typed) and not closed
        is_prefix = bool(star) or still_typed or (word or "").endswith("*")
        words = " ".join(spaced_apart(quoted if word is None else word).split())
        if still_typed and (cut := _without_started_word(words)) is not None:
            shorter = [*phrases, _phrase(cut, is_prefix=False)]
        asked = bool(star) or (word or "").endswith("*")
        phrases.append((_short_prefix(words, beginnings) if asked else "") or _phrase(words, is_prefix=is_prefix))
    queries = (" AND ".join(filter(None, each)) for each in (phrases, shorter or []))
    return [query for query in queries if query]


def _phrase(words: str, *, is_prefix: bool) -> str:
    """Return spaced-apart `words` as a quoted phrase, "" when no token is in them."""
    if not any(unicodedata.category(character)[0] in "LN" for character in words):
        return ""
    last = _open_end(words)
    return f'"{words}"' + (" *" if is_prefix and len(last) >= _SHORTEST_PREFIX else "")


def _short_prefix(words: str, beginnings: Beginnings) -> str:
    """Return a query for `words` whose last is a prefix that the index does not hold, "" when that is not so."""
    last = _open_end(words)
    if not _SHORTEST_ASKED_FOR <= len(last) < _SHORTEST_PREFIX:
        return ""
    before = words.rstrip("*")[: -len(last)]
    ways = (f'"{before}{each}"' + (" *" if len(each) >= _SHORTEST_PREFIX else "") for each in beginnings(last))
    return f"({query})" if (query := " OR ".join(ways)) else ""


def _open_end(words: str) -> str:
    """Return the last word, which may go on; "" when something follows it, or its script has no spaces."""
    last = next(reversed(_TOKEN.findall(words)), "")
    return last if last and words.rstrip("*").endswith(last) and not SPACELESS.search(last) else ""


def _without_started_word(words: str) -> str | None:
    """Return `words` without a last token that is too short for a prefix, None when it is not or is a whole word."""
    last = next(reversed(list(_TOKEN.finditer(words))), None)
    if last is None or last.end() != len(words) or len(last[0]) >= _SHORTEST_PREFIX or SPACELESS.search(last[0]):
        return None
    return words[: last.start()]
