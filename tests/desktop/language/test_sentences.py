"""The sentences from below the window are told in its language, and none is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.language.languages import CHINESE, Languages
from desktop.language.sentence_templates import TEMPLATES
from desktop.language.sentences import told

SENTENCE = re.compile(r"[A-Z“][^\n]{18,}[.?]")
SQL = re.compile(r"SELECT|UPDATE|DELETE|INSERT|ORDER|CREATE|WHERE|JOIN")
NOT_IN_THE_WINDOW = (
    "models/engine/prompt_wording.py",
    "models/engine/benchmark.py",
    "models/engine/measuring/benchmark.py",
    "models/reasoning/strategies.py",
    "models/evaluation/",
    "models/learning/practice/solvers.py",
    "models/learning/rounds/html_report.py",
)
"""What the model reads, and what only the command line says."""


@pytest.fixture
def chinese(qapp: object) -> Iterator[None]:  # noqa: ARG001 - translators need the application
    languages = Languages()
    languages.use(CHINESE)
    yield
    languages.close()


def template(node: ast.expr) -> str | None:
    """The text of a string in the code, with `{0}`, `{1}` … for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    texts = [each.value if isinstance(each, ast.Constant) else None for each in node.values]
    places = iter(range(len(texts)))
    return "".join(str(text) if text is not None else f"{{{next(places)}}}" for text in texts)


def sentences() -> Iterator[tuple[str, str]]:
    """All strings below the window that read like a sentence, but for docstrings."""
    for path in sorted(Path("models").rglob("*.py")):
        if path.as_posix().startswith(NOT_IN_THE_WINDOW):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        apart |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        apart |= {id(each) for node in ast.walk(tree) if is_our_mistake(node) for each in ast.walk(node)}
        for node in ast.walk(tree):
            text = template(node) if isinstance(node, ast.expr) and id(node) not in apart else None
            if text is not None and SENTENCE.fullmatch(text) and not SQL.match(text):
                yield path.as_posix(), text


def is_our_mistake(node: ast.AST) -> bool:
    """A `Bug` is told as a report, in English."""
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Name) and call.id in ("Bug", "AssertionError", "ValueError", "TypeError")


def test_every_sentence_of_the_code_has_its_template() -> None:
    found = list(sentences())
    assert len(found) > 70
    assert [each for each in found if each[1] not in TEMPLATES] == []


def test_no_template_is_left_of_a_sentence_that_is_gone() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("models").rglob("*.py"))
    joined = re.sub(r'"\s*\n\s*f?"', "", code)
    gone = [
        each for each in TEMPLATES if not all(part in joined for part in re.split(r"\{\d+\}", each) if len(part) > 3)
    ]
    assert gone == []


def test_english_stays_as_it_is() -> None:
    for each in TEMPLATES:
        assert told(each) == each


def test_what_is_filled_in_is_kept(chinese: None) -> None:  # noqa: ARG001
    words = told("The file “weird {0} name.db” is empty; choose another backup.")
    assert words == "文件“weird {0} name.db”是空的；请选择其他备份。"


def test_phrases_within_a_sentence_are_told_too(chinese: None) -> None:  # noqa: ARG001
    words = told("The graphics card could not hold 30 layers of the model, so the model runs on the processor.")
    assert words == "显卡放不下模型的 30 层，因此模型在处理器上运行。"


def test_several_sentences_are_told_one_by_one(chinese: None) -> None:  # noqa: ARG001
    first, second = "No model is loaded; choose a model first.", "The model could not compute; load it again."
    assert told(f"{first} {second}") == "未加载模型；请先选择模型。 模型无法计算；请重新加载。"


@pytest.mark.parametrize("text", ["", "ggml_abort: out of memory", "Ein Satz.", "The file {0}", "." * 5000])
def test_other_words_stay(text: str, chinese: None) -> None:  # noqa: ARG001
    assert told(text) == text
