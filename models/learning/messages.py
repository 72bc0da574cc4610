"""What the trainer process and its owner say to each other: msgspec messages with their length before them."""

from __future__ import annotations

from typing import BinaryIO, TypeAlias

import msgspec

from models.engine.messages import Message
from models.learning.plan import TrainingPlan

MOST_BYTES = 1 << 30


class Begin(msgspec.Struct, frozen=True, tag=True):
    """To the trainer, first: what to do."""

    plan: TrainingPlan


class Stop(msgspec.Struct, frozen=True, tag=True):
    """To the trainer: keep the state and end within one step."""


class StageBegun(msgspec.Struct, frozen=True, tag=True):
    """A stage of the training has begun: reading, loading, training, exporting."""

    stage: str


class Prepared(msgspec.Struct, frozen=True, tag=True):
    """All examples are read as tokens. `left_out` were too long; `tokens` are those of all others."""

    examples: int
    dev: int
    left_out: int
    tokens: int
    longest: int
    memory_bytes: int
    """What the training is estimated to take."""
    device: str
    precision: str
    resumed_step: int
    """The step that an earlier process had reached, 0 for a fresh start."""


class StepDone(msgspec.Struct, frozen=True, tag=True):
    """A training step is done. `seconds` are those spent on training so far, `seconds_left` an estimate."""

    step: int
    steps: int
    loss: float
    tokens: int
    """Of all examples so far, the joined beginnings counted for each."""
    seconds: float
    seconds_left: float


class DevMeasured(msgspec.Struct, frozen=True, tag=True):
    """The mean −log p of a token to be learned, over the dev examples, after `step` steps (0: the base model)."""

    step: int
    loss: float
    best: bool


class Probe(msgspec.Struct, frozen=True, tag=True):
    """A text and what torch finds of each of its tokens: log-probabilities without and with the adapter."""

    messages: tuple[Message, ...]
    continuation: str
    thinking: bool
    base: tuple[float, ...]
    adapted: tuple[float, ...]


class Trained(msgspec.Struct, frozen=True, tag=True):
    """The adapter is written; the last message of a training that went well."""

    steps: int
    best_step: int
    base_dev_loss: float | None
    dev_loss: float | None
    loss: float
    examples: int
    left_out: int
    tokens: int
    seconds: float
    parameters: int
    """Numbers that were trained."""
    peak_bytes: int
    """The most memory that the process had."""
    fingerprint: str
    probes: tuple[Probe, ...]


class Stopped(msgspec.Struct, frozen=True, tag=True):
    """The training stopped because it was asked to; its state is kept."""

    step: int


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The training cannot be done; `trouble` is a value of `TrainingTrouble`."""

    trouble: str
    message: str
    details: str


ToTrainer: TypeAlias = Begin | Stop
FromTrainer: TypeAlias = StageBegun | Prepared | StepDone | DevMeasured | Trained | Stopped | Failed
Progress: TypeAlias = StageBegun | Prepared | StepDone | DevMeasured

_encoder = msgspec.msgpack.Encoder()
_to_trainer: msgspec.msgpack.Decoder[ToTrainer] = msgspec.msgpack.Decoder(ToTrainer)
_from_trainer: msgspec.msgpack.Decoder[FromTrainer] = msgspec.msgpack.Decoder(FromTrainer)


class Closed(Exception):
    """The other side is gone, or does not speak the protocol."""


def send(stream: BinaryIO, message: ToTrainer | FromTrainer) -> None:
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


def receive_in_trainer(stream: BinaryIO) -> ToTrainer:
    """Wait for a message of the owner.

    Raises:
        Closed: The owner is gone.
    """
    try:
        return _to_trainer.decode(_read(stream))
    except msgspec.MsgspecError as error:
        raise Closed(str(error)) from error


def receive_in_owner(stream: BinaryIO) -> FromTrainer:
    """Wait for a message of the trainer.

    Raises:
        Closed: The trainer is gone.
    """
    try:
        return _from_trainer.decode(_read(stream))
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
