"""Writes sanitised HTML of one paragraph into a text document, with the theme's own formats and nothing else.

Qt's own HTML import is not used: only the tags handled here have an effect, so nothing brings in styles or resources.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from desktop.rendering.addresses import shown_address
from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.context import RenderContext
from desktop.rendering.formula import FormulaImage
from desktop.rendering.leaf import leaf_html
from desktop.rendering.safe_text import clean_text, show_direction_marks, show_hidden

FORMULA_OBJECT = QTextFormat.ObjectTypes.UserObject + 1
LATEX = QTextFormat.Property.UserProperty + 1
QUOTE_DEPTH = QTextFormat.Property.UserProperty + 2
RULE = QTextFormat.Property.UserProperty + 3
IMAGE = QTextFormat.Property.UserProperty + 4
_SPACES = re.compile(r"[ \n\t]+")


class FormulaObject(QPyTextObject):
    """Draws inline formulas on the baseline: only the part above it counts for the line, the depth hangs below."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.images: dict[int, FormulaImage] = {}

    def intrinsicSize(self, doc: QTextDocument, position: int, format: QTextFormat) -> QSizeF:
        """Return the width of a formula and its height above the baseline."""
        image = self.images[format.intProperty(IMAGE)]
        return QSizeF(image.width + 1, image.ascent)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        position: int,
        format: QTextFormat,
    ) -> None:
        """Paint a formula."""
        image = self.images[format.intProperty(IMAGE)]
        painter.drawImage(QPointF(round(rect.left()), round(rect.bottom() - image.ascent)), image.image)


class DocumentBuilder(HTMLParser):
    """Writes leaf blocks at a cursor.

    `pending` tells after `write` whether a formula was not drawn yet (its source stands in its place), `linked` whether
    there was a link.
    """

    def __init__(self, context: RenderContext, objects: FormulaObject, ratio: float, *, smaller: int = 0) -> None:
        super().__init__(convert_charrefs=True)
        self._smaller = smaller
        self._context, self._objects, self._ratio = context, objects, ratio
        self._cursor = QTextCursor()
        self._formats: list[tuple[str, QTextCharFormat]] = []
        self._formula = False
        self._tallest = 0.0
        self._deepest = 0
        self._line_height = 24
        self.pending = self.linked = False

    def write(self, cursor: QTextCursor, block: Block, *, first: bool, source: str | None = None) -> None:
        """Write a leaf block at the cursor, as a new paragraph unless it is the first; `source` replaces its text."""
        theme = self._context.theme
        self._cursor, self._tallest, self._deepest = cursor, 0.0, 0
        base = self._base_format(block)
        self._line_height = _heading_line(theme.line_height("answer"), block)
        block_format = self._block_format(block, first=first)
        if first:
            cursor.setBlockFormat(block_format)
            cursor.setBlockCharFormat(base)
        else:
            cursor.insertBlock(block_format, base)
        self._formats = [("", base)]
        if block.kind is BlockKind.ITEM:
            cursor.insertText(f"{block.info}\t", base)
        if block.kind is not BlockKind.RULE:
            self.reset()
            self.feed(leaf_html(block.text if source is None else source))
            self.close()
        if self._tallest > self._line_height or self._deepest:
            taller = QTextBlockFormat()
            height = max(self._tallest, self._line_height)
            taller.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            taller.setBottomMargin(self._deepest)
            cursor.mergeBlockFormat(taller)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a format; `br` becomes a line break within the paragraph."""
        if tag == "br":
            self._cursor.insertText("\u2028", self._formats[-1][1])
            return
        if tag == "p":
            return
        attributes = dict(attrs)
        if tag == "code" and attributes.get("class") == "formula":
            self._formula = True
            return
        self._formats.append((tag, self._nested(tag, attributes.get("href") or "")))

    def handle_endtag(self, tag: str) -> None:
        """Close the format that the tag opened."""
        if tag == "code" and self._formula:
            self._formula = False
        elif len(self._formats) > 1 and self._formats[-1][0] == tag:
            self._formats.pop()

    def handle_data(self, data: str) -> None:
        """Write text; in code spaces are kept."""
        if self._formula:
            self._write_formula(data)
            return
        data = self._harmless(data)
        code = self._formats[-1][0] == "code"
        text = data.replace("\n", " ") if code else _SPACES.sub(" ", data)
        if self._cursor.atBlockStart() or (not code and self._after_break()):
            text = text.lstrip(" ")
        if text:
            self._cursor.insertText(text, self._formats[-1][1])

    def _harmless(self, data: str) -> str:
        """Entities such as ``&#x202e;`` are characters only here: what turns the writing direction becomes visible."""
        linked = any(tag == "a" for tag, _ in self._formats)
        return (show_hidden if linked else show_direction_marks)(clean_text(data))

    def _after_break(self) -> bool:
        position = self._cursor.position()
        return position > 0 and self._cursor.document().characterAt(position - 1) == "\u2028"

    def _write_formula(self, latex: str) -> None:
        image, pending = self._context.formula(latex, display=False, ratio=self._ratio)
        self.pending = self.pending or pending
        if image is None:
            self._cursor.insertText(f"${latex}$", self._nested("code", ""))
            return
        number = len(self._objects.images) + 1
        self._objects.images[number] = image
        style = QTextCharFormat(self._formats[-1][1])
        style.setObjectType(FORMULA_OBJECT)
        style.setProperty(LATEX, latex)
        style.setProperty(IMAGE, number)
        style.setToolTip(latex)
        self._cursor.insertText("\ufffc", style)
        spare = self._line_height * 0.25
        self._tallest = max(self._tallest, image.ascent + max(image.depth, spare) + 2)
        self._deepest = max(self._deepest, round(image.depth - spare) + 1)

    def _base_format(self, block: Block) -> QTextCharFormat:
        theme = self._context.theme
        style = QTextCharFormat()
        font = QFont(theme.font("answer"))
        font.setPixelSize(font.pixelSize() - self._smaller)
        if block.kind is BlockKind.HEADING:
            font.setPixelSize(round(font.pixelSize() * {"1": 1.25, "2": 1.13}.get(block.info, 1.0)))
            font.setWeight(QFont.Weight.DemiBold)
        style.setFont(font)
        style.setForeground(QBrush(theme.color("text.secondary" if block.quote else "text.primary")))
        return style

    def _block_format(self, block: Block, *, first: bool) -> QTextBlockFormat:
        theme = self._context.theme
        unit = theme.line_height("answer")
        style = QTextBlockFormat()
        style.setLineHeight(self._line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        inset = block.inset + (block.kind is BlockKind.ITEM)
        left = inset * unit + block.quote * round(unit * 0.67)
        style.setLeftMargin(left)
        if block.kind is BlockKind.ITEM:
            style.setTextIndent(-unit)
            style.setTabPositions([QTextOption.Tab(float(unit), QTextOption.TabType.LeftTab)])
        style.setTopMargin(0 if first else space_before(unit, block))
        if block.quote:
            style.setProperty(QUOTE_DEPTH, block.quote)
        if block.kind is BlockKind.RULE:
            style.setProperty(RULE, True)
        style.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        return style

    def _nested(self, tag: str, address: str) -> QTextCharFormat:
        theme = self._context.theme
        style = QTextCharFormat(self._formats[-1][1])
        match tag:
            case "strong" | "b":
                style.setFontWeight(QFont.Weight.DemiBold)
            case "em" | "i":
                style.setFontItalic(True)
            case "code" | "kbd":
                font = QFont(theme.font("code"))
                font.setWeight(QFont.Weight(style.fontWeight()))
                style.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
                style.setBackground(QBrush(theme.color("bg.code")))
            case "u":
                style.setFontUnderline(True)
            case "s" | "del":
                style.setFontStrikeOut(True)
            case "mark":
                style.setBackground(QBrush(theme.color("accent.soft")))
            case "sub":
                style.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
            case "sup":
                style.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            case "a" if address:
                self.linked = True
                style.setAnchor(True)
                style.setAnchorHref(address)
                style.setToolTip(shown_address(address))
                style.setFontUnderline(True)
                style.setForeground(QBrush(theme.color("accent.text")))
        return style


def space_before(unit: int, block: Block) -> int:
    """Return the space above a block, in pixels, for lines `unit` high."""
    if block.kind is BlockKind.ITEM:
        return round(unit / 6)
    return round(unit * (0.75 if block.kind is BlockKind.HEADING else 0.5))


def _heading_line(unit: int, block: Block) -> int:
    return round(unit * 1.17) if block.kind is BlockKind.HEADING and block.info == "1" else unit
