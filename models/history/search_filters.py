"""The filters that can be typed into the search: `model:`, `rated:`, `before:`, `after:`, `tag:` and `is:archived`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_FILTER = re.compile(r'(?<!\S)(model|rated|before|after|tag|is)[:\uff1a]("[^"]+"?|\S+)', re.IGNORECASE)
_QUOTES = str.maketrans("“”„«»", '"""""')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VERDICTS = ("accepted", "rejected", "corrected", "none")


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a hit must fulfil; several of one kind must all hold."""

    models: tuple[str, ...] = ()
    """Parts of the model's name."""
    verdicts: tuple[str, ...] = ()
    """accepted, rejected, corrected, or none for what has no rating in force."""
    before: float | None = None
    """Unix seconds; the day named does not belong to it."""
    after: float | None = None
    """Unix seconds; the day named belongs to it."""
    tags: tuple[str, ...] = ()
    """Beginnings of tags."""
    archived: bool = False
    """Whether only what is archived is meant."""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != SearchFilters()


def split_filters(typed: str) -> tuple[str, SearchFilters]:
    """Return what is left to search for, and the filters; what only looks like a filter stays to be searched for."""
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    last = 0
    for each in _FILTER.finditer(plain := typed.translate(_QUOTES)):
        kind, value = each[1].lower(), _value(each[1].lower(), each[2].strip('"').strip())
        if value is None:
            continue
        found.setdefault(kind, []).append(value)
        rest.append(plain[last : each.start()])
        last = each.end()
    if not found:
        return typed, SearchFilters()
    words = "".join([*rest, plain[last:]])
    return words.strip() and words, SearchFilters(
        models=tuple(found.get("model", ())),
        verdicts=tuple(found.get("rated", ())),
        before=min((_time(each) for each in found.get("before", ())), default=None),
        after=max((_time(each) for each in found.get("after", ())), default=None),
        tags=tuple(found.get("tag", ())),
        archived="is" in found,
    )


def conditions(filters: SearchFilters, *, of_question: bool, attempts: str = "a") -> tuple[str, list[object]]:
    """Return SQL that begins with AND, for `c` (conversations), `t` (turns) and, unless `of_question`, `attempts`.

    A question fulfils what one of its answers' attempts fulfils.
    """
    parts: list[str] = []
    values: list[object] = []
    if filters.archived:
        parts.append("c.archived = 1")
    for name, sign, when in (("before", "<", filters.before), ("after", ">=", filters.after)):
        if when is not None:
            parts.append(f"t.created_at {sign} :{name}".replace(f":{name}", "?"))
            values.append(when)
    for tag in filters.tags:
        parts.append(
            "EXISTS (SELECT 1 FROM conversation_tags x CROSS JOIN tags g ON g.id = x.tag_id"
            " WHERE x.conversation_id = t.conversation_id AND g.name LIKE ? ESCAPE '\\')"
        )
        values.append(escaped(tag) + "%")
    for model in filters.models:
        made = f"{attempts}.recipe_id IN (SELECT id FROM recipes WHERE model_name LIKE ? ESCAPE '\\')"  # noqa: S608
        parts.append(_of_attempts(made, of_question=of_question))
        values.append(f"%{escaped(model)}%")
    for verdict in filters.verdicts:
        rated = f"EXISTS (SELECT 1 FROM ratings r WHERE r.attempt_id = {attempts}.id AND r.undone_at IS NULL"  # noqa: S608
        if verdict == "none":
            parts.append(f"NOT {_of_attempts(rated + ')', of_question=of_question)}")
        else:
            parts.append(_of_attempts(rated + " AND r.verdict = ?)", of_question=of_question))
            values.append(verdict)
    return "".join(f" AND {part}" for part in parts), values


def _of_attempts(condition: str, *, of_question: bool) -> str:
    if not of_question:
        return condition
    attempts = "turns n CROSS JOIN attempts a ON a.turn = n.position WHERE n.parent = t.position"
    return f"EXISTS (SELECT 1 FROM {attempts} AND {condition})"  # noqa: S608


def _value(kind: str, written: str) -> str | None:
    """Return a filter's value in full, None when it is none."""
    if kind == "is":
        return "archived" if "archived".startswith(written.lower()) else None
    if kind == "rated":
        return next((each for each in _VERDICTS if each.startswith(written.lower())), None)
    if kind in ("before", "after"):
        try:
            _time(written)
        except (ValueError, OverflowError, OSError):
            return None
    return written or None


def _time(written: str) -> float:
    """Return when a year, a month or a day begins here."""
    date = _DATE.fullmatch(written)
    if date is None:
        raise ValueError(written)
    return datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1)).astimezone().timestamp()


def escaped(text: str) -> str:
    """Return text that stands for itself in LIKE … ESCAPE."""
    return re.sub(r"([\\%_])", r"\\\1", text)
