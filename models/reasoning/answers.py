"""The answer that an attempt votes with: a value, a choice letter or a text, found in what it wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from models.reasoning.final_answer import find_final_answer

LONGEST_ANSWER = 200
"""A marked answer with more characters is an explanation; it does not vote."""

_OPTION = re.compile(
    r"(?:^|(?<=[\s;,]))[(\[]?([A-Ha-h])[)\].:]\s{1,4}(\S[^\n]{0,200}?)(?=\s{1,8}[(\[]?[A-Ha-h][)\].:]\s|\n|$)"
)
_LETTER_ALONE = re.compile(r"^[\s*(\[]{0,4}([A-H])[\s*)\].:]{0,4}$")
_LETTER_FIRST = re.compile(r"^[*(\[]{0,3}([A-H])[)\].:]\*{0,2}\s")
_LETTER_SAID = re.compile(
    r"(?i:answer|choice|option|答案|选|选择)\s{0,3}(?:is|：|:|是|为)?\s{0,3}\*{0,2}[(\[]?([A-H])(?!\s?[A-Za-z'’])",
    re.IGNORECASE,
)
_ASKS_VALUE = re.compile(
    r"how (?:many|much|far|long|old|tall|fast|often|big|heavy)|calculate|compute|evaluate|solve|simplify|"
    r"what is the (?:value|sum|product|total|number|area|average|mean|probability|percent|speed|cost|price|result|"
    r"answer|difference|ratio)|"
    r"find the|what (?:number|percent)|count|round|convert|\d\s*[-+*/×÷^=]\s*\d|多少|几|求|计算",
    re.IGNORECASE,
)
_ASKS_TEXT = re.compile(
    r"^\s*(?:please )?(?:explain|describe|write|tell me|summari[sz]e|translate|discuss|why|compose|draft|outline|list|"
    r"compare|what do you think|give me (?:an?|some)|help me|解释|描述|写|翻译|为什么|总结)",
    re.IGNORECASE,
)


class AnswerKind(StrEnum):
    """What an answer is."""

    VALUE = "value"
    CHOICE = "choice"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """An extracted answer; `weak` when it is only the last number that was written."""

    text: str
    kind: AnswerKind = AnswerKind.VALUE
    weak: bool = False


NO_ANSWER = Answer("", AnswerKind.NONE)


def options_in(question: str) -> dict[str, str]:
    """Return the lettered options that a question offers, {} without at least A and B."""
    options = {letter.upper(): text.strip() for letter, text in _OPTION.findall(question)}
    return options if "A" in options and "B" in options else {}


def extract_answer(written: str, question: str = "") -> Answer:
    r"""Return the answer in what an attempt wrote.

    In this order: `\boxed{}`, `Answer:`, `####`; a choice letter where the question offers options; the last number,
    marked as weak, where the question asks for a value. `NO_ANSWER` does not vote.
    """
    options = options_in(question)
    found = find_final_answer(written)
    if options:
        return _choice(found.text if not found.weak else "", written, options)
    if not found.text or len(found.text) > LONGEST_ANSWER:
        return NO_ANSWER
    if found.weak and not asks_for_value(question):
        return NO_ANSWER
    return Answer(_tidy(found.text), weak=found.weak)


def asks_for_value(question: str) -> bool:
    """Whether a question asks for something that can be compared, rather than for a text."""
    return bool(_ASKS_VALUE.search(question)) and not _ASKS_TEXT.search(question)


def asks_for_text(question: str) -> bool:
    """Whether a question asks for a text (explain, write, why), of which several cannot be compared."""
    return bool(_ASKS_TEXT.search(question)) and not options_in(question)


def _choice(marked: str, written: str, options: dict[str, str]) -> Answer:
    for text in (marked, written.strip()):
        letter = _letter(text, options)
        if letter:
            return Answer(letter, AnswerKind.CHOICE)
    said = [match.upper() for match in _LETTER_SAID.findall(written) if match.upper() in options]
    return Answer(said[-1], AnswerKind.CHOICE) if said else NO_ANSWER


def _letter(text: str, options: dict[str, str]) -> str:
    plain = text.strip().strip("$").removeprefix("\\text").strip("{}")
    match = _LETTER_ALONE.match(plain) or _LETTER_FIRST.match(plain)
    if match and match.group(1) in options:
        return match.group(1)
    same = [
        letter for letter, option in options.items() if option.casefold().rstrip(".") == plain.casefold().rstrip(".")
    ]
    return same[0] if plain and len(same) == 1 else ""


def _tidy(text: str) -> str:
    """An answer without markdown, quotes and the full stop around it, on one line."""
    return " ".join(text.strip().strip("*_`\"“”'").rstrip(".。").split())
