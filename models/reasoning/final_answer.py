"""Finds the final answer in what a model wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOXED = re.compile(r"\\boxed[ \t\n]{0,8}\{")
_WORDS = r"(?:the[ \t]{1,4})?(?:final[ \t]{1,4})?answer\*{0,3}[ \t]{0,4}(?:is)?|(?:最终)?答案(?:是|为)?"
_LINE_MARK = r"(?:(?:#{1,6}|[-*>])[ \t]{1,4})?\*{0,3}"
_FRACTION = r"(?:[ \t]{0,2}/[ \t]{0,2}\d{1,20})?"
_VALUE = rf"[$€£¥]?[-−+]?\d(?:[\d,.]{{0,40}}\d)?{_FRACTION}[ \t]{{0,2}}(?:%|[A-Za-z°²³/·]{{1,20}})?[ \t.]{{0,4}}$"
"""What may follow `####`, with which GSM8K marks its answers: a number, perhaps with a unit. Else it is a heading."""
_MARKED = re.compile(
    rf"^[ \t]{{0,8}}(?:{_LINE_MARK}(?:{_WORDS})\*{{0,3}}[ \t]{{0,4}}[:：]\*{{0,3}}\s{{0,8}}(?P<said>\S.*)"
    rf"|#{{4}}[ \t]{{0,8}}(?P<hashed>{_VALUE}))",
    re.IGNORECASE | re.MULTILINE,
)
"""Every repetition is bounded, so that no text takes more than linear time."""
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])[-−+]?(?:\d+(?:,\d+)*(?:\.\d+)?|\.\d+)(?: {0,4}/ {0,4}\d+)?")
_MOST_MARKS = 4
"""Marks that may stand one after the other."""
_SENTENCE = re.compile(
    r"^(?:so,?[ \t]{1,4})?the[ \t]{1,4}(?:final[ \t]{1,4})?answer[ \t]{1,4}is[ \t]{1,4}", re.IGNORECASE
)
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class FinalAnswer:
    """The text of a final answer; `weak` when it is only the last number that was written."""

    text: str
    weak: bool = False


def find_final_answer(answer: str) -> FinalAnswer:
    r"""Return the last `\boxed{…}`, else the last `Answer:` or `####` line, else the last number (weak), else ""."""
    boxed = _last_boxed(answer)
    if boxed:
        return FinalAnswer(boxed)
    marked = [text for match in _MARKED.finditer(answer) if (text := _said(match))]
    if marked:
        return FinalAnswer(marked[-1])
    numbers = _NUMBER.findall(answer)
    return FinalAnswer(numbers[-1].strip(), weak=True) if numbers else FinalAnswer("")


def _said(match: re.Match[str]) -> str:
    """What follows a mark, without further marks such as those of “The answer is: Answer: 14”."""
    for _ in range(_MOST_MARKS):
        if not match["said"] or not (again := _MARKED.match(match["said"])):
            break
        match = again
    said: str = match["said"] or match["hashed"]
    return _SENTENCE.sub("", said.strip(), count=1).rstrip(".").strip("* ")


def _last_boxed(text: str) -> str:
    """The content of the last box that is closed and not empty; "" without one. One pass, however many boxes."""
    starts = {match.end() - 1: match.end() for match in _BOXED.finditer(text)}
    if not starts:
        return ""
    open_braces: list[int] = []
    best_start, best = -1, ""
    for brace in _BRACE.finditer(text, min(starts)):
        place = brace.start()
        if brace.group() == "{":
            open_braces.append(place)
        elif open_braces:
            start = starts.get(open_braces.pop(), -1)
            if start > best_start and (content := text[start:place].strip()):
                best_start, best = start, content
    return best
