"""Makes a conversation fit into the context: its oldest turns leave the prompt (never the history)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.engine.messages import Message
from models.errors import InputError


def trim_to_context(
    count: Callable[[Sequence[Message]], int], messages: Sequence[Message], *, room: int
) -> tuple[list[Message], int]:
    """Return the messages that fit and how many turns (a question with its answer) were left out.

    The system message and the last question always stay. As few of the oldest turns as possible leave; `count` is
    called about log2(turns) times, because rendering and tokenizing a long conversation takes time.

    Args:
        count: Returns the number of tokens of the prompt made of some messages.
        messages: The conversation, oldest first, ending with the user's question.
        room: The most tokens that the prompt may take.

    Raises:
        InputError: The last question alone is too large.
    """
    system = [each for each in messages if each.role == "system"]
    turns = _turns([each for each in messages if each.role != "system"])

    def without(dropped: int) -> list[Message]:
        return system + [each for turn in turns[dropped:] for each in turn]

    if count(without(0)) <= room:
        return without(0), 0
    fewest, most = 1, max(len(turns) - 1, 0)
    needed = count(without(most))
    if needed > room:
        raise InputError(
            f"The question is too long: it takes {needed:,} tokens and there is room for {max(room, 0):,}. "
            "Shorten it, or choose a larger context size in the settings."
        )
    while fewest < most:
        middle = (fewest + most) // 2
        if count(without(middle)) <= room:
            most = middle
        else:
            fewest = middle + 1
    return without(most), most


def _turns(messages: Sequence[Message]) -> list[list[Message]]:
    turns: list[list[Message]] = []
    for each in messages:
        if each.role == "user" or not turns:
            turns.append([])
        turns[-1].append(each)
    return turns
