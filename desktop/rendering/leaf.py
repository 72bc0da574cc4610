"""One paragraph, heading, item or table cell: from Markdown to a small, sanitised HTML.

Only inline Markdown is left here (the splitter took the blocks). HTML in the source is shown as text, but for a few
harmless tags; images become their alternative text with a link; addresses that are not http(s) lose their link.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from desktop.rendering.safe_text import clean_text, safe_address, show_direction_marks, show_hidden

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.inlinepatterns import InlineProcessor
    from markdown.treeprocessors import Treeprocessor

_TAGS = {"p", "br", "strong", "em", "b", "i", "u", "s", "del", "code", "sub", "sup", "kbd", "mark", "a"}
_HARMLESS = "br|sub|sup|b|i|u|s|kbd|mark|em|strong|del"
_MOST_BRACKETS = 40
"""Brackets above which a text holds no links: the parser's time grows with their square."""
_SPECIAL = re.compile(r"[\\`*_~$<&\[!]|://|www\.|\n")
_PREPROCESSORS = ("html_block", "normalize_whitespace")
_BLOCK_PROCESSORS = ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference")
_INLINE_PATTERNS = ("reference", "image_reference", "short_reference", "short_image_ref", "html")
_FORMULA = (
    r"\$\$([^$]{1,1000}?)\$\$"
    r"|\\\[(.{1,1000}?)\\\]"
    r"|\\\((.{1,400}?)\\\)"
    r"|(?<![\\$\w])\$(?!\s)([^$\n]{0,399}?[^\s\\$])\$(?![\d$])"
)
_ODD_MARKS = (re.compile(r"(?<!\\)`"), re.compile(r"(?<![\\*])\*\*(?!\*)"))


def leaf_html(source: str) -> str:
    """Render inline Markdown; the result holds only `_TAGS`, and ``href`` only on checked links.

    Formulas come out as ``<code class="formula">`` with their LaTeX as text.
    """
    return _leaf_html(show_direction_marks(clean_text(source)).strip())


def is_plain(text: str) -> bool:
    """Whether a piece of text is shown as it is: no Markdown, no line feed, nothing that is cleaned away."""
    return not _SPECIAL.search(text) and show_direction_marks(clean_text(text)) == text and "  " not in text


def with_marks_closed(source: str) -> str:
    """Close code and bold marks that are still open, so that a text being written does not flicker."""
    for pattern, mark in zip(_ODD_MARKS, ("`", "**"), strict=True):
        if len(pattern.findall(source)) % 2:
            body = source.rstrip()
            return body.removesuffix(mark) if body.endswith(mark) else body + mark
    return source


@lru_cache(maxsize=512)
def _leaf_html(source: str) -> str:
    import nh3

    if not _SPECIAL.search(source):
        return f"<p>{_escaped(source)}</p>"
    if source.count("[") > _MOST_BRACKETS:
        source = source.replace("[", "&#91;").replace("!", "&#33;")
    parser = _parser()
    try:
        html = parser.reset().convert(source)
    except (RecursionError, ValueError, IndexError):
        html = f"<p>{_escaped(source)}</p>"
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "code": {"class"}},
        url_schemes={"http", "https"},
        link_rel=None,
        attribute_filter=_attribute,
    )


def _attribute(tag: str, _name: str, value: str) -> str | None:
    if tag == "a":
        return safe_address(value)
    return value if value == "formula" else None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    from markdown import Markdown

    parser = Markdown(
        extensions=["pymdownx.betterem", "pymdownx.tilde", "pymdownx.magiclink", "nl2br"],
        extension_configs={"pymdownx.tilde": {"subscript": False}, "pymdownx.magiclink": {"hide_protocol": False}},
        tab_length=4,
    )
    _keep_to_inline(parser)
    return parser


def _keep_to_inline(parser: Markdown) -> None:
    """Leave only what belongs into one paragraph, and put formulas, images and links under our own rules."""
    for registry, names in (
        (parser.preprocessors, _PREPROCESSORS),
        (parser.parser.blockprocessors, _BLOCK_PROCESSORS),
        (parser.inlinePatterns, _INLINE_PATTERNS),
    ):
        for name in names:
            registry.deregister(name, strict=False)
    formula, tag, links = _own_processors()
    parser.inlinePatterns.register(formula(_FORMULA, parser), "formula", 185)
    parser.inlinePatterns.register(tag(rf"(?i)</?(?:{_HARMLESS})[ ]*/?>", parser), "harmless", 90)
    parser.treeprocessors.register(links(parser), "safe_links", -5)


def _own_processors() -> tuple[type[InlineProcessor], type[InlineProcessor], type[Treeprocessor]]:
    from markdown.inlinepatterns import InlineProcessor
    from markdown.treeprocessors import Treeprocessor
    from markdown.util import AtomicString

    class Formula(InlineProcessor):
        def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # markdown allows it
            element = Element("code", {"class": "formula"})
            element.text = AtomicString(next(each for each in m.groups() if each is not None).strip())
            return element, m.start(0), m.end(0)

    class HarmlessTag(InlineProcessor):
        def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # markdown allows it
            return self.md.htmlStash.store(m.group(0).lower()), m.start(0), m.end(0)

    class Links(Treeprocessor):
        def run(self, root: Element) -> None:
            for element in root.iter():
                if element.tag == "img":
                    _image_to_link(element)
                elif element.tag == "a":
                    _check_link(element)

    return Formula, HarmlessTag, Links


def _image_to_link(element: Element) -> None:
    """An image is never loaded: its description stands in its place, linked to its address."""
    address, description = element.get("src") or "", element.get("alt") or ""
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = "a"
    element.set("href", address)
    element.text = f"[{description or address}]"
    _check_link(element)


def _check_link(element: Element) -> None:
    """A link that may not be opened becomes text that shows its address; hidden characters in links become visible."""
    address = element.get("href") or ""
    allowed = None if "\u27e8U+" in address else safe_address(address)
    for part in element.iter():
        part.text = show_hidden(part.text) if part.text else part.text
        if part is not element and part.tail:
            part.tail = show_hidden(part.tail)
    if allowed is not None:
        element.attrib.clear()
        element.set("href", allowed)
        return
    text = "".join(element.itertext())
    element.tag = "span" if address == f"mailto:{text}" else "u"
    element.attrib.clear()
    if address and address not in (text, f"mailto:{text}"):
        last = element[-1] if len(element) else None
        shown = f" ({show_hidden(address[:200])})"
        if last is None:
            element.text = (element.text or "") + shown
        else:
            last.tail = (last.tail or "") + shown
