"""What the verifier process and its owner say to each other: length-prefixed msgspec messages over its pipes.

Each message is four bytes of length (big endian) and the message. One request is answered with one reply, in order.
"""

from __future__ import annotations

from typing import BinaryIO, TypeAlias

import msgspec

LONGEST_TEXT = 2_000
"""Characters of an answer or expression that are looked into; longer ones are compared as text."""

MOST_BYTES = 64 * 1024


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Ask whether two final answers mean the same; `gold` is the one that counts as right, if one does."""

    id: int
    gold: str
    given: str


class Identity(msgspec.Struct, frozen=True, tag=True):
    """Ask whether two expressions (as `plain_form` writes them) are the same for all values of their variables."""

    id: int
    left: str
    right: str


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The libraries are loaded; requests are taken."""


class Found(msgspec.Struct, frozen=True, tag=True):
    """The reply; None when it could not be found out."""

    id: int
    same: bool | None


Request: TypeAlias = Compare | Identity
Reply: TypeAlias = Ready | Found

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


class Closed(Exception):
    """The other side is gone, or does not speak the protocol."""


def send(stream: BinaryIO, message: Request | Reply) -> None:
    """Write a message.

    Raises:
        Closed: The other side is gone.
    """
    data = _encoder.encode(message)
    try:
        stream.write(len(data).to_bytes(4, "big") + data)
        stream.flush()
    except (OSError, ValueError) as error:
        raise Closed(str(error)) from error


def receive_request(stream: BinaryIO) -> Request:
    """Wait for a request.

    Raises:
        Closed: The owner is gone, or does not speak the protocol.
    """
    try:
        return _requests.decode(_read(stream))
    except msgspec.MsgspecError as error:
        raise Closed(str(error)) from error


def receive_reply(stream: BinaryIO) -> Reply:
    """Wait for a reply.

    Raises:
        Closed: The verifier is gone, or does not speak the protocol.
    """
    try:
        return _replies.decode(_read(stream))
    except msgspec.MsgspecError as error:
        raise Closed(str(error)) from error


def _read(stream: BinaryIO) -> bytes:
    try:
        size = int.from_bytes(_exactly(stream, 4), "big")
        if size > MOST_BYTES:
            raise Closed("the message is too long")
        return _exactly(stream, size)
    except (OSError, ValueError) as error:
        raise Closed(str(error)) from error


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise Closed("the pipe has ended")
    return data
