from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.engine.stop_text import StopText

STOPS = st.lists(st.text(alphabet="ab\n", min_size=1, max_size=4), max_size=3).map(tuple)
CHUNKS = st.lists(st.text(alphabet="abc\n", max_size=6), max_size=12)


def shown(stops: tuple[str, ...], chunks: Sequence[str]) -> tuple[str, bool]:
    """What a reader sees of `chunks`, and whether a stop ended it."""
    watch = StopText(stops)
    text = ""
    for chunk in chunks:
        certain, stopped = watch.feed(chunk)
        text += certain
        if stopped:
            assert watch.finish() == ""
            return text, True
    return text + watch.finish(), False


def expected(stops: tuple[str, ...], text: str) -> tuple[str, bool]:
    """The text up to the stop that is complete first."""
    for end in range(1, len(text) + 1):
        starts = [end - len(stop) for stop in stops if text[:end].endswith(stop)]
        if starts:
            return text[: min(starts)], True
    return text, False


@given(STOPS, CHUNKS)
@example(("aba",), ["ab", "ab", "a"])
@example(("aab",), ["a", "a", "a", "b"])
@example(("abc", "b"), ["abc"])
@example(("ab", "b"), ["a", "b"])
def test_the_pieces_sizes_make_no_difference(stops: tuple[str, ...], chunks: list[str]) -> None:
    assert shown(stops, chunks) == expected(stops, "".join(chunks))


@given(STOPS, CHUNKS)
def test_no_part_of_a_stop_is_shown_before_it_is_known(stops: tuple[str, ...], chunks: list[str]) -> None:
    watch, so_far = StopText(stops), ""
    for chunk in chunks:
        certain, stopped = watch.feed(chunk)
        so_far += certain
        assert not any(stop in so_far for stop in stops)
        if stopped:
            return


@given(CHUNKS)
def test_without_stops_nothing_is_held_back(chunks: list[str]) -> None:
    watch = StopText(())
    assert not watch.active
    assert [watch.feed(chunk) for chunk in chunks] == [(chunk, False) for chunk in chunks]
    assert watch.finish() == ""


def test_what_was_held_back_comes_at_the_end() -> None:
    watch = StopText(("\nUser:",))
    assert watch.active
    assert watch.feed("Done.\nUse") == ("Done.", False)
    assert watch.finish() == "\nUse"
    assert watch.finish() == ""


@pytest.mark.parametrize("stop", ["\nUser:", "<|im_end|>"])
def test_as_little_as_possible_is_held_back(stop: str) -> None:
    watch = StopText((stop,))
    assert watch.feed("Hello") == ("Hello", False)
    assert watch.feed(stop[:3]) == ("", False)
    assert watch.feed("x") == (f"{stop[:3]}x", False)
    assert watch.feed(f"more{stop}never") == ("more", True)
