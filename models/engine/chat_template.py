"""Renders a conversation with the chat template that a model's file carries.

The surroundings of a template (filters, functions, whitespace rules) follow `apply_chat_template` of the transformers
library, because that is what the templates are written for. Templates come from files of unknown origin, so they run in
jinja's immutable sandbox in a process of their own (`models.engine.template_server`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from models.engine.messages import Message
from models.engine.template_client import TemplateFailed, TemplateProcess
from models.errors import InputError

_PROBE = "\ue000probe\ue001"
"""Characters of the private use area, which no template looks for and no user types."""

_UNUSABLE = "The chat template inside the model file cannot be used; choose another file of this model."


class ChatTemplate:
    """The way a model expects a conversation to be written.

    Args:
        source: The jinja source from the model's file; None for a model without one (a base model), which gets the
            plain form "Question: …", "Answer: …".
        bos: The text of the token that begins a sequence, "" when the model has none.
        eos: The text of the token that ends a sequence, "" when the model has none.
        now: Tells the time to templates that write the date.

    Raises:
        InputError: The template's syntax is broken.

    `close` ends the template's process.
    """

    def __init__(self, source: str | None, *, bos: str, eos: str, now: Callable[[], datetime] = datetime.now) -> None:
        self.bos = bos
        self.eos = eos
        self._template = _compiled(source, now) if source and source.strip() else None

    def close(self) -> None:
        """End the template's process; it cannot be rendered any more."""
        if self._template is not None:
            self._template.close()

    @property
    def is_fallback(self) -> bool:
        """Whether the model has no template of its own, so that answers may be poor."""
        return self._template is None

    @property
    def stops(self) -> tuple[str, ...]:
        """Texts that end an answer besides the model's own end token (a base model asks itself the next question)."""
        return ("\nQuestion:",) if self.is_fallback else ()

    def starts_with_bos(self, text: str) -> bool:
        """Return whether rendered `text` already begins with the bos token, so that tokenizing must not add it."""
        return bool(self.bos) and text.startswith(self.bos)

    def render(
        self,
        messages: Sequence[Message],
        *,
        add_generation_prompt: bool = True,
        thinking: bool,
        extra: Mapping[str, object] = {},
    ) -> str:
        """Return the text of the conversation, thoughts left out (`models.engine.prompts` puts them where they belong).

        A blank system message is not given, so the template's own default applies. A template that refuses or ignores
        system messages gets the text at the head of the first question.

        Args:
            messages: The conversation, oldest first.
            add_generation_prompt: Whether the text ends where the assistant begins to write.
            thinking: What templates with a switch (`enable_thinking`, `thinking`) are told.
            extra: More variables for the template.

        Raises:
            InputError: The template fails on this conversation.
        """
        given = [each for each in messages if each.role != "system" or each.content.strip()]
        if self._template is None:
            return _render_plainly(given, add_generation_prompt=add_generation_prompt)
        if any(each.role == "system" for each in given) and not self._takes_system_messages:
            given = _with_system_in_question(given)
        variables = _variables(thinking) | dict(extra) | {"add_generation_prompt": add_generation_prompt}
        try:
            return self._fill(given, variables)
        except TemplateFailed as first:
            alternating = _alternating(given)
            if alternating == given:
                raise InputError(_UNUSABLE, details=str(first)) from first
        try:
            return self._fill(alternating, variables)
        except TemplateFailed as second:
            raise InputError(_UNUSABLE, details=str(second)) from second

    def _fill(self, messages: Sequence[Message], variables: Mapping[str, object], *, typed: bool | None = None) -> str:
        assert self._template is not None
        if typed is None:
            typed = self._takes_typed_content
        contents = [[{"type": "text", "text": each.content}] if typed else each.content for each in messages]
        entries = [{"role": each.role, "content": content} for each, content in zip(messages, contents, strict=True)]
        return self._template.render({**variables, "messages": entries, "bos_token": self.bos, "eos_token": self.eos})

    @cached_property
    def _takes_typed_content(self) -> bool:
        """Whether contents must be lists of parts: templates of picture models silently lose plain text."""
        question = [Message("user", _PROBE)]
        return not self._shows_probe(question, typed=False) and self._shows_probe(question, typed=True)

    @cached_property
    def _takes_system_messages(self) -> bool:
        """Whether system messages reach the model: some templates refuse them, some skip them."""
        return self._shows_probe([Message("system", _PROBE), Message("user", "?")], typed=self._takes_typed_content)

    def _shows_probe(self, messages: Sequence[Message], *, typed: bool) -> bool:
        try:
            return _PROBE in self._fill(messages, _variables(False) | {"add_generation_prompt": True}, typed=typed)
        except TemplateFailed:  # any failure means "not taken"; the real rendering reports it
            return False


def _variables(thinking: bool) -> dict[str, object]:
    effort = "medium" if thinking else "low"
    switches: dict[str, object] = {"enable_thinking": thinking, "thinking": thinking, "reasoning_effort": effort}
    return {"tools": None, "documents": None} | switches


def _with_system_in_question(messages: Sequence[Message]) -> list[Message]:
    """Return `messages` with the system text put at the head of the first question."""
    system = "\n\n".join(each.content.strip() for each in messages if each.role == "system")
    rest = [each for each in messages if each.role != "system"]
    place = next((index for index, each in enumerate(rest) if each.role == "user"), None)
    if place is None:
        return [Message("user", system), *rest]
    rest[place] = Message("user", f"{system}\n\n{rest[place].content}")
    return rest


def _alternating(messages: Sequence[Message]) -> list[Message]:
    """Return `messages` with neighbours of one role joined, for templates that insist on question, answer, question."""
    joined: list[Message] = []
    for each in messages:
        if joined and joined[-1].role == each.role:
            contents = [content for content in (joined.pop().content, each.content) if content]
            joined.append(Message(each.role, "\n\n".join(contents)))
        else:
            joined.append(each)
    return joined


def _render_plainly(messages: Sequence[Message], *, add_generation_prompt: bool) -> str:
    heads = {"system": "", "user": "Question: ", "assistant": "Answer: "}
    text = "".join(f"{heads[each.role]}{each.content.strip()}\n\n" for each in messages)
    return text + "Answer:" if add_generation_prompt else text


def _compiled(source: str, now: Callable[[], datetime]) -> TemplateProcess:
    try:
        return TemplateProcess(source, now)
    except TemplateFailed as error:
        raise InputError(_UNUSABLE, details=str(error)) from error
