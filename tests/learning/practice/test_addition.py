from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learning.practice import scratchpad_is_true


def scratchpad(left: int, right: int) -> str:
    lines, carry, so_far = [], 0, ""
    length = max(len(str(left)), len(str(right)))
    for place in range(length):
        digits = left // 10**place % 10, right // 10**place % 10
        total = sum(digits) + carry
        so_far = (str(total % 10) if place < length - 1 else str(total)) + so_far
        lines.append(f"{left // 10**place}+{right // 10**place}: {digits[0]}+{digits[1]}+{carry}={total}, {so_far}")
        carry = total // 10
    return "\n".join(lines)


def is_true(thought: str, question: str) -> bool:
    return scratchpad_is_true("addition", thought, question)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_true_columns_are_true_whatever_the_lengths(left: int, right: int) -> None:
    assert is_true(scratchpad(left, right), f"What is {left} + {right}?")
    assert is_true(f"I add column by column.\n{scratchpad(left, right)}\nSo it is done.", f"{left} plus {right}")


@given(st.integers(10, 99999), st.integers(10, 99999), st.data())
def test_a_missing_a_repeated_or_a_swapped_line_is_noticed(left: int, right: int, data: st.DataObject) -> None:
    lines = scratchpad(left, right).splitlines()
    question = f"What is {left} + {right}?"
    place = data.draw(st.integers(0, len(lines) - 2))
    assert not is_true("\n".join(lines[:place] + lines[place + 1 :]), question)
    assert not is_true("\n".join(lines[: place + 1] + lines[place:]), question)
    swapped = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
    assert not is_true("\n".join(swapped), question)


@pytest.mark.parametrize(
    ("thought", "truth"),
    [
        ("7 + 9 + 0 = 16\n4 + 8 + 1 = 13\n3 + 5 + 1 = 9", True),
        ("First 7+9+0=16.\nThen 4+8+1=13.\nAt last 3+5+1=9.", True),
        ("7+9+0=16\n4+8+0=12\n3+5+1=9", False),
        ("7+9+0=16\n4+8+1=13\n3+5+0=8", False),
        ("7+9+0=16, 6\n4+8+1=13, 46\n3+5+1=9, 936", False),
        ("347+589: 7+9+0=16, 6\n35+58: 4+8+1=13, 36\n3+5: 3+5+1=9, 936", False),
        ("347 + 589 = 936", False),
        ("", False),
    ],
)
def test_columns_in_other_words(thought: str, truth: bool) -> None:
    assert is_true(thought, "What is 347 + 589?") is truth


def test_two_digits_have_their_column_too() -> None:
    assert is_true("7+5: 7+5+0=12, 12", "What is 7 + 5?")
    assert not is_true("7 + 5 = 12", "What is 7 + 5?")
    assert not is_true("7+5+1=13", "What is 7 + 5?")
