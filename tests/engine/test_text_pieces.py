from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.engine.text_pieces import Utf8Pieces, without_control_characters


def decode(pieces: list[bytes]) -> str:
    decoder = Utf8Pieces()
    return "".join(decoder.feed(piece) for piece in pieces) + decoder.finish()


def test_a_character_spread_over_pieces_is_held_until_it_is_complete() -> None:
    decoder = Utf8Pieces()
    assert [decoder.feed(bytes([byte])) for byte in "a🙂é".encode()] == ["a", "", "", "", "🙂", "", "é"]
    assert decoder.finish() == ""


def test_invalid_bytes_become_replacement_characters() -> None:
    assert decode([b"ab\xff", b"cd"]) == "ab\ufffdcd"
    assert decode([b"\xe2\x82", b"x"]) == "\ufffdx"


def test_an_incomplete_character_at_the_end_is_told_by_finish() -> None:
    decoder = Utf8Pieces()
    assert decoder.feed(b"ok\xf0\x9f") == "ok"
    assert decoder.finish() == "\ufffd"
    assert decoder.feed(b"new") == "new"


def test_control_characters_leave_and_lines_and_tabs_stay() -> None:
    assert decode([b"a\x00b\r", b"\nc\td\x1b[1m\x7f"]) == "ab\nc\td[1m"
    assert without_control_characters("\x00") == ""


@given(st.binary(max_size=60), st.lists(st.integers(0, 60)))
def test_any_bytes_in_any_split_give_the_same_text(data: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(places)]
    whole = decode([data])
    assert decode(pieces) == whole
    assert "\x00" not in whole
    whole.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_proper_text_comes_through_unchanged(text: str) -> None:
    assert decode([bytes([byte]) for byte in text.encode()]) == text
