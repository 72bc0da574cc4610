"""Turns examples into the very tokens that the engine serves: llama.cpp's own tokenizer, the engine's own prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.thought_formats import ThoughtFormat
from models.engine.chat_template import ChatTemplate
from models.engine.llama.backend import start_backend
from models.engine.llama.failures import LlamaError
from models.engine.llama.log import LogTail
from models.engine.llama.model import Model
from models.engine.llama.vocabulary import Vocabulary
from models.engine.messages import Message
from models.engine.prompts import PromptPlan, plan_prompt
from models.engine.spelled_tokens import defused, defused_messages, tokenize_prompt
from models.learning.examples import TrainingExample
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.token_tree import TokenSequence

_PLACE = "\ue000answer\ue001"
_ANCHOR = "\n"
"""Stands before a text while it is tokenized, for vocabularies that put a space before the first word of a text."""


@dataclass(frozen=True, slots=True)
class ScoredText:
    """The tokens of a prompt and of a continuation, as a `Score` request of the engine sees them."""

    tokens: tuple[int, ...]
    start: int
    """Where the continuation begins."""


class ExampleTokenizer:
    """Makes token sequences of examples, for one model.

    Args:
        vocabulary: Of the model.
        template: The model's chat template.
        thought_format: How the model thinks.
    """

    def __init__(self, vocabulary: Vocabulary, template: ChatTemplate, thought_format: ThoughtFormat) -> None:
        self._vocabulary, self._template, self._format = vocabulary, template, thought_format

    def sequence(self, example: TrainingExample) -> TokenSequence:
        """Return the example's tokens: the prompt as it is served, then all that the model shall learn to write.

        The model learns its thought, the end of its thought, its answer and the end of its turn; not the words that
        Rationale puts between thought and answer.

        Raises:
            InputError: The chat template fails on this conversation.
        """
        plan = self._plan(example.messages, example.instruction, bool(example.thought), example.keep_thoughts)
        tokens = self._prompt_tokens(plan)
        learned = [False] * len(tokens)
        if example.thought:
            thought, thought_learned = self._thought(example.thought, plan)
            tokens += thought
            learned += thought_learned
        answer = [*self._text_tokens(example.answer), self._end_of_turn(example.messages)]
        return TokenSequence((*tokens, *answer), (*learned, *([True] * len(answer))))

    def scored(self, messages: Sequence[Message], continuation: str, *, thinking: bool) -> ScoredText:
        """Return the tokens that the engine measures for the same `Score` request."""
        plan = self._plan(messages, "", thinking, keep_thoughts=False)
        prompt = self._prompt_tokens(plan)
        return ScoredText((*prompt, *self._vocabulary.tokenize(continuation, parse_special=False)), len(prompt))

    def _plan(self, messages: Sequence[Message], instruction: str, thinking: bool, keep_thoughts: bool) -> PromptPlan:
        words = defused_messages(self._vocabulary, messages)
        if instruction:
            words[-1] = msgspec.structs.replace(words[-1], content=f"{words[-1].content}\n\n{instruction}")
        return plan_prompt(self._template, self._format, words, thinking=thinking, keep_thoughts=keep_thoughts)

    def _prompt_tokens(self, plan: PromptPlan) -> list[int]:
        add_special = self._vocabulary.adds_bos and not plan.starts_with_bos
        return tokenize_prompt(self._vocabulary, plan.prompt, add_special=add_special)

    def _thought(self, thought: str, plan: PromptPlan) -> tuple[list[int], list[bool]]:
        """The tokens of a thought and of what closes it.

        A model that thinks by itself writes the closing tag too; of imposed thinking it writes the end of its turn, and
        Rationale the rest.
        """
        closing = plan.closing.removeprefix(plan.closing_note)
        if not plan.answer_starts_new_turn:
            tokens = self._text_tokens(thought, closing)
            return tokens, [True] * len(tokens)
        written, put_in = self._text_tokens(thought), self._vocabulary.tokenize(closing)
        ends_itself = bool(put_in) and self._vocabulary.ends_generation(put_in[0])
        learned = [True] * len(written) + [ends_itself] + [False] * (len(put_in) - 1)
        return [*written, *put_in], learned[: len(written) + len(put_in)]

    def _text_tokens(self, text: str, closing: str = "") -> list[int]:
        """The tokens of words that the model writes (control tokens that they spell stay words), then of `closing`."""
        prompt = defused(self._vocabulary, text) + closing
        anchor = self._vocabulary.tokenize(_ANCHOR)
        anchored = tokenize_prompt(self._vocabulary, _ANCHOR + prompt, add_special=False)
        if anchored[: len(anchor)] == anchor:
            return anchored[len(anchor) :]
        return tokenize_prompt(self._vocabulary, prompt, add_special=False)

    def _end_of_turn(self, messages: Sequence[Message]) -> int:
        """The token that ends an answer in this model's conversations."""
        whole = self._template.render(
            [*messages, Message("assistant", _PLACE)], add_generation_prompt=False, thinking=False
        )
        after = self._vocabulary.tokenize(whole.rpartition(_PLACE)[2])
        if after and self._vocabulary.ends_generation(after[0]):
            return after[0]
        endings = self._vocabulary.ending_tokens
        end = self._vocabulary.tokenize(self._vocabulary.eos_text)
        if end and end[0] in endings:
            return end[0]
        if not endings:
            raise TrainingFailed(
                "The model has no token that ends an answer, so it cannot be trained here; choose a chat model.",
                trouble=TrainingTrouble.MODEL,
            )
        return endings[0]


def with_tokenizer(path: Path, work: Callable[[ExampleTokenizer], None]) -> ModelFile:
    """Load the vocabulary of the model at `path`, call `work` with its tokenizer, and free it again.

    Raises:
        InputError: The file cannot be used, or its chat template fails.
    """
    file = inspect_model(path)
    log = LogTail()
    start_backend()
    try:
        with Model(file.path, vocabulary_only=True) as model:
            vocabulary = model.vocabulary
            template = ChatTemplate(file.chat_template, bos=vocabulary.bos_text, eos=vocabulary.eos_text)
            with closing(template):
                work(ExampleTokenizer(vocabulary, template, file.thought_format))
    except LlamaError as error:
        raise TrainingFailed(
            f"The vocabulary of {file.name} cannot be read; check the model with “rationale models inspect”.",
            trouble=TrainingTrouble.MODEL,
            details=log.text() or str(error),
        ) from error
    return file
