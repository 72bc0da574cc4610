"""Text as no one would write it: nothing freezes or crashes, and all of it can be read and copied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.rendering.code_view import CodeView
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.plain_view import PlainView
from desktop.rendering.prose import ProseView
from desktop.rendering.table_view import TableView
from models.events import QuestionSaved
from models.history.records import Turn
from tests.desktop.conversation.conftest import Run

MakeTurn = Callable[..., Turn]
MEGABYTES = "one line without an end " * 220_000


def shown(view: TranscriptView, index: int = -1) -> TurnWidget:
    found = view.turn_widgets[index]
    assert found is not None
    return found


def saved(run: Run) -> Run:
    run.send(QuestionSaved(run.run, "c", f"q{run.number}", f"a{run.number}", (f"t{run.number}",), False))
    return run


def settle(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.rendered, timeout=30_000)


def read_through(view: TranscriptView, qtbot: QtBot) -> str:
    """Scroll through the last answer from its start to its end and return what can be read on the way."""
    answer, bar = shown(view).answer, view.verticalScrollBar()
    texts: dict[int, str] = {}
    bar.setValue(0)
    while True:
        settle(view, qtbot)
        for part in answer.stack.parts:
            texts[part.y()] = readable(part)
        if bar.value() >= bar.maximum():
            return "\n".join(texts[y] for y in sorted(texts))
        bar.setValue(bar.value() + view.viewport().height())


def readable(part: object) -> str:
    if isinstance(part, ProseView):
        return part.document().toPlainText()
    if isinstance(part, CodeView):
        return part.document_text
    if isinstance(part, TableView):
        return part.shown_text
    if isinstance(part, FormulaView):
        return part.latex
    assert isinstance(part, PlainView)
    return part.shown_text


def copied(view: TranscriptView) -> str:
    footer = shown(view).footer
    assert footer is not None
    footer.copy_button.click()
    return QApplication.clipboard().text()


ODD = {
    "two thousand columns": "|" + "c|" * 2_000 + "\n|" + "-|" * 2_000 + "\n|" + "x|" * 2_000,
    "unclosed fence": "Text.\n\n```python\nprint(1)\n\n# and on it goes\n" + "line = 1\n" * 90,
    "unclosed fence of another kind": "~~~~\n```\n~~~\nstill code",
    "fence in a list in a quotation": "> - ```\n>   code\n> - item\n",
    "lists two hundred deep": "".join("  " * depth + f"- item {depth}\n" for depth in range(200)),
    "quotations two hundred deep": ">" * 200 + " deep",
    "malformed LaTeX": "$\\frac{1}{$ and $$\\begin{matrix} 1 & 2$$ and \\[\\left( x\\] and $}{$ and $\\left\\{$",
    "an endless formula": "$$" + "\\frac{1}{" * 300 + "x" + "}" * 300 + "$$",
    "a formula without an end": "$$\n" + "x + y = z\n" * 420,
    "right to left": "שלום עולם, זהו טקסט **מודגש** `code` 123.\n\n- مرحبا بالعالم\n- English שלום mixed",
    "combining": "Z" + "\u0300\u0301\u0302\u0303" * 40 + " e\u0301 a\u030a " + "\u0336".join("struck out"),
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇭 👍🏽 " * 50,
    "surrogates and unassigned": "a\ud800b \U000fffff \ufffe c",
    "control characters": "a\x00b\x01c\x08d\x1be[31mred\x7f\x9b1m\r\nnext\rlast\u2028line\u2029para",
    "invisible": "a\u200bb\u200dc\u2060d\ufeffe\u00adf",
    "only marks": "*" * 3_000 + "_" * 3_000 + "`" * 3_000,
    "only brackets": "[" * 3_000 + "](" * 500 + "!" * 500,
    "only blank": " \t\n" * 5_000,
    "nothing": "",
    "headings without text": "#\n##\n###\n" * 20,
    "html": "<script>alert(1)</script><img src=x onerror=y><style>*{}</style><b>bold <i>open",
    "entities": "&amp;&#0;&#x202e;&nosuch;" * 100 + " [li&#x200b;nk](https://evil.example/&#x202e;)",
    "tables in a row": ("| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 30),
    "short rows and long rows": "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |\n|\n||||\n",
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("streamed", [False, True])
def test_odd_text_is_shown_and_copied(
    view: TranscriptView, make_turn: MakeTurn, make_run: Callable[..., Run], qtbot: QtBot, name: str, streamed: bool
) -> None:
    text = ODD[name]
    if streamed:
        run = saved(make_run())
        run.answer()
        step = max(len(text) // 12, 1)
        for at in range(0, len(text), step):
            run.write(text[at : at + step])
            QApplication.processEvents()
        run.finish()
        view.finish(make_turn(9, question="And with 20 rows?", thought="", answer=text))
    else:
        view.show_turns([make_turn(1, answer=text)], has_older=False, live={})
    settle(view, qtbot)
    assert copied(view).replace("\ufffd", "") == text.replace("\ud800", "").replace("\r\n", "\r\n")
    words = [word for word in text.split() if word.isalpha() and word.isascii() and len(word) > 3][:5]
    seen = read_through(view, qtbot)
    assert all(word in seen for word in words)
    assert "\u202e" not in seen and "\x00" not in seen
    view.grab()


def test_five_megabytes_in_one_line(view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot) -> None:
    view.show_turns([make_turn(1, answer=MEGABYTES)], has_older=False, live={})
    settle(view, qtbot)
    (part,) = shown(view).answer.stack.parts
    assert isinstance(part, PlainView)
    assert part.shown_text == MEGABYTES
    assert copied(view) == MEGABYTES
    assert view.verticalScrollBar().maximum() < 2_000
    view.resize(700, 500)
    settle(view, qtbot)
    view.grab()


def test_five_megabytes_streamed(
    view: TranscriptView, make_run: Callable[..., Run], make_turn: MakeTurn, qtbot: QtBot
) -> None:
    run = saved(make_run())
    run.answer()
    for at in range(0, len(MEGABYTES), 100_000):
        run.write(MEGABYTES[at : at + 100_000])
        QApplication.processEvents()
    run.finish()
    view.finish(make_turn(9, question="And with 20 rows?", thought="", answer=MEGABYTES))
    settle(view, qtbot)
    assert readable(shown(view).answer.stack.parts[0]) == MEGABYTES


def test_a_question_and_a_thought_of_megabytes(view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot) -> None:
    turn = make_turn(1, question="why " * 90_000, thought="because " * 120_000)
    view.show_turns([turn], has_older=False, live={})
    settle(view, qtbot)
    assert shown(view).question.text.startswith("why why")
    view.current_turn.toggle_panel()
    settle(view, qtbot)
    assert shown(view).panel.is_open
    assert shown(view).panel.thought == "because " * 120_000


def test_ten_thousand_rows_streamed(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.answer("| row | value |\n|---|---|\n")
    for start in range(0, 10_000, 250):
        run.write("".join(f"| {row} | `v{row}` |\n" for row in range(start, start + 250)))
        QApplication.processEvents()
    run.write("\nThe end.")
    run.finish()
    settle(view, qtbot)
    table = shown(view).answer.stack.parts[0]
    assert isinstance(table, TableView) and table.row_count == 10_000
    assert table.source.endswith("| 9999 | `v9999` |")
    assert table.height() < 1_500


LINKS = {
    "[https://good.example](https://evil.example/a)": "https://evil.example/a",
    "[pay\u200b here](https://evil.example/p)": "https://evil.example/p",
    "[pay\u202egnp.exe](https://evil.example/x)": "https://evil.example/x",
    "[bank](https://b\u0430nk.example/)": "https://xn--bnk-6cd.example/",
    "[path](https://x.example/%E2%80%AEgpj.exe)": "https://x.example/%E2%80%AEgpj.exe",
    "https://x.example/ä?q=ö": "https://x.example/%C3%A4?q=%C3%B6",
}


@pytest.mark.parametrize("source", LINKS)
def test_the_tooltip_of_a_link_is_its_true_address(
    view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot, source: str
) -> None:
    view.show_turns([make_turn(1, answer=f"See {source} now.")], has_older=False, live={})
    settle(view, qtbot)
    (part,) = shown(view).answer.stack.parts
    assert isinstance(part, ProseView)
    assert tooltips(part) == {LINKS[source]}
    assert not {"\u200b", "\u202e"} & set(part.document().toPlainText())
    opened: list[str] = []
    view.requests.link_activated.connect(opened.append)
    part.anchorClicked.emit(anchor(part))
    assert opened == [LINKS[source]]


@pytest.mark.parametrize(
    "source",
    [
        "[a](javascript:alert(1))",
        "[a](https://good.example@evil.example)",
        "[a](https://x\u202e.example)",
        "[a](file:///etc)",
    ],
)
def test_a_link_that_is_not_what_it_seems_is_no_link(
    view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot, source: str
) -> None:
    view.show_turns([make_turn(1, answer=f"See {source} now.")], has_older=False, live={})
    settle(view, qtbot)
    (part,) = shown(view).answer.stack.parts
    assert isinstance(part, ProseView)
    assert tooltips(part) == set()


def tooltips(part: ProseView) -> set[str]:
    cursor, found = QTextCursor(part.document()), set()
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        if cursor.charFormat().isAnchor():
            found.add(cursor.charFormat().toolTip())
    return found


def anchor(part: ProseView) -> object:
    from PySide6.QtCore import QUrl

    cursor = QTextCursor(part.document())
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        if cursor.charFormat().isAnchor():
            return QUrl(cursor.charFormat().anchorHref())
    raise AssertionError("no link")


def test_a_hundred_quick_stops(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    for number in range(100):
        run = make_run(number)
        run.think("A thought.")
        if number % 3 == 1:
            run.answer("Some text")
        QApplication.processEvents()
        run.stop()
    settle(view, qtbot)
    assert view.turn_count == 100
    assert not any(each.panel.ticking for each in view.turn_widgets if each)


def test_the_engine_dies_while_the_panel_folds(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    run = make_run()
    run.think("A thought.")
    qtbot.waitUntil(lambda: shown(view).panel.thinking)
    run.answer("The answer begins")
    qtbot.waitUntil(lambda: shown(view).panel.animating or not shown(view).panel.thinking)
    run.fail("The model ended unexpectedly.")
    settle(view, qtbot)
    assert "The answer begins" in shown(view).answer.source
    outcome = shown(view).outcome
    assert outcome is not None and outcome.isVisible()
    assert not shown(view).panel.ticking


def test_another_screen_scale_draws_formulas_anew(
    view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show_turns([make_turn(1, answer="Inline $a+b$ here.\n\n$$c+d$$\n")], has_older=False, live={})
    settle(view, qtbot)
    height = shown(view).height()
    for kind in (ProseView, FormulaView):
        monkeypatch.setattr(kind, "devicePixelRatioF", lambda _self: 2.0)
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
    settle(view, qtbot)
    formula = shown(view).answer.stack.parts[1]
    assert isinstance(formula, FormulaView) and formula.drawn
    assert formula._image is not None and formula._image.image.devicePixelRatio() == 2.0
    assert shown(view).height() == height
