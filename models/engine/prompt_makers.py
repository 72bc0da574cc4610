"""The texts that prompts are made of: for models that think by themselves, and for those that are made to think."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from models.catalog.thought_formats import ThoughtFormat
from models.engine.chat_template import ChatTemplate
from models.engine.messages import Message
from models.engine.prompt_wording import CLOSING_NOTE, IMPOSED_ANSWER_REQUEST, IMPOSED_OPENING
from models.engine.thought_splitter import writes_channels

_PLACE = "\ue000{}\ue001"
"""Stands for an assistant's words while the template is filled: templates cut and trim what they find there."""

_FINAL_HEADER = "<|channel|>final<|message|>"
_ANALYSIS_HEADER = "<|channel|>analysis<|message|>"
_END_OF_ANALYSIS = "<|end|><|start|>assistant"


class PromptMaker:
    """The texts of a prompt for one family of thought formats."""

    note = ""

    def __init__(
        self,
        template: ChatTemplate,
        thought_format: ThoughtFormat,
        messages: Sequence[Message],
        *,
        keep_thoughts: bool,
        extra: Mapping[str, object],
    ) -> None:
        self.template = template
        self.format = thought_format
        self.extra = extra
        self.messages = [each if keep_thoughts else msgspec.structs.replace(each, thought="") for each in messages]

    def thought_start(self) -> str:
        """Return the prompt up to the first word of the thought."""
        raise NotImplementedError

    def after_thought(self, thought: str) -> str:
        """Return the prompt with a complete thought, up to the first word of the answer."""
        raise NotImplementedError

    def without_thought(self) -> str:
        """Return the prompt of an answer at once, up to its first word."""
        raise NotImplementedError

    def answer_prefill(self) -> str:
        """Return what keeps the model from thinking."""
        return ""

    def closing(self, note: str) -> str:
        """Return what closes a thought, after `note`."""
        raise NotImplementedError

    def with_answer(self, text: str, answer: str) -> str:
        """Return prompt `text` with the answer so far."""
        return text + answer

    def _render(self, messages: Sequence[Message], *, thinking: bool) -> str:
        return self.template.render(messages, thinking=thinking, extra=self.extra)


class NativeMaker(PromptMaker):
    """Models that think by themselves."""

    note = f"\n\n{CLOSING_NOTE}"

    def thought_start(self) -> str:
        """Return the prompt with the thought opened by the format's own tag, unless the template opens it."""
        text = self._conversation(thinking=True)
        return text if self._opens_thought(text) else text + self._opening

    def after_thought(self, thought: str) -> str:
        """Return the prompt with the thought closed as the model itself would close it."""
        return self.thought_start() + thought + self.closing("")

    def without_thought(self) -> str:
        """Return the prompt with thinking switched off, or with an empty thought."""
        return self._conversation(thinking=False) + self.answer_prefill()

    def answer_prefill(self) -> str:
        """Return the empty thought, or what is missing of one, where the template has no switch."""
        plain = self._conversation(thinking=False)
        if writes_channels(self.format):
            return _FINAL_HEADER
        if self._opens_thought(plain):
            return self.closing("")
        has_switch = plain != self._conversation(thinking=True)
        return "" if has_switch else self._opening + self.closing("")

    def closing(self, note: str) -> str:
        """Return `note` and the closing tag."""
        if writes_channels(self.format):
            return note + _END_OF_ANALYSIS + _FINAL_HEADER
        return f"{note}\n{self.format.closing}\n\n" if self._own_lines else note + self.format.closing

    @property
    def _own_lines(self) -> bool:
        """Whether the tags stand on lines of their own, as all models with angle brackets write them."""
        return self.format.opening.startswith("<")

    @property
    def _opening(self) -> str:
        if writes_channels(self.format):
            return _ANALYSIS_HEADER
        return self.format.opening + "\n" if self._own_lines else self.format.opening

    def _opens_thought(self, text: str) -> bool:
        return text.rstrip().endswith(self.format.opening.strip())

    def _conversation(self, *, thinking: bool) -> str:
        """Return the rendered conversation with the thoughts that are kept, in the format's own tags."""
        kept = {_PLACE.format(index): each for index, each in enumerate(self.messages) if each.thought.strip()}
        shown = [
            msgspec.structs.replace(each, content=place) if (place := _PLACE.format(index)) in kept else each
            for index, each in enumerate(self.messages)
        ]
        text = self._render(shown, thinking=thinking)
        for place, message in kept.items():
            text = self._put_thought(text, place, message)
        return text

    def _put_thought(self, text: str, place: str, message: Message) -> str:
        before, _, after = text.partition(place)
        if writes_channels(self.format):
            before = before.removesuffix(_FINAL_HEADER)
        return before + self._opening + message.thought + self.closing("") + message.content + after


class ImposedMaker(PromptMaker):
    """Models without thinking of their own."""

    def thought_start(self) -> str:
        """Return the prompt with the assistant's turn begun by the opening words."""
        messages = self._expanded()
        return self._join(messages, self._render(messages, thinking=False)) + IMPOSED_OPENING

    def after_thought(self, thought: str) -> str:
        """Return the prompt with the thought's turn ended and the answer asked for."""
        return self.thought_start() + thought + self.closing("")

    def without_thought(self) -> str:
        """Return the plain prompt."""
        return self._render(self._expanded(), thinking=False)

    def closing(self, note: str) -> str:
        """Return the template's own words between a thought's last word and the answer's first."""
        place = _PLACE.format("thought")
        turns = [*self._expanded(), Message("assistant", place), Message("user", IMPOSED_ANSWER_REQUEST)]
        return note + self._render(turns, thinking=False).rpartition(place)[2]

    def with_answer(self, text: str, answer: str) -> str:
        """Return prompt `text` with the answer so far, joined as the template joins it."""
        return self._join(self._expanded(), text) + answer

    def _join(self, messages: Sequence[Message], text: str) -> str:
        """Return `text` with the white space that the template puts before an assistant's words."""
        place = _PLACE.format("answer")
        prompt = self._render(messages, thinking=False)
        whole = self.template.render(
            [*messages, Message("assistant", place)], add_generation_prompt=False, thinking=False, extra=self.extra
        )
        before = whole.partition(place)[0]
        between = before.removeprefix(prompt)
        return text + between if before.startswith(prompt) and between.isspace() else text

    def _expanded(self) -> list[Message]:
        """Return the conversation with each kept thought as the two turns in which it was written."""
        expanded: list[Message] = []
        for each in self.messages:
            if each.thought.strip():
                expanded += [
                    Message("assistant", IMPOSED_OPENING + each.thought),
                    Message("user", IMPOSED_ANSWER_REQUEST),
                ]
            expanded.append(msgspec.structs.replace(each, thought=""))
        return expanded
