"""Makes the prompt of an attempt: where the model writes, in which channel, and how its thought is closed.

Models that think by themselves get their own tags. On the others thinking is imposed in two phases: the assistant's
turn is begun for the model and holds the thought; then a user turn asks for the answer, which is a turn of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from models.catalog.thought_formats import ThoughtFormat
from models.engine.chat_template import ChatTemplate
from models.engine.context_trim import trim_to_context
from models.engine.messages import Message
from models.engine.prompt_makers import ImposedMaker, NativeMaker, PromptMaker
from models.engine.prompt_wording import PROMPT_VERSION
from models.errors import Bug
from models.events import Channel

__all__ = ["PROMPT_VERSION", "PromptPlan", "plan_prompt", "trim_to_context"]


class PromptPlan(msgspec.Struct, frozen=True):
    """What the engine needs to run one attempt.

    All texts hold special tokens as text; tokenize them with `parse_special`.
    """

    prompt: str
    """The whole text up to where the model writes; `answer_prefill` and any prefix are already its end."""
    start_channel: Channel
    """The channel of the model's first word."""
    continued: bool
    """Whether the prompt ends with text of that channel; hand it to `ThoughtSplitter`."""
    closing: str
    """Decoded after an unfinished thought (or after one where the model ended its turn, whose end token is left out) to
    close it and start the answer. Begins with `closing_note`."""
    closing_note: str
    """The part of `closing` that is shown as the end of the thought: feed it to the splitter as it is; may be ""."""
    answer_prefill: str
    """What the prompt of an attempt without thinking ends with so that the model does not think; "" when not needed."""
    answer_starts_new_turn: bool
    """Whether the answer is a turn of its own (imposed thinking): the thought's turn ends first, the model's end token
    there means "done thinking", and `ThoughtSplitter.close_thought` must be called."""
    starts_with_bos: bool
    """Whether the prompt already begins with the bos token: then tokenize with `add_special` off."""
    stops: tuple[str, ...] = ()
    """Texts that end the answer besides the end token; they are not part of it."""


def plan_prompt(
    template: ChatTemplate,
    thought_format: ThoughtFormat,
    messages: Sequence[Message],
    *,
    thinking: bool,
    keep_thoughts: bool,
    thought_prefix: str = "",
    answer_prefix: str | None = None,
    extra: Mapping[str, object] = {},
) -> PromptPlan:
    """Return the plan for the answer to the last message.

    Args:
        messages: The conversation, oldest first, ending with the user's question.
        thinking: Whether the model shall think before it answers.
        keep_thoughts: Whether the thoughts of earlier answers stay in the prompt.
        thought_prefix: The thought so far, of an interrupted attempt or edited by the user; the model goes on after it.
        answer_prefix: The answer so far, "" when the thought is complete and the answer begins; None while thinking.
        extra: More variables for the template.

    Raises:
        InputError: The template fails on this conversation.
    """
    if not messages or messages[-1].role != "user":
        raise Bug("A prompt must end with the user's question.")
    kind: type[PromptMaker] = NativeMaker if thought_format.native else ImposedMaker
    maker = kind(template, thought_format, messages, keep_thoughts=keep_thoughts, extra=extra)
    has_thought = bool(thought_prefix.strip())
    answering = answer_prefix is not None or not thinking
    if not answering:
        text, channel, tail = maker.thought_start() + thought_prefix, Channel.THOUGHT, thought_prefix
    elif has_thought:
        text, channel, tail = maker.after_thought(thought_prefix), Channel.ANSWER, answer_prefix or ""
    else:
        text, channel, tail = maker.without_thought(), Channel.ANSWER, answer_prefix or ""
    if channel is Channel.ANSWER and tail:
        text = maker.with_answer(text, tail)
    return PromptPlan(
        prompt=text,
        start_channel=channel,
        continued=bool(tail.strip()),
        closing=maker.closing(maker.note),
        closing_note=maker.note,
        answer_prefill=maker.answer_prefill() if answering and not has_thought else "",
        answer_starts_new_turn=not thought_format.native,
        starts_with_bos=template.starts_with_bos(text),
        stops=template.stops,
    )
