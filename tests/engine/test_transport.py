from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine import transport
from models.engine.messages import Message
from models.engine.protocol import (
    AdapterChoice,
    AnswerNow,
    AnyClientMessage,
    AnyEngineMessage,
    AttemptEnded,
    AttemptPlan,
    Budget,
    Cancel,
    ClientMessage,
    Device,
    EngineMessage,
    FailureReason,
    Generate,
    Hello,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    PhaseChanged,
    Piece,
    Priority,
    PromptWasRead,
    RunEnded,
    RunRefused,
    SampledToken,
    Sampling,
    Score,
    Scored,
    Streamed,
    Welcome,
)

KEY = b"k" * 32
SECONDS = 10.0
TALK = (Message("system", "Sei höflich."), Message("user", "你好 👋\0"), Message("assistant", "Hi", "thinking"))

FROM_CLIENT: list[AnyClientMessage] = [
    Hello(3),
    Load("/models/é.gguf", context_size=512, gpu_layers=None, threads=2, sequences=4, batch_tokens=64, notice="n"),
    Generate(
        "run",
        TALK,
        attempts=(AttemptPlan(number=2, seed=2**31 - 1, instruction="i", thought_prefix="t", answer_prefix=""),
                  AttemptPlan(answer_prefix=None)),
        sampling=Sampling(temperature=0.0, top_k=1, top_p=0.5, min_p=0.25, repeat_penalty=1.5, repeat_window=3),
        budget=Budget(thought_tokens=1, minimum_thought_tokens=1, thinking_seconds=0.5, answer_tokens=2,
                      minimum_answer_tokens=1),
        adapter=AdapterChoice("/a.gguf", 0.5),
        priority=Priority.BACKGROUND,
        keep_thoughts=True,
        alternatives=5,
    ),
    Score("run", TALK, "continuation", thinking=True, adapter=AdapterChoice("/a"), priority=Priority.INTERACTIVE),
    Cancel("run"),
    AnswerNow("run"),
]  # fmt: skip

FROM_ENGINE: list[AnyEngineMessage] = [
    Welcome(1, 4711, (Device("CPU", "Some processor", "cpu", "CPU", 2**33, 2**34),), "AVX2 = 1"),
    Loading(0.5, 12, True, 4096),
    Loaded("/m", "SmolLM2", "Q4_1", "llama", 2048, 2, 0, 30, "CPU", 1.5, False, True, "id", ("a notice",)),
    LoadFailed("/m", FailureReason.VIDEO_MEMORY, "It is full.", "details"),
    PromptWasRead("run", 100, 60, 2, 2048, 0.25),
    Streamed("run", (Piece(1, "thought", "né", (SampledToken("", -0.5), SampledToken("né", -1.5, (("x", 0.25),)))),
                     Piece(2, "answer", "", ())), 1.25),
    PhaseChanged("run", 1, "answer", "budget", 512, 2.5),
    AttemptEnded("run", 1, "finished", 3, 4, 0.125, 2.5, 1.0, -0.75, 3.0),
    RunEnded("run"),
    Scored("run", (-0.5, -12.25)),
    RunRefused("run", FailureReason.PROMPT_TOO_LONG, "Too long.", "4000 > 2048"),
]  # fmt: skip


@dataclass
class Pair:
    """Two ends of a real channel."""

    client: Connection
    engine: Connection

    def close(self) -> None:
        self.client.close()
        self.engine.close()


@contextmanager
def listening(folder: Path) -> Iterator[tuple[str, list[Connection | Exception]]]:
    """A listener that takes one caller; yields its address and the list that the outcome goes to."""
    address = transport.private_address(folder)
    outcome: list[Connection | Exception] = []
    with transport.listen(address, KEY) as listener:

        def accept() -> None:
            try:
                outcome.append(listener.accept())
            except (AuthenticationError, OSError, EOFError) as error:
                outcome.append(error)

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield address, outcome
        finally:
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with listening(tmp_path) as (address, outcome):
        client = transport.connect(address, KEY)
    engine = outcome[0]
    assert isinstance(engine, Connection)
    pair = Pair(client, engine)
    yield pair
    pair.close()


def test_every_message_of_the_protocol_is_tried() -> None:
    assert {type(each) for each in FROM_CLIENT} == set(ClientMessage.__subclasses__())
    assert {type(each) for each in FROM_ENGINE} == set(EngineMessage.__subclasses__())


@pytest.mark.parametrize("message", FROM_CLIENT, ids=lambda message: type(message).__name__)
def test_clients_messages_arrive_as_they_were(pair: Pair, message: AnyClientMessage) -> None:
    pair.client.send_bytes(transport.encode(message))
    assert transport.receive_from_client(pair.engine) == message


@pytest.mark.parametrize("message", FROM_ENGINE, ids=lambda message: type(message).__name__)
def test_the_engines_messages_arrive_as_they_were(pair: Pair, message: AnyEngineMessage) -> None:
    pair.engine.send_bytes(transport.encode(message))
    assert transport.receive_from_engine(pair.client) == message


def test_a_large_message_arrives(pair: Pair) -> None:
    message = Generate("run", (Message("user", "é" * 3_000_000),))
    sender = threading.Thread(target=lambda: pair.client.send_bytes(transport.encode(message)))
    sender.start()
    assert transport.receive_from_client(pair.engine) == message
    sender.join(SECONDS)


def test_a_wrong_key_is_refused_on_both_sides(tmp_path: Path) -> None:
    with listening(tmp_path) as (address, outcome), pytest.raises(transport.Closed):
        transport.connect(address, b"x" * 32)
    assert len(outcome) == 1 and isinstance(outcome[0], Exception)


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(transport.Closed):
        transport.connect(transport.private_address(tmp_path), KEY)


def test_the_keys_proof_is_asked_of_who_only_talks(tmp_path: Path) -> None:
    """A foreign program that connects and sends a message at once gets nowhere."""
    import socket

    with listening(tmp_path) as (address, outcome), socket.socket(socket.AF_UNIX) as foreign:
        foreign.connect(address)
        message = transport.encode(Hello(1))
        foreign.sendall(len(message).to_bytes(4, "big") + message)
        foreign.shutdown(socket.SHUT_WR)
    assert len(outcome) == 1 and isinstance(outcome[0], Exception)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\xff\xfe",
        b"GET / HTTP/1.1",
        b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins.",
        msgspec.msgpack.encode({"type": "Explode"}),
        msgspec.msgpack.encode({"type": "Cancel"}),
        msgspec.msgpack.encode({"type": "Cancel", "run": 5}),
        msgspec.msgpack.encode({"type": "Cancel", "run": "run"})[:-1],
        b"\x82\xa4type\xa6Cancel\xa3run\xa1\xff",
        b"\x83\xa4type\xa6Cancel\xa3run\xa1x\xa3new" + b"\x91" * 100_000,
        msgspec.msgpack.encode({"type": "Loading", "progress": 1.0, "gpu_layers": 0}),
    ],
)
def test_garbage_closes_the_channel(pair: Pair, garbage: bytes) -> None:
    pair.client.send_bytes(garbage)
    with pytest.raises(transport.Closed):
        transport.receive_from_client(pair.engine)
    if b"Loading" not in garbage:
        pair.engine.send_bytes(garbage)
        with pytest.raises(transport.Closed):
            transport.receive_from_engine(pair.client)


@given(st.binary(max_size=60), st.sampled_from(FROM_CLIENT), st.integers(0, 60))
def test_damaged_messages_are_read_or_refused(noise: bytes, message: AnyClientMessage, place: int) -> None:
    data = transport.encode(message)
    damaged = data[:place] + noise + data[place + len(noise) :]
    reader, writer = os.pipe()
    with Connection(reader, writable=False) as receiving, Connection(writer, readable=False) as sending:
        sending.send_bytes(damaged)
        try:
            received = transport.receive_from_client(receiving)
        except transport.Closed:
            return
        assert isinstance(received, AnyClientMessage)


def test_a_longer_message_than_any_is_refused(pair: Pair) -> None:
    os.write(pair.client.fileno(), (2**31 - 1).to_bytes(4, "big"))
    with pytest.raises(transport.Closed):
        transport.receive_from_client(pair.engine)


def test_the_other_side_gone_is_told(pair: Pair) -> None:
    pair.client.close()
    with pytest.raises(transport.Closed):
        transport.receive_from_client(pair.engine)
    pair.engine.close()
    with pytest.raises(transport.Closed):
        transport.receive_from_client(pair.engine)


def test_gone_in_the_middle_of_a_message_is_told(pair: Pair) -> None:
    os.write(pair.client.fileno(), (1000).to_bytes(4, "big") + b"begun")
    pair.client.close()
    with pytest.raises(transport.Closed):
        transport.receive_from_client(pair.engine)


def test_new_fields_of_a_newer_side_are_passed_over(pair: Pair) -> None:
    pair.client.send_bytes(msgspec.msgpack.encode({"type": "Cancel", "run": "run", "why": ["new", {"field": 1}]}))
    assert transport.receive_from_client(pair.engine) == Cancel("run")


def test_the_outbox_keeps_the_order_and_sends_all_before_it_closes(pair: Pair) -> None:
    outbox = transport.Outbox(pair.client, "outbox under test")
    for number in range(500):
        outbox.send(Cancel(str(number)))
    received = [transport.receive_from_client(pair.engine) for _ in range(499)]
    outbox.close(SECONDS)
    received.append(transport.receive_from_client(pair.engine))
    assert received == [Cancel(str(number)) for number in range(500)]


def test_a_receiver_that_hangs_does_not_hold_up_the_sender(pair: Pair) -> None:
    outbox = transport.Outbox(pair.client, "outbox under test")
    large = Generate("run", (Message("user", "x" * 1_000_000),))

    def send_much() -> None:
        for _ in range(50):
            outbox.send(large)
        outbox.close(timeout=0.01)

    sender = threading.Thread(target=send_much)
    sender.start()
    sender.join(SECONDS)
    assert not sender.is_alive()
    pair.engine.close()  # frees the outbox's thread: what it still had is gone with the receiver


class ClosedAfterTheLength(Connection):
    """Closed by another thread between a message's length and the message."""

    def _send(self, *arguments: object) -> None:
        super()._send(*arguments)  # type: ignore[misc]  # private to the standard library
        self.close()


def test_a_channel_closed_in_the_middle_of_sending_ends_the_outbox_quietly(pair: Pair) -> None:
    """As when the engine is buried; an exception in the outbox's thread fails the test."""
    outbox = transport.Outbox(ClosedAfterTheLength(os.dup(pair.client.fileno())), "outbox under test")
    outbox.send(Generate("run", (Message("user", "x" * 100_000),)))
    outbox.close(SECONDS)
    assert not any(thread.name == "outbox under test" for thread in threading.enumerate())


def test_sending_to_nobody_is_no_error(pair: Pair) -> None:
    pair.engine.close()
    outbox = transport.Outbox(pair.client, "outbox under test")
    for _ in range(10):
        outbox.send(Cancel("run"))
    outbox.close(SECONDS)
    outbox.send(Cancel("run"))


def test_halves_of_surrogate_pairs_do_not_stop_a_message(pair: Pair) -> None:
    """A text field can hold what no encoding carries; the question must arrive all the same."""
    outbox = transport.Outbox(pair.client, "outbox under test")
    outbox.send(Generate("run", (Message("user", "half: \ud83d, whole: 👋"),), adapter=AdapterChoice("/a\udcff")))
    outbox.close(SECONDS)
    assert transport.receive_from_client(pair.engine) == Generate(
        "run", (Message("user", "half: \ufffd, whole: 👋"),), adapter=AdapterChoice("/a\ufffd")
    )
