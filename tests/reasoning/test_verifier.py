from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from models.reasoning.checks import check_step
from models.reasoning.verifier.client import MOST_FAILED_STARTS, Verifier
from models.reasoning.verifier.protocol import (
    MOST_BYTES,
    Closed,
    Compare,
    Found,
    receive_reply,
    receive_request,
    send,
)
from models.traces import Verdict


@pytest.fixture(scope="module")
def verifier() -> Iterator[Verifier]:
    verifier = Verifier(item_seconds=5.0)
    assert verifier.same_answer("1", "1") is True
    yield verifier
    verifier.close()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("x+1", "1+x", True), (r"\frac{1}{2}", "0.5", True), (r"2\sqrt{2}", r"\sqrt{8}", True), ("(1,2)", "(2,1)",
        False),
        ("{1,2}", "{2,1}", True), ("x=3", "3", True), (r"\frac{1}{x+1}+\frac{1}{x-1}", r"\frac{2x}{x^2-1}", True),
        ("x+1", "x+2", False),
    ],
)  # fmt: skip
def test_answers_are_compared_by_meaning(verifier: Verifier, first: str, second: str, same: bool) -> None:
    assert verifier.same_answer(first, second) is same


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        ("x^2 - 1 = (x-1)(x+1)", Verdict.HOLDS),
        ("(a + b)^2 = a^2 + 2ab + b^2", Verdict.HOLDS),
        ("Simplify: 2x + 3x = 6x", Verdict.FALSE),
        ("Expand (x+1)^2 = x^2 + 1", Verdict.FALSE),
        ("(x+1)^2 = x^2 + 1", Verdict.NOTHING),
        (r"Simplify \frac{x^2 - 1}{x - 1} = x + 1", Verdict.HOLDS),
        (r"\sqrt{x^2 + 2x + 1} = x + 1", Verdict.NOTHING),
    ],
)
def test_algebra_in_steps(verifier: Verifier, step: str, verdict: Verdict) -> None:
    assert check_step(step, verifier).verdict is verdict


HOSTILE = [
    "9**9**9**9", r"10^{10^{10}}", "(" * 900 + "1" + ")" * 900, "10!!!!!!!", r"2^{2^{2^{2^{2^2}}}}", "factorial(10**9)",
    "1" * 1_900, "x^" * 500 + "2", "__import__('os').system('true')", "{" * 1_900, "\\" * 1_900,
    r"\sum_{n=1}^{10^{9}} n^{n^n}", "٣", "\u202e1", "x\x00",
]  # fmt: skip


def test_hostile_answers_end_in_time_and_the_next_one_is_compared() -> None:
    verifier = Verifier(item_seconds=1.0)
    try:
        for hostile in HOSTILE:
            assert verifier.same_answer("1/2", "0.5") is True, hostile
            started = time.monotonic()
            assert verifier.same_answer(hostile, "42") is not True, hostile
            assert time.monotonic() - started < 20, hostile  # one second for the item, the rest for a busy machine
        assert verifier.same_answer("1/2", "0.5") is True
    finally:
        verifier.close()


def test_texts_that_are_too_long_are_not_looked_into(verifier: Verifier) -> None:
    assert verifier.same_answer("1+" * 500_000 + "1", "2") is None
    assert verifier.identical("(x)", "(x)" + " " * 2_000) is None


def test_what_is_no_expression_is_unknown(verifier: Verifier) -> None:
    assert verifier.identical("(x) + ", "(x)") is None
    assert verifier.identical("__import__('os')", "(x)") is None
    assert verifier.identical("(x)^10000000", "(x)^10000001") is None


def test_killed_it_starts_again() -> None:
    verifier = Verifier()
    try:
        assert verifier.same_answer("x+1", "1+x") is True
        process = verifier.process_identifier
        assert process is not None
        psutil.Process(process).kill()
        verifier.same_answer("x+2", "2+x")  # this one may be lost
        assert verifier.same_answer("x+3", "3+x") is True
        assert verifier.process_identifier != process
    finally:
        verifier.close()


def test_killed_while_it_works_the_question_is_unknown_at_once() -> None:
    verifier = Verifier(item_seconds=60.0)
    found: list[bool | None] = []
    try:
        assert verifier.same_answer("x", "x") is True
        asking = threading.Thread(target=lambda: found.append(verifier.same_answer("10^{10^{10}}", "4")))
        asking.start()
        process = psutil.Process(verifier.process_identifier)
        while process.cpu_percent(0.1) < 20:
            pass
        process.kill()
        asking.join(10)
        assert found == [None]
    finally:
        verifier.close()


def test_closing_ends_what_is_asked() -> None:
    verifier = Verifier(item_seconds=60.0)
    assert verifier.same_answer("x", "x") is True
    found: list[bool | None] = []
    asking = threading.Thread(target=lambda: found.append(verifier.same_answer("10^{10^{10}}", "4")))
    asking.start()
    verifier.close()
    asking.join(10)
    assert found == [None]
    assert verifier.same_answer("1", "1") is None
    assert verifier.process_identifier is None


def test_several_threads_share_it(verifier: Verifier) -> None:
    found: dict[int, bool | None] = {}

    def ask(number: int) -> None:
        found[number] = verifier.same_answer(f"x+{number}", f"{number % 2 * 5}+x")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number == 5 for number in range(1, 9)}


@pytest.mark.parametrize(
    "command", [(sys.executable, "-c", "pass"), (sys.executable, "-c", "print('x' * 99, flush=True)"), ("/no/such",)]
)
def test_one_that_cannot_start_is_given_up(command: tuple[str, ...]) -> None:
    verifier = Verifier(command=command)
    assert [verifier.same_answer("1+x", "x+1") for _ in range(MOST_FAILED_STARTS + 2)] == [None] * (
        MOST_FAILED_STARTS + 2
    )
    verifier.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the system limits memory only on Linux")
def test_its_memory_is_limited(verifier: Verifier) -> None:
    import resource

    assert verifier.same_answer("1", "1") is True
    assert verifier.process_identifier is not None
    assert resource.prlimit(verifier.process_identifier, resource.RLIMIT_AS)[0] <= 2 * 1024**3
    assert resource.prlimit(verifier.process_identifier, resource.RLIMIT_CPU)[0] > 0


def test_it_ends_with_its_owner() -> None:
    import subprocess

    process = subprocess.Popen(
        (sys.executable, "-m", "models.reasoning.verifier.server"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None and process.stdout is not None
    receive_reply(process.stdout)  # type: ignore[arg-type]
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_messages_survive_the_way() -> None:
    stream = io.BytesIO()
    send(stream, Compare(1, "½ \\frac", "数"))
    stream.seek(0)
    assert receive_request(stream) == Compare(1, "½ \\frac", "数")
    with pytest.raises(Closed):
        receive_request(stream)


@pytest.mark.parametrize(
    "data", [b"", b"\0\0", b"\0\0\0\5ab", (MOST_BYTES + 1).to_bytes(4, "big") + b"x", b"\0\0\0\3abc", os.urandom(64)]
)
def test_what_is_no_message_closes(data: bytes) -> None:
    with pytest.raises(Closed):
        receive_reply(io.BytesIO(data))


def test_a_reply_to_another_question_is_not_taken() -> None:
    code = (
        "import sys; from models.reasoning.verifier.protocol import *\n"
        "send(sys.stdout.buffer, Ready())\n"
        "while True: send(sys.stdout.buffer, Found(receive_request(sys.stdin.buffer).id + 1, True))"
    )
    verifier = Verifier(command=(sys.executable, "-c", code))
    assert verifier.same_answer("x", "y") is None
    verifier.close()
    assert Found(1, True) != Found(2, True)
