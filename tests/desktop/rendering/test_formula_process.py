"""The process that draws formulas: it may die or hang without any harm, and never outlives the window."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.rendering import formula_worker
from desktop.rendering.formula_process import FormulaProcess

DIES_ONCE = """
import json, pathlib, sys
seen = pathlib.Path(sys.argv[1])
for line in sys.stdin:
    if not seen.exists():
        seen.touch()
        sys.exit(9)
    print(json.dumps("<svg/>"), flush=True)
"""


@pytest.fixture
def process() -> Iterator[FormulaProcess]:
    process = FormulaProcess()
    yield process
    process.close()


def test_draws_and_refuses(process: FormulaProcess) -> None:
    assert process.svg("\\frac{1}{2} < 50%", 16.0, "#102030", display=True).startswith("<svg")
    assert process.svg("\\frac{1}{", 16.0, "#102030", display=True) == ""
    assert process.svg("x^2", 16.0, "#102030", display=False).startswith("<svg")


def test_bold_numbers_are_bold(process: FormulaProcess) -> None:
    plain = process.svg("42", 16.0, "#102030", display=True)
    assert process.svg(r"\mathbf{42}", 16.0, "#102030", display=True) not in ("", plain)
    assert process.svg(r"\mathbf{x_1 + 3.5}", 16.0, "#102030", display=True).startswith("<svg")


def test_after_closing_nothing_is_drawn() -> None:
    process = FormulaProcess()
    process.close()
    assert process.svg("x", 16.0, "#000000", display=False) == ""


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    process = FormulaProcess((sys.executable, "-c", DIES_ONCE, f"{tmp_path}/seen"))
    assert process.svg("x", 16.0, "#000000", display=False) == ""
    assert process.svg("x", 16.0, "#000000", display=False) == "<svg/>"
    process.close()


def test_a_process_that_always_dies_is_not_started_for_ever() -> None:
    process = FormulaProcess((sys.executable, "-S", "-c", "raise SystemExit(3)"))
    assert {process.svg("x", 16.0, "#000000", display=False) for _ in range(25)} == {""}
    process.close()


def test_closing_frees_a_thread_that_waits() -> None:
    process = FormulaProcess((sys.executable, "-c", "import sys; sys.stdin.readline(); sys.stdin.read()"))
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(process.svg("x", 16.0, "#000000", display=False)))
    thread.start()
    while process._process is None:  # it has been started once there is something to close
        pass
    process.close()
    thread.join(5)
    assert answers == [""]


def test_a_formula_that_hangs_ends_only_the_process() -> None:
    code = (
        "from desktop.rendering import formula_worker as worker\n"
        "worker.SECONDS_FOR_ONE = 0.2\n"
        "def hang(*_, **__):\n    while True: pass\n"
        "worker.svg_of = hang\n"
        "worker.main()\n"
    )
    process = FormulaProcess((sys.executable, "-c", code))
    assert process.svg("x", 16.0, "#000000", display=False) == ""
    process.close()


def test_the_worker_answers_line_by_line(tmp_path: Path) -> None:
    request = {"latex": "a+b", "size": 16.0, "color": "#000000", "display": True}
    answers = io.StringIO()
    with (tmp_path / "silence").open("w") as silence:
        formula_worker.serve(
            io.StringIO(json.dumps(request) + "\n" + json.dumps(request | {"latex": "{"}) + "\n"), answers, silence
        )
    drawn, refused = (json.loads(line) for line in answers.getvalue().splitlines())
    assert drawn.startswith("<svg") and refused == ""
