from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalog.thought_formats import ThoughtFormat
from models.engine.thought_splitter import ThoughtSplitter
from models.events import Channel

THINK = ThoughtFormat(name="think", opening="<think>", closing="</think>", native=True)
MAGISTRAL = ThoughtFormat(name="magistral", opening="[THINK]", closing="[/THINK]", native=True)
CUSTOM = ThoughtFormat(name="custom", opening="<|begin_of_thought|>", closing="<|end_of_thought|>", native=True)
HARMONY = ThoughtFormat(name="harmony", opening="<|channel|>analysis<|message|>", closing="<|end|>", native=True)
IMPOSED = ThoughtFormat(name="imposed", opening="", closing="", native=False)
FORMATS = [THINK, MAGISTRAL, CUSTOM, HARMONY, IMPOSED]

T, A = Channel.THOUGHT, Channel.ANSWER


def split(
    pieces: list[str], format: ThoughtFormat = THINK, start: Channel = A, *, continued: bool = False
) -> tuple[list[tuple[Channel, str]], ThoughtSplitter]:
    splitter = ThoughtSplitter(format, start=start, continued=continued)
    segments = [segment for piece in pieces for segment in splitter.feed(piece)] + splitter.finish()
    joined: list[tuple[Channel, str]] = []
    for channel, text in segments:
        assert text, "an empty segment tells nothing"
        before = joined.pop()[1] if joined and joined[-1][0] is channel else ""
        joined.append((channel, before + text))
    return joined, splitter


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("<think>\nab\n</think>\n\nc d\n", A, [(T, "ab"), (A, "c d")]),
        ("\n <think>ab</think>c", A, [(T, "ab"), (A, "c")]),
        ("ab</think>c", T, [(T, "ab"), (A, "c")]),
        ("<think>\nab</think>c", T, [(T, "ab"), (A, "c")]),
        ("no thought at all", A, [(A, "no thought at all")]),
        ("never closed", T, [(T, "never closed")]),
        ("<think>never closed", A, [(T, "never closed")]),
        ("<think>\n\n</think>\n\nc", A, [(A, "c")]),
        ("<think></think><think>real</think>c", A, [(T, "real"), (A, "c")]),
        ("<think>one</think>\n<think>two</think>c", A, [(T, "one\n\ntwo"), (A, "c")]),
        ("<think>ab</think>c <think>d</think> e", A, [(T, "ab"), (A, "c <think>d</think> e")]),
        ("<think>ab</think>```\n</think>\n```", A, [(T, "ab"), (A, "```\n</think>\n```")]),
        ("<think>a <think> b</think>c", A, [(T, "a <think> b"), (A, "c")]),
        ("<THINK>ab</Think>c", A, [(T, "ab"), (A, "c")]),
        ('<think mode="deep"\n>ab</think >c', A, [(T, "ab"), (A, "c")]),
        ("<thinking>ab", A, [(A, "<thinking>ab")]),
        ("a < b and <th> too", A, [(A, "a < b and <th> too")]),
        ("first\n</think>\n\nthen", A, [(A, "first\n\n\nthen")]),
        ("</think>\nc", A, [(A, "c")]),
        ("say `</think>` or </think>x", A, [(A, "say `</think>` or x")]),
        ("```\n</think>\n```\nx", A, [(A, "```\n</think>\n```\nx")]),
        ("ab</thi", T, [(T, "ab</thi")]),
        ("<thi", A, [(A, "<thi")]),
        ("<think" + " x" * 300 + ">", A, [(A, "<think" + " x" * 300 + ">")]),
        ("", A, []),
        ("\n\n", T, []),
    ],
)
def test_think_tags(text: str, start: Channel, expected: list[tuple[Channel, str]]) -> None:
    assert split([text], start=start)[0] == expected
    assert split(list(text), start=start)[0] == expected


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        (MAGISTRAL, "[THINK]a [1] b[/THINK]c", [(T, "a [1] b"), (A, "c")]),
        (MAGISTRAL, "[think]ab[/think]c [THINK]", [(T, "ab"), (A, "c [THINK]")]),
        (CUSTOM, "<|begin_of_thought|>\nab<|x|>\n<|end_of_thought|>\nc", [(T, "ab<|x|>"), (A, "c")]),
        (IMPOSED, "plain <b>", [(A, "plain <b>")]),
        (IMPOSED, "<think>ab</think>c", [(T, "ab"), (A, "c")]),
    ],
)
def test_other_pairs(format: ThoughtFormat, text: str, expected: list[tuple[Channel, str]]) -> None:
    assert split([text], format)[0] == expected
    assert split(list(text), format)[0] == expected


FINAL = "<|start|>assistant<|channel|>final<|message|>"


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("<|channel|>analysis<|message|>ab<|end|>" + FINAL + "c<|return|>", A, [(T, "ab"), (A, "c")]),
        ("ab<|end|>" + FINAL + "c", T, [(T, "ab"), (A, "c")]),
        (
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary to=functions.f "
            "<|constrain|>json<|message|>{}<|call|>" + FINAL + "c",
            A,
            [(T, "a\n\n{}"), (A, "c")],
        ),
        ("<|channel|>final<|message|>c <|x| d<|return|>", A, [(A, "c <|x| d")]),
        ("c without any channel", A, [(A, "c without any channel")]),
        ("ab<|end|><|start|>assistant<|chan", T, [(T, "ab")]),
        ("<|channel|>final<|message|>use `<|end|>` so", A, [(A, "use `<|end|>` so")]),
        ("<|start|>" + "y" * 400, A, [(A, "<|start|>" + "y" * 400)]),
    ],
)
def test_channels_of_gpt_oss(text: str, start: Channel, expected: list[tuple[Channel, str]]) -> None:
    assert split([text], HARMONY, start)[0] == expected
    assert split(list(text), HARMONY, start)[0] == expected


def test_text_that_cannot_become_a_tag_is_released_at_once() -> None:
    splitter = ThoughtSplitter(THINK, start=T)
    assert splitter.feed("a<") == [(T, "a")]
    assert splitter.feed("/thi") == []
    assert splitter.feed("s") == [(T, "</this")]


def test_the_side_and_the_closing_are_known_after_each_piece() -> None:
    splitter = ThoughtSplitter(THINK, start=A)
    assert (splitter.channel, splitter.thought_closed) == (A, False)
    assert splitter.feed("<think>") == [] and splitter.channel is T
    assert splitter.feed("ab") == [(T, "ab")]
    assert splitter.feed("\n</think>") == [] and splitter.channel is A and splitter.thought_closed
    assert splitter.feed("\n\nc") == [(A, "c")]
    assert splitter.feed("x</think>") == [(A, "x</think>")]


def test_one_piece_may_end_the_thought_and_begin_the_answer() -> None:
    splitter = ThoughtSplitter(THINK, start=T)
    assert splitter.feed("a</think>b") == [(T, "a"), (A, "b")]


def test_continued_text_keeps_its_leading_space() -> None:
    assert split([" 40 km"], start=A, continued=True)[0] == [(A, " 40 km")]
    assert split([" so", "</think> x"], start=T, continued=True)[0] == [(T, " so"), (A, "x")]
    assert split(["<think>"], start=A, continued=True)[0] == [(A, "<think>")]


@pytest.mark.parametrize("format", FORMATS)
def test_a_thought_closed_from_outside_stays_closed_and_loses_nothing(format: ThoughtFormat) -> None:
    splitter = ThoughtSplitter(format, start=T)
    held = (format.closing or "</think>")[:2]
    assert splitter.feed("half a thou" + held) == [(T, "half a thou")]
    assert splitter.close_thought() == [(T, held)]
    assert splitter.channel is A and splitter.thought_closed
    segments = splitter.feed(f"{format.opening}more{format.closing} text") + splitter.finish()
    assert [channel for channel, _ in segments] == [A] * len(segments)
    assert "".join(text for _, text in segments) == "more text"


TAGS = ["<think>", "</think>", "<THINK >", "[THINK]", "[/THINK]", "<|end_of_thought|>"]
CHANNELS = ["<|channel|>", "<|message|>", "<|end|>", "<|start|>", "analysis", "final", "assistant"]
PIECES = st.sampled_from([*TAGS, *CHANNELS, "<", ">", "/", "`", "```", "\n", " ", "\n\n", "a", "é"])


@given(
    st.lists(PIECES, max_size=14).map("".join),
    st.sets(st.integers(0, 80)),
    st.sampled_from(FORMATS),
    st.sampled_from([T, A]),
    st.booleans(),
)
def test_any_split_gives_the_same(
    text: str, cuts: set[int], format: ThoughtFormat, start: Channel, continued: bool
) -> None:
    places = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    pieces = [text[begin:end] for begin, end in pairwise(places)]
    whole, first = split([text], format, start, continued=continued)
    parts, second = split(pieces, format, start, continued=continued)
    assert parts == whole
    assert (first.channel, first.thought_closed) == (second.channel, second.thought_closed)


@given(st.text(alphabet="ab \n.,`<>/", max_size=40), st.text(alphabet="ab \n.,`<>/", max_size=40))
def test_thought_and_answer_come_out_as_they_went_in(thought: str, answer: str) -> None:
    segments, _ = split(list(f"<think>\n{thought}\n</think>\n\n{answer}"))
    blank = " \n"
    expected = [(T, thought.strip(blank)), (A, answer.strip(blank))]
    assert segments == [each for each in expected if each[1]]
