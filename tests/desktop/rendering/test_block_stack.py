"""Rendered Markdown as widgets: streamed and whole give the same picture, and nothing above the end moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.rendering.block_stack import BlockStack
from desktop.rendering.code_view import CodeView
from desktop.rendering.context import RenderContext
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.plain_view import PlainView
from desktop.rendering.prose import ProseView
from desktop.rendering.table_view import TableView
from desktop.theme import Theme

ANSWER = """The hall has **42 seats**: three equal rows make $36$, the longer rows add `6`.

$$S = n \\cdot a + \\frac{n(n-1)}{2}$$

| Row | Seats |
|:----|------:|
| 1 | 12 |
| 2 | **14** |

```python
seats = [12 + 2 * i for i in range(3)]
print(sum(seats))
```

1. first
2. second with a [link](https://example.org/a)

> a quotation

---

The end.
"""


@pytest.fixture
def make(qtbot: QtBot, context: RenderContext) -> Iterator[Callable[[], BlockStack]]:
    parents: list[QWidget] = []

    def build() -> BlockStack:
        parent = QWidget()
        parents.append(parent)
        qtbot.addWidget(parent)
        parent.resize(688, 2_000)
        stack = BlockStack(context, parent)
        parent.show()
        return stack

    yield build
    for parent in parents:
        parent.close()


def finish(stack: BlockStack, qtbot: QtBot) -> None:
    stack.end()
    qtbot.waitUntil(lambda: stack.work(0.05), timeout=20_000)
    stack.place(688)


def texts(stack: BlockStack) -> list[str]:
    found = []
    for part in stack.parts:
        if isinstance(part, ProseView) and not part.blank:
            found.append(part.document().toPlainText())
        elif isinstance(part, CodeView):
            found.append(part.document_text)
        elif isinstance(part, TableView):
            found.append(part.source)
        elif isinstance(part, FormulaView):
            found.append(part.latex)
        elif isinstance(part, PlainView):
            found.append(part.shown_text)
    return found


def settle_formulas(stack: BlockStack, context: RenderContext, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.formulas.busy, timeout=20_000)
    stack.place(688)


def test_every_kind_of_block_is_rendered(make: Callable[[], BlockStack], context: RenderContext, qtbot: QtBot) -> None:
    stack = make()
    stack.append(ANSWER)
    finish(stack, qtbot)
    settle_formulas(stack, context, qtbot)
    kinds = [type(part) for part in stack.parts]
    assert kinds == [ProseView, FormulaView, TableView, CodeView, ProseView]
    formula, table, code = stack.parts[1:4]
    assert isinstance(formula, FormulaView) and formula.drawn
    assert isinstance(table, TableView) and table.row_count == 2
    assert isinstance(code, CodeView) and code.code.startswith("seats = [12")
    assert "1.\tfirst" in texts(stack)[-1]


@pytest.mark.parametrize("size", [1, 7, 60])
def test_streamed_and_whole_are_the_same(
    make: Callable[[], BlockStack], context: RenderContext, qtbot: QtBot, size: int
) -> None:
    whole, streamed = make(), make()
    whole.append(ANSWER)
    finish(whole, qtbot)
    for at in range(0, len(ANSWER), size):
        streamed.append(ANSWER[at : at + size])
        streamed.work(0.02)
        streamed.place(688)
    finish(streamed, qtbot)
    for stack in (whole, streamed):
        settle_formulas(stack, context, qtbot)
    assert texts(streamed) == texts(whole)
    assert [(part.y(), part.height()) for part in streamed.parts if not part.isHidden()] == [
        (part.y(), part.height()) for part in whole.parts if not part.isHidden()
    ]


def test_nothing_above_the_growing_part_moves(make: Callable[[], BlockStack]) -> None:
    text = ANSWER.replace("$36$", "36").replace("$$", "")
    stack = make()
    before: list[tuple[int, int]] = []
    for at in range(0, len(text), 9):
        stack.append(text[at : at + 9])
        stack.work(0.05)
        stack.place(688)
        now = [(part.y(), part.height()) for part in stack.parts if not part.isHidden()]
        kept = max(len(before) - 1, 0)
        assert now[:kept] == before[:kept]
        before = now


def test_a_link_is_only_followed_by_a_click(make: Callable[[], BlockStack], qtbot: QtBot) -> None:
    stack = make()
    stack.append("A [link](https://example.org/a) and [bad](file:///etc/passwd).")
    finish(stack, qtbot)
    clicked: list[str] = []
    stack.link_clicked.connect(clicked.append)
    prose = stack.parts[0]
    assert isinstance(prose, ProseView)
    assert clicked == []
    prose.anchorClicked.emit(QUrl("https://example.org/a"))
    prose.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert clicked == ["https://example.org/a"]
    assert prose.loadResource(2, QUrl("https://example.org/a.png")) is None  # type: ignore[func-returns-value]


def test_malformed_latex_is_shown_as_its_source(
    make: Callable[[], BlockStack], context: RenderContext, qtbot: QtBot
) -> None:
    stack = make()
    stack.append("Inline $\\frac{1}{$ here.\n\n$$\\frac{1}{$$\n")
    finish(stack, qtbot)
    settle_formulas(stack, context, qtbot)
    prose, formula = stack.parts
    assert isinstance(prose, ProseView) and "$\\frac{1}{$" in prose.document().toPlainText()
    assert isinstance(formula, FormulaView) and not formula.drawn and formula.height() > 0


def test_copy_gives_latex(make: Callable[[], BlockStack], context: RenderContext, qtbot: QtBot) -> None:
    stack = make()
    stack.append("The sum $n(n-1)/2$ is small.\n\n$$a+b$$\n")
    finish(stack, qtbot)
    settle_formulas(stack, context, qtbot)
    prose, formula = stack.parts
    assert isinstance(prose, ProseView) and isinstance(formula, FormulaView)
    assert "\ufffc" in prose.document().toRawText()
    prose.selectAll()
    assert prose.createMimeDataFromSelection().text() == "The sum $n(n-1)/2$ is small."
    formula.copy()
    assert QApplication.clipboard().text() == "a+b"


def test_ten_thousand_rows_scroll_inside(make: Callable[[], BlockStack], qtbot: QtBot) -> None:
    stack = make()
    stack.append("|a|b|\n|-|-|\n" + "".join(f"|{row}|x|\n" for row in range(10_000)))
    finish(stack, qtbot)
    (table,) = stack.parts
    assert isinstance(table, TableView)
    assert table.row_count == 10_000
    assert table.height() < 1_200


@pytest.mark.parametrize("text", ["x" * 300_000, "|" + "c|" * 2_000 + "\n|" + "-|" * 2_000 + "\n", "word " * 60_000])
def test_what_is_too_large_is_plain_and_whole(make: Callable[[], BlockStack], qtbot: QtBot, text: str) -> None:
    stack = make()
    stack.append(text)
    finish(stack, qtbot)
    assert "".join(texts(stack)).strip() == text.strip()
    assert any(isinstance(part, PlainView) for part in stack.parts)


def test_another_theme_renders_again(make: Callable[[], BlockStack], theme: Theme, qtbot: QtBot) -> None:
    stack = make()
    stack.append("Some **text**.\n\n```py\nx = 1\n```\n")
    finish(stack, qtbot)
    before = texts(stack)
    prose = stack.parts[0]
    assert isinstance(prose, ProseView)
    theme.set_choice("dark")
    stack.refresh()
    stack.place(688)
    assert texts(stack) == before
    format_of_text = prose.document().begin().charFormat()
    assert format_of_text.foreground().color() == theme.color("text.primary")


def test_code_is_coloured_and_copied(make: Callable[[], BlockStack], theme: Theme, qtbot: QtBot) -> None:
    stack = make()
    stack.append("```python\ndef f():\n    return 42  # done\n```\n")
    finish(stack, qtbot)
    (code,) = stack.parts
    assert isinstance(code, CodeView)
    qtbot.waitUntil(lambda: bool(code.line_colours(1)), timeout=5_000)
    assert theme.color("accent.text") in code.line_colours(0)
    assert theme.color("ok.text") in code.line_colours(1)
    code.copy_button.click()
    assert QApplication.clipboard().text() == "def f():\n    return 42  # done"


def test_a_formula_in_a_line_is_read_aloud_as_latex(
    make: Callable[[], BlockStack], context: RenderContext, qtbot: QtBot
) -> None:
    stack = make()
    stack.append("Three rows make $3 \\cdot 12$ seats.")
    stack.end()
    stack.work(1.0)
    stack.place(688)
    settle_formulas(stack, context, qtbot)
    [prose] = stack.parts
    assert isinstance(prose, ProseView) and "\ufffc" in prose.document().toPlainText()
    assert prose.accessibleDescription() == "Three rows make 3 \\cdot 12 seats."
