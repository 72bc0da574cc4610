from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

from models.catalog.thought_formats import ThoughtFormat
from models.engine.chat_template import ChatTemplate
from models.engine.messages import Message
from models.engine.prompt_wording import CLOSING_NOTE, IMPOSED_ANSWER_REQUEST, IMPOSED_OPENING
from models.engine.prompts import PromptPlan, plan_prompt, trim_to_context
from models.engine.thought_splitter import ThoughtSplitter
from models.errors import Bug, InputError
from models.events import Channel
from tests.engine import chat_templates

THINK = ThoughtFormat(name="think", opening="<think>", closing="</think>", native=True)
MAGISTRAL = ThoughtFormat(name="magistral", opening="[THINK]", closing="[/THINK]", native=True)
HARMONY = ThoughtFormat(name="harmony", opening="<|channel|>analysis<|message|>", closing="<|end|>", native=True)
IMPOSED = ThoughtFormat(name="imposed", opening="", closing="", native=False)

QUESTION = [Message("user", "2+2?")]
TALK = [
    Message("user", "Hi"),
    Message("assistant", " Hello! ", thought="Greet </think> them."),
    Message("user", "2+2?"),
]
EMPTY = "<think>\n\n</think>\n\n"


def plan(
    source: str | None, format: ThoughtFormat, messages: Sequence[Message] = QUESTION, **options: Any
) -> PromptPlan:
    with closing(ChatTemplate(source, bos="<s>", eos="</s>")) as made:
        return plan_prompt(made, format, messages, **({"thinking": True, "keep_thoughts": False} | options))


def test_a_thinking_model_gets_its_opening_tag() -> None:
    made = plan(chat_templates.QWEN3, THINK)
    assert made.prompt == "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n<think>\n"
    assert (made.start_channel, made.continued, made.answer_prefill) == (Channel.THOUGHT, False, "")
    assert made.closing == f"\n\n{CLOSING_NOTE}\n</think>\n\n" and made.closing_note == f"\n\n{CLOSING_NOTE}"
    assert not made.answer_starts_new_turn and not made.starts_with_bos


def test_an_opening_tag_that_the_template_writes_is_not_doubled() -> None:
    made = plan(chat_templates.DEEPSEEK_R1, THINK)
    assert made.prompt == "<s><｜User｜>2+2?<｜Assistant｜><think>\n"
    assert made.start_channel is Channel.THOUGHT and made.starts_with_bos


@pytest.mark.parametrize(
    ("source", "format", "end", "prefill"),
    [
        (chat_templates.QWEN3, THINK, "assistant\n" + EMPTY, ""),
        (chat_templates.DEEPSEEK_R1, THINK, "<think>\n\n</think>\n\n", "\n</think>\n\n"),
        (chat_templates.CHATML, THINK, "assistant\n" + EMPTY, EMPTY),
        (chat_templates.MAGISTRAL, MAGISTRAL, "[/INST][THINK][/THINK]", "[THINK][/THINK]"),
        (
            chat_templates.GPT_OSS,
            HARMONY,
            "<|start|>assistant<|channel|>final<|message|>",
            "<|channel|>final<|message|>",
        ),
        (chat_templates.CHATML, IMPOSED, "assistant\n", ""),
    ],
)
def test_an_answer_at_once(source: str, format: ThoughtFormat, end: str, prefill: str) -> None:
    made = plan(source, format, thinking=False)
    assert made.prompt.endswith(end) and made.answer_prefill == prefill
    assert (made.prompt.count("<think>"), made.start_channel) == (EMPTY in end, Channel.ANSWER)


def test_magistral_and_gpt_oss() -> None:
    made = plan(chat_templates.MAGISTRAL, MAGISTRAL)
    assert made.prompt.endswith("[INST]2+2?[/INST][THINK]") and made.closing == f"\n\n{CLOSING_NOTE}[/THINK]"
    made = plan(chat_templates.GPT_OSS, HARMONY)
    assert made.prompt.endswith("<|start|>assistant<|channel|>analysis<|message|>")
    assert made.closing == f"\n\n{CLOSING_NOTE}<|end|><|start|>assistant<|channel|>final<|message|>"


@pytest.mark.parametrize(
    ("source", "format", "turn"),
    [
        (chat_templates.QWEN3, THINK, "assistant\n<think>\nGreet </think> them.\n</think>\n\n Hello! <|im_end|>"),
        (chat_templates.DEEPSEEK_R1, THINK, "<｜Assistant｜><think>\nGreet </think> them.\n</think>\n\n Hello! <｜end"),
        (chat_templates.MAGISTRAL, MAGISTRAL, "[/INST][THINK]Greet </think> them.[/THINK] Hello! </s>"),
        (
            chat_templates.GPT_OSS,
            HARMONY,
            (
                "<|start|>assistant<|channel|>analysis<|message|>Greet </think> them.<|end|>"
                "<|start|>assistant<|channel|>final<|message|> Hello! <|end|>"
            ),
        ),
        (
            chat_templates.CHATML,
            IMPOSED,
            (
                f"assistant\n{IMPOSED_OPENING}Greet </think> them.<|im_end|>\n"
                f"<|im_start|>user\n{IMPOSED_ANSWER_REQUEST}<|im_end|>\n<|im_start|>assistant\n Hello! <|im_end|>"
            ),
        ),
    ],
)
def test_earlier_thoughts_stay_only_when_asked(source: str, format: ThoughtFormat, turn: str) -> None:
    assert turn in plan(source, format, TALK, keep_thoughts=True).prompt
    without = plan(source, format, TALK).prompt
    assert "Greet" not in without and "Hello!" in without
    assert without == plan(source, format, [Message("user", "Hi"), Message("assistant", " Hello! "), *QUESTION]).prompt


IMPOSED_CASES = [
    (
        chat_templates.CHATML,
        "<|im_start|>assistant\n",
        "<|im_end|>\n<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n",
    ),
    (
        chat_templates.LLAMA_3,
        "<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n{}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
    ),
    (
        chat_templates.GEMMA,
        "<start_of_turn>model\n",
        "<end_of_turn>\n<start_of_turn>user\n{}<end_of_turn>\n<start_of_turn>model\n",
    ),
    (chat_templates.MISTRAL, " [/INST] ", "</s> [INST] {} [/INST]"),
    (None, "Answer: ", "\n\nQuestion: {}\n\nAnswer:"),
]


@pytest.mark.parametrize(("source", "before", "closing"), IMPOSED_CASES)
def test_imposed_thinking_closes_the_turn_in_the_templates_own_words(
    source: str | None, before: str, closing: str
) -> None:
    made = plan(source, IMPOSED, [Message("system", "Be brief."), *TALK])
    assert made.prompt.endswith(before + IMPOSED_OPENING)
    assert made.closing == closing.format(IMPOSED_ANSWER_REQUEST)
    assert made.answer_starts_new_turn and made.closing_note == "" and made.start_channel is Channel.THOUGHT
    at_once = plan(source, IMPOSED, [Message("system", "Be brief."), *TALK], thinking=False)
    assert at_once.start_channel is Channel.ANSWER and IMPOSED_OPENING not in at_once.prompt


@pytest.mark.parametrize(("source", "closing"), [(source, closing) for source, _, closing in IMPOSED_CASES])
def test_imposed_thinking_taken_up_again(source: str | None, closing: str) -> None:
    start = plan(source, IMPOSED).prompt
    made = plan(source, IMPOSED, thought_prefix="2+2 is")
    assert made.prompt == start + "2+2 is" and made.continued
    closed = start + "2+2 is 4" + closing.format(IMPOSED_ANSWER_REQUEST)
    made = plan(source, IMPOSED, thought_prefix="2+2 is 4", answer_prefix="")
    assert (made.prompt, made.start_channel, made.continued) == (closed, Channel.ANSWER, False)
    made = plan(source, IMPOSED, thought_prefix="2+2 is 4", answer_prefix="It")
    assert made.prompt == closed + (" It" if source in (None, chat_templates.MISTRAL) else "It")


@pytest.mark.parametrize(
    ("source", "format", "opened", "closed"),
    [
        (chat_templates.QWEN3, THINK, "<think>\n", "\n</think>\n\n"),
        (chat_templates.DEEPSEEK_R1, THINK, "<think>\n", "\n</think>\n\n"),
        (chat_templates.MAGISTRAL, MAGISTRAL, "[THINK]", "[/THINK]"),
        (
            chat_templates.GPT_OSS,
            HARMONY,
            "<|channel|>analysis<|message|>",
            "<|end|><|start|>assistant<|channel|>final<|message|>",
        ),
    ],
)
def test_an_interrupted_attempt_is_taken_up_where_it_stopped(
    source: str, format: ThoughtFormat, opened: str, closed: str
) -> None:
    made = plan(source, format, thought_prefix="2+2 is")
    assert made.prompt.endswith(opened + "2+2 is")
    assert (made.start_channel, made.continued) == (Channel.THOUGHT, True)
    made = plan(source, format, thought_prefix="2+2 is 4", answer_prefix="It is")
    assert made.prompt.endswith(opened + "2+2 is 4" + closed + "It is")
    assert (made.start_channel, made.continued, made.answer_prefill) == (Channel.ANSWER, True, "")
    at_once = plan(source, format, thinking=False)
    assert plan(source, format, answer_prefix="It is").prompt == at_once.prompt + "It is"
    edited = plan(source, format, thought_prefix="2+2 is 4", thinking=False)
    assert edited.prompt.endswith("2+2 is 4" + closed) and edited.start_channel is Channel.ANSWER


@pytest.mark.parametrize(
    ("source", "format"),
    [
        (chat_templates.QWEN3, THINK),
        (chat_templates.MAGISTRAL, MAGISTRAL),
        (chat_templates.GPT_OSS, HARMONY),
        (chat_templates.QWEN3, IMPOSED),
    ],
)
def test_the_splitter_reads_what_the_plan_writes(source: str, format: ThoughtFormat) -> None:
    made = plan(source, format)
    splitter = ThoughtSplitter(format, start=made.start_channel, continued=made.continued)
    assert made.closing.startswith(made.closing_note)
    segments = splitter.feed("2+2 is 4.") + splitter.feed(made.closing_note) + splitter.close_thought()
    segments += splitter.feed("Four.") + splitter.finish()
    assert "".join(text for channel, text in segments if channel is Channel.THOUGHT) == "2+2 is 4." + made.closing_note
    assert "".join(text for channel, text in segments if channel is Channel.ANSWER) == "Four."
    assert splitter.thought_closed


def test_an_empty_system_prompt_and_a_base_model() -> None:
    made = plan(None, IMPOSED, [Message("system", ""), *QUESTION], thinking=False)
    assert made.prompt == "Question: 2+2?\n\nAnswer:" and made.stops == ("\nQuestion:",)


def test_a_conversation_without_a_question_is_our_own_mistake() -> None:
    with pytest.raises(Bug):
        plan(chat_templates.CHATML, IMPOSED, [Message("user", "Hi"), Message("assistant", "Hello")])


class Counter:
    """Counts one token per character and how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, messages: Sequence[Message]) -> int:
        self.calls += 1
        return sum(len(each.content) for each in messages)


def long_talk(turns: int) -> list[Message]:
    talk = [Message("system", "s" * 10)]
    for number in range(turns):
        talk += [Message("user", f"{number:05}"), Message("assistant", "a" * 5)]
    return [*talk, Message("user", "q" * 20)]


def test_what_fits_stays_whole() -> None:
    count = Counter()
    assert trim_to_context(count, long_talk(3), room=60) == (long_talk(3), 0)
    assert count.calls == 1


@pytest.mark.parametrize("room", range(30, 160, 7))
def test_as_few_of_the_oldest_turns_leave_as_possible(room: int) -> None:
    talk = long_talk(12)
    kept, dropped = trim_to_context(Counter(), talk, room=room)
    assert kept == [talk[0], *talk[1 + 2 * dropped :]]
    assert Counter()(kept) <= room
    assert dropped == 0 or Counter()([talk[0], *talk[2 * dropped - 1 :]]) > room


def test_a_long_conversation_is_counted_a_few_times_only() -> None:
    count = Counter()
    _, dropped = trim_to_context(count, long_talk(1000), room=500)
    assert dropped == 953 and count.calls <= 12


@pytest.mark.parametrize("turns", [0, 4])
def test_a_question_larger_than_the_context_is_refused_with_both_numbers(turns: int) -> None:
    talk = [*long_talk(turns)[:-1], Message("user", "q" * 2000)]
    with pytest.raises(InputError, match=r"takes 2,010 tokens and there is room for 1,024"):
        trim_to_context(Counter(), talk, room=1024)
