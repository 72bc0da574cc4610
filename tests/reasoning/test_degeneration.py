from __future__ import annotations

import random

import pytest

from models.reasoning.degeneration import Degeneration, DegenerationDetector, repeats


def fed(text: str, size: int = 3) -> tuple[Degeneration | None, int]:
    """What was found, and after how many characters."""
    detector = DegenerationDetector()
    for start in range(0, len(text), size):
        if detector.feed(text[start : start + size]):
            return detector.found, start + size
    return detector.finish(), len(text)


@pytest.mark.parametrize(
    "piece",
    ["the answer is the ", "3 + 4 = 7. ", "ha", "a", "So we have 12 apples.\n", "苹果",
     "So I need to think about it again. " * 4],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 50, 4_000])
def test_loops_are_found_soon(piece: str, size: int) -> None:
    found, place = fed("Let me think about this question for a moment. " + piece * (4_000 // len(piece)), size)
    assert found is Degeneration.LOOP
    assert place <= max(1_000, 7 * len(piece)) + size


def test_code_may_return_the_same_in_many_branches() -> None:
    code = "".join(f"    if number == {number}:\n        return the_same_value\n" for number in range(16))
    assert fed(code)[0] is None


def test_equal_lines_that_do_not_follow_each_other_are_a_loop() -> None:
    lines = [f"So there are {number} more to count here.\nNow I add the next one to it.\n" for number in range(40)]
    assert fed("".join(lines))[0] is Degeneration.LOOP


@pytest.mark.parametrize("blank", [" ", "\n", "\t \n"])
def test_floods_of_white_space(blank: str) -> None:
    assert fed("One. " + blank * 400)[0] is Degeneration.BLANK


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_empty(text: str) -> None:
    assert fed(text) == (Degeneration.EMPTY, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "First I add 12 and 14, which is 26. Then I add 16, which is 42. So the answer is 42.",
        "\n".join(f"{number} + {number + 1} = {2 * number + 1}" for number in range(60)),
        " ".join(str(number) for number in range(400)),
        "| a | b |\n|---|---|\n" + "\n".join(f"| {number} | {number * number} |" for number in range(60)),
        "-" * 120 + "\nNext part.\n" + "=" * 120,
        "no no no no, that is not it",
        "x = 1\n" * 4,
    ],
)
def test_right_thoughts_are_left_alone(text: str) -> None:
    assert fed(text)[0] is None


def test_random_words_are_no_loop() -> None:
    draw = random.Random(5)
    words = ["add", "the", "twelve", "apples", "to", "seven", "pears", "and", "so", "we", "get", "nineteen"]
    for _ in range(20):
        assert fed(" ".join(draw.choice(words) for _ in range(600)))[0] is None


def test_what_was_found_stays() -> None:
    detector = DegenerationDetector()
    detector.feed("ha" * 400)
    assert detector.feed("Now something else entirely, with many different words.") is Degeneration.LOOP
    assert detector.finish() is Degeneration.LOOP


def test_long_texts_take_little_memory() -> None:
    detector = DegenerationDetector()
    detector.feed("".join(chr(0x4E00 + number % 20_000) for number in range(200_000)))
    assert len(detector._tail) + len(detector._line) <= 2_400


def test_repeats_needs_both_length_and_times() -> None:
    assert repeats("abcdef" * 40)
    assert not repeats("abcdef" * 39)
    assert not repeats("x" + "abcdefgh" * 20 + "y")
    assert not repeats("the quick brown fox jumps over it " * 3)
