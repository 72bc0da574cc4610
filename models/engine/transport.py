"""Length-prefixed msgspec messages over a private local socket (a named pipe on Windows); nothing is ever pickled.

The standard library's connections bring the framing, both kinds of local channel and the proof that the other side
knows the secret key; only their byte interface is used.
"""

from __future__ import annotations

import select
import sys
import threading
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar
from uuid import uuid4

import msgspec

from models.engine.protocol import (
    MAXIMUM_MESSAGE_BYTES,
    AnyClientMessage,
    AnyEngineMessage,
    ClientMessage,
    EngineMessage,
)

T = TypeVar("T")

LARGEST_AT_ONCE = 2048
"""Bytes; a socket that counts as writable takes as many on every system (Linux has far more room, macOS just this)."""

_encoder = msgspec.msgpack.Encoder()
_client_decoder: msgspec.msgpack.Decoder[AnyClientMessage] = msgspec.msgpack.Decoder(AnyClientMessage)
_engine_decoder: msgspec.msgpack.Decoder[AnyEngineMessage] = msgspec.msgpack.Decoder(AnyEngineMessage)


_GONE = (EOFError, OSError, TypeError)
"""What a connection raises when either side is gone; TypeError when our own was closed in the middle of a message."""


class Closed(Exception):
    """The other side is gone."""


def private_address(folder: Path) -> str:
    """An address for a new engine: a socket inside the private `folder`, or a pipe with a name nobody can guess."""
    return rf"\\.\pipe\rationale-{uuid4().hex}" if sys.platform == "win32" else str(folder / "engine")


def listen(address: str, key: bytes) -> Listener:
    """Listen for clients that know `key`."""
    return Listener(address, family="AF_PIPE" if sys.platform == "win32" else "AF_UNIX", backlog=8, authkey=key)


def connect(address: str, key: bytes) -> Connection:
    """Connect to an engine.

    Raises:
        Closed: Nobody listens there, or the key is another's.
    """
    try:
        return Client(address, family="AF_PIPE" if sys.platform == "win32" else "AF_UNIX", authkey=key)
    except Exception as error:
        raise Closed(str(error)) from error


def encode(message: ClientMessage | EngineMessage) -> bytes:
    """Return the bytes of a message; halves of surrogate pairs, which no encoding can carry, become U+FFFD."""
    try:
        return _encoder.encode(message)
    except UnicodeEncodeError:
        return _encoder.encode(_encodable(msgspec.to_builtins(message)))


def _encodable(value: object) -> object:
    """`value` with all texts in it as UTF-8 can carry them."""
    match value:
        case str():
            return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in value)
        case list() | tuple():
            return [_encodable(each) for each in value]
        case dict():
            return {name: _encodable(each) for name, each in value.items()}
    return value


def receive_from_client(connection: Connection) -> AnyClientMessage:
    """Wait for a client's next message.

    Raises:
        Closed: The client is gone or does not speak the protocol.
    """
    return _decoded(_client_decoder, _receive(connection))


def receive_from_engine(connection: Connection) -> AnyEngineMessage:
    """Wait for the engine's next message.

    Raises:
        Closed: The engine is gone or does not speak the protocol.
    """
    return _decoded(_engine_decoder, _receive(connection))


def _receive(connection: Connection) -> bytes:
    try:
        return connection.recv_bytes(MAXIMUM_MESSAGE_BYTES)
    except _GONE as error:
        raise Closed(str(error)) from error


def _decoded(decoder: msgspec.msgpack.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Closed(f"not a message of this protocol: {error}") from error


class Outbox:
    """Sends messages without ever holding up the sender, however slow or hung the receiver is.

    While the channel takes them, small messages are written at once: waking a thread for each would take llama.cpp's
    core away in the middle of its work. All others wait for a thread of their own, and those behind them too.
    """

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._messages: SimpleQueue[ClientMessage | EngineMessage | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def send(self, message: ClientMessage | EngineMessage) -> None:
        """Send or queue a message; messages arrive in order, or not at all when the other side is gone."""
        with self._lock:
            if self._waiting == 0 and self._sent_at_once(message):
                return
            self._waiting += 1
        self._messages.put(message)

    def close(self, timeout: float = 1.0) -> None:
        """Send what is queued, then stop."""
        self._messages.put(None)
        self._thread.join(timeout)

    def _sent_at_once(self, message: ClientMessage | EngineMessage) -> bool:
        """Write a message if that cannot block: a socket that counts as writable takes a small one."""
        if sys.platform == "win32":
            return False
        data = encode(message)
        try:
            if len(data) > LARGEST_AT_ONCE or not select.select((), (self._connection,), (), 0)[1]:
                return False
            self._connection.send_bytes(data)
        except _GONE:
            return True
        return True

    def _work(self) -> None:
        while (message := self._messages.get()) is not None:
            data = encode(message)
            try:
                self._connection.send_bytes(data)
            except _GONE:
                return
            with self._lock:
                self._waiting -= 1
