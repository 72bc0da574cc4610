from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reasoning.deliberation.closed_steps import ClosedSteps


def steps(text: str, size: int) -> list[str]:
    source = ClosedSteps()
    found = [step for start in range(0, len(text), size) for step in source.feed(text[start : start + size])]
    return [each.text.strip() for each in found + source.finish()]


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.\nAnother line.\n", ["One line.", "Another line."]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It is 3.5 km. So 3.5 + 1 = 4.5.", ["It is 3.5 km.", "So 3.5 + 1 = 4.5."]),
        ("1. 3 + 4 = 7\n2. 7 - 1 = 6", ["1. 3 + 4 = 7", "2. 7 - 1 = 6"]),
        ("先算3+4=7。再算7-1=6。", ["先算3+4=7。", "再算7-1=6。"]),
        ("\n\n  \n", []),
        ("", []),
    ],
)
def test_steps_do_not_depend_on_how_they_stream(text: str, expected: list[str], size: int) -> None:
    assert steps(text, size) == expected


@given(st.text(alphabet="ab.!? \n1。", max_size=80), st.integers(1, 9))
def test_steps_are_pieces_of_the_thought_in_order(text: str, size: int) -> None:
    source = ClosedSteps()
    found = [step for start in range(0, len(text), size) for step in source.feed(text[start : start + size])]
    found += source.finish()
    assert all(text[each.start : each.end] == each.text for each in found)
    assert [each.start for each in found] == sorted({each.start for each in found})
    assert "".join("".join(each.text for each in found).split()) == "".join(text.split())


def test_a_repaired_thought_goes_on_where_it_was_cut() -> None:
    source = ClosedSteps("Kept.\n")
    assert [(each.start, each.text) for each in source.feed("New.\n")] == [(6, "New.\n")]


def test_a_step_without_end_closes_at_a_limit() -> None:
    source = ClosedSteps()
    assert len(source.feed("x" * 5_000)) == 1


def test_what_breaks_off_is_marked() -> None:
    source = ClosedSteps()
    (whole,) = source.feed("One step.\nAnd 3 + 4 =")
    (cut,) = source.finish(cut=True)
    assert not whole.cut and cut.cut and cut.text == "And 3 + 4 ="
    assert [each.cut for each in source.feed("x" * 5_000)] == [True]
