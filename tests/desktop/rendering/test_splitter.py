"""The splitter: the same blocks however the text arrives, and work that never grows with what was read before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.splitter import BLOCK_LIMIT, LEAF_LIMIT, StreamSplitter

MARKDOWN = """# Heading

A paragraph with **bold**
and a second line.

- one
- two
  continued
  - nested
    1. deep
- three

1. Step:
   ```python
   print("x")

   y = 1
   ```
   after the code
2. Second

$$
a = b
$$

| Row | Seats |
|:----|------:|
| 1 | 12 |
| 2 | a\\|b |

> quoted
> > deeper

Title
-----

***

    indented

```js
open
"""

PIECES = [
    "# ", "text ", "\n", "\n\n", "- ", "1. ", "```", "```py\n", "~~~", "$$", "\\[", "\\]", "| a | b |\n", "|---|:-:|\n",
    "> ", "    ", "  ", "\t", "---\n", "===\n", "**", "`", "\r\n", "\r", "é", "😀", "\u202e", "\x00", "x" * 700,
]  # fmt: skip


def blocks_of(parts: list[str], *, preview: bool = True) -> list[tuple[object, ...]]:
    splitter = StreamSplitter()
    for part in parts:
        splitter.feed(part)
        if preview:
            splitter.preview()
    splitter.finish()
    return [(each.kind, each.inset, each.quote, each.info, each.text) for each in splitter.blocks]


def kinds(text: str) -> list[BlockKind]:
    splitter = StreamSplitter()
    splitter.feed(text)
    splitter.finish()
    return [each.kind for each in splitter.blocks]


def test_blocks_of_a_document() -> None:
    found = [(kind, inset, info) for kind, inset, _, info, _ in blocks_of([MARKDOWN])]
    assert found == [
        (BlockKind.HEADING, 0, "1"),
        (BlockKind.PARAGRAPH, 0, ""),
        (BlockKind.ITEM, 0, "•"),
        (BlockKind.ITEM, 0, "•"),
        (BlockKind.ITEM, 1, "•"),
        (BlockKind.ITEM, 2, "1."),
        (BlockKind.ITEM, 0, "•"),
        (BlockKind.ITEM, 0, "1."),
        (BlockKind.CODE, 1, "python"),
        (BlockKind.PARAGRAPH, 1, ""),
        (BlockKind.ITEM, 0, "2."),
        (BlockKind.FORMULA, 0, ""),
        (BlockKind.TABLE, 0, ""),
        (BlockKind.PARAGRAPH, 0, ""),
        (BlockKind.PARAGRAPH, 0, ""),
        (BlockKind.HEADING, 0, "2"),
        (BlockKind.RULE, 0, ""),
        (BlockKind.CODE, 0, ""),
        (BlockKind.CODE, 0, "js"),
    ]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_pieces_that_a_document_comes_in_do_not_matter(sizes: list[int]) -> None:
    parts, position, index = [], 0, 0
    while position < len(MARKDOWN):
        size = sizes[index % len(sizes)]
        parts.append(MARKDOWN[position : position + size])
        position, index = position + size, index + 1
    assert blocks_of(parts) == blocks_of([MARKDOWN])


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_any_text_in_any_pieces_gives_the_same_blocks(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    assert blocks_of(parts) == blocks_of([text], preview=False)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=80, deadline=None)
def test_a_closed_block_never_changes(pieces: list[str]) -> None:
    splitter = StreamSplitter()
    seen: list[Block] = []
    for piece in pieces:
        splitter.feed(piece)
        closed = splitter.blocks[: splitter.closed]
        assert [each.copy() for each in closed[: len(seen)]] == seen
        seen = [each.copy() for each in closed]


@pytest.mark.parametrize(
    ("text", "text_kept"),
    [("x" * 5_000_000, 5_000_000), ("word " * 200_000, 1_000_000), ("```\n" + "y" * 1_000_000, 1_000_000)],
)
def test_one_huge_line_is_cut_off_before_it_is_parsed(text: str, text_kept: int) -> None:
    splitter = StreamSplitter()
    splitter.feed(text)
    splitter.finish()
    assert [each.kind for each in splitter.blocks] == [BlockKind.CODE if text.startswith("`") else BlockKind.PLAIN]
    assert len(splitter.blocks[0].text.rstrip("\n")) == text_kept


def test_the_open_paragraph_stays_small_whatever_is_written() -> None:
    splitter = StreamSplitter()
    for _ in range(3_000):
        splitter.feed("more words in the same line, and ")
        assert all(each.size <= 2 * LEAF_LIMIT for each in splitter.preview() if each.kind.is_leaf)


def test_lists_two_hundred_deep_are_flat_blocks() -> None:
    deep = "\n".join("  " * level + "- x" for level in range(200)) + "\n"
    splitter = StreamSplitter()
    splitter.feed(deep)
    splitter.finish()
    assert len(splitter.blocks) == 200
    assert max(each.inset for each in splitter.blocks) < 8


def test_too_many_blocks_end_as_plain_text_that_keeps_everything() -> None:
    lines = [f"- {number}" for number in range(BLOCK_LIMIT + 500)]
    splitter = StreamSplitter()
    splitter.feed("\n".join(lines))
    splitter.finish()
    assert len(splitter.blocks) == BLOCK_LIMIT + 1
    assert splitter.blocks[-1].kind is BlockKind.PLAIN
    assert str(BLOCK_LIMIT + 499) in splitter.blocks[-1].text


def test_ten_thousand_rows_are_one_table() -> None:
    splitter = StreamSplitter()
    splitter.feed("|a|b|\n|-|-|\n" + "|1|2|\n" * 10_000)
    splitter.finish()
    assert [each.kind for each in splitter.blocks] == [BlockKind.TABLE]
    assert len(splitter.blocks[0].pieces) == 10_002


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In\n1984. it was", [BlockKind.PARAGRAPH]),
        ("text\n- item", [BlockKind.PARAGRAPH, BlockKind.ITEM]),
        ("$$a$$ is inline", [BlockKind.PARAGRAPH]),
        ("$$a$$", [BlockKind.FORMULA]),
        ("$$\na\n\ntext", [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]),
        ("a | b\ntext", [BlockKind.PARAGRAPH]),
        ("#no heading", [BlockKind.PARAGRAPH]),
        ("* * *", [BlockKind.RULE]),
        ("", []),
        ("\n\n \n", []),
    ],
)
def test_small_cases(text: str, expected: list[BlockKind]) -> None:
    assert kinds(text) == expected
