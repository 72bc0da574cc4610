"""Inline Markdown: what comes out is harmless, and nothing that was written is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.rendering.leaf import leaf_html, with_marks_closed
from desktop.rendering.safe_text import clean_text, safe_address

ALLOWED = {"p", "br", "strong", "em", "b", "i", "u", "s", "del", "code", "sub", "sup", "kbd", "mark", "a"}


class Tags(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(source: str) -> Tags:
    tags = Tags()
    tags.feed(leaf_html(source))
    tags.close()
    return tags


def addresses(source: str) -> list[str | None]:
    return [attributes["href"] for tag, attributes in read(source).tags if tag == "a"]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**b** *i* `c<d` ~~s~~", "<strong>b</strong> <em>i</em> <code>c&lt;d</code> <del>s</del>"),
        ("snake_case_name", "snake_case_name"),
        ("one\ntwo", "one<br>\ntwo"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("$x^2$ and \\(y_1\\)", '<code class="formula">x^2</code> and <code class="formula">y_1</code>'),
        ("$42$", '<code class="formula">42</code>'),
        ("costs $5 and $10", "costs $5 and $10"),
        ("`$x$`", "<code>$x$</code>"),
        ("a & b < c", "a &amp; b &lt; c"),
    ],
)
def test_inline_markdown(source: str, html: str) -> None:
    assert leaf_html(source) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1)>x</b>",
        "<iframe src='evil'></iframe>",
        "<style>*{display:none}</style>",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
    ],
)
def test_html_is_shown_as_text(hostile: str) -> None:
    found = read(hostile)
    assert {tag for tag, _ in found.tags} <= ALLOWED
    assert all(not attributes for _, attributes in found.tags)
    assert "alert" in found.text or "evil" in found.text or "display" in found.text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<b>",
        "vbscript:x",
        "ftp://host/x",
        "//host/x",
        "https://good.com@evil.com/",
        "https://x.org/\u200bq",
        "https://x.org/\u202egnp",
        "/etc/passwd",
        "https:\\\\x.org",
    ],
)
def test_links_that_do_not_go_where_they_seem_are_inert_and_visible(address: str) -> None:
    assert safe_address(address) is None
    found = read(f"[click]({address})")
    assert not [tag for tag, _ in found.tags if tag == "a"]
    assert "click" in found.text


def test_only_web_links_stay() -> None:
    assert addresses("[a](https://x.org/p_q?a=1&b=2) and http://y.org/z.") == [
        "https://x.org/p_q?a=1&b=2",
        "http://y.org/z",
    ]


def test_images_become_links_with_their_description() -> None:
    found = read("![a chart](https://x.org/c.png) ![local](file:///etc/passwd)")
    assert addresses("![a chart](https://x.org/c.png)") == ["https://x.org/c.png"]
    assert "[a chart]" in found.text and "[local]" in found.text and "file:///etc/passwd" in found.text
    assert not [tag for tag, _ in found.tags if tag == "img"]


def test_hidden_characters_in_links_become_visible() -> None:
    assert "pay\u27e8U+202E\u27e9pal" in read("[pay\u202epal](https://x.org)").text
    assert "z\u27e8U+200B\u27e9z" in read("[z\u200bz](https://x.org)").text
    assert "\u202e" not in read("text \u202e turned").text


def test_control_characters_are_dropped() -> None:
    assert clean_text("a\x00b\x07c\td\r\ne\rf") == "abc\td\ne\nf"
    assert read("a\x00b\x02klzzwxh:0001\x03").text == "abklzzwxh:0001"


@given(st.text(alphabet="[]()*_`$\\<>!&~:/ abhtp.\n\x02\u202e", max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_only_allowed_tags_come_out(source: str) -> None:
    for tag, attributes in read(source).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ({"href"} if tag == "a" else {"class"} if tag == "code" else set())
        assert tag != "a" or safe_address(attributes.get("href") or "") is not None or not attributes


@given(st.lists(st.sampled_from(["seats", "rows", "42", "add", "up"]), min_size=1, max_size=20))
def test_words_are_never_lost(words: list[str]) -> None:
    source = " **".join(words) + " ![x](y) `open"
    assert [each for each in re.findall(r"\w+", read(source).text) if each in words] == words


@pytest.mark.parametrize("unit", ["[", "![", "[a](", "**_", "\\(", "<b>", "*a_", "`", "[[]("])
def test_text_made_to_be_slow_is_still_rendered(unit: str) -> None:
    assert read((unit * 4_000)[:4_000]).text


@pytest.mark.parametrize(
    ("source", "closed"),
    [("a **b", "a **b**"), ("a `b", "a `b`"), ("a **", "a "), ("plain", "plain"), ("**b**", "**b**")],
)
def test_open_marks_are_closed_while_writing(source: str, closed: str) -> None:
    assert with_marks_closed(source) == closed
